"""Data frames: types of the columns, empty ones, what passes through all three libraries, and one that is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as arrow
import pytest

import sayso
from sayso.asking import OpenStore
from sayso.errors import SaysoError
from sayso.frames import Rows, types_of

from .told import fill, join_strikes


@dataclass(frozen=True, slots=True)
class Sample:
    """One column of every sort."""

    id: str
    published: str | None
    begin: int
    score: float | None
    sure: bool
    actors: str
    sources: str
    tags: tuple[str, ...]


SAMPLES = (
    Sample("d1/e1", "2022-03-01", 3, -5.0, True, "Russia; ; Putin", "CNN > ?", ("a", "b")),
    Sample("d2/e1", None, 4, None, False, "", "", ()),
    Sample("d3/e1", "-0044-03-15", 5, 1.5, True, "Caesar", "Livy", ("c",)),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OpenStore]:
    with sayso.open_store(tmp_path / "news.db") as store:
        fill(store)
        join_strikes(store)
        yield store


class TestColumns:
    def test_days_are_dates_lists_are_lists_and_ids_are_kept(self) -> None:
        table = Rows(Sample, lambda: SAMPLES).to_arrow()
        assert {field.name: str(field.type) for field in table.schema} == {
            "id": "string",
            "published": "date32[day]",
            "begin": "int64",
            "score": "double",
            "sure": "bool",
            "actors": "list<item: string>",
            "sources": "list<item: string>",
            "tags": "list<item: string>",
        }
        assert table["id"].to_pylist() == ["d1/e1", "d2/e1", "d3/e1"]
        assert table["actors"].to_pylist() == [["Russia", None, "Putin"], [], ["Caesar"]]
        assert table["sources"].to_pylist() == [["CNN", "?"], [], ["Livy"]]
        assert table["tags"].to_pylist() == [["a", "b"], [], ["c"]]

    def test_days_before_the_year_1_are_kept(self) -> None:
        days = Rows(Sample, lambda: SAMPLES).to_arrow()["published"]
        assert days.cast(arrow.int32()).to_pylist() == [19052, None, -735_525]

    def test_without_rows_the_columns_are_the_same(self) -> None:
        assert Rows(Sample, tuple).to_arrow().schema == Rows(Sample, lambda: SAMPLES).to_arrow().schema
        assert list(Rows(Sample, tuple).to_pandas().columns) == list(types_of(Sample))

    def test_pandas_can_reckon_with_days(self) -> None:
        frame = Rows(Sample, lambda: SAMPLES[:2]).to_pandas()
        assert frame["published"].dt.year.tolist()[0] == 2022 and frame["published"].isna().tolist() == [False, True]

    def test_a_gap_leaves_whole_numbers_whole(self, store: OpenStore) -> None:
        counts = store.relation("RUS", "UKR", since="2022-03-01", until="2022-04-30").to_pandas()["occurrences"]
        assert counts.dtype == "Int64" and counts.isna().tolist() == [False, True]

    def test_polars_has_the_same_rows(self) -> None:
        rows = Rows(Sample, lambda: SAMPLES)
        assert rows.to_polars().drop("published").to_dicts() == rows.to_arrow().drop(["published"]).to_pylist()


class TestRows:
    def test_they_can_be_gone_through_again(self) -> None:
        rows = Rows(Sample, lambda: iter(SAMPLES))
        assert list(rows) == list(rows) == list(SAMPLES)

    def test_next_gives_one_after_the_other(self) -> None:
        rows = Rows(Sample, lambda: iter(SAMPLES))
        assert [next(rows), next(rows)] == list(SAMPLES[:2])

    @pytest.mark.parametrize(
        ("method", "module"), [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")]
    )
    def test_a_missing_library_is_a_sentence_with_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch, method: str, module: str
    ) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(SaysoError, match=rf'{module}.*pip install "sayso\[frames\]"'):
            getattr(Rows(Sample, tuple), method)()


class TestOfAStore:
    def test_events_by_their_filters(self, store: OpenStore) -> None:
        frame = store.events(actor="RUS", status=("actual",)).to_pandas()
        assert frame[["document_id", "event_id"]].values.tolist() == [
            ["again", "e1"],
            ["strike", "e1"],
            ["talks", "e1"],
        ]
        assert frame["date_begin"].dt.strftime("%Y-%m-%d").tolist()[:2] == ["2022-03-01", "2022-03-01"]
        assert [list(cell) for cell in frame["actor_ids"]] == [["RUS"], ["RUS"], ["Q7747", "UKR"]]

    def test_a_relation_by_month_with_the_ids_of_its_events(self, store: OpenStore) -> None:
        frame = store.relation("RUS", "UKR", since="2022-03-01", until="2022-04-30").to_polars()
        assert frame["begin"].dt.month().to_list() == [3, 4]
        assert frame["occurrences"].to_list() == [1, None]  # a gap is no zero
        assert sorted(frame["events"].to_list()[0]) == ["again/e1", "strike/e1"]

    def test_two_perspectives_side_by_side(self, store: OpenStore) -> None:
        frame = store.compare("RUS", "UKR", ("own", "B")).to_pandas()
        assert set(frame["perspective"]) == {"own", "B"}

    def test_a_timeline(self, store: OpenStore) -> None:
        frame = store.timeline("RUS", "UKR", kinds=("act",)).to_pandas()
        assert frame["key"].tolist() == ["strike/e1", "threat/e1", "talks/e1"]
        assert list(frame["asserted_by"][0]) == ["Ukraine", "Cape Argument"]

    def test_quotations(self, store: OpenStore) -> None:
        frame = store.quotes(by="Putin").to_pandas()
        assert frame["content"].tolist() == ["that Ukraine was “brave"] and frame["start"].dtype == "Int64"

    def test_hits_of_a_search(self, store: OpenStore) -> None:
        frame = store.search("Kharkiv").to_polars()
        assert "strike" in frame["document_id"].to_list()

    def test_it_still_is_a_store(self, store: OpenStore) -> None:
        assert store.counts()["documents"] == 6 and store.who("RUS").documents == 5
