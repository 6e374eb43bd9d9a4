"""How far the tables of offices reach: gaps without a holder, and how many states and bodies are covered."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso.knowledge.tables import FOLDER, Row, read_table

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts" / "knowledge"
FACTS = ROOT.parent / "shared" / "facts"

SINCE, UNTIL = date(2000, 1, 1), date(2026, 9, 1)
MINISTERS_SINCE = date(2015, 1, 1)
LONG_GAP = timedelta(days=90)

TENURES = list(read_table(FOLDER / "offices.csv", "person office title country sector begin end".split()))

# Stretches of more than ninety days without a holder, with what is known of them.
VACANCIES = {
    ("head_of_state", "AUT", "2016-07-08"): "the three presidents of the National Council together",
    ("head_of_state", "HTI", "2021-07-07"): "Moïse killed and nobody elected; a council from 2024 to 2026",
    ("head_of_state", "IRQ", "2003-04-09"): "occupation",
    ("head_of_state", "LBN", "2007-11-24"): "parliament elected nobody",
    ("head_of_state", "LBN", "2014-05-24"): "parliament elected nobody",
    ("head_of_state", "LBN", "2022-10-30"): "parliament elected nobody",
    ("head_of_state", "SMR", "2000-01-01"): "two captains regent who change every six months are not listed",
    ("head_of_state", "SOM", "2000-01-01"): "no government before August 2000",
    ("head_of_state", "SSD", "2000-01-01"): "independent in July 2011",
    ("head_of_state", "TLS", "2000-01-01"): "independent in May 2002",
    ("head_of_government", "AFG", "2000-01-01"): "no such office",
    ("head_of_government", "AFG", "2020-03-11"): "no such office",
    ("head_of_government", "BDI", "2000-01-01"): "no such office",
    ("head_of_government", "BGR", "2026-02-01"): "the caretaker of spring 2026 is not surely known",
    ("head_of_government", "BIH", "2000-01-01"): "two chairmen who took turns are not listed",
    ("head_of_government", "CIV", "2000-01-01"): "the junta's first months",
    ("head_of_government", "COD", "2000-01-01"): "no such office",
    ("head_of_government", "COG", "2000-01-01"): "no such office",
    ("head_of_government", "COG", "2009-09-15"): "no such office",
    ("head_of_government", "GAB", "2025-05-05"): "no such office",
    ("head_of_government", "GIN", "2004-04-24"): "vacant",
    ("head_of_government", "GIN", "2006-04-05"): "vacant",
    ("head_of_government", "IRQ", "2003-04-09"): "occupation",
    ("head_of_government", "MDG", "2026-03-01"): "the prime minister since spring 2026 is not surely known",
    ("head_of_government", "MMR", "2026-04-10"): "not surely known",
    ("head_of_government", "NPL", "2005-02-01"): "the king ruled himself",
    ("head_of_government", "PER", "2026-02-17"): "prime ministers since February 2026 are not surely known",
    ("head_of_government", "SDN", "2002-08-19"): "no such office",
    ("head_of_government", "SDN", "2019-04-11"): "the military council",
    ("head_of_government", "SLE", "2000-01-01"): "no such office",
    ("head_of_government", "SMR", "2000-01-01"): "the captains regent",
    ("head_of_government", "SOM", "2000-01-01"): "no government before August 2000",
    ("head_of_government", "SSD", "2000-01-01"): "independent in July 2011",
    ("head_of_government", "TLS", "2000-01-01"): "independent in May 2002",
}


def un_members() -> frozenset[str]:
    spec = importlib.util.spec_from_file_location("check_countries", SCRIPTS / "check_countries.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    members: frozenset[str] = module.UN_MEMBERS
    return members


def tenures_of(office: str) -> dict[str, list[Row]]:
    """The tenures of one kind of office by country."""
    countries: dict[str, list[Row]] = defaultdict(list)
    for row in TENURES:
        if row["office"] == office:
            countries[row["country"]].append(row)
    return countries


def first_day(text: str) -> date:
    """A month or a year counts from its first day."""
    return date.fromisoformat(text + "0000-01-01"[len(text) :])


def gaps(rows: Iterable[Row], since: date, until: date) -> list[tuple[date, date]]:
    """The stretches between two days in which none of the tenures holds."""
    spans = sorted((first_day(row["begin"]), first_day(row["end"]) if row["end"] else until) for row in rows)
    found, day = [], since
    for begin, end in [*spans, (until, until)]:
        if day < min(begin, until):
            found.append((day, min(begin, until)))
        day = max(day, end)
    return found


def covered(rows: Iterable[Row], since: date, until: date) -> float:
    """The share of the days between two that have a holder."""
    missing = sum((end - begin for begin, end in gaps(rows, since, until)), timedelta())
    return 1 - missing / (until - since)


@pytest.mark.parametrize("office", ["head_of_state", "head_of_government"])
class TestHeadsOfStateAndGovernment:
    def test_every_long_gap_of_a_member_of_the_united_nations_is_stated(self, office: str) -> None:
        held = tenures_of(office)
        found = {
            (office, country, begin.isoformat())
            for country in un_members()
            for begin, end in gaps(held[country], SINCE, UNTIL)
            if end - begin > LONG_GAP
        }
        assert found == {vacancy for vacancy in VACANCIES if vacancy[0] == office}

    def test_short_gaps_are_few(self, office: str) -> None:
        held = tenures_of(office)
        found = [
            end - begin
            for country in un_members()
            for begin, end in gaps(held[country], SINCE, UNTIL)
            if end - begin <= LONG_GAP
        ]
        days = sum(found, timedelta()).days
        print(f"\n{office}: {len(found)} gaps of at most {LONG_GAP.days} days, {days} days in all")
        assert days <= {"head_of_state": 400, "head_of_government": 1850}[office]


class TestMinisters:
    @pytest.mark.parametrize(("office", "states"), [("foreign_minister", 110), ("defence_minister", 70)])
    def test_ministers_since_2015_are_known_for_nine_days_in_ten(self, office: str, states: int) -> None:
        full = [country for country, rows in tenures_of(office).items() if covered(rows, MINISTERS_SINCE, UNTIL) >= 0.9]
        print(f"\n{office}: {len(full)} states with nine days in ten since 2015")
        assert len(full) >= states


class TestVoices:
    def test_spokespeople_of_many_governments_ministries_and_armed_forces(self) -> None:
        bodies, people = set(), set()
        for row in TENURES:
            if row["office"].startswith("spokesperson_"):
                bodies.add((row["office"], row["country"]))
                people.add(row["person"])
        print(f"\nspokespeople: {len(people)} of {len(bodies)} bodies")
        assert len(bodies) >= 60
        assert len(people) >= 220

    def test_leaders_of_oppositions_of_many_states(self) -> None:
        held = tenures_of("opposition_leader")
        people = {row["person"] for rows in held.values() for row in rows}
        print(f"\nopposition leaders: {len(people)} in {len(held)} states")
        assert len(held) >= 44
        assert len(people) >= 80


BODIES_SINCE_2000 = [
    "Secretary-General of the United Nations",
    "President of the European Commission",
    "Secretary General of NATO",
    "Director General of the International Atomic Energy Agency",
    "Director-General of the World Health Organization",
    "Managing Director of the International Monetary Fund",
    "President of the World Bank",
    "Secretary General of the Organization for Security and Co-operation in Europe",
    "High Representative of the European Union for Foreign Affairs and Security Policy",
    "President of the European Parliament",
]
# Founded later, or not surely known before.
BODIES_SINCE = {
    "President of the European Council": "2009-12-01",
    "Secretary-General of the Arab League": "2001-05-15",
    "Prosecutor of the International Criminal Court": "2003-06-16",
    "Chairperson of the African Union Commission": "2003-09-16",
    "Secretary General of OPEC": "2007-01-01",
}


class TestBodies:
    @pytest.mark.parametrize(
        ("title", "since"), [*((title, "2000-01-01") for title in BODIES_SINCE_2000), *BODIES_SINCE.items()]
    )
    def test_the_heads_of_the_main_bodies_are_known_nearly_always(self, title: str, since: str) -> None:
        rows = [row for row in TENURES if row["office"] == "igo_head" and row["title"].removeprefix("Acting ") == title]
        assert covered(rows, first_day(since), UNTIL) >= 0.95

    @pytest.mark.parametrize("country", ["USA", "GBR", "FRA", "RUS", "CHN", "ISR", "UKR", "IRN"])
    def test_envoys_to_the_united_nations(self, country: str) -> None:
        assert covered(tenures_of("ambassador_un")[country], MINISTERS_SINCE, date(2025, 1, 1)) >= 0.9

    def test_chiefs_of_general_staffs(self) -> None:
        since = date(2024, 1, 1)
        known = [c for c, rows in tenures_of("chief_of_staff_military").items() if covered(rows, since, UNTIL) >= 0.9]
        assert len(known) >= 20

    def test_speakers_of_parliaments(self) -> None:
        since = date(2021, 1, 1)
        held = tenures_of("parliament_speaker")
        known = [country for country, rows in held.items() if covered(rows, since, UNTIL) >= 0.8]
        assert len(known) >= 20


@pytest.mark.skipif(not FACTS.exists(), reason="the sources lie in ../shared/facts")
def test_the_tables_are_what_the_script_builds(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "build_offices.py"), "--facts", str(FACTS), "--output", str(tmp_path)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    for name in ("people.csv", "offices.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
