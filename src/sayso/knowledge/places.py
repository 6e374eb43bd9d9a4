"""The gazetteer: towns and first-level regions of the world by name, with country, coordinates and GeoNames id.

A place that no other table lists is the entity `geonames-703448`: its id at GeoNames with the word before it. `resolve`
chooses among places of one name by what the document speaks of, and leaves open what it cannot tell.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from sayso.errors import KnowledgeError
from sayso.knowledge.tables import FOLDER

FILE = "places.csv"
COLUMNS = "geonames name alternates kind country region latitude longitude population care".split()
ID_PREFIX = "geonames-"
# "Donetsk region", "Khan Younis governorate", "the state of Bihar".
REGION_WORDS = frozenset(
    "region province oblast governorate state department prefecture county krai emirate territory canton".split()
)
TOWN_WORDS = frozenset("city town village port capital municipality suburb settlement hamlet resort".split())
REGION_WORD = re.compile(rf"^(?:the )?(?P<name>.+?) (?:{'|'.join(sorted(REGION_WORDS))})$", re.IGNORECASE)
TOWN_WORD = re.compile(r"^(?P<name>.+?) city$", re.IGNORECASE)
# Letters that no normal form takes apart, the signs for letters that Latin script lacks, and what joins words.
LETTERS = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ı": "i", "ə": "a", "Ə": "A", "ß": "ss"}
LETTERS |= dict.fromkeys("'’‘ʻʼʿʾ`ʹ", "")
MARKS = re.compile(r"[\u0300-\u036f]")
SAINT = re.compile(r"\bst\. ")

# How much speaks for a candidate, on the scale of tenfold population: that the document names its country, that this is
# the country named nearest, that it names its region; that news as a rule means it.
COUNTRY_NAMED = 1.0
COUNTRY_NEAREST = 0.4
REGION_NAMED = 1.5
# News names a small town together with its region; that its country is named says less.
SMALL = 100_000
COUNTRY_OF_SMALL = 0.5
USUAL = 0.5
# How far the best must lead the next; where the document says nothing, by population alone ten times.
LEAD = 0.5
LEAD_UNTOLD = 1.0
# Below this nobody names a town without saying where it lies, so that it is no rival for a large one.
UNKNOWN_TOWN = 1_000

PlaceKind = Literal["town", "region"]


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a first-level region. `region` is its code at GeoNames inside the country.

    `care` says that the name is also an ordinary word or one that people bear: it needs more than a capital letter.
    """

    geonames: int
    name: str
    kind: PlaceKind
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    care: bool

    @property
    def id(self) -> str:
        """The entity id of a place that no other table lists."""
        return f"{ID_PREFIX}{self.geonames}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says that helps to tell places apart: countries it names, the nearest first, and regions.

    `usual` are the countries of the place that news means by the name as a rule.
    """

    countries: Sequence[str] = ()
    regions: Collection[tuple[str, str]] = ()
    usual: Collection[str] = ()


class Gazetteer:
    """Places by name and by id. Lines stay text until somebody asks for their place."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines: dict[int, str] = {}
        self._regions: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, list[int]] = {}
        # All names are folded in one go: one by one it would take longer than everything else.
        plain = folded("\n".join(lines)).split("\n") if lines else []
        for line, folded_line in zip(lines, plain, strict=True):
            number, name, alternates, _ = folded_line.split(",", 3)
            identity = int(number)
            self._lines[identity] = line
            for each in (name, *alternates.split("|")) if alternates else (name,):
                self._by_name.setdefault(each, []).append(identity)
            if ",region," in line:
                _, _, _, _, country, code, _ = line.split(",", 6)
                self._regions[country, code] = identity

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Place]:
        return (place_of(line) for line in self._lines.values())

    def get(self, geonames: int) -> Place | None:
        """The place with this GeoNames id."""
        line = self._lines.get(geonames)
        return place_of(line) if line else None

    def region(self, country: str, code: str) -> Place | None:
        """A first-level region by its code at GeoNames."""
        return self.get(self._regions.get((country, code), -1))

    def named(self, name: str, kind: PlaceKind | None = None) -> tuple[Place, ...]:
        """Places that bear the name, marks and hyphens aside; "X region" and "X city" say which kind is meant."""
        found = tuple(place_of(self._lines[each]) for each in self._by_name.get(folded(name), ()))
        if not found and (match := REGION_WORD.match(name)):
            return self.named(match["name"], "region")
        if not found and (match := TOWN_WORD.match(name)):
            return self.named(match["name"], "town")
        return tuple(place for place in found if kind in (None, place.kind))

    def inside(self, name: str, kind: PlaceKind | None, country: str) -> Place | None:
        """The one place of that name in a country, the largest town before the region that is named like it."""
        found = [place for place in self.named(name, kind) if place.country == country]
        found = [place for place in found if place.kind == "town"] or found
        ranked = sorted(found, key=weight, reverse=True)
        return ranked[0] if ranked and leads([weight(place) for place in ranked], LEAD) else None

    def regions_named(self, name: str) -> tuple[Place, ...]:
        """First-level regions of that name."""
        return self.named(name, "region")

    def told(self, candidates: Sequence[Place], states: Mapping[str, str]) -> str:
        """The candidates in words, the largest first, each once: "Birmingham (United Kingdom)"."""
        words = []
        for place in sorted(candidates, key=weight, reverse=True):
            region = self.region(place.country, place.region) if place.kind == "town" else None
            several = sum(other.country == place.country for other in candidates) > 1
            inside = f"{region.name}, " if region and several else ""
            words.append(f"{place.name} ({inside}{states.get(place.country, place.country)})")
        return ", ".join(dict.fromkeys(words))


@cache
def load_places(folder: Path = FOLDER) -> Gazetteer:
    """Read the table. No cell holds a comma or a quotation mark, so that lines need no parser until they are used."""
    path = folder / FILE
    if not path.is_file():
        raise KnowledgeError(str(path), "there is no such file")
    header, *lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")] or [""]
    if header.split(",") != COLUMNS:
        raise KnowledgeError(FILE, f"expected the columns {','.join(COLUMNS)}")
    wrong = next((line for line in lines if line.count(",") != len(COLUMNS) - 1 or '"' in line), None)
    if wrong is not None:
        raise KnowledgeError(FILE, f"expected {len(COLUMNS)} cells without commas or quotation marks in {wrong!r}")
    return Gazetteer(lines)


def place_of(line: str) -> Place:
    """One line as a place."""
    number, name, _, what, country, region, latitude, longitude, population, care = line.split(",")
    kind: PlaceKind = "region" if what == "region" else "town"
    return Place(
        int(number), name, kind, country, region, float(latitude), float(longitude), int(population), care == "yes"
    )


def folded(name: str) -> str:
    """The name without what spellings differ in: case, marks on letters, hyphens, apostrophes, "St." for "Saint"."""
    return SAINT.sub("saint ", without_marks(name).lower().replace("-", " "))


def without_marks(name: str) -> str:
    """The name in plain letters: "Ḩimş" is "Hims"."""
    if name.isascii():
        return name.replace("'", "")
    for letter, plain in LETTERS.items():  # quicker than `translate` on a long text
        name = name.replace(letter, plain)
    return MARKS.sub("", unicodedata.normalize("NFKD", name))


def resolve(candidates: Sequence[Place], setting: Setting) -> Place | None:
    """The place that is meant, or None where the document does not tell.

    Large towns weigh more, and so do places whose country or region the document names. A town and the region
    around it are no rivals: the bare name means the town.
    """
    rivals = without_own_regions(candidates)
    scored = sorted(((score(place, setting), place) for place in rivals), key=lambda pair: -pair[0])
    if not scored:
        return None
    told = bool(setting.usual) or any(speaks_for(place, setting) for place in rivals)
    margin = LEAD if told else LEAD_UNTOLD
    return scored[0][1] if leads([value for value, _ in scored], margin) else None


def without_own_regions(candidates: Sequence[Place]) -> list[Place]:
    """The candidates without regions in whose country a town has the same name."""
    towns = {(place.country, place.region) for place in candidates if place.kind == "town"}
    countries = {place.country for place in candidates if place.kind == "town" and place.population >= UNKNOWN_TOWN}
    return [
        place
        for place in candidates
        if place.kind == "town" or ((place.country, place.region) not in towns and place.country not in countries)
    ]


def score(place: Place, setting: Setting) -> float:
    """How much speaks for a place."""
    value = weight(place) + (USUAL if place.country in setting.usual else 0)
    if place.country in setting.countries and place.population < SMALL:
        value += COUNTRY_OF_SMALL
    elif place.country in setting.countries:
        value += COUNTRY_NAMED + (COUNTRY_NEAREST if setting.countries[0] == place.country else 0)
    return value + (REGION_NAMED if (place.country, place.region) in setting.regions else 0)


def speaks_for(place: Place, setting: Setting) -> bool:
    """Whether the document says anything for the place."""
    return place.country in setting.countries or (place.country, place.region) in setting.regions


def weight(place: Place) -> float:
    """How often news means it, by its size."""
    return math.log10(max(place.population, UNKNOWN_TOWN))


def leads(scores: Sequence[float], margin: float) -> bool:
    """Whether the first is ahead of the second by the margin."""
    return len(scores) == 1 or scores[0] - scores[1] >= margin
