"""GEXF 1.3 for Gephi and networkx: entities as nodes, who acts on whom as directed edges, both with the days they last.

An edge counts occurrences: what several documents tell is one. A mutual act counts in both directions. The format has
no place for a status, so only actual events count that somebody positively claims, unless the filters name statuses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import quoteattr

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, select, union_all

from sayso.formats.exporting.batches import passing_events
from sayso.formats.exporting.days import Interval, later, merged, month_of
from sayso.formats.exporting.written import Written, file_at
from sayso.relations.series import QUADS
from sayso.store import EventFilter, Store
from sayso.store.events import same_coding
from sayso.store.stretches import is_plain
from sayso.store.tables import metadata

NAMESPACE = "http://gexf.net/1.3"
SCHEMA = f"{NAMESPACE} {NAMESPACE}/gexf.xsd"
# XML has no place for these at all, not even written as numbers.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NODE_FIELDS = (("kind", "string"), ("country", "string"), ("sector", "string"), ("wikidata", "string"))
EDGE_FIELDS = (
    *((name, "integer") for name in QUADS.values()),
    *((name, "integer") for name in ("occurrences", "reports", "origins", "mutual")),
    ("score_mean", "double"),
)
# By month, where something falls into one.
MONTHLY_FIELDS = tuple((f"{name}_by_month", "integer") for name in QUADS.values())

ties = metadata.tables["ties"]
entities = metadata.tables["entities"]
reports = metadata.tables["reports"]
origins = metadata.tables["origins"]


class Act(NamedTuple):
    """One event between two entities, as the query gives it."""

    a: str
    b: str
    occurrence: str
    published: str | None
    document_id: str
    begin: str | None
    end: str | None
    quad: int
    score: float
    mutual: int
    origin: str


@dataclass(slots=True)
class Edge:
    """What one entity did to another, counted."""

    quads: Counter[int] = field(default_factory=Counter)
    months: Counter[tuple[str, int]] = field(default_factory=Counter)
    spells: set[Interval] = field(default_factory=set)
    occurrences: int = 0
    reports: int = 0
    origins: int = 0
    mutual: int = 0
    scores: float = 0.0

    def count(self, told: list[Act]) -> None:
        """Count one occurrence by its reports, the first one first: its quad and day are those of the occurrence."""
        first = told[0]
        self.occurrences += 1
        self.reports += len(told)
        self.origins += len({act.origin for act in told})
        self.mutual += first.mutual
        self.scores += sum(act.score for act in told) / len(told)
        self.quads[first.quad] += 1
        if first.begin and is_plain(first.begin):
            self.months[first.begin[:7], first.quad] += 1
            end = first.end if is_plain(first.end) else None
            self.spells.add((first.begin, later(first.begin, end)))


def write_gexf(store: Store, filters: EventFilter, path: Path) -> Written:
    """One graph; entities with nobody at the other end of an event are not in it."""
    file = file_at(path, "relations.gexf")
    nodes = edges = 0
    with store.reading() as connection, file.open("w", encoding="utf-8", newline="\n") as stream:
        acts = _acts(filters)
        with _element(stream, "gexf", _root()), _element(stream, "graph", _graph()):
            _declare(stream)
            with _element(stream, "nodes"):
                for lines in _nodes(connection, acts):
                    stream.writelines(lines)
                    nodes += 1
            with _element(stream, "edges"):
                for lines in _edges(connection, acts):
                    stream.writelines(lines)
                    edges += 1
    return Written({file.name: edges}, (f"{nodes} nodes, {edges} edges",))


def _acts(filters: EventFilter) -> Subquery:
    """Every tie of the events that pass, a mutual one in both directions, with its occurrence and origin."""
    passed = passing_events(filters).subquery()
    told = and_(same_coding(reports, ties), reports.c.event == ties.c.event, reports.c.undone == 0)
    documents = metadata.tables["documents"]
    own = ties.c.document_id + "/" + ties.c.event
    counts: list[ColumnElement[bool]] = [ties.c.a.is_not(None), ties.c.b.is_not(None)]
    if not filters.status:
        counts += [ties.c.status == "actual", ties.c.claimed == 1]

    def one_way(a: Any, b: Any) -> Select[Any]:
        same = and_(same_coding(passed, ties), passed.c.id == ties.c.event)
        return (
            select(
                *(a.label("a"), b.label("b"), func.coalesce(reports.c.occurrence, own).label("occurrence")),
                *(documents.c.published, ties.c.document_id, ties.c.run_id, ties.c.begin, ties.c.end, ties.c.quad),
                *(ties.c.score, ties.c.mutual, func.coalesce(origins.c.origin, ties.c.document_id).label("origin")),
            )
            .join(passed, same)
            .join(documents, documents.c.id == ties.c.document_id)
            .outerjoin(reports, told)
            .outerjoin(origins, origins.c.document_id == ties.c.document_id)
            .where(*counts)
        )

    back = one_way(ties.c.b, ties.c.a).where(ties.c.mutual == 1, ties.c.a != ties.c.b)
    return union_all(one_way(ties.c.a, ties.c.b), back).subquery("acts")


def _nodes(connection: Connection, acts: Subquery) -> Iterator[list[str]]:
    """The entities at either end, with their first and last day; one that lacks a day somewhere lasts throughout."""
    ends = union_all(
        *(
            select(getattr(acts.c, side).label("id"), acts.c.document_id, acts.c.run_id, acts.c.begin, acts.c.end)
            for side in ("a", "b")
        )
    ).subquery()
    same = and_(same_coding(entities, ends), entities.c.id == ends.c.id)
    query = (
        select(
            *(ends.c.id, func.min(entities.c.name).label("name"), func.min(entities.c.kind).label("kind")),
            *(func.min(entities.c.country).label("country"), func.min(entities.c.sector).label("sector")),
            *(func.min(entities.c.wikidata).label("wikidata"), func.min(ends.c.begin).label("begin")),
            *(func.max(ends.c.end).label("end"), func.max(ends.c.begin).label("last_begin")),
            (func.count() - func.count(ends.c.begin)).label("undated"),
        )
        .join(entities, same)
        .group_by(ends.c.id)
        .order_by(ends.c.id)
    )
    for row in connection.execute(query.execution_options(stream_results=True)).mappings():
        days = {} if row["undated"] else {"start": row["begin"], "end": later(row["last_begin"], row["end"])}
        lasts = days if all(map(is_plain, days.values())) else {}
        values = _values((name, row[name]) for name, _ in NODE_FIELDS)
        yield _item("node", {"id": row["id"], "label": row["name"], **lasts}, values, [])


def _edges(connection: Connection, acts: Subquery) -> Iterator[list[str]]:
    columns = [getattr(acts.c, name) for name in Act._fields]
    undated = acts.c.published.is_(None)
    query = select(*columns).order_by(
        acts.c.a, acts.c.b, acts.c.occurrence, undated, acts.c.published, acts.c.document_id, acts.c.begin
    )
    found = (Act(*row) for row in connection.execute(query.execution_options(stream_results=True)))
    for number, ((a, b), of_edge) in enumerate(groupby(found, key=lambda act: (act.a, act.b))):
        edge = Edge()
        for _, told in groupby(of_edge, key=lambda act: act.occurrence):
            edge.count(list(told))
        ends = {"id": str(number), "source": a, "target": b, "weight": str(edge.occurrences)}
        yield _item("edge", ends, [*_totals(edge), *_monthly(edge)], merged(edge.spells))


def _totals(edge: Edge) -> list[dict[str, str]]:
    return _values(
        [
            *((name, edge.quads[quad]) for quad, name in QUADS.items()),
            *((name, getattr(edge, name)) for name in ("occurrences", "reports", "origins", "mutual")),
            ("score_mean", round(edge.scores / edge.occurrences, 4)),
        ]
    )


def _monthly(edge: Edge) -> Iterator[dict[str, str]]:
    for (month, quad), number in sorted(edge.months.items()):
        start, end = month_of(month)
        yield {"for": f"{QUADS[quad]}_by_month", "value": str(number), "start": start, "end": end}


def _declare(stream: IO[str]) -> None:
    for kind, mode, columns in (
        ("node", "static", NODE_FIELDS),
        ("edge", "static", EDGE_FIELDS),
        ("edge", "dynamic", MONTHLY_FIELDS),
    ):
        with _element(stream, "attributes", {"class": kind, "mode": mode}):
            for name, type in columns:
                stream.write(_tag("attribute", {"id": name, "title": name, "type": type}, closed=True))


def _root() -> dict[str, str]:
    return {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": SCHEMA,
        "version": "1.3",
    }


def _graph() -> dict[str, str]:
    return {
        "mode": "dynamic",
        "defaultedgetype": "directed",
        "timeformat": "date",
        "timerepresentation": "interval",
    }


def _item(name: str, attributes: dict[str, str], values: list[dict[str, str]], spells: list[Interval]) -> list[str]:
    """A node or an edge with its values and spells."""
    lines = [_tag(name, attributes)]
    if values:
        lines += [_tag("attvalues"), *(_tag("attvalue", value, closed=True) for value in values), "</attvalues>\n"]
    if spells:
        each = (_tag("spell", {"start": start, "end": end}, closed=True) for start, end in spells)
        lines += [_tag("spells"), *each, "</spells>\n"]
    return [*lines, f"</{name}>\n"]


def _values(cells: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"for": name, "value": str(value)} for name, value in cells if value is not None]


@contextmanager
def _element(stream: IO[str], name: str, attributes: dict[str, str] | None = None) -> Iterator[None]:
    if name == "gexf":
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(_tag(name, attributes or {}))
    if name == "gexf":
        stream.write(f"<meta><creator>Sayso {version('sayso')}</creator></meta>\n")
    yield
    stream.write(f"</{name}>\n")


def _tag(name: str, attributes: dict[str, str] | None = None, *, closed: bool = False) -> str:
    told = "".join(f" {key}={quoteattr(NOT_IN_XML.sub('', value))}" for key, value in (attributes or {}).items())
    return f"<{name}{told}{'/' if closed else ''}>\n"
