"""What is said in a timeline's place: assessments of a relation, and what one side says of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)

from sayso.frames import joined
from sayso.relations.assessments import assessments_of as told_assessments
from sayso.relations.series import ToldOf
from sayso.relations.timeline.acts import TellingEvent
from sayso.relations.timeline.row import TimelineRow
from sayso.schema import Status
from sayso.store.dyads import Question
from sayso.store.named import among
from sayso.store.records import in_force
from sayso.store.sides import Side
from sayso.store.tables import metadata
from sayso.store.voicing import Perspective

BETWEEN_PIECES = " … "
SAYINGS_AT_ONCE = 500

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
sentences = metadata.tables["sentences"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
attributions = metadata.tables["attributions"]
contents = metadata.tables["attribution_contents"]
assessments = metadata.tables["assessments"]

# What to call a mention; a pronoun that nobody could resolve is no name.
NAME = func.coalesce(entities.c.name, case((mentions.c.form != "pronoun", mentions.c.text)))


def assessments_of(
    connection: Connection, sides: tuple[Side, Side], perspective: Perspective, known_on: str | None = None
) -> Iterator[TimelineRow]:
    """What is said of the relation between the two sides, or of one side's with anybody."""
    for told in told_assessments(connection, Question(sides, perspective, get_args(Status), known_on=known_on)):
        yield _assessment_row(told, _particulars(connection, told, known_on))


def _particulars(connection: Connection, told: ToldOf, known_on: str | None) -> Mapping[Any, Any]:
    """Of whom an assessment speaks, when it was published, and its sentence."""
    document_id, _, identity = told.id.rpartition("/")
    holding = same_coding(
        assessments, sentences, sentences.c.start <= assessments.c.start, sentences.c.end > assessments.c.start
    )
    query = (
        select(assessments.c.between_1, assessments.c.between_2, documents.c.published, sentences.c.text)
        .join_from(assessments, codings, same_coding(assessments, codings))
        .join(documents, documents.c.id == assessments.c.document_id)
        .outerjoin(sentences, holding)
        .where(assessments.c.document_id == document_id, assessments.c.id == identity, in_force(codings, known_on))
    )
    found = dict(connection.execute(query).mappings().one())
    for end in ("between_1", "between_2"):
        named = select(entities.c.name, entities.c.country).where(entities.c.id == found[end])
        name, country = connection.execute(named.limit(1)).first() or (found[end], None)
        found |= {f"{end}_name": name, f"{end}_country": country}
    return found


def _assessment_row(told: ToldOf, found: Mapping[Any, Any]) -> TimelineRow:
    ends = ("between_1", "between_2")
    return TimelineRow(
        kind="assessment",
        date_begin=told.begin,
        date_end=told.end,
        precision=None,
        actors=joined(found[f"{end}_name"] for end in ends),
        actor_ids=joined(found[end] for end in ends),
        actor_countries=joined(found[f"{end}_country"] for end in ends),
        type=told.direction,
        mode=None,
        recipients="",
        recipient_ids="",
        recipient_countries="",
        status=told.status,
        asserted_by=told.source or "unnamed",
        denied_by="",
        certainty=None,
        reports=1,
        origins=1,
        occurrence=None,
        key=told.id,
        events="",
        publisher=told.publisher,
        published=found["published"],
        words=told.words,
        sentence=found["text"] or told.words,
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """One attribution with its words, the sentence it begins in, and who says it to whom."""

    document_id: str
    id: str
    kind: str
    parent: str | None
    cue_start: int | None
    polarity: str
    publisher: str | None
    published: str | None
    source: str | None
    source_id: str | None
    source_country: str | None
    addressee: str | None
    words: str
    sentence: str

    @property
    def place(self) -> str:
        """Document and attribution, as the user sees them."""
        return f"{self.document_id}/{self.id}"


def quotations_about(
    connection: Connection,
    sides: tuple[Side, Side],
    perspective: Perspective,
    events: Iterable[TellingEvent],
    known_on: str | None = None,
) -> Iterator[TimelineRow]:
    """What people of one side say of the other, as far as no act of the timeline tells it already."""
    acts = {(event.document_id, event.attribution) for event in events}
    triggers = {(event.document_id, event.trigger_start) for event in events}
    for speaker, subject in (sides, sides[::-1]):
        speakers: dict[tuple[str, str | None], str | None] = {}
        for said in sayings_of(connection, speaker, subject, known_on):
            speakers[said.document_id, said.id] = said.source_id
            # Who goes on within what he says ("… political: Moscow, they say, is angry") says one thing.
            goes_on = said.source_id is not None and speakers.get((said.document_id, said.parent)) == said.source_id
            is_act = (said.document_id, said.id) in acts or (said.document_id, said.cue_start) in triggers
            holds = perspective.holds(outlet=False, claimant=said.source_id, country=said.source_country)
            if holds and not is_act and not goes_on:
                yield _quotation_row(said, subject)


def sayings_of(
    connection: Connection, speaker: Side | None, subject: Side | None, known_on: str | None = None
) -> Iterator[Saying]:
    """What the speaker says of the subject, by day; None is anybody, as speaker anybody but the subject."""
    found = connection.execute(_said_of(speaker, subject, known_on)).mappings()
    for batch in found.partitions(SAYINGS_AT_ONCE):
        pieces = _pieces(connection, [(row["document_id"], row["run_id"], row["id"]) for row in batch])
        for row in batch:
            own = pieces[row["document_id"], row["run_id"], row["id"]]
            words = BETWEEN_PIECES.join(piece["text"] for piece in own)
            sentence = next((piece["sentence"] for piece in own if piece["sentence"]), words)
            yield Saying(
                **{name: row[name] for name in _OF_SAYING},
                words=words,
                sentence=sentence,
            )


_OF_SAYING = tuple(field.name for field in fields(Saying) if field.name not in ("words", "sentence"))


def _said_of(speaker: Side | None, subject: Side | None, known_on: str | None) -> Select[Any]:
    """One row an attribution of the speaker in whose content the subject is named."""
    to, addressed = mentions.alias("to"), entities.alias("addressed")
    query = (
        select(
            *(
                attributions.c[name]
                for name in ("document_id", "run_id", "id", "kind", "parent", "cue_start", "polarity")
            ),
            documents.c.publisher,
            documents.c.published,
            NAME.label("source"),
            entities.c.id.label("source_id"),
            entities.c.country.label("source_country"),
            func.coalesce(addressed.c.name, to.c.text).label("addressee"),
        )
        .join_from(attributions, codings, same_coding(attributions, codings))
        .join(documents, documents.c.id == attributions.c.document_id)
        .outerjoin(mentions, same_coding(attributions, mentions, mentions.c.id == attributions.c.source))
        .outerjoin(entities, same_coding(mentions, entities, entities.c.id == mentions.c.entity))
        .outerjoin(to, same_coding(attributions, to, to.c.id == attributions.c.addressee))
        .outerjoin(addressed, same_coding(to, addressed, addressed.c.id == to.c.entity))
        .where(in_force(codings, known_on))
        .order_by(documents.c.published.nulls_first(), attributions.c.document_id, attributions.c.position)
    )
    if speaker is not None:
        query = query.where(_is_in(speaker), is_side(speaker, entities))
    if subject is not None:
        query = query.where(_is_in(subject), _names(subject))
        if speaker is None:
            query = query.where(or_(entities.c.id.is_(None), not_(func.coalesce(is_side(subject, entities), false()))))
    return query


def _is_in(side: Side) -> ColumnElement[bool]:
    """Whether a document names the side at all: an index tells, and spares reading what others say."""
    named = entities.alias("in_document")
    return documents.c.id.in_(select(named.c.document_id).where(is_side(side, named)))


def _names(subject: Side) -> ColumnElement[bool]:
    """Whether the content of an attribution has a mention of the subject."""
    named, meant = mentions.alias("named"), entities.alias("meant")
    return exists(
        select(contents.c.attribution_id)
        .select_from(contents)
        .join(named, same_coding(contents, named, named.c.start >= contents.c.start, named.c.end <= contents.c.end))
        .join(meant, same_coding(named, meant, meant.c.id == named.c.entity))
        .where(same_coding(contents, attributions, contents.c.attribution_id == attributions.c.id))
        .where(is_side(subject, meant))
        .correlate(attributions)
    )


def _pieces(
    connection: Connection, keys: Sequence[tuple[str, int, str]]
) -> dict[tuple[str, int, str], list[Mapping[Any, Any]]]:
    """The pieces of each attribution's content, each with the sentence that it begins in."""
    holding = same_coding(
        contents, sentences, sentences.c.start <= contents.c.start, sentences.c.end > contents.c.start
    )
    query = (
        select(contents, sentences.c.text.label("sentence"))
        .outerjoin(sentences, holding)
        .where(among(keys, contents, "attribution_id"))
        .order_by(contents.c.position)
    )
    found: dict[tuple[str, int, str], list[Mapping[Any, Any]]] = defaultdict(list)
    for piece in connection.execute(query).mappings():
        found[(piece["document_id"], piece["run_id"], piece["attribution_id"])].append(piece)
    return found


def is_side(side: Side, table: FromClause) -> ColumnElement[bool]:
    """Whether rows of the entities are people or bodies of this side."""
    if side.is_world:
        return false()
    if side.ids:
        return table.c.id.in_(side.ids)
    of_country = table.c.country == side.country
    return and_(of_country, table.c.sector == side.sector) if side.sector else of_country


def same_coding(one: FromClause, other: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether rows of two tables belong to one coding."""
    return and_(one.c.document_id == other.c.document_id, one.c.run_id == other.c.run_id, *conditions)


def _quotation_row(said: Saying, subject: Side) -> TimelineRow:
    denies = said.polarity == "negative"
    return TimelineRow(
        kind="quotation",
        date_begin=said.published,
        date_end=said.published,
        precision="day" if said.published else None,
        actors=said.source or "unnamed",
        actor_ids=said.source_id or "",
        actor_countries=said.source_country or "",
        type=said.kind,
        mode=None,
        recipients=subject.name,
        recipient_ids=subject.code,
        recipient_countries=subject.country or "",
        status=None,
        asserted_by="" if denies else said.source or "unnamed",
        denied_by=(said.source or "unnamed") if denies else "",
        certainty=None,
        reports=1,
        origins=1,
        occurrence=None,
        key=said.place,
        events="",
        publisher=said.publisher,
        published=said.published,
        words=said.words,
        sentence=said.sentence,
    )
