"""Makes corpora of any size by recombining real paragraphs with fresh names and dates.

usage: corpus.py OUT.jsonl|.jsonl.zst|.parquet|.warc.gz --documents 50000 [--words 80] [--seed 1] [--from FILE.jsonl]

Each article takes the length of a real one (or --words) and is put together from paragraphs of several. Within it
countries, their people, capitals and leaders are exchanged consistently for others, and all years are moved by as much
as the date of publication. The paragraphs are those of `../shared/news/news.jsonl`, or where it is absent the demo's.
The same seed gives the same corpus, and a longer one begins with the shorter.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

import sayso
from sayso.demo import CORPUS

NEWS = Path(__file__).parents[2] / "shared" / "news" / "news.jsonl"
KNOWLEDGE = Path(sayso.__file__).parent / "knowledge"
OUTLETS = [
    f"{place} {kind}" for place in ("Delta", "Harbour", "Ridge", "Steppe", "Lagoon") for kind in ("Courier", "Post")
]
SENTENCE_END = re.compile(r"(?<=[.!?][\"”’)])\s+(?=[A-Z“\"])|(?<=[a-z0-9][.!?])\s+(?=[A-Z“\"])")
YEAR = r"\b(?:19[5-9]\d|20[0-2]\d)\b"
LEAST_WORDS = 5  # of a sentence: shorter ones are headings, bylines, dates
ROWS = 1000  # written to Parquet at once
FIRST_YEAR, LAST_YEAR = 1995, 2025

Write = Callable[[Path, Iterable[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of text that is exchanged: a name of a country, by kind, or a year."""

    kind: str
    country: str
    words: str


@dataclass(frozen=True, slots=True)
class Article:
    """A real article as material: its sentences by paragraphs, each cut into plain text and slots."""

    title: tuple[str | Slot, ...]
    paragraphs: tuple[tuple[tuple[str | Slot, ...], ...], ...]
    words: int
    year: int


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, help="of each document; as in real ones when left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="source", type=Path, default=NEWS if NEWS.is_file() else CORPUS)
    given = parser.parse_args()
    write = next((write for ending, write in WRITERS.items() if given.out.name.endswith(ending)), None)
    if write is None:
        parser.error(f"{given.out}: end the name in one of {', '.join(WRITERS)}")
    write(given.out, islice(corpus(given.source, words=given.words, seed=given.seed), given.documents))
    print(f"{given.documents:,} documents, {given.out.stat().st_size:,} bytes: {given.out}")


def corpus(source: Path, *, words: int | None = None, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Records without end."""
    names = Names.load()
    articles = [article for article in read_articles(source, names) if article.paragraphs]
    number = 0
    while True:
        number += 1
        # A generator of its own for each document, so that any of them can be made without those before it.
        yield fresh_article(articles, names, number, random.Random(f"{seed}/{number}"), words)


def fresh_article(
    articles: Sequence[Article], names: Names, number: int, chance: random.Random, words: int | None
) -> dict[str, Any]:
    """One record: paragraphs of several articles, with one exchange of names and one shift of years for all."""
    model = chance.choice(articles)
    year = chance.randint(FIRST_YEAR, LAST_YEAR)
    exchange = Exchange(names, chance, year - model.year)
    wanted, paragraphs = words or model.words, []
    while wanted > 0:
        sentences = []
        for sentence in chance.choice(chance.choice(articles).paragraphs):
            if wanted > 0:
                sentences.append(exchange.fill(sentence))
                wanted -= len(sentences[-1].split())
        paragraphs.append(" ".join(sentences))
    return {
        "id": f"made-{number:08}",
        "title": exchange.fill(model.title),
        "text": "\n".join(paragraphs),
        "url": f"https://{chance.choice(OUTLETS).replace(' ', '').lower()}.example/{year}/{number}",
        "publisher": chance.choice(OUTLETS),
        "published": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "language": "en",
    }


def read_articles(source: Path, names: Names) -> Iterator[Article]:
    """The articles of a JSONL file, cut up."""
    with source.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            paragraphs = []
            for paragraph in record["text"].split("\n"):
                sentences = [part for part in SENTENCE_END.split(paragraph.strip()) if len(part.split()) >= LEAST_WORDS]
                if sentences and paragraph.rstrip().endswith((".", "!", "?", "”", '"')):
                    paragraphs.append(tuple(names.cut(sentence) for sentence in sentences))
            year = int((record.get("published") or "2015")[:4])
            yield Article(names.cut(record.get("title") or ""), tuple(paragraphs), len(record["text"].split()), year)


class Names:
    """What countries, their people, capitals and leaders are called."""

    def __init__(self, called: dict[str, dict[str, list[str]]]) -> None:
        self.called = called
        self.slots: dict[str, Slot] = {}
        for country, kinds in called.items():
            for kind, listed in kinds.items():
                for words in listed:
                    self.slots.setdefault(words, Slot(kind, country, words))
        longest_first = sorted(self.slots, key=len, reverse=True)
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b|{YEAR}")
        self.complete = sorted(country for country, kinds in called.items() if all(kinds.values()))

    @classmethod
    def load(cls) -> Names:
        """The names in the tables of facts; leaders are all heads of state and government listed."""
        people = {row["id"]: row["name"] for row in rows("people.csv")}
        leaders: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows("offices.csv"):
            if row["office"] in ("head_of_state", "head_of_government") and " " in people.get(row["person"], ""):
                leaders[row["country"]].add(people[row["person"]])
        return cls(
            {
                row["alpha3"]: {
                    "name": [row["name"]],
                    "adjective": row["adjectives"].split("|")[:1] if row["adjectives"] else [],
                    "nationals": [name for name in row["nationals"].split("|") if name.endswith("s")][:1],
                    "capital": [row["capital"]] if row["capital"] else [],
                    "leader": sorted(leaders[row["alpha3"]]),
                }
                for row in rows("countries.csv")
                if not row["former"]
            }
        )

    def cut(self, text: str) -> tuple[str | Slot, ...]:
        """The text with slots where names and years stand."""
        pieces: list[str | Slot] = []
        position = 0
        for found in self.pattern.finditer(text):
            pieces += [text[position : found.start()], self.slots.get(found[0]) or Slot("year", "", found[0])]
            position = found.end()
        return (*pieces, text[position:])


class Exchange:
    """The names of one article: each country stands for another one throughout, its leaders for leaders of that one."""

    def __init__(self, names: Names, chance: random.Random, shift: int) -> None:
        self.names, self.chance, self.shift = names, chance, shift
        self.free = chance.sample(names.complete, len(names.complete))
        self.countries: dict[str, str] = {}
        self.leaders: dict[str, str] = {}

    def fill(self, pieces: Sequence[str | Slot]) -> str:
        """The text with what the slots stand for now."""
        return "".join(piece if isinstance(piece, str) else self.put(piece) for piece in pieces)

    def put(self, slot: Slot) -> str:
        """The other name, or the moved year."""
        if slot.kind == "year":
            return str(int(slot.words) + self.shift)
        if slot.country not in self.countries:
            self.countries[slot.country] = self.free.pop() if self.free else slot.country
        called = self.names.called[self.countries[slot.country]][slot.kind]
        if slot.kind != "leader":
            return called[0] if called else slot.words
        return self.leaders.setdefault(slot.words, self.chance.choice(called) if called else slot.words)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of facts."""
    with (KNOWLEDGE / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(line for line in stream if not line.startswith("#"))


def write_jsonl(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One object a line."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write_packed(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One object a line, packed."""
    import zstandard

    with path.open("wb") as packed, zstandard.ZstdCompressor(level=6).stream_writer(packed) as stream:
        for record in records:
            stream.write((json.dumps(record, ensure_ascii=False) + "\n").encode())


def write_parquet(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """A column for each field, a row group for each thousand."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    remaining = iter(records)
    writer = None
    while batch := list(islice(remaining, ROWS)):
        table = pyarrow.Table.from_pylist(batch)
        writer = writer or ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def write_warc(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """A plain page for each, as a server would answer it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for record in records:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = io.BytesIO(page_of(record).encode("utf-8"))
            writer.write_record(
                writer.create_warc_record(record["url"], "response", payload=body, http_headers=headers)
            )


def page_of(record: dict[str, Any]) -> str:
    """The record as a page."""
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in record["text"].split("\n"))
    title, publisher = escape(record["title"]), escape(record["publisher"])
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{publisher}">'
        f'<meta property="article:published_time" content="{record["published"]}"></head>'
        f"<body><nav><a href='/'>{publisher}</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


WRITERS: dict[str, Write] = {
    ".jsonl": write_jsonl,
    ".jsonl.zst": write_packed,
    ".parquet": write_parquet,
    ".warc.gz": write_warc,
}


if __name__ == "__main__":
    main()
