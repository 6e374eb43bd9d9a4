"""The acts of a timeline: the events between two sides, and the occurrences that they report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, case, func, or_, select, tuple_

from sayso.frames import joined
from sayso.relations.timeline.row import TimelineRow
from sayso.store.named import EventKey
from sayso.store.records import in_force
from sayso.store.sides import Side, is_end
from sayso.store.tables import metadata
from sayso.store.ties import OPEN
from sayso.store.voicing import ALL, ASSERTING, DENYING, Perspective

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
events = metadata.tables["events"]
claims = metadata.tables["claims"]
participants = metadata.tables["participants"]
ties = metadata.tables["ties"]
voices = metadata.tables["voices"]
reports = metadata.tables["reports"]
occurrences = metadata.tables["occurrences"]
origins = metadata.tables["origins"]

# What to call a mention; a pronoun that nobody could resolve is no name.
NAME = func.coalesce(entities.c.name, case((mentions.c.form != "pronoun", mentions.c.text)))

# The report that stands for an occurrence is one that tells the act as done, where there is such a one.
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
FIRMEST_FIRST = ("certain", "probable", "possible")


@dataclass(frozen=True, slots=True)
class TellingEvent:
    """One event of one document, as a report of its `occurrence`; begin and end are the occurrence's.

    One that is not joined is its own occurrence, by its own place, and `joined` is False.
    """

    document_id: str
    run_id: int
    event: str
    occurrence: str
    joined: bool
    origin: str
    begin: str | None
    end: str | None
    type: str
    status: str
    published: str | None
    position: int
    attribution: str | None
    trigger_start: int
    in_perspective: bool

    @property
    def key(self) -> EventKey:
        """The key of its row."""
        return self.document_id, self.run_id, self.event

    @property
    def place(self) -> str:
        """Document and event, as the user sees them."""
        return f"{self.document_id}/{self.event}"

    @property
    def rank(self) -> tuple[int, str, str, int]:
        """The order of the reports of one occurrence; the first stands for it."""
        return STATUSES.index(self.status), self.published or "9999", self.document_id, self.position


def events_between(
    connection: Connection, sides: tuple[Side, Side], perspective: Perspective, known_on: str | None = None
) -> list[TellingEvent]:
    """The events of all statuses that link two sides, whichever acts; with the world, all that one takes part in."""
    a, b = sides
    forth = (_end(a, b, "a"), _end(b, a, "b"))
    back = (_end(b, a, "a"), _end(a, b, "b"))
    ends = (_end(a, b, "a"), _end(a, b, "b")) if b.is_world else (and_(*forth), and_(*back))
    found = {}
    for end in ends:
        for row in connection.execute(_linking(end, perspective, known_on)).mappings():
            told = _telling(row)
            found[told.key] = told
    return list(found.values())


def _end(side: Side, other: Side, column: str) -> Any:
    return is_end(side, other, ties.c[column], ties.c[f"{column}_country"])


def _linking(ends: Any, perspective: Perspective, known_on: str | None) -> Select[Any]:
    linked = and_(_same(reports, reports.c.event), reports.c.undone == 0)
    return (
        select(
            ties.c.document_id,
            ties.c.run_id,
            ties.c.event,
            ties.c.type,
            ties.c.status,
            reports.c.occurrence,
            origins.c.origin,
            func.coalesce(occurrences.c.begin, ties.c.begin).label("begin"),
            func.coalesce(occurrences.c.end, ties.c.end).label("end"),
            documents.c.published,
            events.c.position,
            events.c.attribution,
            events.c.trigger_start,
            _in_perspective(perspective).label("in_perspective"),
        )
        .join_from(ties, codings, and_(ties.c.document_id == codings.c.document_id, ties.c.run_id == codings.c.run_id))
        .join(documents, documents.c.id == ties.c.document_id)
        .join(events, _same(events, events.c.id))
        .outerjoin(reports, linked)
        .outerjoin(occurrences, occurrences.c.id == reports.c.occurrence)
        .outerjoin(origins, origins.c.document_id == ties.c.document_id)
        .where(ends, in_force(codings, known_on))
    )


def _in_perspective(perspective: Perspective) -> Any:
    if perspective.name == ALL:
        return select(1).scalar_subquery()
    speaking = perspective.includes(voices.c.outlet, voices.c.claimant, voices.c.country)
    taking_sides = or_(ASSERTING, DENYING)
    return (
        select(func.count())
        .where(_same(voices, voices.c.event), speaking, taking_sides)
        .correlate(ties)
        .scalar_subquery()
    )


def _same(table: Any, event: Any) -> Any:
    return and_(table.c.document_id == ties.c.document_id, table.c.run_id == ties.c.run_id, event == ties.c.event)


def _telling(row: RowMapping) -> TellingEvent:
    place = f"{row['document_id']}/{row['event']}"
    fields = {
        name: row[name]
        for name in ("document_id", "run_id", "event", "begin", "end", "type", "status", "published", "position")
    }
    return TellingEvent(
        **fields,
        occurrence=row["occurrence"] or place,
        joined=row["occurrence"] is not None,
        origin=row["origin"] or row["document_id"],
        attribution=row["attribution"],
        trigger_start=row["trigger_start"],
        in_perspective=bool(row["in_perspective"]),
    )


def act_rows(connection: Connection, acts: Sequence[tuple[TellingEvent, ...]]) -> Iterator[TimelineRow]:
    """One row an occurrence, each given by its reports, in this order."""
    if not acts:
        return
    told = _events_by_key(connection, [reported[0].key for reported in acts])
    taking_part = _participants_by_key(connection, [reported[0].key for reported in acts])
    claimed = _claims_by_key(connection, [report.key for reported in acts for report in reported])
    for reported in acts:
        first = reported[0]
        own_claims = [claim for report in reported for claim in claimed[report.key]]
        yield _act_row(reported, told[first.key], taking_part[first.key], own_claims)


def _act_row(
    reported: tuple[TellingEvent, ...],
    told: RowMapping,
    people: list[Mapping[str, Any]],
    claimed: list[Mapping[str, Any]],
) -> TimelineRow:
    first = reported[0]
    actors = [person for person in people if person["role"] == "actor"]
    recipients = [person for person in people if person["role"] == "recipient"]
    assertions = [claim for claim in claimed if claim["polarity"] == "positive" and claim["certainty"] != OPEN]
    held = {claim["certainty"] for claim in assertions}
    return TimelineRow(
        kind="act",
        date_begin=first.begin,
        date_end=first.end,
        precision=told["date_precision"],
        actors=joined(person["name"] for person in actors),
        actor_ids=joined(person["entity"] for person in actors),
        actor_countries=joined(person["country"] for person in actors),
        type=told["type"],
        mode=told["mode"],
        recipients=joined(person["name"] for person in recipients),
        recipient_ids=joined(person["entity"] for person in recipients),
        recipient_countries=joined(person["country"] for person in recipients),
        status=told["status"],
        asserted_by=joined(dict.fromkeys(claim["name"] for claim in assertions)),
        denied_by=joined(dict.fromkeys(claim["name"] for claim in claimed if claim["polarity"] == "negative")),
        certainty=next((certainty for certainty in FIRMEST_FIRST if certainty in held), None),
        reports=len(reported),
        origins=len({report.origin for report in reported}),
        occurrence=first.occurrence if first.joined else None,
        key=first.place,
        events=joined(report.place for report in reported),
        publisher=told["publisher"],
        published=told["published"],
        words=told["trigger_text"],
        sentence=told["sentence"],
    )


def _events_by_key(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, RowMapping]:
    length = events.c.sentence_end - events.c.sentence_start
    query = (
        select(
            events,
            documents.c.publisher,
            documents.c.published,
            func.substr(documents.c.text, events.c.sentence_start + 1, length).label("sentence"),
        )
        .join(documents, documents.c.id == events.c.document_id)
        .where(among(keys, events, events.c.id))
    )
    rows = connection.execute(query).mappings()
    return {(row["document_id"], row["run_id"], row["id"]): row for row in rows}


def _participants_by_key(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, list[Mapping[str, Any]]]:
    """Actors and recipients, each entity once; a mention of nobody known gives its own words as the name."""
    query = (
        _with_entity(participants, participants.c.mention_id, participants.c.event_id, participants.c.role)
        .where(among(keys, participants, participants.c.event_id))
        .order_by(participants.c.position)
    )
    found: dict[EventKey, list[Mapping[str, Any]]] = defaultdict(list)
    seen = set()
    for row in connection.execute(query).mappings():
        key = (row["document_id"], row["run_id"], row["event_id"])
        who = (*key, row["role"], row["entity"] or row["name"])
        if who not in seen:
            seen.add(who)
            found[key].append(dict(row))
    return found


def _claims_by_key(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, list[Mapping[str, Any]]]:
    """The claims on each event, the publisher's under its name, a source that the text leaves out as "unnamed"."""
    query = (
        _with_entity(claims, claims.c.claimant, claims.c.event, claims.c.certainty, claims.c.polarity)
        .add_columns(claims.c.attribution, documents.c.publisher)
        .join(documents, documents.c.id == claims.c.document_id)
        .where(among(keys, claims, claims.c.event))
        .order_by(claims.c.document_id, claims.c.position)
    )
    found: dict[EventKey, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        own = row["publisher"] or "the publisher"
        name = row["name"] or (own if row["attribution"] is None else "unnamed")
        found[(row["document_id"], row["run_id"], row["event"])].append({**row, "name": name})
    return found


def among(keys: Sequence[EventKey], table: Any, identity: Any) -> Any:
    """Whether the rows of a table have one of the keys: document, run and the id in a column."""
    # For a list of rows alone SQLite reads the whole table; the documents lead it to its key.
    of_documents = table.c.document_id.in_(sorted({document for document, _, _ in keys}))
    return and_(of_documents, tuple_(table.c.document_id, table.c.run_id, identity).in_(keys))


def _with_entity(table: Any, mention: Any, *columns: Any) -> Select[Any]:
    """Rows of a table with the name, id and country of the mention that a column names."""
    same_mention = and_(
        mentions.c.document_id == table.c.document_id, mentions.c.run_id == table.c.run_id, mentions.c.id == mention
    )
    same_entity = and_(
        entities.c.document_id == mentions.c.document_id,
        entities.c.run_id == mentions.c.run_id,
        entities.c.id == mentions.c.entity,
    )
    return (
        select(
            table.c.document_id,
            table.c.run_id,
            *columns,
            NAME.label("name"),
            entities.c.id.label("entity"),
            entities.c.country.label("country"),
        )
        .select_from(table)
        .outerjoin(mentions, same_mention)
        .outerjoin(entities, same_entity)
    )
