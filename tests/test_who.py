"""`sayso who`: what is known under a name on a day, and from which line of which table."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from sayso.formats.who import print_answer
from sayso.knowledge.facts import Knowledge, load_knowledge
from sayso.knowledge.who import Answer, Entry, who_is

DAY = "2022-12-30"
# Where a fact comes from: a table and a line, the gazetteer, or a rule.
WHY = re.compile(r"[a-z_]+\.csv(, line \d+|, GeoNames \d+)?|rule")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def one(knowledge: Knowledge, name: str, day: str = DAY) -> Entry:
    [entry] = who_is(knowledge, name, day).entries
    return entry


def told(entry: Entry, label: str) -> str:
    return next(line.value for line in entry.lines if line.label == label)


def printed(answer: Answer, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_answer(answer, console)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


class TestPersons:
    def test_the_office_of_the_day_counts(self, knowledge: Knowledge) -> None:
        entries = {day: one(knowledge, "Benjamin Netanyahu", day) for day in ("2022-12-28", "2022-12-29")}
        assert [(entry.codes.country, entry.codes.sector) for entry in entries.values()] == [
            ("ISR", "OPP"),
            ("ISR", "GOV"),
        ]
        assert [tenure.title for tenure in entries["2022-12-29"].tenures if tenure.now] == ["Prime Minister of Israel"]

    def test_a_former_holder_is_elite(self, knowledge: Knowledge) -> None:
        entry = one(knowledge, "Barack Obama")
        assert entry.codes.sector == "ELI" and "former President" in told(entry, "on the day")

    def test_codes_stand_beside_one_another(self, knowledge: Knowledge) -> None:
        codes = one(knowledge, "Vladimir Putin").codes
        assert (codes.alpha3, codes.country, codes.sector) == ("RUS", "RUS", "GOV")
        assert (codes.cow, codes.gw, codes.wikidata) == (365, 365, "Q7747")

    @pytest.mark.parametrize("name", ["Q7747", "vladimir putin", "Putin", "putin"])
    def test_an_id_other_capitals_or_the_surname_lead_there_too(self, knowledge: Knowledge, name: str) -> None:
        assert who_is(knowledge, name, DAY).entries[0].id == "Q7747"

    def test_marks_may_be_left_out(self, knowledge: Knowledge) -> None:
        assert one(knowledge, "Antonio Guterres").name == "António Guterres"


class TestOffices:
    @pytest.mark.parametrize(
        ("phrase", "day", "holder"),
        [
            ("Israeli prime minister", "2022-12-28", "Yair Lapid"),
            ("Israeli prime minister", "2022-12-30", "Benjamin Netanyahu"),
            ("the Israeli prime minister", "2022-12-30", "Benjamin Netanyahu"),
            ("foreign minister of France", "2022-12-30", "Catherine Colonna"),
            ("French foreign minister", "2022-12-30", "Catherine Colonna"),
            ("France's foreign minister", "2022-12-30", "Catherine Colonna"),
            ("US secretary of state", "2010-05-01", "Hillary Clinton"),
            ("UN secretary-general", "2010-05-01", "Ban Ki-moon"),
            ("NATO secretary general", "2022-12-30", "Jens Stoltenberg"),
            ("President of the European Commission", "2022-12-30", "Ursula von der Leyen"),
            ("Kremlin spokesman", "2022-12-30", "Dmitry Peskov"),
            ("Russian foreign ministry spokeswoman", "2022-12-30", "Maria Zakharova"),
            ("King of Norway", "2022-12-30", "King Harald V"),
        ],
    )
    def test_the_holder_of_the_day(self, knowledge: Knowledge, phrase: str, day: str, holder: str) -> None:
        entry = one(knowledge, phrase, day)
        assert entry.kind == "office" and told(entry, "on the day") == holder
        assert [tenure.person for tenure in entry.tenures if tenure.now] == [holder]

    def test_where_nobody_is_known_it_says_so(self, knowledge: Knowledge) -> None:
        assert told(one(knowledge, "Israeli prime minister", "1900-01-01"), "on the day").startswith("nobody")

    def test_a_body_that_is_no_office(self, knowledge: Knowledge) -> None:
        entry = one(knowledge, "Israeli army")
        assert (entry.id, entry.name, entry.codes.cow) == ("ISR.MIL", "Armed forces of Israel", 666)


class TestStates:
    def test_names_capital_metonyms_leaders_and_codes(self, knowledge: Knowledge) -> None:
        entry = one(knowledge, "Ukraine")
        assert told(entry, "adjectives") == "Ukrainian"
        assert "Kyiv" in told(entry, "capital") and "Bankova" in told(entry, "metonyms")
        assert told(entry, "head of state").startswith("Volodymyr Zelensky")
        assert told(entry, "foreign minister").startswith("Dmytro Kuleba")
        assert (entry.codes.alpha3, entry.codes.cow, entry.codes.gw, entry.codes.wikidata) == ("UKR", 369, 369, "Q212")

    @pytest.mark.parametrize(
        ("country", "day", "numbers"),
        [
            ("Germany", "1980-06-01", (260, 260)),
            ("Germany", "2020-06-01", (255, 260)),
            ("Serbia", "2000-06-01", (345, 345)),
            ("Serbia", "2020-06-01", (345, 340)),
            ("Yemen", "1980-06-01", (678, 678)),
            ("Yemen", "2020-06-01", (679, 678)),
        ],
    )
    def test_state_numbers_are_those_of_the_day(
        self, knowledge: Knowledge, country: str, day: str, numbers: tuple[int, int]
    ) -> None:
        codes = one(knowledge, country, day).codes
        assert (codes.cow, codes.gw) == numbers

    def test_a_capital_is_its_government_or_the_place(self, knowledge: Knowledge) -> None:
        answer = who_is(knowledge, "Kyiv", DAY)
        assert [entry.kind for entry in answer.entries] == ["state", "place"]
        assert answer.how is not None and "capital of Ukraine" in answer.how
        assert answer.entries[1].codes.geonames == 703448


class TestOthers:
    def test_a_group_shows_each_period(self, knowledge: Knowledge) -> None:
        entry = one(knowledge, "Taliban")
        assert told(entry, "▶ from 2021-08-15") == "Afghanistan (AFG.GOV)"
        assert "AFG.REB" in told(entry, "from 2001-12-07")
        assert entry.codes.sector == "GOV" and one(knowledge, "Taliban", "2010-01-01").codes.sector == "REB"

    def test_an_outlet_shows_who_owns_it(self, knowledge: Knowledge) -> None:
        assert told(one(knowledge, "TASS"), "ownership") == "state"

    def test_a_body_without_a_state_has_plovers_code(self, knowledge: Knowledge) -> None:
        codes = one(knowledge, "United Nations").codes
        assert (codes.alpha3, codes.country, codes.cow) == (None, "UNO", None)

    def test_a_role_noun_shows_whose_sector_it_takes(self, knowledge: Knowledge) -> None:
        assert "that of whom they serve" in told(one(knowledge, "spokesmen"), "sector")
        assert told(one(knowledge, "soldiers"), "sector").startswith("MIL")

    def test_a_metonym_says_for_whom_it_stands(self, knowledge: Knowledge) -> None:
        answer = who_is(knowledge, "the Kremlin", DAY)
        assert answer.entries[0].id == "RUS.GOV" and answer.how == "stands for the government of Russia"

    def test_a_town_comes_from_the_gazetteer(self, knowledge: Knowledge) -> None:
        entry = who_is(knowledge, "Timbuktu", DAY).entries[0]
        assert (entry.kind, entry.codes.country) == ("place", "MLI")

    def test_an_ambiguous_name_lists_all_with_what_decides(self, knowledge: Knowledge) -> None:
        answer = who_is(knowledge, "Georgia", DAY)
        assert {entry.id for entry in answer.entries} == {"GEO", "Q1428"}
        assert any("Tbilisi" in clue for clue in answer.choice) and any("Atlanta" in clue for clue in answer.choice)

    @pytest.mark.parametrize(
        ("wrong", "right"),
        [
            ("Netanyau", "Benjamin Netanyahu"),
            ("Hezbolah", "Hezbollah"),
            ("Afganistan", "Afghanistan"),
            ("soldjer", "soldier"),
        ],
    )
    def test_an_unknown_name_gets_near_spellings(self, knowledge: Knowledge, wrong: str, right: str) -> None:
        answer = who_is(knowledge, wrong, DAY)
        assert answer.entries == () and right in answer.near

    @pytest.mark.parametrize("name", ["", "  ", "qwxyzq", "’s", "the"])
    def test_nonsense_is_unknown(self, knowledge: Knowledge, name: str) -> None:
        assert who_is(knowledge, name, DAY).entries == ()


NAMES = [
    "Vladimir Putin",
    "Ukraine",
    "UN secretary-general",
    "Taliban",
    "Reuters",
    "spokesman",
    "Georgia",
    "Kyiv",
    "NATO",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_says_where_it_comes_from(knowledge: Knowledge, name: str) -> None:
    for entry in who_is(knowledge, name, DAY).entries:
        for why in (*(line.why for line in entry.lines), *(tenure.why for tenure in entry.tenures)):
            assert all(WHY.fullmatch(part) for part in re.split(r", (?=[a-z_]+\.csv)", why)), why


@pytest.mark.parametrize("name", [*NAMES, "qwxyzq", "Netanyau"])
@pytest.mark.parametrize("width", [60, 100, 200])
def test_it_keeps_to_the_width_of_the_screen(knowledge: Knowledge, name: str, width: int) -> None:
    text = printed(who_is(knowledge, name, DAY), width)
    assert text.strip() and max(map(len, text.splitlines())) <= width
