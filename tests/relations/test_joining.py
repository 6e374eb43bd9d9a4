"""Joining a store: reports of one act become one occurrence, for good and with reasons; claims are told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from sayso.cli import app
from sayso.demo import run_demo
from sayso.errors import StoreError
from sayso.relations.claims import claims_about, disputed
from sayso.relations.joining import join, undo
from sayso.schema import CodedDocument
from sayso.store import Store, open_store
from sayso.store.joining import Origin, Report
from sayso.store.joins import read_occurrences, read_origins, read_reports

from .reported import report

SHELLED = "Russia shelled a depot near Sumy on Tuesday."
DENIED = "Moscow denied that it shelled a depot near Sumy."
TOLD = "Russian guns shelled a depot near Sumy on Tuesday, killing four."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db") as store:
        yield store


def add(store: Store, *documents: CodedDocument) -> None:
    run = store.begin_run()
    for document in documents:
        assert store.add(document, run, on_error="raise") == "added"


def standing(store: Store) -> dict[str, Report]:
    """The report that each document's event is, by document."""
    with store.reading() as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM occurrences").scalars())
        return {each.document_id: each for each in read_reports(connection, ids) if not each.undone}


def origins(store: Store) -> dict[str, Origin]:
    with store.reading() as connection:
        return read_origins(connection, [document.id for document in store.documents()])


def groups(store: Store) -> set[frozenset[str]]:
    """The documents of each occurrence."""
    by_occurrence: dict[str, set[str]] = {}
    for document, each in standing(store).items():
        by_occurrence.setdefault(each.occurrence, set()).add(document)
    return {frozenset(documents) for documents in by_occurrence.values()}


class TestOccurrences:
    def test_reports_of_one_act_are_one_occurrence_and_say_why(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD, "2024-03-06"))
        joined = join(store)
        assert (joined.now, joined.documents, joined.origins, joined.events, joined.occurrences) == (2, 2, 2, 2, 1)
        found = standing(store)
        assert found["a"].because == "the first report"
        assert found["b"].because.startswith("as a/e1: by RUS on UKR, on 2024-03-05")

    @pytest.mark.parametrize(
        "other",
        [
            {"recipient": "GEO"},
            {"actor": "BLR"},
            {"day": "2024-03-06"},
            {"day": "2024-02-05"},
            {"type": "CONSULT"},
            {"status": "hypothetical"},
        ],
        ids=lambda fields: " ".join(f"{name}={value}" for name, value in fields.items()),
    )
    def test_another_act_is_another_occurrence(self, store: Store, other: dict[str, Any]) -> None:
        add(store, report("a", SHELLED), report("b", SHELLED, "2024-03-06", **other))
        assert join(store).occurrences == 2

    def test_a_report_that_names_no_recipient_never_brings_two_recipients_together(self, store: Store) -> None:
        text = "Russia shelled a depot on Tuesday."
        add(store, report("a", text), report("b", text, recipient=None), report("c", text, recipient="GEO"))
        join(store)
        assert groups(store) == {frozenset("ab"), frozenset("c")}

    def test_a_denial_without_a_day_joins_what_it_denies(self, store: Store) -> None:
        denial = report("b", DENIED, "2024-03-20", said_by="RUS", polarity="negative", dated=False)
        add(store, report("a", SHELLED), denial)
        assert join(store).occurrences == 1

    def test_the_id_stays_as_reports_join_and_the_day_becomes_finer(self, store: Store) -> None:
        add(store, report("a", SHELLED, "2024-03-06", dated=False))
        join(store)
        before = standing(store)["a"].occurrence
        with store.reading() as connection:
            assert read_occurrences(connection, [before])[before].begin == "2024-03-06"
        add(store, report("b", TOLD, "2024-03-06"))
        join(store)
        assert {each.occurrence for each in standing(store).values()} == {before}
        with store.reading() as connection:
            assert read_occurrences(connection, [before])[before].begin == "2024-03-05"

    def test_joining_again_changes_nothing(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        first = join(store)
        before = standing(store), origins(store)
        again = join(store)
        assert again.now == 0 and (again.events, again.occurrences) == (first.events, first.occurrences)
        assert (standing(store), origins(store)) == before
        assert join(store, anew=True).now == 2
        assert (standing(store), origins(store)) == before

    def test_only_some_documents_can_be_joined(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        assert join(store, ["b"]).now == 1
        assert set(standing(store)) == {"b"}
        assert join(store).now == 1

    def test_a_document_coded_again_stays_in_its_occurrence(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        join(store)
        before = standing(store)["a"].occurrence
        store.recode(report("a", SHELLED), store.begin_run())
        assert join(store).now == 1
        assert standing(store)["a"].occurrence == before
        assert join(store).occurrences == 1


class TestUndoing:
    def test_what_is_undone_stays_undone(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        join(store)
        occurrence = standing(store)["b"].occurrence
        apart = undo(store, occurrence, "b/e1")
        assert apart != occurrence
        for anew in (False, True):
            join(store, anew=anew)
            assert groups(store) == {frozenset("a"), frozenset("b")}
        with store.reading() as connection:
            marked = [each for each in read_reports(connection, [occurrence]) if each.undone]
        assert [(each.document_id, each.event) for each in marked] == [("b", "e1")]
        assert marked[0].because.startswith("as a/e1")

    def test_the_first_report_can_be_taken_out_too(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        join(store)
        undo(store, standing(store)["a"].occurrence, "a/e1")
        join(store)
        assert groups(store) == {frozenset("a"), frozenset("b")}

    def test_what_is_coded_again_stays_undone(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", TOLD))
        join(store)
        undo(store, standing(store)["b"].occurrence, "b/e1")
        store.recode(report("b", TOLD), store.begin_run())
        join(store)
        assert groups(store) == {frozenset("a"), frozenset("b")}

    def test_what_is_no_report_of_it_is_refused(self, store: Store) -> None:
        add(store, report("a", SHELLED), report("b", SHELLED, recipient="GEO"))
        join(store)
        occurrence = standing(store)["a"].occurrence
        for event in ("b/e1", "a/e9", "c/e1", "nonsense"):
            with pytest.raises(StoreError):
                undo(store, occurrence, event)


class TestCiting:
    def test_an_outlet_that_cites_another_has_its_document_as_origin(self, store: Store) -> None:
        citing = report("b", TOLD, "2024-03-06", said_by="Q130879", publisher="Delta Courier")
        add(store, citing, report("a", SHELLED, publisher="Reuters"))
        join(store)
        found = origins(store)["b"]
        assert (found.origin, found.kind, found.outlet) == ("a", "cites", "Q130879")
        assert found.because == "cites Reuters for 1 of 1 events"
        assert standing(store)["b"].outlet == "Q130879"

    def test_the_document_that_is_cited_may_come_later(self, store: Store) -> None:
        add(store, report("b", TOLD, "2024-03-06", said_by="Q130879"))
        join(store)
        assert origins(store)["b"].origin == "Q130879:b"
        add(store, report("a", SHELLED, publisher="Reuters"))
        join(store)
        assert origins(store)["b"].origin == "a"

    def test_all_that_cite_one_report_share_an_origin(self, store: Store) -> None:
        add(store, *(report(id, f"{SHELLED} {id}", said_by="Q130879") for id in "abc"), report("d", TOLD))
        joined = join(store)
        assert (joined.origins, joined.occurrences) == (2, 1)
        assert claims_about(store, "a/e1").origins == 2

    def test_another_act_on_the_same_say_so_is_another_origin(self, store: Store) -> None:
        add(store, report("a", SHELLED, said_by="Q130879"), report("b", TOLD, said_by="Q130879", recipient="GEO"))
        assert join(store).origins == 2

    def test_an_outlet_that_speaks_of_its_own_report_cites_nobody(self, store: Store) -> None:
        add(store, report("a", SHELLED, said_by="Q130879", publisher="Reuters"))
        join(store)
        assert origins(store)["a"].kind == "first"


class TestClaims:
    @pytest.fixture
    def told(self, store: Store) -> Store:
        add(
            store,
            report("a", SHELLED, said_by="UKR"),
            report("b", DENIED, "2024-03-07", said_by="RUS", polarity="negative", dated=False, publisher="Neva Post"),
            report("c", TOLD, "2024-03-08", said_by="UKR", publisher="Cape Argument"),
        )
        join(store)
        return store

    def test_who_asserts_who_denies_via_whom_since_when(self, told: Store) -> None:
        about = claims_about(told, "c/e1")
        assert (about.asserted_by, about.denied_by, about.reports, about.origins) == (("UKR",), ("RUS",), 3, 3)
        assert [(row.document_id, row.claimant, row.stance, row.via, row.since) for row in about.claims] == [
            ("a", "UKR", "asserts", "Delta Courier", "2024-03-05"),
            ("b", "RUS", "denies", "Neva Post", "2024-03-07"),
            ("c", "UKR", "asserts", "Cape Argument", "2024-03-05"),
        ]
        assert [row.sentence for row in about.claims] == [SHELLED, DENIED, TOLD]

    def test_an_occurrence_can_be_named_by_its_id_or_any_report(self, told: Store) -> None:
        about = claims_about(told, "a/e1")
        assert claims_about(told, about.occurrence) == about == claims_about(told, "b/e1")
        with pytest.raises(StoreError, match="neither an occurrence nor an event"):
            claims_about(told, "o-000000000000")

    def test_the_disputed_ones_are_listed(self, told: Store) -> None:
        add(told, report("d", SHELLED, recipient="GEO"))
        join(told)
        [found] = disputed(told)
        assert (found.asserting, found.denying, found.documents) == (1, 1, 3)

    def test_a_copy_says_nothing_new(self, store: Store) -> None:
        wire = f"{SHELLED} " + " ".join(f"Village {number} lost its power and water." for number in range(12))
        add(store, report("a", wire, said_by="UKR"), report("b", wire, "2024-03-06", said_by="UKR", publisher="Echo"))
        join(store)
        about = claims_about(store, "a/e1")
        assert (about.reports, about.origins) == (2, 1)
        assert [row.copied for row in about.claims] == [False, True]

    def test_the_commands_print_the_same(self, told: Store) -> None:
        def output(*arguments: str) -> str:
            result = CliRunner().invoke(app, list(arguments))
            assert result.exit_code == 0, result.output
            return result.output

        path = str(told.name)
        printed = output("claims", path, "--about", "a/e1")
        assert "asserted by UKR" in printed and "denied by RUS" in printed and DENIED in printed
        record = json.loads(output("claims", path, "--about", "a/e1", "--json"))
        assert [claim["stance"] for claim in record["claims"]] == ["asserts", "denies", "asserts"]
        assert (
            output("claims", path, "--about", "a/e1", "--csv").splitlines()[0].startswith("occurrence,stance,claimant")
        )
        assert "1 assert, 1 deny" in output("claims", path)
        assert "3 documents of 3 origins, 3 events of 1 occurrence" in output("join", path)
        undone = output("join", path, "--undo", record["occurrence"], "c/e1")
        assert undone.startswith("c/e1 is no report of")
        assert json.loads(output("claims", path, "--about", "a/e1", "--json"))["reports"] == 2


def join_at(path: str) -> None:
    with open_store(path) as store:
        join(store)


def test_two_that_join_at_once_come_to_the_same(store: Store, tmp_path: Path) -> None:
    add(store, *(report(f"d{number:03}", f"{SHELLED} {number}") for number in range(120)))
    context = get_context("spawn")
    writers = [context.Process(target=join_at, args=(str(tmp_path / "news.db"),)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    joined = join(store)
    assert (joined.now, joined.events, joined.occurrences) == (0, 120, 1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with Path("/dev/null").open("w") as nowhere:
        run_demo(path, Console(file=nowhere))
    with open_store(path) as store:
        yield store


@pytest.mark.model
@pytest.mark.slow
class TestDemo:
    def test_the_two_wire_copies_are_one_origin(self, demo: Store) -> None:
        found = origins(demo)
        assert (found["demo-038"].origin, found["demo-038"].kind) == ("demo-037", "copy")
        assert [id for id, origin in found.items() if origin.kind in ("copy", "rewrite")] == ["demo-038"]

    @pytest.mark.parametrize(
        ("documents", "type"),
        [
            (("demo-001", "demo-002"), "ACCUSE"),
            (("demo-011", "demo-012"), "ASSAULT"),
            (("demo-015", "demo-016"), "CONSULT"),
            (("demo-020", "demo-021"), "REQUEST"),
            (("demo-044", "demo-045"), "AID"),
            (("demo-067", "demo-068"), "ACCUSE"),
        ],
        ids="".join,
    )
    def test_an_event_that_several_articles_tell_is_one_occurrence(
        self, demo: Store, documents: tuple[str, ...], type: str
    ) -> None:
        with demo.reading() as connection:
            ids = list(connection.exec_driver_sql("SELECT id FROM occurrences").scalars())
            told: dict[str, set[str]] = {}
            for each in read_reports(connection, ids):
                told.setdefault(each.occurrence, set()).add(each.document_id)
            shared = [id for id, tellers in told.items() if tellers >= set(documents)]
            assert type in {each.type for each in read_occurrences(connection, shared).values()}

    def test_denials_are_denials(self, demo: Store) -> None:
        listed = disputed(demo)
        assert len(listed) >= 3
        tanker = next(each for each in listed if "tanker" in each.sentence)
        about = claims_about(demo, tanker.occurrence)
        assert set(about.denied_by) & {"Iran", "Government of Iran"}
        assert about.asserted_by
