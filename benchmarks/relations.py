"""How fast a large store is filled, and how fast relations, searches and look-ups come from it.

usage: relations.py [--events 10000000] [--store FILE] [--keep] [--only-ask] [--roll-up]

The store is that of `synthetic.py`. Rows go straight into its tables, since coding 400,000 articles is not the point;
as is usual for such a load, the indexes are made after the rows, and that time counts. Bounds: 20,000 events a second
with all that relations are counted from; in a warm process 0.3 seconds for the busiest pair by month, by whichever
perspective, and 0.5 seconds for a search (95th percentiles of 50). Ten million events take some 20 GB.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy
from synthetic import COLUMNS, JOINED, RECORD, RELATION, WORDS_INDEX, Rows, synthetic, vocabulary

from sayso.relations import compare, relation
from sayso.relations.profile import profile
from sayso.relations.timeline import timeline
from sayso.store import Store, open_store
from sayso.store.rollup import refresh

FEWEST_A_SECOND = 20_000
MOST_SECONDS, MOST_SEARCHING = 0.3, 0.5
QUESTIONS = 50
PERSPECTIVES = ("own", "A", "B", "third")


def main() -> int:
    """Fill, roll up, ask; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--countries", type=int, default=200, help="fewer make the busiest pair busier")
    parser.add_argument("--store", type=Path, help="where; a file that is removed afterwards if left out")
    parser.add_argument("--keep", action="store_true", help="do not remove the store")
    parser.add_argument("--only-ask", action="store_true", help="the store is there from an earlier run")
    parser.add_argument("--roll-up", action="store_true", help="with --only-ask: work the rollup out anew before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "synthetic.db"
        a_second = float("inf") if given.only_ask else fill(path, given.events, given.countries)
        if given.roll_up or not given.only_ask:
            roll_up(path)
        relating, searching = ask(path)
        print(f"{path.stat().st_size / 1e9:.1f} GB")
        if given.store and not given.keep:
            for each in path.parent.glob(path.name + "*"):
                each.unlink()
    return int(a_second < FEWEST_A_SECOND or relating > MOST_SECONDS or searching > MOST_SEARCHING)


def fill(path: Path, wanted: int, countries: int) -> float:
    """Write the synthetic store; how many events a second that relations are counted from, with their indexes."""
    with open_store(path) as store:
        run = store.begin_run(model="none")
        connection = sqlite3.connect(path)
        indexes = drop_indexes(connection)
        written = 0
        # To invent the events is no part of loading them.
        seconds: defaultdict[str, float] = defaultdict(float)
        for rows in synthetic(wanted, run.id, countries):
            number_passages(connection, rows)
            for table in COLUMNS:
                seconds[table] += write(connection, rows, table)
            written += len(rows["events"])
        for table, index in indexes:
            began = time.perf_counter()
            connection.execute(index)
            seconds[table] += time.perf_counter() - began
        connection.execute("ANALYZE")
        connection.close()
        store.finish_run(run)
    relating, record, words = (sum(seconds[each] for each in tables) for tables in (RELATION, RECORD, WORDS_INDEX))
    print(f"{written:,} events with their indexes; ties and voices: {written / relating:,.0f} events a second")
    print(f"with those who take part, claim and speak: {written / (relating + record):,.0f} a second")
    print(f"with the words of texts and quotations: {written / (relating + record + words):,.0f} a second")
    print(f"origins, occurrences and reports: {sum(seconds[each] for each in JOINED):.0f} s", flush=True)
    return written / relating


def drop_indexes(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Take the indexes off the tables that are filled; their tables, with the statements that make them again."""
    found = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _, _ in found:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("PRAGMA threads = 2")
    return [(table, sql) for _, table, sql in found]


def number_passages(connection: sqlite3.Connection, rows: Rows) -> None:
    """Give each passage and its words the same number."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
    for table in ("passages", "passage_words"):
        rows[table] = [(last + place, *row) for place, row in enumerate(rows[table], 1)]


def write(connection: sqlite3.Connection, rows: Rows, table: str) -> float:
    """One transaction; the seconds it took."""
    began = time.perf_counter()
    columns = COLUMNS[table]
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])
    connection.commit()
    return time.perf_counter() - began


def roll_up(path: Path) -> None:
    """Work out the rollup of busy pairs, all of them anew."""
    with open_store(path, create=False) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM rolled_up")
            connection.exec_driver_sql("DELETE FROM rollup")
        began = time.perf_counter()
        rolled = refresh(store)
        print(f"rollup of {rolled} pairs: {time.perf_counter() - began:.0f} s", flush=True)


def ask(path: Path) -> tuple[float, float]:
    """Ask for the busiest pair in several ways, and search; the worst 95th percentiles by month, and of searches."""
    with open_store(path, create=False) as store:
        a, b, ties = busiest(store)
        print(f"busiest pair {a} – {b}: {ties:,} ties")
        usual = timed("by month", QUESTIONS, lambda: relation(store, a, b))
        told = [
            timed(f"by month as {name} tells it", QUESTIONS, partial(relation, store, a, b, perspective=name))
            for name in PERSPECTIVES
        ]
        timed("compare A with B", 10, lambda: compare(store, a, b))
        timed("by month as a third country tells it", 10, lambda: relation(store, a, b, perspective="USA"))
        timed("by month as one outlet tells it", 3, lambda: relation(store, a, b, perspective="Outlet 7"))
        spans: dict[str, dict[str, Any]] = {
            "by quarter": {"by": "quarter"},
            "by week": {"by": "week"},
            "by day": {"by": "day"},
            "one year by month": {"since": "2025-01-01", "until": "2025-12-31"},
        }
        for name, options in spans.items():
            timed(name, 10, partial(relation, store, a, b, **options))
        timed("by month, counted from its ties (two statuses)", 2, lambda: counted_anew(store, a, b))
        timed(f"timeline of {a} and {b}, first line", 2, lambda: next(timeline(store, a, b)))
        timed(f"timeline of {a}, first line", 1, lambda: next(timeline(store, a)))
        timed(f"who {a}", 1, lambda: profile(store, a))
        return max(usual, *told), search(store)


def counted_anew(store: Store, a: str, b: str) -> Any:
    """A question that no rollup answers."""
    return relation(store, a, b, statuses=("actual", "historical"))


def timed(name: str, rounds: int, question: Callable[[], Any]) -> float:
    """Seconds within which 95 of 100 answers come, after one to warm up."""
    question()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - began)
    found = float(numpy.percentile(seconds, 95))
    print(f"{name}: {found:.3f} s (95th percentile of {rounds})", flush=True)
    return found


def search(store: Store) -> float:
    """Fifty different searches, each once; the seconds within which 95 of 100 answer."""
    for words in ("warm", "the cold"):
        list(store.search(words))
    seconds: dict[str, float] = {}
    for words in searches():
        began = time.perf_counter()
        list(store.search(words))
        seconds[words] = time.perf_counter() - began
    slowest = sorted(seconds, key=lambda words: seconds[words], reverse=True)[:5]
    found = float(numpy.percentile(list(seconds.values()), 95))
    print(
        f"search: {found:.3f} s (95th percentile of {len(seconds)}), median {numpy.median([*seconds.values()]):.3f} s"
    )
    print("slowest: " + ", ".join(f"{words} {seconds[words]:.3f} s" for words in slowest), flush=True)
    return found


def searches() -> list[str]:
    """Words of all frequencies, the most common ones too; two and three at once; phrases; beginnings of words."""
    words, _ = vocabulary()
    chosen = random.Random(5)
    rare = [str(words[chosen.randrange(100, 10**power)]) for power in (3, 3, 3, 4, 4, 4, 4, 4) for _ in "ab"]
    return [
        *("the", "said", "government", "president", "minister", "sanctions", "ceasefire", "embassy"),
        *rare[:12],
        *("the government", "government president", "said minister", "talks agreement", "military forces border"),
        *(f"government {word}" for word in rare[4:9]),
        *(f"{one} {other}" for one, other in zip(rare[:5], rare[5:10], strict=True)),
        *('"foreign minister"', '"the government"', '"said the president"', '"ceasefire talks"', '"peace agreement"'),
        *("govern*", "minist*", "sanction*", "parl*", f"{rare[0][:4]}*", f"{rare[9][:5]}*", "elect*"),
        *("Outlet", "russia", "government sanctions embassy"),
    ]


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


if __name__ == "__main__":
    sys.exit(main())
