"""Coding a document again: the new coding counts, the old one stays, and one can ask what was known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sayso.errors import SettingsError, StoreError
from sayso.schema import CodedDocument
from sayso.store import EventFilter, Store, open_store

from .conftest import Sql
from .examples import DRONES, talks

BEGINS = ("2023-01-10T09:00:00", "2023-02-10T23:59:59", "2023-03-10T00:00:00")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store whose runs begin on three days, one after the other."""
    begins = (datetime.fromisoformat(begin).replace(tzinfo=UTC) for begin in BEGINS)
    with open_store(address, clock=lambda: next(begins)) as store:
        yield store


def as_support(coded: CodedDocument) -> CodedDocument:
    return replace(coded, events=tuple(replace(event, type="SUPPORT") for event in coded.events))


def test_the_new_coding_counts_and_the_old_one_stays(store: Store, sql: Sql) -> None:
    store.add(DRONES, store.begin_run())
    later = replace(DRONES, events=DRONES.events[:1], claims=(), assessments=())
    assert store.recode(later, store.begin_run()) == "recoded"
    assert store.record("drones") == later
    assert [row.event_id for row in store.events()] == ["e1"]
    assert store.counts()["events"] == 1
    assert sql("SELECT run_id, count(*) FROM events GROUP BY run_id ORDER BY run_id") == [(1, 4), (2, 1)]


def test_a_document_that_is_not_there_is_added(store: Store) -> None:
    run = store.begin_run()
    assert store.recode(DRONES, run) == "added"
    assert store.recode(as_support(DRONES), run) == "already there"
    assert store.record("drones") == DRONES


@pytest.mark.parametrize("field", ["text", "publisher", "published"])
def test_what_the_coding_depends_on_must_be_the_same(store: Store, field: str) -> None:
    store.add(DRONES, store.begin_run())
    changed: dict[str, Any] = {field: "2022-10-20"}
    other = replace(DRONES, document=replace(DRONES.document, **changed), sentences=())
    later = store.begin_run()
    assert store.recode(other, later) == "refused"
    assert store.record("drones") == DRONES
    (noted,) = store.issues(later)
    assert field in noted.problem


def test_a_broken_coding_changes_nothing(store: Store) -> None:
    store.add(DRONES, store.begin_run())
    broken = replace(DRONES, claims=(replace(DRONES.claims[0], event="e99"),))
    with pytest.raises(StoreError, match="'e99'"):
        store.recode(broken, store.begin_run(), on_error="raise")
    assert store.record("drones") == DRONES


def test_what_was_known_on_a_day(store: Store) -> None:
    """Two documents: one of the first run, coded again by the third; one of the second run."""
    first, second, third = (store.begin_run() for _ in range(3))
    store.add(talks("a"), first)
    store.add(talks("b"), second)
    store.recode(as_support(talks("a")), third)

    def known(day: str | None) -> dict[str, str]:
        return {row.document_id: row.type for row in store.events(EventFilter(known_on=day))}

    assert known("2023-01-09") == {}
    assert known("2023-01-10") == known("2023-02-09") == {"a": "CONSULT"}
    # To the end of the day: the second run began in its last second, the third in the first of the day after.
    assert known("2023-02-10") == known("2023-03-09") == {"a": "CONSULT", "b": "CONSULT"}
    assert known("2023-03-10") == known("9999-12-31") == known(None) == {"a": "SUPPORT", "b": "CONSULT"}
    assert store.record("a", known_on="2023-03-09") == talks("a")
    assert store.record("a", known_on="2023-03-10") == store.record("a") == as_support(talks("a"))
    with pytest.raises(StoreError, match="held no coding of the document 'b' on 2023-02-09"):
        store.record("b", known_on="2023-02-09")


def test_other_filters_hold_as_well(store: Store) -> None:
    store.add(talks("a"), store.begin_run())
    store.recode(as_support(talks("a")), store.begin_run())
    assert not list(store.events(EventFilter(known_on="2023-01-31", type=("SUPPORT",))))
    assert len(list(store.events(EventFilter(known_on="2023-01-31", type=("CONSULT",))))) == 1


def test_what_is_no_day_is_refused(store: Store) -> None:
    with pytest.raises(SettingsError, match="`known_on` is 'then'"):
        EventFilter(known_on="then")
    with pytest.raises(SettingsError, match="`known_on` is 'then'"):
        store.record("a", known_on="then")
