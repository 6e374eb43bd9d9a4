"""What `add` keeps, what it leaves as it was, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from sayso.errors import StoreError
from sayso.schema import Claim, CodedDocument, Issue, Span
from sayso.store import Run, Store, open_store
from sayso.store.tables import metadata

from .conftest import Sql
from .examples import DRONES, mention, talks


def test_the_same_document_twice_is_kept_once(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    before = store.counts()
    assert store.add(DRONES, run) == "already there"
    assert store.counts() == before


def test_a_later_run_leaves_the_first_coding_as_it_was(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    assert store.add(replace(DRONES, events=(), claims=()), store.begin_run()) == "already there"
    assert store.record("drones") == DRONES


def test_another_text_under_the_same_id_is_refused_and_noted(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    other = CodedDocument(replace(DRONES.document, text="Something else."))
    assert store.add(other, run) == "refused"
    assert store.record("drones") == DRONES
    assert store.counts()["documents"] == 1
    noted = list(store.issues(run))[-1]
    assert noted.stage == "store"
    assert noted.path == "https://harbour.example/drones"
    assert "another text under this id" in noted.problem


def test_another_text_under_the_same_id_can_be_raised(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    other = CodedDocument(replace(DRONES.document, text="Something else."))
    with pytest.raises(StoreError, match=r"document drones cannot be kept: .*another text"):
        store.add(other, run, on_error="raise")
    assert store.record("drones") == DRONES


BROKEN: dict[str, tuple[Callable[[CodedDocument], CodedDocument], str]] = {
    "a reference to nothing": (
        lambda coded: replace(coded, events=(replace(coded.events[0], time="t99"),), claims=()),
        "`time` of events e1 is 't99', which times lack",
    ),
    "a participant that is no mention": (
        lambda coded: replace(coded, events=(replace(coded.events[0], actors=("m99",)),), claims=()),
        "`mention_id` of participants e1 is 'm99'",
    ),
    "a claim on no event": (
        lambda coded: replace(coded, claims=(Claim("e99", None, None, "certain", "positive"),)),
        "`event` of claims 0 is 'e99'",
    ),
    "an id twice": (
        lambda coded: replace(coded, mentions=(*coded.mentions, mention("m3", "Iran", "IRN"))),
        "mentions hold the id 'm3' twice",
    ),
    "a NUL": (
        lambda coded: replace(coded, document=replace(coded.document, text="cut\x00off")),
        r"`text` holds the character U\+0000",
    ),
    "half a character": (
        lambda coded: replace(coded, document=replace(coded.document, title="\ud83d")),
        r"`title` holds U\+D83D",
    ),
    "no number": (
        lambda coded: replace(coded, events=(replace(coded.events[0], score=float("nan")),), claims=()),
        r"events\.score",
    ),
    "an extra number that JSON lacks": (
        lambda coded: replace(coded, document=replace(coded.document, extra={"rate": float("inf")})),
        "JSON",
    ),
    "an extra that JSON lacks": (
        lambda coded: replace(coded, document=replace(coded.document, extra={"tags": {1, 2}})),
        "JSON",
    ),
}


@pytest.mark.parametrize(("breaking", "problem"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_record_is_refused_whole(
    store: Store, run: Run, breaking: Callable[[CodedDocument], CodedDocument], problem: str
) -> None:
    assert store.add(breaking(DRONES), run) == "refused"
    assert [issue.stage for issue in store.issues()] == ["store"]
    with pytest.raises(StoreError, match=problem):
        store.add(breaking(DRONES), run, on_error="raise")
    counts = store.counts()
    assert {name for name, count in counts.items() if count} == {"runs", "issues"}
    assert store.add(DRONES, run) == "added"


def test_an_issue_may_quote_what_cannot_be_stored(store: Store, run: Run) -> None:
    store.add_issue(Issue("reader", "a line with \x00 and \ud800", path="news.jsonl", line=7), run)
    assert list(store.issues()) == [Issue("reader", "a line with \\x00 and \\ud800", path="news.jsonl", line=7)]


def test_issues_belong_to_their_run(store: Store, run: Run) -> None:
    other = store.begin_run()
    store.add_issue(Issue("reader", "first"), run)
    store.add_issue(Issue("reader", "second"), other)
    store.add(DRONES, other)
    assert [issue.problem for issue in store.issues(run)] == ["first"]
    assert list(store.issues(other)) == [Issue("reader", "second"), *DRONES.issues]
    assert len(list(store.issues())) == 4


def test_a_run_of_another_store_is_refused(store: Store) -> None:
    stranger = Run(99, "2023-01-01T00:00:00+00:00", None, "0.1.0", None, None, None, {})
    with pytest.raises(StoreError):
        store.add(DRONES, stranger)
    assert store.counts()["documents"] == 0


def test_a_run_is_kept_with_its_begin_and_end(address: str) -> None:
    times = iter((datetime(2023, 5, 1, 8, tzinfo=UTC), datetime(2023, 5, 1, 9, 30, tzinfo=UTC)))
    with open_store(address, clock=lambda: next(times)) as store:
        begun = store.begin_run(codebook="abc", model="md", model_version="3.7.1", settings={"frames": ["ä"]})
        assert store.runs() == (begun,)
        assert begun.started == "2023-05-01T08:00:00+00:00"
        finished = store.finish_run(begun)
        assert finished.finished == "2023-05-01T09:30:00+00:00"
        assert store.runs() == (finished,)


def test_counts_name_every_layer(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    store.add(talks("talks"), run)
    assert store.counts() == {
        "documents": 2,
        "runs": 1,
        "issues": 2,
        "sentences": 3,
        "mentions": 8,
        "entities": 6,
        "times": 1,
        "locations": 1,
        "attributions": 3,
        "events": 5,
        "claims": 4,
        "assessments": 1,
    }


def test_one_coding_of_a_document_is_current(store: Store, run: Run, sql: Sql) -> None:
    store.add(talks("talks"), run)
    store.recode(talks("talks"), store.begin_run())
    with pytest.raises(IntegrityError):
        sql("UPDATE codings SET current = 1")


def test_an_unknown_document_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="holds no document with the id 'nothing'"):
        store.record("nothing")


def test_deleting_a_document_takes_its_coding_along(store: Store, run: Run, sql: Sql) -> None:
    store.add(DRONES, run)
    sql("DELETE FROM documents")
    left = {name for name in metadata.tables if sql(f"SELECT count(*) FROM {name}") != [(0,)]}
    # Names are kept once for all documents; nobody finds one that is in none.
    assert left == {"store_info", "runs", "names"}
    assert list(store.search("drones")) == list(store.search("Erdogan")) == []


def test_a_number_that_no_column_holds_is_refused(store: Store, run: Run) -> None:
    far = 2**70
    broken = replace(DRONES, sentences=(Span(far, far + 1),))
    assert store.add(broken, run) == "refused"
    assert store.counts()["documents"] == 0
    assert "cannot keep it" in list(store.issues())[-1].problem


@pytest.mark.parametrize("together", [1, 3, 100])
def test_many_are_added_and_counted(store: Store, run: Run, together: int) -> None:
    broken = replace(talks("broken"), claims=(Claim("e99", None, None, "certain", "positive"),))
    several = [talks("a"), DRONES, broken, talks("a"), replace(DRONES), talks("b")]
    assert store.add_all(iter(several), run, together=together) == {"added": 3, "already there": 2, "refused": 1}
    assert [document.id for document in store.documents()] == ["drones", "a", "b"]
    assert store.record("drones") == DRONES
    assert [issue.stage for issue in store.issues()] == ["times", "events", "store"]


def test_of_many_a_broken_one_can_be_raised(store: Store, run: Run) -> None:
    broken = replace(talks("broken"), claims=(Claim("e99", None, None, "certain", "positive"),))
    with pytest.raises(StoreError, match="document broken cannot be kept"):
        store.add_all([talks("a"), broken, talks("b")], run, together=2, on_error="raise")
    assert [document.id for document in store.documents()] == ["a"]
