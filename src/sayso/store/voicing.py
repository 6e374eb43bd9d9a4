"""Perspectives: whose claims count when a relation is told, as a condition on the voices of the store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from sayso.errors import SettingsError
from sayso.store.sides import CANDIDATES_SHOWN, Side
from sayso.store.tables import metadata
from sayso.store.ties import OPEN, publisher_of

ALL, OWN, A, B, THIRD = "all", "own", "A", "B", "third"

names = metadata.tables["names"]
documents = metadata.tables["documents"]
voices = metadata.tables["voices"]

ASSERTING = and_(voices.c.polarity == "positive", voices.c.certainty != OPEN)
DENYING = voices.c.polarity == "negative"


@dataclass(frozen=True, slots=True)
class Perspective:
    """Whose claims count.

    "all" takes an event that anybody positively claims, "own" those that a publisher tells in its own voice, "A" and
    "B" those that people or outlets of that side claim, "third" those that people or outlets known to be of neither
    side claim. Any other `name` is one source or outlet, by the ids and names it goes by. With `but`, everybody else
    counts whose country is known.
    """

    name: str
    told_by: str
    countries: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    but: bool = False

    @property
    def is_of_country(self) -> bool:
        """Whether it is that of one country's people and outlets, whoever they are."""
        return len(self.countries) == 1 and not self.claimants and not self.but

    @property
    def is_of_claimants(self) -> bool:
        """Whether it is that of sources or outlets by name and of nobody else."""
        return bool(self.claimants) and not self.countries and not self.but

    def includes(self, outlet: ColumnElement[Any], claimant: ColumnElement[Any], country: ColumnElement[Any]) -> Any:
        """The condition on a voice, by its columns."""
        if self.name == ALL:
            return true()
        if self.name == OWN:
            return outlet == 1
        if self.but:
            named = or_(claimant.is_(None), claimant.not_in(self.claimants))
            return and_(country.is_not(None), country.not_in(self.countries), named)
        return or_(country.in_(self.countries), claimant.in_(self.claimants))

    def holds(self, *, outlet: bool, claimant: str | None, country: str | None) -> bool:
        """The same for one claimant at hand."""
        if self.name == ALL:
            return True
        if self.name == OWN:
            return outlet
        if self.but:
            return country is not None and country not in self.countries and claimant not in self.claimants
        return country in self.countries or claimant in self.claimants


EVERYBODY = Perspective(ALL, "whoever claims it")


def perspective_of(connection: Connection, asked: str | None, sides: tuple[Side, Side]) -> Perspective:
    """The perspective asked for: none or "all", "own", "A", "B" or the name of that side, "third", or a source."""
    words = (asked or ALL).strip()
    if words.lower() == ALL:
        return EVERYBODY
    if words.lower() == OWN:
        return Perspective(OWN, "the publishers in their own voice")
    for name, side in zip((A, B), sides, strict=True):
        if words.upper() == name or words in (side.asked, side.code, side.name):
            return _of_side(name, side, sides)
    if words.lower() == THIRD:
        return _of_third_parties(sides)
    return _of_source(connection, words)


def _of_side(name: str, side: Side, sides: tuple[Side, Side]) -> Perspective:
    if not side.is_world:
        return Perspective(name, side.name, _countries((side,)), side.ids)
    (other,) = (each for each in sides if each is not side)
    return Perspective(name, f"all but {other.name}", _countries((other,)), other.ids, but=True)


def _of_third_parties(sides: tuple[Side, Side]) -> Perspective:
    if any(side.is_world for side in sides):
        raise SettingsError("Against the world there are no third parties. Take `A`, `B` or `own`.")
    claimants = tuple(identity for side in sides for identity in side.ids)
    return Perspective(THIRD, "third parties", _countries(sides), claimants, but=True)


def _of_source(connection: Connection, words: str) -> Perspective:
    if re.fullmatch(r"[A-Z]{3}", words):
        return Perspective(words, words, countries=(words,))
    found = _claimants(connection, exactly=words)
    if not found:
        found = _claimants(connection, part=words)
    if not found:
        raise SettingsError(
            f"--perspective {words}: nobody of that name claims anything in the store. It can be own, A, B, third, "
            "a country such as USA, or the name or id of a source or an outlet."
        )
    names = sorted({name for name, _ in found})
    if len(names) > 1:
        shown = ", ".join(names[:CANDIDATES_SHOWN])
        raise SettingsError(f"--perspective {words} may be {shown}. Give the whole name.")
    return Perspective(words, names[0], claimants=tuple(sorted({identity for _, identity in found})))


def _claimants(connection: Connection, *, exactly: str = "", part: str = "") -> set[tuple[str, str]]:
    """(name, id) of the entities and outlets that are called so and that make claims."""

    def called(*columns: Any) -> ColumnElement[bool]:
        lowered = [func.lower(column) for column in columns]
        if exactly:
            return or_(*(column == exactly.lower() for column in lowered))
        return or_(*(column.contains(part.lower(), autoescape=True) for column in lowered))

    # Each name and each outlet once: a large store has millions of entities.
    people = select(names.c.name, names.c.entity).where(called(names.c.name, names.c.entity))
    publishers = select(documents.c.publisher).distinct().subquery("publishers")
    outlets = select(publishers.c.publisher).where(called(publishers.c.publisher))
    found = {(name, identity) for name, identity in connection.execute(people)}
    for name in connection.scalars(outlets).all():
        found |= {(name, publisher_of(name)[0] or name), (name, _claiming_as(connection, name) or name)}
    claiming = set(
        connection.scalars(select(voices.c.claimant).where(voices.c.claimant.in_([i for _, i in found])).distinct())
    )
    return {(name, identity) for name, identity in found if identity in claiming}


def _claiming_as(connection: Connection, publisher: str) -> str | None:
    """The id under which the documents of an outlet make claims: facts of the user's own may have given it."""
    query = (
        select(voices.c.claimant)
        .join_from(documents, voices, voices.c.document_id == documents.c.id)
        .where(documents.c.publisher == publisher, voices.c.outlet == 1)
        .limit(1)
    )
    found: str | None = connection.scalar(query)
    return found


def _countries(sides: tuple[Side, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side.country for side in sides if side.country))
