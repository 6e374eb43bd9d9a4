"""Reading Parquet: columns as in CSV, typed values, row groups read one by one, and files that are damaged."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.schema import Document, Issue

BODY = "Envoys from two neighbours met in Zinder on Tuesday.\nThey had not spoken for a year."


def read(path: Path, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents([path], ReadOptions(**options), on_issue=issues.append)), issues


def write(folder: Path, columns: dict[str, Any], name: str = "a.parquet", **options: Any) -> Path:
    pq.write_table(pa.table(columns), folder / name, **options)
    return folder / name


def test_rows_become_documents(tmp_path: Path) -> None:
    path = write(tmp_path, {"id": [7, 8], "title": ["Road", None], "text": [BODY, BODY], "desk": ["Sahel", None]})
    first, second = read(path, publisher="Delta Courier")[0]
    assert (first.id, first.title, first.text, first.extra) == ("7", "Road", BODY, {"desk": "Sahel"})
    assert (second.title, second.publisher, second.extra) == (None, "Delta Courier", {"desk": None})


def test_columns_are_mapped_and_pages_read(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{BODY}</p></article></body></html>"
    path = write(tmp_path, {"Body": [BODY], "When": [dt.date(2022, 12, 30)]})
    [document], _ = read(path, columns={"text": "Body", "published": "When"})
    assert (document.text, document.published) == (BODY, "2022-12-30")
    [document], _ = read(write(tmp_path, {"html": [page]}))
    assert document.raw == page


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2022, 12, 30),
        dt.datetime(2022, 12, 30, 8, 15),
        dt.datetime(2022, 12, 30, 8, 15, tzinfo=dt.UTC),
        "2022-12-30",
        b"2022-12-30",
    ],
)
def test_a_day_of_any_type(tmp_path: Path, value: Any) -> None:
    assert read(write(tmp_path, {"text": [BODY], "published": [value]}))[0][0].published == "2022-12-30"


def test_other_values_become_what_json_can_hold(tmp_path: Path) -> None:
    columns = {
        "text": pa.array([BODY]).dictionary_encode(),
        "price": [Decimal("1.50")],
        "photo": [b"\x89PNG"],
        "share": [float("nan")],
        "desks": [["Sahel", "Coast"]],
        "place": [{"name": "Zinder", "since": dt.time(8)}],
        "kinds": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
    }
    [document], issues = read(write(tmp_path, columns))
    assert issues == []
    assert json.loads(json.dumps(document.extra)) == {
        "price": "1.50",
        "photo": "iVBORw==",
        "share": None,
        "desks": ["Sahel", "Coast"],
        "place": {"name": "Zinder", "since": "08:00:00"},
        "kinds": [["a", 1]],
    }


@pytest.mark.parametrize("name", ["a.parquet", "a.pq", "a", "a.txt"])
def test_it_is_told_by_ending_and_by_content(tmp_path: Path, name: str) -> None:
    assert read(write(tmp_path, {"text": [BODY]}, name))[0][0].text == BODY


def test_standard_input(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": [BODY] * 3})
    program = "from sayso.readers import read_documents\nprint(len(list(read_documents(['-']))))"
    with path.open("rb") as stream:
        done = subprocess.run([sys.executable, "-c", program], stdin=stream, capture_output=True, check=True)
    assert done.stdout == b"3\n"


def test_bad_rows_are_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": [BODY, " ", BODY, None], "published": [None, None, "soon", "2022-12-30"]})
    documents, issues = read(path)
    assert len(documents) == 1
    assert [issue.line for issue in issues] == [2, 3, 4]


def test_many_row_groups_are_read_in_order_in_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Cleaning the texts is not what is measured, and takes long.
    monkeypatch.setattr(
        "sayso.readers.parquet.document_from_record", lambda row, *_, **__: Document(str(row["id"]), "x")
    )
    path = tmp_path / "a.parquet"
    schema = pa.schema({"id": pa.int64(), "text": pa.string()})
    words = BODY * 60  # five thousand characters that no page of the file repeats
    with pq.ParquetWriter(path, schema, use_dictionary=False, compression="none") as writer:
        for group in range(4):
            ids = list(range(group * 1000, group * 1000 + 1000))
            writer.write_table(pa.table([ids, [f"{number} {words}" for number in ids]], schema=schema))
    held = pa.total_allocated_bytes()
    most = 0
    for count, document in enumerate(read_documents([path])):
        assert document.id == str(count)
        most = max(most, pa.total_allocated_bytes() - held)
    assert count == 3_999
    assert path.stat().st_size > 20_000_000
    assert most < 8_000_000


class TestBadFiles:
    @pytest.mark.parametrize(
        ("columns", "problem"),
        [
            ({"body": ["x"]}, "no column `text` (the columns are: body)"),
            ({"text": pa.array([], pa.string())}, "no row"),
        ],
    )
    def test_a_wrong_table(self, tmp_path: Path, columns: dict[str, Any], problem: str) -> None:
        with pytest.raises(InputError) as caught:
            list(read_documents([write(tmp_path, columns)]))
        assert problem in caught.value.problem

    @pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + bytes(40), b"text", b""])
    def test_what_is_no_parquet(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.parquet").write_bytes(content)
        with pytest.raises(InputError) as caught:
            list(read_documents([tmp_path / "a.parquet"]))
        assert str(caught.value).startswith(str(tmp_path / "a.parquet"))

    def test_a_file_cut_short(self, tmp_path: Path) -> None:
        path = write(tmp_path, {"text": [BODY] * 10})
        path.write_bytes(path.read_bytes()[:-20])
        with pytest.raises(InputError, match="not a Parquet file that can be read"):
            list(read_documents([path]))

    def test_a_damaged_row_group_is_named_and_the_others_are_read(self, tmp_path: Path) -> None:
        texts = [f"{number}: {BODY}" for number in range(90)]
        path = write(tmp_path, {"text": texts}, row_group_size=30, compression="gzip", use_dictionary=False)
        place = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
        data = bytearray(path.read_bytes())
        data[place + 60 : place + 120] = bytes(60)
        path.write_bytes(data)
        documents, [issue] = read(path)
        assert [document.text for document in documents] == texts[:30] + texts[60:]
        assert "rows 31 to 60 cannot be read" in issue.problem


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), min_size=1, max_size=3
    )
)
def test_damage_gives_documents_or_issues_and_nothing_else(tmp_path: Path, damage: list[tuple[float, bytes]]) -> None:
    path = write(tmp_path, {"text": [f"{number}: {BODY}" for number in range(40)]}, row_group_size=10)
    data = bytearray(path.read_bytes())
    for share, content in damage:
        place = int(share * len(data))
        data[place : place + len(content)] = content
    path.write_bytes(data)
    documents, issues = read(path, format="parquet")
    assert documents or issues
