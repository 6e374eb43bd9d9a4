"""Timelines and profiles on every kind of database: the same questions, the same answers."""

from __future__ import annotations

from relations.told import fill, join_strikes
from sayso.relations.profile import profile
from sayso.relations.timeline import TimelineFilter, timeline
from sayso.store import Store


def test_a_timeline(store: Store) -> None:
    join_strikes(fill(store))
    shown = [(row.key, row.reports, row.asserted_by, row.denied_by) for row in timeline(store, "RUS", "UKR")]
    assert shown == [
        ("strike/e1", 2, "Ukraine; Cape Argument", "Russia"),
        ("threat/e1", 1, "Delta Courier", ""),
        ("words/s1", 1, "Delta Courier", ""),
        ("words/a1", 1, "Vladimir Putin", ""),
        ("talks/e1", 1, "Delta Courier", ""),
    ]
    told_by_ukraine = timeline(store, "RUS", "UKR", TimelineFilter(by="B"))
    assert [row.key for row in told_by_ukraine] == ["strike/e1"]


def test_a_profile(store: Store) -> None:
    join_strikes(fill(store))
    russia = profile(store, "RUS")
    assert [(each.part, each.type, each.counterpart, each.occurrences, each.key) for each in russia.dealings] == [
        ("did", "ASSAULT", "Ukraine", 1, "strike/e1"),
        ("did with", "PARLEY", "Ukraine", 1, None),
        ("had done to it", "AID", "Iran", 1, "threat/e2"),
        ("said", "attribution", None, 2, "words/a1"),
        ("was said of it", "attribution", "Ukraine", 1, "strike/a1"),
    ]
    assert [(each.name, each.mentions) for each in profile(store, "Q7747").names] == [("Putin", 2)]


def test_event_types(store: Store) -> None:
    fill(store)
    assert store.event_types() == {"AID", "ASSAULT", "PARLEY"}
