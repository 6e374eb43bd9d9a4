"""`sayso who` and `sayso knowledge check`: what they print, and their exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sayso.cli import main

pytestmark = pytest.mark.usefixtures("empty_folder")

GOOD = '[[person]]\nname = "Pat Reed"\ncountry = "FJI"\n\n[[person]]\nid = "Q7747"\naliases = ["V. Putin"]\n'
BAD = '[[person]]\nname = "Pat Reed"\ncountry = "Fiji"\n\n[[persn]]\nname = "Ana Reed"\n'


@dataclass(frozen=True)
class Finished:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Finished]


@pytest.fixture
def sayso(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, just as the installed script does."""

    def run(*arguments: str) -> Finished:
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Finished(code, *capsys.readouterr())

    return run


class TestWho:
    def test_it_prints_what_is_known_with_the_table_it_comes_from(self, sayso: Run) -> None:
        finished = sayso("who", "Vladimir Putin", "--on", "2022-12-30")
        assert (finished.code, finished.err) == (0, "")
        assert finished.out.lstrip().startswith("Vladimir Putin · person · Q7747 · 2022-12-30")
        for part in ("President of Russia (RUS.GOV)", "offices.csv, line", "COW 365 · GW 365", "Wikidata Q7747"):
            assert part in finished.out

    def test_a_name_of_several_words_needs_no_quotation_marks(self, sayso: Run) -> None:
        assert sayso("who", "Vladimir", "Putin") == sayso("who", "Vladimir Putin")

    def test_json_holds_all_that_is_printed_and_more(self, sayso: Run) -> None:
        answer = json.loads(sayso("who", "Israeli prime minister", "--on", "2022-12-30", "--json").out)
        [entry] = answer["entries"]
        assert (answer["day"], entry["kind"], entry["codes"]["alpha3"]) == ("2022-12-30", "office", "ISR")
        assert [tenure["person"] for tenure in entry["tenures"] if tenure["now"]] == ["Benjamin Netanyahu"]
        assert all(tenure["why"].startswith("offices.csv, line ") for tenure in entry["tenures"])

    def test_without_a_day_it_is_today(self, sayso: Run) -> None:
        assert json.loads(sayso("who", "France", "--json").out)["day"] == date.today().isoformat()

    def test_an_unknown_name_gets_near_spellings_and_exit_code_1(self, sayso: Run) -> None:
        finished = sayso("who", "Netanyau")
        assert finished.code == 1
        assert "nobody and nothing by the name 'Netanyau'" in finished.out and "Benjamin Netanyahu" in finished.out

    def test_a_day_that_is_none_is_a_sentence(self, sayso: Run) -> None:
        finished = sayso("who", "France", "--on", "yesterday")
        assert (finished.code, finished.out) == (2, "")
        assert finished.err == "sayso: --on yesterday: not a day. Write it as 2022-12-30.\n"

    def test_own_facts_of_the_settings_and_of_the_option_are_shown_as_such(self, sayso: Run) -> None:
        Path("mine.toml").write_text(GOOD)
        assert "mine.toml, line 1" in sayso("who", "Pat Reed", "--facts", "mine.toml").out
        Path("sayso.toml").write_text('facts = ["mine.toml"]\n')
        assert "mine.toml, line 5, over" in sayso("who", "V. Putin").out


class TestKnowledgeCheck:
    def test_a_good_file_is_counted_and_what_it_changes_is_told(self, sayso: Run) -> None:
        Path("mine.toml").write_text(GOOD)
        finished = sayso("knowledge", "check", "mine.toml")
        assert (finished.code, finished.err) == (0, "")
        lines = finished.out.splitlines()
        assert lines[0].startswith("note: mine.toml, line 5: Q7747: it adds to Vladimir Putin (people.csv, line ")
        assert lines[-1] == "2 × person: no errors"

    def test_every_error_of_every_file_is_told_and_the_code_is_2(self, sayso: Run) -> None:
        Path("mine.toml").write_text(GOOD)
        Path("bad.toml").write_text(BAD)
        finished = sayso("knowledge", "check", "mine.toml", "bad.toml", "none.csv")
        assert finished.code == 2
        assert finished.err.splitlines() == [
            "sayso: bad.toml, line 1: Pat Reed: unknown country 'Fiji'. Write FJI.",
            "sayso: bad.toml, line 5: there is no table 'persn'. Perhaps you mean [[person]].",
            "sayso: none.csv: there is no such file. Name an existing TOML or CSV file.",
        ]

    def test_without_a_file_the_built_in_tables_are_checked(self, sayso: Run) -> None:
        finished = sayso("knowledge", "check")
        assert (finished.code, finished.err) == (0, "")
        assert finished.out.rstrip().endswith("rows: no errors")

    def test_a_file_with_an_error_stops_other_commands(self, sayso: Run) -> None:
        Path("bad.toml").write_text(BAD)
        Path("sayso.toml").write_text('facts = ["bad.toml"]\n')
        finished = sayso("who", "France")
        assert (finished.code, finished.out) == (2, "")
        assert finished.err == "sayso: bad.toml, line 1: Pat Reed: unknown country 'Fiji'. Write FJI.\n"
