"""Reads and writes what joins documents: the tables `origins`, `bands`, `occurrences` and `reports`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    TextClause,
    and_,
    func,
    not_,
    or_,
    select,
    text,
    tuple_,
    update,
)

from sayso.schema import Document
from sayso.store.joining import Band, Occurrence, Origin, Report
from sayso.store.named import EventKey
from sayso.store.rows import record_of, row_of
from sayso.store.tables import metadata

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
origins = metadata.tables["origins"]
bands = metadata.tables["bands"]
occurrences = metadata.tables["occurrences"]
reports = metadata.tables["reports"]
events = metadata.tables["events"]
voices = metadata.tables["voices"]

# How many ties of one block are looked at: those of a busy pair on one day are more than it takes to find an act.
LOOKED_AT = 400
# A longer list of ids is more than a database takes at once.
DOCUMENTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Block:
    """Where to look for other tellings of an act: ties between these countries, or of these entities.

    With `nobody` the side that is not given must be of no known country; without it, it may be anybody.
    """

    a_country: str | None = None
    b_country: str | None = None
    a: str | None = None
    b: str | None = None
    nobody: bool = False

    @property
    def given(self) -> dict[str, str]:
        """The columns of a tie that are given, with their values."""
        values = {"a_country": self.a_country, "b_country": self.b_country, "a": self.a, "b": self.b}
        return {column: value for column, value in values.items() if value is not None}

    @property
    def unknown(self) -> str | None:
        """The column of a tie that has to be empty."""
        if not self.nobody:
            return None
        return "b_country" if self.a_country or self.a else "a_country"


def lock(connection: Connection) -> None:
    """Let no other process join until this transaction ends. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE reports IN SHARE ROW EXCLUSIVE MODE")


def codings_to_join(connection: Connection, only: Sequence[str] | None = None) -> list[tuple[str, int]]:
    """The current codings that are not joined yet as (document, run), in the order of publication."""
    query = (
        select(codings.c.document_id, codings.c.run_id)
        .join(documents, documents.c.id == codings.c.document_id)
        .outerjoin(origins, _same_coding(origins, codings))
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
    wanted = list(ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), DOCUMENTS_AT_ONCE):
        some = wanted[start : start + DOCUMENTS_AT_ONCE]
        query = (
            select(voices.c.document_id, voices.c.claimant)
            .distinct()
            .where(voices.c.document_id.in_(some), voices.c.outlet == 1, voices.c.claimant.is_not(None))
        )
        found |= {row.document_id: row.claimant for row in connection.execute(query)}
    return found


def similar_events(
    connection: Connection, block: Block, types: Sequence[str], *, first: str, last: str, coarse: Sequence[str]
) -> list[tuple[EventKey, str]]:
    """Events of current codings that are joined already, in the block, of these types and about these days, each with
    its occurrence. `coarse` are first days of longer times that hold the day.
    """
    values = {**block.given, "first": first, "last": last, **_numbered("type", types), **_numbered("coarse", coarse)}
    query = _similar(tuple(block.given), block.unknown, len(types), len(coarse))
    rows = connection.execute(query, values)
    return [((row.document_id, row.run_id, row.event), row.occurrence) for row in rows]


def events_at(connection: Connection, place: str, types: Sequence[str], *, day: str) -> list[tuple[EventKey, str]]:
    """Events of current codings that are joined already, of these types, on this day in this place."""
    query = (
        select(events.c.document_id, events.c.run_id, events.c.id, reports.c.occurrence)
        .join(reports, and_(_same_coding(reports, events), reports.c.event == events.c.id, reports.c.undone == 0))
        .join(codings, and_(_same_coding(codings, events), codings.c.current == 1))
        .where(events.c.date_begin == day, events.c.type.in_(types), events.c.location_name == place)
        .limit(LOOKED_AT)
    )
    return [((row.document_id, row.run_id, row.id), row.occurrence) for row in connection.execute(query)]


@cache
def _similar(given: tuple[str, ...], unknown: str | None, types: int, coarse: int) -> TextClause:
    """The query for a shape of block, as text: to build it for each event would take longer than to run it."""
    conditions = [f"ties.{column} = :{column}" for column in given]
    if unknown:
        conditions.append(f"ties.{unknown} IS NULL")
    sql = files("sayso.store").joinpath("queries", "similar_events.sql").read_text(encoding="utf-8")
    for marker, words in (
        ("/* in the block */", " AND ".join(conditions)),
        ("/* types */", ", ".join(f":type{number}" for number in range(types))),
        ("/* coarse */", ", ".join(f":coarse{number}" for number in range(coarse))),
        ("/* at most */", str(LOOKED_AT)),
    ):
        sql = sql.replace(marker, words)
    return text(sql)


def _numbered(name: str, values: Sequence[str]) -> dict[str, str]:
    return {f"{name}{number}": value for number, value in enumerate(values)}


def read_occurrences(connection: Connection, ids: Iterable[str]) -> dict[str, Occurrence]:
    """The occurrences with these ids."""
    rows = connection.execute(select(occurrences).where(occurrences.c.id.in_(list(ids)))).mappings()
    return {row["id"]: record_of(Occurrence, row) for row in rows}


def read_reports(connection: Connection, occurrence_ids: Iterable[str]) -> list[Report]:
    """All reports of these occurrences, with those that were undone."""
    query = select(reports).where(reports.c.occurrence.in_(list(occurrence_ids))).order_by(*reports.primary_key)
    return [record_of(Report, row) for row in connection.execute(query).mappings()]


def reports_of_events(connection: Connection, asked: Iterable[tuple[str, int]]) -> list[Report]:
    """The reports that the events of these codings are, with those that were undone."""
    wanted = list(asked)
    if not wanted:
        return []
    query = select(reports).where(tuple_(reports.c.document_id, reports.c.run_id).in_(wanted))
    return [record_of(Report, row) for row in connection.execute(query).mappings()]


def write_reports(connection: Connection, added: Sequence[Report]) -> None:
    """Add reports to occurrences."""
    if added:
        connection.execute(reports.insert(), [row_of(Report, report) for report in added])


def write_occurrences(connection: Connection, changed: Sequence[Occurrence]) -> None:
    """Make occurrences, or say anew what they are."""
    if changed:
        connection.execute(occurrences.delete().where(occurrences.c.id.in_([each.id for each in changed])))
        connection.execute(occurrences.insert(), [row_of(Occurrence, each) for each in changed])


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


def forget(connection: Connection) -> None:
    """Take all links apart, but those of occurrences that a person has taken something out of, and what was taken."""
    undone = select(reports.c.document_id, reports.c.run_id, reports.c.event).where(reports.c.undone == 1)
    touched = select(reports.c.occurrence).where(reports.c.undone == 1)
    event = tuple_(reports.c.document_id, reports.c.run_id, reports.c.event)
    kept = or_(reports.c.occurrence.in_(touched), event.in_(undone))
    connection.execute(reports.delete().where(not_(kept)))
    connection.execute(occurrences.delete().where(occurrences.c.id.not_in(select(reports.c.occurrence))))
    connection.execute(origins.delete())
    connection.execute(bands.delete())


def current_codings(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The run whose coding is current, for each of these documents."""
    query = select(codings.c.document_id, codings.c.run_id).where(
        codings.c.document_id.in_(list(ids)), codings.c.current == 1
    )
    return {row.document_id: row.run_id for row in connection.execute(query)}


def earlier_codings(connection: Connection, coding: tuple[str, int]) -> list[tuple[str, int]]:
    """The other codings of the same document."""
    query = select(codings.c.document_id, codings.c.run_id).where(
        codings.c.document_id == coding[0], codings.c.run_id != coding[1]
    )
    return [(row.document_id, row.run_id) for row in connection.execute(query)]


def occurrence_of(connection: Connection, document_id: str, event: str) -> str | None:
    """The occurrence that an event of the current coding of a document is a report of."""
    query = (
        select(reports.c.occurrence)
        .join(codings, and_(_same_coding(codings, reports), codings.c.current == 1))
        .where(reports.c.document_id == document_id, reports.c.event == event, reports.c.undone == 0)
    )
    found: str | None = connection.scalar(query)
    return found


def count_joined(connection: Connection) -> dict[str, int]:
    """How many documents there are, of how many origins, and how many events of how many occurrences."""
    standing = select(reports).join(codings, _same_coding(codings, reports))
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
