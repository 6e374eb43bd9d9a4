"""Which documents tell what another outlet reported first: "citing Reuters", "first reported by The Times".

A document most of whose events are told on an outlet's say-so has that outlet's story as its origin. Where the outlet's
own document on the same occurrence is in the store, its origin is that one; else all that cite the outlet share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sayso.store.joining import Origin
from sayso.store.joins import publisher_ids, read_origin_group, read_origins, read_reports, write_origins
from sayso.store.named import EventKey, named_query
from sayso.store.tellings import Telling

FIRST_REPORTED = re.compile(
    r"\b(?:first|originally|earlier) (?:reported|published|revealed|disclosed|broken) (?:on \w+ )?(?:by|in) (?:the )?$",
    re.I,
)
REPORTED_FIRST = re.compile(r"^,? (?:was|were|had been) (?:the )?first to report|^,? first reported\b", re.I)


@dataclass(frozen=True, slots=True)
class Cited:
    """The outlet whose story a document tells, and how one can see it."""

    outlet: str
    because: str


def settle_citations(
    connection: Connection, tellings: Mapping[EventKey, Telling], coding: tuple[str, int], touched: Collection[str]
) -> None:
    """Give the document of a coding the origin that it cites, and those that cite its outlet this document's origin.

    `touched` are the occurrences that its events, told in `tellings`, are reports of.
    """
    document_id = coding[0]
    told_by = {report.document_id for report in read_reports(connection, touched) if not report.undone} - {document_id}
    others = read_origins(connection, told_by)
    publishers = publisher_ids(connection, [document_id, *others])
    own = read_origins(connection, [document_id])[document_id]
    cited = what_is_cited(connection, list(tellings.values()), coding, publishers.get(document_id))
    if own.like is None and cited is not None:
        story = _story(cited.outlet, document_id, others, publishers)
        changed = replace(own, origin=story, kind="cites", outlet=cited.outlet, because=cited.because)
        _move(connection, own.origin, story)
        own = changed
        write_origins(connection, [own])
    publisher = publishers.get(document_id)
    for other in others.values():
        # Its story had no document of its own so far: this is it.
        if publisher is not None and other.kind == "cites" and other.origin.startswith(f"{publisher}:"):
            _move(connection, other.origin, own.origin)


def what_is_cited(
    connection: Connection, tellings: Sequence[Telling], coding: tuple[str, int], publisher: str | None
) -> Cited | None:
    """The outlet on whose say-so the document tells most of its events, or which it says was first."""
    return _told_by_most(tellings, publisher) or _named_as_first(connection, coding, publisher)


def _told_by_most(tellings: Sequence[Telling], publisher: str | None) -> Cited | None:
    counted: Counter[tuple[str, str]] = Counter()
    for telling in tellings:
        counted.update(next(([outlet] for outlet in telling.outlets if outlet[0] != publisher), []))
    for (outlet, name), count in counted.most_common(1):
        if count * 2 > len(tellings):
            return Cited(outlet, f"cites {name} for {count} of {len(tellings)} events")
    return None


def _named_as_first(connection: Connection, coding: tuple[str, int], publisher: str | None) -> Cited | None:
    values = {"document_id": coding[0], "run_id": coding[1]}
    for row in connection.execute(named_query("outlets_named"), values):
        if row.outlet != publisher and (FIRST_REPORTED.search(row.before) or REPORTED_FIRST.search(row.after)):
            return Cited(row.outlet, f"says that {row.name} reported it first")
    return None


def _story(outlet: str, document_id: str, others: dict[str, Origin], publishers: dict[str, str]) -> str:
    """The origin that stands for what the outlet reported: its own document's, else that of another which cites it."""
    for id, other in sorted(others.items()):
        if publishers.get(id) == outlet:
            return other.origin
    for _, other in sorted(others.items()):
        if other.kind == "cites" and other.outlet == outlet:
            return other.origin
    return f"{outlet}:{document_id}"


def _move(connection: Connection, before: str, after: str) -> None:
    if before != after:
        group = read_origin_group(connection, [before])
        write_origins(connection, [replace(origin, origin=after) for origin in group.values()])
