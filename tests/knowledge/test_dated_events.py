"""Dated events are data: the table is sound and large, its names find their event, and a bad row is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sayso.errors import KnowledgeError
from sayso.knowledge.dated_events import COLUMNS, first_day_of, last_day_of, load_dated_events
from sayso.knowledge.tables import FOLDER, read_table

HEADER = ",".join(COLUMNS) + "\n"
CHECKER = Path(__file__).parents[2] / "scripts" / "knowledge" / "check_dated_events.py"


def test_the_checker_finds_nothing() -> None:
    run = subprocess.run([sys.executable, str(CHECKER)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "0 problems\n")


def test_the_table_says_its_source_and_licence_and_holds_200_events() -> None:
    head = (FOLDER / "dated_events.csv").read_text("utf-8").partition("\nid,")[0]
    assert "Source:" in head
    assert "Licence:" in head
    assert len(list(read_table(FOLDER / "dated_events.csv", COLUMNS))) >= 200


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("2015 nuclear deal", "2015-07-14", "2015-07-14"),
        ("Maidan uprising", "2013-11-21", "2014-02-22"),
        ("Brexit referendum", "2016-06-23", "2016-06-23"),
        ("Six-Day War", "1967-06-05", "1967-06-10"),
        ("six-day war", "1967-06-05", "1967-06-10"),
        ("Dayton accords", "1995-11-21", "1995-11-21"),
        ("9/11 attacks", "2001-09-11", "2001-09-11"),
        ("fall of the Berlin Wall", "1989-11-09", "1989-11-09"),
        ("Russia’s full-scale invasion of Ukraine", "2022-02-24", None),
        ("Russia's full-scale invasion of Ukraine", "2022-02-24", None),
        ("Good Friday Agreement", "1998-04-10", "1998-04-10"),
        ("Brexit", "2020-01-31", "2020-01-31"),
    ],
)
def test_a_name_finds_its_event(words: str, begin: str, end: str | None) -> None:
    (event,) = load_dated_events().named(words)
    assert (event.begin, event.end) == (begin, end)


def test_a_name_of_one_word_counts_only_as_it_is_written() -> None:
    assert load_dated_events().named("brexit") == ()
    assert load_dated_events().named("the war") == ()


def test_a_shared_name_gives_all_its_events() -> None:
    assert {event.begin for event in load_dated_events().named("Velvet Revolution")} == {"1989-11-17", "2018-03-31"}


def test_partial_days_have_a_first_and_a_last_day() -> None:
    assert [first_day_of(day) for day in ("1947", "1947-10", "1947-10-05")] == [
        "1947-01-01",
        "1947-10-01",
        "1947-10-05",
    ]
    assert [last_day_of(day) for day in ("2024", "2024-02", "2024-02-03")] == ["2024-12-31", "2024-02-29", "2024-02-03"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,The A,,party,2001-01-01,,", "unknown kind 'party'"),
        ("a,The A,,war,2001-02-30,,", "begin '2001-02-30' is no ISO day"),
        ("a,The A,,war,,,", "begin '' is no ISO day"),
        ("a,The A,,war,2001,2000-12,", "begins 2001, after its end 2000-12"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_with_its_line(tmp_path: Path, row: str, problem: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(f"# ours\n{HEADER}{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=rf"own\.csv, line 3: {problem}"):
        load_dated_events(own)
