"""Checks countries.csv and regions.csv: codes, Wikidata ids, and that every surface form names one place only.

Run it as a script (it prints the problems and exits 1 if there are any) or call `check_countries(path)`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sayso.errors import KnowledgeError
from sayso.knowledge.tables import FOLDER, Row, read_table

COUNTRY_COLUMNS = (
    "alpha3",
    "wikidata",
    "name",
    "aliases",
    "adjectives",
    "nationals",
    "capital",
    "metonyms",
    "cow",
    "gw",
    "former",
)
REGION_COLUMNS = ("name", "country", "adjectives", "nationals", "wikidata")
COUNTRY_SURFACES = ("name", "aliases", "adjectives", "nationals", "capital", "metonyms", "former")
REGION_SURFACES = ("name", "adjectives", "nationals")

COUNTRIES = FOLDER / "countries.csv"
REGIONS = FOLDER / "regions.csv"
LABELS = Path(__file__).parents[3] / "shared" / "facts" / "country_qids.csv"

UN_MEMBERS = frozenset(
    """
    AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN
    BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP
    EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ
    ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO
    MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK
    PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK
    SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM
    YEM ZAF ZMB ZWE
    """.split()
)

# Surface forms that do name more than one entry, and why the tables keep them all.
AMBIGUOUS: Mapping[str, str] = {
    "Congolese": "adjective of DR Congo and of the Republic of the Congo",
    "Dominican": "adjective of Dominica and of the Dominican Republic",
    "Dominicans": "people of Dominica and of the Dominican Republic",
    "Georgia": "the country and the US state",
    "Korea": "North and South; the text before it must decide",
    "Korean": "North and South; the text before it must decide",
    "Koreans": "North and South; the text before it must decide",
    "Punjab": "the Indian state and the Pakistani province",
}

# Entries of the Wikidata list that are no present country, so countries.csv need not hold them.
NOT_COUNTRIES: Mapping[str, str] = {
    "Q1034173": "dynasty",
    "Q12585": "part of the world",
    "Q132959": "part of the world",
    "Q1433120": "group of countries",
    "Q143487": "part of the world",
    "Q15180": "Soviet Union, a former name of RUS",
    "Q16502": "the world",
    "Q17050654": "legendary state",
    "Q25227": "dissolved in 2010",
    "Q27275": "part of the world",
    "Q29999": "Kingdom of the Netherlands; NLD has Q55",
    "Q3111454": "dynasty",
    "Q33946": "Czechoslovakia, which has no single successor",
    "Q392770": "international organisation",
    "Q407199": "Palestinian territories, an alias of PSE",
    "Q42314": "Channel Islands; JEY and GGY stand for themselves",
    "Q458": "European Union",
    "Q49": "part of the world",
    "Q664609": "part of the world",
    "Q7184": "NATO",
    "Q752401": "group of countries",
    "Q756617": "Danish Realm; DNK has Q35",
    "Q771405": "part of the world",
    "Q8268": "group of countries",
    "Q878309": "dynasty",
}

# Single words that rightly begin with a small letter.
SMALL_INITIAL = frozenset({"eSwatini", "ni-Vanuatu"})

Surfaces = dict[str, set[str]]


def main() -> int:
    """Prints every problem and every Wikidata label that is not covered; 1 if there are problems."""
    problems = check_countries(COUNTRIES) + check_regions(REGIONS, COUNTRIES)
    problems += check_ambiguity(COUNTRIES, REGIONS)
    if LABELS.exists():
        problems += check_labels(COUNTRIES, LABELS)
    else:
        print(f"{LABELS.name} is not at hand: coverage of the Wikidata list was not checked")
    for problem in problems:
        print(problem)
    if not problems:
        countries, regions = _rows(COUNTRIES, COUNTRY_COLUMNS), _rows(REGIONS, REGION_COLUMNS)
        print(f"{len(countries)} countries and {len(regions)} regions, no problems")
    return 1 if problems else 0


def check_countries(path: Path) -> list[str]:
    """The problems of countries.csv by itself; clashes that `AMBIGUOUS` explains are none."""
    try:
        rows = _rows(path, COUNTRY_COLUMNS)
    except KnowledgeError as error:
        return [str(error)]
    codes = [row["alpha3"] for row in rows]
    problems = list(_cell_problems(rows, ("alpha3", *COUNTRY_SURFACES)))
    problems += [_at(row, "alpha3 must be three capitals") for row in rows if not _is_code(row["alpha3"])]
    problems += [_at(row, f"{row['alpha3']} has no name") for row in rows if not row["name"]]
    problems += [f"{path.name}: {code} is missing (UN member)" for code in sorted(UN_MEMBERS - set(codes))]
    if codes != sorted(codes):
        problems.append(f"{path.name}: the rows are not sorted by alpha3")
    for column in ("alpha3", "wikidata", "cow", "gw"):
        problems += _repeated(path, column, (row[column] for row in rows))
    for column in ("cow", "gw"):
        problems += [_at(row, f"{column} is no number") for row in rows if not _is_number(row[column])]
    problems += _clashes(path.name, _country_surfaces(rows))
    return problems


def check_regions(path: Path, countries: Path) -> list[str]:
    """The problems of regions.csv by itself; its countries must stand in `countries`."""
    try:
        rows = _rows(path, REGION_COLUMNS)
        codes = {row["alpha3"] for row in _rows(countries, COUNTRY_COLUMNS)}
    except KnowledgeError as error:
        return [str(error)]
    problems = list(_cell_problems(rows, ("name", "country", "adjectives", "nationals")))
    problems += [_at(row, f"unknown country {row['country']}") for row in rows if row["country"] not in codes]
    problems += _repeated(path, "wikidata", (row["wikidata"] for row in rows))
    problems += _clashes(path.name, _region_surfaces(rows))
    return problems


def check_ambiguity(countries: Path, regions: Path) -> list[str]:
    """Clashes between the two files, and entries of `AMBIGUOUS` that no longer clash."""
    try:
        of_countries = _country_surfaces(_rows(countries, COUNTRY_COLUMNS))
        of_regions = _region_surfaces(_rows(regions, REGION_COLUMNS))
    except KnowledgeError as error:
        return [str(error)]
    merged: Surfaces = defaultdict(set)
    for surfaces in (of_countries, of_regions):
        for text, owners in surfaces.items():
            merged[text] |= owners
    shared = {text: merged[text] for text in of_countries.keys() & of_regions.keys()}
    stale = sorted(text for text in AMBIGUOUS if len(merged[text]) < 2)
    return _clashes(f"{countries.name} and {regions.name}", shared) + [
        f"AMBIGUOUS: {text!r} is not ambiguous in the tables" for text in stale
    ]


def check_labels(countries: Path, labels: Path) -> list[str]:
    """Entries of the Wikidata country list (columns qid, label) that neither table nor `NOT_COUNTRIES` holds."""
    known = {row["wikidata"] for row in _rows(countries, COUNTRY_COLUMNS)}
    with labels.open(encoding="utf-8", newline="") as stream:
        entries = [(entry["qid"], entry["label"]) for entry in csv.DictReader(stream)]
    return [
        f"{labels.name}: {qid} {label} is not covered"
        for qid, label in entries
        if qid not in known and qid not in NOT_COUNTRIES
    ]


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    return list(read_table(path, columns))


def _cell_problems(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Malformed ids, empty or padded or repeated items, articles where none belong, small initials."""
    for row in rows:
        if row["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata"]):
            yield _at(row, f"{row['wikidata']} is no Wikidata id")
        for column in columns:
            items = row[column].split("|") if row[column] else []
            for item in items:
                if not item or item != item.strip():
                    yield _at(row, f"{column} has an empty or padded item")
                elif item[0].islower() and " " not in item and item not in SMALL_INITIAL:
                    yield _at(row, f"{column} holds the ordinary word {item!r}")
                elif column in ("capital", "metonyms") and item.lower().startswith("the "):
                    yield _at(row, f"{item!r} must stand without its article")
            for item, count in Counter(items).items():
                if count > 1:
                    yield _at(row, f"{column} repeats {item!r}")


def _country_surfaces(rows: Iterable[Row]) -> Surfaces:
    surfaces: Surfaces = defaultdict(set)
    for row in rows:
        for column in COUNTRY_SURFACES:
            for item in row.items(column):
                surfaces[item].add(row["alpha3"])
    return surfaces


def _region_surfaces(rows: Iterable[Row]) -> Surfaces:
    surfaces: Surfaces = defaultdict(set)
    for row in rows:
        # The first name is the region's own; two regions of one country may not share it either.
        owner = f"{row['country']}:{row.items('name')[0]}:{row.line}" if row["name"] else f"line {row.line}"
        for column in REGION_SURFACES:
            for item in row.items(column):
                surfaces[item].add(owner)
    return surfaces


def _clashes(where: str, surfaces: Surfaces) -> list[str]:
    return [
        f"{where}: {text!r} names {', '.join(sorted(owners))}"
        for text, owners in sorted(surfaces.items())
        if len(owners) > 1 and text not in AMBIGUOUS
    ]


def _repeated(path: Path, column: str, values: Iterable[str]) -> list[str]:
    counts = Counter(value for value in values if value)
    return [f"{path.name}: {column} {value} occurs {count} times" for value, count in counts.items() if count > 1]


def _is_code(text: str) -> bool:
    return re.fullmatch(r"[A-Z]{3}", text) is not None


def _is_number(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdigit())


def _at(row: Row, problem: str) -> str:
    return str(row.error(problem))


if __name__ == "__main__":
    sys.exit(main())
