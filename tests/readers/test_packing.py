"""Packed input: gzip and Zstandard, several members and frames, told by content, damaged, from standard input."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from sayso.errors import DocumentTooLarge, InputError
from sayso.readers import ReadOptions, read_documents
from sayso.schema import Document, Issue

LINES = [json.dumps({"id": str(number), "text": f"Envoy {number} met the press in Zinder."}) for number in range(2000)]
DATA = ("\n".join(LINES) + "\n").encode()
PACKERS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstandard.compress}


def read(path: Path, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents([path], ReadOptions(**options), on_issue=issues.append)), issues


def several(data: bytes, pack: Callable[[bytes], bytes]) -> bytes:
    """The data in three members or frames, cut anywhere."""
    return pack(data[:1000]) + pack(data[1000:50_001]) + pack(data[50_001:])


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("name", ["a.jsonl{}", "a.JSONL{}", "a.jsonl", "a", "a.txt{}"])
def test_members_and_frames_are_read_on_whatever_the_name(tmp_path: Path, name: str, ending: str) -> None:
    path = tmp_path / name.format(ending)
    path.write_bytes(several(DATA, PACKERS[ending]))
    documents, issues = read(path, format="jsonl")
    assert issues == []
    assert [document.id for document in documents] == [str(number) for number in range(2000)]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_text(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.txt{ending}").write_bytes(PACKERS[ending](b"Envoys met in Zinder."))
    assert read(tmp_path / f"a.txt{ending}")[0][0].text == "Envoys met in Zinder."


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_pipe(ending: str) -> None:
    program = (
        "import sys; from sayso.readers import read_documents\n"
        "print(len(list(read_documents(['-']))), sys.stdin.buffer.closed)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=PACKERS[ending](DATA), capture_output=True, check=True)
    assert done.stdout == b"2000 False\n"


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("harm", ["cut", "zeros", "not packed"])
def test_damage_is_a_sentence_and_what_came_before_is_kept(tmp_path: Path, ending: str, harm: str) -> None:
    first, rest = PACKERS[ending](DATA[:100_000]), PACKERS[ending](DATA[100_000:])
    damaged = {"cut": rest[: len(rest) // 2], "zeros": bytes(40) + rest[40:], "not packed": b"no packing" + rest[10:]}[
        harm
    ]
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(first + damaged)
    documents, issues = read(path)
    assert issues or (ending == ".gz" and harm == "zeros")  # zeros after a gzip member are padding
    assert len(documents) > 1000
    assert all(str(issue).startswith(str(path)) and issue.remedy for issue in issues)


@pytest.mark.parametrize("ending", PACKERS)
def test_what_only_pretends_to_be_packed(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.jsonl{ending}").write_bytes(b"not packed at all")
    with pytest.raises(InputError, match="damaged or cut short"):
        list(read_documents([tmp_path / f"a.jsonl{ending}"]))


@pytest.mark.parametrize("ending", PACKERS)
def test_a_bomb_is_not_unpacked_whole(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.txt{ending}").write_bytes(PACKERS[ending](b"word " * 10_000_000))
    with pytest.raises(DocumentTooLarge, match="more than 1,004,000 bytes"):
        list(read_documents([tmp_path / f"a.txt{ending}"], ReadOptions(max_characters=1_000)))


def test_what_is_packed_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(zstandard.compress(b"Envoys met.")))
    with pytest.raises(InputError, match="packed twice"):
        list(read_documents([tmp_path / "a.txt.gz"]))
