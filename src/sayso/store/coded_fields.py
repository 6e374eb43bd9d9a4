"""The fields of events that people review and codings differ in, as they can be compared: people by who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, and_, func, select

from sayso.store.decisions import Coded, Field
from sayso.store.events import same_coding
from sayso.store.named import EventKey, among
from sayso.store.tables import metadata

EVENTS_AT_ONCE = 500
NOBODY = "nobody"
PUBLISHER = "the publisher"
UNNAMED = "an unnamed source"

documents = metadata.tables["documents"]
events = metadata.tables["events"]
participants = metadata.tables["participants"]
mentions = metadata.tables["mentions"]
entities = metadata.tables["entities"]
attributions = metadata.tables["attributions"]


@dataclass(frozen=True, slots=True)
class Known:
    """One value of a field: equal where `id` is, whatever it is called."""

    id: str
    name: str = field(compare=False)


Labels = Mapping[Field, frozenset[Known]]


@dataclass(frozen=True, slots=True)
class People:
    """To whom mentions refer, and whose attributions are, by document, run and id."""

    mentions: Mapping[EventKey, Known]
    sources: Mapping[EventKey, str | None]

    def labels(self, key: EventKey, coded: Coded) -> Labels:
        """What codings of one event, by whomever, are compared by; `key` names its document and run."""
        return {
            "type": frozenset([Known(coded.type, coded.type)]),
            "actors": frozenset(self._known(key, each) for each in coded.actors),
            "recipients": frozenset(self._known(key, each) for each in coded.recipients),
            "status": frozenset([Known(coded.status, coded.status)]),
            "attribution": frozenset([self._source(key, coded.attribution)]),
        }

    def _known(self, key: EventKey, mention: str) -> Known:
        return self.mentions.get((key[0], key[1], mention), Known(mention, mention))

    def _source(self, key: EventKey, attribution: str | None) -> Known:
        if attribution is None:
            return Known("", PUBLISHER)
        source = self.sources.get((key[0], key[1], attribution))
        return Known("?", UNNAMED) if source is None else self._known(key, source)


def in_words(label: frozenset[Known]) -> str:
    """The names in a label."""
    return ", ".join(sorted(each.name for each in label)) or NOBODY


def types_of(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, str]:
    """The types of events as the machine coded them."""
    found: dict[EventKey, str] = {}
    for batch in _batches(keys):
        query = select(events.c.document_id, events.c.run_id, events.c.id, events.c.type)
        rows = connection.execute(query.where(among(batch, events, "id"))).mappings()
        found.update({_key(row, "id"): row["type"] for row in rows})
    return found


def machine_codes(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, Coded]:
    """The fields of events as the machine coded them."""
    found: dict[EventKey, Coded] = {}
    for batch in _batches(keys):
        taking: defaultdict[tuple[EventKey, str], list[str]] = defaultdict(list)
        query = select(participants).where(among(batch, participants, "event_id")).order_by(participants.c.position)
        for row in connection.execute(query).mappings():
            taking[_key(row, "event_id"), row["role"]].append(row["mention_id"])
        for row in connection.execute(select(events).where(among(batch, events, "id"))).mappings():
            key = _key(row, "id")
            who, whom = (tuple(taking[key, role]) for role in ("actor", "recipient"))
            found[key] = Coded(row["type"], who, whom, row["status"], row["attribution"])
    return found


def people_of(connection: Connection, keys: Iterable[EventKey]) -> People:
    """All mentions and attributions of the documents of these events."""
    known: dict[EventKey, Known] = {}
    sources: dict[EventKey, str | None] = {}
    for batch in _batches(keys):
        documents = sorted({key[0] for key in batch})
        query = (
            select(mentions, entities.c.name)
            .outerjoin(entities, and_(same_coding(mentions, entities), entities.c.id == mentions.c.entity))
            .where(mentions.c.document_id.in_(documents))
        )
        for row in connection.execute(query).mappings():
            known[_key(row, "id")] = Known(row["entity"] or row["text"], row["name"] or row["text"])
        said = select(attributions).where(attributions.c.document_id.in_(documents))
        for row in connection.execute(said).mappings():
            sources[_key(row, "id")] = row["source"]
    return People(known, sources)


def sentences_of(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, str]:
    """The sentences of events."""
    length = events.c.sentence_end - events.c.sentence_start
    words = func.substr(documents.c.text, events.c.sentence_start + 1, length).label("sentence")
    found: dict[EventKey, str] = {}
    for batch in _batches(keys):
        query = select(events.c.document_id, events.c.run_id, events.c.id, words)
        query = query.join(documents, documents.c.id == events.c.document_id).where(among(batch, events, "id"))
        found.update({_key(row, "id"): row["sentence"] for row in connection.execute(query).mappings()})
    return found


def _batches(keys: Iterable[EventKey]) -> Iterator[Sequence[EventKey]]:
    wanted = sorted(set(keys))
    for begin in range(0, len(wanted), EVENTS_AT_ONCE):
        yield wanted[begin : begin + EVENTS_AT_ONCE]


def _key(row: RowMapping, identity: str) -> EventKey:
    return row["document_id"], row["run_id"], row[identity]
