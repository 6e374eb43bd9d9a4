"""Fills the slots of a frame: for one argument after the other the tokens that stand there, and whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Frame
from sayso.knowledge.frames import Argument
from sayso.stages.events.arguments import MEASURES, Participant, Participants, is_proxy
from sayso.stages.events.match import HOSTILE, PROTEST, Match
from sayso.stages.events.positions import embedded, further_antecedents, tokens_at
from sayso.stages.events.surroundings import MODIFIERS
from sayso.stages.syntax import Predicate, children, logical_subjects, prepositional, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token

QUANTITIES = frozenset({"QUANTITY", "CARDINAL", "MONEY", "DATE", "TIME", "PERCENT"})
# Verbs of help whose object is who is helped.
RESCUING = frozenset({"rescue", "save", "evacuate", "pluck"})
SOMEBODY = frozenset({"him", "her", "them", "several", "others", "dozens", "scores", "hundreds"})
CROWDS = frozenset({"ten", "dozen", "score", "hundred", "thousand", "million", "crowd"})


def filled_in(frame: Frame, predicate: Predicate, participants: Participants) -> tuple[Match, Argument | None]:
    """The frame with its arguments filled one by one, and the first for which nothing stands there."""
    match = Match(frame, predicate)
    for argument in frame.arguments:
        filled = fill(argument, match, participants)
        if filled is None:
            return match, argument
        match = filled
    return match, None


def fill(argument: Argument, match: Match, participants: Participants) -> Match | None:
    """The match with one argument satisfied, or None."""
    if argument.slot == "DO":
        return filled_by_acts(argument, match, participants)
    tokens = tokens_at(argument, match.predicate, match.frame) or nested(argument, match)
    if argument.words:
        tokens = naming(argument, tokens, match, participants)
        if not tokens:
            return None
    if argument.slot is None:
        if not tokens and argument.position != "subject":
            return None
        match = replace(match, used=match.used | {t.i for t in tokens})
        return with_named_object(argument, match, tokens, participants)
    if not tokens:
        # A passive without agent, an infinitive or a nominal may leave a participant out; a preposition may not.
        optional = argument.position in ("subject", "possessor") or match.frame.part == "noun"
        return match if optional else None
    return filled_by_participants(argument, tokens, match, participants)


def filled_by_acts(argument: Argument, match: Match, participants: Participants) -> Match | None:
    """The match with the embedded acts that the argument asks for, or None."""
    acts = [act for act in embedded(argument, match.predicate) if act.lemma_ not in match.frame.unless_act]
    if argument.words:
        acts = [act for act in acts if is_among(act, argument.words)]
    if not acts:
        return None
    match = replace(match, acts=(*match.acts, *acts))
    return obliged(match, acts, participants) if argument.must else match


def obliged(match: Match, acts: Sequence[Token], participants: Participants) -> Match | None:
    """The match with those as recipients who must do something, if they are others than the speaker."""
    own = participants.entity_ids(match.actors)
    found = participants.at(doer for act in acts for doer in logical_subjects(act))
    others = tuple(p for p in found if p.direct and participants.entity(p).id not in own)
    return replace(match, recipients=others) if others else None


def nested(argument: Argument, match: Match) -> list[Token]:
    """What hangs on a noun that the frame names: "took part in talks with Oman", "came to the aid of the rebels"."""
    wanted = argument.position.split("|")
    doc = match.predicate.token.doc
    pairs = [pair for i in sorted(match.used) for pair in prepositional(doc[i])]
    # "Tariffs of 35 percent on steel", "two million euros in aid to Chad": what follows hangs on the noun between.
    around = (*pairs, *match.predicate.prepositions)
    inner = [noun for preposition, noun in around if preposition == "in" or noun.ent_type_ in QUANTITIES]
    pairs += [pair for noun in inner for pair in prepositional(noun)]
    return [noun for preposition, noun in pairs if preposition in wanted]


def naming(argument: Argument, tokens: list[Token], match: Match, participants: Participants) -> list[Token]:
    """Those of the tokens, or of what they measure, that are one of the argument's words."""
    tokens = with_measured(tokens)
    if argument.position == "object" and argument.slot is None:
        tokens += further_antecedents(match.predicate.token)
    officials = argument.slot is not None and "minister" in argument.words
    return [
        token
        for token in with_conjuncts(tokens)
        if is_among(token, argument.words) or (officials and participants.is_official(token))
    ]


def with_measured(tokens: Sequence[Token]) -> list[Token]:
    """The tokens and what they measure: "25,000 tons of food aid", "a series of bombs", "part of the stronghold"."""
    measures = [t for t in tokens if t.lemma_.lower() in MEASURES or t.like_num or t.ent_type_ in QUANTITIES]
    return [*tokens, *(n for t in measures for p in children(t, "prep") if p.lower_ == "of" for n in p.children)]


def is_among(token: Token, words: frozenset[str]) -> bool:
    """Whether the noun, alone or with a modifier ("martial_law"), is one of the words."""
    lemma = token.lemma_.lower()
    if lemma in words or token.lower_ in words:
        return True
    return any(f"{t.lower_}_{lemma}" in words for t in token.lefts if t.dep_ in MODIFIERS)


def with_named_object(argument: Argument, match: Match, tokens: Sequence[Token], participants: Participants) -> Match:
    """The match with the people whom a frame names by a word as those acted on: "kidnapped two engineers"."""
    done_to = match.frame.event in HOSTILE or not match.frame.heads.isdisjoint(RESCUING)
    if not done_to or argument.position != "object":
        return match
    if any(a.slot == "RECIPIENT" for a in match.frame.arguments):
        return match
    found = [p for p in participants.at(tokens) if p.direct and participants.entity(p).kind in ("person", "people")]
    return replace(match, recipients=match.recipients + tuple(found))


def filled_by_participants(
    argument: Argument, tokens: Sequence[Token], match: Match, participants: Participants
) -> Match | None:
    """The match with those in the slot whom the tokens stand for, or None where they name nobody the slot takes."""
    found = participants.at(tokens, places=takes_places(argument, match))
    if not found and argument.slot == "ACTOR" and "from" in argument.position.split("|"):
        found = participants.capitals(tokens)
    found = tuple(p for p in found if accepts(argument, p, participants))
    if argument.position == "subject" and match.frame.part == "verb":
        found = tuple(p for p in found if p.direct or any(is_proxy(token) for token in with_conjuncts(tokens)))
    if not found and match.frame.event == PROTEST and argument.position == "subject" and any(map(is_crowd, tokens)):
        return match
    if not found or at_home(argument, found, match, participants):
        asked = argument.kinds or argument.words or argument.direct
        if not found and not asked and is_somebody_unknown(argument, tokens, match):
            return match
        return match if match.frame.part == "noun" and not asked else None
    if argument.words:  # "Saudi airstrikes killed six children": the noun is no event beside the verb
        match = replace(match, used=match.used | {t.i for t in tokens})
    return assign(argument, match, found)


def takes_places(argument: Argument, match: Match) -> bool:
    """Whether a place may be the recipient: where someone acts on it; "the bombing of Hiroshima" alone names no one."""
    return argument.slot == "RECIPIENT" and (match.frame.part != "noun" or bool(match.actors))


def accepts(argument: Argument, participant: Participant, participants: Participants) -> bool:
    """Whether the slot takes this participant: by the kind of its entity, and in person where that is asked."""
    if argument.direct and not participant.direct:
        return False
    return not argument.kinds or participants.entity(participant).kind in argument.kinds


def is_crowd(noun: Token) -> bool:
    """Whether a noun counts people whom the text does not name: "tens of thousands", "hundreds"."""
    return noun.tag_ == "NNS" and noun.lemma_.lower() in CROWDS


def at_home(argument: Argument, found: tuple[Participant, ...], match: Match, participants: Participants) -> bool:
    """Whether the recipient is but a place in the actor's own country: "the Turkish president visited Izmir"."""
    countries = {participants.entity(actor).country for actor in match.actors}
    return argument.slot == "RECIPIENT" and all(
        participants.entity(p).kind == "place" and participants.entity(p).country in countries for p in found
    )


def is_somebody_unknown(argument: Argument, tokens: Sequence[Token], match: Match) -> bool:
    """Whether somebody is acted on whom only a pronoun or number names: "police arrested him", "beat several"."""
    if match.frame.part != "verb" or match.frame.event not in HOSTILE or not match.actors:
        return False
    return argument.position == "object" and any(token.lower_ in SOMEBODY for token in tokens)


def assign(argument: Argument, match: Match, found: tuple[Participant, ...]) -> Match | None:
    """Put the participants into their slot; several together need at least two, or one that is plural."""
    if argument.slot == "ACTORS":
        plural = any(p.mention.text.lower() in ("they", "we", "both") or is_plural(p, match) for p in found)
        return replace(match, actors=match.actors + found) if len(found) > 1 or plural else None
    if argument.slot == "ACTOR":
        return replace(match, actors=match.actors + found)
    if argument.slot == "VIA":
        return replace(match, via=match.via + found)
    return replace(match, recipients=match.recipients + found)


def is_plural(participant: Participant, match: Match) -> bool:
    """Whether the mention names several: "the two presidents", "officials"."""
    span = match.predicate.token.doc.char_span(
        participant.mention.start, participant.mention.end, alignment_mode="expand"
    )
    return span is not None and span.root.tag_ in ("NNS", "NNPS")
