"""A synthetic store for benchmarks: who did what to whom in how many articles, with realistic skew, as rows of tables.

Some 200 countries with Zipf's skew, dates from 2000 to 2026 growing denser, 25 events a document, one to six reports an
occurrence. Each document has a title, 500 words by Zipf's law, and ten quotations of twenty of them. The same number of
events gives the same rows. Left out are sentences, times, contexts, outlets that are cited, and assessments.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy

from sayso.knowledge.facts import load_knowledge

OCCURRENCES_AT_ONCE = 50_000
A_DOCUMENT = 25
WORDS, TITLE_WORDS, QUOTATIONS, QUOTED_WORDS = 500, 9, 10, 20
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2026, 6, 30)
OUTLETS = 400
# Type, CAMEO, quad, PLOVER and Goldstein score, and how often.
KINDS = (
    ("CONSULT", "040", 1, 1.0, 1.0, 24),
    ("AGREE", "030", 1, 2.5, 4.0, 12),
    ("SUPPORT", "051", 1, 5.0, 3.4, 10),
    ("COOPERATE", "060", 2, 6.0, 6.0, 8),
    ("AID", "070", 2, 7.0, 7.0, 6),
    ("REQUEST", "101", 3, 0.0, -5.0, 8),
    ("ACCUSE", "111", 3, -3.5, -2.0, 12),
    ("THREATEN", "130", 3, -3.5, -4.4, 6),
    ("SANCTION", "163", 4, -6.0, -8.0, 4),
    ("COERCE", "173", 4, -7.0, -5.0, 5),
    ("ASSAULT", "190", 4, -10.0, -10.0, 5),
)
# The most frequent words of the vocabulary, by rank; the rest is made of syllables.
COMMON = (
    "the of to and in a said that on for with is was he by as at from has it his have be an are not were will had they "
    "who but their been this after which would its or new government more president also minister one people two "
    "state year about countries up country security last first out foreign officials war told than when over other "
    "military between political there under week against leader united could talks agreement party forces police "
    "international election ministry statement attack sanctions border peace troops embassy parliament ceasefire"
).split()
VOCABULARY = 50_000
COLUMNS = {
    "documents": ("id", "text", "title", "publisher", "published", "language", "extra"),
    "codings": ("document_id", "run_id", "current"),
    "events": (
        "document_id", "run_id", "position", "id", "trigger_start", "trigger_end", "trigger_text", "sentence_start",
        "sentence_end", "type", "cameo", "quad", "score", "goldstein", "date_begin", "date_end", "date_precision",
        "status", "confidence", "reason",
    ),
    "ties": (
        "document_id", "run_id", "event", "a", "a_country", "b", "b_country", "begin", "end", "type", "quad", "score",
        "goldstein", "status", "mutual", "claimed",
    ),
    "voices": ("document_id", "run_id", "event", "claimant", "country", "outlet", "certainty", "polarity"),
    "entities": ("document_id", "run_id", "position", "id", "name", "kind", "country"),
    "mentions": ("document_id", "run_id", "position", "id", "start", "end", "text", "form", "entity"),
    "participants": ("document_id", "run_id", "position", "event_id", "role", "mention_id"),
    "claims": ("document_id", "run_id", "position", "event", "claimant", "attribution", "certainty", "polarity"),
    "attributions": ("document_id", "run_id", "position", "id", "kind", "source", "polarity", "certainty", "outer"),
    "attribution_contents": ("document_id", "run_id", "attribution_id", "position", "start", "end", "text"),
    "origins": ("document_id", "run_id", "origin", "kind", "because"),
    "occurrences": ("id", "type", "a_country", "b_country", "begin", "end", "dated"),
    "reports": ("occurrence", "document_id", "run_id", "event", "because", "undone"),
    "passages": ("id", "document_id", "run_id", "attribution"),
    "passage_words": ("rowid", "title", "words"),
    "names": ("id", "entity", "name"),
    "name_words": ("rowid", "words"),
}  # fmt: skip
# What a coding says of events; besides, what joins them, and what a search looks into.
RELATION = ("documents", "codings", "events", "ties", "voices")
RECORD = ("entities", "mentions", "participants", "claims", "attributions", "attribution_contents")
JOINED = ("origins", "occurrences", "reports")
WORDS_INDEX = ("passages", "passage_words", "names", "name_words")
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class World:
    """The countries, the most talked of first, with their names and how often each is."""

    codes: Sequence[str]
    names: Sequence[str]
    weights: Any


def synthetic(wanted: int, run: int, number: int) -> Iterator[Rows]:
    """Batches of rows, those of whole documents together."""
    numbers = numpy.random.default_rng(2026)
    world = the_world(number)
    made = batch = 0
    while made < wanted:
        rows = one_batch(numbers, world, run, batch, wanted - made)
        if batch == 0:
            named = zip(world.codes, world.names, strict=True)
            rows["names"] = [(place, code, name) for place, (code, name) in enumerate(named, 1)]
            rows["name_words"] = [(place, name.lower()) for place, name in enumerate(world.names, 1)]
        made += len(rows["events"])
        batch += 1
        yield rows


def the_world(number: int) -> World:
    """So many countries, not in the alphabet's order, but in the same one each time."""
    countries = load_knowledge().countries
    codes = sorted(countries)
    random.Random(7).shuffle(codes)
    codes = codes[:number]
    weights = 1 / numpy.arange(1, len(codes) + 1)
    return World(codes, [countries[code].name for code in codes], weights / weights.sum())


@cache
def vocabulary() -> tuple[Any, Any]:
    """The words by rank, and the sums of their frequencies up to each."""
    letters = random.Random(11)
    words = dict.fromkeys(COMMON)
    while len(words) < VOCABULARY:
        syllables = letters.randint(2, 5)
        word = "".join(letters.choice("bcdfghklmnprstvz") + letters.choice("aeiou") for _ in range(syllables))
        words.setdefault(word)
    frequencies = 1 / (numpy.arange(VOCABULARY) + 2.7)
    return numpy.array(list(words), dtype=object), numpy.cumsum(frequencies / frequencies.sum())


def one_batch(numbers: Any, world: World, run: int, batch: int, most: int) -> Rows:
    """The reports of some occurrences, shuffled over documents."""
    size = OCCURRENCES_AT_ONCE
    a, b = (numbers.choice(len(world.codes), size, p=world.weights).tolist() for _ in "ab")
    often = numpy.array([kind[-1] for kind in KINDS]) / sum(kind[-1] for kind in KINDS)
    kinds = numbers.choice(len(KINDS), size, p=often).tolist()
    days = (LAST_DAY - FIRST_DAY).days
    offsets = (numpy.sqrt(numbers.random(size)) * days).astype(int).tolist()
    told = numpy.minimum(numbers.geometric(0.62, size), 6)
    reporting = numbers.permutation(numpy.repeat(numpy.arange(size), told))[:most].tolist()
    alone = (numbers.random(size) < 0.2).tolist()
    rows: Rows = {table: [] for table in COLUMNS}
    for number in sorted(set(reporting)):
        day = iso(offsets[number])
        other = None if alone[number] else world.codes[b[number]]
        rows["occurrences"].append(
            (f"{batch:05}-{number:06}", KINDS[kinds[number]][0], world.codes[a[number]], other, day, day, 1)
        )
    documents = range(0, len(reporting), A_DOCUMENT)
    texts = written(numbers, len(documents))
    previous = ""
    for place, (start, words) in enumerate(zip(documents, texts, strict=True)):
        acts = []
        for number in reporting[start : start + A_DOCUMENT]:
            other = None if alone[number] else b[number]
            acts.append((f"{batch:05}-{number:06}", KINDS[kinds[number]], a[number], other, iso(offsets[number])))
        origin = previous if previous and numbers.random() < 0.15 else ""
        previous = f"s{batch:05}-{place:06}"
        one_document(rows, Article(previous, run, origin or previous, words, acts), numbers, world)
    rows["reports"].sort()
    return rows


@cache
def iso(offset: int) -> str:
    """So many days after the first."""
    return (FIRST_DAY + timedelta(days=offset)).isoformat()


def written(numbers: Any, articles: int) -> Iterator[list[str]]:
    """The words of articles."""
    words, sums = vocabulary()
    for _ in range(articles):
        ranks = numpy.searchsorted(sums, numbers.random(TITLE_WORDS + WORDS))
        yield words[numpy.minimum(ranks, VOCABULARY - 1)].tolist()


@dataclass(frozen=True, slots=True)
class Article:
    """A document to come: its words, the title's first, and its acts as (occurrence, kind, actor, recipient, day)."""

    id: str
    run: int
    origin: str
    words: list[str]
    acts: list[tuple[str, tuple[Any, ...], int, int | None, str]]


def one_document(rows: Rows, article: Article, numbers: Any, world: World) -> None:
    """Add the rows of one article to those of its batch."""
    key = article.id, article.run
    number = int(numbers.integers(OUTLETS))
    outlet = f"Outlet {number}", world.codes[number % len(world.codes)]
    words, title = article.words[TITLE_WORDS:], article.words[:TITLE_WORDS]
    text = " ".join(words)
    rows["documents"].append((article.id, text, " ".join(title), outlet[0], article.acts[0][-1], "en", "{}"))
    rows["codings"].append((*key, 1))
    kind = "first" if article.origin == article.id else "copy"
    rows["origins"].append((*key, article.origin, kind, "synthetic"))
    mentions = {
        country: f"m{place}"
        for place, country in enumerate(
            dict.fromkeys(country for _, _, a, b, _ in article.acts for country in (a, b) if country is not None)
        )
    }
    for place, (country, mention) in enumerate(mentions.items()):
        code, name = world.codes[country], world.names[country]
        rows["entities"].append((*key, place, code, name, "state", code))
        rows["mentions"].append((*key, place, mention, 0, len(words[0]), name, "name", code))
    add_acts(rows, article, mentions, outlet, numbers.random((len(article.acts), 4)).tolist(), world)
    add_words(rows, article, list(mentions.values()))


def add_acts(
    rows: Rows,
    article: Article,
    mentions: dict[int, str],
    outlet: tuple[str, str],
    chances: list[list[float]],
    world: World,
) -> None:
    """The events of an article with those who take part in them and those who claim them."""
    key = article.id, article.run
    for place, ((occurrence, kind, a, b, day), chance) in enumerate(zip(article.acts, chances, strict=True)):
        event = f"e{place + 1}"
        type, cameo, quad, score, goldstein, _ = kind
        claimed, status = chance[0] < 0.92, "actual" if chance[1] < 0.8 else "future"
        one, other = world.codes[a], None if b is None else world.codes[b]
        start = place * 10
        rows["events"].append(
            (*key, place, event, start, start + 5, "words", start, start + 60, type, cameo, quad, score, goldstein, day,
             day, "day", status, 0.8, "synthetic")
        )  # fmt: skip
        mutual = int(type == "CONSULT")
        rows["ties"].append(
            (*key, event, one, one, other, other, day, day, type, quad, score, goldstein, status, mutual, int(claimed))
        )
        rows["participants"].append((*key, 0, event, "actor", mentions[a]))
        if b is not None:
            rows["participants"].append((*key, 0, event, "recipient", mentions[b]))
        certainty = "certain" if claimed else "unknown"
        add_claim(rows, key, event, None, (*outlet, 1, certainty, "positive"))
        if chance[2] < 0.4:
            add_claim(rows, key, event, mentions[a], (one, one, 0, "certain", "positive"))
        if chance[3] < 0.05 and b is not None:
            add_claim(rows, key, event, mentions[b], (other, other, 0, "certain", "negative"))
        rows["reports"].append((occurrence, *key, event, "synthetic", 0))


def add_claim(rows: Rows, key: tuple[str, int], event: str, mention: str | None, voice: tuple[Any, ...]) -> None:
    """One claim on an event, and the voice that repeats it."""
    rows["claims"].append((*key, len(rows["claims"]), event, mention, None, *voice[-2:]))
    rows["voices"].append((*key, event, *voice))


def add_words(rows: Rows, article: Article, mentions: list[str]) -> None:
    """The quotations of an article, and all that a search can find in it. Passages are numbered when written."""
    key = article.id, article.run
    words, title = article.words[TITLE_WORDS:], article.words[:TITLE_WORDS]
    rows["passages"].append((article.id, None, None))
    rows["passage_words"].append((" ".join(title), " ".join(words)))
    ends = numpy.cumsum([len(word) + 1 for word in words])
    for place in range(QUOTATIONS):
        first = place * WORDS // QUOTATIONS
        start, end = int(ends[first - 1]) if first else 0, int(ends[first + QUOTED_WORDS - 1]) - 1
        quoted = " ".join(words[first : first + QUOTED_WORDS])
        source = mentions[place % len(mentions)]
        rows["attributions"].append((*key, place, f"a{place}", "direct", source, "positive", "certain", "unknown"))
        rows["attribution_contents"].append((*key, f"a{place}", 0, start, end, quoted))
        rows["passages"].append((*key, f"a{place}"))
        rows["passage_words"].append(("", quoted))
