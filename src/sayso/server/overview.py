"""What a store holds at a glance: how much, between whom, by which publishers and when, and what is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, select

from sayso.asking import OpenStore
from sayso.relations.calendar import label, periods_between
from sayso.relations.claims import Disputed, disputed
from sayso.relations.series import By, Relation
from sayso.store.tables import metadata

MOST_RELATIONS = 12
# Pairs are ranked by their ties, which count reports and all who take part; of so many the occurrences are counted.
CANDIDATES = 20
MOST_PUBLISHERS = 15
MOST_DOCUMENTS = 8
MOST_DISPUTED = 5
# About as many periods as fit into a line.
MOST_PERIODS = 40
MOST_COLUMNS = 24
# Articles tell of what happened before them, too, but a relation's centuries are not what is going on.
YEARS_BEFORE = 3
DAYS: dict[By, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}

documents = metadata.tables["documents"]
events = metadata.tables["events"]
codings = metadata.tables["codings"]
ties = metadata.tables["ties"]
runs = metadata.tables["runs"]


@dataclass(frozen=True, slots=True)
class Active:
    """Two countries and what passed between them since some time before the first publication; `bars` are the end."""

    a: str
    b: str
    name_a: str
    name_b: str
    occurrences: int
    reports: int
    mean: float
    first: str
    last: str
    bars: tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A document that was published lately."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents a publisher has in each period; None where it has none, which is no data."""

    publisher: str | None
    total: int
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows. `first` and `last` are days of publication, `by` how long the periods of bars are.

    The relations count what happened from the day `since` to the last publication.
    """

    documents: int
    undated: int
    publishers: int
    first: str | None
    last: str | None
    last_run: str | None
    since: str | None
    by: By
    relations: tuple[Active, ...]
    latest: tuple[Published, ...]
    disputed: tuple[Disputed, ...]
    columns: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    coverage_by: By


@dataclass(frozen=True, slots=True)
class Covered:
    """How many documents of a publisher (None where it is not stated) the store has of a period."""

    publisher: str | None
    period: str
    documents: int


def covered(found: Overview) -> Iterator[Covered]:
    """The coverage, one row for each publisher and period with documents."""
    for each in found.coverage:
        for period, number in zip(found.columns, each.counts, strict=True):
            if number:
                yield Covered(each.publisher, period, number)


def overview(store: OpenStore) -> Overview:
    """Look the store over. The relations are those of countries, ordered by the number of occurrences."""
    with store.reading() as connection:
        number, undated, publishers, first, last = _documents(connection)
        last_run = connection.scalar(select(func.max(runs.c.started)))
        latest = tuple(_latest(connection))
        pairs = _busiest_pairs(connection)
    by = _grain(first, last, MOST_PERIODS)
    coverage_by = _grain(first, last, MOST_COLUMNS)
    columns: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    if first and last:
        columns = tuple(label(begin, coverage_by) for begin, _ in periods_between(first, last, coverage_by))
        with store.reading() as connection:
            coverage = tuple(_coverage(connection, first, last, coverage_by))
    since = first and _years_before(first)
    active = sorted(_active(store, pairs, by, since, last), key=lambda each: (-each.occurrences, each.a, each.b))
    return Overview(
        documents=number,
        undated=undated,
        publishers=publishers,
        first=first,
        last=last,
        last_run=last_run,
        since=since,
        by=by,
        relations=tuple(active[:MOST_RELATIONS]),
        latest=latest,
        disputed=tuple(disputed(store, most=MOST_DISPUTED)),
        columns=columns,
        coverage=coverage,
        coverage_by=coverage_by,
    )


def _documents(connection: Connection) -> tuple[int, int, int, str | None, str | None]:
    day = documents.c.published
    query = select(
        func.count(), func.count() - func.count(day), func.count(documents.c.publisher.distinct()), func.min(day)
    ).add_columns(func.max(day))
    number, undated, publishers, first, last = connection.execute(query).one()
    return number, undated, publishers, first and first[:10], last and last[:10]


def _latest(connection: Connection) -> Iterator[Published]:
    told = (
        select(func.count())
        .select_from(events)
        .join(codings, and_(events.c.document_id == codings.c.document_id, events.c.run_id == codings.c.run_id))
        .where(events.c.document_id == documents.c.id, codings.c.current == 1)
        .scalar_subquery()
    )
    query = (
        select(documents.c.id, documents.c.title, documents.c.publisher, documents.c.published, told)
        .where(documents.c.published.is_not(None))
        .order_by(documents.c.published.desc(), documents.c.id)
        .limit(MOST_DOCUMENTS)
    )
    for row in connection.execute(query):
        yield Published(*row)


def _busiest_pairs(connection: Connection) -> list[tuple[str, str]]:
    """The pairs of countries with most ties, each in alphabetical order."""
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    query = select(ties.c.a_country, ties.c.b_country, func.count()).group_by(ties.c.a_country, ties.c.b_country)
    for a, b, number in connection.execute(query):
        if a is not None and b is not None and a != b:
            counts[min(a, b), max(a, b)] += number
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:CANDIDATES]


def _active(
    store: OpenStore, pairs: Sequence[tuple[str, str]], by: By, since: str | None, last: str | None
) -> Iterator[Active]:
    for a, b in pairs:
        found = store.relation(a, b, by=by, since=since, until=last)
        figures = [period.figures for period in found.with_data() if period.figures]
        occurrences = sum(each.occurrences for each in figures)
        if not occurrences:
            continue
        days = [period for period in found.periods if period.figures]
        yield Active(
            a=a,
            b=b,
            name_a=found.between[0].name,
            name_b=found.between[1].name,
            occurrences=occurrences,
            reports=sum(each.reports for each in figures),
            mean=sum(each.score_sum for each in figures) / occurrences,
            first=days[0].begin,
            last=days[-1].begin,
            bars=tuple(_bars(found)),
        )


def _bars(found: Relation) -> Iterator[tuple[float, float] | None]:
    """The summed scores above and below zero of each period, None for one without data."""
    for period in found.periods[-MOST_PERIODS:]:
        figures = period.figures
        if figures is None:
            yield None
            continue
        scores = (
            figures.verbal_cooperation_score,
            figures.material_cooperation_score,
            figures.verbal_conflict_score,
            figures.material_conflict_score,
        )
        yield sum(score for score in scores if score > 0), sum(score for score in scores if score < 0)


def _coverage(connection: Connection, first: str, last: str, by: By) -> Iterator[Coverage]:
    """The publishers with most documents, and all others together."""
    begins = [begin for begin, _ in periods_between(first, last, by)]
    counted: defaultdict[str | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    day = func.substr(documents.c.published, 1, 10 if by in ("day", "week") else 7)
    query = select(documents.c.publisher, day, func.count()).where(documents.c.published.is_not(None))
    for publisher, when, number in connection.execute(query.group_by(documents.c.publisher, day)):
        counted[publisher][_begin_of(begins, when)] += number
    totals = {publisher: sum(counts.values()) for publisher, counts in counted.items()}
    for publisher in sorted(totals, key=lambda name: (-totals[name], name or ""))[:MOST_PUBLISHERS]:
        counts = tuple(counted[publisher].get(begin) for begin in begins)
        yield Coverage(publisher, totals[publisher], counts)


def _begin_of(begins: Sequence[str], when: str) -> str:
    """The first day of the period in which a day, or a month given as 2022-10, lies."""
    day = when if len(when) == 10 else f"{when}-28"
    return max((begin for begin in begins if begin <= day), default=begins[0])


def _years_before(day: str) -> str:
    given = date.fromisoformat(day)
    return date(max(1, given.year - YEARS_BEFORE), 1, 1).isoformat()


def _grain(first: str | None, last: str | None, most: int) -> By:
    """The finest periods of which not more than so many lie between two days."""
    if not (first and last):
        return "month"
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((by for by, length in DAYS.items() if days <= length * most), "year")
