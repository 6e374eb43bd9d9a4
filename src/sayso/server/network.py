"""Who deals with whom: the most active countries, or all around one side, with what each did to each.

Every figure is that of the relation page of the two. An act of several documents counts once, a mutual one both ways.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from sayso.asking import OpenStore
from sayso.knowledge.quads import COOPERATION, QUADS
from sayso.relations.calendar import period_of
from sayso.store.dyads import BACK, FORTH, MUTUAL, Question, Tally, counted
from sayso.store.rollup import kept_tallies
from sayso.store.sides import Side, is_end, side_of
from sayso.store.tables import metadata

# From this share of cooperation over conflict, or the other way round, an edge is one or the other.
CLEAR = 1 / 3
COOPERATIVE, CONFLICTUAL, MIXED = "cooperation", "conflict", "mixed"

ties = metadata.tables["ties"]


@dataclass(frozen=True, slots=True)
class NetworkFilter:
    """Whose network: that `around` a side, or of the most active countries; at most so many, on these days."""

    around: str | None = None
    most: int = 14
    since: str | None = None
    until: str | None = None
    fewest: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in the network, with a place in a square of 0 to 1; `code` is what addresses call it."""

    code: str
    name: str
    x: float
    y: float
    middle: bool = False


@dataclass(slots=True)
class Edge:
    """What one side did to another: occurrences by quad, their reports, and independent origins."""

    a: str
    b: str
    quads: Counter[int] = field(default_factory=Counter)
    reports: int = 0
    origins: int = 0
    score: float = 0.0

    @property
    def occurrences(self) -> int:
        """All of them."""
        return sum(self.quads.values())

    @property
    def balance(self) -> float:
        """From -1, all conflict, to 1, all cooperation."""
        friendly = sum(self.quads[quad] for quad in COOPERATION)
        return (2 * friendly - self.occurrences) / self.occurrences if self.occurrences else 0.0

    @property
    def kind(self) -> str:
        """The balance in a word."""
        if abs(self.balance) < CLEAR:
            return MIXED
        return COOPERATIVE if self.balance > 0 else CONFLICTUAL

    def count(self, tally: Tally) -> None:
        """Count what happened on a day."""
        self.quads[tally.quad] += tally.occurrences
        self.reports += tally.reports
        self.origins += tally.origins
        self.score += tally.score


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges; `hidden` is how many edges have fewer origins than asked, `others` how many sides are left out.

    `quarters` are the edges of each quarter by its first day, of the same nodes in the same places.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    quarters: tuple[tuple[str, tuple[Edge, ...]], ...]
    hidden: int
    others: int
    middle: Node | None = None

    def name_of(self, code: str) -> str:
        """What to call a side."""
        return next(node.name for node in self.nodes if node.code == code)


def network(store: OpenStore, wanted: NetworkFilter) -> Network:
    """Gather the network."""
    with store.reading() as connection:
        middle = side_of(connection, wanted.around) if wanted.around else None
        weights = _weights(connection, wanted, middle)
        chosen = _chosen(weights, wanted.most, middle)
        sides = [side_of(connection, code) for code in chosen]
        if middle:
            sides.insert(0, middle)
        found = list(_tallies(connection, wanted, sides, weights))
    edges = _edges(found)
    shown = [edge for edge in edges if edge.origins >= wanted.fewest]
    nodes = _nodes(sides, shown, middle)
    kept = {(edge.a, edge.b) for edge in shown}
    quarters = _quarters((a, b, tally) for a, b, tally in found if (a, b) in kept)
    everybody = {code for pair in weights for code in pair if not (middle and code == middle.code)}
    return Network(
        nodes,
        tuple(shown),
        quarters,
        len(edges) - len(shown),
        len(everybody) - len(chosen),
        next((node for node in nodes if node.middle), None),
    )


def _weights(connection: Connection, wanted: NetworkFilter, middle: Side | None) -> Counter[tuple[str, str]]:
    """How many ties each two have, whoever acts: what decides who is looked at. The middle stands first."""
    found: Counter[tuple[str, str]] = Counter()
    for a, b, number in _grouped(connection, wanted, ties.c.a_country, ties.c.b_country):
        if a and b and a != b:
            found[min(a, b), max(a, b)] += number
    if middle is None or middle.is_country:
        return found
    world = Side("world", "the world")
    for entity, country, other in (
        (ties.c.a, ties.c.a_country, ties.c.b_country),
        (ties.c.b, ties.c.b_country, ties.c.a_country),
    ):
        there = is_end(middle, world, entity, country)
        for code, number in _grouped(connection, wanted, other, only=there):
            if code:
                found[middle.code, code] += number
    return found


def _grouped(
    connection: Connection,
    wanted: NetworkFilter,
    *columns: ColumnElement[str | None],
    only: ColumnElement[bool] | None = None,
) -> Iterator[tuple[Any, ...]]:
    """The columns and how many ties have them."""
    query = select(*columns, func.count()).group_by(*columns)
    conditions = [] if only is None else [only]
    if wanted.since:
        conditions.append(ties.c.begin >= wanted.since)
    if wanted.until:
        conditions.append(ties.c.begin <= wanted.until)
    yield from (tuple(row) for row in connection.execute(query.where(and_(True, *conditions))))


def _chosen(weights: Counter[tuple[str, str]], most: int, middle: Side | None) -> list[str]:
    """The countries with most ties, in all or with the middle."""
    counts: Counter[str] = Counter()
    for (a, b), number in weights.items():
        if middle is None:
            counts[a] += number
            counts[b] += number
        elif middle.code in (a, b):
            counts[b if a == middle.code else a] += number
    return sorted(counts, key=lambda code: (-counts[code], code))[:most]


def _tallies(
    connection: Connection, wanted: NetworkFilter, sides: Sequence[Side], weights: Counter[tuple[str, str]]
) -> Iterator[tuple[str, str, Tally]]:
    """What each side did to each other, as (actor, recipient, tally)."""
    for place, one in enumerate(sides):
        for other in sides[place + 1 :]:
            if not (weights[one.code, other.code] or weights[other.code, one.code]):
                continue
            question = Question((one, other), since=wanted.since, until=wanted.until)
            kept = kept_tallies(connection, question, by="quarter")
            for tally in kept.tallies if kept else counted(connection, question)[0]:
                if tally.way in (FORTH, MUTUAL):
                    yield one.code, other.code, tally
                if tally.way in (BACK, MUTUAL):
                    yield other.code, one.code, tally


def _edges(found: Iterable[tuple[str, str, Tally]]) -> list[Edge]:
    """One edge for each pair and direction, the heaviest first."""
    edges: dict[tuple[str, str], Edge] = {}
    for a, b, tally in found:
        edges.setdefault((a, b), Edge(a, b)).count(tally)
    return sorted(edges.values(), key=lambda edge: (-edge.origins, -edge.occurrences, edge.a, edge.b))


def _quarters(found: Iterable[tuple[str, str, Tally]]) -> tuple[tuple[str, tuple[Edge, ...]], ...]:
    grouped: defaultdict[str, list[tuple[str, str, Tally]]] = defaultdict(list)
    for a, b, tally in found:
        grouped[period_of(tally.day, "quarter")[0]].append((a, b, tally))
    return tuple((begin, tuple(_edges(grouped[begin]))) for begin in sorted(grouped))


def _nodes(sides: Sequence[Side], edges: Sequence[Edge], middle: Side | None) -> tuple[Node, ...]:
    """Everybody with an edge, on a circle; one in the middle stands in its middle. The same edges, the same places."""
    linked = {code for edge in edges for code in (edge.a, edge.b)}
    around = [side for side in sides if side.code in linked and side is not middle]
    ordered = _by_balance(around, edges, middle) if middle else _neighbours(around, edges)
    nodes = [Node(middle.code, middle.name, 0.5, 0.5, True)] if middle else []
    for place, side in enumerate(ordered):
        angle = math.tau * place / max(1, len(ordered)) - math.pi / 2
        nodes.append(
            Node(side.code, side.name, round(0.5 + 0.5 * math.cos(angle), 4), round(0.5 + 0.5 * math.sin(angle), 4))
        )
    return tuple(nodes)


def _by_balance(around: Sequence[Side], edges: Sequence[Edge], middle: Side) -> list[Side]:
    """Clockwise from the top: whoever cooperates most with the middle first, whoever quarrels most last."""
    balances: dict[str, float] = {}
    for side in around:
        between = [edge for edge in edges if {edge.a, edge.b} == {side.code, middle.code}]
        total = sum(edge.occurrences for edge in between)
        balances[side.code] = sum(edge.balance * edge.occurrences for edge in between) / total if total else 0.0
    return sorted(around, key=lambda side: (-balances[side.code], side.code))


def _neighbours(around: Sequence[Side], edges: Sequence[Edge]) -> list[Side]:
    """Each beside the one it deals with most, so that heavy edges are short; begins with the most active."""
    weights: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for edge in edges:
        for a, b in ((edge.a, edge.b), (edge.b, edge.a)):
            weights[a, b] += edge.origins
            totals[a] += edge.origins
    left = sorted(around, key=lambda side: (-totals[side.code], side.code))
    ordered: list[Side] = []
    while left:
        last = ordered[-1].code if ordered else None
        following = min(left, key=lambda side: (-weights[last or "", side.code], -totals[side.code], side.code))
        left.remove(following)
        ordered.append(following)
    return ordered


def words_of(found: Network, wanted: NetworkFilter) -> str:
    """What the network shows, in a sentence or two."""
    if not found.edges:
        return "Nobody is told to have done anything to anybody."
    kinds = Counter(edge.kind for edge in found.edges)
    first = found.edges[0]
    whose = f"Around {found.middle.name}" if found.middle else f"The {len(found.nodes)} most active"
    told = (
        f"{whose}: {len(found.edges)} directed edges among {len(found.nodes)}, {kinds[COOPERATIVE]} mostly of "
        f"cooperation, {kinds[CONFLICTUAL]} of conflict, {kinds[MIXED]} of both. The widest is from "
        f"{found.name_of(first.a)} to {found.name_of(first.b)}: {first.occurrences} occurrences from {first.origins} "
        f"independent origins."
    )
    if found.hidden:
        told += f" {found.hidden} edges of fewer than {wanted.fewest} origins are hidden."
    return told


def rows(found: Network) -> Iterator[dict[str, object]]:
    """The edges, flat, for JSON and CSV."""
    for edge in found.edges:
        yield {
            "actor": edge.a,
            "recipient": edge.b,
            "actor_name": found.name_of(edge.a),
            "recipient_name": found.name_of(edge.b),
            **{name: edge.quads[quad] for quad, name in QUADS.items()},
            "occurrences": edge.occurrences,
            "reports": edge.reports,
            "origins": edge.origins,
            "balance": round(edge.balance, 4),
            "score_mean": round(edge.score / edge.occurrences, 4) if edge.occurrences else None,
        }
