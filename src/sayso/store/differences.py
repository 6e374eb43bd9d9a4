"""What differs between two runs' codings of the same documents: events added, removed, or coded otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select

from sayso.store.coded_fields import Labels, in_words, machine_codes, people_of
from sayso.store.decisions import FIELDS, Field
from sayso.store.named import EventKey
from sayso.store.tables import metadata

Kind = Literal["added", "removed", "changed"]

DOCUMENTS_AT_ONCE = 100

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
events = metadata.tables["events"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One event that two runs have differently. `before` and `after` are its ids in them, None where it is not there.

    `what` names the fields that changed, `was` and `becomes` say each in words; of an added or removed event all.
    """

    kind: Kind
    document_id: str
    before: str | None
    after: str | None
    what: tuple[Field, ...]
    was: tuple[str, ...]
    becomes: tuple[str, ...]
    trigger: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one run to another: `counts` by "added", "removed", and by the field that changed.

    `compared` of the `documents` that both coded were looked at.
    """

    earlier: int
    later: int
    documents: int
    compared: int
    counts: Counter[str]
    rows: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """An event of one of the runs."""

    key: EventKey
    place: tuple[int, int]
    trigger: str
    sentence: str
    labels: Labels


def compare_runs(connection: Connection, earlier: int, later: int, *, most: int | None = None) -> Differences:
    """The differences by document and place in the text; `most` bounds how many documents are compared."""
    both = _coded_by_both(connection, earlier, later)
    compared = both[:most]
    rows: list[Difference] = []
    for begin in range(0, len(compared), DOCUMENTS_AT_ONCE):
        batch = compared[begin : begin + DOCUMENTS_AT_ONCE]
        before, after = (_events(connection, batch, run) for run in (earlier, later))
        for document in batch:
            rows.extend(_differences(document, before[document], after[document]))
    counts: Counter[str] = Counter(
        name for row in rows for name in (row.what if row.kind == "changed" else (row.kind,))
    )
    return Differences(earlier, later, len(both), len(compared), counts, tuple(rows))


def earlier_run(connection: Connection, run: int) -> int | None:
    """The last run before this one that coded some of the same documents."""
    before, this = codings.alias("before"), codings.alias("this")
    query = (
        select(func.max(before.c.run_id))
        .join(this, this.c.document_id == before.c.document_id)
        .where(this.c.run_id == run, before.c.run_id < run)
    )
    found: int | None = connection.scalar(query)
    return found


def _coded_by_both(connection: Connection, earlier: int, later: int) -> list[str]:
    one, other = codings.alias("one"), codings.alias("other")
    query = (
        select(one.c.document_id)
        .join(other, other.c.document_id == one.c.document_id)
        .where(one.c.run_id == earlier, other.c.run_id == later)
        .order_by(one.c.document_id)
    )
    return list(connection.scalars(query))


def _events(connection: Connection, batch: Sequence[str], run: int) -> defaultdict[str, list[_Found]]:
    length = events.c.sentence_end - events.c.sentence_start
    query = (
        select(events, func.substr(documents.c.text, events.c.sentence_start + 1, length).label("sentence"))
        .join(documents, documents.c.id == events.c.document_id)
        .where(events.c.run_id == run, events.c.document_id.in_(batch))
        .order_by(events.c.document_id, events.c.trigger_start, events.c.position)
    )
    rows = connection.execute(query).mappings().all()
    keys = [(row["document_id"], run, row["id"]) for row in rows]
    coded, people = machine_codes(connection, keys), people_of(connection, keys)
    found: defaultdict[str, list[_Found]] = defaultdict(list)
    for key, row in zip(keys, rows, strict=True):
        place = row["trigger_start"], row["trigger_end"]
        labels = people.labels(key, coded[key])
        found[key[0]].append(_Found(key, place, row["trigger_text"], row["sentence"], labels))
    return found


def _differences(document: str, before: list[_Found], after: list[_Found]) -> Iterator[Difference]:
    """Those of one document, in the order of the text."""
    pairs = list(_pairs(before, after))
    for one, other in sorted(pairs, key=lambda pair: (pair[1] or pair[0] or before[0]).place):
        shown = other or one
        if shown is None or (one and other and one.labels == other.labels):
            continue
        what = tuple(field for field in FIELDS if not (one and other) or one.labels[field] != other.labels[field])
        yield Difference(
            "changed" if one and other else "added" if other else "removed",
            document,
            one.key[2] if one else None,
            other.key[2] if other else None,
            what,
            tuple(in_words(one.labels[field]) for field in what) if one else (),
            tuple(in_words(other.labels[field]) for field in what) if other else (),
            shown.trigger,
            shown.sentence,
        )


def _pairs(before: list[_Found], after: list[_Found]) -> Iterator[tuple[_Found | None, _Found | None]]:
    """Which event of one run is which of the other: at the same words, those first that have most fields alike."""
    likely = sorted(
        ((_alike(one, other), one, other) for one in before for other in after if one.place == other.place),
        key=lambda each: each[0],
        reverse=True,
    )
    left, new = {each.key for each in before}, {each.key for each in after}
    for _, one, other in likely:
        if one.key in left and other.key in new:
            left.discard(one.key)
            new.discard(other.key)
            yield one, other
    yield from ((one, None) for one in before if one.key in left)
    yield from ((None, other) for other in after if other.key in new)


def _alike(one: _Found, other: _Found) -> tuple[bool, int]:
    """How much two events have in common; the type before all else, for it is what an event is."""
    return one.labels["type"] == other.labels["type"], sum(one.labels[field] == other.labels[field] for field in FIELDS)
