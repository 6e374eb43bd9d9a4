"""Events that news dates other things by ("since the fall of Kabul"): names, days and countries."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sayso.knowledge.tables import FOLDER, Row, read_table

COLUMNS = "id name aliases kind begin end countries".split()
KINDS = frozenset(
    "agreement annexation attack ceasefire collapse coup crisis death disaster election execution genocide handover "
    "independence invasion law mobilisation pandemic protest referendum release resignation revolution ruling speech "
    "summit test uprising war withdrawal".split()
)
PARTIAL_DAY = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
LIKE_APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "–": "-", "‑": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """One event. `begin` and `end` are ISO days, months or years; `end` is None where it lasts or is not settled."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    begin: str
    end: str | None
    countries: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.aliases)

    @property
    def first_day(self) -> str:
        """The first day it can have begun."""
        return first_day_of(self.begin)

    @property
    def last_day(self) -> str | None:
        """The last day it can have ended; None where it lasts."""
        return last_day_of(self.end) if self.end else None

    def is_over(self, day: str) -> bool:
        """Whether it had ended before the day."""
        return self.last_day is not None and self.last_day < day


@dataclass(frozen=True, slots=True)
class DatedEvents:
    """All events, by name and by kind; with what names begin, and how many words the longest has."""

    by_name: Mapping[str, tuple[DatedEvent, ...]]
    by_kind: Mapping[str, tuple[DatedEvent, ...]]
    first_words: frozenset[str]
    longest: int

    def named(self, words: str) -> tuple[DatedEvent, ...]:
        """The events of that name, without "the"; a name of one word counts only as it is written."""
        found = self.by_name.get(folded(words), ())
        if " " in words:
            return found
        return tuple(event for event in found if unmarked(words) in map(unmarked, event.names))


@cache
def load_dated_events(path: Path = FOLDER / "dated_events.csv") -> DatedEvents:
    """The table, read once; raises `KnowledgeError` for a row that makes no sense."""
    return index(map(read_event, read_table(path, COLUMNS)))


def index(events: Iterable[DatedEvent]) -> DatedEvents:
    """The events made ready for look-up."""
    by_name: dict[str, list[DatedEvent]] = {}
    by_kind: dict[str, list[DatedEvent]] = {}
    for event in events:
        by_kind.setdefault(event.kind, []).append(event)
        for name in dict.fromkeys(map(folded, event.names)):
            by_name.setdefault(name, []).append(event)
    return DatedEvents(
        MappingProxyType({name: tuple(events) for name, events in by_name.items()}),
        MappingProxyType({kind: tuple(events) for kind, events in by_kind.items()}),
        frozenset(name.partition(" ")[0].rstrip(".,") for name in by_name),
        max((name.count(" ") + 1 for name in by_name), default=0),
    )


def read_event(row: Row) -> DatedEvent:
    """One row, its closed columns checked."""
    if row["kind"] not in KINDS:
        raise row.error(f"unknown kind {row['kind']!r}; known are {', '.join(sorted(KINDS))}")
    for column in ("begin", "end"):
        if (row[column] or column == "begin") and not is_partial_day(row[column]):
            raise row.error(f"{column} {row[column]!r} is no ISO day, month or year")
    if row["end"] and first_day_of(row["begin"]) > last_day_of(row["end"]):
        raise row.error(f"begins {row['begin']}, after its end {row['end']}")
    return DatedEvent(
        row["id"], row["name"], row.items("aliases"), row["kind"], row["begin"], row.get("end"), row.items("countries")
    )


def is_partial_day(text: str) -> bool:
    """Whether the calendar has that day, month or year."""
    if not PARTIAL_DAY.fullmatch(text):
        return False
    return len(text) < 10 or int(text[8:]) <= monthrange(int(text[:4]), int(text[5:7]))[1]


def first_day_of(text: str) -> str:
    """The first day of a day, month or year."""
    return text + "-01-01"[len(text) - 4 :]


def last_day_of(text: str) -> str:
    """The last day of a day, month or year."""
    month = text if len(text) > 4 else f"{text}-12"
    if len(month) > 7:
        return month
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]:02d}"


def unmarked(words: str) -> str:
    """The words with plain apostrophes and hyphens."""
    return words.translate(LIKE_APOSTROPHE)


def folded(words: str) -> str:
    """The form by which names are compared."""
    return unmarked(words).lower()
