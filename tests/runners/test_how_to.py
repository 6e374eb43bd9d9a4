"""The how-to on DuckDB, statement by statement, on the parts of the demo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sayso.demo import CORPUS
from sayso.runners.batch import code_corpus

PAGE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "analyse-with-duckdb.md"
BLOCKS = re.findall(r"^```(sql|python)\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first articles of the demo, coded into `parts`."""
    made = tmp_path_factory.mktemp("demo")
    lines = CORPUS.read_text("utf-8").splitlines(keepends=True)[:12]
    (made / "demo.jsonl").write_text("".join(lines) + "no json\n", "utf-8")
    code_corpus([str(made / "demo.jsonl")], str(made / "parts"), workers=0, shard_size=5)
    return made


@pytest.fixture
def within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


@pytest.mark.usefixtures("within")
@pytest.mark.parametrize("statement", [code for kind, code in BLOCKS if kind == "sql"])
def test_each_statement_answers(statement: str) -> None:
    import duckdb

    answer = duckdb.sql(statement)
    assert answer is not None and answer.fetchall()


@pytest.mark.usefixtures("within")
@pytest.mark.parametrize("program", [code for kind, code in BLOCKS if kind == "python"])
def test_each_program_prints_something(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    variables: dict[str, Any] = {}
    exec(compile(program, str(PAGE), "exec"), variables)
    assert len(capsys.readouterr().out.splitlines()) > 1


def test_every_table_that_is_written_is_on_the_page(folder: Path) -> None:
    tables = {path.parent.name for path in (folder / "parts").rglob("*.parquet")}
    text = PAGE.read_text("utf-8")
    assert [table for table in sorted(tables - {"pages", "removed"}) if f"`{table}`" not in text] == []
