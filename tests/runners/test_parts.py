"""Parts hold whatever a record holds, with types that other programs understand, and give it back."""

from __future__ import annotations

import datetime
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from sayso.errors import BatchError
from sayso.runners.folder import LOCK, STAGING, LocalFolder, RemoteFolder, locked, open_folder
from sayso.runners.parts import TABLES, Parts, coded_documents, part_name, read_part, schema_of
from sayso.schema import CodedDocument, Document, Issue, TimeExpression
from sayso.store.records import UnfitRecord
from sayso.store.tables import LAYERS, LINKS, metadata
from store.examples import DRONES, talks

EXAMPLES = (DRONES, talks("d2", published="2023-01-02"))


def through_parts(*coded: CodedDocument) -> list[CodedDocument]:
    parts = Parts()
    for each in coded:
        parts.add(each)
    files = parts.files("s")
    return list(coded_documents({name: read_part(files[part_name(name, "s")]) for name in TABLES}))


class TestParts:
    def test_every_field_of_every_record_comes_back(self) -> None:
        documents = EXAMPLES
        assert through_parts(*documents) == list(documents)

    def test_many_documents_come_back_in_order(self) -> None:
        documents = [CodedDocument(Document(f"d{n}", f"Text {n}.")) for n in range(53)]
        assert through_parts(*documents) == documents

    def test_days_before_the_year_one_come_back(self) -> None:
        ides = TimeExpression("t1", 0, 4, "Ides", "DATE", "-0043-03-15", "-0043-03-15", "-0043-03-15")
        coded = CodedDocument(Document("d1", "Ides"), times=(ides,))
        assert through_parts(coded) == [coded]

    def test_days_are_dates_and_numbers_numbers(self) -> None:
        parts = Parts()
        for each in EXAMPLES:
            parts.add(each)
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(parts.files("s")["events/s.parquet"]))
        assert table.schema.field("date_begin").type == pyarrow.date32()
        assert isinstance(next(day for day in table["date_begin"].to_pylist() if day), datetime.date)
        assert table.schema.field("goldstein").type == pyarrow.float64()
        assert table.schema.field("quad").type == pyarrow.int64()
        assert not table.schema.field("document_id").nullable and table.schema.field("mode").nullable

    def test_a_table_without_rows_has_its_columns(self) -> None:
        data = Parts().files("s")["claims/s.parquet"]
        assert pyarrow.parquet.read_table(pyarrow.BufferReader(data)).schema.names == schema_of("claims").names
        assert read_part(data) == []

    def test_all_that_is_coded_has_a_part(self) -> None:
        assert {*LAYERS, *(link.table for link in LINKS), "documents", "issues", "ties", "voices"} <= {*TABLES}
        assert {*TABLES} <= {*metadata.tables}

    def test_a_record_that_no_store_could_keep_is_refused(self) -> None:
        parts = Parts()
        with pytest.raises(UnfitRecord):
            parts.add(CodedDocument(Document("d1", "cut \x00 off")))
        parts.note(Issue("store", "cut \x00 off"), "d1")
        files = parts.files("s")
        assert read_part(files["documents/s.parquet"]) == []
        assert read_part(files["issues/s.parquet"])[0]["problem"] == "cut \\x00 off"


class TestFolder:
    def test_files_come_back_and_can_be_listed_and_removed(self, folder: LocalFolder | RemoteFolder) -> None:
        assert folder.read("a/b") is None and folder.names("a") == []
        folder.write({"a/b": b"1", "a/c": b"2", "top": b"3"})
        assert (folder.read("a/b"), folder.names("a"), folder.names()) == (b"1", ["b", "c"], ["a", "top"])
        assert (folder.read_all("a"), folder.read_all("never")) == ({"b": b"1", "c": b"2"}, {})
        folder.write({"a/b": b"new"})
        folder.remove(["a/c", "a/never"])
        assert (folder.read("a/b"), folder.names("a")) == (b"new", ["b"])

    @pytest.mark.parametrize("failing", range(4))
    def test_a_disk_that_fills_leaves_nothing_half_written(
        self, failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = LocalFolder(tmp_path / "out")
        folder.write({"a/1": b"old", "b/1": b"old"})
        monkeypatch.setattr(os, "fsync", failing_after(failing, os.fsync))
        with pytest.raises(BatchError, match="the disk is full"):
            folder.write({"a/1": b"new", "b/1": b"new", "done/1": b"new"})
        monkeypatch.undo()
        assert {folder.read("a/1"), folder.read("b/1")} <= {b"old", b"new"}
        assert folder.read("done/1") is None
        assert list((folder.path / STAGING).iterdir()) == []

    def test_what_comes_last_is_seen_only_with_what_it_vouches_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder, seen = LocalFolder(tmp_path), []

        def publish(path: Path, target: Path) -> None:
            seen.append((folder.names("a"), folder.names("done")))
            path.rename(target)

        monkeypatch.setattr(Path, "replace", publish)
        folder.write({"a/1": b"", "done/1": b""})
        assert seen == [([], []), (["1"], [])]

    def test_so_it_is_on_other_file_systems(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = RemoteFolder(f"memory://{tmp_path.name}")
        monkeypatch.setattr(type(folder.files), "pipe", failing_after(0, lambda given: None))
        with pytest.raises(BatchError, match="cannot be reached"):
            folder.write({"a/1": b"", "b/1": b"", "done/1": b""})
        assert folder.read("done/1") is None

    def test_an_orphan_publishes_nothing(self, tmp_path: Path) -> None:
        folder = open_folder(str(tmp_path), may_publish=lambda: False)
        folder.write({"a/1": b"late"})
        assert folder.read("a/1") is None

    def test_a_folder_is_held_by_one_run(self, tmp_path: Path) -> None:
        folder = open_folder(str(tmp_path / "out"))
        with locked(folder), pytest.raises(BatchError, match="another run is writing"), locked(folder):
            pass
        with locked(folder):
            assert (tmp_path / "out" / LOCK).exists()

    def test_a_folder_that_cannot_be_made_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(BatchError, match="cannot be written"), locked(open_folder(str(tmp_path / "file"))):
            pass


@pytest.fixture(params=["local", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> LocalFolder | RemoteFolder:
    if request.param == "local":
        return LocalFolder(tmp_path / "out")
    return RemoteFolder(f"memory://{tmp_path.name}")


def failing_after(times: int, real: Callable[[int], None]) -> Callable[[int], None]:
    """`fsync` that finds the disk full after so many calls."""
    calls = iter(range(times))

    def fsync(descriptor: int) -> None:
        if next(calls, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    return fsync


def test_replacing_a_document_needs_no_other(tmp_path: Path) -> None:
    """Rows of one document never leak into another with a similar id."""
    one = DRONES
    other = replace(one, document=replace(one.document, id=one.document.id + "x"))
    assert through_parts(one, other) == [one, other]
