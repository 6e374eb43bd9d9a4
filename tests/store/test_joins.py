"""The tables that join documents, on SQLite and on PostgreSQL."""

from __future__ import annotations

from threading import Thread

import pytest

from sayso.relations.claims import claims_about, disputed
from sayso.relations.joining import join, undo
from sayso.store import Run, Store, open_store
from tests.relations.reported import report
