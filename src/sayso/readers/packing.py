"""Unpacks gzip and Zstandard, told by the first bytes or by the name of the file."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any, BinaryIO, cast

HEAD = 65_536  # bytes looked at to tell what an input is
GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
ARCHIVE, ARCHIVE_MARK = ".warc", b"WARC/"


def unpack(stream: io.BufferedReader, path: str) -> io.BufferedReader:
    """The stream without its packing, which its first bytes tell, or the name of the file where it is damaged."""
    name, begin = path.lower(), stream.peek(4)[:4]
    if begin.startswith(GZIP) or (begin and name.endswith(".gz")):
        return cast(io.BufferedReader, gzip.GzipFile(fileobj=stream))
    if begin.startswith(ZSTANDARD) or (begin and name.endswith((".zst", ".zstd"))):
        return io.BufferedReader(Zstandard(stream), HEAD)
    return stream


def first_bytes(stream: io.BufferedReader, path: str) -> bytes:
    """What the input begins with. A web archive whose first record is damaged may be whole after it."""
    try:
        return stream.peek(HEAD)[:HEAD]
    except (EOFError, zlib.error, gzip.BadGzipFile, DamagedZstandard):
        if without_packing(path).endswith(ARCHIVE):
            return ARCHIVE_MARK
        raise


class OnePass:
    """A stream that gives what it has. Reading on to a full buffer would lose what comes before a damaged place."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = cast(io.BufferedReader, stream)
        self.position = 0
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, none at the end."""
        data = self.stream.read1(size)
        self.position += len(data)
        return data

    def close(self) -> None:
        """Leave the stream open: it is not for its readers to close."""

    def tell(self) -> int:
        """How many bytes were read."""
        return self.position


class DamagedZstandard(OSError):
    """What a Zstandard stream with wrong or missing bytes raises."""


class Zstandard(io.RawIOBase):
    """Unpacks Zstandard, frame after frame. Unlike the package `zstandard` it raises where the stream breaks off."""

    def __init__(self, stream: BinaryIO) -> None:
        from pyarrow import CompressedInputStream  # slow to import, seldom needed

        self.unpacked = CompressedInputStream(OnePass(stream), "zstd")

    def readable(self) -> bool:
        """That it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there is something to fill it with."""
        try:
            data = self.unpacked.read(len(buffer))
        except OSError as error:
            raise DamagedZstandard(str(error).partition(". Detail")[0]) from error
        buffer[: len(data)] = data
        return len(data)


def without_packing(name: str) -> str:
    """The name of a file without the ending of its packing, in small letters."""
    return name.lower().removesuffix(".gz").removesuffix(".zst").removesuffix(".zstd")
