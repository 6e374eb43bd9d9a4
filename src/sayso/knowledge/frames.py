"""The frame language: one readable line that compiles to the arguments a predicate must have.

A frame reads as a political scientist would say it:

    ACTOR supply RECIPIENT with [weapons]          a verb, an object, a preposition with a set of nouns
    ACTOR carry+out [attack] against RECIPIENT     a particle verb
    ACTOR give RECIPIENT [weapons]                 indirect and direct object
    ACTOR hold talk with RECIPIENT                 a light verb; literals are lemmas
    ACTORS meet                                    several actors together
    ACTOR urge RECIPIENT to DO                     an embedded act: to DO, that DO, of DOING
    RECIPIENT be arrested by ACTOR                 the passive, where only that is meant
    ACTOR be critical of RECIPIENT                 an adjective
    ACTOR say that RECIPIENT must DO               an obligation: whoever must is the recipient
    ACTOR's invasion of RECIPIENT                  a noun; also matches "the Russian invasion"
    talk between ACTORS                            a noun with all its participants

`a|b` are alternatives, `[weapons]` is a set of nouns defined in `sets`, `*` is any noun phrase. `RECIPIENT[captives]`
is a participant whose noun must be in the set, `RECIPIENT<igo|state>` one whose entity is of these kinds, and
`RECIPIENT!` one who is named in person and not by an adjective ("Russian wheat" is not Russia). `martial_law` is a noun
with the word before it. A verb frame matches its passive, relative, participial and infinitive forms as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sayso.schema import EntityKind

# A lemma, or alternatives: "hail|praise", "martial_law".
WORDS = re.compile(r"[a-z][a-z'_-]*(?:\|[a-z][a-z'_-]*)*")
Slot = Literal["ACTOR", "ACTORS", "RECIPIENT", "VIA", "DO"]
SLOTS: tuple[Slot, ...] = ("ACTOR", "ACTORS", "RECIPIENT", "VIA", "DO")
PREPOSITIONS = frozenset(
    "about across after against ahead along alongside amid among around as at because before behind between beyond by "
    "despite during following for from in inside into like near of off on onto out outside over past per since "
    "through throughout to toward towards under until upon via with within without".split()
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One element beside the head.

    `position` is subject, object, indirect, possessor, modifier, to, that, or prepositions ("on|against").
    `words` are the head lemmas allowed there (empty: any), `kinds` the kinds of entity; `direct` asks for the
    participant's own name. `doing` marks an embedded act after a preposition, `must` an obligation.
    """

    position: str
    slot: Slot | None = None
    words: frozenset[str] = frozenset()
    doing: bool = False
    kinds: frozenset[str] = frozenset()
    direct: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the text of a frame says, before the rest of its entry is added."""

    part: Literal["verb", "noun", "adjective"]
    heads: frozenset[str]
    particle: str | None
    passive: bool
    arguments: tuple[Argument, ...]


def parse_frame(text: str, sets: Mapping[str, frozenset[str]]) -> Pattern:
    """Compile the text of a frame; raises `ValueError` with what is wrong."""
    tokens = text.split()
    if len(tokens) < 2:
        raise ValueError("a frame needs a head and at least one participant")
    if is_noun_phrase(tokens[0]) and not tokens[0].endswith("'s"):
        return parse_verb_frame(tokens, sets)
    return parse_noun_frame(tokens, sets)


def is_noun_phrase(token: str) -> bool:
    """Whether the token is a slot, a set or `*` rather than a word."""
    return re.split(r"[\[<!]", token.removesuffix("'s"))[0] in (*SLOTS, "") or token == "*"


def parse_verb_frame(tokens: Sequence[str], sets: Mapping[str, frozenset[str]]) -> Pattern:
    """`SUBJECT verb …`, `SUBJECT be participle …` or `SUBJECT be adjective …`."""
    subject = argument_of("subject", tokens[0], sets)
    head, rest = tokens[1], list(tokens[2:])
    part: Literal["verb", "adjective"] = "verb"
    passive = False
    if head == "be" and rest and not is_noun_phrase(rest[0]):
        head = rest.pop(0)
        # "be arrested by" is a passive; "be critical of" an adjective. Participles end in -ed, -en, -n, -t after `be`
        # only by habit, so the agent phrase or a slot that is acted on decides.
        passive = subject.slot == "RECIPIENT"
        part = "verb" if passive else "adjective"
    elif "be" in head.split("|"):
        raise ValueError("`be` needs a participle or an adjective after it")
    word, plus, particle = head.partition("+")
    if plus and not WORDS.fullmatch(particle):
        raise ValueError(f"{head!r} lacks the particle after its +")
    if word in PREPOSITIONS or not WORDS.fullmatch(word):
        raise ValueError(f"{word!r} is no verb: after the subject a lemma in small letters is expected")
    arguments = [subject, *parse_complements(rest, sets)]
    return Pattern(part, frozenset(word.split("|")), particle or None, passive, tuple(arguments))


def parse_noun_frame(tokens: Sequence[str], sets: Mapping[str, frozenset[str]]) -> Pattern:
    """`ACTOR's noun of RECIPIENT`, `noun between ACTORS`, with modifiers before the noun."""
    arguments = []
    rest = list(tokens)
    if rest[0].endswith("'s"):
        arguments.append(argument_of("possessor", rest.pop(0).removesuffix("'s"), sets))
    words = []
    while rest and rest[0].split("|")[0] not in PREPOSITIONS and rest[0] not in ("to", "that"):
        words.append(rest.pop(0))
    if not words:
        raise ValueError("no noun found")
    arguments += [argument_of("modifier", word, sets) for word in words[:-1]]
    if is_noun_phrase(words[-1]):
        raise ValueError(f"{words[-1]!r} stands where the head noun is expected")
    arguments += parse_complements(rest, sets)
    if not any(argument.slot for argument in arguments):
        raise ValueError("no participant (ACTOR, ACTORS, RECIPIENT)")
    return Pattern("noun", frozenset(words[-1].split("|")), None, False, tuple(arguments))


def parse_complements(rest: list[str], sets: Mapping[str, frozenset[str]]) -> list[Argument]:
    """What follows the head: objects, prepositions with their arguments, embedded acts."""
    arguments: list[Argument] = []
    rest = list(rest)
    while rest:
        token = rest.pop(0)
        following = rest[0] if rest else ""
        if token == "that" and rest[:3] == ["RECIPIENT", "must", "DO"]:
            del rest[:3]
            arguments.append(Argument(token, "DO", must=True))
        elif token in ("to", "that") and following == "DO":
            rest.pop(0)
            arguments.append(Argument(token, "DO"))
        elif token.split("|")[0] in PREPOSITIONS:
            taken = bool(following) and following.split("|")[0] not in PREPOSITIONS and following != "that"
            inner = rest.pop(0) if taken else "*"
            if rest[:1] == ["and"]:
                raise ValueError("write `between ACTORS`, not `between ACTOR and RECIPIENT`")
            # Alternatives become one argument whose position lists them: "on|against".
            arguments.append(argument_of(token, inner, sets))
        else:
            has_object = following and following.split("|")[0] not in PREPOSITIONS and following != "that"
            position = "indirect" if has_object else "object"
            arguments.append(argument_of(position, token, sets))
    if sum(argument.position == "object" for argument in arguments) > 1:
        raise ValueError("two direct objects")
    if sum(argument.position == "indirect" for argument in arguments) > 1:
        raise ValueError("two indirect objects")
    return arguments


def argument_of(position: str, token: str, sets: Mapping[str, frozenset[str]]) -> Argument:
    """A slot, a set in brackets, any (`*`), or literal lemmas."""
    if token == "DOING":
        return Argument(position, "DO", doing=True)
    if token == "*":
        return Argument(position)
    if restricted := re.fullmatch(r"([A-Z]+)(?:<([a-z_|]+)>)?(!?)", token):
        name, kinds, direct = restricted.groups()
        if name in SLOTS:
            return Argument(position, cast(Slot, name), kinds=kinds_of(kinds), direct=bool(direct))
    name, bracket, group = token.partition("[")
    slot = next((slot for slot in SLOTS if slot == name), None)
    if bracket:
        if not group.endswith("]") or group.removesuffix("]") not in sets or not (slot or not name):
            raise ValueError(f"unknown set or slot in {token}; known sets are {sorted(sets)}")
        return Argument(position, slot, words=sets[group.removesuffix("]")])
    if not WORDS.fullmatch(token):
        raise ValueError(f"{token!r} is neither a slot, a [set] nor a lemma in small letters")
    return Argument(position, words=frozenset(token.split("|")))


def kinds_of(text: str | None) -> frozenset[str]:
    """The kinds of entity that a slot names: `igo|state`."""
    kinds = frozenset((text or "").split("|")) - {""}
    if strange := sorted(kinds - frozenset(get_args(EntityKind))):
        raise ValueError(f"unknown kinds of entity {strange}; known are {sorted(get_args(EntityKind))}")
    return kinds
