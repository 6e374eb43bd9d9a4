"""Writes the decisions of reviewers and reads them back: which of them stand, and what they make of an event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from sqlalchemy import Connection, Select, and_, exists, select

from sayso.errors import SettingsError
from sayso.schema import CodedDocument, Event, Status
from sayso.store.decisions import FIELDS, Change, Coded, Review, Value
from sayso.store.events import same_coding
from sayso.store.named import EventKey
from sayso.store.rows import record_of, row_of
from sayso.store.tables import metadata

EVENTS_AT_ONCE = 500
LONGEST_NAME = 80

reviews = metadata.tables["reviews"]
review_changes = metadata.tables["review_changes"]
codings = metadata.tables["codings"]


def changes_to(coded: CodedDocument, event: Event, wanted: Coded, types: Collection[str]) -> tuple[Change, ...]:
    """What a reviewer's fields change; `SettingsError` for a value that the document or the codebook lacks."""
    _check(coded, wanted, types)
    was = coded_of(event)
    return tuple(
        Change(field, getattr(was, field), getattr(wanted, field))
        for field in FIELDS
        if _plain(getattr(was, field)) != _plain(getattr(wanted, field))
    )


def coded_of(event: Event) -> Coded:
    """The reviewed fields as the machine has them."""
    return Coded(event.type, event.actors, event.recipients, event.status, event.attribution)


def keep(connection: Connection, review: Review) -> Review:
    """Add a decision; its `id` is given by the store."""
    row = row_of(Review, review)
    del row["id"]
    number = connection.execute(reviews.insert().returning(reviews.c.id), row).scalar_one()
    rows = [
        {"review_id": number, "field": each.field, "was": each.was, "becomes": each.becomes} for each in review.changes
    ]
    if rows:
        connection.execute(review_changes.insert(), rows)
    return replace(review, id=number)


def undo(connection: Connection, number: int, reviewer: str, made: str) -> Review | None:
    """Take back a decision of this reviewer by a row of its own; None where there is none that stands."""
    found = next(_read(connection, _standing().where(reviews.c.id == number, reviews.c.reviewer == reviewer)), None)
    if found is None:
        return None
    return keep(connection, replace(found, made=made, verdict="undo", undoes=found.id, changes=()))


def last_of(connection: Connection, reviewer: str) -> Review | None:
    """The latest decision of a reviewer that stands."""
    query = _standing().where(reviews.c.reviewer == reviewer).order_by(None).order_by(reviews.c.id.desc()).limit(1)
    return next(_read(connection, query), None)


def standing(connection: Connection, *, key: EventKey | None = None) -> list[Review]:
    """The decisions that count, on current codings: of each reviewer and event the latest that was not undone.

    With `key`, those on one event, whether its coding is current or not.
    """
    query = _standing()
    if key is None:
        query = query.join(codings, same_coding(codings, reviews)).where(codings.c["current"] == 1)
    else:
        names = ("document_id", "run_id", "event")
        query = query.where(and_(*(reviews.c[name] == part for name, part in zip(names, key, strict=True))))
    latest: dict[tuple[EventKey, str], Review] = {}
    for review in _read(connection, query):
        latest.pop((review.key, review.reviewer), None)
        latest[review.key, review.reviewer] = review
    return list(latest.values())


def history(connection: Connection, *, after: int = 0, limit: int | None = None) -> list[Review]:
    """Every decision ever made, undone ones and the undoing included, in order of time."""
    query = select(reviews).where(reviews.c.id > after).order_by(reviews.c.id).limit(limit)
    return list(_read(connection, query))


def as_judged(machine: Coded, review: Review) -> Coded | None:
    """The fields as a reviewer has them; None where the event was rejected or passed over."""
    if review.verdict not in ("accept", "correct"):
        return None
    becomes: dict[str, Any] = {change.field: change.becomes for change in review.changes}
    return replace(machine, **becomes)


def check_reviewer(name: str) -> str:
    """A reviewer's name without space around it; `SettingsError` for one that cannot be kept."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise SettingsError(f"A reviewer's name has 1 to {LONGEST_NAME} letters. Write the one to keep your work by.")
    return name


def _check(coded: CodedDocument, wanted: Coded, types: Collection[str]) -> None:
    known_mentions = {mention.id for mention in coded.mentions}
    if wanted.type not in types:
        raise SettingsError(f"There is no event type {wanted.type!r}. There are {', '.join(sorted(types))}.")
    if wanted.status not in get_args(Status):
        raise SettingsError(f"`status` is {wanted.status!r}. It can be: {', '.join(get_args(Status))}.")
    for each in (*wanted.actors, *wanted.recipients):
        if each not in known_mentions:
            raise SettingsError(f"{coded.document.id} has no mention {each!r}. Load the page again.")
    if wanted.attribution is not None and wanted.attribution not in {each.id for each in coded.attributions}:
        raise SettingsError(f"{coded.document.id} has no attribution {wanted.attribution!r}. Load the page again.")


def _plain(value: Value) -> object:
    """What two values are compared by: the order of people does not matter."""
    return frozenset(value) if isinstance(value, tuple) else value


def _standing() -> Select[Any]:
    undoing = reviews.alias("undoing")
    undone = exists(select(undoing.c.id).where(undoing.c.undoes == reviews.c.id))
    return select(reviews).where(reviews.c.verdict != "undo", ~undone).order_by(reviews.c.id)


def _read(connection: Connection, query: Select[Any]) -> Iterator[Review]:
    rows = connection.execute(query).mappings().all()
    changes = _changes(connection, [row["id"] for row in rows if row["verdict"] == "correct"])
    for row in rows:
        yield record_of(Review, row, many={"changes": tuple(changes.get(row["id"], ()))})


def _changes(connection: Connection, numbers: Sequence[int]) -> Mapping[int, list[Change]]:
    found: defaultdict[int, list[Change]] = defaultdict(list)
    for begin in range(0, len(numbers), EVENTS_AT_ONCE):
        batch = numbers[begin : begin + EVENTS_AT_ONCE]
        query = select(review_changes).where(review_changes.c.review_id.in_(batch))
        for row in connection.execute(query.order_by(review_changes.c.field)).mappings():
            found[row["review_id"]].append(Change(row["field"], _value(row["was"]), _value(row["becomes"])))
    return found


def _value(stored: list[str] | str | None) -> Value:
    return tuple(stored) if isinstance(stored, list) else stored
