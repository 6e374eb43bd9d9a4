"""Writes the files of an export: beside their places first, and into them only when all of them are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from sayso.errors import InputError
from sayso.formats.event_files.rows import cell

UNFINISHED = ".unfinished"


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


@dataclass
class Files:
    """The files of one export. Use it in a `with` statement: an error inside it leaves everything as it was."""

    outputs: list[Output] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        for output in self.outputs:
            if kind is None:
                _unfinished(output.path).replace(output.path)
            else:
                _unfinished(output.path).unlink(missing_ok=True)

    def open(self, path: Path) -> Output:
        """A new file that will be at this path."""
        with told_as_input_error(path):
            stream = self._open.enter_context(_unfinished(path).open("wb"))
        output = Output(path, stream)
        self.outputs.append(output)
        return output

    def counts(self) -> dict[str, int]:
        """How many rows went into each file, by its name."""
        return {output.path.name: output.rows for output in self.outputs}


def paths(path: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Where the files of an export go: in a folder by these names; else the first to the path, the others beside it.

    "gdelt.mentions.CSV" is "events.tsv.mentions.CSV" beside "events.tsv".
    """
    if path.is_dir():
        return tuple(path / name for name in names)
    return path, *(path.with_name(f"{path.name}.{name.partition('.')[2]}") for name in names[1:])


@contextmanager
def told_as_input_error(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into an error that names it."""
    try:
        yield
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise InputError(str(path), f"it cannot be written: {problem}", "Choose another place") from error


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
