"""`sayso timeline`, `sayso search` and `sayso who STORE NAME`: what they print, for people and for machines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from sayso.cli import main
from sayso.relations.profile import Dealings
from sayso.relations.timeline import TimelineRow
from sayso.store import open_store
from sayso.store.search import SearchHit

from .told import fill, join_strikes

pytestmark = pytest.mark.usefixtures("empty_folder")


@dataclass(frozen=True)
class Finished:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def cells(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Run = Callable[..., Finished]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("lookups") / "news.db"
    with open_store(path) as store:
        fill(store)
        join_strikes(store)
    return str(path)


@pytest.fixture
def sayso(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, 100 columns wide, just as the installed script does."""

    def run(*arguments: str) -> Finished:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        monkeypatch.setenv("COLUMNS", "100")
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return Finished(code, printed.out, printed.err)

    return run


def as_text(record: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in record.items()}


class TestTimeline:
    def test_for_a_person_it_is_a_line_an_occurrence_and_leads_to_the_sentence(self, sayso: Run, news: str) -> None:
        lines = sayso("timeline", news, "RUS", "UKR").out.splitlines()
        assert (
            lines[0] == "Russia and Ukraine, 2022-03-01 to 2022-05-01: 3 acts in 4 reports, 1 assessment, 1 quotation"
        )
        assert lines[2].split() == "date who did what to whom who says so reports key".split()
        strike = lines[3]
        assert strike.startswith("2022-03-01 Russia → Kharkiv [UKR]: ASSAULT")
        assert strike.split()[-2:] == ["2", "strike/e1"]
        assert lines[4].split() == ["Argument;", "Russia:"] and lines[5].split() == ["no"]
        assert max(map(len, lines)) <= 100

    def test_what_is_not_actual_is_marked_as_such(self, sayso: Run, news: str) -> None:
        shown = sayso("timeline", news, "RUS", "UKR", "--status", "future").out
        assert "“punish” (future)" in " ".join(shown.split())

    def test_assessments_and_quotations_are_marked(self, sayso: Run, news: str) -> None:
        shown = " ".join(sayso("timeline", news, "RUS", "UKR", "--since", "2022-05-01").out.split())
        assert "≈ Russia – Ukraine: severed, “Ties are broken”" in shown
        assert "❝ Vladimir Putin [RUS] on Ukraine: that Ukraine was" in shown
        assert "“brave”" in shown  # the text does not close what it opens

    def test_sentences_stand_beneath_on_demand(self, sayso: Run, news: str) -> None:
        assert "Iran helped Russia." in sayso("timeline", news, "IRN", "--sentences").out
        assert "Iran helped Russia." not in sayso("timeline", news, "IRN").out

    def test_csv_holds_what_json_holds(self, sayso: Run, news: str) -> None:
        as_json = sayso("timeline", news, "RUS", "UKR", "--json").records
        assert sayso("timeline", news, "RUS", "UKR", "--csv").cells == [as_text(record) for record in as_json]
        assert as_json[0]["key"] == "strike/e1" and len(as_json) == 5

    def test_csv_without_rows_is_the_header(self, sayso: Run, news: str) -> None:
        header = ",".join(field.name for field in fields(TimelineRow))
        assert sayso("timeline", news, "FJI", "--csv") == Finished(0, f"{header}\n", "")

    def test_an_empty_one_is_a_sentence_that_helps(self, sayso: Run, news: str) -> None:
        assert "The store tells of nothing with Fiji." in sayso("timeline", news, "FJI").out
        filtered = sayso("timeline", news, "RUS", "UKR", "--until", "2020-01-01").out
        assert "nothing between Russia and Ukraine that passes. Leave out a filter." in " ".join(filtered.split())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["Atlantis"], "Atlantis"),
            (["RUS", "--since", "soon"], "`since` is 'soon'"),
            (["RUS", "--type", "DANCE"], "--type DANCE: no such event type"),
        ],
    )
    def test_what_cannot_be_is_refused(self, sayso: Run, news: str, arguments: list[str], said: str) -> None:
        finished = sayso("timeline", news, *arguments)
        assert (finished.code, finished.out) == (2, "") and said in finished.err


class TestTypes:
    """A type that PLOVER lacks is known where the store has it: it was coded by a codebook of the user's own."""

    @pytest.mark.parametrize("command", [("events",), ("timeline", "RUS")])
    def test_a_type_of_the_users_own_codebook_is_accepted(
        self, sayso: Run, news: str, command: tuple[str, ...]
    ) -> None:
        name, *names = command
        finished = sayso(name, news, *names, "--type", "parley", "--json")
        assert [record["type"] for record in finished.records] == ["PARLEY"]

    def test_another_is_refused_with_those_that_there_are(self, sayso: Run, news: str) -> None:
        finished = sayso("events", news, "--type", "DANCE")
        assert finished.code == 2 and "ACCUSE" in finished.err and "PARLEY" in finished.err


class TestSearch:
    def test_found_words_stand_out_without_colour(self, sayso: Run, news: str) -> None:
        finished = sayso("search", news, "kharkiv", "tuesday")
        assert "Russian guns hit [Kharkiv] on [Tuesday]" in finished.out
        assert "2022-03-03 · Cape Argument · again:" in finished.out
        assert finished.out.splitlines()[-1] == "1 hit"

    def test_a_quotation_says_of_whom_and_where(self, sayso: Run, news: str) -> None:
        shown = sayso("search", news, "brave", "--kind", "quotation").out
        assert shown.startswith("quoted: Vladimir Putin · 2022-05-01 · Delta Courier · words/a1")

    def test_an_entity_says_its_id(self, sayso: Run, news: str) -> None:
        assert "name · Q7747, for instance in " in sayso("search", news, "Putin", "--kind", "entity").out

    @pytest.mark.parametrize(
        ("options", "documents"),
        [
            (["--publisher", "cape"], {"again"}),
            (["--since", "2022-03-03"], {"again"}),
            (["--until", "2022-03-02"], {"strike"}),
            (["--source", "UKR"], {"strike"}),
            ([], {"strike", "again"}),
        ],
        ids=str,
    )
    def test_filters(self, sayso: Run, news: str, options: list[str], documents: set[str]) -> None:
        hits = sayso("search", news, "kharkiv", "--json", "--kind", "text", "--kind", "quotation", *options).records
        assert {hit["document_id"] for hit in hits} == documents

    def test_csv_holds_what_json_holds(self, sayso: Run, news: str) -> None:
        as_json = sayso("search", news, "Ukraine", "--json").records
        assert sayso("search", news, "Ukraine", "--csv").cells == [as_text(record) for record in as_json]
        assert set(as_json[0]) == {field.name for field in fields(SearchHit)}

    def test_that_there_may_be_more_is_said(self, sayso: Run, news: str) -> None:
        assert sayso("search", news, "Ukraine", "--limit", "1").out.splitlines()[-1] == (
            "1 hit; there may be more: --limit 5"
        )

    def test_nothing_found_is_a_sentence_that_helps(self, sayso: Run, news: str) -> None:
        assert "holds zebra. Try fewer words" in " ".join(sayso("search", news, "zebra").out.split())
        assert "leave out a filter" in " ".join(sayso("search", news, "zebra", "--since", "2022-01-01").out.split())
        assert sayso("search", news, "zebra", "--json") == Finished(0, "", "")


class TestWho:
    def test_after_a_store_it_is_what_the_store_has_of_the_actor(self, sayso: Run, news: str) -> None:
        lines = sayso("who", news, "Vladimir", "Putin").out.splitlines()
        assert lines[0].startswith("Vladimir Putin · person · Q7747 · RUS ──")
        assert [line.partition(":")[0] for line in lines if ": " in line and not line.startswith(" ")] == [
            "Did",
            "Did together with others",
            "Had done to it",
            "Said, most recent first",
            "Was said of it by others, most recent first",
        ]
        assert "Did: nothing that anybody tells as done" in lines
        assert max(map(len, lines)) <= 100

    def test_json_is_one_object(self, sayso: Run, news: str) -> None:
        (found,) = sayso("who", news, "RUS", "--json").records
        assert (found["id"], found["documents"]) == ("RUS", 5)
        assert {each["part"] for each in found["dealings"]} == {total["part"] for total in found["totals"]}

    def test_csv_has_a_row_a_kind_of_dealing(self, sayso: Run, news: str) -> None:
        rows = sayso("who", news, "RUS", "--csv").cells
        assert list(rows[0]) == [field.name for field in fields(Dealings)]
        assert ("did", "ASSAULT", "UKR", "1", "2") in [
            (row["part"], row["type"], row["counterpart_id"], row["occurrences"], row["reports"]) for row in rows
        ]

    def test_without_a_store_it_is_what_the_tables_know(self, sayso: Run) -> None:
        assert "offices.csv" in sayso("who", "Israeli", "prime", "minister", "--on", "2022-12-30").out

    def test_a_country_of_which_nothing_is_told(self, sayso: Run, news: str) -> None:
        finished = sayso("who", news, "FJI")
        assert finished.code == 1 and "names FJI in no document" in finished.err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [(["NEWS"], "Whom do you want to know of?"), (["Putin", "--csv"], "--csv goes with a store")],
    )
    def test_what_is_missing_is_said(self, sayso: Run, news: str, arguments: list[str], said: str) -> None:
        finished = sayso("who", *(news if each == "NEWS" else each for each in arguments))
        assert finished.code == 2 and said in " ".join(finished.err.split())

    def test_help_tells_of_both(self, sayso: Run) -> None:
        shown = " ".join(sayso("who", "--help").out.split())
        assert "[STORE] NAME" in shown and "Where the first word is a store" in shown


@pytest.mark.parametrize("command", [("timeline", "RUS"), ("search", "words")])
def test_a_store_that_is_missing_is_not_made(sayso: Run, command: tuple[str, ...]) -> None:
    name, *rest = command
    finished = sayso(name, "missing.db", *rest)
    assert (finished.code, finished.err) == (2, "sayso: missing.db: there is no such store.\n")
    assert not Path("missing.db").exists()
