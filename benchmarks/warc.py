"""Pages a second of the WARC reader against fastwarc and trafilatura run alone, in the same run.

usage: warc.py [--pages 2000] [--rounds 3] [--heavy] [--profile]

The crawl is made by warcio from the pages in `tests/readers/pages`, each time with paragraphs of others of them and
another year, with images and redirects between the pages; --heavy adds the weight of real sites (scripts, style sheets,
long menus). All ways read the same file in turn, in pieces of 100 pages, and processor time is counted,
so that a busy machine slows all: read the ratio. Alone, trafilatura has the settings it has in the reader (fast, no
comments, no tables), once without its metadata and once with, since the reader finds these too. Exit code 1 where the
reader has less than .90 of its speed with metadata.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sayso.readers import ReadOptions, read_documents

PAGES = Path(__file__).parent.parent / "tests" / "readers" / "pages"
LEAST = 0.9
PIECE = 100
WEIGHT = 40  # kilobytes that a page carries besides its article, in the mean
PARAGRAPH = re.compile(r"(<p\b[^>]*>)(.{80,}?)(</p>)", re.DOTALL)
YEAR = re.compile(r"\b(?:19|20)\d\d(?=-\d\d-\d\d)")


def main() -> int:
    """Print the three speeds and the ratios; 1 where the reader is slower than it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--heavy", action="store_true", help="with scripts, style sheets and menus")
    parser.add_argument("--profile", action="store_true", help="where the reader spends its time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        write_crawl(path, given.pages, weight=WEIGHT if given.heavy else 0)
        if given.profile:
            profile(path)
            return 0
        ways: dict[str, Callable[[Path], Iterator[str]]] = {
            "sayso": with_sayso,
            "alone, text only": lambda path: alone(path, metadata=False),
            "alone, with metadata": lambda path: alone(path, metadata=True),
        }
        for way in ways.values():  # imports and caches
            next(way(path))
        seconds, counts = timed(ways, path, given.rounds)
    print(f"{given.pages:,} pages, {given.rounds} rounds in turn")
    for name, spent in seconds.items():
        speed, ratio = given.rounds * given.pages / spent, spent / seconds["sayso"]
        print(f"{name:22}{speed:8,.0f} pages/s {counts[name]:8,} texts   the reader has {ratio:.2f} of its speed")
    return int(seconds["alone, with metadata"] / seconds["sayso"] < LEAST)


def timed(
    ways: dict[str, Callable[[Path], Iterator[str]]], path: Path, rounds: int
) -> tuple[dict[str, float], dict[str, int]]:
    """Processor seconds of each way and the articles it found, the ways taking turns piece by piece."""
    seconds, counts = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0)
    for _ in range(rounds):
        running = {name: way(path) for name, way in ways.items()}
        while running:
            for name in list(running):
                began = time.process_time()
                found = sum(1 for _ in islice(running[name], PIECE))
                seconds[name] += time.process_time() - began
                counts[name] += found
                if found < PIECE:
                    del running[name]
    return seconds, counts


def with_sayso(path: Path) -> Iterator[str]:
    """The texts as the reader gives them."""
    for document in read_documents([path], ReadOptions(), on_issue=lambda issue: None):
        yield document.text


def alone(path: Path, *, metadata: bool) -> Iterator[str]:
    """The texts as the two libraries give them without anything of ours."""
    from trafilatura import bare_extraction

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
            if record.http_headers.status_code != 200 or record.http_content_type != "text/html":
                continue
            page = record.reader.read().decode(record.http_charset or "utf-8", "replace")
            found = bare_extraction(
                page, fast=True, include_comments=False, include_tables=False, with_metadata=metadata, url=None
            )
            yield getattr(found, "text", None) or ""


def write_crawl(path: Path, pages: int, *, weight: int) -> None:
    """A crawl of so many pages, one packed member a record."""
    chance = random.Random(7)
    models = [file.read_text("utf-8", "replace") for file in sorted(PAGES.glob("*.html"))]
    paragraphs = [found[2] for page in models for found in PARAGRAPH.finditer(page)]
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(pages):
            page = fresh_page(models[number % len(models)], paragraphs, number, chance)
            page = heavier(page, number, chance.randint(0, 2 * weight))
            url = f"https://site{number % 30}.example/{number}"
            answer(writer, url, page.encode("utf-8"), "text/html; charset=utf-8")
            if number % 3 == 0:
                answer(writer, f"{url}.png", chance.randbytes(20_000), "image/png")
                answer(writer, f"{url}/old", b"", "text/html", status="301 Moved Permanently")


def fresh_page(model: str, paragraphs: list[str], number: int, chance: random.Random) -> str:
    """The page with other paragraphs and another year."""

    def other(found: re.Match[str]) -> str:
        return f"{found[1]}{chance.choice(paragraphs)} Case {number} of {chance.randrange(10**6)}.{found[3]}"

    return YEAR.sub(str(2000 + number % 24), PARAGRAPH.sub(other, model))


def heavier(page: str, number: int, weight: int) -> str:
    """The page with so many kilobytes of what real sites send along, two thirds of it scripts and style sheets."""
    rules = "".join(f".c{number}-{line}{{margin:0 {line}px;color:#{line:06x}}}\n" for line in range(weight * 8))
    state = "".join(
        f'{{"id":{number},"slot":"top-{line}","sizes":[[300,250],[728,90]]}},' for line in range(weight * 6)
    )
    links = "".join(f'<li><a href="/topic/{number}-{line}">Topic {line}</a></li>' for line in range(weight * 5))
    head = f"<style>{rules}</style><script>window.ads=[{state}0];</script></head>"
    menu = f'<nav class="menu"><ul>{links}</ul></nav></body>'
    # The comment tells pages apart that take nothing of all that.
    return page.replace("</head>", head, 1).replace("</body>", menu, 1) + f"<!-- page {number} -->"


def answer(writer: WARCWriter, url: str, body: bytes, type: str, status: str = "200 OK") -> None:
    """Write one response."""
    headers = StatusAndHeaders(status, [("Content-Type", type)], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))


def profile(path: Path) -> None:
    """Print the functions that take the most time."""
    next(with_sayso(path))
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in with_sayso(path):
        pass
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    sys.exit(main())
