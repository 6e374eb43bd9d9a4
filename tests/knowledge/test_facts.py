"""Who is who: names, offices by date, role nouns; and the scripts that check the tables find nothing."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from sayso.errors import KnowledgeError
from sayso.knowledge.cues import load_cues
from sayso.knowledge.facts import Knowledge, holding, load_knowledge
from sayso.knowledge.operators import load_operators
from sayso.knowledge.tables import FOLDER
from sayso.schema import CodedDocument

SCRIPTS = Path(__file__).parents[2] / "scripts" / "knowledge"

Code = Callable[..., CodedDocument]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


class TestOffices:
    @pytest.mark.model
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Russia’s president", "Vladimir Putin"),
            ("The French president", "Emmanuel Macron"),
            ("The Israeli prime minister", "Benjamin Netanyahu"),
            ("Germany’s chancellor", "Olaf Scholz"),
            ("The Iranian president", "Ebrahim Raisi"),
        ],
    )
    def test_an_office_without_a_name_stands_for_its_holder(self, code: Code, title: str, name: str) -> None:
        coded = code(f"{title} met the envoys in Oslo.", published="2022-12-30")
        assert name in {entity.name for entity in coded.entities}

    @pytest.mark.parametrize(
        ("office", "country", "day"),
        [
            ("head_of_state", "USA", None),
            ("head_of_state", "USA", "1500-01-01"),
            ("head_of_state", "XYZ", "2022-12-30"),
            ("no_such_office", "USA", "2022-12-30"),
        ],
    )
    def test_without_facts_nobody_is_named(
        self, knowledge: Knowledge, office: str, country: str, day: str | None
    ) -> None:
        assert knowledge.holder_of(office, country, day) is None

    def test_where_several_hold_an_office_nobody_is_named(self, knowledge: Knowledge) -> None:
        shared = next(
            (office, country, second.begin)
            for (office, country), tenures in knowledge.holders.items()
            for first in tenures
            for second in tenures
            if first.person != second.person and len(second.begin) == 10 and first.held_on(second.begin)
        )
        assert knowledge.holder_of(*shared) is None

    def test_an_office_ends_on_the_day_of_the_change(self, knowledge: Knowledge) -> None:
        [obama] = knowledge.facts_for("Barack Obama")
        before, after = knowledge.office_on(obama.id, "2017-01-19"), knowledge.office_on(obama.id, "2017-01-20")
        assert before is not None and before.title == "President of the United States"
        assert after is None
        former = knowledge.former_office(obama.id, "2017-01-20")
        assert former is not None and former.title == before.title

    def test_without_a_date_nobody_has_an_office(self, knowledge: Knowledge) -> None:
        [obama] = knowledge.facts_for("Barack Obama")
        assert knowledge.office_on(obama.id, None) is None

    def test_the_office_at_home_comes_first(self, knowledge: Knowledge) -> None:
        """France's president is a prince of Andorra as well."""
        [macron] = knowledge.facts_for("Emmanuel Macron")
        assert {office.country for office in knowledge.offices[macron.id]} >= {"FRA", "AND"}
        office = knowledge.office_on(macron.id, "2022-12-30")
        assert office is not None and office.country == "FRA"

    def test_the_secretary_general_serves_the_united_nations_not_portugal(self, knowledge: Knowledge) -> None:
        [guterres] = knowledge.facts_for("António Guterres")
        office = knowledge.office_on(guterres.id, "2022-12-30")
        assert office is not None and office.country == "UNO"

    def test_no_tenure_ends_before_it_begins(self, knowledge: Knowledge) -> None:
        tenures = [office for held in knowledge.offices.values() for office in held]
        assert [office for office in tenures if office.end and office.end < office.begin] == []


NAMES = [
    # name, country, what it is, usage
    ("Russia", "RUS", "state", "name"),
    ("Russian", "RUS", "state", "adjective"),
    ("Russians", "RUS", "people", "national"),
    ("Moscow", "RUS", "state", "capital"),
    ("Kremlin", "RUS", "government", "metonym"),
    ("Burma", "MMR", "state", "name"),
    ("Swaziland", "SWZ", "state", "name"),
    ("Niger", "NER", "state", "name"),
    ("Nigeria", "NGA", "state", "name"),
    ("Dutch", "NLD", "state", "adjective"),
    ("White House", "USA", "government", "metonym"),
    ("Crimea", "UKR", "place", "region"),
    ("Chechnya", "RUS", "place", "region"),
    ("Hezbollah", "LBN", "armed_group", "name"),
    ("NATO", "IGO", "igo", "name"),
    ("United Nations", "UNO", "igo", "name"),
    ("European Commission", "EUR", "igo", "name"),
    ("Reuters", "GBR", "outlet", "name"),
    ("Jerusalem Post", "ISR", "outlet", "name"),
    ("Vladimir Putin", "RUS", "person", "name"),
    ("Volodymyr Zelenskyy", "UKR", "person", "name"),
    ("Volodymyr Zelensky", "UKR", "person", "name"),
]


class TestNames:
    @pytest.mark.parametrize(("name", "country", "kind", "usage"), NAMES, ids=[name for name, *_ in NAMES])
    def test_a_name_is_known(self, knowledge: Knowledge, name: str, country: str, kind: str, usage: str) -> None:
        assert (country, kind, usage) in {(f.country, f.kind, f.usage) for f in knowledge.facts_for(name)}

    @pytest.mark.parametrize(
        ("name", "ids"), [("Georgia", {"GEO", "Q1428"}), ("Korea", {"KOR", "PRK"}), ("Congolese", {"COD", "COG"})]
    )
    def test_an_ambiguous_name_keeps_all_it_may_stand_for(self, knowledge: Knowledge, name: str, ids: set[str]) -> None:
        assert {fact.id for fact in knowledge.facts_for(name)} >= ids

    def test_an_article_before_a_name_does_not_count(self, knowledge: Knowledge) -> None:
        assert knowledge.facts_for("the Kremlin") == knowledge.facts_for("Kremlin") != ()

    @pytest.mark.parametrize("name", ["", "the", "russia", "Nowhereistan", "Putin"])
    def test_an_unknown_name_stands_for_nothing(self, knowledge: Knowledge, name: str) -> None:
        assert knowledge.facts_for(name) == ()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Talks between Niger and Nigeria resumed.", ["Niger", "Nigeria"]),
            ("North Korea thanked South Korea.", ["North Korea", "South Korea"]),
            (
                "Guinea-Bissau and Equatorial Guinea met Papua New Guinea.",
                ["Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"],
            ),
            ("President Vladimir Putin's guests", ["Vladimir Putin"]),
            ("anti-Russian slogans, pro-Iranian militias", []),
            ("US-led forces", ["US"]),
            ("Us and them, USB and Iranology", []),
            ("", []),
        ],
    )
    def test_names_are_found_whole_and_longest_first(self, knowledge: Knowledge, text: str, found: list[str]) -> None:
        matches = list(knowledge.find(text))
        assert [text[match.start : match.end] for match in matches] == found

    def test_a_group_changes_what_it_is_with_the_date(self, knowledge: Knowledge) -> None:
        sectors = {
            day: {fact.sector for fact in holding(knowledge.facts_for("Taliban"), day)}
            for day in ("2010-06-01", "2021-08-14", "2021-08-15", "2023-01-01")
        }
        assert sectors == {"2010-06-01": {"REB"}, "2021-08-14": {"REB"}, "2021-08-15": {"GOV"}, "2023-01-01": {"GOV"}}

    def test_a_body_that_has_ended_is_still_known(self, knowledge: Knowledge) -> None:
        assert [fact.id for fact in holding(knowledge.facts_for("KGB"), "2020-01-01")] == ["kgb"]


ROLES = [
    # noun, sector (None: that of whom they serve), office
    ("president", "GOV", "head_of_state"),
    ("prime minister", "GOV", "head_of_government"),
    ("foreign minister", "GOV", "foreign_minister"),
    ("foreign ministers", "GOV", "foreign_minister"),
    ("soldier", "MIL", None),
    ("Soldiers", "MIL", None),
    ("rebels", "REB", None),
    ("journalist", "JRN", None),
    ("police", "COP", None),
    ("protesters", "CVL", None),
    ("judge", "JUD", None),
    ("spokeswoman", None, None),
    ("aide", None, None),
]


class TestRoles:
    @pytest.mark.parametrize(("noun", "sector", "office"), ROLES, ids=[noun for noun, *_ in ROLES])
    def test_a_role_noun_is_known_in_singular_and_plural(
        self, knowledge: Knowledge, noun: str, sector: str | None, office: str | None
    ) -> None:
        role = knowledge.role_of(noun)
        assert role is not None
        assert (role.sector, role.office) == (sector, office)

    @pytest.mark.parametrize("noun", ["table", "", "presidents of"])
    def test_other_nouns_are_no_roles(self, knowledge: Knowledge, noun: str) -> None:
        assert knowledge.role_of(noun) is None

    def test_the_gender_of_a_role_is_kept_where_the_word_says_it(self, knowledge: Knowledge) -> None:
        genders = {
            noun: getattr(knowledge.role_of(noun), "gender", "?") for noun in ("spokeswoman", "king", "official")
        }
        assert genders == {"spokeswoman": "f", "king": "m", "official": None}


class TestWords:
    def test_cues_and_operators_load(self) -> None:
        assert load_cues()["verb", "deny"].polarity == "negative"
        assert load_cues()["verb", "confirm"].outer == "certain"
        assert set(load_operators().values()) == {"future", "hypothetical", "negated"}

    def test_a_cue_with_an_unknown_certainty_is_named_by_its_line(self, tmp_path: Path) -> None:
        lines = (FOLDER / "cues.csv").read_text(encoding="utf-8").splitlines()
        header = next(number for number, line in enumerate(lines) if line.startswith("cue,"))
        lines[header + 1] = lines[header + 1].replace(",certain,", ",surely,")
        path = tmp_path / "cues.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with pytest.raises(KnowledgeError, match=rf"cues\.csv, line {header + 2}: unknown certainty 'surely'"):
            load_cues(path)

    def test_an_operator_with_an_unknown_status_is_named_by_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "operators.csv"
        path.write_text("word,part,status,meaning\nplan,verb,planned,is meant to happen\n", encoding="utf-8")
        with pytest.raises(KnowledgeError, match=r"operators\.csv, line 2: unknown status 'planned'"):
            load_operators(path)


class TestBrokenTables:
    """A folder of tables with one cell wrong is refused by file and line."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for path in FOLDER.glob("*.csv"):
            shutil.copy(path, tmp_path)
        return tmp_path

    def test_an_office_of_somebody_unknown(self, folder: Path) -> None:
        with (folder / "offices.csv").open("a", encoding="utf-8") as offices:
            offices.write("Q0,head_of_state,President of Nowhere,USA,GOV,2000-01-01,\n")
        with pytest.raises(KnowledgeError, match=r"offices\.csv.*people\.csv.*Q0"):
            load_knowledge(folder)

    def test_a_role_of_an_unknown_kind(self, folder: Path) -> None:
        with (folder / "roles.csv").open("a", encoding="utf-8") as roles:
            roles.write("zookeeper,,CVL,animal,,\n")
        with pytest.raises(KnowledgeError, match=r"roles\.csv, line \d+: unknown kind 'animal'"):
            load_knowledge(folder)

    def test_a_column_too_few(self, folder: Path) -> None:
        with (folder / "parties.csv").open("a", encoding="utf-8") as parties:
            parties.write("some-party,Some Party,\n")
        with pytest.raises(KnowledgeError, match=r"parties\.csv, line \d+: 3 cells, expected 7"):
            load_knowledge(folder)


def script(name: str) -> ModuleType:
    """A script of `scripts/knowledge` as a module."""
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [path.stem for path in sorted(SCRIPTS.glob("check_*.py"))])
def test_the_script_that_checks_our_tables_finds_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    check: Callable[[], int] = script(name).main
    assert check() == 0, capsys.readouterr().out
