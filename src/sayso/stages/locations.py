"""Locations: places named where things happen, with country, coordinates and GeoNames id where known.

A city that stands for its government is an actor, no place; so is a state that does something. Where somebody sits
("the London-based group") nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.places import REGION_WORDS, TOWN_WORDS, load_places
from sayso.schema import CodedDocument, Entity, Location, Mention
from sayso.stages.syntax import head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SURELY_PLACES = frozenset({"place", "state"})
LOCATIVE = frozenset(
    "in at near from inside outside around across over off through throughout within into along on toward towards to "
    "between".split()
)
# Of a state these say where; "from Russia", "to Russia", "on Russia" rather say who.
IN_A_STATE = frozenset("in inside within across throughout into through".split())
# "interest in Iran", "confidence in Ukraine".
ABSTRACT = frozenset("interest confidence trust faith belief stake believe invest investment".split())
# What has a place after "of": "the siege of Mariupol", "the outskirts of Homs".
PARTS = frozenset(
    "north south east west northeast northwest southeast southwest outskirts suburb suburbs centre center heart middle "
    "street streets part parts area areas edge coast shore shores border borders airport port ruins rest".split()
)
ACTS = frozenset(
    "siege battle bombing bombardment shelling capture recapture fall liberation evacuation invasion occupation "
    "seizure storming blockade encirclement destruction defence defense loss control attack assault visit".split()
)
KINDS = (
    TOWN_WORDS
    | REGION_WORDS
    | frozenset("district area neighbourhood neighborhood airport peninsula island valley camp".split())
)
# Who mentions Natanz or faces England does nothing there.
SPOKEN_OF = frozenset(
    "mention discuss name call describe praise criticise criticize blame accuse thank support back face beat know love "
    "represent concern involve include".split()
)
MODIFIERS = ("compound", "nmod", "amod")
ACTED_ON = ("dobj", "nsubjpass")


class Locations:
    """Fills `locations`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"locations"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Every mention of a place where something happens."""
        return replace(coded, locations=tuple(self.places(coded, coded.parse)))

    def places(self, coded: CodedDocument, doc: Doc) -> Iterator[Location]:
        """Places in order of the text; of "Homs, Syria" the first says it all."""
        entities = {entity.id: entity for entity in coded.entities}
        last: Location | None = None
        for mention in coded.mentions:
            entity = entities.get(mention.entity or "")
            if entity is None or entity.kind not in SURELY_PLACES or not names_place(head_of(doc, mention), entity):
                continue
            here = location_of(mention, entity)
            if last is None or not lies_in(last, here, coded.document.text):
                yield here
            last = here


def location_of(mention: Mention, entity: Entity) -> Location:
    """The place with its coordinates; of a state none, since nothing happens in its midst."""
    found = load_places().get(entity.geonames) if entity.geonames else None
    if found is None:
        return Location(mention.start, mention.end, entity.name, entity.country, entity.geonames)
    return Location(
        mention.start, mention.end, entity.name, entity.country, found.geonames, found.latitude, found.longitude
    )


def lies_in(inner: Location, outer: Location, text: str) -> bool:
    """Whether the second only says where or what the first is: "Homs, Syria", "Santiago, the Chilean capital"."""
    beside = text[inner.end : outer.start] in (", ", " in ", ", in ") and inner.country == outer.country
    places = load_places()
    town, found = places.get(inner.geonames or 0), places.get(outer.geonames or 0)
    if not beside or found is None or found.geonames == inner.geonames:
        return beside
    region = places.region(town.country, town.region) if town and town.kind == "town" else None
    # "Seattle, Washington": the state is no row of its own where the name is taken for the capital.
    return region is not None and (region.geonames == found.geonames or region.name == found.name)


def names_place(head: Token, entity: Entity) -> bool:
    """Whether the phrase says where: "in Aden"; of towns and regions also what is acted on: "shelled Aden"."""
    is_town = entity.kind == "place"
    head = kind_noun(head) if is_town or head.dep_ in ("conj", "appos") else head
    if head.dep_ in ACTED_ON:
        return is_town and entity.country is not None and head.head.lemma_ not in SPOKEN_OF
    if head.dep_ == "poss":  # "in Homs's old town"
        whole = head.head
        return is_town and (whole.pos_ == "PROPN" or whole.lower_ in KINDS | PARTS) and names_place(whole, entity)
    if head.dep_ != "pobj":
        return False
    preposition = head.head
    if preposition.lower_ == "of":
        above = preposition.head
        return above.lower_ in PARTS or (is_town and above.lower_ in ACTS)
    if preposition.lower_ not in (LOCATIVE if is_town else IN_A_STATE):
        return False
    if preposition.lower_ == "on":  # "the attack on Homs"; not "On Homs, he said that …"
        return preposition.head.pos_ == "NOUN"
    return preposition.head.lemma_ not in ABSTRACT


def kind_noun(head: Token) -> Token:
    """The word that carries the place in its clause: "region" in "the Homs region", the first of "in Homs and Hama"."""
    if head.dep_ in ("conj", "appos") and head.head.i < head.i:
        return kind_noun(head.head)
    if head.dep_ in MODIFIERS and head.head.lower_ in KINDS and head.head.i > head.i:
        return kind_noun(head.head)
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lower_ in KINDS:
        return kind_noun(head.head.head)
    return head
