"""A user's own facts: they add to the built-in tables, overrule them, and say where they come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.api import begin_run, build_pipeline, open_store
from sayso.config import Settings, load_settings
from sayso.errors import KnowledgeError
from sayso.knowledge.facts import Knowledge, holding, load_knowledge
from sayso.schema import Document

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-your-own-facts.md"

Load = Callable[..., Knowledge]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """`load(toml)`, or `load(text, name="people.csv")`: the built-in tables with this file on top."""

    def load_text(*texts: str, name: str = "facts.toml") -> Knowledge:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / str(number) / name
            path.parent.mkdir()
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        return load_knowledge(own=tuple(paths))

    return load_text


def ids(knowledge: Knowledge, name: str) -> set[str]:
    return {fact.id for fact in knowledge.facts_for(name)}


class TestAdding:
    def test_a_new_person_with_an_office_holds_it(self, load: Load) -> None:
        knowledge = load(
            '[[person]]\nname = "Ilse Varga"\naliases = ["I. Varga"]\ncountry = "HUN"\n'
            '[[office]]\nperson = "Ilse Varga"\noffice = "foreign_minister"\ncountry = "HUN"\nbegin = 2027-05-01\n'
        )
        holder = knowledge.holder_of("foreign_minister", "HUN", "2027-05-01")
        assert holder is not None and (holder.id, holder.name) == ("ilse-varga", "Ilse Varga")
        assert ids(knowledge, "I. Varga") == {"ilse-varga"}
        office = knowledge.office_on("ilse-varga", "2030-01-01")
        assert office is not None and office.sector == "GOV" and "Foreign Affairs" in office.title

    def test_the_built_in_tables_are_not_changed(self, load: Load) -> None:
        before = load_knowledge().facts_for("Ilse Varga")
        load('[[person]]\nname = "Ilse Varga"\n')
        assert before == load_knowledge().facts_for("Ilse Varga") == ()

    @pytest.mark.parametrize(
        ("toml", "name", "expected"),
        [
            ('[[party]]\nname = "Reed Party"\ncountry = "FJI"', "Reed Party", ("organisation", "FJI", "PTY")),
            ('[[outlet]]\nname = "Reed Post"\ncountry = "FJI"', "Reed Post", ("outlet", "FJI", "JRN")),
            ('[[igo]]\nname = "Reed Union"', "Reed Union", ("igo", "IGO", None)),
            (
                '[[organisation]]\nname = "Reed Guard"\ncountry = "FJI"\nsector = "MIL"',
                "Reed Guard",
                ("government", "FJI", "MIL"),
            ),
            (
                '[[organisation]]\nname = "Reed Trust"\ncountry = "NGO"\nsector = "EDU"',
                "Reed Trust",
                ("organisation", "NGO", "EDU"),
            ),
            (
                '[[armed_group]]\nname = "Reed Front"\ncountry = "FJI"\nsector = "REB"',
                "Reed Front",
                ("armed_group", "FJI", "REB"),
            ),
            ('[[people]]\nname = "Reeders"\ncountry = "FJI"', "Reeders", ("people", "FJI", "CVL")),
            ('[[place]]\nname = ["Reedhaven", "Reedport"]\ncountry = "FJI"', "Reedport", ("place", "FJI", None)),
            ('[[region]]\nname = ["Reedland"]\ncountry = "FJI"', "Reedland", ("place", "FJI", None)),
            ('[[country_name]]\nalpha3 = "FJI"\nmetonyms = ["Reed House"]', "Reed House", ("government", "FJI", "GOV")),
        ],
    )
    def test_each_table_gives_entities_of_its_kind(
        self, load: Load, toml: str, name: str, expected: tuple[str, str, str | None]
    ) -> None:
        [fact] = load(toml).facts_for(name)
        assert (fact.kind, fact.country, fact.sector) == expected

    def test_a_role_noun_is_known_in_the_plural_too(self, load: Load) -> None:
        role = load('[[role]]\nnoun = "water bailiff"\nsector = "GOV"').role_of("water bailiffs")
        assert role is not None and (role.sector, role.kind) == ("GOV", "person")

    def test_both_shapes_of_apostrophe_are_found(self, load: Load) -> None:
        knowledge = load('[[person]]\nname = "Sean O\'Reed"\n')
        assert ids(knowledge, "Sean O’Reed") == ids(knowledge, "Sean O'Reed") == {"sean-o-reed"}

    def test_a_csv_file_is_known_by_its_header(self, load: Load) -> None:
        knowledge = load("# mine\nname,gender,country,id\nPat Reed,f,FJI,\n", name="x.csv")
        [fact] = knowledge.facts_for("Pat Reed")
        assert (fact.kind, fact.gender, fact.country) == ("person", "f", "FJI")

    def test_a_csv_file_whose_header_fits_two_tables_is_known_by_its_name(self, load: Load) -> None:
        text = "id,name,aliases,country,sector,begin,end\n,Reed Front,,FJI,REB,2026-01-01,\n"
        assert load(text, name="my-armed_groups.csv").facts_for("Reed Front")[0].kind == "armed_group"


class TestOverruling:
    def test_own_names_are_added_and_own_cells_win(self, load: Load) -> None:
        knowledge = load('[[person]]\nid = "Q7747"\nname = "V. Putin"\ncountry = "FJI"')
        assert knowledge.people["Q7747"].name == "V. Putin"
        assert knowledge.people["Q7747"].country == "FJI"
        assert knowledge.people["Q7747"].gender == "m"
        assert ids(knowledge, "Vladimir Putin") == ids(knowledge, "V. Putin") == {"Q7747"}

    def test_a_row_without_an_id_is_about_the_one_with_that_name(self, load: Load) -> None:
        knowledge = load('[[person]]\nname = "Vladimir Putin"\naliases = ["V. V. Putin"]')
        assert ids(knowledge, "V. V. Putin") == {"Q7747"}

    def test_a_hyphen_empties_a_cell(self, load: Load) -> None:
        assert load('[[person]]\nid = "Q7747"\ncountry = "-"').people["Q7747"].country is None

    def test_an_own_tenure_ends_the_one_it_overlaps(self, load: Load) -> None:
        before = load_knowledge().holder_of("foreign_minister", "FRA", "2025-01-01")
        knowledge = load(
            '[[person]]\nid = "ana-reed"\nname = "Ana Reed"\n[[office]]\nperson = "ana-reed"\n'
            'office = "foreign_minister"\ncountry = "FRA"\nbegin = 2025-03-01\nend = 2025-04-01\n'
        )
        on = {
            day: knowledge.holder_of("foreign_minister", "FRA", day)
            for day in ("2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01")
        }
        assert [holder.id if holder else None for holder in on.values()] == [
            before and before.id,
            "ana-reed",
            "ana-reed",
            before and before.id,
        ]

    def test_an_own_tenure_takes_the_place_of_the_same_persons(self, load: Load) -> None:
        knowledge = load(
            '[[office]]\nperson = "Q7747"\noffice = "head_of_state"\ncountry = "RUS"\n'
            "begin = 2012-05-07\nend = 2026-01-01\n"
        )
        assert knowledge.holder_of("head_of_state", "RUS", "2026-01-01") is None
        assert knowledge.holder_of("head_of_state", "RUS", "2025-12-31") is not None

    def test_an_office_that_many_hold_ends_nobodys(self, load: Load) -> None:
        zakharova = next(one for one in load_knowledge().holders["spokesperson_foreign_ministry", "RUS"] if not one.end)
        knowledge = load(
            '[[person]]\nname = "Ana Reed"\n[[office]]\nperson = "Ana Reed"\ncountry = "RUS"\n'
            'office = "spokesperson_foreign_ministry"\nbegin = 2020-01-01\n'
        )
        assert zakharova in knowledge.offices[zakharova.person]

    def test_a_period_of_a_known_group_ends_the_one_before(self, load: Load) -> None:
        knowledge = load('[[armed_group]]\nid = "Q38799"\nsector = "GOV"\nbegin = 2026-01-01')
        sectors = {
            day: [fact.sector for fact in holding(knowledge.facts_for("Hamas"), day)]
            for day in ("2025-12-31", "2026-01-01")
        }
        assert sectors == {"2025-12-31": ["REB"], "2026-01-01": ["GOV"]}

    def test_an_end_alone_ends_the_last_period(self, load: Load) -> None:
        facts = load('[[armed_group]]\nid = "Q42418"\nend = 2030-01-01').facts_for("Taliban")
        assert sorted(fact.end for fact in facts) == ["1996-09-27", "2001-12-07", "2021-08-15", "2030-01-01"]

    def test_a_removed_name_is_no_longer_found_but_the_entity_is(self, load: Load) -> None:
        knowledge = load('[[outlet]]\nid = "Q130879"\nremove = ["Thomson Reuters"]')
        assert ids(knowledge, "Thomson Reuters") == set()
        assert ids(knowledge, "Reuters") == {"Q130879"}

    def test_a_star_removes_all_names(self, load: Load) -> None:
        knowledge = load('[[person]]\nid = "Q7747"\nremove = ["*"]')
        assert ids(knowledge, "Vladimir Putin") == set()
        assert knowledge.holder_of("head_of_state", "RUS", "2022-12-30") is not None

    def test_a_later_file_goes_on_top_of_an_earlier_one(self, load: Load) -> None:
        first, second = (f'[[person]]\nid = "pat-reed"\nname = "Pat Reed"\ncountry = "{c}"' for c in ("FJI", "PER"))
        assert load(first, second).people["pat-reed"].country == "PER"

    def test_every_fact_says_where_it_comes_from(self, load: Load) -> None:
        knowledge = load('# mine\n[[person]]\nid = "Q7747"\naliases = ["V. Putin"]')
        [own] = knowledge.facts_for("V. Putin")
        assert re.search(r"facts\.toml, line 2, over people\.csv, line \d+$", own.origin)
        [other] = knowledge.facts_for("Emmanuel Macron")
        assert re.fullmatch(r"people\.csv, line \d+", other.origin)


class TestSettings:
    def test_one_file_need_not_be_a_list(self, empty_folder: Path) -> None:
        (empty_folder / "sayso.toml").write_text('facts = "mine.toml"\n')
        assert load_settings().facts == (Path("mine.toml"),)

    def test_an_error_stops_with_file_line_and_remedy(self, load: Load) -> None:
        with pytest.raises(KnowledgeError, match=r"facts\.toml, line 1: .*unknown country 'Israel'\. Write ISR\.$"):
            load('[[person]]\nname = "Pat Reed"\ncountry = "Israel"')

    def test_a_run_notes_what_the_files_held_and_begins_only_with_good_ones(self, empty_folder: Path) -> None:
        path = empty_folder / "mine.toml"
        path.write_text('[[person]]\nname = "Pat Reed"\n')
        with open_store("news.db") as store:
            run = begin_run(store, Settings(facts=(path,)))
            noted = run.settings["facts_sha256"]
            bad = empty_folder / "bad.toml"
            bad.write_text('[[person]]\nnome = "Pat Reed"\n')
            with pytest.raises(KnowledgeError):
                begin_run(store, Settings(facts=(bad,)))
            assert len(store.runs()) == 1
        assert list(noted) == [str(path)] and re.fullmatch(r"[0-9a-f]{64}", noted[str(path)])

    @pytest.mark.model
    def test_articles_are_coded_with_them(self, tmp_path: Path) -> None:
        path = tmp_path / "facts.toml"
        path.write_text(example())
        pipeline = build_pipeline(Settings(facts=(path,)))
        text = "Ilse Varga met the French president in Oslo. The Hungarian foreign minister thanked Norway."
        coded = pipeline.code(Document("d1", text, published="2027-06-01"))
        varga = next(entity for entity in coded.entities if entity.id == "ilse-varga")
        assert (varga.country, varga.sector) == ("HUN", "GOV")
        assert {m.text for m in coded.mentions if m.entity == "ilse-varga"} == {
            "Ilse Varga",
            "The Hungarian foreign minister",
        }


def example() -> str:
    """The file that the how-to page shows."""
    blocks: list[str] = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return next(block for block in blocks if "[[" in block)


class TestHowTo:
    def test_the_example_of_the_page_does_what_it_says(self, load: Load) -> None:
        knowledge = load(example())
        minister = knowledge.holder_of("foreign_minister", "HUN", "2027-06-01")
        assert minister is not None and minister.name == "Ilse Varga"
        assert ids(knowledge, "Lake Fighters") == {"lake-brigade"}
        assert ids(knowledge, "Vladimir V. Putin") == {"Q7747"}
        assert knowledge.role_of("water bailiff") is not None

    def test_the_page_lists_every_table_with_its_columns(self) -> None:
        from sayso.knowledge.facts.layout import TABLES

        lines = {
            match[1]: re.sub(r"\*\*", "", line)
            for line in PAGE.read_text("utf-8").splitlines()
            if (match := re.match(r"\| `\[\[(\w+)\]\]`", line))
        }
        assert list(lines) and set(lines) == {table.word for table in TABLES}
        for table in TABLES:
            described = (
                lines[table.word] if "the same" not in lines[table.word] else lines["armed_group"] + lines[table.word]
            )
            assert [column for column in table.columns if column not in described] == [], table.word
            assert lines[table.word].rstrip(" |").endswith(table.file)
