"""Where an event happened: the place in the clause that governs the trigger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.schema import Location
from sayso.stages.syntax import subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERBS = ("VERB", "AUX")
# A verb with one of these has the places of the verb above: "entered Homs and killed two", "vowed to fight in Homs".
SHARING = ("conj", "xcomp")
# "Armed the government in Kyiv": where a body has its seat nothing need happen.
SEATED = frozenset(
    "government regime authority ministry embassy ambassador leadership junta headquarters parliament party".split()
)


def location_of(trigger: Token, locations: Sequence[Location]) -> Location | None:
    """The place in the trigger's clause, behind it before one ahead of it; of a noun first in its own phrase.

    A place in a clause below says where something else happens: "accused Moscow of shelling Kharkiv". Of coordinated
    verbs each has the place of the first: "in Homs, rebels attacked a post and took hostages".
    """
    sentence = trigger.sent
    inside = [place for place in locations if sentence.start_char <= place.start < sentence.end_char]
    here = [place for place in inside if not is_seat(place, trigger)]
    if trigger.pos_ not in VERBS:
        phrase = subtree_span(trigger)
        own = [place for place in here if phrase.start <= place.start < phrase.end]
        if own:
            return own[0]
    verb = next((each for each in (trigger, *trigger.ancestors) if each.pos_ in VERBS), None) if here else None
    while verb is not None:
        own = [place for place in here if clause_of(place, trigger.doc) == verb]
        behind = [place for place in own if place.start > trigger.idx]
        if own:
            return (behind or own)[0]
        verb = verb.head if verb.dep_ in SHARING and verb.head.pos_ in VERBS else None
    return None


def clause_of(place: Location, doc: Doc) -> Token | None:
    """The verb whose clause the place stands in."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None:
        return None
    return next((above for above in span.root.ancestors if above.pos_ in VERBS), None)


def is_seat(place: Location, trigger: Token) -> bool:
    """Whether the place only says where a body in the trigger's sentence sits."""
    span = trigger.doc.char_span(place.start, place.end, alignment_mode="expand")
    return span is not None and span.root.dep_ == "pobj" and span.root.head.head.lemma_.lower() in SEATED
