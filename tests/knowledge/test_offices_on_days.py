"""The holder of an office on a day, against a table written apart from ours, and the office of a person on a day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso.knowledge.facts import Knowledge, load_knowledge
from sayso.knowledge.tables import FOLDER, Row, read_table

COLUMNS = ["office", "country", "day", "person", "change", "title"]
ROWS = list(read_table(Path(__file__).parents[1] / "cases" / "offices_on_days.csv", COLUMNS))
FLOOR = 0.99


def held_together() -> frozenset[str]:
    """The kinds of office that several people hold at a time."""
    kinds = read_table(FOLDER / "office_kinds.csv", ["office", "title", "sector", "holders"])
    return frozenset(kind["office"] for kind in kinds if kind["holders"] == "many")


SHARED = held_together()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def holders(knowledge: Knowledge, row: Row, day: str) -> set[str]:
    """Who holds the row's office, and title where it names one, on a day."""
    tenures = knowledge.holders.get((row["office"], row["country"]), ())
    return {t.person for t in tenures if t.held_on(day) and row["title"] in ("", t.title)}


def is_right(knowledge: Knowledge, row: Row) -> bool:
    """Whether the tables give the expected person, and nobody besides unless the office is shared."""
    found = holders(knowledge, row, row["day"])
    expected = {fact.id for fact in knowledge.facts_for(row["person"])}
    return bool(found & expected) and (len(found) == 1 or row["office"] in SHARED)


def day_beside(day: str, days: int) -> str:
    """The day before or after."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


class TestHolderOfAnOffice:
    def test_the_holders_on_a_day_are_right(self, knowledge: Knowledge) -> None:
        wrong = [row for row in ROWS if not is_right(knowledge, row)]
        share = 1 - len(wrong) / len(ROWS)
        print(f"\noffices on days: {len(ROWS) - len(wrong)} of {len(ROWS)} right, {share:.1%}")
        listed = "; ".join(" ".join(row[column] for column in COLUMNS[:4]) for row in wrong)
        assert share >= FLOOR, listed

    def test_the_holders_beside_a_change_are_right(self, knowledge: Knowledge) -> None:
        changes = [row for row in ROWS if row["change"]]
        wrong = [row for row in changes if not is_right(knowledge, row)]
        assert 1 - len(wrong) / len(changes) >= FLOOR, [row["person"] for row in wrong]

    @pytest.mark.parametrize(
        "row", [row for row in ROWS if row["change"]], ids=lambda row: f"{row['person']} {row['day']}"
    )
    def test_a_day_marked_as_a_change_is_one(self, knowledge: Knowledge, row: Row) -> None:
        before, now, after = (holders(knowledge, row, day_beside(row["day"], days)) for days in (-1, 0, 1))
        assert before != now or now != after

    def test_the_table_is_broad(self) -> None:
        assert len(ROWS) >= 220
        assert len({row["country"] for row in ROWS}) >= 60
        assert len({row["office"] for row in ROWS}) >= 12
        assert sum(1 for row in ROWS if row["change"]) >= 50

    def test_no_row_stands_twice(self) -> None:
        keys = [tuple(row[column] for column in COLUMNS[:4]) for row in ROWS]
        assert len(keys) == len(set(keys))

    def test_a_single_holder_is_found_by_the_office_alone(self, knowledge: Knowledge) -> None:
        rows = [row for row in ROWS if not row["title"] and row["office"] not in SHARED]
        single = [row for row in rows if len(holders(knowledge, row, row["day"])) == 1]
        assert len(single) > 0.95 * len(rows)
        for row in single:
            holder = knowledge.holder_of(row["office"], row["country"], row["day"])
            assert holder is not None
            assert {holder.id} == holders(knowledge, row, row["day"])


CAREERS = [
    # person, day, office (None: none at all), country
    ("Benjamin Netanyahu", "2021-06-12", "head_of_government", "ISR"),
    ("Benjamin Netanyahu", "2021-06-13", "opposition_leader", "ISR"),
    ("Benjamin Netanyahu", "2022-12-28", "opposition_leader", "ISR"),
    ("Benjamin Netanyahu", "2022-12-29", "head_of_government", "ISR"),
    ("Yair Lapid", "2022-06-30", "foreign_minister", "ISR"),
    ("Yair Lapid", "2022-07-01", "head_of_government", "ISR"),
    ("Yair Lapid", "2022-12-28", "head_of_government", "ISR"),
    ("Yair Lapid", "2022-12-29", "opposition_leader", "ISR"),
    ("Liz Truss", "2022-09-05", "foreign_minister", "GBR"),
    ("Liz Truss", "2022-09-06", "head_of_government", "GBR"),
    ("Liz Truss", "2022-10-25", None, None),
    ("Boris Johnson", "2018-07-08", "foreign_minister", "GBR"),
    ("Boris Johnson", "2019-07-23", None, None),
    ("Boris Johnson", "2019-07-24", "head_of_government", "GBR"),
    ("David Cameron", "2010-05-10", "opposition_leader", "GBR"),
    ("David Cameron", "2023-11-13", "foreign_minister", "GBR"),
    ("Rishi Sunak", "2024-07-05", "opposition_leader", "GBR"),
    ("Keir Starmer", "2024-07-04", "opposition_leader", "GBR"),
    ("Keir Starmer", "2024-07-05", "head_of_government", "GBR"),
    ("Fumio Kishida", "2021-10-03", None, None),
    ("Fumio Kishida", "2021-10-04", "head_of_government", "JPN"),
    ("Fumio Kishida", "2024-10-01", None, None),
    ("Yoshihide Suga", "2020-09-15", "spokesperson_government", "JPN"),
    ("Yoshihide Suga", "2020-09-16", "head_of_government", "JPN"),
    ("Dmitry Medvedev", "2012-05-06", "head_of_state", "RUS"),
    ("Dmitry Medvedev", "2012-05-08", "head_of_government", "RUS"),
    ("Dmitry Medvedev", "2022-12-30", "security_council_deputy_chairman", "RUS"),
    ("Vladimir Putin", "2008-05-06", "head_of_state", "RUS"),
    ("Vladimir Putin", "2010-06-01", "head_of_government", "RUS"),
    ("Sergei Shoigu", "2024-05-11", "defence_minister", "RUS"),
    ("Sergei Shoigu", "2024-06-01", "security_council_secretary", "RUS"),
    ("Joe Biden", "2017-01-19", "vice_president", "USA"),
    ("Joe Biden", "2017-01-20", None, None),
    ("Joe Biden", "2021-01-20", "head_of_state", "USA"),
    ("Mike Pompeo", "2018-04-01", "intelligence_chief", "USA"),
    ("Mike Pompeo", "2018-04-26", "foreign_minister", "USA"),
    ("Jen Psaki", "2014-06-01", "spokesperson_foreign_ministry", "USA"),
    ("Jen Psaki", "2021-06-01", "spokesperson_government", "USA"),
    ("Marco Rubio", "2025-06-01", "foreign_minister", "USA"),
    ("António Guterres", "2010-06-01", "igo_head", "UNO"),
    ("Kaja Kallas", "2022-06-01", "head_of_government", "EST"),
    ("Kaja Kallas", "2024-12-01", "igo_head", "EUR"),
    ("Mark Rutte", "2024-07-01", "head_of_government", "NLD"),
    ("Mark Rutte", "2024-10-01", "igo_head", "IGO"),
    ("Donald Tusk", "2015-06-01", "igo_head", "EUR"),
    ("Donald Tusk", "2023-12-13", "head_of_government", "POL"),
    ("Nicolas Sarkozy", "2007-05-16", "head_of_state", "FRA"),
    ("Gabriel Attal", "2021-06-01", "spokesperson_government", "FRA"),
    ("Gabriel Attal", "2024-01-09", "head_of_government", "FRA"),
    ("Anwar Ibrahim", "2022-11-23", "opposition_leader", "MYS"),
    ("Anwar Ibrahim", "2022-11-24", "head_of_government", "MYS"),
    ("Ousmane Sonko", "2024-04-02", "head_of_government", "SEN"),
    ("Han Duck-soo", "2023-06-01", "head_of_government", "KOR"),
    ("Hakainde Hichilema", "2021-08-23", "opposition_leader", "ZMB"),
    ("Hakainde Hichilema", "2021-08-24", "head_of_state", "ZMB"),
]


class TestOfficeOfAPerson:
    @pytest.mark.parametrize(
        ("person", "day", "office", "country"), CAREERS, ids=[f"{person} {day}" for person, day, *_ in CAREERS]
    )
    def test_the_office_is_that_of_the_day(
        self, knowledge: Knowledge, person: str, day: str, office: str | None, country: str | None
    ) -> None:
        [fact] = knowledge.facts_for(person)
        held = knowledge.office_on(fact.id, day)
        assert (held and held.office, held and held.country) == (office, country)

    def test_whoever_holds_an_office_alone_has_an_office_of_that_country(self, knowledge: Knowledge) -> None:
        """Both ways: office to holder, and holder to an office at least as high, at home first."""
        astray = []
        for row in ROWS:
            for person in holders(knowledge, row, row["day"]):
                held = knowledge.office_on(person, row["day"])
                if held is None or row["country"] not in (held.country, *abroad(knowledge, person, row["day"])):
                    astray.append((person, row["day"]))
        assert astray == []


def abroad(knowledge: Knowledge, person: str, day: str) -> set[str | None]:
    """The countries of all offices of a person on a day: a monarch reigns in several realms."""
    return {office.country for office in knowledge.offices[person] if office.held_on(day)}
