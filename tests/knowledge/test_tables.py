"""Data files are read strictly: what does not fit is an error that names the file and the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import KnowledgeError
from sayso.knowledge.tables import FOLDER, Row, read_table


def write(folder: Path, text: str) -> Path:
    path = folder / "towns.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(folder: Path, text: str) -> list[Row]:
    return list(read_table(write(folder, text), ["name", "aliases"]))


class TestReading:
    def test_cells_are_read_by_column_and_lists_by_bar(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, "name,aliases\nKyiv,Kiev|Kyjiw\n")
        assert row["name"] == "Kyiv"
        assert row.items("aliases") == ("Kiev", "Kyjiw")

    def test_an_empty_cell_is_none_or_no_items(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, "name,aliases\nKyiv,\n")
        assert (row["aliases"], row.get("aliases"), row.items("aliases")) == ("", None, ())

    def test_cells_with_commas_stand_in_quotation_marks(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, 'name,aliases\n"Washington, D.C.",The District\n')
        assert row["name"] == "Washington, D.C."

    def test_space_around_a_cell_does_not_count(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, "name,aliases\n Kyiv , Kiev\n")
        assert (row["name"], row["aliases"]) == ("Kyiv", "Kiev")

    def test_comments_and_empty_lines_are_passed_over_but_counted(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, "# source\n# licence\nname,aliases\n\n# the capital\nKyiv,Kiev\n")
        assert row.line == 6

    def test_windows_line_ends_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "towns.csv"
        path.write_bytes(b"name,aliases\r\nKyiv,Kiev\r\n")
        [row] = read_table(path, ["name", "aliases"])
        assert row["aliases"] == "Kiev"

    def test_a_table_may_be_empty(self, tmp_path: Path) -> None:
        assert rows(tmp_path, "name,aliases\n") == []


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("name,alias\nKyiv,Kiev\n", "towns.csv, line 1: expected the columns name,aliases."),
            ("# licence\naliases,name\n", "towns.csv, line 2: expected the columns name,aliases."),
            ("name\nKyiv\n", "towns.csv, line 1: expected the columns name,aliases."),
            ("name,aliases\nKyiv\n", "towns.csv, line 2: 1 cells, expected 2."),
            ("name,aliases\nKyiv,Kiev\n\nOslo,,\n", "towns.csv, line 4: 3 cells, expected 2."),
        ],
    )
    def test_what_does_not_fit_is_named_by_file_and_line(self, text: str, message: str, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError) as refused:
            rows(tmp_path, text)
        assert str(refused.value) == message

    def test_a_loader_names_the_line_of_a_cell_it_cannot_use(self, tmp_path: Path) -> None:
        [row] = rows(tmp_path, "name,aliases\nKyiv,Kiev\n")
        assert str(row.error("no such town")) == "towns.csv, line 2: no such town."


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
class TestOurTables:
    def test_it_opens_with_where_the_facts_come_from(self, path: Path) -> None:
        assert path.read_text(encoding="utf-8").startswith("# ")

    def test_every_row_fits_the_header(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        header = next(line for line in lines if not line.startswith("#"))
        found = list(read_table(path, header.split(",")))
        assert found
        assert all(found[0].cells.keys() == row.cells.keys() for row in found)

    def test_no_list_has_an_empty_or_a_repeated_item(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        columns = next(line for line in lines if not line.startswith("#")).split(",")
        wrong = [
            f"line {row.line}, {column}: {row[column]}"
            for row in read_table(path, columns)
            for column in columns
            if "|" in row[column]
            for items in [row[column].split("|")]
            if len(set(items)) < len(items) or any(item != item.strip() or not item for item in items)
        ]
        assert wrong == []
