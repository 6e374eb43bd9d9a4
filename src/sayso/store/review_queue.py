"""The queue of review: which events a check would teach most about, and why, or events drawn by chance.

In a large store the queue is made of the events of some articles, drawn anew each day.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, func, select

from sayso.store.decisions import Review
from sayso.store.events import same_coding
from sayso.store.named import EventKey
from sayso.store.tables import metadata

Order = Literal["teaching", "chance"]
Coding = Literal["first", "second"]
Pair = tuple[str, str]

# With so many articles a pool is made within a second or two.
MOST_DOCUMENTS = 1000
# What each reason adds at most. Doubt weighs most: it is the only one that speaks of this very coding.
DOUBT, CONFLICT, NEW, BUSY = 1.0, 0.35, 0.25, 0.15
# At or below this confidence doubt is a reason by itself: below it lie readings by uncertain rules.
UNSURE = 0.75
# A pattern that fired so often or less has hardly been tried.
SELDOM = 2
# A pair with this share of the acts of the busiest one is said to be busy.
MANY = 0.5

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
events = metadata.tables["events"]
reports = metadata.tables["reports"]
voices = metadata.tables["voices"]
ties = metadata.tables["ties"]
passages = metadata.tables["passages"]


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """An event that waits for a check; `score` is the higher the more the check teaches, `why` says what made it so."""

    document_id: str
    event: str
    run_id: int
    type: str
    status: str
    confidence: float
    trigger: str
    frame: str
    score: float
    why: tuple[str, ...]

    @property
    def key(self) -> str:
        """The event as addresses name it."""
        return f"{self.document_id}/{self.event}"


@dataclass(frozen=True, slots=True)
class Queue:
    """Those that wait, the first one first. `considered` of the store's `documents` were looked at.

    `types` are those of all events looked at, the most frequent first.
    """

    waiting: tuple[QueuedEvent, ...]
    types: tuple[str, ...]
    events: int
    decided: int
    considered: int
    documents: int


@dataclass(frozen=True, slots=True)
class Pool:
    """The events that a queue is made of, and all that speaks for checking one before another.

    `conflicts` says on which events claims or codings differ, `pairs` between which countries each passes, `acts` how
    many events each pair has, `seen` how often each pattern fired.
    """

    events: tuple[QueuedEvent, ...]
    conflicts: Mapping[EventKey, str]
    pairs: Mapping[EventKey, Collection[Pair]]
    acts: Counter[Pair]
    seen: Counter[str]
    considered: int
    documents: int


def review_queue(
    connection: Connection,
    decisions: Sequence[Review],
    reviewer: str,
    *,
    order: Order = "teaching",
    coding: Coding = "first",
    only: str | None = None,
    day: str = "",
    pool: Pool | None = None,
) -> Queue:
    """What waits for a reviewer, given all decisions that stand.

    The `first` coding leaves out what anybody has decided, the `second` all but what others have; neither has what this
    reviewer decided or passed over. `only` is one event type. The `pool` is
    made where it is not given; it does not depend on decisions, so a server keeps it. `day` changes its articles.
    """
    pool = pool or make_pool(connection, day=day)
    if coding == "second" and pool.considered < pool.documents:
        reviewed = sorted({review.document_id for review in decisions if review.judges})[:MOST_DOCUMENTS]
        pool = make_pool(connection, drawn=reviewed)
    found = pool.events
    mine = {review.key for review in decisions if review.reviewer == reviewer}
    others = {review.key for review in decisions if review.judges and review.reviewer != reviewer}
    judged = {review.key for review in decisions if review.judges}
    waiting = [
        each
        for each in found
        if only in (None, each.type) and _key(each) not in mine and (_key(each) in others) == (coding == "second")
    ]
    checked = Counter(each.frame for each in found if _key(each) in judged)
    ordered = sorted(_weighed(pool, waiting, checked), key=_by_chance if order == "chance" else _by_score)
    return Queue(
        waiting=tuple(ordered),
        types=tuple(type for type, _ in Counter(each.type for each in found).most_common()),
        events=len(found),
        decided=sum(_key(each) in judged for each in found),
        considered=pool.considered,
        documents=pool.documents,
    )


def make_pool(connection: Connection, *, day: str = "", drawn: Sequence[str] | None = None) -> Pool:
    """The events of all articles, of those `drawn`, or in a large store of those drawn for the day."""
    number = _number(connection)
    if drawn is None and number > MOST_DOCUMENTS:
        drawn = _drawn_documents(connection, day)
    found = tuple(_events(connection, drawn))
    pairs = _pairs(connection, drawn)
    return Pool(
        events=found,
        conflicts=_conflicts(connection, drawn, found),
        pairs=pairs,
        acts=Counter(pair for each in pairs.values() for pair in each),
        seen=Counter(each.frame for each in found),
        considered=number if drawn is None else len(drawn),
        documents=number,
    )


def is_whole(connection: Connection) -> bool:
    """Whether the store is small enough for the queue to hold all of its events."""
    return _number(connection) <= MOST_DOCUMENTS


def lot(key: EventKey) -> str:
    """What events are drawn by: the same for everybody and on every day, and nothing that the coding depends on."""
    return hashlib.sha256("/".join(map(str, key)).encode()).hexdigest()


def _number(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(documents)) or 0


def _events(connection: Connection, drawn: Sequence[str] | None) -> Iterator[QueuedEvent]:
    query = (
        select(
            *(events.c[name] for name in ("document_id", "run_id", "id", "type", "status", "confidence", "reason")),
            events.c.trigger_text,
        )
        .join(codings, same_coding(events, codings))
        .where(codings.c["current"] == 1)
    )
    for row in connection.execute(_among(query, events, drawn)):
        frame = row.reason.partition(";")[0]
        yield QueuedEvent(
            row.document_id, row.id, row.run_id, row.type, row.status, row.confidence, row.trigger_text, frame, 0.0, ()
        )


def _weighed(pool: Pool, waiting: Iterable[QueuedEvent], checked: Counter[str]) -> Iterator[QueuedEvent]:
    busiest = max(pool.acts.values(), default=1)
    seen, acts, conflicts = pool.seen, pool.acts, pool.conflicts
    for each in waiting:
        key, why = _key(each), []
        score = DOUBT * (1 - each.confidence)
        if each.confidence <= UNSURE:
            why.append(f"Sayso is unsure: confidence {each.confidence:.2f}")
        if key in conflicts:
            score += CONFLICT
            why.append(conflicts[key])
        tried = seen[each.frame] + checked[each.frame]
        score += NEW / tried
        if seen[each.frame] <= SELDOM and not checked[each.frame]:
            why.append(
                "the pattern that found it is new here" if tried == 1 else f"its pattern fired only {tried} times"
            )
        pair = max(pool.pairs.get(key, ()), key=acts.__getitem__, default=None)
        if pair is not None:
            score += BUSY * acts[pair] / busiest
            if acts[pair] >= MANY * busiest and acts[pair] > 1:
                why.append(
                    f"{pair[0]} and {pair[1]} are a busy pair, so it counts in their figures ({acts[pair]} acts)"
                )
        yield replace(each, score=round(score, 4), why=tuple(why))


def _conflicts(
    connection: Connection, drawn: Sequence[str] | None, found: Sequence[QueuedEvent]
) -> dict[EventKey, str]:
    """Events on whose occurrence people or codings differ, and how."""
    occurrences = _occurrences(connection, drawn)
    told: defaultdict[str, set[str]] = defaultdict(set)
    for each in found:
        if _key(each) in occurrences:
            told[occurrences[_key(each)]].add(each.type)
    stances: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: {"positive": set(), "negative": set()})
    query = select(voices.c.document_id, voices.c.run_id, voices.c.event, voices.c.polarity, voices.c.claimant)
    query = query.where(voices.c.certainty != "unknown")
    for row in connection.execute(_among(query, voices, drawn)):
        key = (row.document_id, row.run_id, row.event)
        # Without a join every event is an occurrence of its own.
        stances[occurrences.get(key, "/".join(map(str, key)))][row.polarity].add(row.claimant or "somebody")
    said: dict[EventKey, str] = {}
    for each in found:
        occurrence = occurrences.get(_key(each), "/".join(map(str, _key(each))))
        yes, no = (len(stances[occurrence][polarity]) for polarity in ("positive", "negative"))
        if yes and no:
            said[_key(each)] = f"claims conflict: {yes} {'asserts' if yes == 1 else 'assert'} it, {no} " + (
                "denies it" if no == 1 else "deny it"
            )
        elif len(told[occurrence]) > 1:
            said[_key(each)] = f"the same act is coded as {' and as '.join(sorted(told[occurrence]))}"
    return said


def _occurrences(connection: Connection, drawn: Sequence[str] | None) -> dict[EventKey, str]:
    query = select(reports.c.document_id, reports.c.run_id, reports.c.event, reports.c.occurrence)
    query = _among(query.where(reports.c.undone == 0), reports, drawn)
    return {(row.document_id, row.run_id, row.event): row.occurrence for row in connection.execute(query)}


def _pairs(connection: Connection, drawn: Sequence[str] | None) -> dict[EventKey, set[Pair]]:
    """The pairs of countries between which each event passes."""
    pairs: defaultdict[EventKey, set[tuple[str, str]]] = defaultdict(set)
    query = (
        select(ties.c.document_id, ties.c.run_id, ties.c.event, ties.c.a_country, ties.c.b_country)
        .join(codings, same_coding(ties, codings))
        .where(codings.c["current"] == 1, ties.c.a_country != ties.c.b_country)
    )
    for row in connection.execute(_among(query, ties, drawn)):
        first, second = sorted((row.a_country, row.b_country))
        pairs[row.document_id, row.run_id, row.event].add((first, second))
    return pairs


def _drawn_documents(connection: Connection, day: str) -> list[str]:
    """Some articles by chance: each has one passage with its text, whose numbers are drawn from."""
    last = connection.scalar(select(func.max(passages.c.id))) or 0
    draw = random.Random(f"review {day}")
    numbers = draw.sample(range(1, last + 1), min(last, MOST_DOCUMENTS * 20))
    found: list[str] = []
    for begin in range(0, len(numbers), MOST_DOCUMENTS):
        batch = numbers[begin : begin + MOST_DOCUMENTS]
        of_texts = and_(passages.c.id.in_(batch), passages.c.attribution.is_(None))
        found += connection.scalars(select(passages.c.document_id).where(of_texts).order_by(passages.c.id))
        if len(found) >= MOST_DOCUMENTS:
            break
    return found[:MOST_DOCUMENTS]


def _among(query: Select[Any], table: Any, drawn: Sequence[str] | None) -> Select[Any]:
    return query if drawn is None else query.where(table.c.document_id.in_(drawn))


def _by_score(each: QueuedEvent) -> tuple[float, str]:
    return -each.score, lot(_key(each))


def _by_chance(each: QueuedEvent) -> str:
    return lot(_key(each))


def _key(each: QueuedEvent) -> EventKey:
    return each.document_id, each.run_id, each.event
