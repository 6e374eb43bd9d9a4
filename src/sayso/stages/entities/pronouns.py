"""Pronouns: he, she, it and they to the mention they most likely take up, or to none.

Gender and number filter; then the subject of the same sentence, the subjects of the sentences before, and other
mentions there, the nearest first (after the sieves of Lee et al. 2013, cut down to what attribution needs).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.facts import Knowledge
from sayso.schema import Mention
from sayso.stages.entities.link import Link
from sayso.stages.mentions import role_of
from sayso.stages.syntax import head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

GENDER = {"he": "m", "him": "m", "she": "f", "her": "f"}
PERSONAL = frozenset(GENDER)
PLURAL = frozenset({"they", "them"})
SENTENCES_BACK = 4
GROUPS = frozenset({"people", "armed_group", "organisation", "government", "outlet", "igo", "state"})


def resolve_pronouns(
    doc: Doc, mentions: Sequence[Mention], links: Mapping[str, Link], knowledge: Knowledge
) -> dict[str, Link]:
    """Links for the pronouns that can be resolved; first and second person wait for the attributions."""
    heads = {mention.id: head_of(doc, mention) for mention in mentions}
    found: dict[str, Link] = {}
    for mention in mentions:
        if mention.form != "pronoun":
            continue
        for antecedent in candidates(mention, mentions, heads):
            link = links.get(antecedent.id) or found.get(antecedent.id)
            if link and agrees(mention, antecedent, heads[antecedent.id], link, knowledge):
                found[mention.id] = Link(link.entity, f"pronoun for {antecedent.text}")
                break
    return found


def candidates(pronoun: Mention, mentions: Sequence[Mention], heads: Mapping[str, Token]) -> Iterator[Mention]:
    """Mentions before the pronoun in the order in which they are likely meant."""
    token = heads[pronoun.id]
    sentences = [sentence.start for sentence in token.doc.sents]
    here = sum(start <= token.i for start in sentences)

    def rank(mention: Mention) -> tuple[int, bool, int]:
        other = heads[mention.id]
        distance = here - sum(start <= other.i for start in sentences)
        return distance, other.dep_ not in ("nsubj", "nsubjpass", "agent"), -other.i if distance == 0 else other.i

    before = [m for m in mentions if m.end <= pronoun.start and not same_clause(heads[m.id], token)]
    near = [m for m in before if rank(m)[0] <= SENTENCES_BACK]
    yield from sorted(near, key=rank)


def same_clause(antecedent: Token, pronoun: Token) -> bool:
    """Whether both hang on one verb: "Chirac met him" is never himself."""
    return antecedent.head == pronoun.head and antecedent.head.pos_ in ("VERB", "AUX")


def agrees(pronoun: Mention, antecedent: Mention, head: Token, link: Link, knowledge: Knowledge) -> bool:
    """Whether number, gender and kind fit."""
    word = pronoun.text.lower()
    entity = link.entity
    plural = head.tag_ in ("NNS", "NNPS") or bool(head.conjuncts) or antecedent.text.lower() in PLURAL
    person = entity.kind == "person" or (antecedent.form == "nominal" and is_personal(head, knowledge))
    if word in PERSONAL:
        listed = knowledge.people.get(entity.id)
        gender = (listed.gender if listed else None) or gender_of(head, knowledge)
        return person and not plural and gender in (None, GENDER[word])
    if word in PLURAL:
        return plural or (entity.kind in GROUPS and entity.kind != "state" and not person)
    return word == "it" and not plural and not person and entity.kind != "people"


def is_personal(head: Token, knowledge: Knowledge) -> bool:
    """Whether a nominal names a person rather than a body."""
    role = role_of(head, knowledge)
    return role is not None and role.kind == "person"


def gender_of(head: Token, knowledge: Knowledge) -> str | None:
    """Gender by title or role noun: "Mrs Ito", "spokeswoman"."""
    titles = {
        "mr": "m",
        "mr.": "m",
        "mrs": "f",
        "mrs.": "f",
        "ms": "f",
        "ms.": "f",
        "sir": "m",
        "king": "m",
        "queen": "f",
    }
    for token in head.lefts:
        if token.lower_ in titles:
            return titles[token.lower_]
    role = role_of(head, knowledge)
    return role.gender if role else None
