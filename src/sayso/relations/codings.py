"""Two codings of the same days side by side: where they have the same acts of two countries, and where only one does.

What is compared are acts of one country towards the other: in Sayso's own coding occurrences, not reports, and in an
imported one its rows; an act done together counts in both directions. Acts match when they have the same day,
direction and quad. All types and quads are PLOVER's, so that codings in CAMEO and PLOVER are measured alike; statements
(CAMEO 01), for which PLOVER has no type, are left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import StatisticsError, correlation
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.errors import SettingsError
from sayso.frames import Framed, types_of
from sayso.knowledge.quads import QUADS
from sayso.relations.calendar import period_of, periods_between
from sayso.relations.series import By
from sayso.schema import Status
from sayso.store import Store
from sayso.store.dyads import BACK, FORTH, WAYS, Question, Told, Way, told
from sayso.store.events import check_days
from sayso.store.imported import acts_between, coding_named, days_covered
from sayso.store.records import in_force
from sayso.store.sides import Side, sides_of
from sayso.store.tables import metadata

OWN = "sayso"
ALL = "all"
# Fewer points say nothing about how two series go together.
FEWEST_MONTHS = 3
DOCUMENTS_AT_ONCE = 500

ties, own_codings = metadata.tables["ties"], metadata.tables["codings"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one side towards the other on a day; `forth` is True where side A acts."""

    day: str
    forth: bool
    quad: int
    type: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What a coding has: its acts, how many statements were left out, the days that it covers."""

    name: str
    acts: tuple[Act, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two codings agree in one period and quad, or in `all`.

    `first` and `second` are the acts of each, `both` those that match, `same_type` those among them of one PLOVER type.
    """

    begin: str
    end: str
    quad: str
    first: int
    second: int
    both: int
    only_first: int
    only_second: int
    same_type: int


@dataclass(frozen=True, slots=True)
class CodingComparison(Framed):
    """Two codings of two sides over the days `begin` to `end` that both cover.

    `periods` holds those in which at least one has an act, one row a quad and one for all; `totals` the same over all
    days. `correlations` are Pearson's, of the numbers of acts month by month, None where there is too little to tell.
    `statements` says how many statements each coding has that PLOVER does not code.
    """

    between: tuple[Side, Side]
    by: By
    codings: tuple[str, str]
    direction: Way
    begin: str
    end: str
    periods: tuple[Agreement, ...]
    totals: tuple[Agreement, ...]
    correlations: Mapping[str, float | None]
    months: int
    statements: tuple[int, int]

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a period and quad."""
        return [asdict(period) for period in self.periods]

    @staticmethod
    def columns() -> tuple[str, ...]:
        """The columns of a row."""
        return tuple(types_of(Agreement))

    def frame(self) -> tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]:
        """The columns and rows of `to_pandas` and its like."""
        return types_of(Agreement), self.rows()

    def as_json(self) -> dict[str, Any]:
        """The comparison as `sayso compare --coding … --json` prints it."""
        return {
            "between": [side.code for side in self.between],
            "by": self.by,
            "codings": list(self.codings),
            "direction": self.direction,
            "begin": self.begin,
            "end": self.end,
            "totals": [asdict(total) for total in self.totals],
            "correlations": dict(self.correlations),
            "months": self.months,
            "statements": list(self.statements),
            "periods": self.rows(),
        }


def compare_codings(
    store: Store,
    a: str,
    b: str,
    *,
    codings: Sequence[str],
    by: By = "month",
    since: str | None = None,
    until: str | None = None,
    statuses: tuple[Status, ...] = ("actual",),
    direction: Way = "both",
    known_on: str | None = None,
) -> CodingComparison:
    """Two codings of what passed between two countries, on the days that both cover; "sayso" is Sayso's own.

    `statuses` and `known_on` choose among Sayso's own events; imported codings know neither.
    """
    check_days(since=since, until=until, known_on=known_on)
    if len(codings) != 2 or codings[0] == codings[1]:
        raise SettingsError("A comparison of codings needs two: --coding sayso --coding NAME.")
    with store.reading() as connection:
        sides = countries_of(connection, a, b)
        begin, end = days_in_common(connection, codings, since, until)
        question = Question(sides, statuses=statuses, since=begin, until=end, known_on=known_on)
        first, second = (acts_of(connection, name, question, direction) for name in codings)
    months = [month for month, _ in periods_between(begin, end, "month")]
    return CodingComparison(
        between=sides,
        by=by,
        codings=(first.name, second.name),
        direction=direction,
        begin=begin,
        end=end,
        periods=tuple(by_period(first.acts, second.acts, by)),
        totals=tuple(agreements(begin, end, first.acts, second.acts)),
        correlations=dict(correlations(first.acts, second.acts, months)),
        months=len(months),
        statements=(first.statements, second.statements),
    )


def countries_of(connection: Connection, a: str, b: str) -> tuple[Side, Side]:
    """Both sides, of which each is a country or the world: finer than that, imported codings do not agree on actors."""
    sides = sides_of(connection, a, b)
    for side in sides:
        if not (side.is_country or side.is_world):
            raise SettingsError(f"{side.asked}: codings are compared by country. Give a code such as RUS, or world.")
    return sides


def days_in_common(
    connection: Connection, codings: Sequence[str], since: str | None, until: str | None
) -> tuple[str, str]:
    """The first and the last day that both codings cover, inside those asked for."""
    covered = {name: _days_of(connection, name) for name in codings}
    begin = max([first for first, _ in covered.values()] + ([since] if since else []))
    end = min([last for _, last in covered.values()] + ([until] if until else []))
    if begin > end:
        told = ", ".join(f"{name} covers {first} to {last}" for name, (first, last) in covered.items())
        raise SettingsError(f"The codings have no day in common that was asked for: {told}.")
    return begin, end


def acts_of(connection: Connection, name: str, question: Question, direction: Way) -> Acts:
    """The acts of a coding that the question asks for."""
    if name == OWN:
        return Acts(OWN, tuple(_own_acts(connection, question, direction)), 0)
    coding = coding_named(connection, name)
    acts, statements = [], 0
    for act in acts_between(connection, coding, question.sides, question.since or "", question.until or ""):
        if (FORTH if act.forth else BACK) not in WAYS[direction]:
            continue
        if act.type is None or act.quad is None:
            statements += 1
        else:
            acts.append(Act(act.day, act.forth, act.quad, act.type))
    return Acts(name, tuple(acts), statements)


def by_period(first: Sequence[Act], second: Sequence[Act], by: By) -> Iterator[Agreement]:
    """The agreements of each period in which one of them has an act, in order of time."""
    grouped: dict[tuple[str, str], tuple[list[Act], list[Act]]] = {}
    for number, acts in enumerate((first, second)):
        for act in acts:
            grouped.setdefault(period_of(act.day, by), ([], []))[number].append(act)
    for (begin, end), (ours, theirs) in sorted(grouped.items()):
        yield from (each for each in agreements(begin, end, ours, theirs) if each.first or each.second)


def agreements(begin: str, end: str, first: Sequence[Act], second: Sequence[Act]) -> Iterator[Agreement]:
    """One row a quad, and one for all of them together."""
    found = [_agreement(begin, end, quad, first, second) for quad in QUADS]
    yield from found
    sums = {
        name: sum(getattr(each, name) for each in found)
        for name in ("first", "second", "both", "only_first", "only_second", "same_type")
    }
    yield Agreement(begin, end, ALL, **sums)


def correlations(
    first: Sequence[Act], second: Sequence[Act], months: Sequence[str]
) -> Iterator[tuple[str, float | None]]:
    """How the monthly numbers of acts go together, by quad and for all; months without acts count as zero."""
    for quad, name in (*QUADS.items(), (None, ALL)):
        series = [
            Counter(period_of(act.day, "month")[0] for act in acts if quad in (None, act.quad))
            for acts in (first, second)
        ]
        yield name, _correlation(*([float(each[month]) for month in months] for each in series))


def _agreement(begin: str, end: str, quad: int, first: Sequence[Act], second: Sequence[Act]) -> Agreement:
    ours, theirs = (Counter((act.day, act.forth) for act in acts if act.quad == quad) for acts in (first, second))
    our_types, their_types = (
        Counter((act.day, act.forth, act.type) for act in acts if act.quad == quad) for acts in (first, second)
    )
    both = (ours & theirs).total()
    return Agreement(
        begin,
        end,
        QUADS[quad],
        ours.total(),
        theirs.total(),
        both,
        ours.total() - both,
        theirs.total() - both,
        (our_types & their_types).total(),
    )


def _correlation(first: list[float], second: list[float]) -> float | None:
    if len(first) < FEWEST_MONTHS:
        return None
    try:
        return round(correlation(first, second), 4)
    except StatisticsError:
        # One of them is the same in every month.
        return None


def _days_of(connection: Connection, name: str) -> tuple[str, str]:
    if name == OWN:
        first, last = connection.execute(select(func.min(ties.c.begin), func.max(ties.c.begin))).one()
        covered = (first, last) if first else None
    else:
        covered = days_covered(connection, coding_named(connection, name))
    if covered is None:
        raise SettingsError(f"--coding {name}: it holds no dated event.")
    return covered


def _own_acts(connection: Connection, question: Question, direction: Way) -> Iterator[Act]:
    """Each occurrence once, as its first report tells it, in each direction in which it goes."""
    reported: dict[str, list[Told]] = {}
    for event in told(connection, question):
        if event.day is not None:
            reported.setdefault(event.occurrence, []).append(event)
    firsts = [events[0] for events in reported.values()]
    types = _types(connection, sorted({event.document_id for event in firsts}), question.known_on)
    for first, events in zip(firsts, reported.values(), strict=True):
        way = 0
        for event in events:
            way |= event.way
        if way not in WAYS[direction]:
            continue
        for step in (FORTH, BACK):
            if way & step and step in WAYS[direction]:
                yield Act(first.day or "", step == FORTH, first.quad, types[first.event])


def _types(connection: Connection, documents: Sequence[str], known_on: str | None) -> dict[str, str]:
    """The types of all events of these documents, by DOCUMENT/EVENT."""
    found: dict[str, str] = {}
    for start in range(0, len(documents), DOCUMENTS_AT_ONCE):
        query = (
            select(ties.c.document_id, ties.c.event, ties.c.type)
            .distinct()
            .join(
                own_codings,
                (own_codings.c.document_id == ties.c.document_id) & (own_codings.c.run_id == ties.c.run_id),
            )
        )
        some = documents[start : start + DOCUMENTS_AT_ONCE]
        query = query.where(ties.c.document_id.in_(some), in_force(own_codings, known_on))
        found |= {f"{row.document_id}/{row.event}": row.type for row in connection.execute(query)}
    return found
