"""Undoes what a web server did to a page on its way: chunks, compression, and the encoding of its characters."""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO, Protocol, cast

from sayso.readers.packing import GZIP
from sayso.readers.source import marked_encoding

CHUNK_SIZE = re.compile(rb"\s{0,9}([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,999})?\r?\n")
OPENS_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,999}<(?:[!?]|[a-zA-Z]{1,10}[\s>/])")


class Unpackable(ValueError):
    """A page that cannot be unpacked as its headers say."""


class Readable(Protocol):
    """What unpacks as it is read."""

    def read(self, size: int = ...) -> bytes:
        """At most so many bytes."""
        ...


def without_coding(data: bytes, codings: str | None, *, most: int) -> bytes:
    """The page without what a Transfer-Encoding or Content-Encoding names, at most `most` bytes of it.

    Many archives keep the header and store the page already unpacked. `Unpackable` where a coding cannot be undone.
    """
    for coding in reversed(listed(codings)):
        data = joined_chunks(data) if coding == "chunked" else unpacked(data, coding, most=most)
    return data


def listed(codings: str | None) -> list[str]:
    """The codings in the order in which they were applied."""
    names = (name.strip().lower().removeprefix("x-") for name in (codings or "").split(","))
    return [name for name in names if name not in ("", "identity", "none")]


def joined_chunks(data: bytes) -> bytes:
    """The chunks put together; the data as it is where it does not begin with one."""
    if not CHUNK_SIZE.match(data):
        return data
    chunks, position = [], 0
    while (found := CHUNK_SIZE.match(data, position)) and (size := int(found[1], 16)):
        position = found.end() + size
        chunks.append(data[found.end() : position])
    return b"".join(chunks)


def unpacked(data: bytes, coding: str, *, most: int) -> bytes:
    """The data without one coding. A page that was stored unpacked, whatever its headers say, is taken as it is."""
    if not data or (OPENS_MARKUP.match(data) and not data.startswith(GZIP)):
        return data
    try:
        if coding in ("gzip", "deflate"):
            return inflated(data, most=most)
        if coding == "br":
            return read_through("BrotliReader", data, most=most)
        if coding == "zstd":
            return read_through("ZstdReader", data, most=most)
    except (zlib.error, OSError) as error:
        raise Unpackable(f"it is not {coding} as its headers say ({error})") from error
    raise Unpackable(f"nothing is known of its content coding {coding!r}")


def inflated(data: bytes, *, most: int) -> bytes:
    """Gzip, zlib or bare deflate, which servers mix up."""
    if data.startswith(GZIP):
        return gunzipped(data, most=most)
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most)


def gunzipped(data: bytes, *, most: int) -> bytes:
    """All members of a gzip stream; what follows them is no part of the page."""
    parts: list[bytes] = []
    while data.startswith(GZIP) and most > 0:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts.append(member.decompress(data, most))
        most -= len(parts[-1])
        data = member.unused_data
    return b"".join(parts)


def read_through(reader: str, data: bytes, *, most: int) -> bytes:
    """The data unpacked by one of fastwarc's readers."""
    from fastwarc import stream_io

    opened = cast(Readable, getattr(stream_io, reader)(cast(BinaryIO, io.BytesIO(data))))
    parts: list[bytes] = []
    room = most
    while room > 0 and (part := opened.read(min(room, 1 << 20))):
        parts.append(part)
        room -= len(part)
    return b"".join(parts)


def is_utf_8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 and not plain ASCII: hardly anything else looks like it."""
    if marked_encoding(data) is not None or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True
