"""Which tables of a store are exported, and of what type, meaning and reference each of their columns is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Column, Float, Integer

from sayso.knowledge.tables import read_table
from sayso.schema import Issue
from sayso.store.joining import Origin
from sayso.store.tables import LAYERS, REFERENCES, metadata

MEANINGS = Path(__file__).with_name("columns.csv")

# In the order in which a reader wants to meet them.
EXPORTED = (
    *("documents", "removed", "versions", "runs", "codings", "sentences", "entities", "mentions", "times", "locations"),
    *("attributions", "attribution_contents", "events", "participants", "event_contexts", "claims", "assessments"),
    *("origins", "occurrences", "reports", "issues"),
)

LEFT_OUT = {
    "store_info": "the version of the store's own layout, which the export does not have",
    "pages": "whole pages of others; what was coded of them is `documents.text`",
    "ties": "events, participants and entities once more, laid flat for quick counting",
    "voices": "claims once more, laid flat for quick counting",
    "bands": "an index by which near duplicates are found; what was found stands in `origins`",
    "rollup": "sums, kept so that a relation is shown at once",
    "rolled_up": "which pairs the sums are kept for",
    "reviews": "what people decided; `sayso review export` writes it as cases",
    "review_changes": "what people decided; `sayso review export` writes it as cases",
    "fetched": "whole pages of others, as they came",
    "article_addresses": "how fetching knows what it has had",
    "watched_feeds": "how watching knows what it has had",
    "watched_items": "how watching knows what it has had",
    **dict.fromkeys(
        ("imported_codings", "imported_files", "imported_lines", "imported_dyads"),
        "codings by others, which `--coding NAME` writes again as they came",
    ),
    "passages": "the search index",
    "names": "the search index",
}

# Texts that are ISO days and moments.
DAYS = frozenset(
    (
        *(("documents", "published"), ("times", "begin"), ("times", "end_date"), ("events", "date_begin")),
        *(("events", "date_end"), ("occurrences", "begin"), ("occurrences", "end")),
    )
)
MOMENTS = frozenset((("runs", "started"), ("runs", "finished"), ("versions", "time")))

# Which column names a row of which other table, besides those that the store looks up itself.
OTHER_REFERENCES = {
    ("origins", "document_id"): "documents",
    ("removed", "document_id"): "documents",
    ("versions", "document_id"): "documents",
    ("codings", "document_id"): "documents",
    ("codings", "run_id"): "runs",
    ("issues", "run_id"): "runs",
    ("origins", "run_id"): "runs",
    ("reports", "occurrence"): "occurrences",
    ("reports", "event"): "events",
}

Kind = Literal["text", "integer", "number", "day", "moment", "json"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an exported table; `values` are the only ones it may have, `names` the table it names a row of."""

    name: str
    kind: Kind
    optional: bool
    meaning: str
    values: tuple[str, ...] = ()
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One exported table; `key` are the columns that tell its rows apart."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def of_coding(self) -> bool:
        """Whether its rows belong to a coding, and are named inside it."""
        return {"document_id", "run_id"} <= {field.name for field in self.fields}


@cache
def layouts() -> tuple[Layout, ...]:
    """All exported tables."""
    return tuple(_layout(name) for name in EXPORTED)


def _layout(name: str) -> Layout:
    table = metadata.tables[name]
    values = dict(_values(RECORDS[name])) if name in RECORDS else {}
    fields = tuple(_field(name, column, values.get(column.name, ())) for column in table.columns)
    return Layout(name, meanings().get((name, ""), ""), fields, tuple(column.name for column in table.primary_key))


def _field(table: str, column: Column[Any], values: tuple[str, ...]) -> Field:
    told = meanings()
    return Field(
        column.name,
        _kind(table, column),
        bool(column.nullable),
        told.get((table, column.name)) or told.get(("", column.name), ""),
        ROLES if (table, column.name) == ("participants", "role") else values,
        REFERENCES.get((table, column.name)) or OTHER_REFERENCES.get((table, column.name)),
    )


def _kind(table: str, column: Column[Any]) -> Kind:
    if (table, column.name) in DAYS:
        return "day"
    if (table, column.name) in MOMENTS:
        return "moment"
    kinds: tuple[tuple[type, Kind], ...] = ((Integer, "integer"), (Float, "number"), (JSON, "json"))
    return next((kind for sql, kind in kinds if isinstance(column.type, sql)), "text")


@cache
def meanings() -> dict[tuple[str, str], str]:
    """What each column holds, by (table, column); ("", column) is what it holds in every table that has it."""
    rows = read_table(MEANINGS, ("table", "column", "description"))
    return {(row["table"], row["column"]): row["description"] for row in rows}


ROLES = ("actor", "recipient", "via")
RECORDS: dict[str, type] = {**LAYERS, "issues": Issue, "origins": Origin}


def _values(record: type, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns of a record that have few legal values, with these."""
    for name, hint in get_type_hints(record).items():
        if get_origin(hint) in (Union, UnionType):
            hint = next(part for part in get_args(hint) if part is not NoneType)
        if get_origin(hint) is Literal:
            yield prefix + name, get_args(hint)
        elif is_dataclass(hint) and isinstance(hint, type):
            yield from _values(hint, f"{prefix}{name}_")
