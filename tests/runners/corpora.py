"""Small corpora, and what a folder of parts holds, for the tests of batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sayso.runners.batch import code_corpus
from sayso.runners.folder import open_folder
from sayso.runners.manifest import Manifest, read_markers
from sayso.runners.parts import TABLES, part_name, read_part

from .fakes import BUILD

TEXT = "This is sentence {n}. Here is another."


def write_corpus(path: Path, documents: int, *, words: Mapping[int, str] | None = None, first: int = 0) -> Path:
    """A JSONL file of documents "d0", "d1", …; `words` are put at the end of some."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as stream:
        for n in range(first, first + documents):
            text = f"{TEXT.format(n=n)} {(words or {}).get(n, '')}".strip()
            row = {"id": f"d{n}", "text": text, "published": "2024-01-02", "mark": str(path.parent / f"mark{n}")}
            stream.write(json.dumps(row) + "\n")
    return path


def code(*inputs: Path | str, out: Path | str, **options: Any) -> Manifest:
    """Code with the fake pipeline, ten documents a shard; in this process unless `workers` are given."""
    chosen: dict[str, Any] = {"workers": 0, "shard_size": 10, "document_seconds": 20, "build": BUILD} | options
    return code_corpus(list(map(str, inputs)), str(out), **chosen)


def rows(out: Path | str, table: str) -> list[dict[str, Any]]:
    """The rows of a table, shard by shard."""
    folder = open_folder(str(out))
    return [row for shard in read_markers(folder) for row in read_part(folder.read(part_name(table, shard)) or b"")]


def all_rows(out: Path | str) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables."""
    return {table: rows(out, table) for table in TABLES}


def ids(out: Path | str) -> list[str]:
    """The ids of the documents, in order."""
    return [row["id"] for row in rows(out, "documents")]


def lost(out: Path | str) -> dict[str | None, str]:
    """What was lost, and why."""
    return {row["path"]: row["problem"] for row in rows(out, "issues") if row["severity"] == "error"}
