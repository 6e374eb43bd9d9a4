"""Reads noun phrases of actors: what stands before a noun, whom a spokesman serves, who is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.stages.mentions import MODIFIERS
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

FORMER = frozenset("former ex late then deposed ousted exiled onetime erstwhile".split())
ASSISTANT = frozenset("deputy vice assistant acting under junior".split())
NAME_PARTICLES = frozenset("al el bin ibn ben van von der de da di du la le abu umm".split())
PLACE_PREPOSITIONS = frozenset("in at near from inside outside around across over through into toward towards".split())
# What a city, not a government, has.
LOCAL = frozenset(
    "airport archbishop bishop centre center city district east fall governor mayor neighborhood neighbourhood north "
    "outskirt part people port resident siege south square street suburb university west".split()
)
INDEFINITE = frozenset("a an another any no some one every each".split())
TITLE_GENDER = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "king": "m", "queen": "f", "dame": "f"}
ADVISERS = frozenset("adviser advisor aide assistant counsellor deputy".split())
SUBJECTS = ("nsubj", "nsubjpass")
# Words that make no name peculiar to one country: there is a Labour Party, a Senate and a Home Office in many.
GENERIC = frozenset(
    "alliance assembly christian coalition commons communist congress conservative conservatives council court "
    "democrat democratic democrats department federal foreign front green greens home house interior justice labor "
    "labour liberal liberals lords ministry movement national office parliament party people people's people’s popular "
    "progressive reform representatives republican republicans senate social socialist socialists state states supreme "
    "the of for and unity union united workers workers' workers’".split()
)


def noun_modifiers(head: Token) -> Iterator[Token]:
    """Adjectives and compounds before a noun, those inside compounds included, then possessors ("his British rival").

    Of coordinated ones ("American and British officials") the last comes first: the others are mentions of their own.
    """
    for token in head.lefts:
        if token.dep_ in MODIFIERS:
            yield from reversed([c for c in token.children if c.dep_ == "conj" and c.i < head.i])
            yield token
            yield from noun_modifiers(token)
    yield from children(head, "poss")


def noun_above(adjective: Token) -> Token:
    """The noun that a nationality qualifies, through coordination."""
    token = adjective
    while token.dep_ in (*MODIFIERS, "conj") and token.head != token:
        token = token.head
    return token


def served(head: Token, *, is_document: bool = False) -> Iterator[Token]:
    """Whom a spokesman or aide serves, or who issued a document: "the ministry's spokesman", "army spokesman"."""
    yield from children(head, "poss")
    prepositions = {"of", "by", "from"} if is_document else {"for", "of", "at", "with"}
    if head.lemma_ in ADVISERS:
        prepositions.add("to")
    for preposition in children(head, "prep"):
        if preposition.lower_ in prepositions:
            yield from children(preposition, "pobj")
    yield from (token for token in reversed(list(head.lefts)) if token.dep_ in MODIFIERS and token.pos_ != "ADJ")


def speaks(head: Token) -> bool:
    """Whether the name stands where an outlet would: subject of a verb, told, or after "according to"."""
    return head.dep_ in ("nsubj", "dobj", "dative") or (
        head.dep_ == "pobj" and head.head.lower_ in ("to", "by", "with")
    )


def is_place_here(head: Token) -> bool:
    """Whether a city is spoken of as a place: "in Minsk", "London-based", "mayor of Rome"; not "Minsk said"."""
    if head.dep_ != "pobj":
        return is_before_hyphen(head)
    preposition = head.head
    of_place = preposition.lower_ == "of" and preposition.head.lemma_.lower() in LOCAL
    return preposition.lower_ in PLACE_PREPOSITIONS or of_place or is_before_hyphen(head)


def is_before_hyphen(token: Token) -> bool:
    """Whether the word is the first part of a compound with a hyphen: "Israeli-managed"."""
    return not token.whitespace_ and token.i + 1 < len(token.doc) and token.nbor().text == "-"


def is_generic(name: str) -> bool:
    """Whether nothing in the name says whose body it is: "Labour Party", "Senate"; not "United States"."""
    words = name.lower().split()
    return all(word in GENERIC for word in words) and not {"united", "state", "states"} & set(words)


def is_former(head: Token) -> bool:
    """Whether the title before the name says that the office is past: "former prime minister Boris Johnson"."""
    return any(token.lower_ in FORMER for token in noun_modifiers(head)) or any(
        token.lower_ in FORMER for token in head.lefts
    )


def is_apposed(head: Token) -> bool:
    """Whether a noun explains the name between commas."""
    return head.dep_ == "appos" or bool(children(head, "appos"))


def is_plural(head: Token) -> bool:
    """Whether the noun is a plural."""
    return head.tag_ in ("NNS", "NNPS")


def is_definite_holder(head: Token) -> bool:
    """Whether the phrase means the one present holder: "the prime minister", not "a former minister"."""
    words = {token.lower_ for token in head.lefts}
    if is_plural(head) or words & (FORMER | ASSISTANT | INDEFINITE):
        return False
    return bool(words & {"the", "his", "her", "their", "its"}) or any(token.dep_ == "poss" for token in head.lefts)


def is_definite(head: Token) -> bool:
    """Whether the phrase has a definite article or an owner."""
    return any(token.lower_ in ("the", "this", "that") or token.dep_ == "poss" for token in head.lefts)


def is_bare(head: Token) -> bool:
    """Whether nothing but an article stands with the noun: "the agency", not "the Russian agency" or "agency of …"."""
    of = any(
        preposition.lower_ in ("of", "for") and children(preposition, "pobj") for preposition in children(head, "prep")
    )
    return not of and all(token.dep_ == "det" or token.is_punct or token.is_space for token in head.lefts)


def title_gender(head: Token) -> str | None:
    """Gender by a title before the name: "Mrs Ito"."""
    titles = (TITLE_GENDER.get(token.lower_.rstrip(".")) for token in head.lefts)
    return next((gender for gender in titles if gender), None)


def short_forms(name: str) -> list[str]:
    """How a person is named after the first time: the surname, with its particle ("al-Thani", "von der Leyen")."""
    words = name.split()
    if len(words) < 2:
        return []
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in NAME_PARTICLES:
        start -= 1
    surname = " ".join(words[start:])
    capitalised = surname[0].upper() + surname[1:]  # "Al-Kuwari" at the start of a sentence
    return list(dict.fromkeys([surname, capitalised, words[-1]]))
