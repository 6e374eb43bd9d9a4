"""The timeline: what it holds, in which order, who says so, and what each filter lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import SettingsError
from sayso.relations.timeline import TimelineFilter, TimelineRow, timeline
from sayso.store import Store, open_store
from sayso.store.tables import metadata

from .told import fill, join_strikes


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("timeline") / "news.db"
    with open_store(path) as store:
        fill(store)
        join_strikes(store)
    return path


@pytest.fixture
def store(filled: Path) -> Iterator[Store]:
    with open_store(filled, create=False) as store:
        yield store


def keys(store: Store, a: str, b: str | None = None, **filters: Any) -> list[str]:
    return [row.key for row in timeline(store, a, b, TimelineFilter(**filters))]


def row(store: Store, key: str) -> TimelineRow:
    (found,) = [each for each in timeline(store, "RUS", "UKR") if each.key == key]
    return found


class TestWhatItHolds:
    def test_acts_quotations_and_assessments_in_order_of_time_with_undated_ones_last(self, store: Store) -> None:
        shown = [(row.date_begin, row.kind, row.key) for row in timeline(store, "RUS", "UKR")]
        assert shown == [
            ("2022-03-01", "act", "strike/e1"),
            ("2022-04-01", "act", "threat/e1"),
            ("2022-05-01", "assessment", "words/s1"),
            ("2022-05-01", "quotation", "words/a1"),
            (None, "act", "talks/e1"),
        ]

    def test_the_order_of_the_names_makes_no_difference(self, store: Store) -> None:
        assert sorted(keys(store, "RUS", "UKR")) == sorted(keys(store, "UKR", "RUS"))

    def test_with_one_name_it_is_all_that_one_takes_part_in(self, store: Store) -> None:
        assert keys(store, "IRN") == ["threat/e2", "elsewhere/e1"]
        assert "words/s1" in keys(store, "Ukraine") and "words/a1" not in keys(store, "Ukraine")

    def test_a_person_is_not_all_of_the_country(self, store: Store) -> None:
        assert keys(store, "Vladimir Putin", "UKR") == ["words/a1", "talks/e1"]

    def test_nothing_between_two_that_never_met(self, store: Store) -> None:
        assert keys(store, "IRN", "Vladimir Putin") == []

    def test_a_name_that_nobody_bears_is_refused(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="Atlantis"):
            keys(store, "Atlantis")

    def test_the_world_has_no_timeline(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="world"):
            keys(store, "world", "RUS")


class TestRows:
    def test_an_occurrence_is_one_row_with_all_its_reports(self, store: Store) -> None:
        strike = row(store, "strike/e1")
        assert (strike.occurrence, strike.reports, strike.origins) == ("o1", 2, 2)
        assert strike.events == "strike/e1; again/e1"

    def test_who_asserts_and_who_denies_it_in_any_report(self, store: Store) -> None:
        strike = row(store, "strike/e1")
        assert (strike.asserted_by, strike.denied_by) == ("Ukraine; Cape Argument", "Russia")
        assert strike.certainty == "certain"

    def test_without_the_link_each_report_is_a_row(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "apart.db") as apart:
            fill(apart)
            join_strikes(apart)
            with apart.writing() as connection:
                connection.execute(metadata.tables["reports"].update().values(undone=1))
            rows = [row for row in timeline(apart, "RUS", "UKR") if row.type == "ASSAULT" and row.status == "actual"]
        assert [(row.key, row.occurrence, row.reports) for row in rows] == [
            ("strike/e1", None, 1),
            ("again/e1", None, 1),
        ]

    def test_it_leads_to_the_sentence(self, store: Store) -> None:
        assert row(store, "threat/e1").sentence == "Russia will punish Ukraine."
        assert row(store, "words/a1").words == "that Ukraine was “brave"

    def test_a_quotation_names_speaker_and_subject(self, store: Store) -> None:
        said = row(store, "words/a1")
        assert (said.actors, said.recipients, said.type, said.status) == ("Vladimir Putin", "Ukraine", "indirect", None)

    def test_an_assessment_has_its_direction_and_both_sides(self, store: Store) -> None:
        told = row(store, "words/s1")
        assert (told.actors, told.type, told.asserted_by) == ("Russia; Ukraine", "severed", "Delta Courier")

    def test_a_pronoun_that_nobody_could_resolve_is_no_name(self, store: Store) -> None:
        (armed,) = timeline(store, "UKR", "IRN")
        assert (armed.asserted_by, armed.certainty) == ("unnamed", "possible")

    def test_an_act_that_its_attribution_tells_is_no_quotation_as_well(self, store: Store) -> None:
        assert "strike/a1" not in keys(store, "RUS", "UKR")


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        ({"since": "2022-04-01"}, ["threat/e1", "words/s1", "words/a1"]),
        ({"until": "2022-04-01"}, ["strike/e1", "threat/e1"]),
        ({"since": "2022-03-02", "until": "2022-03-31"}, []),
        ({"status": ("future",)}, ["threat/e1"]),
        ({"status": ("actual",)}, ["strike/e1", "words/s1", "talks/e1"]),
        ({"type": ("PARLEY",)}, ["talks/e1"]),
        ({"kinds": ("quotation",)}, ["words/a1"]),
        ({"kinds": ("assessment", "act"), "since": "2022-05-01"}, ["words/s1"]),
        ({"by": "B"}, ["strike/e1"]),
        ({"by": "A"}, ["strike/e1", "words/a1"]),
        ({"by": "own"}, ["again/e1", "threat/e1", "words/s1", "talks/e1"]),
        ({"by": "Cape Argument"}, ["again/e1"]),
        ({"known_on": "2001-01-01"}, []),
        ({"known_on": "9998-12-31", "kinds": ("assessment", "quotation")}, ["words/s1", "words/a1"]),
    ],
    ids=str,
)
def test_a_filter_lets_pass(store: Store, filters: dict[str, Any], passing: list[str]) -> None:
    assert keys(store, "RUS", "UKR", **filters) == passing


@pytest.mark.parametrize(
    "filters", [{"since": "yesterday"}, {"until": "2022-13-01"}, {"kinds": ("rumour",)}, {"known_on": "now"}], ids=str
)
def test_a_filter_that_cannot_be_is_refused(filters: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        TimelineFilter(**filters)
