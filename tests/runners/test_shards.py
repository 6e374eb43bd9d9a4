"""Shards are cut alike however often, and from any place on."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from sayso.errors import BatchError, InputError, SettingsError
from sayso.readers import ReadOptions
from sayso.runners.inputs import InputFile, find_inputs, is_same, look_at
from sayso.runners.shards import SECTION_FILES, Cutting, Section, Shard, Start, begin_after, cut, gather

from .corpora import write_corpus

CUTTING = Cutting(ReadOptions(), 3)


def section_of(*paths: Path) -> Section:
    return Section("00000", tuple(look_at(str(path)) for path in paths))


def ids_of(shard: Shard) -> list[str]:
    return [document.id for document in shard.unpack()[0]]


@pytest.fixture
def section(tmp_path: Path) -> Section:
    """Four files: five documents, one file with a bad line, one that holds no article, two documents packed."""
    one = write_corpus(tmp_path / "a.jsonl", 5)
    two = tmp_path / "b.jsonl"
    two.write_text('{"id": "e1", "text": "One."}\nno json\n{"id": "e2", "text": "Two."}\n')
    three = tmp_path / "c.jsonl"
    three.write_text("\n")
    four = tmp_path / "d.jsonl.gz"
    with gzip.open(four, "wt") as stream:
        stream.write("".join(json.dumps({"id": f"f{n}", "text": "Text."}) + "\n" for n in range(2)))
    return section_of(one, two, three, four)


class TestCutting:
    def test_every_document_and_issue_is_in_one_shard(self, section: Section) -> None:
        shards = list(cut(section, CUTTING))
        assert [shard.name for shard in shards] == [f"00000-0000{n}" for n in range(3)]
        assert [ids_of(shard) for shard in shards] == [["d0", "d1", "d2"], ["d3", "d4", "e1"], ["e2", "f0", "f1"]]
        problems = [issue.problem for shard in shards for issue in shard.unpack()[1]]
        assert len(problems) == 2 and "not JSON" in problems[0] and "no line with an article" in problems[1]
        assert [shard.last for shard in shards] == [False, False, True]
        assert sum(shard.bytes for shard in shards) == section.bytes

    def test_from_the_end_of_any_shard_on_the_rest_is_the_same(self, section: Section) -> None:
        cutting = Cutting(ReadOptions(), 2)
        shards = list(cut(section, cutting))
        for number, shard in enumerate(shards[:-1], 1):
            rest = list(cut(section, cutting, Start(number, shard.end)))
            assert [(s.name, s.packed, s.end, s.last) for s in rest] == [
                (s.name, s.packed, s.end, s.last) for s in shards[number:]
            ]

    def test_nor_is_anything_lost_or_said_twice_where_a_shard_ends_among_issues(self, tmp_path: Path) -> None:
        broken = "no json\n" * 50
        lines = ['{"id": "a", "text": "One."}\n', broken, '{"id": "b", "text": "Two."}\n', broken]
        (tmp_path / "a.jsonl").write_text("".join(lines))
        section, cutting = section_of(tmp_path / "a.jsonl"), Cutting(ReadOptions(), 2)
        shards = list(cut(section, cutting))
        assert len(shards) > 2 and [name for shard in shards for name in ids_of(shard)] == ["a", "b"]
        assert sum(len(shard.unpack()[1]) for shard in shards) == 100
        for number, shard in enumerate(shards[:-1], 1):
            rest = cut(section, cutting, Start(number, shard.end))
            assert [(s.name, s.packed, s.end) for s in rest] == [(s.name, s.packed, s.end) for s in shards[number:]]

    def test_the_first_shards_are_small_so_that_a_small_corpus_keeps_several_workers_busy(self, tmp_path: Path) -> None:
        section, cutting = section_of(write_corpus(tmp_path / "a.jsonl", 230)), Cutting(ReadOptions(), 80)
        shards = list(cut(section, cutting))
        assert [shard.documents for shard in shards] == [25, 50, 80, 75]
        rest = list(cut(section, cutting, Start(2, shards[1].end)))
        assert [(s.name, s.packed) for s in rest] == [(s.name, s.packed) for s in shards[2:]]

    def test_shards_that_are_done_are_passed_over(self, section: Section) -> None:
        done = frozenset({"00000-00001"})
        assert [s.name for s in cut(section, CUTTING, Start(done=done))] == ["00000-00000", "00000-00002"]

    def test_a_file_without_documents_still_gives_a_shard(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text("nothing")
        (shard,) = cut(section_of(tmp_path / "a.jsonl"), CUTTING)
        documents, issues = shard.unpack()
        assert (documents, len(issues), shard.last) == ((), 1, True)

    def test_long_documents_make_short_shards(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sayso.runners.shards.SHARD_CHARACTERS", 4_000)
        with (tmp_path / "a.jsonl").open("w") as stream:
            for n in range(12):
                stream.write(json.dumps({"id": str(n), "text": "A long text. " * 70}) + "\n")
        sizes = [shard.documents for shard in cut(section_of(tmp_path / "a.jsonl"), Cutting(ReadOptions(), 100))]
        assert sum(sizes) == 12 and max(sizes) <= 5

    def test_a_reader_that_fails_costs_only_its_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        one, two = write_corpus(tmp_path / "a.jsonl", 1), write_corpus(tmp_path / "b.jsonl", 1, first=1)
        from sayso.readers import read_documents

        def breaks(paths: list[str], *given: object, **options: object) -> object:
            if paths == [str(one)]:
                raise RuntimeError("unheard of")
            return read_documents(paths, *given, **options)  # type: ignore[arg-type]

        monkeypatch.setattr("sayso.runners.reading.read_documents", breaks)
        (shard,) = cut(section_of(one, two), CUTTING)
        assert ids_of(shard) == ["d1"]
        (issue,) = shard.unpack()[1]
        assert issue.path == str(one) and "unheard of" in issue.problem

    def test_a_network_that_fails_ends_the_run_and_costs_no_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import fsspec

        memory = fsspec.filesystem("memory")
        memory.pipe_file("/far/a.jsonl", b'{"id": "m1", "text": "One."}\n')
        section = Section("00000", (look_at("memory://far/a.jsonl"),))

        def fails(*given: object, **options: object) -> None:
            raise RuntimeError("no route")  # drivers have errors of their own, which need not be an OSError

        monkeypatch.setattr(type(memory), "get_file", fails)
        with pytest.raises(BatchError, match=r"cannot be reached .*no route.* the same command goes on"):
            list(cut(section, CUTTING))
        monkeypatch.undo()
        memory.rm("/far/a.jsonl")
        (shard,) = cut(section, CUTTING)
        assert shard.unpack()[1][0].problem == "the file is no longer there"

    def test_of_a_broken_file_only_what_is_before_the_break_is_read(self, section: Section) -> None:
        from sayso.schema import Issue

        broken = {0: (2, Issue("reader", "it ended the process"))}
        shards = list(cut(section, Cutting(ReadOptions(), 100), broken=broken))
        assert ids_of(shards[0]) == ["d0", "d1", "e1", "e2", "f0", "f1"]
        assert shards[0].unpack()[1][0].problem == "it ended the process"


class TestSections:
    def test_small_files_are_gathered_and_large_ones_stand_alone(self) -> None:
        files = [InputFile(str(n), 1, "") for n in range(SECTION_FILES + 1)] + [InputFile("large", 10**10, "")]
        sections = list(gather(files, first=7))
        assert [(section.name, len(section.files)) for section in sections] == [
            ("00007", SECTION_FILES),
            ("00008", 1),
            ("00009", 1),
        ]

    def test_it_goes_on_after_the_first_gap(self, section: Section) -> None:
        shards = list(cut(section, CUTTING))
        ends = {shard.name: (shard.end, shard.last) for shard in shards}
        assert begin_after("00000", ends) is None
        del ends["00000-00001"]
        start = begin_after("00000", ends)
        assert start == Start(1, shards[0].end, frozenset({"00000-00000", "00000-00002"}))
        assert [shard.name for shard in cut(section, CUTTING, start)] == ["00000-00001"]


class TestInputs:
    def test_files_folders_and_patterns_each_once(self, tmp_path: Path) -> None:
        for name in ("b.jsonl", "a.txt", "c.xyz", ".hidden.txt", "sub/d.jsonl.gz"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        names = [os.path.relpath(path, tmp_path) for path in find_inputs([str(tmp_path), str(tmp_path / "*.jsonl")])]
        assert names == ["a.txt", "b.jsonl", "sub/d.jsonl.gz"]
        everything = find_inputs([str(tmp_path)], any_ending=True)
        assert str(tmp_path / "c.xyz") in everything

    def test_a_name_with_brackets_is_that_file(self, tmp_path: Path) -> None:
        (tmp_path / "a[1].txt").write_text("x")
        assert find_inputs([str(tmp_path / "a[1].txt")]) == [str(tmp_path / "a[1].txt")]

    @pytest.mark.parametrize("path", ["nothing.jsonl", "*.nothing", "folder"])
    def test_a_path_that_leads_nowhere_is_an_error(self, path: str, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(InputError, match="no file that can be read"):
            find_inputs([str(tmp_path / path)])

    def test_standard_input_cannot_be_taken_up_again(self) -> None:
        with pytest.raises(SettingsError, match="standard input"):
            find_inputs(["-"])

    def test_what_a_file_holds_decides_not_its_date(self, tmp_path: Path) -> None:
        path = write_corpus(tmp_path / "a.jsonl", 2)
        known = look_at(str(path))
        os.utime(path, (1, 1))
        assert is_same(known, look_at(str(path), known=known))
        path.write_text(path.read_text().replace("sentence 1", "sentence 9"))
        assert not is_same(known, look_at(str(path), known=known))

    def test_the_web_is_no_input(self) -> None:
        with pytest.raises(SettingsError, match="reads files, not the web"):
            find_inputs(["https://news.example/a.jsonl"])

    def test_other_file_systems_are_read_as_well(self) -> None:
        import fsspec

        memory = fsspec.filesystem("memory")
        memory.pipe_file("/news/a.jsonl", b'{"id": "m1", "text": "One."}\nno json\n')
        (path,) = find_inputs(["memory://news"])
        (shard,) = cut(Section("00000", (look_at(path),)), CUTTING)
        assert ids_of(shard) == ["m1"]
        assert [issue.path for issue in shard.unpack()[1]] == ["memory:///news/a.jsonl"]
