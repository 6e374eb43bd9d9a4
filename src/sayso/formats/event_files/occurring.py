"""The occurrences behind events: how often each is told, in how many documents, from how many independent origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, select

from sayso.formats.event_files.events import Occurring
from sayso.store.events import same_coding
from sayso.store.independence import origins_of_reports
from sayso.store.joins import publisher_ids
from sayso.store.named import EventKey, among
from sayso.store.tables import metadata

codings, reports, occurrences, origins = (
    metadata.tables[name] for name in ("codings", "reports", "occurrences", "origins")
)


def occurrences_of(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, Occurring]:
    """The occurrences that these events report, each with how often current codings tell it."""
    query = select(reports.c.document_id, reports.c.run_id, reports.c.event, reports.c.occurrence)
    query = query.where(reports.c.undone == 0, among(keys, reports, "event"))
    reported = {(row.document_id, row.run_id, row.event): row.occurrence for row in connection.execute(query)}
    told = _told(connection, set(reported.values()))
    documents_of_all = {report.document_id for each in told.values() for report in each}
    publishers = publisher_ids(connection, sorted(documents_of_all))
    query = select(occurrences.c.id, occurrences.c.begin, occurrences.c.end).where(occurrences.c.id.in_(told))
    found = {
        row.id: Occurring(
            row.id,
            row.begin,
            row.end,
            len(told[row.id]),
            len({report.document_id for report in told[row.id]}),
            len(set(origins_of_reports(told[row.id], publishers))),
        )
        for row in connection.execute(query)
    }
    return {key: found[id] for key, id in reported.items() if id in found}


@dataclass(frozen=True, slots=True)
class _Told:
    """A report of an occurrence, with what says whose news it is."""

    document_id: str
    origin: str
    outlet: str | None
    cites: str | None


def _told(connection: Connection, wanted: Collection[str]) -> dict[str, list[_Told]]:
    """The reports of occurrences by current codings."""
    cites = case((origins.c.kind == "cites", origins.c.outlet)).label("cites")
    query = (
        select(reports.c.occurrence, reports.c.document_id, reports.c.outlet, origins.c.origin, cites)
        .join(codings, same_coding(reports, codings))
        .outerjoin(origins, origins.c.document_id == reports.c.document_id)
        .where(reports.c.occurrence.in_(sorted(wanted)), reports.c.undone == 0, codings.c.current == 1)
    )
    found: defaultdict[str, list[_Told]] = defaultdict(list)
    for row in connection.execute(query):
        told = _Told(row.document_id, row.origin or row.document_id, row.outlet, row.cites)
        found[row.occurrence].append(told)
    return dict(found)
