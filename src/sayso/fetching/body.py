"""Reads the body of a response within limits, as sent and unpacked: a small file may unpack to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

# What Sayso says it accepts. Each encoding more would be one more way to a bomb, for few bytes saved.
ACCEPTED_ENCODINGS = "gzip, deflate"
STEP = 65_536
GZIP = b"\x1f\x8b"
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class OverLimit(Exception):
    """More bytes than allowed."""


class Undecodable(Exception):
    """A body that cannot be unpacked."""


def read_body(chunks: Iterable[bytes], encoding: str, *, most: int, cut: bool = False) -> bytes:
    """The body, unpacked. Over `most` bytes it is `OverLimit`, or with `cut` the beginning."""
    body = bytearray()
    try:
        for part in unpacked(limited(chunks, most), encoding):
            body += part
            if len(body) > most:
                raise OverLimit
    except OverLimit:
        if not cut:
            raise
    return bytes(body[:most])


def limited(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The chunks as they are sent; `OverLimit` when they are too many, before more are read."""
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > most:
            raise OverLimit
        yield chunk


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The chunks without their content encoding."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
    elif encoding in ("gzip", "x-gzip", "deflate"):
        yield from inflated(chunks)
    else:
        raise Undecodable(f"it is packed with {encoding}, which was not asked for")


def inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip and zlib step by step, and raw deflate, which some servers mean by "deflate"."""
    engine = None
    for chunk in chunks:
        data = chunk
        while data:
            if engine is None:
                engine = engine_for(data)
            try:
                part = engine.decompress(data, STEP)
            except zlib.error as error:
                raise Undecodable(f"it is not packed as it says ({error})") from error
            if part:
                yield part
            if not engine.eof:
                data = engine.unconsumed_tail
                continue
            data, engine = engine.unused_data, None
            # A gzip file may have several members, one after the other; other bytes behind its end mean nothing.
            if not data.startswith(GZIP):
                return
    if engine is not None:
        yield engine.flush()
        if not engine.eof:
            raise Undecodable("its end is missing")


def engine_for(data: bytes) -> zlib._Decompress:
    """What unpacks a stream that begins so."""
    if data[:1] == GZIP[:1] or (data[0] & 0x0F == 8 and len(data) > 1 and (data[0] * 256 + data[1]) % 31 == 0):
        return zlib.decompressobj(GZIP_OR_ZLIB)
    return zlib.decompressobj(-zlib.MAX_WBITS)


def gunzipped(data: bytes, *, most: int) -> bytes:
    """A gzip file unpacked, such as a sitemap; `OverLimit` or `Undecodable` where it cannot be."""
    return read_body([data], "gzip", most=most)
