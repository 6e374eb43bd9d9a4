"""Checks places.csv and cities.csv: ids once, points on the globe, listed countries, and towns that GeoNames has too.

Run it as a script: it prints the problems, then which rows of cities.csv have no coordinates because the gazetteer has
no such place, and exits 1 if there are problems.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from sayso.knowledge.facts import CITY_COLUMNS, load_knowledge
from sayso.knowledge.places import Gazetteer, load_places
from sayso.knowledge.tables import FOLDER, read_table


def main() -> int:
    """Print what is wrong and what is only known by hand; 1 where something is wrong."""
    places = load_places()
    problems = list(check_places(places))
    print(*problems, sep="\n")
    print("only by hand:", "; ".join(only_by_hand(places)))
    return 1 if problems else 0


def check_places(places: Gazetteer) -> Iterator[str]:
    """What is wrong with the rows of places.csv."""
    countries = load_knowledge().countries
    for place in places:
        if place.country not in countries:
            yield f"{place.geonames} {place.name}: no country {place.country}"
        if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
            yield f"{place.geonames} {place.name}: {place.latitude}, {place.longitude} is no point on the globe"
    states = Counter((place.country, place.region) for place in places if place.kind == "region")
    yield from (f"region {state} stands twice" for state, count in states.items() if count > 1)


def only_by_hand(places: Gazetteer) -> Iterator[str]:
    """Places of cities.csv in a country that the gazetteer does not have."""
    for row in read_table(FOLDER / "cities.csv", CITY_COLUMNS):
        if row["country"] and not any(places.inside(name, None, row["country"]) for name in row.items("name")):
            yield f"{row.items('name')[0]} ({row['country']})"


if __name__ == "__main__":
    sys.exit(main())
