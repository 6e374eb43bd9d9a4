"""Where exports stand: refused, replaced, whole or not at all; on the command line and in Python."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sayso.asking import OpenStore
from sayso.cli import app
from sayso.errors import SaysoError, SettingsError
from sayso.formats import export as exporting
from sayso.formats.export import FORMATS, ExportFormat, export
from sayso.formats.exporting.written import Written
from sayso.store import EventFilter, Store

OURS = [name for name, each in FORMATS.items() if each.writer.startswith("exporting.") and name != "docbin"]


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a format of the test's own in the table."""

    def put(write: Callable[..., Written | dict[str, int]], **fields: Any) -> None:
        monkeypatch.setattr(ExportFormat, "load", lambda self: write)
        table = {"odd": ExportFormat("odd", "for a test", fields.pop("files", "one file"), "none:none", **fields)}
        monkeypatch.setattr(exporting, "FORMATS", table)

    return put


def one_line(store: Store, filters: EventFilter, path: Path, **_: Any) -> Written:
    path.write_text("new\n")
    return Written({path.name: 1})


class TestPlaces:
    @pytest.mark.parametrize("name", OURS)
    def test_what_stands_there_is_left_alone(self, store: OpenStore, tmp_path: Path, name: str) -> None:
        target = tmp_path / "there"
        if FORMATS[name].files == "a folder":
            target.mkdir()
            (target / "mine.txt").write_text("mine")
        else:
            target.write_text("mine")
        with pytest.raises(SettingsError, match="--force"):
            store.export(name, target)
        kept = target / "mine.txt" if target.is_dir() else target
        assert kept.read_text() == "mine"

    @pytest.mark.parametrize("name", OURS)
    def test_force_replaces_files_of_the_same_name_and_no_others(
        self, store: OpenStore, tmp_path: Path, name: str
    ) -> None:
        target = tmp_path / "out"
        exported = store.export(name, target)
        if target.is_dir():
            (target / "mine.txt").write_text("mine")
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".db"}
        again = store.export(name, target, force=True)
        assert again.files == exported.files
        assert {path.name for path in before} <= {path.name for path in tmp_path.rglob("*")}
        assert not target.is_dir() or (target / "mine.txt").read_text() == "mine"

    @pytest.mark.parametrize("name", OURS)
    def test_a_folder_takes_the_file_under_a_name_of_its_own(self, store: OpenStore, tmp_path: Path, name: str) -> None:
        (tmp_path / "out").mkdir()
        exported = store.export(name, tmp_path / "out")
        assert all(path.parent == tmp_path / "out" for path in exported.files)
        with pytest.raises(SettingsError, match="--force"):
            store.export(name, tmp_path / "out")

    @pytest.mark.parametrize("files", ["one file", "a folder"])
    def test_a_failure_leaves_everything_as_it_was(
        self, store: OpenStore, tmp_path: Path, writer: Callable[..., None], files: str
    ) -> None:
        def break_off(store: Store, filters: EventFilter, path: Path) -> Written:
            (path / "half" if path.is_dir() else path).write_text("half")
            raise OSError(28, "No space left on device")

        writer(break_off, files=files)
        target = tmp_path / "out"
        if files == "one file":
            target.write_text("old")
        with pytest.raises(SaysoError, match="No space left on device"):
            export(store, "odd", target, force=True)
        left = {path.name for path in tmp_path.iterdir() if not path.name.startswith("news.db")}
        assert left == ({"out"} if files == "one file" else set())
        assert files == "a folder" or target.read_text() == "old"

    def test_files_beside_the_main_one_are_refused_too(
        self, store: OpenStore, tmp_path: Path, writer: Callable[..., None]
    ) -> None:
        def two(store: Store, filters: EventFilter, path: Path) -> dict[str, int]:
            path.write_text("main")
            path.with_name(f"{path.name}.sidecar").write_text("beside")
            return {path.name: 1, f"{path.name}.sidecar": 2}

        writer(two)
        (tmp_path / "out.sidecar").write_text("mine")
        with pytest.raises(SettingsError, match=r"out\.sidecar is there already"):
            export(store, "odd", tmp_path / "out")
        assert not (tmp_path / "out").exists()
        exported = export(store, "odd", tmp_path / "out", force=True)
        assert exported.files == {tmp_path / "out": 1, tmp_path / "out.sidecar": 2}
        assert (tmp_path / "out.sidecar").read_text() == "beside"

    @pytest.mark.parametrize(
        ("format", "path", "said"),
        [
            ("xml", "out", "no such format. There are csv, jsonl"),
            ("csv", "nowhere/out", "does not exist. Make it first"),
            ("csv", "-", "standard output cannot take"),
            ("csv", "news.db", "is a file, and csv is a folder"),
        ],
    )
    def test_what_cannot_be_done_is_said(
        self, store: OpenStore, tmp_path: Path, format: str, path: str, said: str
    ) -> None:
        with pytest.raises(SettingsError, match=said):
            store.export(format, path if path == "-" else tmp_path / path)

    @pytest.mark.parametrize("format", ["geojson", "gdelt-occurrences", "phoenix", "plover", "sidecar"])
    def test_an_imported_coding_goes_with_formats_that_are_imported(
        self, store: OpenStore, tmp_path: Path, format: str
    ) -> None:
        with pytest.raises(SettingsError, match="gdelt, icews, polecat"):
            store.export(format, tmp_path / "out", coding="mine")

    def test_the_name_of_the_coding_reaches_the_writer(
        self, store: OpenStore, tmp_path: Path, writer: Callable[..., None]
    ) -> None:
        seen: list[str | None] = []

        def note(store: Store, filters: EventFilter, path: Path, *, coding: str | None = None) -> Written:
            seen.append(coding)
            return one_line(store, filters, path)

        writer(note, of_imported=True)
        export(store, "odd", tmp_path / "one", coding="mine")
        export(store, "odd", tmp_path / "two")
        assert seen == ["mine", None]


class TestCommand:
    def run(self, *arguments: Path | str) -> Any:
        return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=True)

    def test_it_says_what_it_wrote(self, store: OpenStore, tmp_path: Path) -> None:
        finished = self.run("export", tmp_path / "news.db", "--as", "geojson", "-o", tmp_path / "map.geojson")
        assert finished.exit_code == 0
        assert f"{tmp_path / 'map.geojson'}: 1\n" in finished.stdout
        assert "left out: 5 events without a place" in finished.stderr

    def test_standard_output_takes_the_file_and_nothing_else(self, store: OpenStore, tmp_path: Path) -> None:
        finished = self.run("export", tmp_path / "news.db", "--as", "geojson", "-o", "-")
        store.export("geojson", tmp_path / "map.geojson")
        assert json.loads(finished.stdout) == json.loads((tmp_path / "map.geojson").read_text("utf-8"))
        assert [path.name for path in tmp_path.iterdir() if "export" in path.name] == []

    def test_filters_are_those_of_sayso_events(self, store: OpenStore, tmp_path: Path) -> None:
        options = [
            "--actor",
            "IRN",
            "--type",
            "aid",
            "--status",
            "actual",
            "--source",
            "ISR.GOV",
            "--until",
            "2022-12-31",
        ]
        listed = self.run("events", tmp_path / "news.db", *options, "--json").stdout.splitlines()
        self.run("export", tmp_path / "news.db", "--as", "jsonl", "-o", tmp_path / "out", *options)
        exported = (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()
        assert (
            [json.loads(line)["event_id"] for line in listed] == [json.loads(line)["id"] for line in exported] == ["e1"]
        )

    def test_a_wrong_type_is_named(self, store: OpenStore, tmp_path: Path) -> None:
        finished = self.run("export", tmp_path / "news.db", "--as", "csv", "-o", tmp_path / "out", "--type", "AIDD")
        assert isinstance(finished.exception, SettingsError) and "AIDD" in str(finished.exception)
        assert not (tmp_path / "out").exists()

    def test_help_names_every_format(self) -> None:
        said = self.run("export", "--help").stdout
        assert [name for name in FORMATS if name not in said] == []


def test_every_format_is_there() -> None:
    missing = [name for name, each in FORMATS.items() if not callable(each.load())]
    assert missing == []


def test_nothing_heavy_is_imported_before_it_is_asked_for() -> None:
    import subprocess

    probe = "import sys, sayso.formats.export; print(sorted({'spacy', 'pyarrow', 'pandas'} & set(sys.modules)))"
    finished = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"


def test_the_how_to_names_every_format() -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "export.md").read_text("utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in page] == []
