"""Reads and writes what joins documents: the tables `origins`, `bands`, `occurrences` and `reports`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select, update

from sayso.schema import Document
from sayso.store.joining import Band, Occurrence, Origin, Report
from sayso.store.rows import record_of, row_of
from sayso.store.tables import metadata
from sayso.store.tellings import EventKey

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
origins = metadata.tables["origins"]
bands = metadata.tables["bands"]
occurrences = metadata.tables["occurrences"]
reports = metadata.tables["reports"]
ties = metadata.tables["ties"]
voices = metadata.tables["voices"]

# How many ties of one block are looked at: those of a busy pair on one day are more than it takes to find an act.
LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Block:
    """Where to look for other tellings of an act: ties between these countries, or of these entities.

    With `nobody` the side that is not given must be unknown; without it, it may be anybody.
    """

    a_country: str | None = None
    b_country: str | None = None
    a: str | None = None
    b: str | None = None
    nobody: bool = False

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What a tie has to meet."""
        for column in ("a_country", "b_country", "a", "b"):
            value = getattr(self, column)
            if value is not None:
                yield ties.c[column] == value
        if self.nobody:
            yield ties.c.b.is_(None) if self.a_country else ties.c.a.is_(None)


def lock(connection: Connection) -> None:
    """Let no other process join until this transaction ends. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE reports IN SHARE ROW EXCLUSIVE MODE")


def codings_to_join(connection: Connection, only: Sequence[str] | None = None) -> list[tuple[str, int]]:
    """The current codings that are not joined yet as (document, run), in the order of publication."""
    joined = and_(origins.c.document_id == codings.c.document_id, origins.c.run_id == codings.c.run_id)
    query = (
        select(codings.c.document_id, codings.c.run_id)
        .join(documents, documents.c.id == codings.c.document_id)
        .outerjoin(origins, joined)
        .where(codings.c.current == 1, origins.c.document_id.is_(None))
        .order_by(documents.c.published.nulls_last(), documents.c.id)
    )
    if only is not None:
        query = query.where(codings.c.document_id.in_(only))
    return [(row.document_id, row.run_id) for row in connection.execute(query)]


def read_texts(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    """These documents with what it takes to compare them: text, publisher and day."""
    query = select(documents.c.id, documents.c.text, documents.c.publisher, documents.c.published)
    rows = connection.execute(query.where(documents.c.id.in_(list(ids))))
    return {row.id: Document(row.id, row.text, publisher=row.publisher, published=row.published) for row in rows}


def read_origins(connection: Connection, ids: Iterable[str]) -> dict[str, Origin]:
    """The origins of these documents, as far as they are joined."""
    rows = connection.execute(select(origins).where(origins.c.document_id.in_(list(ids)))).mappings()
    return {row["document_id"]: record_of(Origin, row) for row in rows}


def read_origin_group(connection: Connection, roots: Iterable[str]) -> dict[str, Origin]:
    """All documents that share one of these origins."""
    rows = connection.execute(select(origins).where(origins.c.origin.in_(list(roots)))).mappings()
    return {row["document_id"]: record_of(Origin, row) for row in rows}


def write_origins(connection: Connection, changed: Iterable[Origin]) -> None:
    """Put these origins in the place of what stood for their documents."""
    rows = [row_of(Origin, origin) for origin in changed]
    if rows:
        ids = [row["document_id"] for row in rows]
        connection.execute(origins.delete().where(origins.c.document_id.in_(ids)))
        connection.execute(origins.insert(), rows)


def write_bands(connection: Connection, document: Document, signature: Iterable[int]) -> None:
    """Keep the signature of a document, once."""
    if connection.scalar(select(bands.c.band).where(bands.c.document_id == document.id).limit(1)) is None:
        rows = [row_of(Band, Band(band, document.id, document.published)) for band in sorted(set(signature))]
        if rows:
            connection.execute(bands.insert(), rows)


def sharing_a_band(
    connection: Connection, document: Document, signature: Iterable[int], *, since: str | None, until: str | None
) -> list[str]:
    """The ids of other documents, published in these days, that share a part of the signature."""
    query = select(bands.c.document_id).distinct().where(bands.c.band.in_(list(signature)))
    query = query.where(bands.c.document_id != document.id)
    if since and until:
        query = query.where(or_(bands.c.published.is_(None), bands.c.published.between(since, until)))
    return sorted(connection.execute(query).scalars())


def publisher_ids(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The id of the outlet behind each of these documents, as far as one is known and an event tells it."""
    query = (
        select(voices.c.document_id, voices.c.claimant)
        .distinct()
        .where(voices.c.document_id.in_(list(ids)), voices.c.outlet == 1, voices.c.claimant.is_not(None))
    )
    return {row.document_id: row.claimant for row in connection.execute(query)}


def similar_events(
    connection: Connection,
    blocks: Iterable[Block],
    types: Sequence[str],
    *,
    first: str,
    last: str,
    coarse: Sequence[str],
) -> dict[EventKey, str]:
    """Events of current codings that are joined already, in one of the blocks, of these types and about these days,
    with the occurrence of each. `coarse` are first days of longer times that hold the day.
    """
    about = and_(or_(ties.c.begin.between(first, last), ties.c.begin.in_(coarse)), ties.c.end >= first)
    found: dict[EventKey, str] = {}
    for block in blocks:
        query = (
            select(ties.c.document_id, ties.c.run_id, ties.c.event, reports.c.occurrence)
            .join(reports, and_(_same_event(ties, reports), reports.c.undone == 0))
            .join(codings, and_(_same_coding(ties, codings), codings.c.current == 1))
            .where(*block.conditions(), ties.c.type.in_(types), about)
            .order_by(ties.c.begin.desc(), ties.c.id.desc())
            .limit(LOOKED_AT)
        )
        for row in connection.execute(query):
            found[row.document_id, row.run_id, row.event] = row.occurrence
    return found


def read_occurrences(connection: Connection, ids: Iterable[str]) -> dict[str, Occurrence]:
    """The occurrences with these ids."""
    rows = connection.execute(select(occurrences).where(occurrences.c.id.in_(list(ids)))).mappings()
    return {row["id"]: record_of(Occurrence, row) for row in rows}


def read_reports(connection: Connection, occurrence_ids: Iterable[str]) -> list[Report]:
    """All reports of these occurrences, with those that were undone."""
    query = select(reports).where(reports.c.occurrence.in_(list(occurrence_ids))).order_by(*reports.primary_key)
    return [record_of(Report, row) for row in connection.execute(query).mappings()]


def reports_of_events(connection: Connection, coding: tuple[str, int]) -> list[Report]:
    """The reports that the events of a coding are, with those that were undone."""
    query = select(reports).where(reports.c.document_id == coding[0], reports.c.run_id == coding[1])
    return [record_of(Report, row) for row in connection.execute(query).mappings()]


def write_report(connection: Connection, report: Report) -> None:
    """Add a report to an occurrence."""
    connection.execute(reports.insert(), row_of(Report, report))


def write_occurrence(connection: Connection, occurrence: Occurrence) -> None:
    """Make an occurrence, or say anew what it is."""
    row = row_of(Occurrence, occurrence)
    changed = connection.execute(update(occurrences).where(occurrences.c.id == occurrence.id).values(**row))
    if changed.rowcount == 0:
        connection.execute(occurrences.insert(), row)


def mark_undone(connection: Connection, occurrence: str, key: EventKey) -> bool:
    """Take an event out of an occurrence; False where it is no report of it."""
    document_id, run_id, event = key
    changed = connection.execute(
        update(reports)
        .where(
            reports.c.occurrence == occurrence,
            reports.c.document_id == document_id,
            reports.c.run_id == run_id,
            reports.c.event == event,
            reports.c.undone == 0,
        )
        .values(undone=1)
    )
    return changed.rowcount == 1


def current_run(connection: Connection, document_id: str) -> int | None:
    """The run whose coding of the document is current."""
    query = select(codings.c.run_id).where(codings.c.document_id == document_id, codings.c.current == 1)
    found: int | None = connection.scalar(query)
    return found


def count_joined(connection: Connection) -> dict[str, int]:
    """How many documents there are, of how many origins, and how many events of how many occurrences."""
    standing = select(reports).join(
        codings, and_(codings.c.document_id == reports.c.document_id, codings.c.run_id == reports.c.run_id)
    )
    standing = standing.where(codings.c.current == 1, reports.c.undone == 0)
    told = standing.subquery()
    numbers: dict[str, Any] = {
        "documents": select(func.count()).select_from(origins),
        "origins": select(func.count(origins.c.origin.distinct())),
        "events": select(func.count()).select_from(told),
        "occurrences": select(func.count(told.c.occurrence.distinct())),
    }
    return {name: connection.execute(query).scalar_one() for name, query in numbers.items()}


def _same_coding(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(one.c.document_id == other.c.document_id, one.c.run_id == other.c.run_id)


def _same_event(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(_same_coding(one, other), one.c.event == other.c.event)
