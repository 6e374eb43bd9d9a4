"""The relation of two sides as a series: what counts, in which period, for whom, and what is only said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from sayso.errors import SettingsError
from sayso.relations import Period, Relation, compare, relation
from sayso.relations.claims import claims_about
from sayso.relations.timeline import TimelineFilter, timeline
from sayso.schema import Assessment, CodedDocument
from sayso.store import Store, open_store
from sayso.store.dyads import Question
from sayso.store.rollup import kept_tallies, refresh
from sayso.store.sides import Side
from sayso.store.tables import metadata
from sayso.store.voicing import perspective_of

from .acts import Act, article

MEETING = Act("RUS ISR", "", "2022-03-05")
THREAT = Act("RUS", "ISR", "2022-10-17", -3.5, 3, -4.4)
REPLY = Act("ISR", "RUS", "2022-10-18", -3.5, 3, -2.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db") as opened:
        yield opened


def keep(store: Store, *documents: CodedDocument) -> int:
    run = store.begin_run()
    for document in documents:
        assert store.add(document, run, on_error="raise") == "added"
    return run.id


def told(store: Store, a: str = "RUS", b: str = "ISR", **options: Any) -> dict[str, Period]:
    return {period.begin: period for period in relation(store, a, b, **options).periods}


def events(found: Relation) -> set[str]:
    return {event for period in found.periods for event in period.events}


class TestPeriods:
    def test_gaps_have_no_figures_and_are_not_zero(self, store: Store) -> None:
        keep(store, article("d1", MEETING, Act("RUS", "ISR", "2022-05-01")))
        march, april, may = relation(store, "RUS", "ISR").periods
        assert march.figures and may.figures
        assert (april.begin, april.end, april.figures, april.events) == ("2022-04-01", "2022-04-30", None, ())
        row = april.row()
        assert {row[name] for name in row if name not in ("begin", "end", "partial")} == {None}

    def test_a_zero_score_is_data(self, store: Store) -> None:
        keep(store, article("d1", replace(MEETING, score=0.0)))
        [period] = relation(store, "RUS", "ISR").periods
        assert period.figures and (period.figures.score_mean, period.figures.occurrences) == (0.0, 1)

    def test_since_and_until_count_days_and_mark_the_periods_they_cut(self, store: Store) -> None:
        keep(store, article("d1", Act("RUS", "ISR", "2022-03-05"), Act("RUS", "ISR", "2022-03-20")))
        found = relation(store, "RUS", "ISR", since="2022-03-10", until="2022-04-30")
        assert [(p.begin, p.partial) for p in found.periods] == [("2022-03-01", True), ("2022-04-01", False)]
        assert found.periods[0].events == ("d1/e2",)

    def test_an_event_with_a_range_counts_by_its_first_day(self, store: Store) -> None:
        keep(store, article("d1", replace(MEETING, day="2022-03-30", end="2022-04-02")))
        assert list(told(store)) == ["2022-03-01"]

    def test_events_without_a_day_are_counted_apart(self, store: Store) -> None:
        keep(store, article("d1", MEETING, replace(MEETING, day=None)))
        found = relation(store, "RUS", "ISR")
        assert (found.undated, events(found)) == (1, {"d1/e1"})

    @pytest.mark.parametrize(
        ("by", "begin", "end"),
        [
            ("day", "2022-10-17", "2022-10-17"),
            ("week", "2022-10-17", "2022-10-23"),
            ("month", "2022-10-01", "2022-10-31"),
            ("quarter", "2022-10-01", "2022-12-31"),
            ("year", "2022-01-01", "2022-12-31"),
        ],
    )
    def test_periods_are_those_of_the_calendar(self, store: Store, by: Any, begin: str, end: str) -> None:
        keep(store, article("d1", THREAT))
        [period] = relation(store, "RUS", "ISR", by=by).periods
        assert (period.begin, period.end) == (begin, end)

    def test_a_relation_without_events_has_no_periods_and_says_so(self, store: Store) -> None:
        found = relation(store, "RUS", "ISR")
        assert found.periods == () and "no data" in found.caption


class TestFigures:
    def test_each_figure_is_its_own_number(self, store: Store) -> None:
        keep(
            store,
            article(
                "d1",
                replace(THREAT, says="UKR", denies="RUS"),
                Act("RUS", "ISR", "2022-10-20", 6.0, 2, None),
                Act("ISR", "RUS", "2022-10-21", -8.0, 4, -9.0),
            ),
        )
        figures = told(store)["2022-10-01"].figures
        assert figures
        assert (figures.occurrences, figures.reports, figures.origins) == (3, 3, 3)
        assert (figures.claims, figures.denials) == (4, 1)
        assert (figures.verbal_cooperation, figures.material_cooperation) == (0, 1)
        assert (figures.verbal_conflict, figures.material_conflict) == (1, 1)
        assert (figures.score_sum, figures.score_mean) == (-5.5, round(-5.5 / 3, 6))
        assert (figures.goldstein_sum, figures.goldstein_mean) == (-13.4, -6.7)

    def test_two_people_of_one_side_are_one_event(self, store: Store) -> None:
        keep(store, article("d1", Act("Q7747 RUS.GOV", "ISR Q43723", "2022-10-17")))
        figures = told(store)["2022-10-01"].figures
        assert figures and (figures.occurrences, figures.reports, figures.claims) == (1, 1, 1)

    @pytest.mark.parametrize("status", ["historical", "future", "hypothetical", "negated"])
    def test_only_actual_events_count_unless_asked_for(self, store: Store, status: Any) -> None:
        keep(store, article("d1", replace(THREAT, status=status), REPLY))
        assert events(relation(store, "RUS", "ISR")) == {"d1/e2"}
        assert events(relation(store, "RUS", "ISR", statuses=(status,))) == {"d1/e1"}

    def test_what_nobody_positively_claims_does_not_count(self, store: Store) -> None:
        keep(store, article("d1", replace(THREAT, own="unknown", denies="RUS")))
        assert events(relation(store, "RUS", "ISR")) == set()

    def test_a_document_coded_again_counts_once(self, store: Store) -> None:
        keep(store, article("d1", THREAT))
        run = keep_again(store, "d1", article("d1", replace(THREAT, score=-1.0)))
        assert run
        figures = told(store)["2022-10-01"].figures
        assert figures and (figures.reports, figures.score_sum) == (1, -1.0)


def keep_again(store: Store, identity: str, coded: CodedDocument) -> int:
    """Put a second coding beside the first and make it the current one, as a new run does."""
    from sayso.store.records import coding_rows

    run = store.begin_run()
    codings = metadata.tables["codings"]
    with store.writing() as connection:
        connection.execute(codings.update().where(codings.c.document_id == identity), {"current": 0})
        for name, rows in coding_rows(coded, run.id).items():
            if rows:
                connection.execute(insert(metadata.tables[name]), rows)
    return run.id

    def test_the_state_as_known_on_a_day_is_that_of_the_last_run_begun_by_then(self, tmp_path: Path) -> None:
        days = iter(range(1, 10))

        def clock() -> datetime:
            return datetime(2023, 1, next(days), 12, tzinfo=UTC)

        with open_store(tmp_path / "dated.db", clock=clock) as dated:
            keep(dated, article("d1", THREAT))  # on 1 January
            keep_again(dated, "d1", article("d1", replace(THREAT, score=-1.0)))  # on 2 January
            for day, score in (("2022-12-31", None), ("2023-01-01", -3.5), ("2023-01-02", -1.0)):
                found = [p.figures for p in relation(dated, "RUS", "ISR", known_on=day).with_data()]
                assert [each.score_sum for each in found if each] == ([score] if score else [])


class TestDirections:
    def test_a_mutual_act_counts_both_ways_and_once_in_the_sum(self, store: Store) -> None:
        keep(store, article("d1", MEETING, THREAT, REPLY))
        counted = {
            direction: sum(
                p.row()["occurrences"] for p in relation(store, "RUS", "ISR", direction=direction).with_data()
            )
            for direction in ("both", "a-to-b", "b-to-a")
        }
        assert counted == {"both": 3, "a-to-b": 2, "b-to-a": 2}

    def test_the_sides_may_be_given_in_either_order(self, store: Store) -> None:
        keep(store, article("d1", MEETING, THREAT, REPLY))
        one, other = relation(store, "RUS", "ISR"), relation(store, "ISR", "RUS")
        assert one.rows() == other.rows()
        assert events(relation(store, "RUS", "ISR", direction="a-to-b")) == events(
            relation(store, "ISR", "RUS", direction="b-to-a")
        )


class TestSides:
    @pytest.fixture(autouse=True)
    def acts(self, store: Store) -> None:
        keep(
            store,
            article("d1", Act("Q7747", "ISR", "2022-10-17"), Act("RUS", "UKR", "2022-10-17")),
            article("d2", Act("RUS", "Q43723", "2022-10-17"), Act("hamas", "ISR", "2022-10-17")),
            article("d3", Act("RUS", "RUS.GOV", "2022-10-17")),
        )

    @pytest.mark.parametrize(
        ("a", "b", "expected"),
        [
            ("RUS", "ISR", {"d1/e1", "d2/e1"}),
            ("Q7747", "ISR", {"d1/e1"}),
            ("vladimir putin", "Israel", {"d1/e1"}),
            ("RUS.GOV", "ISR", {"d1/e1"}),
            ("RUS", "ISR.GOV", {"d2/e1"}),
            ("Hamas", "ISR", {"d2/e2"}),
            ("RUS", "world", {"d1/e1", "d1/e2", "d2/e1"}),
            ("world", "RUS", {"d1/e1", "d1/e2", "d2/e1"}),
            ("Q7747", "world", {"d1/e1"}),
            ("RUS", "RUS", {"d3/e1"}),
            ("RUS", "USA", set()),
        ],
    )
    def test_a_side_is_a_country_a_sector_a_person_a_group_or_the_world(
        self, store: Store, a: str, b: str, expected: set[str]
    ) -> None:
        assert events(relation(store, a, b)) == expected

    def test_a_name_that_nobody_has_is_said(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="knows nobody of that name"):
            relation(store, "Ruritania Lodge", "ISR")

    def test_a_name_that_several_have_lists_them(self, store: Store) -> None:
        with pytest.raises(SettingsError, match=r"Q43723.*Q7747|Q7747.*Q43723"):
            relation(store, "in", "ISR")

    def test_the_world_has_no_relation_with_itself(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="not the world"):
            relation(store, "world", "world")


class TestPerspectives:
    @pytest.fixture(autouse=True)
    def acts(self, store: Store) -> None:
        keep(
            store,
            article("own", THREAT),
            article("russian", replace(MEETING, own="unknown", says="Q7747")),
            article("israeli", replace(REPLY, own="unknown", says="ISR"), replace(REPLY, own="unknown")),
            article("third", replace(THREAT, own="unknown", says="USA")),
            article("denied", replace(THREAT, own="unknown", says="UKR", denies="RUS")),
            article("outlet", THREAT, publisher="Neva Gazette", country="RUS"),
        )

    @pytest.mark.parametrize(
        ("perspective", "expected"),
        [
            (None, {"own/e1", "russian/e1", "israeli/e1", "third/e1", "denied/e1", "outlet/e1"}),
            ("own", {"own/e1", "outlet/e1"}),
            ("A", {"russian/e1", "outlet/e1"}),
            ("RUS", {"russian/e1", "outlet/e1"}),
            ("B", {"israeli/e1"}),
            ("third", {"third/e1", "denied/e1"}),
            ("USA", {"third/e1"}),
            ("Vladimir Putin", {"russian/e1"}),
            ("Harbour Post", {"own/e1"}),
            ("neva", {"outlet/e1"}),
        ],
    )
    def test_a_claim_counts_for_the_side_whose_people_or_outlets_make_it(
        self, store: Store, perspective: str | None, expected: set[str]
    ) -> None:
        assert events(relation(store, "RUS", "ISR", perspective=perspective)) == expected

    def test_only_claims_of_the_perspective_are_counted_as_claims(self, store: Store) -> None:
        figures = [p.figures for p in relation(store, "RUS", "ISR", perspective="third").with_data()]
        assert [(f.claims, f.denials) for f in figures if f] == [(2, 1)]

    def test_a_source_that_claims_nothing_is_named(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="nobody of that name claims"):
            relation(store, "RUS", "ISR", perspective="Xanadu Times")

    def test_a_comparison_puts_the_greatest_difference_first(self, store: Store) -> None:
        found = compare(store, "RUS", "ISR", perspectives=("A", "B"))
        # In March only Russia tells of a meeting (+2.5); in October of one threat, and Israel of its reply (both -3.5).
        assert [(each.begin, each.by) for each in found.differences] == [("2022-03-01", 2.5), ("2022-10-01", 0.0)]
        assert found.differences[0].figures[1] is None
        periods = found.as_json()["periods"]
        assert periods[0]["told"]["A"]["events"] == ["russian/e1"] and periods[0]["told"]["B"]["occurrences"] is None

    def test_one_perspective_is_no_comparison(self, store: Store) -> None:
        with pytest.raises(SettingsError, match="two different"):
            compare(store, "RUS", "ISR", perspectives=("A", "A"))


def join(
    store: Store,
    run: int,
    *reports: tuple[str, ...],
    begin: str = "2022-10-17",
    undone: int = 0,
    occurrence: str = "o1",
) -> None:
    """Make these events, as (document, event) or with the outlet that is cited, reports of one occurrence."""
    with store.writing() as connection:
        values = {"id": occurrence, "type": "THREATEN", "a_country": "RUS", "b_country": "ISR", "dated": 1}
        connection.execute(metadata.tables["occurrences"].insert(), values | {"begin": begin, "end": begin})
        for document, event, *outlet in reports:
            row = {"occurrence": occurrence, "document_id": document, "run_id": run, "event": event}
            row |= {"outlet": outlet[0] if outlet else None, "because": "by hand", "undone": undone}
            connection.execute(metadata.tables["reports"].insert(), row)


def have_origin(
    store: Store, run: int, document: str, origin: str, *, kind: str = "copy", outlet: str | None = None
) -> None:
    row = {"document_id": document, "run_id": run, "origin": origin, "kind": kind, "like": None, "outlet": outlet}
    with store.writing() as connection:
        connection.execute(metadata.tables["origins"].insert(), row | {"similarity": 1.0, "because": "by hand"})


class TestOccurrences:
    def test_an_occurrence_counts_once_with_the_mean_score_of_its_reports(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT), article("d2", replace(THREAT, score=-5.5, goldstein=None)))
        join(store, run, ("d1", "e1"), ("d2", "e1"))
        figures = told(store)["2022-10-01"].figures
        assert figures and (figures.occurrences, figures.reports, figures.origins) == (1, 2, 2)
        assert (figures.score_sum, figures.verbal_conflict, figures.goldstein_sum) == (-4.5, 1, -4.4)

    def test_two_copies_of_one_text_are_one_origin(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT), article("d2", THREAT))
        join(store, run, ("d1", "e1"), ("d2", "e1"))
        have_origin(store, run, "d2", "d1")
        figures = told(store)["2022-10-01"].figures
        assert figures and (figures.reports, figures.origins) == (2, 1)

    def test_reports_are_dated_as_their_occurrence(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT), article("d2", replace(THREAT, day="2022-11-01")))
        join(store, run, ("d1", "e1"), ("d2", "e1"))
        assert {begin: p.events for begin, p in told(store).items()} == {"2022-10-01": ("d1/e1", "d2/e1")}

    def test_a_link_that_was_undone_joins_nothing(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT), article("d2", THREAT))
        join(store, run, ("d1", "e1"), ("d2", "e1"), undone=1)
        figures = told(store)["2022-10-01"].figures
        assert figures and figures.occurrences == 2


class TestWhoseNews:
    """An outlet that is cited for an act is the origin of that report, in the series as in `sayso claims`."""

    def counted(self, store: Store) -> set[int]:
        """The origins of the occurrence as the series, the rollup, the timeline and the claims have them."""
        counted = {
            each.figures.origins for each in relation(store, "RUS", "ISR", by="year").with_data() if each.figures
        }
        refresh(store, busy=1)
        counted |= {
            each.figures.origins for each in relation(store, "RUS", "ISR", by="year").with_data() if each.figures
        }
        counted |= {row.origins for row in timeline(store, "RUS", "ISR", TimelineFilter(kinds=("act",)))}
        return counted | {claims_about(store, "o1").origins}

    def test_two_that_cite_one_outlet_are_one_origin(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT), article("d2", THREAT), article("d3", THREAT))
        join(store, run, ("d1", "e1", "Q130879"), ("d2", "e1", "Q130879"), ("d3", "e1"))
        assert self.counted(store) == {2}

    def test_the_outlets_own_report_is_the_same_origin_as_those_that_cite_it(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT, publisher="Neva"), article("d2", THREAT), article("d3", THREAT))
        join(store, run, ("d1", "e1"), ("d2", "e1", "Neva"), ("d3", "e1", "Neva"))
        assert self.counted(store) == {1}

    def test_so_it_is_for_a_document_that_tells_the_outlets_story(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT, publisher="Neva"), article("d2", THREAT))
        join(store, run, ("d1", "e1"), ("d2", "e1"))
        have_origin(store, run, "d2", "Neva:d2", kind="cites", outlet="Neva")
        assert self.counted(store) == {1}

    def test_an_outlet_that_nobody_cites_changes_nothing(self, store: Store) -> None:
        run = keep(store, article("d1", THREAT, publisher="Neva"), article("d2", THREAT))
        join(store, run, ("d1", "e1"), ("d2", "e1"))
        assert self.counted(store) == {2}


class TestAssessments:
    def test_they_stand_beside_the_series_and_follow_the_perspective(self, store: Store) -> None:
        said = Assessment("s1", 4, 9, ("ISR", "RUS"), "worsening", None, "actual", None)
        keep(store, replace(article("d1", THREAT, publisher="Neva Gazette", country="RUS"), assessments=(said,)))
        [found] = relation(store, "RUS", "ISR").assessments
        assert (found.id, found.direction, found.begin, found.source) == (
            "d1/s1",
            "worsening",
            "2022-06-01",
            "Neva Gazette",
        )
        assert found.words == "words"
        assert len(relation(store, "RUS", "ISR", perspective="A").assessments) == 1
        assert relation(store, "RUS", "ISR", perspective="B").assessments == ()
        assert relation(store, "RUS", "UKR").assessments == ()
        assert relation(store, "RUS", "ISR", until="2022-05-31").assessments == ()
        assert len(relation(store, "RUS", "world").assessments) == 1


class TestRollup:
    ASKED: tuple[dict[str, Any], ...] = (
        {},
        {"by": "week"},
        {"by": "quarter"},
        {"by": "year"},
        {"direction": "a-to-b"},
        {"direction": "b-to-a"},
        {"since": "2022-03-06", "until": "2022-10-17"},
        {"perspective": "own"},
        {"perspective": "A", "by": "week"},
        {"perspective": "B", "direction": "b-to-a"},
        {"perspective": "third", "since": "2022-03-06", "until": "2022-11-30"},
        {"perspective": "USA", "by": "year"},
        {"perspective": "FRA"},
    )
    CHANGES: tuple[Callable[[Store, int], object], ...] = (
        lambda store, run: keep(store, article("d3", Act("Q7747", "Q43723", "2022-08-01"))),
        lambda store, run: join(store, run, ("d1", "e2"), ("d2", "e1"), begin="2022-10-16", occurrence="o2"),
        lambda store, run: have_origin(store, run, "d2", "d1"),
        lambda store, run: keep_again(store, "d1", article("d1", REPLY)),
    )

    @pytest.fixture
    def run(self, store: Store) -> int:
        """Acts that each side, a third and nobody but the publisher claims; some joined, one copied, one undated."""
        run = keep(
            store,
            article("d1", MEETING, THREAT, replace(REPLY, own="unknown", says="ISR USA")),
            article("d2", THREAT, replace(MEETING, day=None, says="Q7747")),
            article(
                "d5", replace(THREAT, own="unknown", says="Q7747 UKR", denies="ISR"), publisher="Neva", country="RUS"
            ),
            article("d6", replace(REPLY, own="unknown", says="USA"), replace(MEETING, says="USA", own="unknown")),
            article("d7", replace(THREAT, own="unknown")),
        )
        join(store, run, ("d1", "e3"), ("d6", "e1"), ("d5", "e1"), begin="2022-10-16")
        have_origin(store, run, "d6", "d1")
        return run

    @pytest.mark.parametrize("asked", ASKED, ids=str)
    @pytest.mark.parametrize("sides", [("RUS", "ISR"), ("ISR", "RUS")])
    def test_it_answers_as_the_ties_do(
        self, store: Store, run: int, sides: tuple[str, str], asked: dict[str, Any]
    ) -> None:
        before = relation(store, *sides, **asked)
        assert refresh(store, busy=1) == 1
        after = relation(store, *sides, **asked)
        assert is_kept(store, asked.get("perspective"))
        assert [(p.row(), p.events) for p in after.periods] == [(p.row(), p.events) for p in before.periods]
        assert (after.undated, after.caption) == (before.undated, before.caption)
        assert bool(list(before.with_data())) == (asked.get("perspective") != "FRA")

    @pytest.mark.parametrize("perspectives", [("A", "B"), ("own", "third"), ("USA", "UKR")])
    def test_so_does_a_comparison(self, store: Store, run: int, perspectives: tuple[str, str]) -> None:
        before = compare(store, "RUS", "ISR", perspectives=perspectives)
        refresh(store, busy=1)
        assert compare(store, "RUS", "ISR", perspectives=perspectives).as_json() == before.as_json()
        assert before.differences

    def test_what_it_lacks_is_counted_from_the_ties(self, store: Store, run: int) -> None:
        for asked in ({"perspective": "Vladimir Putin"}, {"statuses": ("future",)}, {"perspective": "Harbour Post"}):
            before = relation(store, "RUS", "ISR", **asked).rows()
            refresh(store, busy=1)
            assert relation(store, "RUS", "ISR", **asked).rows() == before

    @pytest.mark.parametrize("change", CHANGES, ids=["document", "join", "origin", "coding"])
    def test_what_changes_under_it_strikes_it(
        self, store: Store, run: int, change: Callable[[Store, int], Any]
    ) -> None:
        refresh(store, busy=1)
        assert is_kept(store)
        change(store, run)
        assert not is_kept(store)
        perspectives = ("all", "own", "A", "B", "third", "USA")
        counted = [relation(store, "RUS", "ISR", perspective=name).rows() for name in perspectives]
        refresh(store, busy=1)
        assert all(is_kept(store, name) for name in perspectives)
        assert [relation(store, "RUS", "ISR", perspective=name).rows() for name in perspectives] == counted

    def test_a_change_elsewhere_leaves_it(self, store: Store, run: int) -> None:
        refresh(store, busy=1)
        keep(store, article("d4", Act("UKR", "USA", "2022-08-01")))
        assert is_kept(store)

    def test_pairs_with_little_between_them_are_left_out(self, store: Store, run: int) -> None:
        assert refresh(store) == 0


def is_kept(store: Store, perspective: str | None = None) -> bool:
    sides = Side("RUS", "Russia", country="RUS"), Side("ISR", "Israel", country="ISR")
    with store.reading() as connection:
        asked = Question(sides, perspective_of(connection, perspective, sides))
        return kept_tallies(connection, asked, by="month") is not None


class TestQuestions:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"by": "decade"}, "`by`"),
            ({"direction": "up"}, "`direction`"),
            ({"statuses": ("maybe",)}, "`status`"),
            ({"since": "2022-13-01"}, "`since`"),
            ({"known_on": "today"}, "`known_on`"),
            ({"since": "2022-02-01", "until": "2022-01-01"}, "later than"),
        ],
    )
    def test_what_cannot_be_is_refused_with_what_can(self, store: Store, options: dict[str, Any], said: str) -> None:
        with pytest.raises(SettingsError, match=said):
            relation(store, "RUS", "ISR", **options)

    def test_json_is_an_object_with_the_periods_and_the_ids_of_their_events(self, store: Store) -> None:
        keep(store, article("d1", MEETING, THREAT))
        found = json.loads(json.dumps(relation(store, "RUS", "ISR", by="year").as_json()))
        assert (found["between"], found["by"], found["perspective"]) == (["RUS", "ISR"], "year", "all")
        [period] = found["periods"]
        assert (period["begin"], period["end"], period["events"]) == ("2022-01-01", "2022-12-31", ["d1/e1", "d1/e2"])


def test_an_outlet_that_the_users_own_facts_list_speaks_for_its_country(store: Store, tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text('[[outlet]]\nid = "reed-post"\nname = "Reed Post"\ncountry = "ISR"\n', "utf-8")
    run = store.begin_run(settings={"facts": [str(facts)]})
    said = Assessment("s1", 4, 9, ("ISR", "RUS"), "worsening", None, "actual", None)
    document = replace(article("d1", THREAT, publisher="Reed Post"), assessments=(said,))
    assert store.add(document, run, on_error="raise") == "added"
    for perspective in ("B", "Reed Post"):
        told_so = relation(store, "RUS", "ISR", perspective=perspective)
        assert (events(told_so), len(told_so.assessments)) == ({"d1/e1"}, 1)
    assert events(relation(store, "RUS", "ISR", perspective="A")) == set()
