"""The times stage: time expressions of a document, read with its parse, its countries and the events news dates by."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sayso.knowledge.dated_events import DatedEvents
from sayso.schema import CodedDocument, TimeExpression
from sayso.stages.times.anchored import anchored_times
from sayso.stages.times.finding import read_times
from sayso.stages.times.naming import Naming, Place
from sayso.stages.times.tense import tense_by_parse, tense_by_words
from sayso.stages.times.told import ToldDates, days_said

WHOLE_COUNTRIES = frozenset({"state", "people", "government"})


class Times:
    """Fills `times`: TIMEX3 type and value, and the first and last day.

    Mentions and entities are read where an earlier stage filled them: without, dated events are found by name only.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    fills: ClassVar[frozenset[str]] = frozenset({"times"})

    def __init__(self, dated: DatedEvents | None = None) -> None:
        self.dated = dated

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Find the time expressions of the document; without dated events those that count from one stay open."""
        times, narrative = self.times(coded)
        if self.dated is None or narrative:
            # A narrative speaks of wars and coups of its own time, not of those a reader of today thinks of.
            return replace(coded, times=tuple(times))
        document = coded.document
        naming = Naming(document.text, self.dated, day_of_publication(document.published), places(coded))
        told = ToldDates(coded.parse, times).date_of_noun if coded.parse is not None else never
        return replace(coded, times=tuple(anchored_times(document.text, times, naming, told)))

    def times(self, coded: CodedDocument) -> tuple[list[TimeExpression], bool]:
        """What the rules find, and whether the text is a narrative.

        Reported speech that is dated itself is read from the day on which it was said.
        """
        text, published, parse = coded.document.text, coded.document.published, coded.parse
        tense_at = tense_by_words(text) if parse is None else tense_by_parse(parse)
        times, narrative = read_times(text, published=published, tense_at=tense_at)
        said = days_said(parse, times) if parse is not None and not narrative else {}
        if said:
            return read_times(text, published=published, tense_at=tense_at, said=said)
        return times, narrative


def never(offset: int) -> None:
    """Without a parse no event of the text has a date."""


def day_of_publication(published: str | None) -> str | None:
    """The ISO day, where publication comes with an hour as well."""
    return published[:10] if published else None


def places(coded: CodedDocument) -> list[Place]:
    """The mentions of countries and of what belongs to one; outlets tell nothing about what an article is about."""
    entities = {entity.id: entity for entity in coded.entities}
    found = []
    for mention in coded.mentions:
        entity = entities.get(mention.entity or "")
        if entity is not None and entity.country is not None and entity.kind != "outlet":
            whole = entity.kind in WHOLE_COUNTRIES and mention.form == "name"
            found.append(Place(mention.start, mention.end, entity.country, whole))
    return found
