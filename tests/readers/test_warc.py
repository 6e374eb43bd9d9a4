"""Reading WARC: the pages of a crawl, each once and whole, over damaged places, with what was passed over counted."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.readers.payload import Unpackable, joined_chunks, without_coding
from sayso.schema import Document, Issue

MINISTERS = ("Adamu", "Berger", "Castel", "Dorji", "Evans", "Farouk", "Gruber", "Haddad", "Ibsen", "Juma")


def page(name: str, *, charset: str = "utf-8", words: str = "") -> bytes:
    """A page whose article is told from the others by a name."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset={charset}><title>{name} in Zinder</title>"
        f'<meta property="article:published_time" content="2022-12-30T10:00:00Z"></head><body><nav>Home | World</nav>'
        f"<article><h1>{name} in Zinder</h1><p>Minister {name} met envoys of two neighbours in Zinder on Tuesday. "
        f"{words}</p><p>They had not spoken to one another for more than a year, {name} told reporters after the talks "
        "had ended late in the night.</p></article><footer>All rights reserved</footer></body></html>"
    ).encode(charset)


class Crawl:
    """Writes a WARC file by warcio, an implementation other than the one that reads it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.buffer = io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=packed)
        self.begins: list[int] = []

    def answer(
        self,
        body: bytes,
        url: str,
        *,
        status: str = "200 OK",
        type: str | None = "text/html; charset=utf-8",
        headers: Sequence[tuple[str, str]] = (),
        warc: dict[str, str] | None = None,
    ) -> Crawl:
        """One response."""
        stated = [("Content-Type", type), *headers] if type is not None else list(headers)
        return self.write(url, "response", body, StatusAndHeaders(status, stated, protocol="HTTP/1.1"), warc)

    def write(
        self, url: str | None, kind: str, body: bytes, http: Any = None, warc: dict[str, str] | None = None, **more: Any
    ) -> Crawl:
        """One record of any kind."""
        self.begins.append(self.buffer.tell())
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=dict(warc or {}), **more
        )
        self.writer.write_record(record)
        return self

    def save(self, folder: Path, name: str = "crawl.warc.gz") -> Path:
        path = folder / name
        path.write_bytes(self.buffer.getvalue())
        return path


def crawl_of(names: Sequence[str], *, packed: bool = True) -> Crawl:
    crawl = Crawl(packed=packed)
    for name in names:
        crawl.answer(page(name), f"https://courier.example/{name.lower()}")
    return crawl


def read(path: Path, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents([path], ReadOptions(**options), on_issue=issues.append)), issues


def errors(issues: Sequence[Issue]) -> list[str]:
    return [str(issue) for issue in issues if issue.severity == "error"]


def who(documents: Sequence[Document]) -> list[str]:
    """The minister of each article."""
    return [document.text.split("Minister ")[1].split()[0] for document in documents]


class TestPages:
    def test_a_page_becomes_a_document_with_the_address_it_was_fetched_from(self, tmp_path: Path) -> None:
        crawl = Crawl().answer(page("Adamu"), "https://courier.example/1", warc={"WARC-Date": "2024-05-06T07:08:09Z"})
        [document], issues = read(crawl.save(tmp_path))
        assert issues == []
        assert document.url == "https://courier.example/1"
        assert (document.title, document.published, document.language) == ("Adamu in Zinder", "2022-12-30", "en")
        assert document.text.startswith("Adamu in Zinder") or document.text.startswith("Minister Adamu met")
        assert "rights reserved" not in document.text
        assert document.extra["fetched"] == "2024-05-06T07:08:09Z"
        assert document.extra["fetched_from"] == "https://courier.example/1"
        assert document.raw is not None and "rights reserved" in document.raw

    def test_the_day_of_fetching_is_no_day_of_publication(self, tmp_path: Path) -> None:
        body = page("Adamu").replace(b"article:published_time", b"nothing")
        [document], _ = read(Crawl().answer(body, "https://courier.example/1").save(tmp_path))
        assert document.published is None
        assert document.extra["fetched"]

    @pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst", "crawl", "crawl.dat"])
    def test_plain_gzip_and_zstandard_are_told_by_ending_and_by_content(self, tmp_path: Path, name: str) -> None:
        data = crawl_of(MINISTERS[:3], packed=False).buffer.getvalue()
        if name.endswith("gz"):
            data = crawl_of(MINISTERS[:3]).buffer.getvalue()
        elif name.endswith("zst"):
            data = zstandard.compress(data)
        (tmp_path / name).write_bytes(data)
        assert who(read(tmp_path / name)[0]) == list(MINISTERS[:3])

    def test_a_file_packed_as_a_whole(self, tmp_path: Path) -> None:
        (tmp_path / "a.warc.gz").write_bytes(gzip.compress(crawl_of(MINISTERS, packed=False).buffer.getvalue()))
        assert who(read(tmp_path / "a.warc.gz")[0]) == list(MINISTERS)

    @pytest.mark.parametrize("packed", [True, False])
    def test_standard_input(self, packed: bool) -> None:
        program = "from sayso.readers import read_documents\nfor d in read_documents(['-']): print(d.url)"
        data = crawl_of(MINISTERS[:2], packed=packed).buffer.getvalue()
        done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
        assert done.stdout.split() == [b"https://courier.example/adamu", b"https://courier.example/berger"]

    def test_a_resource_that_is_a_page(self, tmp_path: Path) -> None:
        crawl = Crawl().write("file:///a.html", "resource", page("Adamu"), warc_content_type="text/html; charset=utf-8")
        assert who(read(crawl.save(tmp_path))[0]) == ["Adamu"]

    @pytest.mark.parametrize("type", [None, "application/octet-stream", "text/plain"])
    def test_a_page_of_no_stated_type_is_told_by_its_look(self, tmp_path: Path, type: str | None) -> None:
        crawl = crawl_of(["Adamu"]).answer(page("Berger"), "https://courier.example/b", type=type)
        crawl.answer(b"A letter to <the> editor", "https://courier.example/c", type=type)
        documents, [note] = read(crawl.save(tmp_path))
        assert who(documents) == ["Adamu", "Berger"]
        assert "1 files of other types" in note.problem


class TestPassedOver:
    def test_what_is_no_page_is_counted_in_one_note(self, tmp_path: Path) -> None:
        crawl = crawl_of(["Adamu"])
        for number in range(3):
            crawl.answer(b"\x89PNG", f"https://courier.example/{number}.png", type="image/png")
        crawl.answer(b"", "https://courier.example/old", status="301 Moved Permanently")
        crawl.answer(page("Berger"), "https://courier.example/gone", status="404 Not Found")
        crawl.answer(b"User-agent: *", "https://courier.example/robots.txt", type="text/plain")
        crawl.answer(b"x{}", "https://courier.example/a.css", type="text/css")
        crawl.write("https://courier.example/adamu", "request", b"GET / HTTP/1.1\r\n\r\n")
        crawl.write("https://courier.example/adamu", "metadata", b"fetchTimeMs: 3")
        documents, [note] = read(crawl.save(tmp_path))
        assert who(documents) == ["Adamu"]
        assert note.severity == "note"
        for count in (
            "3 images",
            "1 redirects",
            "1 errors of the server",
            "1 robots.txt",
            "1 style sheets and scripts",
        ):
            assert count in note.problem

    def test_a_page_is_read_once_however_often_it_was_fetched(self, tmp_path: Path) -> None:
        crawl = crawl_of(["Adamu", "Adamu", "Berger"])
        crawl.answer(gzip.compress(page("Berger")), "http://courier.example/b", headers=[("Content-Encoding", "gzip")])
        crawl.writer.write_record(
            crawl.writer.create_revisit_record(
                "https://courier.example/adamu", "sha1:AAAA", "https://courier.example/adamu", "2022-12-30T00:00:00Z"
            )
        )
        documents, [note] = read(crawl.save(tmp_path))
        assert who(documents) == ["Adamu", "Berger"]
        assert "2 pages met before" in note.problem
        assert "1 revisits" in note.problem

    def test_a_page_that_changed_is_read_again(self, tmp_path: Path) -> None:
        crawl = Crawl().answer(page("Adamu"), "https://courier.example/live")
        crawl.answer(page("Adamu", words="Nobody was hurt."), "https://courier.example/live")
        assert len(read(crawl.save(tmp_path))[0]) == 2

    def test_a_file_without_pages(self, tmp_path: Path) -> None:
        crawl = Crawl().answer(b"\x89PNG", "https://courier.example/a.png", type="image/png")
        with pytest.raises(InputError, match=r"no article could be read \(1 images\)"):
            list(read_documents([crawl.save(tmp_path)]))

    def test_pages_without_an_article_are_counted_not_listed(self, tmp_path: Path) -> None:
        crawl = crawl_of(["Adamu"])
        for number in range(3):
            menu = f"<html><body><ul><li><a href=/{number}>World {number}</a></ul></body></html>".encode()
            crawl.answer(menu, f"https://courier.example/section/{number}")
        documents, [note] = read(crawl.save(tmp_path))
        assert who(documents) == ["Adamu"]
        assert note.severity == "note"
        assert "3 pages without an article" in note.problem


def zlib_wrapped(data: bytes) -> bytes:
    return zlib.compress(data)


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 100) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


class TestEncodings:
    @pytest.mark.parametrize(
        ("encode", "headers"),
        [
            (gzip.compress, [("Content-Encoding", "gzip")]),
            (lambda data: gzip.compress(data[:300]) + gzip.compress(data[300:]), [("Content-Encoding", "x-gzip")]),
            (zlib_wrapped, [("Content-Encoding", "deflate")]),
            (bare_deflate, [("Content-Encoding", "deflate")]),
            (brotli.compress, [("Content-Encoding", "br")]),
            (zstandard.compress, [("Content-Encoding", "zstd")]),
            (chunked, [("Transfer-Encoding", "chunked")]),
            (
                lambda data: chunked(gzip.compress(data)),
                [("Transfer-Encoding", "chunked"), ("content-encoding", "GZIP")],
            ),
            (lambda data: brotli.compress(gzip.compress(data)), [("Content-Encoding", "gzip, br")]),
            (bytes, [("Content-Encoding", "identity")]),
            (bytes, [("Content-Encoding", "gzip")]),
            (bytes, [("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]),
        ],
    )
    def test_what_the_server_did_to_the_page_is_undone(
        self, tmp_path: Path, encode: Callable[[bytes], bytes], headers: list[tuple[str, str]]
    ) -> None:
        crawl = Crawl().answer(encode(page("Adamu")), "https://courier.example/1", headers=headers)
        documents, issues = read(crawl.save(tmp_path))
        assert issues == []
        assert documents[0].raw == page("Adamu").decode()

    def test_a_page_that_cannot_be_unpacked_is_named_and_the_next_is_read(self, tmp_path: Path) -> None:
        crawl = Crawl().answer(b"\x00\x01nothing", "https://courier.example/1", headers=[("Content-Encoding", "br")])
        crawl.answer(b"\x00\x01nothing", "https://courier.example/2", headers=[("Content-Encoding", "compress")])
        crawl.answer(page("Adamu"), "https://courier.example/3")
        documents, issues = read(crawl.save(tmp_path))
        assert who(documents) == ["Adamu"]
        assert [("/1:" in text, "/2:" in text) for text in errors(issues)] == [(True, False), (False, True)]

    @pytest.mark.parametrize(
        ("stated", "declared", "written"),
        [
            ("windows-1251", "windows-1251", "windows-1251"),
            ("windows-1251", "utf-8", "windows-1251"),
            ("iso-8859-1", "utf-8", "utf-8"),
            ("iso-8859-1", "iso-8859-1", "windows-1252"),
            ("iso-8859-1", "windows-1251", "windows-1251"),
            ("utf-16", "windows-1251", "windows-1251"),
            ("no-such-charset", "windows-1251", "windows-1251"),
            ("utf-8", "windows-1251", "windows-1251"),
            (None, "windows-1251", "windows-1251"),
        ],
    )
    def test_the_charset_is_found(self, tmp_path: Path, stated: str | None, declared: str, written: str) -> None:
        words = (
            "He said: „Привет“ to all of them." if written != "windows-1252" else "He said: “Déjà vu” to all of them."
        )
        body = page("Adamu", words=words).decode().replace("charset=utf-8", f"charset={declared}").encode(written)
        type = "text/html" if stated is None else f"text/html; charset={stated}"
        [document], _ = read(Crawl().answer(body, "https://courier.example/1", type=type).save(tmp_path))
        assert words in document.text


class TestDamage:
    @pytest.mark.parametrize("offset", [3, 12, 200, 350, -6])
    def test_a_damaged_record_is_named_and_the_others_are_read(self, tmp_path: Path, offset: int) -> None:
        crawl = crawl_of(MINISTERS)
        data = bytearray(crawl.buffer.getvalue())
        place = crawl.begins[4] + offset if offset > 0 else crawl.begins[5] + offset
        data[place : place + 3] = bytes(255 - byte for byte in data[place : place + 3])
        (tmp_path / "crawl.warc.gz").write_bytes(data)
        documents, issues = read(tmp_path / "crawl.warc.gz")
        assert who(documents) == [name for name in MINISTERS if name != MINISTERS[4]] or (
            offset == 3 and who(documents) == list(MINISTERS)  # flags of the gzip header that say nothing
        )
        if len(documents) < len(MINISTERS):
            [problem] = errors(issues)
            assert str(tmp_path) in problem

    def test_a_stretch_of_zeros_over_two_records(self, tmp_path: Path) -> None:
        crawl = crawl_of(MINISTERS)
        data = bytearray(crawl.buffer.getvalue())
        data[crawl.begins[4] - 100 : crawl.begins[4] + 100] = bytes(200)
        (tmp_path / "crawl.warc.gz").write_bytes(data)
        documents, issues = read(tmp_path / "crawl.warc.gz")
        assert who(documents) == [name for name in MINISTERS if name not in MINISTERS[3:5]]
        assert errors(issues)

    @pytest.mark.parametrize("packed", [True, False])
    @pytest.mark.parametrize("left", [20, 300, 500])
    def test_a_file_cut_short_keeps_what_came_before_and_says_so(self, tmp_path: Path, packed: bool, left: int) -> None:
        crawl = crawl_of(MINISTERS, packed=packed)
        (tmp_path / "crawl.warc").write_bytes(crawl.buffer.getvalue()[: crawl.begins[7] + left])
        documents, issues = read(tmp_path / "crawl.warc")
        assert who(documents) == list(MINISTERS[:7])
        [problem] = errors(issues)
        assert "cut short" in problem

    def test_a_plain_file_with_missing_bytes_goes_on_at_the_next_record(self, tmp_path: Path) -> None:
        crawl = crawl_of(MINISTERS, packed=False)
        data = crawl.buffer.getvalue()
        place = crawl.begins[4] + 600
        (tmp_path / "crawl.warc").write_bytes(data[:place] + data[place + 50 :])
        documents, issues = read(tmp_path / "crawl.warc")
        assert [name for name in who(documents) if name != MINISTERS[4]] == [*MINISTERS[:4], *MINISTERS[5:]][
            : len(documents)
        ]
        assert set(MINISTERS[6:]) <= set(who(documents))
        assert errors(issues)

    def test_a_page_that_does_not_match_its_digest_is_no_article(self, tmp_path: Path) -> None:
        crawl = crawl_of(MINISTERS[:3], packed=False)
        data = crawl.buffer.getvalue().replace(b"Minister Berger", b"Minister Burger")
        (tmp_path / "crawl.warc").write_bytes(data)
        documents, issues = read(tmp_path / "crawl.warc")
        assert who(documents) == ["Adamu", "Castel"]
        [problem] = errors(issues)
        assert "courier.example/berger" in problem and "digest" in problem

    def test_damage_in_a_pipe_ends_the_reading_with_a_sentence(self) -> None:
        program = (
            "from sayso.readers import read_documents\n"
            "for d in read_documents(['-'], on_issue=lambda i: print(i)): print(d.url)"
        )
        crawl = crawl_of(MINISTERS)
        data = crawl.buffer.getvalue()[: crawl.begins[2] + 200]
        done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
        lines = done.stdout.decode().splitlines()
        assert lines[:2] == ["https://courier.example/adamu", "https://courier.example/berger"]
        assert "damaged or cut short" in lines[2]

    def test_a_record_without_proper_http_costs_nothing_else(self, tmp_path: Path) -> None:
        crawl = crawl_of(MINISTERS[:2])
        odd = b"no HTTP at all\r\n\r\n<html>"
        headers = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/odd\r\n"
        headers += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(odd)}\r\n\r\n"
        crawl.buffer.write(gzip.compress(headers.encode() + odd + b"\r\n\r\n"))
        crawl.answer(page("Castel"), "https://courier.example/castel")
        documents, issues = read(crawl.save(tmp_path))
        assert who(documents) == list(MINISTERS[:3])
        assert issues
        assert all("odd" in problem for problem in errors(issues))

    @pytest.mark.parametrize("content", [b"WARC/1.0\r\nbroken", b"no archive at all", gzip.compress(b"nor this"), b""])
    def test_what_is_no_archive(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.warc").write_bytes(content)
        with pytest.raises(InputError) as caught:
            list(read_documents([tmp_path / "a.warc"]))
        assert str(caught.value).startswith(str(tmp_path / "a.warc"))

    def test_a_huge_page_is_named_and_not_held_in_memory(self, tmp_path: Path) -> None:
        crawl = Crawl()
        bomb = gzip.compress(b"<html>" + bytes(20_000_000))
        crawl.answer(bomb, "https://courier.example/bomb", headers=[("Content-Encoding", "gzip")])
        crawl.answer(b"<html>" + b"x" * 3_000_000, "https://courier.example/long").answer(
            page("Adamu"), "https://a.example/"
        )
        documents, issues = read(crawl.save(tmp_path), max_characters=10_000)
        assert who(documents) == ["Adamu"]
        assert [("bomb" in text, "over the limit" in text) for text in errors(issues)] == [(True, True), (False, True)]

    def test_a_huge_film_is_no_issue(self, tmp_path: Path) -> None:
        crawl = crawl_of(["Adamu"]).answer(bytes(3_000_000), "https://a.example/film", type="application/octet-stream")
        documents, [note] = read(crawl.save(tmp_path), max_characters=10_000)
        assert who(documents) == ["Adamu"]
        assert note.severity == "note"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    packed=st.booleans(),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=3),
    cut=st.floats(0.1, 1),
)
def test_damage_anywhere_loses_no_other_record_and_raises_nothing(
    tmp_path: Path, packed: bool, places: list[tuple[float, bytes]], cut: float
) -> None:
    crawl = crawl_of(MINISTERS, packed=packed)
    data = bytearray(crawl.buffer.getvalue())
    end = int(cut * len(data))
    touched = {end}
    for share, content in places:
        place = int(share * len(data))
        data[place : place + len(content)] = content
        touched.update(range(place, place + len(content) + 1))
    (tmp_path / "crawl.warc").write_bytes(data[:end])
    try:
        documents, issues = read(tmp_path / "crawl.warc")
    except InputError:
        raise AssertionError("an error that stops the reading") from None
    bounds = [*crawl.begins, len(crawl.buffer.getvalue())]
    whole = [
        name
        for name, begin, after in zip(MINISTERS, bounds, bounds[1:], strict=False)
        if after <= end and not touched.intersection(range(begin - 4, after))
    ]
    found = who(documents)
    if packed:
        assert [name for name in found if name in whole] == whole
    assert found or issues
    assert all(issue.remedy for issue in issues)


@given(data=st.binary(max_size=2000), size=st.integers(1, 700))
def test_chunks_are_joined_to_what_they_were_cut_from(data: bytes, size: int) -> None:
    assert joined_chunks(chunked(data, size)) == data


@given(
    data=st.binary(max_size=300), codings=st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked", "x"]))
)
def test_arbitrary_bytes_are_unpacked_or_refused(data: bytes, codings: list[str]) -> None:
    try:
        assert len(without_coding(data, ", ".join(codings), most=10_000)) <= 10_000
    except Unpackable as error:
        assert json.dumps(str(error))
