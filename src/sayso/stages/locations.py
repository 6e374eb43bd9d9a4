"""Locations: places named where things happen: countries, regions and towns after "in", "at" and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.schema import CodedDocument, Entity, Location
from sayso.stages.syntax import head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LOCATIVE = frozenset(
    "in at near from inside outside around across over off through into along on toward towards to".split()
)
SURELY_PLACES = frozenset({"place", "state"})


class Locations:
    """Fills `locations`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"locations"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Every mention of a place where something happens."""
        return replace(coded, locations=tuple(self.places(coded, coded.parse)))

    def places(self, coded: CodedDocument, doc: Doc) -> Iterator[Location]:
        """Places in order of the text."""
        entities = {entity.id: entity for entity in coded.entities}
        for mention in coded.mentions:
            entity = entities.get(mention.entity or "")
            head = head_of(doc, mention)
            if entity is not None and entity.kind in SURELY_PLACES and names_place(head, entity):
                yield Location(mention.start, mention.end, entity.name, entity.country)


def names_place(head: Token, entity: Entity) -> bool:
    """Whether the phrase says where: "in Aden"; of towns and regions also what is acted on: "shelled Aden"."""
    if head.dep_ in ("dobj", "nsubjpass"):
        return entity.kind == "place"
    if head.dep_ != "pobj" or head.head.lower_ not in LOCATIVE:
        return False
    return entity.kind == "place" or head.head.lower_ not in ("to", "on")
