"""How quickly the pages of a large store come while several people read at once.

usage: server.py STORE [--readers 20] [--seconds 60] [--pause 2.0] [--each]

STORE is that of `relations.py --keep`; it is only read, once from end to end before anything is timed (`--cold` leaves
that out), as the store of a server that has been running lies in the memory of the machine. The server is
`sayso serve` in a process of its own. A reader opens a relation with the chart that the page loads (busy and rare
pairs, by all years or by days that nobody else asks for, so that hardly any answer is a kept one), searches, lists
events or reads an article, and pauses about `--pause` seconds in between, as one does who looks at what has come.
Bounds: 95 of 100 relation pages within 0.4 seconds, of searches within 0.7, and no error. Beside it stands what a lone
reader waits for the same: where others use the machine too, the ratio of the two says more than the seconds do.
`--each` times every kind of page once instead.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
import numpy

from relations import searches
from sayso.store import open_store

# Seconds within which 95 of 100 have to come.
BOUNDS = {"relation": 0.4, "search": 0.7}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2026, 6, 30)
BUSY_PAIRS, RARE_PAIRS = 40, 400
# Of ten things that a reader does.
DOES = ("relation",) * 5 + ("search",) * 3 + ("events", "article")
LONGEST = 60.0

Waits = dict[str, list[float]]


def main() -> int:
    """Serve, read, print; 1 where a bound is missed or an answer was an error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds on average; 0 asks without a rest")
    parser.add_argument("--cold", action="store_true", help="do not read the store from end to end before")
    parser.add_argument("--each", action="store_true", help="time each kind of page once")
    given = parser.parse_args()
    if not given.cold:
        warm(given.store)
    pairs = pairs_of(given.store)
    documents = documents_of(given.store)
    with serving(given.store) as address:
        if given.each:
            return once(address, pairs, documents)
        Reader(address, 0, pairs, documents).get("/", "overview")
        alone = read(address, 1, given.seconds / 3, 0.0, pairs, documents)
        together = read(address, given.readers, given.seconds, given.pause, pairs, documents)
    return told(alone, together, given.readers)


def warm(store: Path) -> None:
    """Read the file once, so that what fits lies in memory."""
    with store.open("rb") as stream:
        while stream.read(1 << 24):
            pass


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of a server on the store."""
    command = [str(Path(sys.executable).parent / "sayso"), "serve", str(store), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield line.split(" at ")[1].partition("?")[0].rstrip("/\n")
    finally:
        process.terminate()
        process.wait(30)


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Pairs of countries: the busiest, each several times as it is asked for more often, and some of the rarest."""
    query = (
        "SELECT min(a_country, b_country), max(a_country, b_country), count(*) FROM ties "
        "WHERE a_country IS NOT NULL AND b_country IS NOT NULL AND a_country <> b_country GROUP BY 1, 2 ORDER BY 3 DESC"
    )
    with open_store(path, create=False) as store, store.reading() as connection:
        found = [(a, b) for a, b, _ in connection.exec_driver_sql(query)]
    return found[:BUSY_PAIRS] * 10 + random.Random(3).sample(
        found[BUSY_PAIRS:], min(RARE_PAIRS, len(found) - BUSY_PAIRS)
    )


def documents_of(path: Path) -> list[str]:
    """Some of the articles."""
    with open_store(path, create=False) as store, store.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM documents ORDER BY id LIMIT 2000")
        return [identity for (identity,) in found]


class Reader:
    """Somebody at a browser, who keeps the connection open."""

    def __init__(self, address: str, number: int, pairs: list[tuple[str, str]], documents: list[str]) -> None:
        self.client = httpx.Client(base_url=address, timeout=LONGEST)
        self.chance = random.Random(number)
        self.pairs, self.documents = pairs, documents
        self.words = searches()
        self.waits: Waits = defaultdict(list)
        self.errors: list[str] = []

    def read(self, until: float, pause: float) -> None:
        """Open pages until that moment."""
        while time.monotonic() < until:
            getattr(self, self.chance.choice(DOES))()
            if pause:
                time.sleep(min(self.chance.expovariate(1 / pause), 5 * pause))

    def get(self, path: str, kind: str) -> str:
        """Ask, and note how long the whole answer takes; its text, empty where there is none."""
        began = time.perf_counter()
        try:
            answer = self.client.get(path)
        except httpx.HTTPError as error:
            self.errors.append(f"{path}: {type(error).__name__}")
            return ""
        self.waits[kind].append(time.perf_counter() - began)
        if answer.status_code != 200:
            self.errors.append(f"{path}: {answer.status_code}")
        return answer.text

    def relation(self) -> None:
        """The page, and the chart that it fetches, if there is something to draw."""
        a, b = self.chance.choice(self.pairs)
        state = {"by": self.chance.choice(("month", "month", "quarter", "year"))}
        if self.chance.random() < 0.7:
            begin = FIRST_DAY + timedelta(self.chance.randrange(7000))
            state |= {
                "since": begin.isoformat(),
                "until": (begin + timedelta(self.chance.randrange(300, 2500))).isoformat(),
            }
        query = urlencode(state)
        chart = f"/relation/{a}/{b}/chart?"
        if chart in self.get(f"/relation/{a}/{b}?{query}", "relation"):
            self.get(f"{chart}{query}", "its chart")

    def search(self) -> None:
        """Words that many texts have, and words that few have."""
        self.get("/search?" + urlencode({"q": self.chance.choice(self.words)}), "search")

    def events(self) -> None:
        """The list from some day on."""
        day = FIRST_DAY + timedelta(self.chance.randrange(9000))
        self.get(f"/events?since={day}&until={day + timedelta(30)}", "events")

    def article(self) -> None:
        """An article in the reader."""
        self.get(f"/read/{self.chance.choice(self.documents)}", "article")


def read(
    address: str, readers: int, seconds: float, pause: float, pairs: list[tuple[str, str]], documents: list[str]
) -> tuple[Waits, list[str]]:
    """So many readers at once; all their waits by kind of page, and their errors."""
    people = [Reader(address, number, pairs, documents) for number in range(1, readers + 1)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=each.read, args=(until, pause)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits: Waits = defaultdict(list)
    for each in people:
        for kind, found in each.waits.items():
            waits[kind] += found
    return waits, [error for each in people for error in each.errors]


def told(alone: tuple[Waits, list[str]], together: tuple[Waits, list[str]], readers: int) -> int:
    """Print the figures; 1 where they miss a bound."""
    missed = 0
    print("            answers   median     95 %  longest   alone: median    95 %  ratio")
    for kind, found in sorted(together[0].items()):
        median, slow = numpy.percentile(found, [50, 95])
        lone = alone[0].get(kind) or [float("nan")]
        lone_median, lone_slow = numpy.percentile(lone, [50, 95])
        bound = BOUNDS.get(kind)
        verdict = "" if bound is None else f"  bound {bound} s: {'met' if slow <= bound else 'MISSED'}"
        missed += bound is not None and slow > bound
        print(
            f"{kind:10} {len(found):8,} {median:7.3f}s {slow:7.3f}s {max(found):7.3f}s          "
            f"{lone_median:6.3f}s {lone_slow:6.3f}s {slow / lone_slow:5.1f}x{verdict}"
        )
    errors = alone[1] + together[1]
    print(f"{readers} readers, {len(errors)} errors" + "".join(f"\n  {error}" for error in errors[:10]))
    return int(bool(missed or errors))


def once(address: str, pairs: list[tuple[str, str]], documents: list[str]) -> int:
    """Each kind of page for the first time, and again: what is kept makes the difference."""
    (a, b), document = pairs[0], documents[0]
    paths = (
        *("/", f"/relation/{a}/{b}", f"/relation/{a}/{b}/chart", f"/relation/{a}/{b}?by=quarter&perspective=own"),
        *(f"/relation/{a}/{b}/perspectives", "/relation/USA/world", "/events", "/events?actor=USA&type=THREATEN"),
        *("/events?since=2025-01-01&until=2025-01-31", f"/event/{document}/e1", f"/read/{document}"),
        *(f"/claim/{document}/e1", "/claims", f"/entity/{a}", "/map", "/map?since=2025-01-01&until=2025-03-31"),
        *("/network", f"/network?around={a}", "/network?since=2025-01-01", "/search?q=government+sanctions", "/review"),
        *("/runs", "/api/overview"),
    )
    reader, failed = Reader(address, 0, pairs, documents), 0
    for path in paths:
        for _ in range(2):
            reader.get(path, path)
        waits = " ".join(f"{each:7.3f}s" for each in reader.waits[path])
        problems, reader.errors = ", ".join(reader.errors), []
        failed += bool(problems)
        print(f"{waits}  {path}  {problems}", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
