"""Puts events of a document into occurrences: the one whose reports tell the same act, or a new one.

An event joins an occurrence where nothing rules it out for any of the reports it is compared with and enough speaks
for it with one of them. So two reports that name different recipients never meet, not even by way of a third that names
none.
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
from sayso.relations.sameness import MUTUAL, TOLD_WITHIN, Match, days_of, is_ruled_out, is_town, same_act
from sayso.store.joining import Occurrence, Report
from sayso.store.joins import (
    Block,
    events_at,
    publisher_ids,
    read_occurrences,
    reports_of_events,
    similar_events,
    write_occurrences,
    write_reports,
)
from sayso.store.named import EventKey
from sayso.store.tellings import Party, Telling, read_tellings

# A busy occurrence is compared by these many of its reports: the latest, and those of the same document.
COMPARED = 12
FIRST_REPORT = "the first report"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence with those of its reports that an event is compared with."""

    occurrence: str
    tellings: tuple[Telling, ...]


def join_events(
    connection: Connection,
    tellings: Mapping[EventKey, Telling],
    coding: tuple[str, int],
    same_text: Iterable[tuple[str, int]],
    seen: dict[EventKey, Telling],
) -> set[str]:
    """Put every event of a coding, its `tellings`, into an occurrence; the ids of those occurrences.

    `same_text` are other codings of the document and of those with the same text, whose events are looked at besides.
    `seen` are tellings read before, for other documents: what follows one another in the news is much alike.
    """
    before = reports_of_events(connection, [coding])
    settled = {report.event: report.occurrence for report in before if not report.undone}
    fresh = [telling for telling in tellings.values() if telling.event not in settled]
    known = look_up(connection, fresh)
    elsewhere = reports_of_events(connection, same_text)
    known |= {_key(report): report.occurrence for report in elsewhere if not report.undone}
    known |= {key: settled[key[2]] for key in tellings if key[2] in settled}
    undone = [report for report in (*before, *elsewhere) if report.undone and report.document_id == coding[0]]
    asked = {*known, *(_key(report) for report in undone)}
    seen.update(tellings)
    seen.update(read_tellings(connection, (key for key in asked if key not in seen)))
    others = {key: seen[key] for key in (*asked, *tellings) if key in seen}
    taken_out = defaultdict(set)
    for report in undone:
        taken_out[place_of(others[_key(report)])].add(report.occurrence)
    occurrences = read_occurrences(connection, set(known.values()))
    publisher = publisher_ids(connection, [coding[0]]).get(coding[0])
    changed, reports = {}, []
    for telling in fresh:
        id, because = _choose(telling, _candidates(known, others, telling, taken_out[place_of(telling)]))
        known[telling.key] = id
        reports.append(Report(id, *telling.key, outlet_of(telling, publisher), because, 0))
        occurrence = _with(occurrences.get(id), id, telling)
        if occurrence != occurrences.get(id):
            occurrences[id] = changed[id] = occurrence
    write_occurrences(connection, list(changed.values()))
    write_reports(connection, reports)
    return {report.occurrence for report in reports} | set(settled.values())


def look_up(connection: Connection, tellings: Iterable[Telling]) -> dict[EventKey, str]:
    """Joined events that may tell the same acts, each with its occurrence."""
    asked = set()
    found: dict[EventKey, str] = {}
    for telling in tellings:
        days = days_of(telling)
        if days is None:
            continue
        types = (telling.type, *sorted(load_kin_types().get(telling.type, ())))
        # A report without a day of its own comes out some days after the act, and one of a week is dated by its Monday.
        first, last = days[0] - timedelta(days=6), days[1] + timedelta(days=TOLD_WITHIN)
        for block in blocks(telling):
            question = block, types, first.isoformat(), last.isoformat(), coarse_days(*days)
            if question not in asked:
                asked.add(question)
                found.update(
                    similar_events(connection, block, types, first=question[2], last=question[3], coarse=question[4])
                )
        if telling.place and telling.begin and telling.dated and is_town(telling):
            found.update(events_at(connection, telling.place, types, day=telling.begin))
    return found


def blocks(telling: Telling) -> Iterator[Block]:
    """Where to look: between the same countries, and where one side is known and the other is nobody or left out."""
    actors, recipients = _ends(telling.actors), _ends(telling.recipients)
    if len(telling.actors) > 1 and not telling.recipients:
        yield from (
            Block(a_country=a[0], b_country=b[0]) for a, b in product(actors, actors) if a[0] and b[0] and a != b
        )
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
    if not actors and not recipients:
        yield from (Block(a=each) for each in {party.entity for party in telling.actors if party.entity})
        yield from (Block(b=each) for each in {party.entity for party in telling.recipients if party.entity})


def coarse_days(first: date, last: date) -> tuple[str, ...]:
    """The first days of the months, quarters and years in which these days fall."""
    days = {first.replace(day=1), last.replace(day=1), first.replace(month=1, day=1), last.replace(month=1, day=1)}
    days |= {day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) for day in (first, last)}
    return tuple(sorted(day.isoformat() for day in days))


def outlet_of(telling: Telling, publisher: str | None) -> str | None:
    """The id of the outlet on whose say-so an event is told: the outermost that is not the publisher itself."""
    return next((id for id, _ in telling.outlets if id != publisher), None)


def place_of(telling: Telling) -> tuple[int, str, str]:
    """Where in its document an event is told: the same in every coding of it."""
    return telling.sentence_start, telling.trigger, telling.type


def occurrence_id(key: EventKey) -> str:
    """The id of the occurrence that begins with this event."""
    document_id, run_id, event = key
    return "o-" + digest(document_id, str(run_id), event)[:12]


def _key(report: Report) -> EventKey:
    return report.document_id, report.run_id, report.event


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


def _with(known: Occurrence | None, id: str, telling: Telling) -> Occurrence:
    """The occurrence with this report: a new one, or the known one, dated by it where it dates it more finely."""
    if known is None:
        a, b = _countries(telling)
        return Occurrence(id, telling.type, a, b, telling.begin, telling.end, int(telling.dated))
    ours = _fineness(telling.begin, telling.end, telling.dated)
    if ours < _fineness(known.begin, known.end, bool(known.dated)):
        return replace(known, begin=telling.begin, end=telling.end, dated=int(telling.dated))
    return known


def _fineness(begin: str | None, end: str | None, dated: bool) -> tuple[bool, bool, float, str]:
    """Less is finer: a day of its own, then the earliest day of publication, then a longer time."""
    if begin is None or end is None:
        return True, True, 0, ""
    days = (date.fromisoformat(end[:10]) - date.fromisoformat(begin[:10])).days
    return days > 0, not dated, days, begin


def _countries(telling: Telling) -> tuple[str | None, str | None]:
    actors = [party.country for party in telling.actors if party.country]
    recipients = [party.country for party in telling.recipients if party.country]
    if not telling.recipients and len(telling.actors) > 1:
        recipients = actors[1:]
    return (actors[0] if actors else None), (recipients[0] if recipients else None)


def _ends(parties: Iterable[Party]) -> list[tuple[str | None, str | None]]:
    """Country and id of those that are known, each pair once; "soldiers" without a country may be anybody's."""
    known = (party for party in parties if party.entity and (party.country or party.form == "name"))
    return list(dict.fromkeys((party.country, party.entity) for party in known))
