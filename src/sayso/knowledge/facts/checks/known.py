"""What the checks look things up in: the codes, people and offices of the tables and of the rows that go on top."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sayso.knowledge.facts.layout import NON_STATE_CODES, TABLES, Table
from sayso.knowledge.facts.merging import OwnRows, Tables, office_kinds
from sayso.knowledge.facts.tenures import OfficeKinds
from sayso.knowledge.tables import Row


@dataclass(frozen=True)
class Known:
    """Rows to check, with the tables that they go on top of."""

    rows: OwnRows
    tables: Tables

    @cached_property
    def kinds(self) -> OfficeKinds:
        """The kinds of office."""
        return office_kinds(self.tables)

    @cached_property
    def countries(self) -> dict[str, str]:
        """Codes that a country cell may hold, with the name of the state."""
        own = [row for table, row in self.rows if table.file == "countries.csv"]
        states = {row["alpha3"]: row["name"] for row in (*self.tables["countries.csv"], *own)}
        return states | dict.fromkeys(sorted(NON_STATE_CODES), "")

    @cached_property
    def codes_by_name(self) -> dict[str, str]:
        """Codes by name and alias, for those who write the name of a country where its code belongs."""
        names = ((row, name) for row in self.tables["countries.csv"] for name in (row["name"], *row.items("aliases")))
        return {name.lower(): row["alpha3"] for row, name in names}

    @cached_property
    def sectors(self) -> dict[str, str]:
        """PLOVER's sectors with what each means."""
        return {row["sector"]: row["meaning"] for row in self.tables["sectors.csv"]}

    @cached_property
    def people(self) -> set[str]:
        """The ids of all people."""
        own = [row for table, row in self.rows if table.file == "people.csv"]
        return {row["id"] for row in (*self.tables["people.csv"], *own)}

    @cached_property
    def offices(self) -> list[str]:
        """The kinds of office, with those that own role nouns bring."""
        own = [row["office"] for table, row in self.rows if table.file == "roles.csv" and row["office"]]
        return list(dict.fromkeys((*self.kinds.rows, *own)))

    @cached_property
    def things(self) -> dict[tuple[str, str], Row]:
        """The built-in row of each thing, by file and key."""
        return {
            (table.file, row[table.key]): row
            for table in TABLES
            if table.file != "offices.csv"
            for row in reversed(self.tables[table.file])
        }


def thing_of(table: Table, row: Row) -> str:
    """What a row is about, in words."""
    if table.file == "offices.csv":
        return " ".join(part for part in (row["country"], row["office"], "of", row["person"] or "nobody") if part)
    return row.cells.get("name", "").split("|")[0] or row[table.key] or f"a row of {table.file}"
