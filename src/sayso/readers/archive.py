"""Goes through the records of a WARC file, on over damaged places, and says where a record is damaged or cut short."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sayso.errors import InputError
from sayso.readers.issues import Issues
from sayso.readers.packing import GZIP, ZSTANDARD

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

CHUNK = 1 << 20
HEADERS = 4096  # bytes of a record that are unpacked to see whether it is one, and what it is about
BEGINS = re.compile(rb"WARC/\d\.\d\d?\r?\n(?=.{0,4000}^WARC-Type:)", re.IGNORECASE | re.DOTALL | re.MULTILINE)
# What a record may begin with: gzip, Zstandard, or its own first line.
MARK = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|WARC/\d\.\d")
LONGEST_MARK = 8
CONTENT_LENGTH = re.compile(rb"^Content-Length:\s*(\d{1,15})", re.IGNORECASE | re.MULTILINE)
TARGET = re.compile(rb"^WARC-Target-URI:\s*<?([^\s>]+)", re.IGNORECASE | re.MULTILINE)
REMEDY = "Fetch or pack the file again"


@dataclass(slots=True)
class ArchiveRecord:
    """One record. Its content is read at most once, before the next record is asked for."""

    record: WarcRecord
    position: int
    damage: str | None = None
    got: int = 0

    @property
    def address(self) -> str | None:
        """The address that the record is about; old writers put it in angle brackets."""
        stated = self.record.headers.get("WARC-Target-URI")
        return stated.strip().strip("<>") or None if stated else None

    def matches_digest(self) -> bool:
        """Whether the content is what was written, by the digest of it that the record states."""
        promised = self.record.content_length
        if promised and (self.record.headers.get("WARC-Block-Digest") or "").lower().startswith("sha1:"):
            try:
                if not self.record.verify_block_digest():
                    cut = self.record.reader.consume() < promised
                    self.damage = "it is cut short" if cut else "it does not match its digest"
            except OSError as error:
                self.damage = f"it is damaged ({error})"
        return self.damage is None

    def has_http(self) -> bool:
        """Whether the content begins with HTTP headers, which are then read."""
        try:
            self.record.parse_http()
        except OSError as error:
            self.damage = f"its HTTP headers cannot be read ({error})"
        return self.damage is None and self.record.is_http_parsed

    def read(self, most: int) -> bytes | None:
        """At most so many bytes of the content; None where it is damaged, which the archive reports."""
        try:
            data = self.record.reader.read(most)
        except OSError as error:
            self.damage = f"it is damaged ({error})"
            return None
        self.got += len(data)
        return data if len(data) == most or self.is_whole() else None

    def is_whole(self) -> bool:
        """Whether everything that the record promises is there; what nobody has read is passed over."""
        if self.damage is None:
            try:
                self.got += self.record.reader.consume()
            except OSError as error:
                self.damage = f"it is damaged ({error})"
            else:
                # Every record states its length, so headers without it are not all there.
                if self.got < self.record.content_length or self.record.headers.get("Content-Length") is None:
                    self.damage = "it is cut short"
        return self.damage is None


def read_archive(stream: BinaryIO, issues: Issues, *, name: str, searchable: bool) -> Iterator[ArchiveRecord]:
    """The records in order. What is damaged becomes an issue, and reading goes on with the next record that opens.

    The next record is searched in the bytes of the file; where they come by once, all after the damage is lost.
    """
    start: int | None = 0
    last, whole = -1, True
    while start is not None:
        try:
            for record in records_from(stream, start):
                yield record
                last, whole = record.position, record.is_whole()
                if record.damage is not None:
                    report(issues, name, last, record.address, record.damage)
                    if searchable:
                        break  # it may have swallowed what follows
            else:
                if searchable and whole and last >= 0 and breaks_off(stream, last):
                    report_gap(issues, name, last, None, "it breaks off there")
                return
            start = next_record(stream, last)
        except OSError as error:
            problem = str(error)
            start, named = pass_over(stream, issues, name, last, problem) if searchable else (None, 0)
            if start is None or (whole and not named):
                report_gap(issues, name, last, start, problem)


def pass_over(stream: BinaryIO, issues: Issues, name: str, last: int, problem: str) -> tuple[int | None, int]:
    """Where the next record begins that can be opened, and how many before it could not and were named."""
    named = 0
    start = next_record(stream, last)
    while start is not None and not opens(stream, start):
        report(issues, name, start, address_at(stream, start), f"it is damaged ({problem})")
        named += 1
        start = next_record(stream, start)
    return start, named


def records_from(stream: BinaryIO, start: int) -> Iterator[ArchiveRecord]:
    """The records from a byte on; `OSError` where one cannot be opened."""
    from fastwarc.warc import ArchiveIterator

    if start:
        stream.seek(start)
    for record in ArchiveIterator(stream, parse_http=False):
        yield ArchiveRecord(record, record.stream_pos)


def opens(stream: BinaryIO, start: int) -> bool:
    """Whether a record can be opened there."""
    try:
        return next(records_from(stream, start), None) is not None
    except OSError:
        return False


def report(issues: Issues, name: str, position: int, address: str | None, damage: str) -> None:
    """Name one record that cannot be read."""
    place = f"at byte {position:,}" + (f" ({address})" if address else "")
    issues.fail(InputError(name, f"the record {place} cannot be read: {damage}", REMEDY))


def report_gap(issues: Issues, name: str, last: int, start: int | None, problem: str) -> None:
    """Say between which records something is lost that cannot be named."""
    if last < 0 and start is None:
        raise InputError(name, f"the file is no WARC file that can be read ({problem})", "Check what the file is")
    after = f"after the record at byte {last:,}" if last >= 0 else "at its beginning"
    lost = "nothing further can be read" if start is None else f"the next record that can be read is at byte {start:,}"
    issues.fail(InputError(name, f"the file is damaged or cut short {after} ({problem}): {lost}", REMEDY))


def next_record(stream: BinaryIO, after: int) -> int | None:
    """Where the next record begins, packed on its own or plain; None where none does."""
    return next((place for place in marks(stream, after + 1) if BEGINS.match(headers_at(stream, place))), None)


def marks(stream: BinaryIO, begin: int) -> Iterator[int]:
    """Every place from `begin` on where a record may begin."""
    before, position = b"", begin
    while True:
        stream.seek(position)
        chunk = stream.read(CHUNK)
        window, offset = before + chunk, position - len(before)
        # A mark across the end of the window is found with the next.
        safe = len(window) - LONGEST_MARK if chunk else len(window)
        for found in MARK.finditer(window):
            if found.start() < safe:
                yield offset + found.start()
        if not chunk:
            return
        before, position = window[max(safe, 0) :], position + len(chunk)


def headers_at(stream: BinaryIO, place: int) -> bytes:
    """The first bytes of what begins there, unpacked; none where they cannot be."""
    stream.seek(place)
    data = stream.read(HEADERS)
    if data.startswith(GZIP):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, HEADERS)
        except zlib.error:
            return b""
    return begin_of_frame(data) if data.startswith(ZSTANDARD) else data


def begin_of_frame(data: bytes) -> bytes:
    """The first bytes of a Zstandard frame."""
    import zstandard

    try:
        return zstandard.ZstdDecompressor().stream_reader(data).read(HEADERS)
    except zstandard.ZstdError:
        return b""


def address_at(stream: BinaryIO, place: int) -> str | None:
    """The address that a record states which cannot be opened whole."""
    found = TARGET.search(headers_at(stream, place).partition(b"\r\n\r\n")[0])
    return found[1].decode("utf-8", "replace") if found else None


def breaks_off(stream: BinaryIO, last: int) -> bool:
    """Whether the file ends in the midst of what comes after its last record: fastwarc takes that for the end."""
    stream.seek(last)
    begin = stream.read(HEADERS)
    if begin.startswith(GZIP):
        return ends_in_member(stream, last)
    headers, complete, _ = begin.partition(b"\r\n\r\n")
    length = CONTENT_LENGTH.search(headers)
    if length is None or not complete:
        return False
    stream.seek(last + len(headers) + len(complete) + int(length[1]))
    return bool(stream.read(HEADERS).strip())


def ends_in_member(stream: BinaryIO, begin: int) -> bool:
    """Whether the last gzip member from there on is incomplete."""
    stream.seek(begin)
    member = None
    while data := stream.read(CHUNK):
        while data:
            if member is None and not data.startswith(GZIP):
                return False
            member = member or zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                member.decompress(data, CHUNK)
                while member.unconsumed_tail:
                    member.decompress(member.unconsumed_tail, CHUNK)
            except zlib.error:
                return True
            data, member = member.unused_data, None if member.eof else member
    return member is not None
