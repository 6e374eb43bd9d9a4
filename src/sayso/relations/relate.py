"""The relation of two sides as a series: what passed between them, period by period, as a perspective tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import get_args

from sqlalchemy import Connection

from sayso.errors import SettingsError
from sayso.knowledge.quads import MATERIAL_CONFLICT, MATERIAL_COOPERATION, VERBAL_CONFLICT, VERBAL_COOPERATION
from sayso.relations.assessments import assessments_of
from sayso.relations.calendar import MOST_PERIODS, period_of, periods_between
from sayso.relations.captions import summary_of, told_by
from sayso.relations.change_points import change_points
from sayso.relations.series import By, Figures, Period, Relation
from sayso.schema import Status
from sayso.store import Store
from sayso.store.dyads import WAYS, Question, Tally, Way, counted
from sayso.store.events import check_days
from sayso.store.rollup import kept_tallies
from sayso.store.sides import sides_of
from sayso.store.voicing import perspective_of


def relation(
    store: Store,
    a: str,
    b: str,
    *,
    by: By = "month",
    since: str | None = None,
    until: str | None = None,
    perspective: str | None = None,
    statuses: tuple[Status, ...] = ("actual",),
    direction: Way = "both",
    known_on: str | None = None,
    seed: int = 0,
) -> Relation:
    """What passed between `a` and `b`: a country ("RUS"), a part of one ("RUS.GOV"), an id or name, or "world".

    The default counts every event of status actual that somebody, be it the publisher, positively claims. `perspective`
    takes only what is claimed by: "own" (publishers in their own voice), "A" or "B" (people and outlets of that side),
    "third" (those known to be of neither), or one source or outlet by name. An occurrence counts once however many
    reports it has; an event that lasts counts on its first day; a mutual act counts in both directions and once in the
    sum. Periods without an event have no figures. `known_on` asks for the codings that the store had at the end of that
    day. `seed` is that of the intervals of change points.
    """
    _check(by=by, direction=direction, since=since, until=until, known_on=known_on, statuses=statuses)
    with store.reading() as connection:
        sides = sides_of(connection, a, b)
        question = Question(sides, perspective_of(connection, perspective, sides), statuses, since, until, known_on)
        said = assessments_of(connection, question)
        counted, undated = _counted(connection, question, direction, by)
    periods = _periods(counted, question, by, _later(store, question, direction, by))
    found = Relation(
        sides,
        by,
        question.perspective.name,
        direction,
        statuses,
        since,
        until,
        known_on,
        periods,
        said,
        change_points(periods, seed=seed),
        undated,
        told_by(question.perspective, sides),
    )
    return replace(found, summary=summary_of(found))


def _check(
    *,
    by: str,
    direction: str,
    since: str | None,
    until: str | None,
    known_on: str | None,
    statuses: tuple[str, ...],
) -> None:
    for name, value, known in (("by", by, get_args(By)), ("direction", direction, get_args(Way))):
        if value not in known:
            raise SettingsError(f"`{name}` is {value!r}. It can be: {', '.join(known)}.")
    for status in statuses:
        if status not in get_args(Status):
            raise SettingsError(f"`status` is {status!r}. It can be: {', '.join(get_args(Status))}.")
    check_days(since=since, until=until, known_on=known_on)
    if since and until and since > until:
        raise SettingsError(f"`since` is {since}, which is later than `until`, {until}.")


def _counted(connection: Connection, question: Question, direction: Way, by: By) -> tuple[list[Tally], int]:
    """The tallies of what counts, and how many events have no day."""
    kept = kept_tallies(connection, question, by=by)
    if kept is not None:
        return [tally for tally in kept.tallies if tally.way in WAYS[direction]], kept.undated
    return counted(connection, question, WAYS[direction])


def _later(store: Store, question: Question, direction: Way, by: By) -> Callable[[str], tuple[str, ...]]:
    """Asks the store for the ids of the events of a period by its first day, all periods at the first question."""
    asked: dict[str, tuple[str, ...]] = {}

    def events_of(begin: str) -> tuple[str, ...]:
        if not asked:
            with store.reading() as connection:
                found, _ = counted(connection, question, WAYS[direction])
            asked.update(_events_by_period(found, by))
        return asked.get(begin, ())

    return events_of


def _events_by_period(found: Iterable[Tally], by: By) -> dict[str, tuple[str, ...]]:
    events: defaultdict[str, list[str]] = defaultdict(list)
    for tally in found:
        events[period_of(tally.day, by)[0]].extend(tally.events)
    return {begin: tuple(sorted(ids)) for begin, ids in events.items()}


def _periods(
    counted: list[Tally], question: Question, by: By, later: Callable[[str], tuple[str, ...]]
) -> tuple[Period, ...]:
    grouped: defaultdict[str, list[Tally]] = defaultdict(list)
    begins: dict[str, str] = {}
    for tally in counted:
        if tally.day not in begins:
            begins[tally.day] = period_of(tally.day, by)[0]
        grouped[begins[tally.day]].append(tally)
    if not grouped and not (question.since and question.until):
        return ()
    first = question.since or min(grouped)
    last = question.until or max(grouped)
    found = tuple(_period(*bounds, grouped, question, later) for bounds in _bounded(first, last, by))
    return found


def _bounded(first: str, last: str, by: By) -> Iterator[tuple[str, str]]:
    for number, bounds in enumerate(periods_between(first, last, by)):
        if number == MOST_PERIODS:
            raise SettingsError(
                f"From {first} to {last} are more than {MOST_PERIODS:,} of a {by}. Ask for a shorter time."
            )
        yield bounds


def _period(
    begin: str,
    end: str,
    grouped: dict[str, list[Tally]],
    question: Question,
    later: Callable[[str], tuple[str, ...]],
) -> Period:
    cut = bool((question.since and question.since > begin) or (question.until and question.until < end))
    tallied = grouped.get(begin)
    if not tallied:
        return Period(begin, end, None, cut)
    at_hand = all(tally.events for tally in tallied)
    events = tuple(sorted(event for tally in tallied for event in tally.events))
    return Period(begin, end, _figures(tallied), cut, (lambda: events) if at_hand else (lambda: later(begin)))


def _figures(tallied: list[Tally]) -> Figures:
    occurrences = sum(tally.occurrences for tally in tallied)
    with_goldstein = sum(tally.with_goldstein for tally in tallied)
    score, goldstein = sum(tally.score for tally in tallied), sum(tally.goldstein for tally in tallied)
    number: defaultdict[int, int] = defaultdict(int)
    scores: defaultdict[int, float] = defaultdict(float)
    for tally in tallied:
        number[tally.quad] += tally.occurrences
        scores[tally.quad] += tally.score
    return Figures(
        occurrences=occurrences,
        reports=sum(tally.reports for tally in tallied),
        origins=sum(tally.origins for tally in tallied),
        claims=sum(tally.claims for tally in tallied),
        denials=sum(tally.denials for tally in tallied),
        verbal_cooperation=number[VERBAL_COOPERATION],
        material_cooperation=number[MATERIAL_COOPERATION],
        verbal_conflict=number[VERBAL_CONFLICT],
        material_conflict=number[MATERIAL_CONFLICT],
        verbal_cooperation_score=_rounded(scores[VERBAL_COOPERATION]),
        material_cooperation_score=_rounded(scores[MATERIAL_COOPERATION]),
        verbal_conflict_score=_rounded(scores[VERBAL_CONFLICT]),
        material_conflict_score=_rounded(scores[MATERIAL_CONFLICT]),
        score_mean=_rounded(score / occurrences),
        score_sum=_rounded(score),
        goldstein_mean=_rounded(goldstein / with_goldstein) if with_goldstein else None,
        goldstein_sum=_rounded(goldstein) if with_goldstein else None,
    )


def _rounded(figure: float) -> float:
    """To six places: the order in which fractions are added must not show."""
    return round(figure, 6) + 0.0
