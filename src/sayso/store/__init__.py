"""Keeps what was coded in one SQLite file, and answers which events it holds."""

from sayso.store.events import EventFilter, EventRow
from sayso.store.runs import Run
from sayso.store.store import Added, Store, open_store

__all__ = ["Added", "EventFilter", "EventRow", "Run", "Store", "open_store"]
