"""Pronouns: he, she, it, they and their possessives to whom they most likely take up, or to nobody.

Number, gender and kind filter the mentions before; grammar and nearness rate the rest (after the sieves of Lee et al.
2013 and the weights of Lappin and Leass 1994, cut down to what attribution needs). Where the best two are close, or the
best is no actor, the pronoun stays open: a wrong speaker is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.schema import Entity, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, body
from sayso.stages.entities.phrases import SUBJECTS, is_plural, title_gender
from sayso.stages.mentions import MODIFIERS
from sayso.stages.syntax import children, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
PLURAL = frozenset({"they", "them", "their"})
THING = frozenset({"it", "its"})
FIRST_PLURAL = frozenset({"we", "us"})
# Whose officials say "we" for their state.
SPEAKS_FOR_STATE = frozenset({"GOV", "MIL"})
TAKEN_UP = frozenset({*GENDER, *PLURAL, *THING})
# Bodies that news also takes up with "they"; "it" takes up these and states, places and documents.
GROUPS = frozenset({"people", "armed_group", "organisation", "government", "outlet", "igo"})
OBJECTS = ("dobj", "dative", "pobj")
# What is done to states and bodies; the object "it" of any other verb is most likely a thing or a deed.
DONE_TO_ACTORS = frozenset(
    "accuse aid arm assist attack back ban bar blame bomb defend defeat destabilise destabilize fight fund help hit "
    "invade isolate join lead leave obligate oblige occupy oust overthrow penalise penalize persuade pressure protect "
    "provoke punish sanction shell strike sue support supply target thank threaten tell urge warn weaken".split()
)
# Who was accused answers.
ACCUSING = frozenset("accuse blame charge criticise criticize suspect".split())
DENYING = frozenset("deny reject dismiss refute".split())
SENTENCES_BACK = {"person": 4, "plural": 2, "thing": 2}
# By how much the best must be ahead of the second: less than half a step of grammar is no difference.
MARGIN = 0.5
DISTANCE = 1.8
SURE_LEAD = 1.5
# "They" may be a government, but where real plurals stand near it is they: "Paris demanded that Ankara free them".
SINGULAR_BODY = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a pronoun may take up; `entity` is None for nouns that are no mention, or several names together.

    `lead` is by how much it is ahead of the next.
    """

    key: str
    entity: Entity | None
    words: str
    score: float
    lead: float = 9.0


def link_pronoun(context: Context, mention: Mention) -> Link | None:
    """The link of a pronoun; first and second person wait for the attributions."""
    token = context.heads[mention.id]
    if token.lower_ in FIRST_PLURAL:
        return link_we(context, token)
    if token.lower_ == "it" and token.dep_ == "dobj" and token.head.lemma_ not in DONE_TO_ACTORS:
        return None  # "denied it", "signed it": a thing said or done
    best = antecedent(context, token) if token.lower_ in TAKEN_UP else None
    if best is None or best.entity is None or is_predicated(token):
        return None
    if best.lead >= SURE_LEAD and token.lower_ in GENDER and best.entity.kind == "person":
        context.genders.setdefault(best.entity.id, GENDER[token.lower_])  # who was "he" once is no "she" later
    return Link(best.entity, f"pronoun for {best.words}")


def link_we(context: Context, token: Token) -> Link | None:
    """Of whom a quoted official, body or armed group says "we": the government, the body itself."""
    quotation = context.quotation_of(token)
    speakers = {} if quotation is None else {e.id: e for e in speakers_around(context, quotation)}
    if len(speakers) != 1:
        return None
    (speaker,) = speakers.values()
    if speaker.kind != "person":
        return Link(speaker, f"we of {speaker.name}") if speaker.kind in GROUPS | {"state"} else None
    if speaker.sector in SPEAKS_FOR_STATE and speaker.country in context.knowledge.countries:
        return Link(body(speaker.country, speaker.sector, context.knowledge), f"we of {speaker.name}")
    return None


def speakers_around(context: Context, quotation: tuple[int, int]) -> Iterator[Entity]:
    """Who speaks in the sentences in which a quotation begins and ends; else in the sentence before."""
    first, last = context.token_at(quotation[0]).sent, context.token_at(quotation[1]).sent
    for start, end in ((first.start, last.end), (context.doc[max(0, first.start - 1)].sent.start, first.start)):
        outside = [token for token in context.doc[start:end] if not quotation[0] <= token.idx < quotation[1]]
        subjects = [token for token in outside if token.dep_ in SUBJECTS and speaks_here(token)]
        links = [link for token in subjects if (link := context.link_at(token))]
        yield from (link.entity for link in links)
        if links:
            return


def is_predicated(token: Token) -> bool:
    """Whether "it" is told what it is by a noun that is no actor: "It was the first visit" takes up an event."""
    told = children(token.head, "attr") if token.lower_ == "it" and token.head.lemma_ == "be" else []
    return any(noun.pos_ == "NOUN" for noun in told)


def owner(context: Context, possessive: Token) -> Entity | None:
    """Whom "his", "her", "its" or "their" takes up; None for other words."""
    if possessive.tag_ != "PRP$" or possessive.lower_ not in TAKEN_UP:
        return None
    best = antecedent(context, possessive)
    return best.entity if best else None


def antecedent(context: Context, pronoun: Token) -> Candidate | None:
    """The best candidate, where it is clearly ahead of any other entity."""
    best: dict[str, Candidate] = {}
    for candidate in candidates(context, pronoun):
        if candidate.key not in best or candidate.score > best[candidate.key].score:
            best[candidate.key] = candidate
    ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
    if len(ranked) < 2:
        return next(iter(ranked), None)
    lead = ranked[0].score - ranked[1].score
    return replace(ranked[0], lead=lead) if lead >= MARGIN else None


def candidates(context: Context, pronoun: Token) -> Iterator[Candidate]:
    """Mentions that fit, before the pronoun or (in a clause put first) after it; for "it" other nouns as well."""
    word = pronoun.lower_
    kind = "person" if word in GENDER else "plural" if word in PLURAL else "thing"
    barred = beside_in_clause(pronoun)
    others = speakers_of_quotation(context, pronoun) | (
        set()
        if pronoun.dep_ == "poss"
        else {link.entity.id for i in barred if (link := context.link_at(context.doc[i]))}
    )
    ahead = main_subject_ahead(pronoun)
    for mention in context.mentions:
        head = context.heads[mention.id]
        link = context.links.get(mention.id)
        distance = context.sentence_at[pronoun.i] - context.sentence_at[head.i]
        if link is None or link.entity.id in others or head.i in barred or distance > SENTENCES_BACK[kind]:
            continue
        if not stands_before(context, pronoun, mention, head) and head != ahead:
            continue
        if agrees(context, word, mention, head, link.entity):
            score = rate(context, pronoun, head, distance) - (1.0 if head == ahead else 0.0)
            score += 0.7 * (word in GENDER and gender_of(context, head, link.entity) is not None)
            several = word in PLURAL and len(coordinated_entities(context, head)) > 1
            if word in PLURAL and not several and not is_plural(head):
                score -= SINGULAR_BODY
            key = f"several at {min([head, *head.conjuncts]).i}" if several else link.entity.id
            yield Candidate(key, None if several else link.entity, mention.text, score)
    if kind == "thing":
        yield from other_nouns(context, pronoun, "NN")
    elif kind == "plural":
        yield from other_nouns(context, pronoun, "NNS")


def stands_before(context: Context, pronoun: Token, mention: Mention, head: Token) -> bool:
    """Whether the mention ends before the pronoun, and not in a quotation while the pronoun stands outside all."""
    if mention.end > pronoun.idx or head == pronoun:
        return False
    return context.quotation_of(head) is None or context.quotation_of(pronoun) is not None


def agrees(context: Context, word: str, mention: Mention, head: Token, entity: Entity) -> bool:
    """Whether number, gender and kind fit."""
    if mention.form == "pronoun":
        return word in same_family(mention.text.lower())
    plural = (is_plural(head) and entity.kind != "person") or entity.kind == "people"
    person = entity.kind == "person" or is_personal(context, head)
    if word in GENDER:
        return person and not is_plural(head) and gender_of(context, head, entity) in (None, GENDER[word])
    if word in PLURAL:
        several = len(coordinated_entities(context, head)) > 1
        return plural or several or (entity.kind in GROUPS and not person)
    return not plural and not person and entity.kind != "people"


def same_family(word: str) -> frozenset[str]:
    """The forms that a pronoun has in other cases."""
    for family in (frozenset({"he", "him", "his"}), frozenset({"she", "her"}), PLURAL, THING):
        if word in family:
            return family
    return frozenset()


def is_personal(context: Context, head: Token) -> bool:
    """Whether a nominal names a person rather than a body, whatever entity it stands for (RUS.GOV)."""
    role = context.role_of(head)
    return role is not None and role.kind == "person"


def gender_of(context: Context, head: Token, entity: Entity) -> str | None:
    """Gender by the tables, a title, a role noun ("spokeswoman") or an earlier pronoun."""
    listed = context.knowledge.people.get(entity.id)
    role = context.role_of(head)
    known = (listed.gender if listed else None) or title_gender(head) or (role.gender if role else None)
    return known or (context.genders.get(entity.id) if entity.kind == "person" else None)


def coordinated_entities(context: Context, head: Token) -> set[str]:
    """The entities of a coordination: "Chirac and Schröder"."""
    links = [context.link_at(token) for token in (head, *head.conjuncts)]
    return {link.entity.id for link in links if link}


# Who cannot be meant


def beside_in_clause(pronoun: Token) -> set[int]:
    """Heads in the pronoun's own clause: in "Chirac met him" and "he met Chirac" two persons take part."""
    verb = pronoun.head
    if pronoun.dep_ == "poss":  # "Chirac met his wife" is his own, "his wife met Chirac" less likely
        return {pronoun.head.i}
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    beside = [*children(verb, *SUBJECTS, "dobj", "dative"), *(logical_subjects(verb) if verb.pos_ == "VERB" else [])]
    if pronoun.dep_ in SUBJECTS:
        return {token.i for token in beside if token.dep_ not in SUBJECTS}
    measured = [noun for each in beside for of in children(each, "prep") for noun in children(of, "pobj")]
    return {token.i for each in (*beside, *measured) for token in (each, *each.conjuncts)}


def speakers_of_quotation(context: Context, pronoun: Token) -> set[str]:
    """Who speaks the quotation around the pronoun: speakers call themselves "I"."""
    quotation = context.quotation_of(pronoun)
    if quotation is None:
        return set()
    ends = (context.token_at(quotation[0]), context.token_at(quotation[1]))
    around = {token.i: token for end in ends for token in end.sent if not quotation[0] <= token.idx < quotation[1]}
    subjects = [token for token in around.values() if token.dep_ in SUBJECTS]
    links = [context.link_at(token) for token in subjects]
    return {link.entity.id for link in links if link and link.entity.kind == "person"}


def main_subject_ahead(pronoun: Token) -> Token | None:
    """The subject that a clause put first may take up: "Before she boarded, Mrs Lindqvist said"."""
    for token in pronoun.ancestors:
        if token.dep_ in ("advcl", "prep") and token.head.i > pronoun.i and token.head.pos_ in ("VERB", "AUX"):
            return next(iter(children(token.head, *SUBJECTS)), None)
    return None


# How likely


def rate(context: Context, pronoun: Token, head: Token, distance: int) -> float:
    """Grammar before nearness: subjects, parallel places and speakers, in this sentence or the one before."""
    score = -DISTANCE * max(distance, 0) - 0.002 * abs(pronoun.i - head.i)
    if head.dep_ in (*SUBJECTS, "agent") or (head.dep_ == "conj" and head.head.dep_ in SUBJECTS):
        score += 2.0
        score += 0.5 * (head.head.dep_ == "ROOT" and distance > 0) + 0.7 * speaks_here(head)
    elif head.dep_ in OBJECTS:
        score += 0.8 if head.dep_ == "dobj" else 0.4
    elif head.dep_ == "poss":
        score += 0.3
    elif head.dep_ in MODIFIERS:
        score -= 1.0
    if pronoun.dep_ in SUBJECTS and pronoun.head.lemma_ in DENYING and is_accused(head):
        score += 3.0
    if pronoun.dep_ in OBJECTS and head.dep_ in OBJECTS and distance <= 1:
        score += 0.7
    elif pronoun.dep_ in OBJECTS and head.dep_ in SUBJECTS and distance > 0:
        score -= 1.2
    if pronoun.dep_ == "poss" and head.head in pronoun.ancestors and head.dep_ in SUBJECTS:
        score += 0.6 * (head.head == pronoun.head.head)
    if pronoun.dep_ == "poss" and distance == 0 and head in pronoun.ancestors:
        score -= 2.0
    return score


def is_accused(head: Token) -> bool:
    """Whether somebody accuses this: "Bishkek accused Dushanbe. It denied …"."""
    return head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_ in ACCUSING


def speaks_here(subject: Token) -> bool:
    """Whether the subject's verb has what it says: the last speaker is likely to speak on."""
    return bool(children(subject.head, "ccomp")) or subject.head.lemma_ in ("say", "tell", "add")


def other_nouns(context: Context, pronoun: Token, tag: str) -> Iterator[Candidate]:
    """Nouns near by that are no mention: "it" may well be the deal, "they" the ships. Speakers, accusers are actors."""
    verb = pronoun.head
    if pronoun.dep_ == "poss" and context.role_of(verb):  # "its spokesman" is no ship's
        return
    if pronoun.dep_ == "nsubj" and (children(verb, "ccomp") or verb.lemma_ in ("say", "accuse", "warn", "call")):
        return
    here = context.sentence_at[pronoun.i]
    barred = beside_in_clause(pronoun)
    for token in reversed(list(pronoun.doc[max(0, pronoun.i - 60) : pronoun.i])):
        distance = here - context.sentence_at[token.i]
        if distance > 1:
            return
        subject = token.dep_ in SUBJECTS
        free = token.pos_ == "NOUN" and token.tag_ == tag and token.i not in context.by_head and token.i not in barred
        if free and (subject or token.dep_ in ("dobj", "pobj")) and token.ent_type_ not in ("DATE", "TIME", "CARDINAL"):
            yield Candidate(f"noun {token.i}", None, token.text, rate(context, pronoun, token, distance) - 0.6)
