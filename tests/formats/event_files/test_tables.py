"""The tables of codes and columns: right in themselves, and equal to what they are taken from."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from sayso.formats.event_files import codes
from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.plover import plover_record
from sayso.formats.event_files.reading import stored_events
from sayso.knowledge.codebook import load_codebook
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.tables import FOLDER as KNOWLEDGE
from sayso.store import EventFilter, Store

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared") / "schemas"
GIVEN = {
    "gdelt": "gdelt_v2_events.csv",
    "mentions": "gdelt_v2_mentions.csv",
    "icews": "icews_events.csv",
    "polecat": "polecat_events.csv",
    "phoenix": "phoenix_events.csv",
}
COUNTS = {"gdelt": 61, "mentions": 16, "icews": 20, "polecat": 40, "phoenix": 26}


def given(name: str) -> list[dict[str, str]]:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the column lists to compare with are not at {SCHEMAS}")
    with (SCHEMAS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("format", GIVEN)
def test_columns_are_those_of_the_format_to_the_letter(format: str) -> None:
    assert len(codes.columns(format)) == COUNTS[format]
    assert list(codes.columns(format)) == [row["column"] for row in given(GIVEN[format])]


def test_gdelt_types_are_those_of_its_codebook() -> None:
    named = {"INTEGER": "integer", "FLOAT": "number", "STRING": "text"}
    for format in ("gdelt", "mentions"):
        rows = given(GIVEN[format])
        assert dict(codes.column_types(format)) == {row["column"]: named[row["type"]] for row in rows}


def test_plover_fields_are_those_of_its_manual(local: Store) -> None:
    fields: dict[str, set[str]] = {}
    for row in given("plover_json_fields.csv"):
        fields.setdefault(row["object"], set()).add(row["field"])
    parts = {"event_loc": "location", "text_info": "text_info", "cite_info": "cite_info"}
    with local.reading() as connection:
        records = [
            plover_record(stored) for stored in stored_events(connection, Choice(EventFilter(), has_status=True))
        ]
    assert records
    for record in records:
        assert set(record) <= fields["event"]
        assert {"id", "date", "actor", "event"} <= set(record)
        for side in ("actor", "recipient"):
            assert all(set(entity) <= fields["entity"] for entity in record.get(side, []))
        for part, kind in parts.items():
            assert set(record.get(part, {})) <= fields[kind]


def test_every_country_of_sayso_is_in_the_table_once() -> None:
    assert sorted(codes.countries()) == sorted(load_knowledge().countries)


@pytest.mark.parametrize(("scheme", "shape"), [("fips", "[A-Z]{2}"), ("cameo", "[A-Z]{3}"), ("icews", r"\S.*\S")])
def test_no_code_stands_for_two_countries(scheme: str, shape: str) -> None:
    found = [getattr(country, scheme) for country in codes.countries().values()]
    assert [code for code, number in Counter(filter(None, found)).items() if number > 1] == []
    assert [code for code in found if code and not re.fullmatch(shape, code)] == []


def test_cameo_differs_from_iso_in_four_countries() -> None:
    differ = {each.alpha3: each.cameo for each in codes.countries().values() if each.cameo not in ("", each.alpha3)}
    assert differ == {"ROU": "ROM", "TLS": "TMP", "MNE": "MTN", "IMN": "IMY"}


@pytest.mark.parametrize(
    ("alpha3", "fips"),
    [
        ("RUS", "RS"),
        ("ISR", "IS"),
        ("CHN", "CH"),
        ("CHE", "SZ"),
        ("UKR", "UP"),
        ("IRQ", "IZ"),
        ("GBR", "UK"),
        ("SRB", "RI"),
        ("AUS", "AS"),
        ("AUT", "AU"),
        ("KOR", "KS"),
        ("PRK", "KN"),
        ("SSD", "OD"),
        ("XKX", "KV"),
        ("PSE", ""),
        ("DEU", "GM"),
    ],
)
def test_fips_codes_that_others_confuse(alpha3: str, fips: str) -> None:
    assert codes.countries()[alpha3].fips == fips


@pytest.mark.parametrize(
    ("name", "alpha3"),
    [
        ("Russian Federation", "RUS"),
        ("Congo", "COG"),
        ("Democratic Republic of Congo", "COD"),
        ("Burma", "MMR"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Cote d'Ivoire", "CIV"),
        ("Moldova, Republic of", "MDA"),
    ],
)
def test_countries_are_found_by_the_names_of_icews(name: str, alpha3: str) -> None:
    assert codes.alpha3_of_name()[name.lower()] == alpha3


def test_every_sector_has_a_row() -> None:
    assert set(codes.cameo_sectors()) == set(codes.icews_sectors()) == set(load_knowledge().sectors)


def test_known_groups_are_known_to_sayso() -> None:
    tables = (KNOWLEDGE / f"{name}.csv" for name in ("igos", "armed_groups", "bodies", "parties"))
    known = {line.partition(",")[0] for table in tables for line in table.read_text("utf-8").splitlines()}
    assert [id for id in codes.groups() if id not in known] == []
    assert len(set(codes.groups().values())) == len(codes.groups())


def test_types_are_those_of_the_codebook() -> None:
    codebook = load_codebook()
    assert {name: (kind.quad, kind.score) for name, kind in codes.kinds().items()} == {
        name: (type.quad, type.score) for name, type in codebook.types.items()
    }
    announced = {kind.type: kind.announced for kind in codes.kinds().values()}
    assert {type for type, code in announced.items() if code} == {n for n, k in codes.kinds().items() if k.quad < 3}
    assert all(code in codebook.cameo and code.startswith("03") for code in announced.values() if code)


def test_cameo_codes_have_a_type_unless_they_are_statements() -> None:
    codebook = load_codebook()
    untyped = {code for code in codebook.cameo if code not in codes.type_of_cameo()}
    assert {code[:2] for code in untyped} == {"01"}
    assert set(codes.type_of_cameo().values()) == set(codebook.types)
    assert {code[:2] for code in codebook.cameo} == {f"{root:02}" for root in range(1, 21)}
    assert all(codes.quad_of_cameo(code) and codes.penta_of_cameo(code) is not None for code in codebook.cameo)


@pytest.mark.parametrize("table", sorted(codes.FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_table_says_where_its_facts_come_from(table: Path) -> None:
    words = "\n".join(line for line in table.read_text("utf-8").splitlines() if line.startswith("#"))
    assert "Licence:" in words and words.startswith("#")
