"""Asks the store for events: which ones, and each as one flat row for CSV and JSON."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from sayso.errors import SettingsError
from sayso.frames import BETWEEN_SOURCES, joined
from sayso.schema import Status
from sayso.store.letters import lowered
from sayso.store.named import EventKey, rows_of_events
from sayso.store.records import in_force
from sayso.store.stretches import is_plain, widening
from sayso.store.tables import metadata

EVENTS_AT_ONCE = 500
# How many days are looked through at first.
FIRST_DAYS = 2
LAST_DAY = "9999-12-31"
UNNAMED = "?"

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
attributions = metadata.tables["attributions"]
events = metadata.tables["events"]
participants = metadata.tables["participants"]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to give; what is left out does not restrict.

    `actor`, `recipient` and `source` take a country ("ISR"; also whoever goes by just these letters, as "CNN"
    does), a country with a sector ("ISR.GOV"), a Wikidata id ("Q7747"), or a part of a name in small or capital
    letters. A `source` counts wherever it stands in the chain around the event. `since` and `until` are ISO
    days, both included; an event passes when any of its days does. `publisher` is a part of the name.
    `known_on` asks what the store knew at the end of that day: the codings of the runs that had begun by then.
    """

    actor: str | None = None
    recipient: str | None = None
    type: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    status: tuple[Status, ...] = ()
    source: str | None = None
    publisher: str | None = None
    known_on: str | None = None

    def __post_init__(self) -> None:
        check_days(since=self.since, until=self.until, known_on=self.known_on)
        for status in self.status:
            if status not in get_args(Status):
                raise SettingsError(f"`status` is {status!r}. It can be: {', '.join(get_args(Status))}.")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event with everything a spreadsheet needs; names, ids and countries are joined by "; ".

    The ids and countries stand in the order of the names, empty for a participant that no entity is known for.
    `sources` is the chain, outermost first, joined by " > ", with "?" for a source that the text leaves out.
    `certainty` and `polarity` are those of the innermost claimant, `publisher_certainty` that of the publisher.
    """

    document_id: str
    event_id: str
    publisher: str | None
    published: str | None
    title: str | None
    date_begin: str | None
    date_end: str | None
    precision: str | None
    actors: str
    actor_ids: str
    actor_countries: str
    type: str
    mode: str | None
    contexts: str
    cameo: str | None
    quad: int
    score: float
    goldstein: float | None
    recipients: str
    recipient_ids: str
    recipient_countries: str
    via: str
    status: str
    sources: str
    certainty: str | None
    polarity: str | None
    publisher_certainty: str | None
    confidence: float
    sentence: str
    trigger: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event stands in the order of events: after it a page of them may go on."""

    begin: str | None
    document_id: str
    event_id: str


def event_rows(
    connection: Connection,
    filters: EventFilter,
    *,
    only: ColumnElement[bool] | None = None,
    after: EventPlace | None = None,
    limit: int | None = None,
) -> Iterator[EventRow]:
    """The events of the current codings that pass the filters, in a fixed order; those `after` one, so many at most.

    `only` is a further condition on `events`, which few meet.
    """
    found = _passing(connection, filters, only, after, limit)
    while batch := list(islice(found, EVENTS_AT_ONCE)):
        keys = [_key(row) for row in batch]
        taking_part = _by_event(connection, "participants", keys)
        contexts = _by_event(connection, "contexts", keys)
        chains = _by_event(connection, "chains", keys)
        claims = _by_event(connection, "claims", keys)
        for key, row in zip(keys, batch, strict=True):
            yield _event_row(row, taking_part[key], contexts[key], chains[key], claims[key])


def _passing(
    connection: Connection,
    filters: EventFilter,
    only: ColumnElement[bool] | None,
    after: EventPlace | None,
    limit: int | None,
) -> Iterator[RowMapping]:
    """What `event_rows` makes rows of, asked for in parts, so that the first need not wait until all are sorted."""
    left = sys.maxsize if limit is None else limit
    for part in [only] if only is not None else _in_parts(connection, filters, after):
        query = events_query(filters).where(part)
        if after is not None:
            query = query.where(_comes_after(after))
        for row in connection.execute(query.limit(None if limit is None else left)).mappings():
            yield row
            left -= 1
        if left <= 0:
            return


def _in_parts(connection: Connection, filters: EventFilter, after: EventPlace | None) -> Iterator[ColumnElement[bool]]:
    """Conditions that divide the events, in order: begun before the time asked for, within it, without a day."""
    begin = events.c.date_begin
    # One at a time, each is the end of an index.
    first, last = (connection.scalar(select(end(begin))) for end in (func.min, func.max))
    among_undated = after is not None and after.begin is None
    if first is not None and last is not None and not among_undated:
        since = max(first, filters.since or first)
        if filters.since:
            # With the condition of the index `long_events`, and both ends, which tell SQLite that these are few.
            yield and_(begin < since, events.c.date_end.between(since, LAST_DAY), events.c.date_end > begin)
        reached = max(since, after.begin or since) if after else since
        until = min(last, filters.until or last)
        if is_plain(reached) and is_plain(until):
            for from_day, to_day in widening(reached, until, days=FIRST_DAYS):
                yield begin.between(from_day, to_day)
        else:
            yield begin >= reached
    if not (filters.since or filters.until):
        yield begin.is_(None)


def events_query(filters: EventFilter) -> Select[Any]:
    """One row per event of a coding in force, with its document's particulars and the words of its sentence."""
    length = events.c.sentence_end - events.c.sentence_start
    return (
        select(
            events,
            documents.c.publisher,
            documents.c.published,
            documents.c.title,
            func.substr(documents.c.text, events.c.sentence_start + 1, length).label("sentence"),
        )
        .join(codings, same_coding(events, codings))
        .join(documents, documents.c.id == events.c.document_id)
        .where(in_force(codings, filters.known_on), *_conditions(filters))
        .order_by(events.c.date_begin.nulls_last(), events.c.document_id, events.c.position)
        .execution_options(stream_results=True)
    )


def _conditions(filters: EventFilter) -> Iterator[ColumnElement[bool]]:
    if filters.actor:
        yield _takes_part("actor", filters.actor)
    if filters.recipient:
        yield _takes_part("recipient", filters.recipient)
    if filters.type:
        yield events.c.type.in_(filters.type)
    if filters.since:
        yield events.c.date_end >= filters.since
    if filters.until:
        yield events.c.date_begin <= filters.until
    if filters.status:
        yield events.c.status.in_(filters.status)
    if filters.source:
        yield _has_source(filters.source)
    if filters.publisher:
        yield holds(documents.c.publisher, filters.publisher)


def _comes_after(place: EventPlace) -> ColumnElement[bool]:
    """Whether an event stands behind a place; it does not matter whether that event is still there."""
    same = events.alias("same")
    position = (
        select(func.max(same.c.position))
        .where(same.c.document_id == place.document_id, same.c.id == place.event_id)
        .scalar_subquery()
    )
    later_here = and_(events.c.document_id == place.document_id, events.c.position > func.coalesce(position, -1))
    later = or_(events.c.document_id > place.document_id, later_here)
    if place.begin is None:
        return and_(events.c.date_begin.is_(None), later)
    return or_(
        events.c.date_begin > place.begin,
        and_(events.c.date_begin == place.begin, later),
        events.c.date_begin.is_(None),
    )


def _takes_part(role: str, wanted: str) -> ColumnElement[bool]:
    return exists(
        select(participants.c.mention_id)
        .join(mentions, and_(same_coding(participants, mentions), mentions.c.id == participants.c.mention_id))
        .outerjoin(entities, and_(same_coding(mentions, entities), entities.c.id == mentions.c.entity))
        .where(
            same_coding(participants, events),
            participants.c.event_id == events.c.id,
            participants.c.role == role,
            is_called(wanted),
        )
        .correlate(events)
    )


def _has_source(wanted: str) -> ColumnElement[bool]:
    """Whether an attribution with this source stands anywhere around the event.

    Read inward: the attributions of the source, and all that these enclose at whatever depth.
    """
    said = (
        select(attributions.c.document_id, attributions.c.run_id, attributions.c.id)
        .join(mentions, and_(same_coding(attributions, mentions), mentions.c.id == attributions.c.source))
        .outerjoin(entities, and_(same_coding(mentions, entities), entities.c.id == mentions.c.entity))
        .where(is_called(wanted))
        .cte("said", recursive=True)
    )
    enclosed = attributions.alias("enclosed")
    said = said.union(
        select(enclosed.c.document_id, enclosed.c.run_id, enclosed.c.id).join(
            said, and_(same_coding(enclosed, said), enclosed.c.parent == said.c.id)
        )
    )
    return tuple_(events.c.document_id, events.c.run_id, events.c.attribution).in_(
        select(said.c.document_id, said.c.run_id, said.c.id)
    )


def is_called(wanted: str) -> ColumnElement[bool]:
    """Whether `entities` and `mentions` of the query are whom `EventFilter` describes."""
    if re.fullmatch(r"[A-Z]{3}", wanted):
        return or_(entities.c.country == wanted, entities.c.name == wanted)
    if re.fullmatch(r"[A-Z]{3}\.[A-Z]{3}", wanted):
        country, sector = wanted.split(".")
        return and_(entities.c.country == country, entities.c.sector == sector)
    if re.fullmatch(r"Q[0-9]+", wanted):
        return or_(entities.c.id == wanted, entities.c.wikidata == wanted)
    return or_(holds(entities.c.name, wanted), holds(mentions.c.text, wanted))


def holds(column: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Whether a text has this part, be it in small or capital letters."""
    return lowered(column).contains(part.lower(), autoescape=True)


def same_coding(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Whether two rows belong to the same coding of the same document."""
    return and_(one.c.document_id == other.c.document_id, one.c.run_id == other.c.run_id)


def _event_row(
    row: RowMapping,
    taking_part: Sequence[RowMapping],
    contexts: Sequence[RowMapping],
    chain: Sequence[RowMapping],
    claims: Sequence[RowMapping],
) -> EventRow:
    actors = [person for person in taking_part if person["role"] == "actor"]
    recipients = [person for person in taking_part if person["role"] == "recipient"]
    via = [person for person in taking_part if person["role"] == "via"]
    publishers_claim = next((c for c in claims if c["claimant"] is None and c["attribution"] is None), None)
    claim = _innermost_claim(chain, claims) or publishers_claim
    return EventRow(
        document_id=row["document_id"],
        event_id=row["id"],
        publisher=row["publisher"],
        published=row["published"],
        title=row["title"],
        date_begin=row["date_begin"],
        date_end=row["date_end"],
        precision=row["date_precision"],
        actors=joined(row["name"] for row in actors),
        actor_ids=joined(row["entity"] for row in actors),
        actor_countries=joined(row["country"] for row in actors),
        type=row["type"],
        mode=row["mode"],
        contexts=joined(row["context"] for row in contexts),
        cameo=row["cameo"],
        quad=row["quad"],
        score=row["score"],
        goldstein=row["goldstein"],
        recipients=joined(row["name"] for row in recipients),
        recipient_ids=joined(row["entity"] for row in recipients),
        recipient_countries=joined(row["country"] for row in recipients),
        via=joined(row["name"] for row in via),
        status=row["status"],
        sources=BETWEEN_SOURCES.join(_sources(chain)),
        certainty=claim["certainty"] if claim else None,
        polarity=claim["polarity"] if claim else None,
        publisher_certainty=publishers_claim["certainty"] if publishers_claim else None,
        confidence=row["confidence"],
        sentence=row["sentence"],
        trigger=row["trigger_text"],
        reason=row["reason"],
    )


def _sources(chain: Iterable[RowMapping]) -> Iterator[str]:
    """The names along the chain; two levels in a row with the same source count once."""
    before = None
    for level in chain:
        source = level["entity"] or level["source"]
        if source is None or source != before:
            yield level["name"] or UNNAMED
        before = source


def _innermost_claim(chain: Sequence[RowMapping], claims: Iterable[RowMapping]) -> RowMapping | None:
    by_attribution = {claim["attribution"]: claim for claim in claims if claim["attribution"] is not None}
    claimed = (by_attribution.get(level["attribution"]) for level in reversed(chain))
    return next((claim for claim in claimed if claim is not None), None)


def _by_event(connection: Connection, query: str, keys: Sequence[EventKey]) -> defaultdict[EventKey, list[RowMapping]]:
    found: defaultdict[EventKey, list[RowMapping]] = defaultdict(list)
    for row in rows_of_events(connection, query, keys):
        found[(row["document_id"], row["run_id"], row["event_id"])].append(row)
    return found


def _key(row: RowMapping) -> EventKey:
    return row["document_id"], row["run_id"], row["id"]


def check_days(**days: str | None) -> None:
    """Raise `SettingsError` for the first that is given and is no ISO day."""
    for name, day in days.items():
        if day is not None and not is_plain(day):
            raise SettingsError(f"`{name}` is {day!r}, which is no day. Write it like 2022-12-29.")
