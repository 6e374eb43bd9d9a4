"""The acts that a relation counts, page by page: the same as its timeline, whatever the page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso.relations.joining import join
from sayso.relations.timeline import ActPlace, TimelineFilter, TimelineRow, acts_behind, timeline
from sayso.store import Store, open_store
from sayso.store.dyads import Question, Way
from sayso.store.sides import sides_of
from sayso.store.voicing import perspective_of

from .acts import Act, article
from .told import fill, join_strikes

SINCE, UNTIL = "2020-01-01", "2024-12-31"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two acts every nine days, some with denials, some only planned; and reports that are joined."""
    path = tmp_path_factory.mktemp("behind") / "news.db"
    with open_store(path) as store:
        fill(store)
        join_strikes(store)
        run = store.begin_run()
        for number in range(60):
            day = (date(2021, 1, 1) + timedelta(9 * number)).isoformat()
            acts = (
                Act("RUS", "ISR", day, says="Q7747" if number % 3 else "", own="certain" if number % 4 else "unknown"),
                Act(
                    "Q43723",
                    "Q7747",
                    day,
                    type="THREATEN",
                    denies="Q43723",
                    status="future" if number % 5 == 0 else "actual",
                ),
            )
            store.add(article(f"d{number}", *acts, published=day), run, on_error="raise")
        join(store)
    return path


@pytest.fixture
def store(filled: Path) -> Iterator[Store]:
    with open_store(filled, create=False) as store:
        yield store


def question(store: Store, a: str, b: str, perspective: str | None = None) -> Question:
    with store.reading() as connection:
        sides = sides_of(connection, a, b)
        return Question(sides, perspective_of(connection, perspective, sides), since=SINCE, until=UNTIL)


def pages(store: Store, asked: Question, direction: Way, limit: int) -> Iterator[list[TimelineRow]]:
    after: ActPlace | None = None
    while True:
        with store.reading() as connection:
            rows, after = acts_behind(connection, asked, direction, after=after, limit=limit)
        yield rows
        if after is None:
            return


@pytest.mark.parametrize("limit", [1, 3, 50, 1000])
@pytest.mark.parametrize("pair", [("RUS", "ISR"), ("RUS", "UKR"), ("Q7747", "world"), ("UKR", "world")])
def test_all_pages_together_are_the_actual_acts_of_the_timeline(
    store: Store, pair: tuple[str, str], limit: int
) -> None:
    found = list(pages(store, question(store, *pair), "both", limit))
    rows = [row for page in found for row in page]
    assert all(len(page) == limit for page in found[:-1])
    assert [row.date_begin for row in rows] == sorted(str(row.date_begin) for row in rows)
    other = None if pair[1] == "world" else pair[1]
    told = timeline(store, pair[0], other, TimelineFilter(kinds=("act",), since=SINCE, until=UNTIL))
    expected = {row.key: row for row in told if row.status == "actual" and row.asserted_by}
    assert {row.key: row for row in rows} == expected


def test_each_way_and_each_perspective_lists_what_it_counts(store: Store) -> None:
    [forth] = pages(store, question(store, "RUS", "ISR"), "a-to-b", 1000)
    [back] = pages(store, question(store, "RUS", "ISR"), "b-to-a", 1000)
    assert {row.actor_ids for row in forth} == {"RUS"} and {row.actor_ids for row in back} == {"Q43723"}
    [told_by_russia] = pages(store, question(store, "RUS", "ISR", "A"), "both", 1000)
    assert {row.key for row in told_by_russia} == {f"d{number}/e1" for number in range(60) if number % 3}


def test_a_stretch_of_all_days_that_there_are_lists_the_same(store: Store) -> None:
    asked = question(store, "RUS", "ISR")
    [usual] = pages(store, asked, "both", 1000)
    assert list(pages(store, replace(asked, since="0001-01-01", until="9999-12-31"), "both", 1000)) == [usual]
