"""`sayso import`, `sayso compare --coding` and `sayso export --coding` on the command line."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from sayso.asking import OpenStore
from sayso.cli import main
from sayso.store import open_store

from .coded_by_hand import fill
from .imported_files import GDELT, ICEWS, POLECAT


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, content in (("g.CSV", GDELT), ("i.tab", ICEWS), ("p.txt", POLECAT)):
        Path(name).write_bytes(content)
    with open_store("news.db") as opened:
        fill(opened)
    return "news.db"


def sayso(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_a_file_is_imported_and_exported_again(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sayso(monkeypatch, "import", store, "g.CSV", "--as", "gdelt", "--name", "theirs") == 0
    assert capsys.readouterr().out == "5 events from 1 file: coding theirs in news.db\n"
    assert sayso(monkeypatch, "import", store, "g.CSV", "--as", "gdelt", "--name", "theirs") == 0
    assert capsys.readouterr().out == "0 events from 0 files, 1 file there already: coding theirs in news.db\n"
    assert sayso(monkeypatch, "export", store, "--as", "gdelt", "--coding", "theirs", "-o", "again.CSV") == 0
    assert Path("again.CSV").read_bytes() == GDELT


def test_lines_that_cannot_be_read_are_told(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("i.tab").write_bytes(ICEWS + b"broken\n")
    assert sayso(monkeypatch, "import", store, "i.tab", "gone.tab", "--as", "icews") == 1
    said = capsys.readouterr()
    assert said.out == "3 events (1 line could not be read as one) from 1 file: coding icews in news.db\n"
    assert "i.tab, line 5: it has 1 cells, expected 20." in said.err
    assert "gone.tab: it cannot be read: no such file or directory." in said.err
    assert sayso(monkeypatch, "import", store, "gone.tab", "--as", "icews") == 2


def test_codings_are_compared(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    sayso(monkeypatch, "import", store, "g.CSV", "--as", "gdelt")
    sayso(monkeypatch, "import", store, "p.txt", "--as", "polecat")
    capsys.readouterr()
    compare = ("compare", store, "RUS", "UKR", "--coding", "gdelt", "--coding", "polecat")
    assert sayso(monkeypatch, *compare) == 0
    printed = capsys.readouterr().out
    assert "gdelt has 3 acts, polecat has 3; 3 match, 3 of them in their type." in " ".join(printed.split())
    assert "gdelt has 1 statement besides, for which PLOVER has no type." in printed
    assert max(map(len, printed.splitlines())) <= 100
    assert sayso(monkeypatch, *compare, "--json") == 0
    assert json.loads(capsys.readouterr().out)["totals"][-1]["both"] == 3
    assert sayso(monkeypatch, *compare, "--csv", "--by", "day") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["begin"], row["quad"], row["both"]) for row in rows] == [
        ("2022-05-04", "verbal_cooperation", "2"),
        ("2022-05-04", "all", "2"),
        ("2022-05-05", "material_conflict", "1"),
        ("2022-05-05", "all", "1"),
    ]


@pytest.mark.parametrize("more", [("--perspective", "A"), ("--plot", "x.png")])
def test_codings_and_perspectives_are_two_questions(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: tuple[str, str]
) -> None:
    assert sayso(monkeypatch, "compare", store, "RUS", "UKR", "--coding", "sayso", "--coding", "x", *more) == 2
    assert "goes without --perspective and --plot" in capsys.readouterr().err


def test_python_asks_in_one_line(store: str) -> None:
    with OpenStore.open(store) as opened:
        assert opened.import_codings("g.CSV", format="gdelt").events == 5
        assert opened.import_codings("p.txt", format="polecat").events == 2
        found = opened.compare_codings("RUS", "UKR", ("gdelt", "polecat"), by="year")
    assert found.to_pandas()["both"].tolist() == [2, 1, 3]
