"""The tables keep the sizes that Sayso promises."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from sayso.knowledge.facts import Knowledge, load_knowledge, read_tables
from sayso.knowledge.facts.merging import Tables

SCRIPT = Path(__file__).parents[2] / "scripts" / "knowledge" / "check_countries.py"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def un_members() -> frozenset[str]:
    spec = importlib.util.spec_from_file_location("check_countries", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    members: frozenset[str] = module.UN_MEMBERS
    return members


# Its name is more often that of the Australian state or of another place, and would stand for a government.
CAPITAL_LEFT_OUT = {"SYC"}


def test_all_193_members_of_the_united_nations_have_names_demonyms_capital_and_codes(tables: Tables) -> None:
    rows = {row["alpha3"]: row for row in tables["countries.csv"]}
    members = un_members()
    assert len(members) == 193
    lacking = {
        column: {code for code in members if not rows[code][column]}
        for column in ("name", "adjectives", "capital", "wikidata", "cow", "gw")
    }
    assert lacking.pop("capital") == CAPITAL_LEFT_OUT
    assert set().union(*lacking.values()) == set(), lacking


@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("igos.csv", 150),
        ("armed_groups.csv", 150),
        ("outlets.csv", 200),
        ("parties.csv", 300),
    ],
)
def test_there_are_so_many_organisations(tables: Tables, file: str, least: int) -> None:
    assert len({row["id"] for row in tables[file]}) >= least


def test_every_outlet_says_who_owns_it(tables: Tables) -> None:
    assert [row["name"] for row in tables["outlets.csv"] if not row["ownership"]] == []


def test_there_are_900_role_nouns_with_a_sector(tables: Tables) -> None:
    assert len({row["noun"] for row in tables["roles.csv"] if row["sector"]}) >= 900


def test_every_member_has_a_head_of_state_or_of_government(knowledge: Knowledge) -> None:
    lacking = {
        code
        for code in un_members()
        if not any(
            office.held_on("2022-12-30")
            for kind in ("head_of_state", "head_of_government")
            for office in knowledge.holders.get((kind, code), ())
        )
    }
    assert lacking == {"SMR"}  # its two captains regent change every half-year
