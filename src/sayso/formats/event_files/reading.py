"""Reads events from a store, so many at a time as fit into memory, with one question to each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, RowMapping, Select, and_, func, not_, select

from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.events import Article, Level, Party, StoredEvent
from sayso.formats.event_files.occurring import occurrences_of
from sayso.schema import Attribution, Claim, Entity, Event, Mention, Span
from sayso.store.events import events_query, same_coding
from sayso.store.named import EventKey, among, rows_of_events
from sayso.store.rows import record_of
from sayso.store.runs import Run
from sayso.store.tables import metadata

EVENTS_AT_ONCE = 500

documents, runs, codings, sentences = (metadata.tables[name] for name in ("documents", "runs", "codings", "sentences"))
events, mentions, entities = (metadata.tables[name] for name in ("events", "mentions", "entities"))
attributions, contents = (metadata.tables[name] for name in ("attributions", "attribution_contents"))
participants, contexts, claims = (metadata.tables[name] for name in ("participants", "event_contexts", "claims"))
reports = metadata.tables["reports"]


def stored_events(connection: Connection, choice: Choice) -> Iterator[StoredEvent]:
    """The events chosen, by date, document and place in the record; undated ones last."""
    query = with_particulars(events_query(choice.filters)).where(*choice.conditions())
    found = connection.execute(query.execution_options(stream_results=True)).mappings()
    for batch in found.partitions(EVENTS_AT_ONCE):
        yield from _filled(connection, batch)


def events_by_key(connection: Connection, keys: Sequence[EventKey]) -> Iterator[StoredEvent]:
    """These events, by document and place in the record."""
    query = select(events, documents.c.publisher, documents.c.published, documents.c.title, _sentence())
    query = query.join(documents, documents.c.id == events.c.document_id).where(among(keys, events, "id"))
    query = query.order_by(events.c.document_id, events.c.position)
    yield from _filled(connection, connection.execute(with_particulars(query)).mappings().all())


def reports_of(connection: Connection, wanted: Sequence[str]) -> dict[str, list[StoredEvent]]:
    """The reports of occurrences by current codings, the earliest publication first."""
    query = select(reports.c.occurrence, reports.c.document_id, reports.c.run_id, reports.c.event)
    query = query.join(codings, same_coding(reports, codings)).where(
        reports.c.occurrence.in_(list(wanted)), reports.c.undone == 0, codings.c.current == 1
    )
    of = {(row.document_id, row.run_id, row.event): row.occurrence for row in connection.execute(query)}
    found: defaultdict[str, list[StoredEvent]] = defaultdict(list)
    for start in range(0, len(of), EVENTS_AT_ONCE):
        for stored in events_by_key(connection, sorted(of)[start : start + EVENTS_AT_ONCE]):
            found[of[stored.article.id, stored.run.id, stored.event.id]].append(stored)
    for told in found.values():
        told.sort(key=lambda each: (each.article.published is None, each.article.published or "", each.article.id))
    return dict(found)


def with_particulars(query: Select[Any]) -> Select[Any]:
    """The query of events and documents, with what else the columns of the formats ask for."""
    number = (
        select(func.min(sentences.c.position) + 1)
        .where(same_coding(sentences, events), sentences.c.start == events.c.sentence_start)
        .correlate(events)
        .scalar_subquery()
    )
    before = func.substr(documents.c.text, 1, events.c.sentence_start)
    place_length = events.c.location_end - events.c.location_start
    return query.join(runs, runs.c.id == events.c.run_id).add_columns(
        documents.c.url,
        documents.c.language,
        func.length(documents.c.text).label("text_length"),
        number.label("sentence_number"),
        not_(before.contains("\n")).label("in_lead"),
        func.substr(documents.c.text, events.c.location_start + 1, place_length).label("place_words"),
        *(column.label(f"run_{column.name}") for column in runs.columns if column.name != "id"),
    )


def _sentence() -> Any:
    length = events.c.sentence_end - events.c.sentence_start
    return func.substr(documents.c.text, events.c.sentence_start + 1, length).label("sentence")


def _filled(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[StoredEvent]:
    """The events of a batch with what the other tables say of them, each asked once."""
    keys: list[EventKey] = [(row["document_id"], row["run_id"], row["id"]) for row in rows]
    taking_part = _grouped(connection, participants, "event_id", keys)
    in_contexts = _grouped(connection, contexts, "event_id", keys)
    claimed = _grouped(connection, claims, "event", keys)
    around: defaultdict[EventKey, list[str]] = defaultdict(list)
    for row in rows_of_events(connection, "chains", keys):
        around[row["document_id"], row["run_id"], row["event_id"]].append(row["attribution"])
    said = _attributions(connection, [(*key[:2], id) for key, ids in around.items() for id in ids])
    named = [(*key[:2], row["mention_id"]) for key, found in taking_part.items() for row in found]
    named += [(*key[:2], row["claimant"]) for key, found in claimed.items() for row in found if row["claimant"]]
    named += [(*key[:2], id) for key, (one, _) in said.items() for id in (one.source, one.addressee) if id]
    known = _parties(connection, named)
    joined = occurrences_of(connection, keys)
    for key, row in zip(keys, rows, strict=True):
        yield StoredEvent(
            event=_event(row, taking_part[key], in_contexts[key]),
            article=_article(row),
            run=_run(row),
            sentence=row["sentence"],
            number=row["sentence_number"],
            in_lead=bool(row["in_lead"]),
            place_words=row["place_words"],
            actors=_in_role("actor", key, taking_part[key], known),
            recipients=_in_role("recipient", key, taking_part[key], known),
            via=_in_role("via", key, taking_part[key], known),
            chain=tuple(_level(key, said[*key[:2], id], known) for id in around[key]),
            claims=tuple(_claim(key, each, known) for each in claimed[key]),
            occurrence=joined.get(key),
        )


def _event(row: RowMapping, taking_part: Iterable[RowMapping], in_contexts: Iterable[RowMapping]) -> Event:
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for each in taking_part:
        roles[each["role"]].append(each["mention_id"])
    many: dict[str, tuple[Any, ...]] = {
        "actors": tuple(roles["actor"]),
        "recipients": tuple(roles["recipient"]),
        "via": tuple(roles["via"]),
        "contexts": tuple(each["context"] for each in in_contexts),
    }
    return record_of(Event, row, many=many)


def _article(row: RowMapping) -> Article:
    return Article(
        row["document_id"],
        row["title"],
        row["url"],
        row["publisher"],
        row["published"],
        row["language"],
        row["text_length"],
    )


def _run(row: RowMapping) -> Run:
    return record_of(Run, row, prefix="run_")


def _in_role(
    role: str, key: EventKey, rows: Iterable[RowMapping], known: Mapping[EventKey, Party]
) -> tuple[Party, ...]:
    return tuple(known[*key[:2], row["mention_id"]] for row in rows if row["role"] == role)


def _level(key: EventKey, said: tuple[Attribution, tuple[str, ...]], known: Mapping[EventKey, Party]) -> Level:
    attribution, words = said
    return Level(
        attribution,
        words,
        known.get((*key[:2], attribution.source or "")),
        known.get((*key[:2], attribution.addressee or "")),
    )


def _claim(key: EventKey, row: RowMapping, known: Mapping[EventKey, Party]) -> tuple[Claim, Party | None]:
    return record_of(Claim, row), known.get((*key[:2], row["claimant"] or ""))


def _grouped(
    connection: Connection, table: FromClause, owner: str, keys: Sequence[EventKey]
) -> defaultdict[EventKey, list[RowMapping]]:
    """The rows of a table by what they belong to, in the order of the record."""
    found: defaultdict[EventKey, list[RowMapping]] = defaultdict(list)
    query = select(table).where(among(keys, table, owner)).order_by(table.c.document_id, table.c.run_id)
    for row in connection.execute(query.order_by(table.c[owner], table.c.position)).mappings():
        found[row["document_id"], row["run_id"], row[owner]].append(row)
    return found


def _attributions(
    connection: Connection, keys: Sequence[EventKey]
) -> dict[EventKey, tuple[Attribution, tuple[str, ...]]]:
    """The attributions with the words of their contents."""
    keys = sorted(set(keys))
    parts = _grouped(connection, contents, "attribution_id", keys)
    found = {}
    for row in connection.execute(select(attributions).where(among(keys, attributions, "id"))).mappings():
        key = (row["document_id"], row["run_id"], row["id"])
        spans = tuple(record_of(Span, part) for part in parts[key])
        words = tuple(part["text"] for part in parts[key])
        found[key] = (record_of(Attribution, row, many={"content": spans}), words)
    return found


def _parties(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, Party]:
    keys = sorted(set(keys))
    found = {}
    labelled = (column.label(f"entity_{column.name}") for column in entities.columns)
    query = select(mentions, *labelled).outerjoin(
        entities, and_(same_coding(mentions, entities), entities.c.id == mentions.c.entity)
    )
    for start in range(0, len(keys), EVENTS_AT_ONCE):
        some = keys[start : start + EVENTS_AT_ONCE]
        for row in connection.execute(query.where(among(some, mentions, "id"))).mappings():
            entity = record_of(Entity, row, prefix="entity_") if row["entity_id"] is not None else None
            found[row["document_id"], row["run_id"], row["id"]] = Party(record_of(Mention, row), entity)
    return found
