"""Files of others come in, whatever is odd about them, and go out byte for byte as they came."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from sayso.errors import InputError, SettingsError
from sayso.formats.event_files.codes import columns
from sayso.formats.event_files.incoming import import_codings
from sayso.formats.event_files.incoming.icews import cameo_code
from sayso.formats.event_files.incoming.table import BadRow, day_of
from sayso.schema import Issue
from sayso.store import EventFilter, Store
from sayso.store.tables import metadata

from .imported_files import FILES, GDELT, ICEWS, POLECAT, gdelt_row, header, icews_row, polecat_row, table
from .writers import FORMATS

LINES, DYADS = metadata.tables["imported_lines"], metadata.tables["imported_dyads"]


def write(folder: Path, content: bytes, name: str = "theirs.tsv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def events_in(store: Store) -> list[tuple[str, str, str | None, int | None]]:
    with store.reading() as connection:
        query = LINES.select().where(LINES.c.event_id.is_not(None)).order_by(LINES.c.file_id, LINES.c.line)
        return [(row.event_id, row.day, row.type, row.quad) for row in connection.execute(query)]


def pairs_in(store: Store) -> list[tuple[int, str, str]]:
    with store.reading() as connection:
        return [(row.line, row.a_country, row.b_country) for row in connection.execute(DYADS.select().order_by("id"))]


def out(store: Store, format: str, path: Path, name: str | None = None) -> dict[str, int]:
    return FORMATS[format](store, EventFilter(), path, coding=name or format)


@pytest.mark.parametrize("format", FILES)
def test_a_file_goes_out_as_it_came_in(store: Store, tmp_path: Path, format: str) -> None:
    done = import_codings(store, [write(tmp_path, FILES[format])], format=format)
    rows = FILES[format].count(b"\n") - (format != "gdelt")
    assert (done.files, done.events, done.unreadable) == (1, rows, 0)
    assert out(store, format, tmp_path / "again.tsv") == {"again.tsv": rows}
    assert (tmp_path / "again.tsv").read_bytes() == FILES[format]


def test_gdelt_codes_become_those_of_sayso(store: Store, tmp_path: Path) -> None:
    import_codings(store, [write(tmp_path, GDELT)], format="gdelt")
    assert events_in(store) == [
        ("900000001", "2022-05-04", "CONSULT", 1),
        ("900000002", "2022-05-04", "CONSULT", 1),
        ("900000003", "2022-05-05", "ASSAULT", 4),
        ("900000004", "2022-05-05", None, 1),
        ("900000005", "2022-06-01", "ACCUSE", 3),
    ]
    assert pairs_in(store)[0] == (1, "RUS", "UKR")
    assert pairs_in(store)[-1] == (5, "UNO", "ROU")


def test_icews_ids_may_stand_twice_and_countries_go_by_name(store: Store, tmp_path: Path) -> None:
    import_codings(store, [write(tmp_path, ICEWS)], format="icews")
    assert [(id, type) for id, _, type, _ in events_in(store)] == [
        ("11", "CONSULT"),
        ("11", "ASSAULT"),
        ("12", "PROTEST"),
    ]
    assert pairs_in(store) == [(2, "RUS", "UKR"), (3, "RUS", "UKR"), (4, "PSE", "ISR")]


def test_polecat_lists_become_pairs(store: Store, tmp_path: Path) -> None:
    import_codings(store, [write(tmp_path, POLECAT)], format="polecat")
    assert pairs_in(store) == [(2, "RUS", "UKR"), (2, "UKR", "RUS"), (3, "RUS", "UKR"), (3, "RUS", "POL")]


ODD = {
    "line ends of Windows": ("icews", ICEWS.replace(b"\n", b"\r\n"), 3),
    "no line end at the end": ("gdelt", GDELT.removesuffix(b"\n"), 5),
    "a byte order mark": ("polecat", b"\xef\xbb\xbf" + POLECAT, 2),
    "Latin 1": ("icews", ICEWS.replace(b"Odesa", "Odésa".encode("latin-1")), 3),
    "quotation marks that do not end": ("gdelt", GDELT.replace(b"THE RUS", b'THE "RUS'), 5),
    "tabs at the ends of lines": ("polecat", POLECAT.replace(b"v9\n", b"v9\t\t\n"), 2),
    "an empty line": ("icews", ICEWS + b"\n", 3),
    "Event Intensity": ("polecat", POLECAT.replace(b"\tIntensity\t", b"\tEvent Intensity\t"), 2),
    "small letters in the header": (
        "icews",
        ICEWS.replace(header("icews"), header("icews").lower().replace(b" ", b"_")),
        3,
    ),
    "a header on GDELT": ("gdelt", header("gdelt") + GDELT, 5),
    "a character that no database takes": ("gdelt", GDELT.replace(b"THE UKR", b"THE\x00UKR"), 5),
    "days as Americans write them": ("icews", ICEWS.replace(b"2022-05-09", b"5/9/2022"), 3),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_files_come_in_whole_and_go_out_unchanged(store: Store, tmp_path: Path, what: str) -> None:
    format, content, events = ODD[what]
    done = import_codings(store, [write(tmp_path, content)], format=format)
    assert (done.events, done.unreadable) == (events, 0)
    out(store, format, tmp_path / "again.tsv")
    assert (tmp_path / "again.tsv").read_bytes() == content
    if "Americans" in what:
        assert [day for _, day, _, _ in events_in(store)] == ["2022-05-04", "2022-05-09", "2022-05-09"]


def test_gdelt_1_has_fewer_columns(store: Store, tmp_path: Path) -> None:
    layout = [number for number, column in enumerate(columns("gdelt")) if not column.endswith("_ADM2Code")]
    for last in (58, 57):
        rows = [line.split(b"\t") for line in GDELT.splitlines()]
        content = b"".join(b"\t".join(row[number] for number in layout[:last]) + b"\n" for row in rows)
        done = import_codings(store, [write(tmp_path, content)], format="gdelt", name=f"gdelt-{last}")
        assert done.events == 5


def test_a_bad_row_is_an_issue_with_its_line_and_is_kept(store: Store, tmp_path: Path) -> None:
    good = icews_row(1, "2022-05-04", "Russian Federation", "Ukraine", "040")
    content = (
        ICEWS + b"half a row\tonly\n" + table("icews", good | {"Event Date": "soon"}, good | {"Event ID": ""}, good)
    )
    said: list[Issue] = []
    done = import_codings(store, [write(tmp_path, content)], format="icews", on_issue=said.append)
    assert (done.events, done.unreadable) == (4, 3)
    assert [(issue.line, issue.problem) for issue in said] == [
        (5, "it has 2 cells, expected 20"),
        (6, "'soon' is no day"),
        (7, "Event ID is empty"),
    ]
    assert [issue.line for issue in store.issues()] == [5, 6, 7]
    out(store, "icews", tmp_path / "again.tsv")
    assert (tmp_path / "again.tsv").read_bytes() == content


def test_of_a_broken_file_the_rest_is_counted(local: Store, tmp_path: Path) -> None:
    said: list[Issue] = []
    done = import_codings(local, [write(tmp_path, GDELT + b"x\n" * 150)], format="gdelt", on_issue=said.append)
    assert (done.unreadable, len(said)) == (150, 101)
    assert said[-1].problem == "50 more lines cannot be read either"


def test_packed_files_are_unpacked(local: Store, tmp_path: Path) -> None:
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(ICEWS))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("in/2.txt", ICEWS.replace(b"\t11\t", b"\t21\t"))
        archive.writestr("in/1.txt", ICEWS)
        archive.writestr("__MACOSX/in/._1.txt", b"no")
    done = import_codings(local, [tmp_path / "a.tsv.gz", tmp_path / "b.zip"], format="icews")
    assert (done.files, done.events) == (3, 9)
    folder = tmp_path / "folder"
    folder.mkdir()
    assert out(local, "icews", folder) == {"a.tsv": 3, "1.txt": 3, "2.txt": 3}
    assert (folder / "1.txt").read_bytes() == ICEWS


def test_several_files_go_into_one_with_one_header(local: Store, tmp_path: Path) -> None:
    second = header("icews") + table("icews", icews_row(5, "2022-07-01", "Ukraine", "Poland", "051"))
    paths = [write(tmp_path, ICEWS.removesuffix(b"\n"), "1.tab"), write(tmp_path, second, "2.tab")]
    import_codings(local, paths, format="icews", name="weekly")
    assert out(local, "icews", tmp_path / "all.tab", "weekly") == {"all.tab": 4}
    assert (tmp_path / "all.tab").read_bytes() == ICEWS + second.removeprefix(header("icews"))


def test_the_same_file_again_changes_nothing(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, GDELT)
    import_codings(local, [path], format="gdelt")
    again = import_codings(local, [path, path], format="gdelt")
    assert (again.files, again.events, again.known) == (0, 0, 2)
    assert len(events_in(local)) == 5


@pytest.mark.parametrize(
    ("content", "format", "problem"),
    [
        (b"", "gdelt", "the file is empty"),
        (GDELT.replace(b"\t", b","), "gdelt", "its first line has 1 cells"),
        (POLECAT, "icews", "no header with the column Source Name"),
        (GDELT, "polecat", "no header with the column Event ID"),
        (b"x" * (2 << 20), "gdelt", "more than 1,048,576 bytes"),
        (gzip.compress(GDELT)[:40], "gdelt", "it is a broken archive"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(
    local: Store, tmp_path: Path, content: bytes, format: str, problem: str
) -> None:
    before = local.counts()["issues"]
    with pytest.raises(InputError, match=problem):
        import_codings(local, [write(tmp_path, content)], format=format)
    assert (events_in(local), local.counts()["issues"]) == ([], before)


def test_one_broken_file_does_not_stop_the_others(local: Store, tmp_path: Path) -> None:
    said: list[Issue] = []
    paths = [tmp_path / "none.tsv", write(tmp_path, GDELT)]
    done = import_codings(local, paths, format="gdelt", on_issue=said.append)
    assert (done.failed, done.events) == (1, 5)
    assert "none.tsv" in str(said[0])
    assert [run.finished is not None for run in local.runs()] == [True, True]


def test_nothing_imported_is_mixed_with_what_sayso_codes(local: Store, tmp_path: Path) -> None:
    before = local.counts()
    import_codings(local, [write(tmp_path, GDELT)], format="gdelt")
    assert local.counts() == before | {"runs": before["runs"] + 1}
    (theirs,) = [run for run in local.runs() if "imported" in run.settings]
    assert theirs.settings == {"imported": "gdelt", "format": "gdelt"}


def test_a_coding_is_of_one_format_and_has_a_name_of_its_own(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, GDELT)
    import_codings(local, [path], format="gdelt", name="theirs")
    with pytest.raises(SettingsError, match="holds gdelt files"):
        import_codings(local, [path], format="icews", name="theirs")
    with pytest.raises(SettingsError, match="Choose another name"):
        import_codings(local, [path], format="gdelt", name="sayso")
    with pytest.raises(SettingsError, match="--as gdelt"):
        out(local, "icews", tmp_path / "x.tab", "theirs")
    with pytest.raises(SettingsError, match="Leave the filters out"):
        FORMATS["gdelt"](local, EventFilter(actor="RUS"), tmp_path / "x.tsv", coding="theirs")


@pytest.mark.parametrize(
    ("written", "code"), [("040", "040"), ("40", "040"), ("190", "190"), ("831", "0831"), ("10", "010")]
)
def test_the_zero_in_front_comes_back(written: str, code: str) -> None:
    assert cameo_code(written) == code


@pytest.mark.parametrize("words", ["2022-5-4", "20220230", "2022-W10", "13/13/2022", "", "today"])
def test_what_is_no_day_is_told(words: str) -> None:
    with pytest.raises(BadRow):
        day_of(words)


@pytest.mark.parametrize(("words", "day"), [("2022-05-04 00:00:00", "2022-05-04"), ("12/31/17", "2017-12-31")])
def test_days_are_read_as_written(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("format", "main", "pairs"),
    [
        ("gdelt", "gdelt.export.CSV", [(1, "UNO", "PSE")]),
        # ICEWS has no country for the United Nations.
        ("icews", "icews.tab", []),
        ("polecat", "polecat.txt", [(2, "UNO", "PSE")]),
    ],
)
def test_what_sayso_exports_comes_in_again(
    local: Store, tmp_path: Path, format: str, main: str, pairs: list[tuple[int, str, str]]
) -> None:
    rows = FORMATS[format](local, EventFilter(recipient="PSE"), tmp_path)[main]
    done = import_codings(local, [tmp_path / main], format=format)
    assert (done.events, done.unreadable, pairs_in(local)) == (rows, 0, pairs)


def test_rows_without_two_countries_are_kept_and_count_for_no_pair(local: Store, tmp_path: Path) -> None:
    content = table(
        "gdelt", gdelt_row(1, "2022-05-04", "RUS", "RUS", "190", 4), gdelt_row(2, "2022-05-04", "", "EUR", "190", 4)
    )
    assert import_codings(local, [write(tmp_path, content)], format="gdelt").events == 2
    assert pairs_in(local) == []
    rows = polecat_row("p", "2022-05-04", "None", "UKR", "ASSAULT", "MATERIAL CONFLICT")
    import_codings(
        local, [write(tmp_path, header("polecat") + table("polecat", rows, missing="None"))], format="polecat"
    )
    assert pairs_in(local) == []
