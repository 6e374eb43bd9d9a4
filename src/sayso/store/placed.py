"""Where events took place, counted by place and quad.

A place has its GeoNames number and coordinates, or only the country that it lies in; a few, such as seas, have neither.
An occurrence counts once for each place that its reports name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from sayso.schema import Status
from sayso.store.events import same_coding
from sayso.store.records import in_force
from sayso.store.sides import Side, is_end
from sayso.store.tables import metadata
from sayso.store.voicing import ASSERTING

events = metadata.tables["events"]
codings = metadata.tables["codings"]
reports = metadata.tables["reports"]
ties = metadata.tables["ties"]
voices = metadata.tables["voices"]

NOBODY_ELSE = Side("world", "the world")


@dataclass(frozen=True, slots=True)
class PlacedFilter:
    """Which events count: those on these days, of these statuses and quads, and in which `side` takes part."""

    since: str | None = None
    until: str | None = None
    statuses: tuple[Status, ...] = ("actual",)
    quads: tuple[int, ...] = ()
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What took place somewhere in one quad; where only the country is known, it has no `geonames` and no point."""

    geonames: int | None
    country: str | None
    name: str
    latitude: float | None
    longitude: float | None
    quad: int
    occurrences: int
    reports: int
    first: str | None
    last: str | None


def placed(connection: Connection, wanted: PlacedFilter) -> Iterator[Placed]:
    """One row per place and quad; those with a point first, then by country."""
    point = events.c.location_latitude
    own = events.c.document_id + "/" + events.c.id
    place = (events.c.location_geonames, events.c.location_country)
    query = (
        select(
            *place,
            func.min(events.c.location_name),
            func.min(point),
            func.min(events.c.location_longitude),
            events.c.quad,
            func.count(func.coalesce(reports.c.occurrence, own).distinct()),
            func.count(),
            func.min(events.c.date_begin),
            func.max(events.c.date_begin),
        )
        .select_from(events)
        .join(codings, same_coding(events, codings))
        .outerjoin(reports, and_(_same_event(reports), reports.c.undone == 0))
        .where(in_force(codings), events.c.location_name.is_not(None), *counts(wanted))
        .group_by(*place, events.c.quad)
        .order_by(events.c.location_geonames.nulls_last(), events.c.location_country.nulls_last(), events.c.quad)
    )
    for row in connection.execute(query):
        yield Placed(*row)


def how_many(connection: Connection, wanted: PlacedFilter) -> int:
    """How many events there are of these statuses and days, with a place or without, claimed or not."""
    query = select(func.count()).select_from(events).where(*_in_time(wanted), events.c.status.in_(wanted.statuses))
    # To look up the coding of each of ten million events takes a while, and mostly all are in force.
    if connection.scalar(select(codings.c.current).where(codings.c.current == 0).limit(1)) is not None:
        query = query.join(codings, same_coding(events, codings)).where(in_force(codings))
    return connection.scalar(query) or 0


def at_place(key: str, wanted: PlacedFilter) -> ColumnElement[bool]:
    """The condition on events that they count and took place at a GeoNames number, or somewhere in a country."""
    if key.isdecimal():
        here = events.c.location_geonames == int(key)
    else:
        here = and_(events.c.location_geonames.is_(None), events.c.location_country == key)
    return and_(here, events.c.location_name.is_not(None), *counts(wanted))


def counts(wanted: PlacedFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions on events; somebody, be it the publisher, has to claim that they took place."""
    yield from _in_time(wanted)
    yield events.c.status.in_(wanted.statuses)
    yield exists(_claims().where(ASSERTING))
    if wanted.quads:
        yield events.c.quad.in_(wanted.quads)
    if wanted.side is not None:
        taking_part = or_(
            is_end(wanted.side, NOBODY_ELSE, ties.c.a, ties.c.a_country),
            is_end(wanted.side, NOBODY_ELSE, ties.c.b, ties.c.b_country),
        )
        yield exists(select(ties.c.id).where(_same_event(ties), taking_part).correlate(events))


def _in_time(wanted: PlacedFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield events.c.date_begin >= wanted.since
    if wanted.until:
        yield events.c.date_begin <= wanted.until


def _claims() -> Select[Any]:
    return select(voices.c.id).where(_same_event(voices)).correlate(events)


def _same_event(table: Any) -> ColumnElement[bool]:
    return and_(same_coding(table, events), table.c.event == events.c.id)
