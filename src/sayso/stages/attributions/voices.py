"""Mentions that only attribution shows: who speaks without a name or a role, and "I" in quoted speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.schema import Attribution, Mention, Span
from sayso.stages.attributions.found import Found
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

# Numbers and pronouns that stand for people: "one of them said", "many think".
PEOPLE = frozenset(
    "all another both each few half many most one others several some someone somebody everyone everybody those".split()
)
NOUNS = frozenset({"NOUN", "PROPN", "NUM", "ADJ"})
NOBODY = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})


def with_voices(mentions: Sequence[Mention], found: Sequence[Found], scene: Scene) -> tuple[Mention, ...]:
    """The mentions and one for each source that is none yet: "the 63-year-old", "nearly half of the doctors"."""
    new: dict[int, Mention] = {}
    for each in found:
        token = each.source
        if token is None or token.i in new or is_mentioned(token, scene.by_head) or not can_speak(token):
            continue
        span = whole_phrase(token)
        words = scene.text[span.start : span.end]
        new[token.i] = Mention(f"m{len(mentions) + len(new) + 1}", span.start, span.end, words, "nominal")
    return (*mentions, *new.values())


def is_mentioned(token: Token, by_head: Mapping[int, Mention]) -> bool:
    """Whether a mention has the token as its head, or holds it."""
    return token.i in by_head or any(m.start <= token.idx < m.end for m in by_head.values())


def can_speak(token: Token) -> bool:
    """Whether the subject of a verb of saying may be somebody or something that speaks."""
    if token.ent_type_ in NOBODY:
        return token.pos_ == "ADJ"  # "the 63-year-old": the parser sees an age in it
    return token.pos_ in NOUNS or token.lower_ in PEOPLE


def whole_phrase(token: Token) -> Span:
    """The noun phrase, with what a part is of: "one of them", "nearly half of the Serbian doctors"."""
    span = Span(token.left_edge.idx, token.idx + len(token)) if token.pos_ == "ADJ" else noun_phrase(token)
    if token.pos_ == "NOUN" and token.lower_ not in PEOPLE:
        return span
    of = [noun for p in children(token, "prep") if p.lower_ == "of" for noun in children(p, "pobj")]
    return Span(span.start, max([span.end, *(noun_phrase(noun).end for noun in of)]))


def first_person(mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> tuple[Mention, ...]:
    """The mentions with "I" in quoted speech linked to its speaker: only now is it known who speaks."""
    entities = {mention.id: mention.entity for mention in mentions}

    def linked(mention: Mention) -> Mention:
        if mention.entity or mention.text not in ("I", "me"):
            return mention
        speech = [a for a in attributions if a.kind == "direct" and any(s.contains(mention.span) for s in a.content)]
        speaker = entities.get(speech[-1].source or "") if speech else None
        return replace(mention, entity=speaker, reason="first person of the speaker") if speaker else mention

    return tuple(linked(mention) for mention in mentions)
