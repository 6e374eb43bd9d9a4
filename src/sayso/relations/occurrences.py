"""Puts events of a document into occurrences: the one whose reports tell the same act, or a new one.

An event joins an occurrence where nothing rules it out for any of the reports it is compared with and enough speaks for
it with one of them. So two reports that name different recipients never meet, not even by way of a third that names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from sqlalchemy import Connection

from sayso.ids import digest
from sayso.knowledge.kin_types import load_kin_types
from sayso.relations.sameness import MUTUAL, TOLD_WITHIN, Match, days_of, is_ruled_out, same_act
from sayso.store.joining import Occurrence, Report
from sayso.store.joins import (
    Block,
    publisher_ids,
    read_occurrences,
    reports_of_events,
    similar_events,
    write_occurrence,
    write_report,
)
from sayso.store.tellings import EventKey, Party, Telling, events_of, read_tellings

# A busy occurrence is compared by these many of its reports: the latest, and those of the same document.
COMPARED = 12
FIRST_REPORT = "the first report"
PRECISIONS = ("day", "week", "month", "quarter", "year", "range")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence with those of its reports that an event is compared with."""

    occurrence: str
    tellings: tuple[Telling, ...]


def join_events(connection: Connection, coding: tuple[str, int], kin_documents: Collection[tuple[str, int]]) -> set[str]:
    """Put every event of a coding into an occurrence; the ids of those occurrences.

    `kin_documents` are codings of documents with the same text, whose events are looked at besides.
    """
    tellings = read_tellings(connection, events_of(connection, [coding]))
    before = reports_of_events(connection, coding)
    settled = {report.event: report.occurrence for report in before if not report.undone}
    banned = defaultdict(set)
    for report in before:
        if report.undone:
            banned[report.event].add(report.occurrence)
    fresh = [telling for telling in tellings.values() if telling.event not in settled]
    known = {key: occurrence for telling in fresh for key, occurrence in look_up(connection, telling).items()}
    known |= _joined_events(connection, kin_documents) | {key: settled[key[2]] for key in tellings if key[2] in settled}
    others = read_tellings(connection, known) | tellings
    publishers = publisher_ids(connection, [coding[0]])
    touched = set(settled.values())
    for telling in fresh:
        candidates = _candidates(known, others, telling, banned[telling.event])
        occurrence, because = _choose(telling, candidates)
        known[telling.key] = occurrence
        touched.add(occurrence)
        _widen(connection, occurrence, telling)
        outlet = outlet_of(telling, publishers.get(telling.document_id))
        report = Report(occurrence, *telling.key, outlet, because, 0)
        write_report(connection, report)
    return touched


def look_up(connection: Connection, telling: Telling) -> dict[EventKey, str]:
    """Joined events that may tell the same act, each with its occurrence."""
    days = days_of(telling)
    if days is None:
        return {}
    types = sorted({telling.type} | load_kin_types().get(telling.type, frozenset()))
    # A report without a day of its own comes out some days after the act, and one of a week is dated by its Monday.
    first, last = days[0] - timedelta(days=6), days[1] + timedelta(days=TOLD_WITHIN)
    return similar_events(
        connection, blocks(telling), types, first=first.isoformat(), last=last.isoformat(), coarse=coarse_days(*days)
    )


def blocks(telling: Telling) -> Iterator[Block]:
    """Where to look: between the same countries, and where one side is known and the other is nobody or left out."""
    actors, recipients = _ends(telling.actors), _ends(telling.recipients)
    if len(telling.actors) > 1 and not telling.recipients:
        yield from (Block(a_country=a[0], b_country=b[0]) for a, b in product(actors, actors) if a[0] and b[0] and a != b)
        return
    for (a, a_id), (b, b_id) in product(actors, recipients):
        yield Block(a_country=a, b_country=b, a=None if a else a_id, b=None if b else b_id)
        if telling.type in MUTUAL:
            yield Block(a_country=b, b_country=a, a=None if b else b_id, b=None if a else a_id)
    if recipients:
        yield from (Block(a_country=a, nobody=True) for a, _ in actors if a)
        yield from (Block(b_country=b, b=None if b else b_id, nobody=bool(actors)) for b, b_id in recipients)
    else:
        for a, a_id in actors:
            yield from (Block(a=each) for each in dict.fromkeys((a_id, a)) if each)
            if a:
                yield Block(a_country=a, nobody=True)


def coarse_days(first: date, last: date) -> list[str]:
    """The first days of the months, quarters and years in which these days fall."""
    days = {first.replace(day=1), last.replace(day=1), first.replace(month=1, day=1), last.replace(month=1, day=1)}
    days |= {day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) for day in (first, last)}
    return sorted(day.isoformat() for day in days)


def outlet_of(telling: Telling, publisher: str | None) -> str | None:
    """The id of the outlet on whose say-so an event is told: the outermost that is not the publisher itself."""
    return next((id for id, _ in telling.outlets if id != publisher), None)


def occurrence_id(key: EventKey) -> str:
    """The id of the occurrence that begins with this event."""
    document_id, run_id, event = key
    return "o-" + digest(document_id, str(run_id), event)[:12]


def _joined_events(connection: Connection, codings: Iterable[tuple[str, int]]) -> dict[EventKey, str]:
    return {
        (report.document_id, report.run_id, report.event): report.occurrence
        for coding in codings
        for report in reports_of_events(connection, coding)
        if not report.undone
    }


def _candidates(
    known: Mapping[EventKey, str], tellings: Mapping[EventKey, Telling], telling: Telling, banned: Collection[str]
) -> list[Candidate]:
    by_occurrence: defaultdict[str, list[Telling]] = defaultdict(list)
    for key, occurrence in known.items():
        if occurrence not in banned and key in tellings and key != telling.key:
            by_occurrence[occurrence].append(tellings[key])
    return [Candidate(occurrence, _nearest(telling, found)) for occurrence, found in sorted(by_occurrence.items())]


def _nearest(telling: Telling, found: Iterable[Telling]) -> tuple[Telling, ...]:
    """Those of the same document first, then the latest."""
    latest = sorted(found, key=lambda each: (each.published or "", each.document_id, each.event), reverse=True)
    return tuple(sorted(latest, key=lambda each: each.document_id != telling.document_id)[:COMPARED])


def _choose(telling: Telling, candidates: Sequence[Candidate]) -> tuple[str, str]:
    """The occurrence that the event joins, and why; a new one where it fits none."""
    best: tuple[Match, Telling, str] | None = None
    for candidate in candidates:
        if any(is_ruled_out(telling, other) for other in candidate.tellings):
            continue
        for other in candidate.tellings:
            match = same_act(telling, other)
            if match is not None and (best is None or match.score > best[0].score):
                best = match, other, candidate.occurrence
    if best is None:
        return occurrence_id(telling.key), FIRST_REPORT
    match, other, occurrence = best
    return occurrence, f"as {other.document_id}/{other.event}: {match.because}"


def _widen(connection: Connection, id: str, telling: Telling) -> None:
    """Make the occurrence, or date it by this report where that dates it more finely."""
    known = read_occurrences(connection, [id]).get(id)
    if known is None:
        a, b = _countries(telling)
        write_occurrence(connection, Occurrence(id, telling.type, a, b, telling.begin, telling.end))
    elif telling.begin and telling.end and telling.dated and _days(telling.begin, telling.end) < _days(known.begin, known.end):
        write_occurrence(connection, replace(known, begin=telling.begin, end=telling.end))


def _countries(telling: Telling) -> tuple[str | None, str | None]:
    actors = [party.country for party in telling.actors if party.country]
    recipients = [party.country for party in telling.recipients if party.country]
    if not telling.recipients and len(telling.actors) > 1:
        recipients = actors[1:]
    return (actors[0] if actors else None), (recipients[0] if recipients else None)


def _days(begin: str | None, end: str | None) -> float:
    if begin is None or end is None:
        return float("inf")
    return (date.fromisoformat(end[:10]) - date.fromisoformat(begin[:10])).days


def _ends(parties: Iterable[Party]) -> list[tuple[str | None, str | None]]:
    """Country and id of those that are known, each pair once."""
    return list(dict.fromkeys((party.country, party.entity) for party in parties if party.entity))
