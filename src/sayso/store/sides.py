"""The sides of a relation: from what a user types to whom it means, and which ends of ties that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from sayso.errors import SettingsError
from sayso.knowledge.country_names import country_name
from sayso.store.tables import metadata

WORLD = "world"
CANDIDATES_SHOWN = 6

entities = metadata.tables["entities"]
names = metadata.tables["names"]
ties = metadata.tables["ties"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation: what was asked for, what to call it, and how its ties are found.

    A country has `country` alone, a part of one `sector` too ("RUS.GOV"), a person or group has `ids`; the
    world has none of them.
    """

    asked: str
    name: str
    country: str | None = None
    sector: str | None = None
    ids: tuple[str, ...] = ()

    @property
    def is_world(self) -> bool:
        """Whether it stands for everybody but the other side."""
        return self.country is None and not self.ids

    @property
    def is_country(self) -> bool:
        """Whether it is a whole country."""
        return self.country is not None and self.sector is None and not self.ids

    @property
    def code(self) -> str:
        """The code or id by which JSON names it."""
        if self.is_world:
            return WORLD
        if self.ids:
            return self.ids[0]
        return f"{self.country}.{self.sector}" if self.sector else str(self.country)


def sides_of(connection: Connection, a: str, b: str) -> tuple[Side, Side]:
    """Both sides; `SettingsError` where a name fits nobody or several, or both are the world."""
    first, second = side_of(connection, a), side_of(connection, b)
    if first.is_world and second.is_world:
        raise SettingsError("A relation needs a side that is not the world: a country, a person or a group.")
    return first, second


def side_of(connection: Connection, asked: str) -> Side:
    """A country ("RUS"), a part of one ("RUS.GOV"), an id ("Q7747"), a name, or "world"."""
    words = asked.strip()
    if words.lower() == WORLD:
        return Side(asked, "the world")
    if re.fullmatch(r"[A-Z]{3}", words):
        return Side(asked, _name_of(connection, words), country=words)
    if re.fullmatch(r"[A-Z]{3}\.[A-Z]{3}", words):
        country, sector = words.split(".")
        return Side(asked, _name_of(connection, words), country=country, sector=sector)
    return _side_by_name(connection, words)


def is_end(side: Side, other: Side, entity: ColumnElement[Any], country: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an end of a tie, by its columns of entity and country, is this side."""
    if side.ids:
        return entity.in_(side.ids)
    if side.is_world:
        return _is_anybody_but(other, entity, country)
    if side.sector is None:
        return country == side.country
    return and_(country == side.country, _has_sector(entity, side.sector))


def _is_anybody_but(other: Side, entity: ColumnElement[Any], country: ColumnElement[Any]) -> ColumnElement[bool]:
    """The world is every known entity besides a person or group; for a country, those of other countries."""
    if other.ids:
        return and_(entity.is_not(None), entity.not_in(other.ids))
    return and_(country.is_not(None), country != other.country)


def _has_sector(entity: ColumnElement[Any], sector: str) -> ColumnElement[bool]:
    return exists(
        select(entities.c.id)
        .where(
            entities.c.document_id == ties.c.document_id,
            entities.c.run_id == ties.c.run_id,
            entities.c.id == entity,
            entities.c.sector == sector,
        )
        .correlate(ties)
    )


def _side_by_name(connection: Connection, words: str) -> Side:
    exact = or_(entities.c.id == words, entities.c.wikidata == words)
    found = _entities(connection, exact)
    for exactly in (True, False):
        found = found or _entities_called(connection, words.lower(), exactly=exactly)
    if not found:
        if re.fullmatch(r"Q[0-9]+", words):
            return Side(words, words, ids=(words,))
        raise SettingsError(f"{words!r}: the store knows nobody of that name. Give a code such as RUS, or an id.")
    if len(found) > 1:
        shown = ", ".join(f"{name} ({identity})" for identity, name, _, _ in found[:CANDIDATES_SHOWN])
        more = ", …" if len(found) > CANDIDATES_SHOWN else ""
        raise SettingsError(f"{words!r} may be {shown}{more}. Give the id in brackets.")
    identity, name, kind, country = found[0]
    if kind == "state" and country:
        return Side(words, name, country=country)
    return Side(words, name, ids=(identity,))


def _entities_called(connection: Connection, name: str, *, exactly: bool) -> list[tuple[str, str, str, str | None]]:
    """Those of this name; each name is looked at once, as a large store has millions of entities."""

    def called(column: ColumnElement[str]) -> ColumnElement[bool]:
        lowered = func.lower(column)
        return lowered == name if exactly else lowered.contains(name, autoescape=True)

    so_called = select(names.c.entity).where(called(names.c.name))
    return _entities(connection, and_(entities.c.id.in_(so_called), called(entities.c.name)))


def _entities(connection: Connection, which: ColumnElement[bool]) -> list[tuple[str, str, str, str | None]]:
    """(id, name, kind, country) of those that fit, the most mentioned in documents first."""
    columns = (entities.c.id, func.min(entities.c.name), func.min(entities.c.kind), func.max(entities.c.country))
    query = select(*columns).where(which).group_by(entities.c.id)
    return [tuple(row) for row in connection.execute(query.order_by(func.count().desc(), entities.c.id))]


def _name_of(connection: Connection, code: str) -> str:
    """What the store calls a country or a part of one; where no document names it, what it is called."""
    name: str | None = connection.scalar(select(entities.c.name).where(entities.c.id == code).limit(1))
    return name or country_name(code) or code
