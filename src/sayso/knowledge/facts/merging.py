"""Puts a user's own rows on top of the built-in tables: own names are added, own cells win, own periods end others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sayso.ids import slug
from sayso.knowledge.facts.layout import ORGANISATION_FILES, Table
from sayso.knowledge.facts.lookup import without_article
from sayso.knowledge.facts.tenures import OfficeKinds, outside, overlaps, with_cells
from sayso.knowledge.tables import Row

Tables = dict[str, list[Row]]
OwnRows = list[tuple[Table, Row]]

# In a cell of one's own: empty, where the built-in table has something.
NOTHING = "-"
# What a new row need not say.
USUAL_CELLS = {
    "outlets.csv": {"sector": "JRN"},
    "parties.csv": {"sector": "PTY"},
    "igos.csv": {"country": "IGO"},
    "roles.csv": {"kind": "person"},
}
STATE_SECTORS = frozenset("GOV MIL COP JUD LEG SPY".split())


def merged(tables: Tables, own: Iterable[tuple[Table, Row]]) -> Tables:
    """New tables with the rows of `own`, which are completed (`completed_rows`) and without errors."""
    result = {file: list(rows) for file, rows in tables.items()}
    kinds = office_kinds(tables)
    for table, row in own:
        rows = result[table.file]
        if table.file == "offices.csv":
            rows[:] = with_tenure(rows, row, kinds)
        elif table.file in ORGANISATION_FILES:
            rows[:] = with_organisation(rows, row, table)
        else:
            rows[:] = with_thing(rows, row, table)
    result["offices.csv"].sort(key=lambda row: (row["country"], kinds.rank(row["office"])))
    return result


def office_kinds(tables: Mapping[str, list[Row]]) -> OfficeKinds:
    """The kinds of office that the tables list."""
    joint = {(row["country"], row["office"]) for row in tables["joint_offices.csv"]}
    return OfficeKinds({row["office"]: row for row in tables["office_kinds.csv"]}, joint)


# Ids and cells that may be left out


def completed_rows(own: OwnRows, tables: Tables) -> OwnRows:
    """The rows with the ids, titles and sectors that follow from what else is known."""
    completion = Completion(tables, own)
    return [(table, completion.complete(table, row)) for table, row in own]


@dataclass
class Completion:
    """Knows the ids of what is listed; an entity without an id is the one of its table with that name, or new."""

    tables: Tables
    own: OwnRows

    def __post_init__(self) -> None:
        self._by_name: dict[str, dict[str, set[str]]] = {}
        self._keys: dict[str, set[str]] = {}
        own_people = [self.complete(table, row) for table, row in self.own if table.file == "people.csv"]
        for row in own_people:
            note_names(self.ids_by_name("people.csv"), row)
        self._people = {row["id"] for row in (*self.tables["people.csv"], *own_people)}
        self._kinds = office_kinds(self.tables).rows

    def complete(self, table: Table, row: Row) -> Row:
        """One row."""
        if table.file == "offices.csv":
            return self.tenure(row)
        if table.file == "cities.csv" or table.file == "regions.csv":
            return row
        if table.key == "id" and not row["id"] and row["name"]:
            ids = self.ids_by_name(table.file).get(without_article(row["name"]), set())
            row = with_cells(row, id=next(iter(ids)) if len(ids) == 1 else slug(row["name"]))
        return row if row[table.key] in self.keys(table) else with_cells(row, **self.usual_cells(table, row))

    def usual_cells(self, table: Table, row: Row) -> dict[str, str]:
        """What goes without saying of a new row: an outlet is press, a ministry part of the government."""
        usual = dict(USUAL_CELLS.get(table.file, {}))
        if table.file == "bodies.csv":
            usual["kind"] = "government" if row["sector"] in STATE_SECTORS else "organisation"
        return {column: cell for column, cell in usual.items() if not row[column]}

    def keys(self, table: Table) -> set[str]:
        """The keys of the rows that a table has."""
        if table.file not in self._keys:
            self._keys[table.file] = {row[table.key] for row in self.tables[table.file]}
        return self._keys[table.file]

    def tenure(self, row: Row) -> Row:
        """A tenure with the id of its person, and the usual title and sector of its office."""
        cells = dict(row.cells)
        if row["person"] not in self._people:
            ids = self.ids_by_name("people.csv").get(row["person"], set())
            cells["person"] = next(iter(ids)) if len(ids) == 1 else row["person"]
        same = [
            other
            for other in self.tables["offices.csv"]
            if (other["office"], other["country"]) == (row["office"], row["country"])
        ]
        kind = self._kinds.get(row["office"])
        if not row["title"] and (same or kind):
            latest = max(same, key=lambda other: other["begin"], default=None)
            cells["title"] = latest["title"] if latest else self.usual_title(row, kind)
        if not row["sector"] and kind and len(row["country"]) == 3:
            cells["sector"] = kind["sector"]
        return replace(row, cells=cells)

    def usual_title(self, row: Row, kind: Row | None) -> str:
        """The office's title with the name of the country."""
        name = next((c["name"] for c in self.tables["countries.csv"] if c["alpha3"] == row["country"]), row["country"])
        return kind["title"].format(country=name) if kind else ""

    def ids_by_name(self, file: str) -> dict[str, set[str]]:
        """The ids that each name of a table stands for."""
        if file not in self._by_name:
            index: dict[str, set[str]] = {}
            for row in self.tables[file]:
                note_names(index, row)
            self._by_name[file] = index
        return self._by_name[file]


def note_names(index: dict[str, set[str]], row: Row) -> None:
    """Add the names of one row."""
    for name in (row["name"], *row.items("aliases")):
        index.setdefault(without_article(name), set()).add(row["id"])


# One row on top of a table


def with_thing(rows: list[Row], own: Row, table: Table) -> list[Row]:
    """A table in which a thing has one row: it is extended, or stands at the end where it is new."""
    same = identity_of(table)
    known = [row for row in rows if same(row) == same(own)]
    if not known:
        return [*rows, cleaned(own, table)]
    return [over(row, own, table) if row is known[0] else row for row in rows]


def identity_of(table: Table) -> Callable[[Row], object]:
    """What two rows of a table have in common when they are about one thing."""
    if table.file in ("cities.csv", "regions.csv"):
        return lambda row: (row.items("name")[:1], row["country"])
    return lambda row: row[table.key]


def with_organisation(rows: list[Row], own: Row, table: Table) -> list[Row]:
    """A table in which an organisation has a row for each period, and one for names that need context.

    A period of one's own that begins on no day of the table is a new one, and ends the others where they overlap.
    """
    known = [row for row in rows if row["id"] == own["id"]]
    if not known:
        return [*rows, cleaned(own, table)]
    latest = max(known, key=lambda row: row["begin"])
    if own["begin"] and all(row["begin"] != own["begin"] for row in known):
        new = over(latest, own, table)
        return [
            piece for row in rows for piece in (outside(row, own["begin"], own["end"]) if row in known else [row])
        ] + [with_cells(new, begin=own["begin"], end="" if own["end"] == NOTHING else own["end"])]
    meant = [row for row in known if not own["begin"] or row["begin"] == own["begin"]]
    home = [row for row in meant if row.cells.get("context", "") == own.cells.get("context", "")]
    result = []
    for row in rows:
        if row not in meant:
            result.append(row)
            continue
        cells = {} if row is latest else {"end": ""}
        names = {} if row in home else {"name": "", "aliases": ""}
        result.append(over(row, with_cells(own, **cells, **names, **context_of(row)), table))
    if not home:
        alone = over(with_cells(latest, name=own["name"], aliases=""), own, table)
        result.append(alone)
    return result


def context_of(row: Row) -> dict[str, str]:
    """The cell that says whether names need context, where the table has one: it belongs to the row's own names."""
    return {"context": row["context"]} if "context" in row.cells else {}


def with_tenure(rows: list[Row], own: Row, kinds: OfficeKinds) -> list[Row]:
    """A tenure takes the place of the same person's in that office, and ends others' where one person holds it."""
    own = replace(own, cells={column: "" if cell == NOTHING else cell for column, cell in own.cells.items()})
    seat = kinds.seat(own)
    result: list[Row] = []
    for row in rows:
        same_office = (row["office"], row["country"]) == (own["office"], own["country"])
        if same_office and row["person"] == own["person"] and overlaps(row, own):
            own = replace(own, over=own.over or row)
        elif seat is not None and kinds.seat(row) == seat:
            result += outside(row, own["begin"], own["end"])
        else:
            result.append(row)
    return [*result, own]


def over(row: Row, own: Row, table: Table) -> Row:
    """The row with the cells of one's own: lists grow, other cells are replaced, and names to `remove` go.

    A name of one's own becomes the first one; the built-in one is kept as another.
    """
    cells = dict(row.cells)
    for column, cell in own.cells.items():
        if column == "remove" or not cell:
            continue
        if column in table.lists and cell != NOTHING:
            first = (cell, cells[column]) if column == "name" else (cells[column], cell)
            cells[column] = joined(*first)
        else:
            cells[column] = "" if cell == NOTHING else cell
    if "aliases" in cells and cells["name"] != row["name"]:
        cells["aliases"] = joined(row["name"], cells["aliases"])
    if table.names:
        cells["remove"] = joined(row.cells.get("remove", ""), own["remove"])
    return cleaned(replace(own, cells=cells, over=row), table)


def joined(*lists: str) -> str:
    """The items of several list cells, each once."""
    return "|".join(dict.fromkeys(item for cell in lists for item in cell.split("|") if item))


def cleaned(row: Row, table: Table) -> Row:
    """The row as the built-in tables are written: with both shapes of apostrophe in its names."""
    cells = {column: "" if cell == NOTHING else cell for column, cell in row.cells.items()}
    for column in table.names:
        if column in table.lists:
            names = cells[column].split("|")
            cells[column] = joined(*(form for name in names for form in (name, *other_apostrophes(name))))
    if "aliases" in table.names and "name" not in table.lists:
        cells["aliases"] = joined(cells["aliases"], *other_apostrophes(cells["name"]))
    return replace(row, cells=cells)


def other_apostrophes(name: str) -> list[str]:
    """The name with curly apostrophes for straight ones, and the other way round."""
    return [form for form in (name.replace("'", "’"), name.replace("’", "'")) if form != name]
