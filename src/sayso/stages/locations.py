"""Locations: places named where things happen: listed countries, regions and capitals after "in", "at" and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.schema import CodedDocument, Location
from sayso.stages.syntax import head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

LOCATIVE = frozenset(
    "in at near from inside outside around across over off through into along on toward towards to".split()
)
SURELY_PLACES = frozenset({"place", "state"})


class Locations:
    """Fills `locations`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"locations"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Every mention of a place that stands in a phrase of place."""
        return replace(coded, locations=tuple(self.places(coded, coded.parse)))

    def places(self, coded: CodedDocument, doc: Doc) -> Iterator[Location]:
        """Places in order of the text."""
        entities = {entity.id: entity for entity in coded.entities}
        for mention in coded.mentions:
            entity = entities.get(mention.entity or "")
            head = head_of(doc, mention)
            if entity is None or entity.kind not in SURELY_PLACES or head.dep_ != "pobj":
                continue
            if head.head.lower_ in LOCATIVE and (entity.kind == "place" or head.head.lower_ not in ("to", "on")):
                yield Location(mention.start, mention.end, entity.name, entity.country)
