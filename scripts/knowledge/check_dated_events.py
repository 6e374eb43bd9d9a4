"""Checks the table of dated events: ids, kinds, days, countries, forms of names, and names that several rows claim.

Prints every problem and exits with 1 when there is one: `python scripts/knowledge/check_dated_events.py`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from sayso.errors import KnowledgeError
from sayso.knowledge.dated_events import COLUMNS, DatedEvent, folded, read_event, unmarked
from sayso.knowledge.facts import COUNTRY_COLUMNS
from sayso.knowledge.tables import FOLDER, read_table

FIRST_YEAR = "1939"  # the war that ended in 1945 began then
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Kinds that happen on a day or within days. "Lasts" is no possible answer for them.
MOMENTS = frozenset("agreement coup death disaster election execution referendum summit test".split())
# Names that several events bear, and how news tells them apart.
SHARED = {
    "doha agreement": "Lebanon's of 2008, and that of the United States with the Taliban: by country",
    "velvet revolution": "Czechoslovakia's of 1989 and Armenia's of 2018: by country",
}


def main() -> int:
    """Print the problems; 1 when there are any."""
    try:
        problems = list(all_problems())
    except (KnowledgeError, FileNotFoundError) as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def all_problems() -> Iterator[str]:
    """Everything wrong in dated_events.csv; a row that cannot be read at all raises."""
    countries = known_countries()
    ids: dict[str, int] = {}
    owners: dict[str, list[DatedEvent]] = {}
    previous = ""
    for row in read_table(FOLDER / "dated_events.csv", COLUMNS):
        event = read_event(row)
        where = f"{row.file}:{row.line}: {event.name}"
        yield from (f"{where}: {problem}" for problem in (*event_problems(event, countries), *form_problems(event)))
        if event.id in ids:
            yield f"{where}: id {event.id!r} stands also on line {ids[event.id]}"
        if event.begin < previous:
            yield f"{where}: rows are in order of time"
        ids[event.id], previous = row.line, event.begin
        for name in {folded(name) for name in event.names}:
            owners.setdefault(name, []).append(event)
    yield from shared_names(owners)


def event_problems(event: DatedEvent, countries: set[str]) -> Iterator[str]:
    """Ids, days and countries that do not fit."""
    if not SLUG.fullmatch(event.id):
        yield f"id {event.id!r} is no slug"
    if event.begin < FIRST_YEAR:
        yield f"begins {event.begin}, before the age of this table"
    if event.kind in MOMENTS and event.end is None:
        yield f"{event.kind} without an end"
    if len(set(event.countries)) != len(event.countries):
        yield "repeats a country"
    for country in event.countries:
        if country not in countries:
            yield f"unknown country {country!r}"


def form_problems(event: DatedEvent) -> Iterator[str]:
    """Names that no text would match, and those said twice."""
    forms = [folded(name) for name in event.names]
    if len(set(forms)) != len(forms):
        yield "repeats a name"
    for name in event.names:
        if name != unmarked(name) or name != " ".join(name.split()):
            yield f"{name!r} is not plain: straight apostrophes, hyphens, single spaces"
        if folded(name).startswith(("the ", "a ", "an ")):
            yield f"{name!r} begins with an article"
        if " " not in name and name.islower():
            yield f"{name!r} is a common word"


def shared_names(owners: dict[str, list[DatedEvent]]) -> Iterator[str]:
    """Names that several rows claim, unless they are known to be shared."""
    for name, events in sorted(owners.items()):
        if len(events) > 1 and name not in SHARED:
            yield f"{name!r} stands in {', '.join(event.id for event in events)}"
    for name in sorted(SHARED):
        if len(owners.get(name, [])) < 2:
            yield f"{name!r} is listed as shared but is not"


def known_countries() -> set[str]:
    """The codes in countries.csv."""
    return {row["alpha3"] for row in read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS)}


if __name__ == "__main__":
    sys.exit(main())
