"""Matches frames against predicates: which frame a verb, noun or adjective fits, and who fills its slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Codebook, Frame
from sayso.knowledge.frames import Argument
from sayso.knowledge.operators import load_proxies
from sayso.knowledge.quads import COOPERATION, MATERIAL, VERBAL_CONFLICT
from sayso.stages.events.arguments import MEASURES, Participant, Participants
from sayso.stages.events.positions import (
    agents_of_noun,
    embedded,
    further_antecedents,
    is_refused,
    tokens_at,
    with_complement,
    with_receiver,
)
from sayso.stages.syntax import (
    STATIVE,
    Predicate,
    adjective_predicate,
    children,
    is_finite,
    logical_subjects,
    noun_predicate,
    prepositional,
    verb_predicate,
    with_conjuncts,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODIFIERS = frozenset({"amod", "compound", "nmod"})
VIA = frozenset({"via", "through"})
SHARED = frozenset({"shared"})
THREAT = frozenset({"threat"})
REFUSAL = frozenset({"refusal"})
CODED = frozenset({"act"})
# Who vows one of these promises nothing to anybody.
NO_PROMISES = frozenset({"ACCUSE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "THREATEN"})
WILL = frozenset({"will", "would", "'ll", "’ll", "wo", "'d", "’d"})
# What makes a promise or a warning a threat.
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
QUANTITIES = frozenset({"QUANTITY", "CARDINAL", "MONEY", "DATE", "TIME", "PERCENT"})
ASSAULT, MOBILIZE, PROTEST = "ASSAULT", "MOBILIZE", "PROTEST"
# Verbs of help whose object is who is helped.
RESCUING = frozenset({"rescue", "save", "evacuate", "pluck"})
SOMEBODY = frozenset({"him", "her", "them", "several", "others", "dozens", "scores", "hundreds"})
CROWDS = frozenset({"ten", "dozen", "score", "hundred", "thousand", "million", "crowd"})
# A nominal behind these says how the verb's act was done: "killed him in a raid"; "in the raid" is one told before.
MEANS = frozenset({"in", "during", "with", "by", "through"})
STRUCK = frozenset({"on", "against", "at", "in", "near", "of", "outside"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
OBJECTS = frozenset({"object", "indirect", "to", "that"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits a predicate. `acts` are the tokens of embedded acts (DO), `used` those of literals."""

    frame: Frame
    predicate: Predicate
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    via: tuple[Participant, ...] = ()
    acts: tuple[Token, ...] = ()
    used: frozenset[int] = field(default_factory=frozenset)


def match_document(doc: Doc, codebook: Codebook, participants: Participants) -> list[Match]:
    """The best match of every token, in order of the text; nouns that are part of another's act are left out."""
    matches = settled([match for token in doc for match in best_match(token, codebook, participants)], participants)
    users = [match for match in matches if match.frame.part == "verb" and match.used]
    return [match for match in matches if not any(is_part_of(match, user, codebook) for user in users)]


def is_part_of(match: Match, user: Match, codebook: Codebook) -> bool:
    """Whether a verb's frame has used the noun up ("launched an attack"); what words are about stays an act of its own.

    "Condemned the murder of the envoy" and "demanded the release of the crew" tell of two acts.
    """
    if match.predicate.token.i not in user.used:
        return False
    speaks, act = codebook.types[user.frame.event], codebook.types[match.frame.event]
    return not (speaks.quad == VERBAL_CONFLICT and act.quad in MATERIAL)


def settled(matches: Sequence[Match], participants: Participants) -> list[Match]:
    """Frames that need other matches: they share the participants of the act around them, or threaten an act."""
    found: list[Match] = []
    for match in matches:
        if match.frame.needs == THREAT and not threatens(match, matches, participants):
            continue
        if match.frame.needs == CODED and not any(
            other.predicate.token in match.acts and other.frame.event not in NO_PROMISES for other in matches
        ):
            continue
        if match.frame.needs != SHARED:
            found.append(match)
            continue
        token = match.predicate.token
        around = [m for m in found if m.frame.event == match.frame.event and m.predicate.token.is_ancestor(token)]
        if around:
            outer = around[-1]
            actors, recipients = match.actors or outer.actors, match.recipients or outer.recipients
            via = tuple(p for p in match.via if p not in (*actors, *recipients))
            found.append(replace(match, actors=actors, recipients=recipients, via=via))
    return folded([with_shared_actors(match, found) for match in found], participants)


def with_shared_actors(match: Match, matches: Sequence[Match]) -> Match:
    """A nominal of force with the actors of the verb it belongs to: "killed a commander in a strike on the town"."""
    noun = match.predicate.token
    if match.actors or match.frame.part != "noun" or match.frame.event != ASSAULT or noun.dep_ != "pobj":
        return match
    if noun.head.lower_ not in MEANS or any(t.lower_ in DEFINITE for t in noun.lefts):
        return match
    verb = noun.head.head
    around = next((m for m in matches if m.predicate.token == verb and m.frame.event == ASSAULT), None)
    return replace(match, actors=around.actors) if around else match


def folded(matches: Sequence[Match], participants: Participants) -> list[Match]:
    """One match where two tell one act: "killed or wounded", "began a hunger strike to protest against"."""
    found: list[Match] = []
    for match in matches:
        same = next((n for n, other in enumerate(found) if is_told_again(match, other, participants)), None)
        if same is None:
            found.append(match)
        elif not found[same].recipients:
            found[same] = replace(found[same], recipients=match.recipients)
    return found


def is_told_again(match: Match, other: Match, participants: Participants) -> bool:
    """Whether a match repeats another of its type: coordinated with the same people, or the purpose of a protest."""
    if match.frame.event != other.frame.event:
        return False
    token, first = match.predicate.token, other.predicate.token
    same = entities_of(match.actors, participants) == entities_of(other.actors, participants)
    if match.frame.event == ASSAULT and token in first.conjuncts and token.i <= first.i + 2:
        return same and entities_of(match.recipients, participants) == entities_of(other.recipients, participants)
    if match.frame.event != PROTEST or not first.is_ancestor(token) or is_finite(token):
        return False
    return same or not match.actors or match.frame.part == "noun"


def entities_of(those: Sequence[Participant], participants: Participants) -> set[str]:
    """The ids of the entities that take part."""
    return {participants.entity(p).id for p in those}


def threatens(match: Match, matches: Sequence[Match], participants: Participants) -> bool:
    """Whether the act spoken of is hostile and by the speaker's side: "warned that his army would shell the town".

    Of what speakers will do themselves, a warning is always a threat: "warned that it would leave the talks".
    """
    if any(is_own(act, match, participants) for act in match.acts):
        return True
    sides = {participants.entity(actor).country or participants.entity(actor).id for actor in match.actors}
    return any(
        other.frame.event in HOSTILE
        and other.predicate.token in match.acts
        and any((participants.entity(p).country or participants.entity(p).id) in sides for p in other.actors)
        for other in matches
    )


def is_own(act: Token, match: Match, participants: Participants) -> bool:
    """Whether what is to come is the speakers' own act: "said it would not sign"."""
    if not any(t.lower_ in WILL for t in children(act, "aux")):
        return False
    doers = participants.at(logical_subjects(act))
    return bool(doers) and entities_of(doers, participants) <= entities_of(match.actors, participants)


def refuses(match: Match, codebook: Codebook, participants: Participants) -> bool:
    """Whether speakers say of their own cooperation that it will not be: "said it would never recognise the vote"."""
    return bool(match.actors) and any(
        is_refused(act)
        and (not is_finite(act) or is_own(act, match, participants))
        and any(codebook.types[frame.event].quad in COOPERATION for frame in codebook.frames_for(act.lemma_.lower()))
        for act in match.acts
    )


def best_match(token: Token, codebook: Codebook, participants: Participants) -> Iterator[Match]:
    """The most specific frame that fits this token; of equals the first in the codebook."""
    frames = candidate_frames(token, codebook)
    around = surroundings(token) if frames else frozenset()
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


def fit(
    frame: Frame, predicate: Predicate, participants: Participants, *, owner_is_recipient: bool = False
) -> Match | None:
    """The frame with its slots filled, or None where an argument is missing or of the wrong kind."""
    if frame.passive and not predicate.passive:
        return None
    if (
        predicate.passive
        and frame.part == "verb"
        and not frame.passive
        and not any(a.position in OBJECTS for a in frame.arguments)
    ):
        return None  # "the zeal demonstrated by" is no demonstration
    if frame.particle:
        predicate = with_small_clause(frame.particle, predicate)
        if not has_particle(frame.particle, predicate):
            return None
    if frame.unless and not frame.unless.isdisjoint(surroundings(predicate.token)):
        return None
    match, missing = filled_in(frame, predicate, participants)
    if missing is not None:
        return None
    match = with_moved_forces(with_agents_of_noun(match, participants), participants)
    match = with_via(match, participants)
    if owner_is_recipient and not match.recipients:
        match = replace(match, recipients=owners(match, participants))
    if frame.part == "noun" and not (match.actors or match.recipients):
        match = replace(match, recipients=place_struck(match, participants))
        if not match.recipients:
            return None
    match = with_mutual(match)
    if frame.without_actor and not match.actors and frame.without_actor.isdisjoint(surroundings(predicate.token)):
        return None
    return None if is_alone(match) else match


def place_struck(match: Match, participants: Participants) -> tuple[Participant, ...]:
    """Where force falls of which neither agent nor victim is named: "a drone attack on a mosque in Mali"."""
    level = [match.predicate.token] if match.frame.event == ASSAULT else []
    for _ in range(3):
        phrases = [p for token in level for p in children(token, "prep") if p.lower_ in STRUCK]
        level = [noun for preposition in phrases for noun in children(preposition, "pobj")]
        if found := participants.places_at(level):
            return found
    return ()


def with_small_clause(particle: str, predicate: Predicate) -> Predicate:
    """The predicate with the subject of a clause without verb as its object: "found the commander guilty"."""
    clause = next((t for t in children(predicate.token, "ccomp") if t.lower_ == particle and t.pos_ == "ADJ"), None)
    if clause is None or predicate.objects:
        return predicate
    subjects = tuple(children(clause, "nsubj"))
    return replace(predicate, objects=subjects, particles=predicate.particles | {particle})


def has_particle(particle: str, predicate: Predicate) -> bool:
    """Whether the particle goes with the verb, also where it hangs on a number: "handed over four hostages"."""
    token = predicate.token
    if particle in predicate.particles or any(child.lower_ == particle for child in children(token, "acomp", "oprd")):
        return True  # "was set free", "found him guilty"
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == particle and token.nbor().tag_ == "RP"


def is_alone(match: Match) -> bool:
    """Whether a nominal of an act done together names but one of those who take part: "talks with Chad" of nobody."""
    slots = [a.slot for a in match.frame.arguments if a.slot in ("ACTOR", "ACTORS", "RECIPIENT")]
    if not match.frame.mutual or match.frame.part != "noun" or len(match.actors) != 1:
        return False
    return (len(slots) > 1 or "ACTORS" in slots) and not is_plural(match.actors[0], match)


def filled_in(frame: Frame, predicate: Predicate, participants: Participants) -> tuple[Match, Argument | None]:
    """The frame with its arguments filled one by one, and the first for which nothing stands there."""
    match = Match(frame, predicate)
    for argument in frame.arguments:
        filled = fill(argument, match, participants)
        if filled is None:
            return match, argument
        match = filled
    return match, None


def surroundings(token: Token) -> frozenset[str]:
    """The words and lemmas of the token's sentence."""
    sentence = token.sent
    return words_of(sentence.doc, sentence.start, sentence.end)


@lru_cache(maxsize=4)
def words_of(doc: Doc, start: int, end: int) -> frozenset[str]:
    """The words and lemmas of a stretch of text, in small letters."""
    return frozenset(word for token in doc[start:end] for word in (token.lower_, token.lemma_.lower()))


def is_possible(frame: Frame, around: frozenset[str]) -> bool:
    """Whether the sentence has a word for every literal, preposition and particle that the frame names."""
    if frame.particle and frame.particle not in around:
        return False
    return all(not words.isdisjoint(around) for words in frame.wants)


def owners(match: Match, participants: Participants) -> tuple[Participant, ...]:
    """Whose the object is: "rejected Rome's offer", "turned down an invitation from Rome"."""
    doc = match.predicate.token.doc
    nouns = [doc[i] for i in sorted(match.used) if doc[i].pos_ == "NOUN"]
    beside = [t for noun in nouns for t in noun.lefts if t.dep_ in ("poss", "amod", "compound", "nmod")]
    beside += [
        n for noun in nouns for p in children(noun, "prep") if p.lower_ in ("by", "from", "of") for n in p.children
    ]
    own = {participant.mention.id for participant in match.actors}
    return tuple(p for p in participants.at(beside) if p.direct and p.mention.id not in own)


def fill(argument: Argument, match: Match, participants: Participants) -> Match | None:
    """The match with one argument satisfied, or None."""
    predicate = match.predicate
    if argument.slot == "DO":
        acts = [act for act in embedded(argument, predicate) if act.lemma_ not in match.frame.unless_act]
        if argument.words:
            acts = [act for act in acts if is_among(act, argument.words)]
        if not acts:
            return None
        match = replace(match, acts=(*match.acts, *acts))
        return obliged(match, acts, participants) if argument.must else match
    tokens = tokens_at(argument, predicate, match.frame) or nested(argument, match)
    if argument.words:
        tokens = with_measured(tokens)
        if argument.position == "object" and argument.slot is None:
            tokens += further_antecedents(predicate.token)
        officials = argument.slot is not None and "minister" in argument.words
        tokens = [
            token
            for token in with_conjuncts(tokens)
            if is_among(token, argument.words) or (officials and participants.is_official(token))
        ]
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


def with_named_object(argument: Argument, match: Match, tokens: Sequence[Token], participants: Participants) -> Match:
    """The match with the people whom a frame names by a word as those acted on: "kidnapped two engineers"."""
    done_to = match.frame.event in HOSTILE or not match.frame.heads.isdisjoint(RESCUING)
    if not done_to or argument.position != "object":
        return match
    if any(a.slot == "RECIPIENT" for a in match.frame.arguments):
        return match
    found = [p for p in participants.at(tokens) if p.direct and participants.entity(p).kind in ("person", "people")]
    return replace(match, recipients=match.recipients + tuple(found))


def with_agents_of_noun(match: Match, participants: Participants) -> Match:
    """The match with those as actors whose act of force a noun of the frame tells: "killed in a Russian strike"."""
    if match.actors or match.frame.part != "verb" or match.frame.event != ASSAULT:
        return match
    doc, taken = match.predicate.token.doc, {p.mention.id for p in match.recipients}
    nouns = [doc[i] for i in sorted(match.used) if doc[i].pos_ == "NOUN" and doc[i] not in match.predicate.objects]
    struck = {i for i, mention in participants.by_head.items() if mention.id in taken}
    nouns = [noun for noun in nouns if noun.i not in struck]
    found = participants.at(agent for noun in nouns for agent in agents_of_noun(noun, match.frame))
    return replace(match, actors=tuple(p for p in found if p.mention.id not in taken))


def with_moved_forces(match: Match, participants: Participants) -> Match:
    """The match with the forces themselves as actors where nobody is said to send them: "troops were deployed"."""
    if match.frame.event != MOBILIZE or not match.predicate.passive or match.actors or match.recipients:
        return match
    verb = match.predicate.token
    forces = [verb.doc[i] for i in sorted(match.used) if children(verb, "auxpass")]  # "stationed in Japan" describes
    return replace(match, actors=tuple(p for p in participants.at(forces) if p.direct or any(map(is_proxy, forces))))


def is_somebody_unknown(argument: Argument, tokens: Sequence[Token], match: Match) -> bool:
    """Whether somebody is acted on whom only a pronoun or number names: "police arrested him", "beat several"."""
    if match.frame.part != "verb" or match.frame.event not in HOSTILE or not match.actors:
        return False
    return argument.position == "object" and any(token.lower_ in SOMEBODY for token in tokens)


def is_crowd(noun: Token) -> bool:
    """Whether a noun counts people whom the text does not name: "tens of thousands", "hundreds"."""
    return noun.tag_ == "NNS" and noun.lemma_.lower() in CROWDS


def is_proxy(noun: Token) -> bool:
    """Whether whose it is tells who acts: "Russian missiles struck", but not "the Turkish lira threatened"."""
    return noun.lemma_.lower() in load_proxies()


def takes_places(argument: Argument, match: Match) -> bool:
    """Whether a place may be the recipient: where someone acts on it; "the bombing of Hiroshima" alone names no one."""
    return argument.slot == "RECIPIENT" and (match.frame.part != "noun" or bool(match.actors))


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


def accepts(argument: Argument, participant: Participant, participants: Participants) -> bool:
    """Whether the slot takes this participant: by the kind of its entity, and in person where that is asked."""
    if argument.direct and not participant.direct:
        return False
    return not argument.kinds or participants.entity(participant).kind in argument.kinds


def at_home(argument: Argument, found: tuple[Participant, ...], match: Match, participants: Participants) -> bool:
    """Whether the recipient is but a place in the actor's own country: "the Turkish president visited Izmir"."""
    countries = {participants.entity(actor).country for actor in match.actors}
    return argument.slot == "RECIPIENT" and all(
        participants.entity(p).kind == "place" and participants.entity(p).country in countries for p in found
    )


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


def obliged(match: Match, acts: Sequence[Token], participants: Participants) -> Match | None:
    """The match with those as recipients who must do something, if they are others than the speaker."""
    own = {participants.entity(actor).id for actor in match.actors}
    found = participants.at(doer for act in acts for doer in logical_subjects(act))
    others = tuple(p for p in found if p.direct and participants.entity(p).id not in own)
    return replace(match, recipients=others) if others else None


def with_via(match: Match, participants: Participants) -> Match:
    """Intermediaries: "via a Polish company", "through Oman"."""
    nouns = [noun for preposition, noun in match.predicate.prepositions if preposition in VIA]
    named = {p.mention.id for p in (*match.actors, *match.recipients)}
    found = tuple(p for p in participants.at(nouns) if p.mention.id not in named)
    return replace(match, via=match.via + found) if found else match


def with_mutual(match: Match) -> Match:
    """In mutual acts all participants are actors."""
    if match.frame.mutual and match.recipients:
        return replace(match, actors=distinct((*match.actors, *match.recipients)), recipients=())
    return match


def distinct(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Each mention once, in order."""
    return tuple({p.mention.id: p for p in participants}.values())


def is_barred(match: Match, codebook: Codebook, participants: Participants) -> bool:
    """Whether somebody acts who by the codebook cannot: a government "protests" with words, not in the street."""
    barred = codebook.types[match.frame.event].barred_actors
    # Not whom a measure counts: in "thousands of Sudanese marched" no state does.
    subjects = [mention for token in match.predicate.subjects if (mention := participants.by_head.get(token.i))]
    entities = [participants.entity(actor) for actor in match.actors if actor.mention in subjects]
    return any(entity.kind in barred or entity.sector in barred for entity in entities)


def needs_met(match: Match, codebook: Codebook) -> bool:
    """Whether the roles that the event type needs are filled."""
    needs = codebook.types[match.frame.event].needs if match.frame.needs is None else match.frame.needs
    if "actor" in needs and not match.actors:
        return False
    if "recipient" in needs and not (match.recipients or (match.frame.mutual and len(match.actors) > 1)):
        return False
    return "participant" not in needs or bool(match.actors or match.recipients)
