"""Files of facts are checked row by row: each mistake is told with its line, the thing, the problem and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.knowledge.facts import read_tables
from sayso.knowledge.facts.checks import check_files, check_tables, errors_in
from sayso.knowledge.facts.layout import TABLES
from sayso.knowledge.facts.merging import Tables
from sayso.schema import Issue


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables()


def issues_of(folder: Path, tables: Tables, text: str, name: str = "facts.toml") -> list[Issue]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return check_files([path], tables)[1]


def test_the_built_in_tables_pass(tables: Tables) -> None:
    assert [str(issue) for issue in errors_in(check_tables(tables))] == []


def test_every_built_in_table_is_checked(tables: Tables) -> None:
    """A mistake put into any of them is found."""
    for table in TABLES:
        broken = {**tables, table.file: [*tables[table.file]]}
        cells = dict.fromkeys(table.columns, "")
        broken[table.file].append(type(tables[table.file][0])(table.file, 99999, cells))
        assert any(issue.line == 99999 for issue in errors_in(check_tables(broken))), table.file


OFFICE = '[[office]]\nperson = "Q7747"\noffice = "head_of_state"\ncountry = "RUS"\n'

# A TOML file, the line of the error, and what it says.
MISTAKES = [
    ('[[person]]\nname = ""', 1, "name is empty"),
    ('[[person]]\nname = "Pat Reed"\ncountry = "Israel"', 1, "unknown country 'Israel'. Write ISR."),
    ('[[person]]\nname = "Pat Reed"\ncountry = "rus"', 1, "unknown country 'rus'. Write RUS."),
    ('# one\n\n[[person]]\nname = "Pat Reed"\ngendr = "f"', 3, "no key 'gendr'. Perhaps you mean gender."),
    ('[[persn]]\nname = "Pat Reed"', 1, "no table 'persn'. Perhaps you mean [[person]]."),
    ('[person]\nname = "Pat Reed"', 1, "person is not a list of tables. Write [[person]] above each entry."),
    ('person = "Pat Reed"', 1, "person is not a list of tables"),
    ('[[person]]\nname = "Pat Reed"\ngender = "female"', 1, "gender 'female' is not one of m, f"),
    ('[[person]]\nid = "Pat Reed"\nname = "Pat Reed"', 1, "neither a Wikidata id nor a slug"),
    ('[[person]]\nname = "Pat Reed"\naliases = "Pat|Reed"', 1, "aliases = 'Pat|Reed' cannot be used"),
    ('[[person]]\nname = "Pat Reed"\naliases = ["R"]', 1, "'R' is too short to be a name"),
    ('[[person]]\nname = "Pat Reed"\naliases = ["P. Reed", "P. Reed"]', 1, "holds 'P. Reed' twice"),
    ('[[person]]\nname = "Pat Reed"\n[[person]]\nname = "Pat Reed"', 3, "it stands also on line 1"),
    ('[[person]]\nid = "Q38799"\nname = "Pat Reed"', 1, "is that of Hamas"),
    (OFFICE + "begin = 2030-02-01\nend = 2030-01-01", 1, "begins on 2030-02-01 and ends on 2030-01-01"),
    (OFFICE + 'begin = "2030-02-30"', 1, "begin '2030-02-30' is no date"),
    (OFFICE + "begin = 2030-02-01T10:00:00", 1, "cannot be used. Give a day"),
    (OFFICE + "", 1, "begin is empty"),
    (OFFICE.replace("head_of_state", "head_of_stat") + "begin = 2030", 1, "unknown office 'head_of_stat'"),
    (OFFICE.replace("Q7747", "Nobody Known") + "begin = 2030", 1, "there is no person 'Nobody Known'"),
    (OFFICE + 'begin = 2030\nsector = "GVO"', 1, "'GVO' is no sector of PLOVER. Perhaps you mean GOV"),
    ('[[armed_group]]\nname = "Reed Front"\ncountry = "FJI"\nsector = "rebels"', 1, "Perhaps you mean REB"),
    ('[[armed_group]]\nname = "Reed Front"\ncountry = "FJI"', 1, "sector is empty"),
    ('[[outlet]]\nname = "Reed Post"\ncountry = "FJI"\nownership = "priv"', 1, "Perhaps you mean private"),
    ('[[organisation]]\nname = "Reed"\ncountry = "NGO"\nsector = "EDU"\nkind = "club"', 1, "kind 'club' is not one of"),
    ('[[role]]\nnoun = "Bailiff"\nsector = "GOV"', 1, "written in small letters"),
    ('[[role]]\nnoun = "bailiff folk"\nkind = "group"\nsector = "GOV"\noffice = "head_of_state"', 1, "is a group"),
    ('[[country_name]]\nalpha3 = "XYZZ"\nname = "Xyz"', 1, "alpha3 'XYZZ' is not three capitals"),
    ('[[country_name]]\nalpha3 = "FJI"\ncow = "many"', 1, "cow 'many' is no number"),
    ('[[place]]\nname = "Reedhaven"\nwikidata = "7747"', 1, "'7747' is no Wikidata id"),
    ("[[person]]\nname = Pat Reed", 2, "not valid TOML"),
    ('[[person]]\nname = "Pat', 2, "not valid TOML"),
]


@pytest.mark.parametrize(("text", "line", "said"), MISTAKES, ids=[said for _, _, said in MISTAKES])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, tables: Tables, text: str, line: int, said: str) -> None:
    told = [issue for issue in errors_in(issues_of(tmp_path, tables, text)) if said in str(issue)]
    assert [(issue.line, bool(issue.remedy)) for issue in told] == [(line, True)]


def test_every_mistake_of_a_file_is_told(tmp_path: Path, tables: Tables) -> None:
    text = '[[person]]\nname = ""\n[[persn]]\n[[role]]\nnoun = "reed cutter"\nsector = "GVO"\nkind = "persn"\n'
    errors = errors_in(issues_of(tmp_path, tables, text))
    assert [issue.line for issue in errors] == [1, 3, 4, 4]


def test_what_looks_like_a_header_inside_a_string_is_none(tmp_path: Path, tables: Tables) -> None:
    text = '[[person]]\nname = """\n[[person]]\n"""\n[[person]]\nname = "Pat Reed"\ncountry = "XX"\n'
    [issue] = [issue for issue in errors_in(issues_of(tmp_path, tables, text)) if "XX" in issue.problem]
    assert issue.line == 5


class TestTenures:
    def test_two_holders_at_a_time_are_an_error(self, tmp_path: Path, tables: Tables) -> None:
        second = OFFICE.replace("Q7747", "Q3052772")
        issues = issues_of(tmp_path, tables, f"{OFFICE}begin = 2030-01-01\n{second}begin = 2031-01-01\n")
        [error] = errors_in(issues)
        assert error.line == 6 and "holds the office from 2030-01-01 to now" in error.problem

    def test_where_one_ends_as_the_other_begins_there_is_none(self, tmp_path: Path, tables: Tables) -> None:
        first = OFFICE + "begin = 2030-01-01\nend = 2031-01-01\n"
        second = OFFICE.replace("Q7747", "Q3052772") + "begin = 2031-01-01\n"
        assert errors_in(issues_of(tmp_path, tables, first + second)) == []

    def test_joint_offices_may_overlap(self, tmp_path: Path, tables: Tables) -> None:
        first = OFFICE.replace("RUS", "SMR")
        second = first.replace("Q7747", "Q3052772")
        issues = issues_of(tmp_path, tables, f"{first}begin = 2030-01-01\n{second}begin = 2030-01-01\n")
        assert errors_in(issues) == []

    def test_what_becomes_of_a_built_in_tenure_is_a_note(self, tmp_path: Path, tables: Tables) -> None:
        issues = issues_of(tmp_path, tables, OFFICE.replace("Q7747", "Q3052772") + "begin = 2030-01-01\n")
        [note] = [issue for issue in issues if "cuts short" in issue.problem]
        assert note.severity == "note" and "Q7747" in note.problem and "offices.csv, line" in note.problem


def test_a_name_that_another_has_is_a_note(tmp_path: Path, tables: Tables) -> None:
    issues = issues_of(tmp_path, tables, '[[outlet]]\nname = "Reed Post"\naliases = ["Hamas"]\ncountry = "FJI"')
    [note] = issues
    assert note.severity == "note" and "'Hamas'" in note.problem and "armed_groups.csv, line" in note.problem


class TestCsv:
    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("name,gendr,country\nPat Reed,f,FJI\n", 1, "has no column 'gendr'. Perhaps you mean gender."),
            ("# mine\nid,name,aliases,gender,country\n,Pat Reed,,f\n", 3, "4 cells under a header of 5"),
            ("id,name,aliases,gender,country\n\n,Pat Reed,,f,XX\n", 3, "unknown country 'XX'"),
            ('id,name,aliases,gender,country\n,"Pat Reed,,f,FJI\n', 2, "not valid CSV"),
            ("id,name,name,gender,country\n,Pat,Reed,f,FJI\n", 1, "the column 'name' stands twice"),
            ("id,aliases,gender\nx,,f\n", 1, "the header lacks name"),
            ("id,name,aliases,country,sector,begin,end\n", 1, "the header fits armed_groups.csv and parties.csv"),
            ("person,office,country,begin\nQ7747,head_of_state,RUS,soon\n", 2, "begin 'soon' is no date"),
        ],
    )
    def test_a_mistake_is_told_with_its_line(
        self, tmp_path: Path, tables: Tables, text: str, line: int, said: str
    ) -> None:
        told = [issue for issue in errors_in(issues_of(tmp_path, tables, text, "x.csv")) if said in str(issue)]
        assert [issue.line for issue in told] == [line]

    def test_an_empty_file_is_an_error(self, tmp_path: Path, tables: Tables) -> None:
        assert "it is empty" in str(errors_in(issues_of(tmp_path, tables, "# nothing\n", "x.csv"))[0])


class TestFiles:
    def test_a_missing_file(self, tmp_path: Path, tables: Tables) -> None:
        [issue] = check_files([tmp_path / "none.toml"], tables)[1]
        assert "there is no such file" in issue.problem

    def test_another_ending(self, tmp_path: Path, tables: Tables) -> None:
        assert "facts are read from .toml and .csv files only" in str(issues_of(tmp_path, tables, "x", "x.json")[0])

    def test_another_encoding_is_told_with_its_line(self, tmp_path: Path, tables: Tables) -> None:
        path = tmp_path / "x.csv"
        path.write_bytes("id,name\n,Zoë\n".encode("latin-1"))
        [issue] = check_files([path], tables)[1]
        assert (issue.line, issue.problem) == (2, "this is not UTF-8")

    def test_a_byte_order_mark_does_no_harm(self, tmp_path: Path, tables: Tables) -> None:
        path = tmp_path / "x.toml"
        path.write_text('[[person]]\nname = "Pat Reed"\n', encoding="utf-8-sig")
        assert check_files([path], tables)[1] == []
