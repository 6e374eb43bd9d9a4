"""Who claims what about an occurrence: who asserts it, who denies it, through whom, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, RowMapping

from sayso.errors import StoreError
from sayso.frames import BETWEEN_NAMES, BETWEEN_SOURCES
from sayso.store import Store
from sayso.store.independence import origins_of_reports
from sayso.store.joining import Occurrence, Origin, Report
from sayso.store.joins import (
    current_codings,
    occurrence_of,
    publisher_ids,
    read_occurrences,
    read_origins,
    read_reports,
)
from sayso.store.named import EventKey, named_query, rows_of_events
from sayso.store.tellings import Party, Telling, read_tellings

Stance = Literal["asserts", "denies", "passes on"]
THE_PUBLISHER = "the publisher"
UNNAMED = "?"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim on an occurrence in one document, and where it stands.

    `via` is the chain by which it reached the reader, the publisher first, joined by " > ". `since` is the first day on
    which this claimant is told to take this stance. `origin` is where the report comes from, and `copied` is True where
    an earlier row has the same claim from the same origin. `because` says why the event is a report of the occurrence.
    """

    occurrence: str
    stance: Stance
    claimant: str
    claimant_id: str | None
    claimant_country: str | None
    certainty: str
    since: str | None
    via: str
    publisher: str | None
    published: str | None
    origin: str
    copied: bool
    document_id: str
    event: str
    status: str
    act: str
    start: int
    end: int
    sentence: str
    because: str


@dataclass(frozen=True, slots=True)
class ClaimsAbout:
    """All claims on one occurrence, in order of time."""

    occurrence: str
    type: str
    begin: str | None
    end: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reports: int
    origins: int
    asserted_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """An occurrence that some assert and some deny, with a sentence that tells it; names are joined by "; "."""

    occurrence: str
    type: str
    begin: str | None
    end: str | None
    actors: str
    recipients: str
    asserting: int
    denying: int
    documents: int
    sentence: str


def claims_about(store: Store, about: str) -> ClaimsAbout:
    """The claims on an occurrence, named by its id or by one of its reports, as "DOCUMENT/EVENT"."""
    with store.reading() as connection:
        occurrence = _find(connection, about)
        reports = _standing(connection, occurrence.id)
        tellings = read_tellings(connection, reports)
        documents = {telling.document_id for telling in tellings.values()}
        origins = read_origins(connection, documents)
        sources = _sources(list(tellings.values()), reports, origins, publisher_ids(connection, documents))
        rows = list(_rows(connection, occurrence.id, reports, tellings, sources))
    rows = _dated(
        sorted(rows, key=lambda row: (row.published is None, row.published or "", row.document_id, row.start))
    )
    first = next(iter(_in_order(tellings)), None)
    return ClaimsAbout(
        occurrence=occurrence.id,
        type=occurrence.type,
        begin=occurrence.begin,
        end=occurrence.end,
        actors=_names(first.actors) if first else (),
        recipients=_names(first.recipients) if first else (),
        reports=len(reports),
        origins=len(set(sources.values())),
        asserted_by=_claimants(rows, "asserts"),
        denied_by=_claimants(rows, "denies"),
        claims=tuple(rows),
    )


def disputed(store: Store, *, most: int = 20) -> list[Disputed]:
    """The occurrences on which claimants disagree, those that most deny first."""
    found = []
    with store.reading() as connection:
        for row in connection.execute(named_query("disputed"), {"most": most}).mappings().all():
            first = _in_order(read_tellings(connection, _standing(connection, row["occurrence"])))[0]
            found.append(
                Disputed(
                    occurrence=row["occurrence"],
                    type=row["type"],
                    begin=row["begin_day"],
                    end=row["end_day"],
                    actors=BETWEEN_NAMES.join(_names(first.actors)),
                    recipients=BETWEEN_NAMES.join(_names(first.recipients)),
                    asserting=row["asserting"],
                    denying=row["denying"],
                    documents=row["documents"],
                    sentence=first.sentence,
                )
            )
    return found


def _find(connection: Connection, about: str) -> Occurrence:
    found = read_occurrences(connection, [about]).get(about)
    if found is None and "/" in about:
        document_id, _, event = about.rpartition("/")
        id = occurrence_of(connection, document_id, event)
        found = read_occurrences(connection, [id])[id] if id else None
    if found is None:
        raise StoreError(
            f"{about} is neither an occurrence nor an event that belongs to one. "
            "Name it like o-5f1c0a9e77b2 or DOCUMENT/EVENT; `sayso join STORE` joins what is not joined yet."
        )
    return found


def _standing(connection: Connection, occurrence: str) -> dict[EventKey, Report]:
    """The reports of current codings that nobody has undone."""
    reports = [report for report in read_reports(connection, [occurrence]) if not report.undone]
    current = current_codings(connection, {report.document_id for report in reports})
    return {
        (report.document_id, report.run_id, report.event): report
        for report in reports
        if current.get(report.document_id) == report.run_id
    }


@dataclass(frozen=True, slots=True)
class _Reported:
    """A report of the occurrence, by what says whose news it is."""

    document_id: str
    origin: str
    outlet: str | None
    cites: str | None


def _sources(
    tellings: Sequence[Telling],
    reports: Mapping[EventKey, Report],
    origins: Mapping[str, Origin],
    publishers: Mapping[str, str],
) -> dict[EventKey, str]:
    """The origin of each report: that of its document, or the outlet on whose say-so the event is told."""
    reported = [
        _Reported(
            telling.document_id,
            origin_of(telling.document_id, origins),
            reports[telling.key].outlet,
            _cited_by(origins.get(telling.document_id)),
        )
        for telling in tellings
    ]
    found = origins_of_reports(reported, publishers)
    return dict(zip((telling.key for telling in tellings), found, strict=True))


def _cited_by(origin: Origin | None) -> str | None:
    return origin.outlet if origin is not None and origin.kind == "cites" else None


def origin_of(document_id: str, origins: Mapping[str, Origin]) -> str:
    """The origin of a document; one that is not joined is its own."""
    return origins[document_id].origin if document_id in origins else document_id


def _rows(
    connection: Connection,
    occurrence: str,
    reports: Mapping[EventKey, Report],
    tellings: Mapping[EventKey, Telling],
    sources: Mapping[EventKey, str],
) -> Iterator[ClaimRow]:
    keys = list(tellings)
    if not tellings:
        return
    chains: defaultdict[EventKey, list[RowMapping]] = defaultdict(list)
    for row in rows_of_events(connection, "chains", keys):
        chains[row["document_id"], row["run_id"], row["event_id"]].append(row)
    claims: defaultdict[EventKey, list[RowMapping]] = defaultdict(list)
    for row in rows_of_events(connection, "claims_told", keys):
        claims[row["document_id"], row["run_id"], row["event"]].append(row)
    for key, telling in tellings.items():
        committed = [claim for claim in claims[key] if claim["certainty"] != "unknown"]
        for claim in committed or claims[key]:
            own = claim["attribution"] is None
            publisher = telling.publisher or THE_PUBLISHER
            yield ClaimRow(
                occurrence=occurrence,
                stance=_stance(claim),
                claimant=publisher if own else claim["name"] or UNNAMED,
                claimant_id=claim["entity"],
                claimant_country=claim["country"],
                certainty=claim["certainty"],
                since=telling.published,
                via="" if own else BETWEEN_SOURCES.join((publisher, *_outside(chains[key], claim["attribution"]))),
                publisher=telling.publisher,
                published=telling.published,
                origin=sources[key],
                copied=False,
                document_id=telling.document_id,
                event=telling.event,
                status=telling.status,
                act=telling.trigger,
                start=telling.sentence_start,
                end=telling.sentence_start + len(telling.sentence),
                sentence=telling.sentence,
                because=reports[key].because,
            )


def _stance(claim: RowMapping) -> Stance:
    if claim["certainty"] == "unknown":
        return "passes on"
    return "asserts" if claim["polarity"] == "positive" else "denies"


def _outside(chain: Sequence[RowMapping], attribution: str) -> Iterator[str]:
    """The names of the levels around an attribution, outermost first."""
    for level in chain:
        if level["attribution"] == attribution:
            return
        yield level["name"] or UNNAMED


def _dated(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The rows, in order of time, with the first day of each claimant's stance; what only repeats one is marked."""
    since: dict[tuple[str, str], str | None] = {}
    seen: set[tuple[str, str, str]] = set()
    found = []
    for row in rows:
        who = row.claimant_id or row.claimant
        day = since.setdefault((who, row.stance), row.since)
        found.append(replace(row, since=day, copied=(who, row.stance, row.origin) in seen))
        seen.add((who, row.stance, row.origin))
    return found


def _claimants(rows: Iterable[ClaimRow], stance: Stance) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.claimant for row in rows if row.stance == stance))


def _in_order(tellings: Mapping[EventKey, Telling]) -> list[Telling]:
    """The first one first; those that tell the act as done before those that only announce it."""
    return sorted(
        tellings.values(), key=lambda each: (each.status != "actual", each.published or "~", each.document_id)
    )


def _names(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.name for party in parties))
