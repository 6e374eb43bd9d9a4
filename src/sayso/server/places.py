"""What a map shows: what took place where, how far from its point that may have been, and what has no place at all."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from sayso.asking import OpenStore
from sayso.formats.exporting.geojson import EARTH_KM, MOST_TOWNS, distance, uncertainty
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.places import Place, load_places
from sayso.knowledge.quads import COOPERATION, QUADS
from sayso.store.placed import Placed, PlacedFilter, how_many, placed

# Corners of a circle on the map.
CORNERS = 72


@dataclass(slots=True)
class Spot:
    """A place on the map with what took place there.

    `precision` is "town", "region", or "country" where no more is known than that; `uncertainty_km` is how far from the
    point it may well have been. `occurrences` are by quad, from 1 to 4.
    """

    key: str
    name: str
    country: str | None
    precision: str
    latitude: float
    longitude: float
    uncertainty_km: float | None
    occurrences: dict[int, int] = field(default_factory=lambda: dict.fromkeys(QUADS, 0))
    reports: int = 0
    first: str | None = None
    last: str | None = None

    @property
    def total(self) -> int:
        """All its occurrences."""
        return sum(self.occurrences.values())

    @property
    def cooperation(self) -> int:
        """Its occurrences in the quads of cooperation."""
        return sum(self.occurrences[quad] for quad in COOPERATION)

    def add(self, row: Placed) -> None:
        """Count what took place here in one quad."""
        self.occurrences[row.quad] += row.occurrences
        self.reports += row.reports
        self.first = min(filter(None, (self.first, row.first)), default=None)
        self.last = max(filter(None, (self.last, row.last)), default=None)


@dataclass(frozen=True, slots=True)
class Places:
    """All spots, those with most occurrences first.

    `shown` counts the reports on the map, `pointless` those whose place no point is known for ("the Arabian Sea"),
    `told` all events of these days and statuses, with a place or without.
    """

    spots: tuple[Spot, ...]
    shown: int
    pointless: dict[str, int]
    told: int

    @property
    def rest(self) -> int:
        """The events that name no place, or that nobody claims to have taken place."""
        return max(0, self.told - self.shown - sum(self.pointless.values()))


def places(store: OpenStore, wanted: PlacedFilter) -> Places:
    """Look up where things took place."""
    with store.reading() as connection:
        rows = list(placed(connection, wanted))
        told = how_many(connection, wanted)
    spots: dict[str, Spot] = {}
    pointless: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        spot = _spot(row)
        if spot is None:
            pointless[row.name] += row.reports
            continue
        spots.setdefault(spot.key, spot).add(row)
    ordered = sorted(spots.values(), key=lambda spot: (-spot.total, spot.name, spot.key))
    return Places(tuple(ordered), sum(spot.reports for spot in ordered), dict(sorted(pointless.items())), told)


def _spot(row: Placed) -> Spot | None:
    """Where the row lies; None where neither its point nor its country is known."""
    if row.geonames is not None and row.latitude is not None and row.longitude is not None:
        known = load_places().get(row.geonames)
        precision = known.kind if known else "town"
        reach = uncertainty(row.geonames)
        return Spot(str(row.geonames), row.name, row.country, precision, row.latitude, row.longitude, reach)
    midst = midst_of(row.country) if row.country else None
    if row.country is None or midst is None:
        return None
    return Spot(row.country, _name_of(row.country), row.country, "country", *midst)


@cache
def midst_of(country: str) -> tuple[float, float, float] | None:
    """Latitude and longitude of the midst of a country's people, and how far nine in ten of its towns lie from it."""
    towns = _towns().get(country)
    if not towns:
        return None
    x, y, z = (sum(each) for each in zip(*(_weighed(town) for town in towns), strict=True))
    latitude = math.degrees(math.atan2(z, math.hypot(x, y)))
    longitude = math.degrees(math.atan2(y, x))
    midst = Place(0, "", "town", country, "", latitude, longitude, 0, False)
    reach = sorted(distance(midst, town) for town in towns)
    return round(latitude, 4), round(longitude, 4), round(reach[math.ceil(MOST_TOWNS * len(reach)) - 1], 1)


def _weighed(town: Place) -> tuple[float, float, float]:
    """The town as a point on the sphere, as far out as it has people."""
    latitude, longitude, weight = math.radians(town.latitude), math.radians(town.longitude), max(town.population, 1)
    across = math.cos(latitude) * weight
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude) * weight


@cache
def _towns() -> dict[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in load_places():
        if place.kind == "town":
            found[place.country].append(place)
    return dict(found)


@cache
def _name_of(country: str) -> str:
    fact = load_knowledge().countries.get(country)
    return fact.name if fact else country


def circle(spot: Spot) -> list[tuple[float, float]]:
    """The points, as longitude and latitude, that lie as far from a spot as it may be wrong."""
    return [
        _moved(spot.latitude, spot.longitude, spot.uncertainty_km or 0, math.tau * each / CORNERS)
        for each in range(CORNERS + 1)
    ]


def _moved(latitude: float, longitude: float, kilometres: float, bearing: float) -> tuple[float, float]:
    angle, north = kilometres / EARTH_KM, math.radians(latitude)
    sine = math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1.0, min(1.0, sine)))
    across = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * math.sin(there)
    )
    return round(longitude + math.degrees(across), 3), round(math.degrees(there), 3)


def words_of(found: Places, wanted: PlacedFilter) -> str:
    """What the map shows, in a sentence or two."""
    if not found.spots:
        return "Nothing that is told as done names a place that is known."
    days = _days(found.spots)
    first = found.spots[0]
    sentences = [
        f"{_counted(sum(spot.total for spot in found.spots), 'occurrence')} in "
        f"{_counted(len(found.spots), 'place')}{days}, most in {_where(first)} ({first.total})."
    ]
    vague = [spot for spot in found.spots if spot.precision != "town"]
    if vague:
        sentences.append(f"Of {_counted(len(vague), 'place')} only the region or the country is known.")
    left = [f"{number} {name}" for name, number in found.pointless.items()]
    if left:
        sentences.append(f"No point is known for: {', '.join(left)}.")
    if found.rest:
        sentences.append(f"{_counted(found.rest, 'event')} of these days, or undated, name no place or nobody claims.")
    return " ".join(sentences)


def _where(spot: Spot) -> str:
    return f"somewhere in {spot.name}" if spot.precision == "country" else spot.name


def _days(spots: Sequence[Spot]) -> str:
    first = min((spot.first for spot in spots if spot.first), default=None)
    last = max((spot.last for spot in spots if spot.last), default=None)
    return f" from {first} to {last}" if first and last else ""


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def rows(spots: Iterable[Spot]) -> Iterator[dict[str, object]]:
    """The spots, flat, for JSON and CSV."""
    for spot in spots:
        yield {
            "key": spot.key,
            "place": spot.name,
            "country": spot.country,
            "precision": spot.precision,
            "latitude": spot.latitude,
            "longitude": spot.longitude,
            "uncertainty_km": spot.uncertainty_km,
            **{name: spot.occurrences[quad] for quad, name in QUADS.items()},
            "occurrences": spot.total,
            "reports": spot.reports,
            "first": spot.first,
            "last": spot.last,
        }
