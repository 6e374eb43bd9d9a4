"""What an export wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows went into each file, by its name, and what a reader should know besides."""

    files: Mapping[str, int]
    notes: tuple[str, ...] = ()


def file_at(path: Path, name: str) -> Path:
    """The file to write: the path itself, or, where that is a folder, a file of this name in it."""
    return path / name if path.is_dir() else path
