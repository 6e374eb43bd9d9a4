"""Review: decisions are rows that are never overwritten, and the queue asks first what teaches most."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sayso import open_store as open_to_ask
from sayso.errors import SettingsError, StoreError
from sayso.evaluation.review_cases import review_cases
from sayso.evaluation.reviewed import disagreements, progress
from sayso.schema import Claim, CodedDocument
from sayso.store import Run, Store, open_store
from sayso.store.coded_fields import machine_codes
from sayso.store.decisions import Change, Coded, Drawn, Review, Value, Verdict
from sayso.store.differences import compare_runs, earlier_run
from sayso.store.review_queue import review_queue
from sayso.store.reviews import (
    changes_to,
    check_reviewer,
    coded_of,
    history,
    keep,
    last_of,
    standing,
    undo,
)
from sayso.store.run_rows import IssueFilter, issue_counts, issue_rows, run_rows

from .conftest import Sql
from .examples import DRONES, SHIPPED, talks

NOON = "2023-01-01T12:00:00+00:00"
TYPES = ("AID", "ACCUSE", "COERCE", "THREATEN", "CONSULT", "SANCTION")


def decide(
    store: Store,
    event: str,
    verdict: Verdict,
    *,
    by: str = "ada",
    document: str = "drones",
    run: int = 1,
    drawn: Drawn = "teaching",
    changes: Sequence[Change] = (),
) -> Review:
    with store.writing() as connection:
        return keep(connection, Review(0, document, run, event, by, NOON, verdict, drawn, None, tuple(changes)))


@pytest.fixture
def reviewed(store: Store, run: Run) -> Store:
    """A store with one article of four events."""
    assert store.add(DRONES, run) == "added"
    return store


class TestDecisions:
    def test_come_back_as_they_were_made(self, reviewed: Store) -> None:
        changes = (
            Change("actors", ("m3",), ("m2", "m3")),
            Change("attribution", "a2", None),
            Change("type", "AID", "SANCTION"),
        )
        made = decide(reviewed, "e1", "correct", changes=changes)
        with reviewed.reading() as connection:
            assert standing(connection) == history(connection) == [made]

    def test_a_later_one_counts_and_the_earlier_one_stays(self, reviewed: Store) -> None:
        first, second = decide(reviewed, "e1", "accept"), decide(reviewed, "e1", "reject")
        with reviewed.reading() as connection:
            assert standing(connection) == [second]
            assert history(connection) == [first, second]

    def test_one_taken_back_stays_as_a_row_and_no_longer_counts(self, reviewed: Store) -> None:
        first, second = decide(reviewed, "e1", "accept"), decide(reviewed, "e1", "reject")
        with reviewed.writing() as connection:
            undone = undo(connection, second.id, "ada", NOON)
            assert undone is not None and (undone.verdict, undone.undoes) == ("undo", second.id)
        with reviewed.reading() as connection:
            assert standing(connection) == [first]
            assert [each.verdict for each in history(connection)] == ["accept", "reject", "undo"]
            assert last_of(connection, "ada") == first

    def test_two_clicks_take_back_one(self, reviewed: Store) -> None:
        decide(reviewed, "e1", "accept")
        second = decide(reviewed, "e2", "accept")
        with reviewed.writing() as connection:
            assert undo(connection, second.id, "ada", NOON) is not None
        with reviewed.writing() as connection:
            assert undo(connection, second.id, "ada", NOON) is None
        with reviewed.reading() as connection:
            assert [each.event for each in standing(connection)] == ["e1"]

    def test_nobody_takes_back_what_another_decided(self, reviewed: Store) -> None:
        made = decide(reviewed, "e1", "accept", by="ada")
        with reviewed.writing() as connection:
            assert undo(connection, made.id, "bo", NOON) is None

    def test_an_event_that_is_not_there_cannot_be_decided_on(self, reviewed: Store) -> None:
        with pytest.raises(StoreError):
            decide(reviewed, "e99", "accept")

    def test_go_with_the_document(self, reviewed: Store, sql: Sql) -> None:
        made = decide(reviewed, "e1", "correct", changes=[Change("type", "AID", "SANCTION")])
        with reviewed.writing() as connection:
            undo(connection, made.id, "ada", NOON)
        sql("DELETE FROM documents")
        assert sql("SELECT count(*) FROM reviews") == sql("SELECT count(*) FROM review_changes") == [(0,)]

    def test_stay_with_the_coding_that_they_are_about(self, reviewed: Store) -> None:
        decide(reviewed, "e1", "accept")
        later = reviewed.begin_run()
        assert reviewed.recode(DRONES, later) == "recoded"
        with reviewed.reading() as connection:
            assert standing(connection) == []
            assert len(standing(connection, key=("drones", 1, "e1"))) == 1
            assert len(history(connection)) == 1

    def test_of_many_reviewers_at_once_none_is_lost(self, reviewed: Store, address: str) -> None:
        failures: list[Exception] = []

        def work(name: str) -> None:
            try:
                with open_store(address) as mine:
                    for event in ("e1", "e2", "e3", "e4"):
                        made = decide(mine, event, "accept", by=name)
                        if event == "e4":
                            with mine.writing() as connection:
                                undo(connection, made.id, name, NOON)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(f"coder {number}",)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with reviewed.reading() as connection:
            assert len(standing(connection)) == 18
            assert len(history(connection)) == 30


class TestValues:
    EVENT = DRONES.events[0]

    def test_what_is_the_same_changes_nothing_in_whatever_order(self) -> None:
        event = next(each for each in DRONES.events if each.id == "e2")
        turned = replace(coded_of(event), recipients=tuple(reversed(event.recipients)))
        assert changes_to(DRONES, event, turned, TYPES) == ()

    def test_each_field_that_differs_is_a_change(self) -> None:
        wanted = Coded("SANCTION", (), ("m5",), "future", None)
        found = {each.field: (each.was, each.becomes) for each in changes_to(DRONES, self.EVENT, wanted, TYPES)}
        expected: dict[str, tuple[Value, Value]] = {
            "type": ("AID", "SANCTION"),
            "actors": (("m3",), ()),
            "recipients": (("m4",), ("m5",)),
            "status": ("actual", "future"),
            "attribution": ("a2", None),
        }
        assert found == expected

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("type", "AIDE", "no event type 'AIDE'"),
            ("status", "perhaps", "`status` is 'perhaps'"),
            ("actors", ("m99",), "no mention 'm99'"),
            ("recipients", ("m3", ""), "no mention ''"),
            ("attribution", "a99", "no attribution 'a99'"),
        ],
    )
    def test_what_the_document_lacks_is_refused(self, field: str, value: Value, words: str) -> None:
        wanted = replace(coded_of(self.EVENT), **{field: value})  # type: ignore[arg-type]
        with pytest.raises(SettingsError, match=words):
            changes_to(DRONES, self.EVENT, wanted, TYPES)

    def test_what_the_machine_coded_is_read_back(self, reviewed: Store) -> None:
        keys = [("drones", 1, event.id) for event in DRONES.events]
        with reviewed.reading() as connection:
            assert machine_codes(connection, keys) == {
                key: coded_of(event) for key, event in zip(keys, DRONES.events, strict=True)
            }

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\nb\x00"])
    def test_a_name_that_cannot_be_kept_is_refused(self, name: str) -> None:
        with pytest.raises(SettingsError, match="1 to 80"):
            check_reviewer(name)

    def test_a_name_may_have_any_letters(self) -> None:
        assert check_reviewer("  Şahin  O’Neill ") == "Şahin O’Neill"


class TestQueue:
    def queue(self, store: Store, reviewer: str = "ada", **wanted: str) -> list[str]:
        with store.reading() as connection:
            queue = review_queue(connection, standing(connection), reviewer, **wanted)  # type: ignore[arg-type]
        return [each.key for each in queue.waiting]

    def test_leaves_out_what_anybody_has_decided_and_what_one_skipped_oneself(self, reviewed: Store) -> None:
        assert len(self.queue(reviewed)) == 4
        decide(reviewed, "e1", "accept", by="ada")
        decide(reviewed, "e2", "skip", by="ada")
        assert sorted(self.queue(reviewed, "ada")) == ["drones/e3", "drones/e4"]
        assert sorted(self.queue(reviewed, "bo")) == ["drones/e2", "drones/e3", "drones/e4"]

    def test_the_second_coding_is_of_what_others_decided(self, reviewed: Store) -> None:
        decide(reviewed, "e1", "reject", by="ada")
        decide(reviewed, "e2", "skip", by="ada")
        assert self.queue(reviewed, "bo", coding="second") == ["drones/e1"]
        assert self.queue(reviewed, "ada", coding="second") == []

    def test_of_one_type_alone(self, reviewed: Store) -> None:
        assert self.queue(reviewed, only="THREATEN") == ["drones/e3"]

    def test_an_unsure_event_comes_before_a_sure_one(self, store: Store, run: Run) -> None:
        for name, confidence in (("sure", 0.95), ("unsure", 0.4), ("middling", 0.8)):
            store.add(talks(name, confidence=confidence, reason="frame talk"), run)
        assert self.queue(store) == ["unsure/e1", "middling/e1", "sure/e1"]
        with store.reading() as connection:
            first = review_queue(connection, [], "ada").waiting[0]
        assert first.why == ("Sayso is unsure: confidence 0.40",)

    def test_a_conflict_of_claims_comes_first_and_says_so(self, store: Store, run: Run) -> None:
        plain = talks("plain", confidence=0.9, reason="frame talk")
        disputed = talks("disputed", confidence=0.9, reason="frame talk", actors=("m1",))
        disputed = replace(
            disputed,
            mentions=(replace(DRONES.mentions[0], id="m1", start=0, end=5, text="Talks"),),
            entities=(DRONES.entities[0],),
            claims=(Claim("e1", None, None, "certain", "positive"), Claim("e1", "m1", None, "certain", "negative")),
        )
        for coded in (plain, disputed):
            assert store.add(coded, run, on_error="raise") == "added"
        with store.reading() as connection:
            first, second = review_queue(connection, [], "ada").waiting
        assert (first.key, second.key) == ("disputed/e1", "plain/e1")
        assert "claims conflict: 1 asserts it, 1 denies it" in first.why

    def test_a_pattern_that_was_never_tried_comes_before_one_that_was(self, store: Store, run: Run) -> None:
        for name in ("a", "b", "c"):
            store.add(talks(name, confidence=0.9, reason="frame often"), run)
        store.add(talks("new", confidence=0.9, reason="frame new; dated by hand"), run)
        assert self.queue(store)[0] == "new/e1"
        with store.reading() as connection:
            assert "the pattern that found it is new here" in review_queue(connection, [], "ada").waiting[0].why

    def test_by_chance_does_not_depend_on_the_coding(self, store: Store, run: Run) -> None:
        names = [f"d{number}" for number in range(20)]
        for number, name in enumerate(names):
            store.add(talks(name, confidence=number / 20), run)
        drawn = self.queue(store, order="chance")
        assert sorted(drawn) == sorted(f"{name}/e1" for name in names)
        assert drawn not in (self.queue(store), list(reversed(self.queue(store))))
        decide(store, "e1", "accept", document=drawn[0].partition("/")[0])
        assert self.queue(store, order="chance") == drawn[1:]

    def test_a_large_store_is_drawn_from(self, store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sayso.store.review_queue.MOST_DOCUMENTS", 10)
        for number in range(40):
            store.add(talks(f"d{number}"), run)
        with store.reading() as connection:
            one, again, other = (review_queue(connection, [], "ada", day=day) for day in ("1", "1", "2"))
        assert (one.considered, one.documents, len(one.waiting)) == (10, 40, 10)
        assert one == again
        assert {each.key for each in one.waiting} != {each.key for each in other.waiting}


class TestFindings:
    def test_an_event_is_right_where_nobody_found_a_fault(self, reviewed: Store) -> None:
        decide(reviewed, "e1", "accept", by="ada")
        decide(reviewed, "e1", "reject", by="bo")
        decide(reviewed, "e2", "accept", by="ada")
        decide(reviewed, "e3", "correct", by="ada", changes=[Change("type", "THREATEN", "COERCE")])
        decide(reviewed, "e4", "skip", by="ada")
        with reviewed.reading() as connection:
            found = progress(connection)
        rows = {row.type: (row.checked, row.right, row.corrected, row.rejected) for row in found.precision}
        assert rows == {"all": (3, 1, 1, 1), "AID": (1, 0, 0, 1), "ACCUSE": (1, 1, 0, 0), "THREATEN": (1, 0, 1, 0)}
        assert found.reviewers == {"ada": 3, "bo": 1}
        assert found.drawn_by_chance == ()
        # Half of all, within five points: 1.96² · 0.25 / 0.05².
        assert found.left == pytest.approx(381, abs=4)

    def test_what_was_checked_as_doubtful_belongs_to_the_draw_by_chance_too(self, store: Store, run: Run) -> None:
        """Ten events of which two are wrong and doubtful: those are checked first, then five are drawn."""
        for number in range(10):
            store.add(talks(f"d{number}", confidence=0.3 if number < 2 else 0.9), run)
        with store.reading() as connection:
            lots = [each.document_id for each in review_queue(connection, [], "ada", order="chance").waiting]
        for name in ("d0", "d1"):
            decide(store, "e1", "reject", document=name)
        drawn = [name for name in lots if name not in ("d0", "d1")][:5]
        for name in drawn:
            decide(store, "e1", "accept", document=name, drawn="chance")
        with store.reading() as connection:
            [row] = [row for row in progress(connection).drawn_by_chance if row.type == "all"]
        sample = lots[: lots.index(drawn[-1]) + 1]
        assert (row.checked, row.rejected) == (len(sample), len({"d0", "d1"} & set(sample)))

    def test_people_are_compared_by_who_they_are(self, reviewed: Store) -> None:
        """Moscow, m7, and Russia, m4, are one entity."""
        decide(reviewed, "e1", "correct", by="ada", changes=[Change("recipients", ("m4",), ("m7",))])
        decide(reviewed, "e1", "accept", by="bo")
        decide(reviewed, "e2", "accept", by="ada")
        decide(reviewed, "e2", "correct", by="bo", changes=[Change("status", "historical", "actual")])
        with reviewed.reading() as connection:
            found = {row.field: row for row in progress(connection).agreement}
            [differing] = disagreements(connection)
        assert (found["recipients"].units, found["recipients"].agreeing) == (2, 2)
        assert (found["status"].units, found["status"].agreeing) == (2, 1)
        assert (differing.key, differing.differs) == ("drones/e2", ("status",))
        assert [each.coder for each in differing.opinions] == ["Sayso", "ada", "bo"]
        assert [(each.fields or {})["status"] for each in differing.opinions] == ["historical", "historical", "actual"]

    def test_of_a_rejected_event_the_fields_say_nothing(self, reviewed: Store) -> None:
        decide(reviewed, "e1", "accept", by="ada")
        decide(reviewed, "e1", "reject", by="bo")
        with reviewed.reading() as connection:
            found = {row.field: row.units for row in progress(connection).agreement}
        assert found == {"event": 1, "type": 0, "actors": 0, "recipients": 0, "status": 0, "attribution": 0}


class TestCases:
    def cases(self, address: str, reviewer: str | None = None) -> list[dict[str, object]]:
        with open_to_ask(address) as store:
            return list(review_cases(store, reviewer))

    def test_an_accepted_event_must_be_coded_as_it_is(self, reviewed: Store, address: str) -> None:
        decide(reviewed, "e1", "accept")
        [case] = self.cases(address)
        assert (case["id"], case["text"], case["published"]) == ("review-drones-e1", SHIPPED, "2022-10-19")
        told = {"type": "AID", "trigger": "shipped", "status": "actual"}
        chain = ["Harbour Post", "ISR.GOV"]
        assert case["expect"] == [{"event": told | {"actor": "IRN", "recipient": "RUS", "chain": chain}}]

    def test_a_corrected_one_must_not_be_coded_as_it_was(self, reviewed: Store, address: str) -> None:
        changes = [Change("type", "AID", "SANCTION"), Change("attribution", "a2", None)]
        decide(reviewed, "e1", "correct", changes=changes)
        [case] = self.cases(address)
        told = {"type": "SANCTION", "trigger": "shipped", "status": "actual"}
        assert case["expect"] == [
            {"event": told | {"actor": "IRN", "recipient": "RUS", "chain": []}},
            {"no_event": {"type": "AID", "trigger": "shipped"}},
        ]

    def test_other_people_must_be_told_and_the_former_not(self, reviewed: Store, address: str) -> None:
        decide(reviewed, "e1", "correct", changes=[Change("actors", ("m3",), ("m5", "m2"))])
        [case] = self.cases(address)
        told = {"type": "AID", "trigger": "shipped"}
        expected = case["expect"]
        assert isinstance(expected, list)
        assert expected[0]["event"]["actor"] == "OMN"
        assert expected[1:] == [
            {"event": told | {"status": "actual", "actor": "ISR.GOV"}},
            {"no_event": told | {"actor": "IRN"}},
        ]

    def test_a_rejected_one_must_not_be_coded(self, reviewed: Store, address: str) -> None:
        decide(reviewed, "e2", "reject")
        [case] = self.cases(address)
        assert case["expect"] == [{"no_event": {"type": "ACCUSE", "trigger": "condemned"}}]

    def test_what_coders_differ_on_is_no_case_but_each_ones_own_are(self, reviewed: Store, address: str) -> None:
        decide(reviewed, "e1", "accept", by="ada")
        decide(reviewed, "e1", "reject", by="bo")
        decide(reviewed, "e2", "accept", by="ada")
        decide(reviewed, "e2", "accept", by="bo")
        assert [case["id"] for case in self.cases(address)] == ["review-drones-e2"]
        assert [case["id"] for case in self.cases(address, "bo")] == ["review-drones-e1", "review-drones-e2"]


class TestRuns:
    @pytest.fixture
    def twice(self, reviewed: Store) -> Store:
        """The article coded again: one event gone, one of another status and source, one new."""
        kept = {event.id: event for event in DRONES.events}
        events = (
            replace(kept["e1"], status="future", attribution=None, id="e7"),
            replace(kept["e3"], recipients=("m3",)),
            replace(kept["e4"]),
            replace(kept["e1"], type="COOPERATE", id="e9"),
        )
        again = reviewed.begin_run(codebook="another")
        coded: CodedDocument = replace(DRONES, events=events, claims=())
        assert reviewed.recode(coded, again, on_error="raise") == "recoded"
        reviewed.finish_run(again)
        return reviewed

    def test_differences_are_told_field_by_field(self, twice: Store) -> None:
        with twice.reading() as connection:
            assert earlier_run(connection, 2) == 1
            assert earlier_run(connection, 1) is None
            found = compare_runs(connection, 1, 2)
        assert (found.documents, found.compared) == (1, 1)
        assert found.counts == {"added": 1, "removed": 1, "status": 1, "attribution": 1, "recipients": 1}
        rows = {(row.kind, row.before, row.after): row for row in found.rows}
        flipped = rows["changed", "e1", "e7"]
        assert flipped.what == ("status", "attribution")
        assert (flipped.was, flipped.becomes) == (
            ("actual", "Government of Israel"),
            ("future", "the publisher"),
        )
        assert flipped.sentence == SHIPPED
        assert rows["removed", "e2", None].was[0] == "ACCUSE"
        assert rows["added", None, "e9"].becomes[0] == "COOPERATE"
        assert [row.trigger for row in found.rows] == ["shipped", "shipped", "condemned", "threatened"]

    def test_a_run_against_itself_has_no_difference(self, twice: Store) -> None:
        with twice.reading() as connection:
            assert compare_runs(connection, 2, 2).rows == ()

    def test_runs_say_what_came_of_them(self, twice: Store) -> None:
        with twice.reading() as connection:
            second, first = run_rows(connection)
            assert run_rows(connection, 1) == [first]
            assert run_rows(connection, 99) == []
        assert (second.id, second.codebook, second.documents, second.current) == (2, "another", 1, 1)
        assert (first.documents, first.current, first.errors, first.notes) == (1, 0, 2, 0)
        assert first.finished is None and second.finished is not None

    def test_issues_are_found_by_stage_and_words(self, twice: Store) -> None:
        with twice.reading() as connection:
            every = issue_rows(connection, 1, IssueFilter())
            assert issue_rows(connection, 1, IssueFilter(stage="times")) == every[:1]
            assert issue_rows(connection, 1, IssueFilter(words="TOO long")) == every[1:]
            assert issue_rows(connection, 1, IssueFilter(severity="note")) == []
            assert issue_rows(connection, 1, IssueFilter(), after=every[0].id, limit=1) == every[1:]
            assert issue_counts(connection, 1) == [("error", "events", 1), ("error", "times", 1)]


def test_an_older_store_gets_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with open_store(path) as store, store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE review_changes")
        connection.exec_driver_sql("DROP TABLE reviews")
        connection.exec_driver_sql("UPDATE store_info SET schema_version = 3")
    with open_store(path) as store:
        run = store.begin_run()
        store.add(DRONES, run)
        assert decide(store, "e1", "accept").id == 1
