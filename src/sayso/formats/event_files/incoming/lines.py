"""Opens a file of event data, be it plain, gzipped or a zip archive of several, and gives its lines as they are."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import InputError

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
# The longest lines of POLECAT, with all people and places of a story, have some ten thousand characters.
LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One file to read: what to call it, the digest of what it came in, the path of that, and which `member` it is."""

    name: str
    sha256: str
    path: Path
    member: str | None = None

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Its bytes, without the packing."""
        with ExitStack() as open_files:
            with told_as_input_error(self.name):
                stream: Any = open_files.enter_context(self.path.open("rb"))
                if self.member is not None:
                    stream = open_files.enter_context(zipfile.ZipFile(stream).open(self.member))
                elif stream.peek(len(GZIP)).startswith(GZIP):
                    stream = open_files.enter_context(gzip.GzipFile(fileobj=stream))
            yield io.BufferedReader(stream, CHUNK)


def unpacked(path: Path) -> Iterator[Unpacked]:
    """The file itself, or those in a zip archive, in the order of their names."""
    with told_as_input_error(str(path)):
        digest = _digest(path)
        if not zipfile.is_zipfile(path):
            yield Unpacked(path.name.removesuffix(".gz"), digest, path)
            return
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if is_content(name))
    for member in members:
        sha256 = hashlib.sha256(f"{digest}/{member}".encode()).hexdigest()
        yield Unpacked(Path(member).name, sha256, path, member)


def is_content(member: str) -> bool:
    """Whether a member of an archive is a file, and none that a Mac adds of its own."""
    return not member.endswith("/") and not member.startswith("__MACOSX/")


def numbered_lines(name: str, stream: io.BufferedReader) -> Iterator[tuple[int, bytes]]:
    """Each line with its end, counted from 1. Only a line feed ends one: cells may hold other breaks."""
    number = 0
    while line := _next_line(name, stream):
        number += 1
        if len(line) > LONGEST_LINE:
            problem = f"the line has more than {LONGEST_LINE:,} bytes"
            raise InputError(name, problem, "Give a table of event data, one event a line", line=number)
        yield number, line


def _next_line(name: str, stream: io.BufferedReader) -> bytes:
    with told_as_input_error(name):
        return stream.readline(LONGEST_LINE + 1)


@contextmanager
def told_as_input_error(path: str) -> Iterator[None]:
    """Turn what the system or the packing says about a file into an error that names it."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(path, "it is a broken archive", "Fetch it again") from error
    except (NotImplementedError, RuntimeError) as error:
        raise InputError(path, f"it cannot be unpacked: {error}", "Unpack it yourself") from error
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise InputError(path, f"it cannot be read: {problem}", "Check the path") from error


def _digest(path: Path) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()
