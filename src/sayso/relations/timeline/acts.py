"""The acts of a timeline: the events between two sides, and the occurrences that they report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select

from sayso.frames import joined
from sayso.relations.timeline.row import TimelineRow
from sayso.store.independence import origins_of_reports
from sayso.store.joins import publisher_ids
from sayso.store.linked import day_of, links, may_lie_in, same_event
from sayso.store.named import EventKey, among, rows_of_events
from sayso.store.sides import Side, is_end
from sayso.store.tables import metadata
from sayso.store.ties import OPEN
from sayso.store.voicing import ALL, ASSERTING, DENYING, EVERYBODY, Perspective

documents = metadata.tables["documents"]
events = metadata.tables["events"]
ties = metadata.tables["ties"]
voices = metadata.tables["voices"]

# The report that stands for an occurrence is one that tells the act as done, where there is such a one.
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
FIRMEST_FIRST = ("certain", "probable", "possible")
KEYS_AT_ONCE = 300


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
    outlet: str | None
    cites: str | None
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
    connection: Connection,
    sides: tuple[Side, Side],
    perspective: Perspective,
    known_on: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
) -> list[TellingEvent]:
    """The events of all statuses that link two sides, whichever acts; with the world, all that one takes part in.

    With `since` or `until`, those that have a day in this time.
    """
    conditions = [may_lie_in(since, until)] if since or until else []
    if since:
        conditions.append(day_of("end") >= since)
    if until:
        conditions.append(day_of() <= until)
    queries = [_linking(end, perspective, known_on).where(*conditions) for end in _ends(sides)]
    return _found(connection, queries)


def events_among(
    connection: Connection, sides: tuple[Side, Side], keys: Sequence[EventKey], known_on: str | None = None
) -> list[TellingEvent]:
    """Those of these events that link two sides."""
    # Looked at only in what was found: as a condition it would lead SQLite to all ties of the two.
    linking = or_(*_ends(sides)).label("linking")
    queries = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = among(keys[start : start + KEYS_AT_ONCE], ties, "event")
        queries.append(_linking(some, EVERYBODY, known_on).add_columns(linking))
    return _found(connection, queries)


def reports_by_occurrence(events: Iterable[TellingEvent]) -> dict[str, tuple[TellingEvent, ...]]:
    """The events of each occurrence, the one that stands for it first."""
    told: defaultdict[str, list[TellingEvent]] = defaultdict(list)
    for event in events:
        told[event.occurrence].append(event)
    return {occurrence: tuple(sorted(each, key=lambda event: event.rank)) for occurrence, each in told.items()}


def _ends(sides: tuple[Side, Side]) -> tuple[Any, Any]:
    """What holds for the ends of a tie, either way; between somebody and the world, that one takes part."""
    a, b = sides
    if b.is_world:
        return _end(a, b, "a"), _end(a, b, "b")
    return and_(_end(a, b, "a"), _end(b, a, "b")), and_(_end(b, a, "a"), _end(a, b, "b"))


def _found(connection: Connection, queries: Iterable[Select[Any]]) -> list[TellingEvent]:
    """The events of all queries, each once: several people of one side in one act are several ties."""
    found = {}
    for query in queries:
        for row in connection.execute(query).mappings():
            if row.get("linking", True):
                told = _telling(row)
                found[told.key] = told
    return list(found.values())


def _end(side: Side, other: Side, column: str) -> Any:
    return is_end(side, other, ties.c[column], ties.c[f"{column}_country"])


def _linking(which: Any, perspective: Perspective, known_on: str | None) -> Select[Any]:
    return (
        links(
            ties.c.type,
            ties.c.status,
            day_of().label("begin"),
            day_of("end").label("end"),
            documents.c.published,
            events.c.position,
            events.c.attribution,
            events.c.trigger_start,
            _in_perspective(perspective).label("in_perspective"),
            known_on=known_on,
        )
        .join(documents, documents.c.id == ties.c.document_id)
        .join(events, same_event(events, "id"))
        .where(which)
    )


def _in_perspective(perspective: Perspective) -> Any:
    if perspective.name == ALL:
        return select(1).scalar_subquery()
    speaking = perspective.includes(voices.c.outlet, voices.c.claimant, voices.c.country)
    taking_sides = or_(ASSERTING, DENYING)
    return select(func.count()).where(same_event(voices), speaking, taking_sides).correlate(ties).scalar_subquery()


def _telling(row: RowMapping) -> TellingEvent:
    place = f"{row['document_id']}/{row['event']}"
    fields = {
        name: row[name]
        for name in (
            "document_id", "run_id", "event", "outlet", "cites", "begin", "end", "type", "status", "published",
            "position", "attribution", "trigger_start",
        )
    }  # fmt: skip
    return TellingEvent(
        **fields,
        occurrence=row["occurrence"] or place,
        joined=row["occurrence"] is not None,
        origin=row["origin"] or row["document_id"],
        in_perspective=bool(row["in_perspective"]),
    )


def act_rows(connection: Connection, acts: Sequence[tuple[TellingEvent, ...]]) -> Iterator[TimelineRow]:
    """One row an occurrence, each given by its reports, in this order."""
    if not acts:
        return
    first_ones = [reported[0].key for reported in acts]
    told = {_key(row, "event"): row for row in rows_of_events(connection, "tellings", first_ones)}
    taking_part = _participants_by_key(connection, first_ones)
    claimed = _claims_by_key(connection, [report.key for reported in acts for report in reported])
    publishers = _citing_publishers(connection, acts)
    for reported in acts:
        first = reported[0]
        own_claims = [claim for report in reported for claim in claimed[report.key]]
        origins = len(set(origins_of_reports(reported, publishers)))
        yield _act_row(reported, told[first.key], taking_part[first.key], own_claims, origins)


def _act_row(
    reported: tuple[TellingEvent, ...],
    told: RowMapping,
    people: Iterable[RowMapping],
    claimed: Sequence[tuple[str, RowMapping]],
    origins: int,
) -> TimelineRow:
    first = reported[0]
    actors = [person for person in people if person["role"] == "actor"]
    recipients = [person for person in people if person["role"] == "recipient"]
    assertions = [
        (name, claim) for name, claim in claimed if claim["polarity"] == "positive" and claim["certainty"] != OPEN
    ]
    held = {claim["certainty"] for _, claim in assertions}
    return TimelineRow(
        kind="act",
        date_begin=first.begin,
        date_end=first.end,
        precision=told["precision"],
        actors=joined(_name(person) for person in actors),
        actor_ids=joined(person["entity"] for person in actors),
        actor_countries=joined(person["country"] for person in actors),
        type=told["type"],
        mode=told["mode"],
        recipients=joined(_name(person) for person in recipients),
        recipient_ids=joined(person["entity"] for person in recipients),
        recipient_countries=joined(person["country"] for person in recipients),
        status=told["status"],
        asserted_by=joined(dict.fromkeys(name for name, _ in assertions)),
        denied_by=joined(dict.fromkeys(name for name, claim in claimed if claim["polarity"] == "negative")),
        certainty=next((certainty for certainty in FIRMEST_FIRST if certainty in held), None),
        reports=len(reported),
        origins=origins,
        occurrence=first.occurrence if first.joined else None,
        key=first.place,
        events=joined(report.place for report in reported),
        publisher=told["publisher"],
        published=told["published"],
        words=told["trigger"],
        sentence=told["sentence"],
    )


def _citing_publishers(connection: Connection, acts: Sequence[tuple[TellingEvent, ...]]) -> dict[str, str]:
    """The outlets of the documents that tell acts for which some report cites an outlet."""
    citing = (reported for reported in acts if any(report.outlet or report.cites for report in reported))
    return publisher_ids(connection, {report.document_id for reported in citing for report in reported})


def _participants_by_key(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, list[RowMapping]]:
    """Actors and recipients, each entity once; a mention of nobody known gives its own words as the name."""
    found: dict[EventKey, list[RowMapping]] = defaultdict(list)
    seen = set()
    for row in rows_of_events(connection, "participants", keys):
        key = _key(row, "event_id")
        who = (*key, row["role"], row["entity"] or _name(row))
        if who not in seen:
            seen.add(who)
            found[key].append(row)
    return found


def _claims_by_key(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, list[tuple[str, RowMapping]]]:
    """The claims on each event, with whose they are: the publisher's name, "unnamed" where the text leaves it out."""
    found: dict[EventKey, list[tuple[str, RowMapping]]] = defaultdict(list)
    for row in rows_of_events(connection, "claims_told", keys):
        own = row["publisher"] or "the publisher"
        name = _name(row) or (own if row["attribution"] is None else "unnamed")
        found[_key(row, "event")].append((name, row))
    return found


def _name(row: RowMapping) -> str | None:
    """What to call somebody; a pronoun that nobody could resolve is no name."""
    name: str | None = row["name"]
    return name if row["entity"] or row["form"] != "pronoun" else None


def _key(row: RowMapping, event: str) -> EventKey:
    return row["document_id"], row["run_id"], row[event]
