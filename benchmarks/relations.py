"""How fast a large store is filled, and how fast the relation of a busy pair comes from it.

usage: relations.py [--events 10000000] [--store FILE] [--keep] [--only-ask]

The store is synthetic: some 200 countries with Zipf's skew, dates from 2000 to 2026 growing denser, three events a
document, one to six reports an occurrence. Rows go straight into the tables of documents, codings, events, ties,
voices, origins, occurrences and reports, since coding ten million articles is not the point; as is usual for such a
load, the indexes are made after the rows, and that time counts. Bounds: 20,000 events a second; 0.3 seconds (95th
percentile of 50) for the busiest pair by month in a warm process. Ten million events take some 13 GB, for a while more.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy

from sayso.knowledge.facts import load_knowledge
from sayso.relations import relation
from sayso.store import Store, open_store
from sayso.store.rollup import refresh
from sayso.store.sides import Side

FEWEST_A_SECOND = 20_000
MOST_SECONDS = 0.3
QUESTIONS = 50
OCCURRENCES_AT_ONCE = 50_000
A_DOCUMENT = 3
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2026, 6, 30)
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
COLUMNS = {
    "documents": ("id", "text", "publisher", "published", "language", "extra"),
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
    "origins": ("document_id", "run_id", "origin", "kind", "because"),
    "occurrences": ("id", "type", "a_country", "b_country", "begin", "end", "dated"),
    "reports": ("occurrence", "document_id", "run_id", "event", "because", "undone"),
}  # fmt: skip
JOINED = ("origins", "occurrences", "reports")
LOADED = tuple(table for table in COLUMNS if table not in JOINED)
Rows = dict[str, list[tuple[Any, ...]]]


def main() -> int:
    """Fill, roll up, ask; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--countries", type=int, default=200, help="fewer make the busiest pair busier")
    parser.add_argument("--store", type=Path, help="where; a file that is removed afterwards if left out")
    parser.add_argument("--keep", action="store_true", help="do not remove the store")
    parser.add_argument("--only-ask", action="store_true", help="the store is there from an earlier run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "synthetic.db"
        a_second = float("inf") if given.only_ask else fill(path, given.events, given.countries)
        worst = ask(path)
        print(f"{path.stat().st_size / 1e9:.1f} GB")
        if given.store and not given.keep:
            for each in path.parent.glob(path.name + "*"):
                each.unlink()
    return int(a_second < FEWEST_A_SECOND or worst > MOST_SECONDS)


def fill(path: Path, wanted: int, countries: int) -> float:
    """Write the synthetic store; how many events a second with their indexes, what joins them left out."""
    with open_store(path) as store:
        run = store.begin_run(model="none")
        connection = sqlite3.connect(path)
        indexes = drop_indexes(connection)
        written = 0
        # To invent the events is no part of loading them; joining them is a step of its own.
        loading = joining = 0.0
        for rows in synthetic(wanted, run.id, countries):
            loading += write(connection, rows, LOADED)
            joining += write(connection, rows, JOINED)
            written += len(rows["events"])
        began = time.perf_counter()
        for index in indexes:
            connection.execute(index)
        connection.execute("ANALYZE")
        connection.close()
        indexed = time.perf_counter()
        rolled = refresh(store)
        store.finish_run(run)
    indexing, rolling = indexed - began, time.perf_counter() - indexed
    a_second = written / (loading + indexing)
    print(f"{written:,} events: rows {loading:.0f} s, indexes {indexing:.0f} s: {a_second:,.0f} events a second")
    print(f"rows of origins and occurrences {joining:.0f} s, rollup of {rolled} pairs {rolling:.0f} s")
    return a_second


def drop_indexes(connection: sqlite3.Connection) -> list[str]:
    """Take the indexes off the tables that are filled; the statements that make them again."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("PRAGMA threads = 2")
    return [sql for _, sql in found]


def write(connection: sqlite3.Connection, rows: Rows, tables: Sequence[str]) -> float:
    """One transaction; the seconds it took."""
    began = time.perf_counter()
    for table in tables:
        columns = COLUMNS[table]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])
    connection.commit()
    return time.perf_counter() - began


def synthetic(wanted: int, run: int, number: int) -> Iterator[Rows]:
    """Batches of rows, the same ones for the same number of events."""
    numbers = numpy.random.default_rng(2026)
    countries = sorted(code for code in load_knowledge().countries)
    # Not the alphabet's order, but the same one each time.
    random.Random(7).shuffle(countries)
    countries = countries[:number]
    weights = 1 / numpy.arange(1, len(countries) + 1)
    weights /= weights.sum()
    made = batch = 0
    while made < wanted:
        rows = one_batch(numbers, countries, weights, run, batch, wanted - made)
        made += len(rows["events"])
        batch += 1
        yield rows


def one_batch(numbers: Any, countries: Sequence[str], weights: Any, run: int, batch: int, most: int) -> Rows:
    """The reports of some occurrences, shuffled over documents."""
    size = OCCURRENCES_AT_ONCE
    a = numbers.choice(len(countries), size, p=weights)
    b = numbers.choice(len(countries), size, p=weights)
    often = numpy.array([kind[-1] for kind in KINDS]) / sum(kind[-1] for kind in KINDS)
    kinds = numbers.choice(len(KINDS), size, p=often)
    days = (LAST_DAY - FIRST_DAY).days
    offsets = (numpy.sqrt(numbers.random(size)) * days).astype(int)
    told = numpy.minimum(numbers.geometric(0.62, size), 6)
    reporting = numbers.permutation(numpy.repeat(numpy.arange(size), told))[:most]
    alone = numbers.random(size) < 0.2
    claimed = numbers.random(len(reporting)) < 0.92
    actual = numbers.random(len(reporting)) < 0.8
    denied = numbers.random(len(reporting)) < 0.05
    attributed = numbers.random(len(reporting)) < 0.4
    copied = numbers.random(len(reporting)) < 0.15

    days_of = [(FIRST_DAY + timedelta(days=int(offset))).isoformat() for offset in range(days + 1)]
    rows: Rows = {table: [] for table in COLUMNS}
    seen = numpy.unique(reporting)
    for number in seen.tolist():
        day = days_of[offsets[number]]
        other = None if alone[number] else countries[b[number]]
        rows["occurrences"].append(
            (f"{batch:05}-{number:06}", KINDS[kinds[number]][0], countries[a[number]], other, day, day, 1)
        )
    sides, others, kind_of, day_of = a.tolist(), b.tolist(), kinds.tolist(), offsets.tolist()
    nobody = alone.tolist()
    flags = zip(
        reporting.tolist(), claimed.tolist(), actual.tolist(), denied.tolist(), attributed.tolist(), copied.tolist(),
        strict=True,
    )  # fmt: skip
    document = ""
    for place, (number, is_claimed, is_actual, is_denied, is_attributed, is_copied) in enumerate(flags):
        event = f"e{place % A_DOCUMENT + 1}"
        one = countries[sides[number]]
        other = None if nobody[number] else countries[others[number]]
        kind, cameo, quad, score, goldstein, _ = KINDS[kind_of[number]]
        day = days_of[day_of[number]]
        if place % A_DOCUMENT == 0:
            previous, document = document, f"s{batch:05}-{place // A_DOCUMENT:06}"
            outlet = f"Outlet {number % 400}"
            text = f"{one} and {other}: {kind.lower()} on {day}. The text of a synthetic article says no more."
            rows["documents"].append((document, text, outlet, day, "en", "{}"))
            rows["codings"].append((document, run, 1))
            origin = previous if is_copied and previous else document
            rows["origins"].append((document, run, origin, "copy" if origin != document else "first", "synthetic"))
        status = "actual" if is_actual else "future"
        mutual = int(kind == "CONSULT")
        claim = int(is_claimed)
        rows["events"].append(
            (document, run, place % A_DOCUMENT, event, 0, 3, one, 0, 40, kind, cameo, quad, score, goldstein, day, day,
             "day", status, 0.8, "synthetic")
        )  # fmt: skip
        rows["ties"].append(
            (
                document,
                run,
                event,
                one,
                one,
                other,
                other,
                day,
                day,
                kind,
                quad,
                score,
                goldstein,
                status,
                mutual,
                claim,
            )
        )
        certainty = "certain" if is_claimed else "unknown"
        rows["voices"].append((document, run, event, outlet, None, 1, certainty, "positive"))
        if is_attributed:
            rows["voices"].append((document, run, event, one, one, 0, "certain", "positive"))
        if is_denied:
            rows["voices"].append((document, run, event, other, other, 0, "certain", "negative"))
        rows["reports"].append((f"{batch:05}-{number:06}", document, run, event, "synthetic", 0))
    rows["reports"].sort()
    return rows


def ask(path: Path) -> float:
    """Ask for the busiest pair many times in several ways; the 95th percentile of the usual question by month."""
    with open_store(path, create=False) as store:
        a, b, ties = busiest(store)
        print(f"busiest pair {a} – {b}: {ties:,} ties")
        usual = percentile(store, a, b, QUESTIONS)
        print(f"by month: {usual:.3f} s (95th percentile of {QUESTIONS})")
        for name, options in {
            "by quarter": {"by": "quarter"},
            "by week": {"by": "week"},
            "one year by month": {"since": "2025-01-01", "until": "2025-12-31"},
            "as A tells it": {"perspective": "A"},
        }.items():
            rounds = 3 if "perspective" in options else 10
            print(f"{name}: {percentile(store, a, b, rounds, **options):.3f} s (95th percentile of {rounds})")
        with store.reading() as connection:
            sides = Side(a, a, country=a), Side(b, b, country=b)
            print(f"the pair is {'not ' * (not is_kept(connection, sides))}in the rollup")
    return usual


def busiest(store: Store) -> tuple[str, str, int]:
    """The pair of different countries with most ties."""
    query = "SELECT a_country, b_country, count(*) FROM ties GROUP BY a_country, b_country"
    counts: dict[tuple[str, str], int] = {}
    with store.reading() as connection:
        for a, b, number in connection.exec_driver_sql(query):
            if a and b and a != b:
                counts[min(a, b), max(a, b)] = counts.get((min(a, b), max(a, b)), 0) + number
    (a, b), number = max(counts.items(), key=lambda item: (item[1], item[0]))
    return a, b, number


def percentile(store: Store, a: str, b: str, rounds: int, **options: Any) -> float:
    """Seconds within which 95 of 100 answers come, after one to warm up."""
    relation(store, a, b, **options)
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        relation(store, a, b, **options)
        seconds.append(time.perf_counter() - began)
    return float(numpy.percentile(seconds, 95))


def is_kept(connection: Any, sides: tuple[Side, Side]) -> bool:
    """Whether the usual question is answered from the rollup."""
    from sayso.store.dyads import Question
    from sayso.store.rollup import kept_tallies

    return kept_tallies(connection, Question(sides), finest="month") is not None


if __name__ == "__main__":
    sys.exit(main())
