"""Full-text search: the texts, quotations and names that hold the words somebody typed, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, exists, func, select

from sayso.errors import SettingsError
from sayso.store.events import check_days, holds, is_called, same_coding
from sayso.store.records import in_force
from sayso.store.snippets import Marks, marked
from sayso.store.tables import metadata
from sayso.store.wordindex import index_of
from sayso.store.words import Phrase, phrases

HitKind = Literal["text", "quotation", "entity"]

HITS = 20
# Of so many hits one at most is an entity, so that names do not push away what was said.
PER_ENTITY = 4
# So many passages are ranked at most, those that came into the store last: a common word stands in millions of a large
# one, and to rank a million takes a second.
RANKED = 10_000

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
attributions = metadata.tables["attributions"]
contents = metadata.tables["attribution_contents"]
passages = metadata.tables["passages"]
names = metadata.tables["names"]


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Where to search; what is left out does not restrict.

    `publisher` is a part of the name, `since` and `until` are days of publication (ISO, both included). `source`
    takes who is quoted, in the ways of `EventFilter`; only quotations have one. `naming` takes whom the document names
    anywhere, in the same ways. `kinds` are those of the hits.
    """

    publisher: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    naming: str | None = None
    kinds: tuple[HitKind, ...] = get_args(HitKind)

    def __post_init__(self) -> None:
        check_days(since=self.since, until=self.until)
        for kind in self.kinds:
            if kind not in get_args(HitKind):
                raise SettingsError(f"`kinds` holds {kind!r}. It can hold: {', '.join(get_args(HitKind))}.")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A text, a quotation or an entity that holds the words, with the stretch of the document that shows it.

    `start` and `end` are those of the found words in a text, of what is quoted, or of the entity's first mention in
    this document, which is one of many; both are 0 where only the title holds the words. `id` is that of the
    attribution or entity, `source` the name of who is quoted, None where the text leaves it out. `of_newest` is None
    where all texts and quotations that hold the words were ranked, else how many: those added to the store last.
    """

    document_id: str
    publisher: str | None
    published: str | None
    title: str | None
    kind: HitKind
    snippet: str
    start: int
    end: int
    source: str | None = None
    id: str | None = None
    of_newest: int | None = None


def search(
    connection: Connection,
    words: str,
    filters: SearchFilter,
    *,
    limit: int = HITS,
    skip: int = 0,
    marks: Marks = ("[", "]"),
    ranked: int = RANKED,
) -> Iterator[SearchHit]:
    """Hits in the current codings: entities first, then texts and quotations by how well they match.

    All words must occur; "quotation marks" hold a phrase, and a star at its end lets a word* go on. Letters count
    the same with and without accents, in small and capital letters. What was found is put between the `marks`. So many
    of the best texts and quotations as `skip` says are left out, and entities are not. Where more than `ranked` texts
    and quotations hold the words and pass the filters, only those added last are ranked.
    """
    query = phrases(words)
    if not query or limit < 1:
        return
    found = 0
    if "entity" in filters.kinds and filters.source is None:
        most = limit if filters.kinds == ("entity",) else max(1, limit // PER_ENTITY)
        for hit in islice(_entity_hits(connection, query, filters, marks), most):
            found += 1
            yield hit
    if filters.kinds != ("entity",):
        yield from _passage_hits(connection, query, filters, (skip, limit - found), marks, ranked)


def _entity_hits(
    connection: Connection, query: tuple[Phrase, ...], filters: SearchFilter, marks: Marks
) -> Iterator[SearchHit]:
    matching = index_of(connection).matches("name", query)
    found = select(names.c.entity, names.c.name).join(matching, matching.c.id == names.c.id)
    for entity, name in connection.execute(found.order_by(matching.c.rank, names.c.id)).all():
        # Any document that it is in: the index of entities gives the first without reading the others.
        example = (
            select(*_particulars(), mentions.c.start, mentions.c.end)
            .select_from(entities)
            .join(codings, same_coding(codings, entities))
            .join(mentions, and_(same_coding(mentions, entities), mentions.c.entity == entities.c.id))
            .join(documents, documents.c.id == entities.c.document_id)
            .where(entities.c.id == entity, entities.c.name == name, in_force(codings), *_conditions(filters))
            .order_by(entities.c.document_id, mentions.c.position)
            .limit(1)
        )
        row = connection.execute(example).mappings().first()
        if row is not None:
            snippet, _, _ = marked(name, query, marks)
            yield _hit(row, "entity", snippet, row["start"], row["end"], id=entity)


def _passage_hits(
    connection: Connection,
    query: tuple[Phrase, ...],
    filters: SearchFilter,
    stretch: tuple[int, int],
    marks: Marks,
    ranked: int,
) -> Iterator[SearchHit]:
    """Those of a stretch: how many to leave out, how many to give.

    They are ranked first, with nothing but their keys: the texts are read only of those that are shown.
    """
    candidates = _candidates(connection, query, filters).limit(ranked).subquery("candidates")
    among = func.count().over().label("among")
    skip, limit = stretch
    best = (
        select(candidates, among)
        .order_by(candidates.c.rank, candidates.c.id.desc())
        .offset(skip)
        .limit(limit)
        .subquery("best")
    )
    found = select(passages, best.c.among).join(best, best.c.id == passages.c.id)
    for row in connection.execute(found.order_by(best.c.rank, best.c.id.desc())).mappings().all():
        show = _text_hit if row["attribution"] is None else _quotation_hit
        hit = show(connection, row, query, marks)
        yield replace(hit, of_newest=ranked) if row["among"] >= ranked else hit


def _candidates(connection: Connection, query: tuple[Phrase, ...], filters: SearchFilter) -> Select[Any]:
    """The ids and ranks of the passages that hold the query and pass the filters, the newest first.

    Both databases find them in this order without having seen all, so that a limit spares them the ranking of the rest.
    """
    matching = index_of(connection).matches("passage", query)
    found = select(matching.c.id, matching.c.rank).order_by(matching.c.id.desc())
    kinds = {"text", "quotation"}.intersection(filters.kinds)
    by_document = filters.publisher or filters.since or filters.until or filters.naming
    if by_document or filters.source or len(kinds) < 2:
        found = found.join(passages, passages.c.id == matching.c.id)
    if by_document:
        found = found.join(documents, documents.c.id == passages.c.document_id).where(*_conditions(filters))
    if filters.source:
        found = found.where(_is_said_by(filters.source))
    elif "text" not in kinds:
        found = found.where(passages.c.attribution.is_not(None))
    if "quotation" not in kinds:
        found = found.where(passages.c.attribution.is_(None))
    return found


def _text_hit(connection: Connection, passage: RowMapping, query: tuple[Phrase, ...], marks: Marks) -> SearchHit:
    wanted = select(*_particulars(), documents.c.text).where(documents.c.id == passage["document_id"])
    row = connection.execute(wanted).mappings().one()
    snippet, start, end = marked(row["text"], query, marks)
    if not end:
        snippet, _, _ = marked(row["title"] or "", query, marks)
    return _hit(row, "text", snippet, start, end)


def _quotation_hit(connection: Connection, passage: RowMapping, query: tuple[Phrase, ...], marks: Marks) -> SearchHit:
    """From the first word quoted to the last: a cue in the middle is shown as well."""
    of_it = and_(
        contents.c.document_id == passage["document_id"],
        contents.c.run_id == passage["run_id"],
        contents.c.attribution_id == passage["attribution"],
    )
    stretch = select(func.min(contents.c.start).label("start"), func.max(contents.c.end).label("end")).where(of_it)
    start, end = connection.execute(stretch).one()
    wanted = (
        select(
            *_particulars(),
            func.substr(documents.c.text, start + 1, end - start).label("words"),
            func.coalesce(entities.c.name, mentions.c.text).label("source"),
        )
        .select_from(attributions)
        .join(documents, documents.c.id == attributions.c.document_id)
        .outerjoin(mentions, and_(same_coding(mentions, attributions), mentions.c.id == attributions.c.source))
        .outerjoin(entities, and_(same_coding(entities, mentions), entities.c.id == mentions.c.entity))
        .where(
            attributions.c.document_id == passage["document_id"],
            attributions.c.run_id == passage["run_id"],
            attributions.c.id == passage["attribution"],
        )
    )
    row = connection.execute(wanted).mappings().one()
    snippet, _, _ = marked(row["words"], query, marks)
    return _hit(row, "quotation", snippet, start, end, source=row["source"], id=passage["attribution"])


def _hit(row: RowMapping, kind: HitKind, snippet: str, start: int, end: int, **more: Any) -> SearchHit:
    particulars = (row["document_id"], row["publisher"], row["published"], row["title"])
    return SearchHit(*particulars, kind, snippet, start, end, **more)


def _particulars() -> tuple[ColumnElement[Any], ...]:
    return documents.c.id.label("document_id"), documents.c.publisher, documents.c.published, documents.c.title


def _conditions(filters: SearchFilter) -> Iterator[ColumnElement[bool]]:
    if filters.publisher:
        yield holds(documents.c.publisher, filters.publisher)
    if filters.since:
        yield documents.c.published >= filters.since
    if filters.until:
        # A time of day may follow the day.
        yield func.substr(documents.c.published, 1, len(filters.until)) <= filters.until
    if filters.naming:
        yield _is_named_in_document(filters.naming)


def _is_named_in_document(wanted: str) -> ColumnElement[bool]:
    return exists(
        select(mentions.c.id)
        .join(entities, and_(same_coding(entities, mentions), entities.c.id == mentions.c.entity))
        .join(codings, same_coding(codings, mentions))
        .where(mentions.c.document_id == documents.c.id, in_force(codings), is_called(wanted))
        .correlate(documents)
    )


def _is_said_by(wanted: str) -> ColumnElement[bool]:
    return exists(
        select(attributions.c.id)
        .join(mentions, and_(same_coding(mentions, attributions), mentions.c.id == attributions.c.source))
        .outerjoin(entities, and_(same_coding(entities, mentions), entities.c.id == mentions.c.entity))
        .where(same_coding(attributions, passages), attributions.c.id == passages.c.attribution, is_called(wanted))
        .correlate(passages)
    )
