"""CSV, JSON lines and Parquet of every table, read back by pandas, DuckDB, pyarrow and frictionless."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow.parquet as parquet
import pytest
from frictionless import validate
from sqlalchemy import func, select

from sayso.asking import OpenStore
from sayso.formats.exporting.layout import EXPORTED, LEFT_OUT, layouts
from sayso.formats.exporting.table_files import CsvFile, ParquetFile
from sayso.schema import CodedDocument, Document, TimeExpression
from sayso.store.tables import metadata

from .examples import NASTY, ODD, SECOND, UNDATED

CODED = ("odd/1 ☂", "second", "silent", "undated")


def read_csv(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows as pandas reads them: what is missing is None, everything else a text."""
    frame = pandas.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False, na_values=[""])
    return [{key: None if pandas.isna(cell) else cell for key, cell in row.items()} for row in frame.to_dict("records")]


def read_jsonl(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").split("\n") if line]


@pytest.fixture(params=["csv", "jsonl", "parquet"])
def format(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(store: OpenStore, tmp_path: Path, format: str) -> Path:
    store.export(format, tmp_path / "out")
    return tmp_path / "out"


def count(folder: Path, name: str, format: str) -> int:
    if format == "jsonl":
        return len(read_jsonl(folder, name))
    readers = {"csv": "read_csv('{}', all_varchar = true, header = true)", "parquet": "read_parquet('{}')"}
    source = readers[format].format(folder / f"{name}.{format}")
    found = duckdb.sql(f"SELECT count(*) FROM {source}")
    assert found
    [(number,)] = found.fetchall()
    return int(number)


def test_every_table_of_the_store_is_exported_or_left_out_for_a_reason() -> None:
    known = {*EXPORTED, *LEFT_OUT}
    others = {name for name in metadata.tables if name not in known}
    assert others == set(), "say in `layout` whether it is exported, or why not"
    assert all(LEFT_OUT.values()) and not set(EXPORTED) & set(LEFT_OUT)


def test_every_column_says_what_it_holds() -> None:
    assert [f"{layout.name}.{field.name}" for layout in layouts() for field in layout.fields if not field.meaning] == []
    assert [layout.name for layout in layouts() if not layout.meaning] == []


def test_each_layer_has_as_many_rows_as_the_current_codings(store: OpenStore, folder: Path, format: str) -> None:
    counted = store.counts()
    layers = [name for name in counted if name in EXPORTED]
    assert len(layers) >= 11
    assert {name: count(folder, name, format) for name in layers} == {name: counted[name] for name in layers}


def test_only_the_coding_in_force_is_exported(folder: Path, format: str) -> None:
    assert count(folder, "codings", format) == len(CODED)
    assert count(folder, "reports", format) == len(ODD.events) + len(SECOND.events) + len(UNDATED.events)


def test_csv_keeps_every_character(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out")
    documents = {row["id"]: row for row in read_csv(tmp_path / "out", "documents")}
    # pandas, like most readers, takes a line end inside quotation marks as it is.
    assert documents["odd/1 ☂"]["text"] == NASTY
    assert documents["odd/1 ☂"]["title"] == ODD.document.title
    assert json.loads(documents["odd/1 ☂"]["extra"]) == ODD.document.extra
    assert documents["undated"]["published"] is None
    mentions = [row for row in read_csv(tmp_path / "out", "mentions") if row["document_id"] == "odd/1 ☂"]
    assert [NASTY[int(row["start"]) : int(row["end"])] for row in mentions] == [each.text for each in ODD.mentions]
    assert mentions[0]["start"] == "0"


def test_csv_tells_an_empty_text_from_a_missing_one(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out")
    lines = (tmp_path / "out" / "documents.csv").read_text("utf-8")
    assert '"silent","",,,,"2020-02-29",,"{}"' in lines


def test_a_cameo_code_keeps_its_leading_zero(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "csv")
    store.export("parquet", tmp_path / "parquet")
    assert {row["cameo"] for row in read_csv(tmp_path / "csv", "events")} == {"072", None}
    assert set(parquet.read_table(tmp_path / "parquet" / "events.parquet")["cameo"].to_pylist()) == {"072", None}


def test_parquet_keeps_types(store: OpenStore, tmp_path: Path) -> None:
    store.export("parquet", tmp_path / "out")
    events = parquet.read_table(tmp_path / "out" / "events.parquet")
    types = {name: str(events.schema.field(name).type) for name in ("date_begin", "quad", "score", "type")}
    assert types == {"date_begin": "date32[day]", "quad": "int64", "score": "double", "type": "string"}
    assert set(events["date_begin"].to_pylist()) == {date(2022, 10, 17), None}
    runs = parquet.read_table(tmp_path / "out" / "runs.parquet")
    assert str(runs.schema.field("started").type) == "timestamp[ms, tz=UTC]"
    assert [moment.isoformat() for moment in runs["started"].to_pylist()] == [run.started for run in store.runs()]


def test_json_lines_are_the_rows_of_the_store(store: OpenStore, tmp_path: Path) -> None:
    store.export("jsonl", tmp_path / "out")
    for name in ("attributions", "participants", "documents"):
        table = metadata.tables[name]
        with store.reading() as connection:
            rows = connection.execute(select(table)).mappings().all()
        current = [dict(row) for row in rows if row.get("run_id", 2) == 2]
        key = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731
        assert sorted(read_jsonl(tmp_path / "out", name), key=key) == sorted(current, key=key)


def test_the_package_validates(folder: Path, format: str) -> None:
    if format == "parquet":
        pytest.skip("frictionless reads Parquet only by way of fastparquet; the tests above read it with pyarrow")
    if format == "jsonl":
        pytest.importorskip("jsonlines", reason='frictionless reads JSON lines with "frictionless[json]"')
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["title", "note"]) == []
    assert report.valid and report.stats["errors"] == 0


def test_the_validation_can_fail(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out")
    path = tmp_path / "out" / "mentions.csv"
    path.write_text(path.read_text("utf-8").replace('"name"', '"shout"', 1), "utf-8")
    errors = {kind for (kind,) in validate(str(tmp_path / "out" / "datapackage.json")).flatten(["type"])}
    assert {"constraint-error", "hash-count"} & errors


def test_the_package_describes_its_files(folder: Path, format: str) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    files = {resource["path"] for resource in package["resources"]} | set(package["sayso"]["empty"])
    assert (
        files
        == {f"{name}.{format}" for name in EXPORTED}
        == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    )
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == count(folder, resource["title"], format)
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert package["sources"] and package["created"].endswith("Z")


def test_filters_leave_what_passes_and_what_it_refers_to(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out", type=("AID",), status=("actual",))
    rows = {name: read_csv(tmp_path / "out", name) for name in EXPORTED}
    assert [(row["document_id"], row["id"]) for row in rows["events"]] == [("odd/1 ☂", "e1"), ("second", "e1")]
    assert {row["id"] for row in rows["documents"]} == {"odd/1 ☂", "second"}
    odd = {name: [row for row in of if row.get("document_id") == "odd/1 ☂"] for name, of in rows.items()}
    # Who takes part, who says so, and who is told.
    assert [row["id"] for row in odd["mentions"]] == ["m1", "m2", "m3"]
    assert [row["id"] for row in odd["attributions"]] == ["a1"]
    assert [row["id"] for row in odd["entities"]] == ["IRN", "RUS", "ISR.GOV"]
    assert [row["context"] for row in odd["event_contexts"]] == ["military", "technology"]
    assert [row["claimant"] for row in odd["claims"]] == ["m3", None]
    assert len(rows["occurrences"]) == len({row["occurrence"] for row in rows["reports"]}) == 1
    assert validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_a_filtered_event_keeps_the_name_of_one_that_is_left_out(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out", type=("CONSULT",), status=("actual",), actor="IRN")
    [met] = read_csv(tmp_path / "out", "events")
    assert met["within"] == "e2"
    assert validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_what_passes_is_what_sayso_events_lists(store: OpenStore, tmp_path: Path) -> None:
    choices: tuple[dict[str, Any], ...] = ({"actor": "IRN"}, {"source": "ISR.GOV"}, {"until": "2022-12-31"}, {})
    for number, wanted in enumerate(choices):
        store.export("csv", tmp_path / str(number), **wanted)
        listed = [(row.document_id, row.event_id) for row in store.events(**wanted)]
        exported = [(row["document_id"], row["id"]) for row in read_csv(tmp_path / str(number), "events")]
        assert sorted(exported) == sorted(listed) and listed


def test_a_day_asked_for_takes_the_coding_of_that_day(store: OpenStore, tmp_path: Path) -> None:
    store.export("csv", tmp_path / "out", known_on="2001-01-01")
    assert [read_csv(tmp_path / "out", name) for name in ("documents", "events", "runs")] == [[], [], []]


def test_an_empty_store_gives_empty_tables(empty_store: OpenStore, tmp_path: Path, format: str) -> None:
    exported = empty_store.export(format, tmp_path / "out")
    assert {path.name for path, rows in exported.files.items() if rows} == {"datapackage.json"}
    assert {name: count(tmp_path / "out", name, format) for name in EXPORTED} == dict.fromkeys(EXPORTED, 0)
    if format == "csv":
        assert validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_days_that_no_type_holds_are_told(empty_store: OpenStore, tmp_path: Path) -> None:
    days = [
        TimeExpression(f"t{n}", 0, 1, "x", "DATE", "x", begin, None)
        for n, begin in enumerate(("-0044-03-15", "2022-13"))
    ]
    empty_store.add(CodedDocument(Document("d", "x"), times=tuple(days)), empty_store.begin_run())
    as_csv = empty_store.export("csv", tmp_path / "csv")
    assert [row["begin"] for row in read_csv(tmp_path / "csv", "times")] == ["-0044-03-15", "2022-13"]
    assert as_csv.notes == ("times.begin: 2 values that no date type holds, the column is text",)
    assert validate(str(tmp_path / "csv" / "datapackage.json")).valid
    as_parquet = empty_store.export("parquet", tmp_path / "parquet")
    assert as_parquet.notes == (
        "times.begin: 1 value that no date type holds, left empty; CSV and JSON lines keep them",
    )


def test_two_exports_differ_in_nothing_but_their_moment(store: OpenStore, tmp_path: Path, format: str) -> None:
    for name in ("one", "two"):
        store.export(format, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        one, two = path.read_bytes(), (tmp_path / "two" / path.name).read_bytes()
        if path.name == "datapackage.json":
            one, two = (json.dumps(json.loads(each) | {"created": None}).encode() for each in (one, two))
        assert one == two


def test_batches_give_the_same_as_one(store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.export("csv", tmp_path / "one")
    monkeypatch.setattr("sayso.formats.exporting.batches.DOCUMENTS_AT_ONCE", 1)
    store.export("csv", tmp_path / "many")
    for name in EXPORTED:
        assert (tmp_path / "one" / f"{name}.csv").read_bytes() == (tmp_path / "many" / f"{name}.csv").read_bytes()


def test_parquet_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.formats.exporting.table_files.ROWS_AT_ONCE", 3)
    [layout] = [each for each in layouts() if each.name == "removed"]
    file = ParquetFile(tmp_path / "removed.parquet", layout)
    rows = [{"document_id": "d", "position": n, "text": "x", "reason": "caption"} for n in range(7)]
    for row in rows:
        file.write([row])
    file.close()
    assert parquet.ParquetFile(tmp_path / "removed.parquet").num_row_groups == 3
    assert parquet.read_table(tmp_path / "removed.parquet").to_pylist() == rows


def test_a_header_stands_without_any_row(tmp_path: Path) -> None:
    [layout] = [each for each in layouts() if each.name == "removed"]
    CsvFile(tmp_path / "removed.csv", layout).close()
    assert (tmp_path / "removed.csv").read_text() == '"document_id","position","text","reason"\n'


def test_issues_without_a_document_are_kept(store: OpenStore, tmp_path: Path) -> None:
    from sayso.schema import Issue

    [*_, run] = store.runs()
    store.add_issue(Issue("reader", "no text", path="a.html"), run)
    store.export("csv", tmp_path / "out")
    assert [row["stage"] for row in read_csv(tmp_path / "out", "issues")] == ["times", "reader"]
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(metadata.tables["issues"])) == 2
