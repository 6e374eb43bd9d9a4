"""The tables that join documents, on SQLite and on PostgreSQL."""

from __future__ import annotations

from threading import Thread

from relations.reported import report
from sayso.relations.claims import claims_about, disputed
from sayso.relations.joining import join, undo
from sayso.store import Run, Store, open_store

SHELLED = "Russia shelled a depot near Sumy on Tuesday, {}."
DENIED = "Moscow denied that it shelled a depot near Sumy."


def fill(store: Store, run: Run) -> None:
    for number in range(60):
        store.add(report(f"d{number:02}", SHELLED.format(number)), run, on_error="raise")
    denial = report("no", DENIED, "2024-03-20", said_by="RUS", polarity="negative", dated=False)
    store.add(denial, run, on_error="raise")


def test_joining_claims_and_undoing(store: Store, run: Run) -> None:
    fill(store, run)
    joined = join(store)
    assert (joined.now, joined.origins, joined.events, joined.occurrences) == (61, 61, 61, 1)
    about = claims_about(store, "no/e1")
    assert (about.reports, about.denied_by) == (61, ("RUS",))
    assert [each.occurrence for each in disputed(store)] == [about.occurrence]
    undo(store, about.occurrence, "no/e1")
    assert join(store, anew=True).occurrences == 2
    assert disputed(store) == []


def test_two_writers_join_each_event_once(store: Store, run: Run, address: str) -> None:
    fill(store, run)

    def join_too() -> None:
        with open_store(address) as other:
            join(other)

    threads = [Thread(target=join_too) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    joined = join(store)
    assert (joined.now, joined.events, joined.occurrences) == (0, 61, 1)
