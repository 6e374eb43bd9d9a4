"""What the answer to "who is NAME?" consists of: entries with lines, each with the table it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known, and why: the line of a table, or the rule that follows from one."""

    label: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """One holder of one office; `end` is the first day after it, "" where open. `now`: whether it holds on the day."""

    person: str
    title: str
    office: str
    country: str | None
    sector: str | None
    begin: str
    end: str
    now: bool
    why: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one entity beside one another; `country` and `sector` are PLOVER's, on the day asked about."""

    alpha3: str | None = None
    country: str | None = None
    sector: str | None = None
    cow: int | None = None
    gw: int | None = None
    wikidata: str | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the name may stand for. `kind` is an entity kind, "office" or "role noun"."""

    id: str
    name: str
    kind: str
    codes: Codes
    lines: tuple[Line, ...]
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All that Sayso knows under a name on a day.

    `how` says how the name was read, where it is not simply listed; `choice` what decides in a document among several
    entries, one sentence or clue a line; `near` are spellings that are known, where the name is not.
    """

    asked: str
    day: str
    entries: tuple[Entry, ...]
    how: str | None = None
    choice: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
