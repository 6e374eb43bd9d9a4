"""`sayso relation` and `sayso compare` as a person types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli import app
from sayso.errors import SaysoError
from sayso.relations.series import FIGURES
from sayso.store import open_store

from .acts import Act, article


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relations") / "news.db"
    with open_store(path) as opened:
        run = opened.begin_run()
        meeting = Act("RUS ISR", "", "2022-03-05", 2.5)
        threat = Act("RUS", "ISR", "2022-10-17", -3.5, 3, -4.4)
        opened.add(article("d1", meeting, threat, country="RUS"), run, on_error="raise")
        opened.add(article("d2", meeting, country="ISR", publisher="Galil Gazette"), run, on_error="raise")
    return path


def run(*arguments: object) -> str:
    finished = CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)
    assert finished.exit_code == 0, finished.output
    return finished.output


def test_for_a_person_gaps_are_no_data_and_the_way_to_the_sentences_is_shown(store: Path) -> None:
    printed = run("relation", store, "RUS", "ISR")
    lines = printed.splitlines()
    assert any(line.startswith("2022-04") and "no data to 2022-09" in line for line in lines)
    assert any(line.startswith("2022-10") and "▒" in line and "-3.5" in line for line in lines)
    assert f"sayso events {store} --actor RUS --recipient ISR --since 2022-03-01 --until 2022-03-31" in printed
    assert max(len(line) for line in lines if str(store) not in line) <= 100


def test_json_is_one_object(store: Path) -> None:
    found = json.loads(run("relation", store, "RUS", "ISR", "--by", "quarter", "--json"))
    assert (found["between"], found["by"], found["perspective"]) == (["RUS", "ISR"], "quarter", "all")
    assert [period["occurrences"] for period in found["periods"]] == [2, None, None, 1]
    assert found["periods"][0]["events"] == ["d1/e1", "d2/e1"]


def test_csv_holds_the_figures_and_leaves_gaps_empty(store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("relation", store, "RUS", "ISR", "--csv"))))
    assert set(FIGURES) < set(rows[0])
    assert [row["reports"] for row in rows] == ["2", *[""] * 6, "1"]


@pytest.mark.parametrize(
    ("options", "reports"),
    [
        (["--perspective", "B"], 1),
        (["--perspective", "A", "--direction", "b-to-a"], 1),
        (["--since", "2022-04-01"], 1),
        (["--status", "future"], 0),
        (["--status", "future", "--status", "actual"], 3),
    ],
)
def test_options_restrict_what_counts(store: Path, options: list[str], reports: int) -> None:
    found = json.loads(run("relation", store, "RUS", "ISR", "--json", *options))
    assert sum(period["reports"] or 0 for period in found["periods"]) == reports


def test_compare_puts_what_differs_most_first(store: Path) -> None:
    printed = run("compare", store, "RUS", "ISR", "--perspective", "A", "--perspective", "B").splitlines()
    rows = [line.split()[0] for line in printed if line.startswith("2022-")]
    assert rows == ["2022-10", "2022-03"]
    found = json.loads(run("compare", store, "RUS", "ISR", "--json"))
    assert (found["perspectives"], [period["difference"] for period in found["periods"]]) == (["A", "B"], [3.5, 0.0])
    assert run("compare", store, "RUS", "ISR", "--csv").count("\n") == 5


def test_a_plot_is_written_and_its_caption_printed(store: Path, tmp_path: Path) -> None:
    printed = run("relation", store, "RUS", "ISR", "--plot", tmp_path / "a.svg")
    assert "Russia and Israel, as anybody claims it" in printed and str(tmp_path / "a.svg") in printed
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg")


def test_a_relation_of_nobody_is_no_data(store: Path) -> None:
    assert "no data" in run("relation", store, "RUS", "FJI")


def test_what_cannot_be_is_an_expected_error(store: Path) -> None:
    with pytest.raises(SaysoError, match="nobody of that name"):
        run("relation", store, "RUS", "Nobody Atall")
