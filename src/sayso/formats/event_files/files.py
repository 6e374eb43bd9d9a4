"""The files that an export of event data writes, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from sayso.errors import InputError
from sayso.formats.event_files.rows import cell


@dataclass
class Output:
    """One file that is being written, and how many rows it has so far."""

    path: Path
    stream: BinaryIO
    rows: int = 0
    _whole: bool = True

    def row(self, values: Sequence[object]) -> None:
        """One line of cells with tabs between them."""
        self.line("\t".join(map(cell, values)))

    def header(self, columns: Sequence[str]) -> None:
        """The names of the columns; no row."""
        self.line("\t".join(columns))
        self.rows -= 1

    def line(self, words: str) -> None:
        """One line of words."""
        self.raw(words.encode() + b"\n")

    def end_line(self) -> None:
        """Let what comes next stand in a line of its own."""
        if not self._whole:
            self.stream.write(b"\n")
            self._whole = True

    def raw(self, line: bytes) -> None:
        """One line as it is, with its end, where it has one."""
        self.stream.write(line)
        self._whole = line.endswith(b"\n")
        self.rows += 1


class Files:
    """The files of one export, closed when the `with` statement ends. That all of them are whole is up to `export`."""

    def __init__(self) -> None:
        self._outputs: list[Output] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for output in self._outputs:
            output.stream.close()

    def open(self, path: Path) -> Output:
        """A new file at this path."""
        try:
            output = Output(path, path.open("wb"))
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            raise InputError(str(path), f"it cannot be written: {problem}", "Choose another place") from error
        self._outputs.append(output)
        return output

    def counts(self) -> dict[str, int]:
        """How many rows went into each file, by its name."""
        return {output.path.name: output.rows for output in self._outputs}


def paths(path: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Where the files of an export go: in a folder by these names; else the first to the path, the others beside it.

    "gdelt.mentions.CSV" is "events.tsv.mentions.CSV" beside "events.tsv".
    """
    if path.is_dir():
        return tuple(path / name for name in names)
    return path, *(path.with_name(f"{path.name}.{name.partition('.')[2]}") for name in names[1:])
