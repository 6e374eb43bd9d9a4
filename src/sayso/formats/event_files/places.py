"""Where an event took place, as the formats write it: how finely it is known, names, FIPS codes, coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.formats.event_files.codes import countries
from sayso.knowledge.places import Place, load_places
from sayso.schema import Location

UNITED_STATES = "USA"
PALESTINE = "PSE"
FIPS_OF_PALESTINE = {"Gaza Strip": "GZ", "West Bank": "WE"}
# Of the regions, GeoNames has codes of its own or those of ISO 3166-2 in these countries; elsewhere FIPS 10-4.
OTHER_REGION_CODES = frozenset(("BEL", "CHE", "GBR", "GRC", "MNE", "XKX"))
LENGTH_OF_REGION_CODE = 2

Grain = Literal["country", "region", "town"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place. `grain` says how finely it is known; a town has a `province`, if any, and a region is one.

    `fips` is the code of the country, `adm1` that of the region with the country's before it; "" where there is none.
    """

    grain: Grain
    name: str
    city: str
    province: str
    country: str
    country_name: str
    fips: str
    region_code: str
    adm1: str
    latitude: float | None
    longitude: float | None
    geonames: int | None

    @property
    def full_name(self) -> str:
        """From the finest level to the country, as GDELT writes it: "Kazan, Tatarstan, Russia"."""
        return ", ".join(part for part in (self.city, self.province, self.country_name) if part)

    @property
    def in_united_states(self) -> bool:
        """Whether GDELT counts it among the American states and cities."""
        return self.country == UNITED_STATES


def spot_of(location: Location | None) -> Spot | None:
    """The place of an event. One that no gazetteer lists is known by its country alone; without that, not at all."""
    if location is None:
        return None
    place = load_places().get(location.geonames) if location.geonames else None
    if place is not None:
        return _listed(location, place)
    country = countries().get(location.country or "")
    if country is None:
        return None
    fips = FIPS_OF_PALESTINE.get(location.name, country.fips)
    return Spot(
        grain="country",
        name=location.name,
        city="",
        province="",
        country=country.alpha3,
        country_name=country.name,
        fips=fips,
        region_code="",
        adm1=fips,
        latitude=location.latitude,
        longitude=location.longitude,
        geonames=location.geonames,
    )


def _listed(location: Location, place: Place) -> Spot:
    country = countries()[place.country]
    region = place if place.kind == "region" else load_places().region(place.country, place.region)
    fips = place.region[:2] if place.country == PALESTINE else country.fips
    is_fips = place.country not in OTHER_REGION_CODES and len(place.region) == LENGTH_OF_REGION_CODE
    return Spot(
        grain=place.kind,
        name=location.name,
        city=place.name if place.kind == "town" else "",
        province=region.name if region else "",
        country=place.country,
        country_name=country.name,
        fips=fips,
        region_code=place.region,
        adm1=fips + place.region if fips and is_fips and place.country != PALESTINE else "",
        latitude=place.latitude,
        longitude=place.longitude,
        geonames=place.geonames,
    )
