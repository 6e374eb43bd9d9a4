"""JSON that is not one object a line: arrays, and objects over several lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.schema import Document, Issue

RECORDS = [
    {"id": str(number), "text": f"Envoy {number} met the press in Zinder.", "x": [{}, "}"]} for number in range(900)
]


def read(path: Path, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents([path], ReadOptions(**options), on_issue=issues.append)), issues


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_an_array_of_records(tmp_path: Path, indent: int | None, bom: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(bom + json.dumps(RECORDS, indent=indent), "utf-8")
    documents, issues = read(path)
    assert issues == []
    assert [document.id for document in documents] == [record["id"] for record in RECORDS]
    assert documents[0].extra == {"x": [{}, "}"]}


def test_objects_over_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("\n".join(json.dumps(record, indent=1) for record in RECORDS[:3]), "utf-8")
    assert len(read(path)[0]) == 3


def test_a_bad_record_is_named_by_its_line_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[\n{"text": "It is so."},\n{"text": 5},\n{"text": "Half \\ud83d it is."}\n]\n', "utf-8")
    documents, [issue] = read(path)
    assert [document.text for document in documents] == ["It is so.", "Half \ufffd it is."]
    assert issue.line == 3


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[{"text": "It is so."}', "cut short"),
        ('[{"text": "It is so."}, 5]', "a number where an object should be"),
        ('[{"text": "It is so."}, {"text": NaN}]', "NaN is not a JSON value"),
        ('[{"text": "It is so."}, {"text": "x}]', "not JSON"),
        ('{\n"text": "It is so.",\n', "not JSON"),
    ],
)
def test_what_is_no_json_keeps_what_came_before(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")
    documents, [issue] = read(path)
    assert len(documents) == content.startswith("[")
    assert problem in issue.problem
    with pytest.raises(InputError):
        list(read_documents([path]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extras=st.lists(JSON, min_size=1, max_size=5), indent=st.sampled_from([None, 0, 3]), ascii=st.booleans())
def test_whatever_the_objects_hold_comes_out_as_it_went_in(
    tmp_path: Path, extras: list[Any], indent: int | None, ascii: bool
) -> None:
    path = tmp_path / "a.json"
    records = [{"text": "Envoys met the press in Zinder.", "held": extra} for extra in extras]
    path.write_bytes(json.dumps(records, indent=indent, ensure_ascii=ascii).encode("utf-8", "surrogatepass"))
    documents, issues = read(path)
    assert issues == []
    assert [document.extra["held"] for document in documents] == extras
