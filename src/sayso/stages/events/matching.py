"""Matches frames against the predicates of a document: which frame each verb, noun or adjective fits best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Codebook, Frame
from sayso.stages.events.arguments import Participants
from sayso.stages.events.fitting import fit
from sayso.stages.events.match import Match
from sayso.stages.events.positions import is_refused, with_complement, with_receiver
from sayso.stages.events.settling import CODED, is_part_of, settled
from sayso.stages.events.surroundings import MODIFIERS, words_around
from sayso.stages.events.threats import refuses
from sayso.stages.syntax import (
    STATIVE,
    Predicate,
    adjective_predicate,
    children,
    logical_subjects,
    noun_predicate,
    verb_predicate,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REFUSAL = frozenset({"refusal"})


def match_document(doc: Doc, codebook: Codebook, participants: Participants) -> list[Match]:
    """The best match of every token, in order of the text; nouns that are part of another's act are left out."""
    matches = settled([match for token in doc for match in best_match(token, codebook, participants)], participants)
    users = [match for match in matches if match.frame.part == "verb" and match.used]
    return [match for match in matches if not any(is_part_of(match, user, codebook) for user in users)]


def best_match(token: Token, codebook: Codebook, participants: Participants) -> Iterator[Match]:
    """The most specific frame that fits this token; of equals the first in the codebook."""
    frames = candidate_frames(token, codebook)
    around = words_around(token) if frames else frozenset()
    frames = [frame for frame in frames if is_possible(frame, around)]
    predicate = predicate_at(token) if frames else None
    if predicate is None:
        return
    for frame in frames:
        kind = codebook.types[frame.event]
        match = fit(frame, predicate, participants, owner_is_recipient=kind.owner_is_recipient)
        if match is None or (frame.needs == REFUSAL and not refuses(match, codebook, participants)):
            continue
        if frame.needs == CODED and all(is_refused(act) for act in match.acts):
            continue
        if needs_met(match, codebook) and not is_barred(match, codebook, participants):
            yield match
            return


def candidate_frames(token: Token, codebook: Codebook) -> list[Frame]:
    """The frames whose head is this word in this part of speech, the most specific first."""
    part = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(token.pos_)
    word = token.lemma_.lower()
    if is_nominal(token):
        part, word = "noun", token.lower_
    if part == "verb" and token.dep_ in ("acomp", "attr"):  # "is opposed to", "is prepared to"
        part, word = "adjective", token.lower_
    found = [frame for frame in codebook.frames_for(word) if frame.part == part and not frame.passive]
    if part == "verb" and token.tag_ == "VBN":
        stands = ("adjective", False) if token.lemma_ in STATIVE else ("verb", True)
        found += [f for f in codebook.frames_for(token.lower_) if (f.part, f.passive) == stands]
        found.sort(key=lambda frame: -frame.specificity)
    return found


def is_possible(frame: Frame, around: frozenset[str]) -> bool:
    """Whether the sentence has a word for every literal, preposition and particle that the frame names."""
    if frame.particle and frame.particle not in around:
        return False
    return all(not words.isdisjoint(around) for words in frame.wants)


def predicate_at(token: Token) -> Predicate | None:
    """The predicate at this token with its arguments."""
    if token.dep_ in ("acomp", "attr") and token.pos_ in ("ADJ", "VERB"):
        predicate = adjective_predicate(token)
        stands = token.head.lemma_ == "stand" and not predicate.subjects  # "stands ready to mediate"
        return replace(predicate, subjects=tuple(logical_subjects(token.head))) if stands else predicate
    if is_nominal(token):
        return noun_predicate(token)
    if token.pos_ in ("VERB", "AUX"):
        # "a jailed businessman" describes; it does not tell that somebody jailed him.
        return with_complement(with_receiver(verb_predicate(token))) if token.dep_ not in MODIFIERS else None
    if token.pos_ in ("NOUN", "PROPN"):
        return noun_predicate(token)
    return None


def is_nominal(token: Token) -> bool:
    """Whether a gerund is a noun: "the shelling of the port", "fighting between the army and the rebels"."""
    if token.tag_ != "VBG" or token.dep_ not in ("pobj", "pcomp", "nsubj", "nsubjpass", "dobj"):
        return False
    if children(token, "dobj", "nsubj", "aux", "prt"):
        return False
    named = any(child.dep_ in ("det", "poss", "amod") for child in token.lefts)
    return named or any(p.lower_ == "between" for p in children(token, "prep"))


def needs_met(match: Match, codebook: Codebook) -> bool:
    """Whether the roles that the event type needs are filled."""
    needs = codebook.types[match.frame.event].needs if match.frame.needs is None else match.frame.needs
    if "actor" in needs and not match.actors:
        return False
    if "recipient" in needs and not (match.recipients or (match.frame.mutual and len(match.actors) > 1)):
        return False
    return "participant" not in needs or bool(match.actors or match.recipients)


def is_barred(match: Match, codebook: Codebook, participants: Participants) -> bool:
    """Whether somebody acts who by the codebook cannot: a government "protests" with words, not in the street."""
    barred = codebook.types[match.frame.event].barred_actors
    # Not whom a measure counts: in "thousands of Sudanese marched" no state does.
    subjects = [mention for token in match.predicate.subjects if (mention := participants.by_head.get(token.i))]
    entities = [participants.entity(actor) for actor in match.actors if actor.mention in subjects]
    return any(entity.kind in barred or entity.sector in barred for entity in entities)
