"""What is said of a relation itself ("ties have soured"), to stand beside what was done in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from sayso.relations.series import ToldOf
from sayso.schema import Document
from sayso.store.dyads import Question
from sayso.store.records import in_force
from sayso.store.sides import Side
from sayso.store.tables import metadata
from sayso.store.ties import outlet_of

assessments = metadata.tables["assessments"]
attributions = metadata.tables["attributions"]
codings = metadata.tables["codings"]
documents = metadata.tables["documents"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
times = metadata.tables["times"]
voices = metadata.tables["voices"]


def assessments_of(connection: Connection, question: Question) -> tuple[ToldOf, ...]:
    """The assessments of the relation by the day they speak of; those of the perspective and the statuses asked for."""
    found = (_told_of(row) for row in connection.execute(_query(question)) if _counts(row, question))
    days = (told for told in found if _within(told, question))
    return tuple(sorted(days, key=lambda told: (told.begin is None, told.begin or "", told.id)))


def _query(question: Question) -> Select[Any]:
    length = assessments.c.end - assessments.c.start
    return (
        select(
            assessments.c.document_id,
            assessments.c.id,
            assessments.c.direction,
            assessments.c.status,
            assessments.c.attribution,
            times.c.begin,
            times.c.end_date,
            documents.c.published,
            documents.c.publisher,
            documents.c.extra,
            entities.c.id.label("source_id"),
            entities.c.country.label("source_country"),
            func.coalesce(entities.c.name, mentions.c.text).label("source"),
            func.substr(documents.c.text, assessments.c.start + 1, length).label("words"),
            _of_outlet(voices.c.claimant).label("outlet_id"),
            _of_outlet(voices.c.country).label("outlet_country"),
        )
        .join_from(assessments, codings, _same_coding(codings))
        .join(documents, documents.c.id == assessments.c.document_id)
        .outerjoin(times, and_(_same_coding(times), times.c.id == assessments.c.time))
        .outerjoin(attributions, and_(_same_coding(attributions), attributions.c.id == assessments.c.attribution))
        .outerjoin(mentions, and_(_same_coding(mentions), mentions.c.id == attributions.c.source))
        .outerjoin(entities, and_(_same_coding(entities), entities.c.id == mentions.c.entity))
        .where(
            _is_between(question.sides),
            assessments.c.status.in_(question.statuses),
            in_force(codings, question.known_on),
        )
    )


def _of_outlet(column: Any) -> Any:
    """The id or the country by which the outlet makes its claims in this coding."""
    return select(column).where(_same_coding(voices), voices.c.outlet == 1).limit(1).scalar_subquery()


def _is_between(sides: tuple[Side, Side]) -> Any:
    """Whether the two that an assessment names, countries or entities, are the two sides in either order."""
    one, other = assessments.c.between_1, assessments.c.between_2
    (a, b) = (side.ids or (side.code,) for side in sides)
    if sides[1].is_world:
        return or_(one.in_(a), other.in_(a))
    if sides[0].is_world:
        return or_(one.in_(b), other.in_(b))
    # The first two conditions say nothing more than the third, but an index answers them.
    either = or_(and_(one.in_(a), other.in_(b)), and_(one.in_(b), other.in_(a)))
    return and_(one.in_((*a, *b)), other.in_((*a, *b)), either)


def _counts(row: Any, question: Question) -> bool:
    """Whether the perspective has it: by its source, or by the outlet where the publisher says it itself."""
    if row.attribution is not None:
        return question.perspective.holds(outlet=False, claimant=row.source_id, country=row.source_country)
    claimant, country = row.outlet_id, row.outlet_country
    if claimant is None:
        # A document without an event has no voice of its outlet's.
        claimant, country = outlet_of(Document(row.document_id, "", publisher=row.publisher, extra=row.extra or {}))
    return question.perspective.holds(outlet=True, claimant=claimant, country=country)


def _told_of(row: Any) -> ToldOf:
    return ToldOf(
        f"{row.document_id}/{row.id}",
        row.direction,
        row.status,
        row.begin or row.published,
        row.end_date or row.begin or row.published,
        row.source if row.attribution is not None else row.publisher,
        row.publisher,
        row.words,
    )


def _within(told: ToldOf, question: Question) -> bool:
    """An assessment counts when any of its days does."""
    if question.since and (told.end is None or told.end < question.since):
        return False
    return not (question.until and (told.begin is None or told.begin > question.until))


def _same_coding(other: Any) -> Any:
    return and_(other.c.document_id == assessments.c.document_id, other.c.run_id == assessments.c.run_id)
