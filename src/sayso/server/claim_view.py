"""An occurrence as its page shows it: who takes which stance since when, and whose news each report is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sayso.asking import OpenStore
from sayso.relations.claims import UNNAMED, ClaimRow, ClaimsAbout, Stance
from sayso.server.deeds import deed
from sayso.store.joining import Origin
from sayso.store.joins import read_origins
from sayso.store.tables import metadata

documents = metadata.tables["documents"]
entities = metadata.tables["entities"]
HEDGED = ("probable", "possible")


@dataclass(frozen=True, slots=True)
class Turn:
    """One stance of one speaker: since when, how often it is told, and the report that tells it first."""

    stance: Stance
    since: str | None
    times: int
    hedged: bool
    key: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who asserts, denies or passes on, with the stances in order of time."""

    name: str
    id: str | None
    country: str | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One report: an event of a document, how the document comes by its news, and why it tells this occurrence."""

    key: str
    document_id: str
    event: str
    publisher: str | None
    published: str | None
    how: str
    told_from: str | None
    because: str
    status: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Root:
    """One independent origin with its reports, the first one first. `document` is its own where the store has it."""

    origin: str
    name: str
    document: str | None
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What the page of an occurrence shows, and `/api/claim` gives."""

    deed: str
    about: ClaimsAbout
    statuses: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    roots: tuple[Root, ...]

    @property
    def alone(self) -> Speaker | None:
        """The only one who commits to it, where there is but one."""
        committed = [each for each in self.speakers if any(turn.stance != "passes on" for turn in each.turns)]
        return committed[0] if len(committed) == 1 else None


def view_claim(store: OpenStore, about: str) -> ClaimView:
    """All that documents claim of an occurrence, named by its id or by one of its reports."""
    found = store.claims(about)
    with store.reading() as connection:
        origins = read_origins(connection, {row.document_id for row in found.claims})
        roots = _roots(connection, found.claims, origins)
    return ClaimView(
        deed=deed(found.type, found.actors, found.recipients),
        about=found,
        statuses=tuple(dict.fromkeys(row.status for row in found.claims)),
        speakers=tuple(_speakers(found.claims)),
        roots=tuple(roots),
    )


def _speakers(rows: Iterable[ClaimRow]) -> Iterable[Speaker]:
    """Those who deny first, then those who assert, then who only passes it on; within each in order of time."""
    by_who: dict[str, list[ClaimRow]] = {}
    for row in rows:
        by_who.setdefault(row.claimant_id or row.claimant, []).append(row)
    speakers = [
        Speaker(
            "a source that is not named" if told[0].claimant == UNNAMED else told[0].claimant,
            told[0].claimant_id,
            told[0].claimant_country,
            tuple(_turns(told)),
        )
        for told in by_who.values()
    ]
    order: tuple[Stance, ...] = ("denies", "asserts", "passes on")
    return sorted(speakers, key=lambda each: min(order.index(turn.stance) for turn in each.turns))


def _turns(told: Iterable[ClaimRow]) -> Iterable[Turn]:
    by_stance: dict[Stance, list[ClaimRow]] = {}
    for row in told:
        by_stance.setdefault(row.stance, []).append(row)
    for stance, rows in by_stance.items():
        first = rows[0]
        hedged = all(row.certainty in HEDGED for row in rows)
        yield Turn(stance, first.since, len(rows), hedged, f"{first.document_id}/{first.event}")


def _roots(connection: Connection, rows: Iterable[ClaimRow], origins: dict[str, Origin]) -> list[Root]:
    by_origin: dict[str, dict[str, ClaimRow]] = {}
    for row in rows:
        by_origin.setdefault(row.origin, {}).setdefault(f"{row.document_id}/{row.event}", row)
    names = _names_of(connection, by_origin)
    return [
        Root(
            origin=origin,
            name=names[origin][0],
            document=names[origin][1],
            leaves=tuple(_leaf(key, row, origins.get(row.document_id)) for key, row in told.items()),
        )
        for origin, told in by_origin.items()
    ]


def _leaf(key: str, row: ClaimRow, origin: Origin | None) -> Leaf:
    own = origin is None or (origin.kind == "first" and row.origin == row.document_id)
    how = "first" if own else origin.kind if origin and origin.kind != "first" else "cites"
    return Leaf(
        key=key,
        document_id=row.document_id,
        event=row.event,
        publisher=row.publisher,
        published=row.published,
        how=how,
        told_from=origin.because if origin and not own and origin.kind != "first" else None,
        because=row.because,
        status=row.status,
        sentence=row.sentence,
    )


def _names_of(connection: Connection, origins: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """What to call each origin, and its document: one of the store, or else an outlet that others cite."""
    wanted = list(origins)
    query = select(documents.c.id, documents.c.publisher, documents.c.published).where(documents.c.id.in_(wanted))
    held = {row.id: row for row in connection.execute(query)}
    # An outlet that is cited and has no document of its own is named by its id, with the document that cites it first.
    outlets = {origin: origin.partition(":")[0] for origin in wanted if origin not in held}
    named = select(entities.c.id, entities.c.name).where(entities.c.id.in_(sorted(set(outlets.values())))).distinct()
    names = {row.id: row.name for row in connection.execute(named)}
    found: dict[str, tuple[str, str | None]] = {}
    for origin in wanted:
        if origin in held:
            found[origin] = (held[origin].publisher or origin, origin)
        else:
            found[origin] = (names.get(outlets[origin], outlets[origin]), None)
    return found
