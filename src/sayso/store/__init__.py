"""Keeps what was coded in one SQLite file or PostgreSQL database, and answers which events and words it holds."""

from sayso.store.events import EventFilter, EventRow
from sayso.store.runs import Run
from sayso.store.search import SearchFilter, SearchHit
from sayso.store.store import Store, open_store
from sayso.store.writing import Added

__all__ = ["Added", "EventFilter", "EventRow", "Run", "SearchFilter", "SearchHit", "Store", "open_store"]
