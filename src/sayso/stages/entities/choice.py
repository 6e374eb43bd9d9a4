"""Chooses among what a listed name may stand for: by grammar, by offices, by what else the document speaks of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.knowledge.facts import Fact, Meaning, Office
from sayso.stages.entities.context import Context
from sayso.stages.entities.phrases import is_before_hyphen, is_generic, speaks
from sayso.stages.mentions import MODIFIERS

if TYPE_CHECKING:
    from spacy.tokens import Token

# Leaders whom news names without saying of which country, and for how many years after their office. Others need a
# title, or their country named, to be believed.
YEARS_REMEMBERED = {
    "head_of_state": 20,
    "head_of_government": 20,
    "supreme_leader": 20,
    "foreign_minister": 5,
    "vice_president": 5,
    "igo_head": 5,
}


def choose(context: Context, name: str, facts: list[Fact], head: Token) -> tuple[Fact | None, str]:
    """The one fact that fits, or None with the candidates in words; "" where there are none."""
    facts = [fact for fact in facts if not fact.needs_context or speaks(head)]
    facts = fitting_grammar(facts, head)
    if all(fact.kind == "person" for fact in facts):
        facts = in_office(context, facts) or facts
    meanings = context.knowledge.ambiguous.get(name)
    if meanings and facts and any(fact.kind != "person" for fact in facts):
        facts = by_evidence(context, name, facts, meanings)
        if not facts:
            return None, f"{name} may be " + " or ".join(meaning.label for meaning in meanings)
    facts = [fact for fact in facts if not is_of_elsewhere(context, name, fact)]
    if len({fact.id for fact in facts}) <= 1:
        return (facts[0] if facts else None), ""
    weights = {fact.id: context.countries_named.get(fact.country or "", 0) for fact in facts}
    fitting = [fact for fact in facts if weights[fact.id] == max(weights.values())]
    if len({fact.id for fact in fitting}) == 1:
        return fitting[0], ""
    return None, f"{name} may be " + " or ".join(dict.fromkeys(fact.name for fact in facts))


def fitting_grammar(facts: list[Fact], head: Token) -> list[Fact]:
    """Persons where spaCy sees one; adjectives before nouns; nouns for people elsewhere."""
    if head.ent_type_ == "PERSON" and any(fact.kind == "person" for fact in facts):
        return [fact for fact in facts if fact.kind == "person"]
    if head.tag_ == "JJ" or head.dep_ in MODIFIERS or is_before_hyphen(head):
        return [fact for fact in facts if fact.usage == "adjective"] or facts
    return [fact for fact in facts if fact.usage != "adjective"] or facts


def in_office(context: Context, facts: list[Fact]) -> list[Fact]:
    """Of namesakes those who hold an office on the day: of two King Abdullahs the one who reigns."""
    return [fact for fact in facts if context.knowledge.office_on(fact.id, context.day)]


def by_evidence(context: Context, name: str, facts: list[Fact], meanings: list[Meaning]) -> list[Fact]:
    """The facts of the meaning for which the document's other words speak most; none where it is undecided."""
    scores = {meaning.id: evidence_for(context, meaning) for meaning in meanings}
    best = max(scores.values())
    leading = [meaning for meaning in meanings if scores[meaning.id] == best]
    if best == 0:
        leading = [meaning for meaning in meanings if meaning.default]
    if len(leading) != 1:
        return []
    listed = {meaning.id for meaning in meanings}
    return [fact for fact in facts if fact.id == leading[0].id or fact.id not in listed]


def evidence_for(context: Context, meaning: Meaning) -> int:
    """How many of its words the document has, and how often it names the country."""
    words = sum(bool(re.search(rf"\b{re.escape(word)}\b", context.text)) for word in meaning.words)
    return words + min(context.countries_named.get(meaning.country or "", 0), 3)


def is_of_elsewhere(context: Context, name: str, fact: Fact) -> bool:
    """Whether a body with a name that many countries have is listed for another than the article's: a Labour Party."""
    if fact.kind not in ("organisation", "government") or fact.usage != "name" or not is_generic(name):
        return False
    here = context.country_named(2)
    return here is not None and here != fact.country and not context.countries_named.get(fact.country or "")


# How the origin of a person begins whom the built-in table lists.
BUILT_IN = "people.csv,"


def is_believed(context: Context, fact: Fact) -> bool:
    """Whether a listed person's full name may be taken for that person where the text gives no office.

    News also has a John Lee and a Peter Thomson of its own: it must be a leader of that time, or the country be named.
    Whom users list in a file of their own, they expect in their texts.
    """
    if fact.origin and not fact.origin.startswith(BUILT_IN):
        return True
    offices = context.knowledge.offices.get(fact.id, ())
    if any(context.countries_named.get(country or "") for country in (fact.country, *(o.country for o in offices))):
        return True
    return any(is_remembered(office, context.day) for office in offices)


def is_remembered(office: Office, day: str | None) -> bool:
    """Whether a leader is in office on the day, or was not long before; without a day every leader is."""
    years = YEARS_REMEMBERED.get(office.office)
    if years is None or day is None:
        return years is not None
    earliest = f"{int(day[:4]) - years:04}{day[4:]}"
    return office.begin <= day and (not office.end or office.end > earliest)
