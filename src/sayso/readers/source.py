"""Opens what is read: a file or standard input, packed or not; tells text from binary and settles the encoding."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from sayso.errors import DocumentTooLarge, InputError
from sayso.readers.issues import Issues
from sayso.readers.options import ReadOptions
from sayso.readers.packing import GZIP, HEAD, ZSTANDARD, DamagedZstandard, first_bytes, unpack

STANDARD_INPUT = "standard input"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a WebP image or a sound or video file"),
    (b"PK\x03\x04", "a ZIP archive or an office document (such as DOCX)"),
    (b"\xd0\xcf\x11\xe0", "an office document in the old Microsoft format (such as DOC)"),
    (b"{\\rtf", "an RTF document"),
    (GZIP, "a gzip archive packed twice"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (ZSTANDARD, "a Zstandard archive packed twice"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROL_BYTES = 0.05  # share above which bytes that are no UTF-8 are not text in another encoding either

TEXT_REMEDY = "Convert it to plain text, HTML, JSONL or CSV first"
PACKED_REMEDY = "Fetch or pack it again"
ENCODING_REMEDY = "Name the encoding it is in, or save it as UTF-8"

# What decoding with "surrogateescape" leaves for a byte that is no UTF-8, and the Windows-1252 character it is.
WINDOWS_1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Source:
    """An open input. `name` is how messages call it; `path` is None for standard input, `stream` unpacked."""

    name: str
    path: str | None
    stream: BinaryIO
    head: bytes
    packed: bool = False

    @property
    def size(self) -> int | None:
        """The bytes of a plain file; None where only reading tells."""
        if self.path is None or self.packed:
            return None
        return os.fstat(self.stream.fileno()).st_size

    @property
    def file(self) -> Path | None:
        """The file itself, packed as it lies there; None for what can be read only once."""
        return Path(self.path) if self.path is not None and Path(self.path).is_file() else None


@contextmanager
def open_source(path: str) -> Iterator[Source]:
    """Open `path` ("-" is standard input). Whatever goes wrong, also while reading, is an `InputError`."""
    name = STANDARD_INPUT if path == "-" else path
    try:
        with open_stream(path) as stream:
            unpacked = unpack(stream, path)
            head = first_bytes(unpacked, path)
            yield Source(name, None if path == "-" else path, cast(BinaryIO, unpacked), head, unpacked is not stream)
    except FileNotFoundError as error:
        raise InputError(name, "there is no such file or folder", "Check the path") from error
    except PermissionError as error:
        raise InputError(name, "the file may not be read", "Change its permissions") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(name, "the gzip file is damaged or cut short", PACKED_REMEDY) from error
    except DamagedZstandard as error:
        raise InputError(name, f"the Zstandard file is damaged or cut short ({error})", PACKED_REMEDY) from error
    except UnicodeError as error:
        raise InputError(name, f"the file is not valid in its encoding ({error})", ENCODING_REMEDY) from error
    except (OSError, ValueError) as error:
        raise InputError(name, f"the file cannot be read ({error})", "Check the path and the file") from error


@contextmanager
def open_stream(path: str) -> Iterator[io.BufferedReader]:
    """The bytes of a file or of standard input, which stays open afterwards."""
    if path == "-":
        standard = sys.stdin.buffer
        buffered = standard if hasattr(standard, "peek") else io.BufferedReader(cast(io.RawIOBase, standard))
        yield cast(io.BufferedReader, buffered)
    else:
        with Path(path).open("rb", buffering=HEAD) as stream:
            yield cast(io.BufferedReader, stream)


def refuse_empty(source: Source) -> None:
    """Raise `InputError` for an input without a byte."""
    if not source.head:
        raise InputError(source.name, "the file is empty", "Give a file that holds an article")


def refuse_binary(source: Source, options: ReadOptions) -> None:
    """Raise `InputError` for an input whose first bytes are not text."""
    kind = next((kind for magic, kind in MAGIC if source.head.startswith(magic)), None)
    if source.head[4:8] == b"ftyp":
        kind = "a video or image file"
    if kind is not None:
        raise InputError(source.name, f"the file is {kind}, not text", TEXT_REMEDY)
    if marked_encoding(source.head) is None and options.encoding is None and b"\x00" in source.head:
        raise InputError(source.name, "the file is binary, not text", TEXT_REMEDY)


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark states."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def read_all(source: Source, options: ReadOptions) -> bytes:
    """All bytes of the input; more than one document may have are not read into memory."""
    size = source.size
    if size is None or size <= options.max_bytes:
        data = source.stream.read(options.max_bytes + 1)
        if len(data) <= options.max_bytes:
            return data
    shown = f"{size:,} bytes" if size is not None else f"more than {options.max_bytes:,} bytes"
    raise DocumentTooLarge(
        source.name,
        f"the file has {shown}, far over the limit of {options.max_characters:,} characters for one document",
        "Split it, or raise `max_characters`",
    )


def check_length(text: str, options: ReadOptions, *, path: str, line: int | None = None) -> None:
    """Raise `DocumentTooLarge` for a text over the limit."""
    if len(text) > options.max_characters:
        raise DocumentTooLarge(
            path,
            f"the text has {len(text):,} characters, over the limit of {options.max_characters:,}",
            "Split it, or raise `max_characters`",
            line=line,
        )


def decode(data: bytes, *, name: str, encoding: str | None, issues: Issues) -> str:
    """The text of the bytes. Bytes that are no UTF-8 are read as Windows-1252, with a remark."""
    encoding = marked_encoding(data) or encoding
    if encoding is not None:
        try:
            return data.decode(encoding)
        except UnicodeError as error:
            raise InputError(name, f"the file is not valid {encoding}", ENCODING_REMEDY) from error
    if b"\x00" in data:
        raise InputError(name, "the file is binary, not text", TEXT_REMEDY)
    text = data.decode("utf-8", "surrogateescape")
    broken = ESCAPED.search(text)
    if broken is None:
        return text
    if len(CONTROL_BYTES.findall(data)) > MOST_CONTROL_BYTES * len(data):
        raise InputError(name, "the file is binary, not text", TEXT_REMEDY)
    remark_encoding(issues, name, text.count("\n", 0, broken.start()) + 1)
    return from_windows_1252(text)


def remark_encoding(issues: Issues, name: str, line: int) -> None:
    """Say that bytes were read by the fallback."""
    issues.remark(name, "some bytes are not valid UTF-8 and were read as Windows-1252", ENCODING_REMEDY, line=line)


def from_windows_1252(text: str) -> str:
    """Replace the bytes that "surrogateescape" kept by what they are in Windows-1252."""
    return text.translate(WINDOWS_1252)


@contextmanager
def open_lines(source: Source, options: ReadOptions, *, newline: str) -> Iterator[TextIO]:
    """The input as a stream of text; bytes that are no UTF-8 come as `ESCAPED` characters."""
    encoding = marked_encoding(source.head) or options.encoding or "utf-8-sig"
    errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
    lines = io.TextIOWrapper(source.stream, encoding=encoding, errors=errors, newline=newline)
    try:
        yield lines
    finally:
        lines.detach()  # else collecting the wrapper would close standard input


def numbered_lines(stream: TextIO, source: Source, options: ReadOptions, issues: Issues) -> Iterator[tuple[int, str]]:
    """Each line with its number; one over the size limit is reported and passed over, not held in memory."""
    remarked = False
    number = 0
    while line := stream.readline(options.max_bytes):
        number += 1
        if len(line) == options.max_bytes and not line.endswith("\n"):
            skip_line(stream, options)
            issues.fail(
                DocumentTooLarge(
                    source.name,
                    f"the line has more than {options.max_bytes:,} characters, far over the limit of "
                    f"{options.max_characters:,} for one document",
                    "Split it, or raise `max_characters`",
                    line=number,
                )
            )
            continue
        if ESCAPED.search(line):
            if not remarked:
                remark_encoding(issues, source.name, number)
            remarked = True
            line = from_windows_1252(line)
        yield number, line


def skip_line(stream: TextIO, options: ReadOptions) -> None:
    """Read on to the end of the line."""
    while (rest := stream.readline(options.max_bytes)) and not rest.endswith("\n"):
        pass
