"""Reads grammatical relations off the parse: noun phrases, who is logical subject and object of a predicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.schema import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

LEFT_MODIFIERS = frozenset("det amod compound nmod nummod poss quantmod predet advmod case punct".split())
RELATIVE_PRONOUNS = frozenset("who whom which that whose".split())
# Verbs whose object, not subject, does what the infinitive says: "urged Iran to leave".
OBJECT_CONTROL = frozenset(
    "allow ask authorise authorize beg call cause challenge command compel convince direct empower enable "
    "encourage expect force forbid get help implore incite instruct invite lead lobby oblige order permit persuade "
    "press pressure prompt push request require task tell urge want warn would".split()
)
# Entity types of spaCy that can be somebody who acts.
NAMES = frozenset({"GPE", "ORG", "PERSON", "NORP"})
# Verbs that name behind a preposition who is to do something: "called on the minister to resign".
CONTROL_BEHIND = {
    "appeal": frozenset({"to"}),
    "call": frozenset({"on", "upon"}),
    "count": frozenset({"on"}),
    "plead": frozenset({"with"}),
    "prevail": frozenset({"on", "upon"}),
    "rely": frozenset({"on"}),
    "wait": frozenset({"for"}),
}
# Verbs that take a receiver before the object.
GIVING = frozenset("give send offer lend loan grant promise deny refuse pay sell award hand".split())
# Verbs whose object is another's: who protests the decision to send troops does not send them.
ANSWERING = frozenset(
    "accept answer applaud back condemn consider criticise criticize decline defend denounce deplore discuss dismiss "
    "endorse fear hail ignore oppose praise protest question receive refuse reject resist study support veto "
    "welcome".split()
)
# Adverbs that take the phrase of their verb: "pulled back from", "stayed away from".
DIRECTIONS = frozenset("away back forward out together apart home ahead short".split())
# Those who do one thing after another to whom they hold.
FORCES = frozenset(
    "agent army authority court fighter force gang gunman guard insurgent judge kidnapper militant militia mob officer "
    "official police policeman rebel soldier tribunal troop".split()
)
# Verbs whose object speaks for their subject: "issued a declaration demanding that …".
ISSUING = frozenset("adopt approve deliver issue make pass publish release send sign write".split())
# Participles that say how somebody stands, not what is done to them: "is committed to", "were engaged in".
STATIVE = frozenset(
    "base bind commit concern dedicate determine engage entitle interest involve prepare oppose".split()
)
# Prepositions of a nominal that the parser hangs on the noun behind its "of".
MOVEMENT = frozenset("from to into against on".split())
COMPOUNDS = ("compound", "nmod", "amod")
TIMES = frozenset({"DATE", "TIME"})
# Prepositions after which a gerund's doer is the verb's object: "accused Minsk of staging", "blamed Iran for firing".
OBJECT_OF_GERUND = frozenset("of for from against into over".split())


def head_of(doc: Doc, mention: Mention) -> Token:
    """The head token of a mention."""
    return span_at(doc, mention.start, mention.end).root


def span_at(doc: Doc, start: int, end: int) -> TokenSpan:
    """The tokens that these characters touch."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no tokens at {start}-{end}")
    return span


def noun_phrase(head: Token) -> Span:
    """The noun phrase of a head without what follows it: article, possessor, nationality, title, compounds."""
    start = head.i
    doc = head.doc
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ not in LEFT_MODIFIERS or (child.right_edge.i != start - 1 and not only_gap(doc[child.i], start)):
            break
        start = child.left_edge.i
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in ("advmod", "punct")):
        start += 1
    return Span(doc[start].idx, head.idx + len(head))


def only_gap(token: Token, start: int) -> bool:
    """Whether nothing but marks and white space lies between the token's subtree and `start`."""
    return all(t.is_punct or t.is_space for t in token.doc[token.right_edge.i + 1 : start])


def subtree_span(token: Token) -> Span:
    """From the first to the last character of everything that depends on the token."""
    right = token.right_edge
    return Span(token.left_edge.idx, right.idx + len(right))


def with_conjuncts(tokens: Iterable[Token]) -> list[Token]:
    """The tokens and what is coordinated after each: "Poland and Estonia"."""
    found: list[Token] = []
    for token in tokens:
        for each in (token, *(c for c in token.conjuncts if c.i > token.i)):
            if each not in found and (each.pos_ not in ("VERB", "AUX") or each.dep_ in ("dobj", "pobj")):
                found.append(each)
    return found


def children(token: Token, *dependencies: str) -> list[Token]:
    """The token's direct dependents with one of these relations."""
    return [child for child in token.children if child.dep_ in dependencies]


def is_passive(verb: Token) -> bool:
    """Whether the verb form is passive: "was arrested", "drones used by Russia"."""
    if verb.lemma_ in STATIVE and verb.dep_ != "acl" and not any(a.lower_ == "by" for a in children(verb, "agent")):
        return False
    if children(verb, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if verb.tag_ != "VBN" or children(verb, "aux", "nsubj"):
        return False  # with a subject of its own it is a past tense: "a claim the rebels dismissed"
    return verb.dep_ in ("acl", "advcl", "amod", "conj", "xcomp", "ccomp", "relcl") and (
        verb.dep_ != "conj" or is_passive(verb.head)
    )


def resolved(token: Token) -> Token:
    """The antecedent of a relative pronoun ("the neighbours, who cut …"), else the token itself."""
    if token.lower_ not in RELATIVE_PRONOUNS or token.tag_ not in ("WP", "WDT", "WP$", "IN"):
        return token
    clause = token.head
    while clause.dep_ not in ("relcl", "acl") and clause.head != clause:
        clause = clause.head
    return clause.head if clause.dep_ in ("relcl", "acl") else token


def logical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who does it: the active subject, the agent of a passive, or whoever controls a form without a subject."""
    if is_passive(verb):
        agents = [noun for agent in agents_of(verb) for noun in agent.children]
        if agents or verb.dep_ != "conj" or not is_passive(verb.head) or depth > 4:
            return [resolved(noun) for noun in agents if noun.dep_ == "pobj"]
        # "Arrested by police and beaten" is all theirs; "questioned by a reporter and later arrested" is not.
        shared = logical_subjects(verb.head, depth + 1)
        return [noun for noun in shared if noun.i > verb.i or noun.lemma_.lower() in FORCES]
    own = children(verb, "nsubj", "nsubjpass", "expl") or misread_subjects(verb)
    if own:
        return [resolved(token) for token in own if token.dep_ != "expl"]
    return controllers(verb, depth) if depth <= 4 else []


def misread_subjects(verb: Token) -> list[Token]:
    """The name at the head of a sentence that the parser took for an adverb: "Chad on Thursday recalled its envoy"."""
    if not is_finite(verb):
        return []
    return [t for t in children(verb, "npadvmod") if t.i == verb.sent.start and t.ent_type_ in NAMES]


def agents_of(verb: Token) -> list[Token]:
    """The "by" of a passive, which the parser may hang on a noun before it: "excluded from the talks by China"."""
    own = [agent for agent in children(verb, "agent", "prep") if agent.lower_ == "by"]
    shared = [c for c in children(verb, "conj") if c.tag_ == "VBN" and not children(c, "nsubj", "nsubjpass", "auxpass")]
    if own or not shared:
        inner = [n for p in children(verb, "prep") for n in children(p, "pobj", "pcomp")]
        return own or [agent for noun in inner for agent in children(noun, "prep", "agent") if agent.lower_ == "by"]
    return agents_of(shared[0])


def controllers(verb: Token, depth: int) -> list[Token]:
    """Who does what a verb without a subject says, by where it hangs."""
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        if is_finite(verb):  # the parser hangs "… and called for" on the nearest verb, even on a gerund
            while not is_finite(head) and head.head != head:
                head = head.head
        return surface_subjects(head, depth + 1) if is_passive(head) else logical_subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
        return objects_or_subjects(verb, head, depth)
    if verb.dep_ == "advcl" and head.pos_ in ("VERB", "AUX"):
        return surface_subjects(main_verb(verb) if trails(verb) else head, depth + 1)
    if verb.dep_ in ("acl", "relcl"):
        if verb.tag_ == "VBG":
            issued = head.dep_ == "dobj" and head.head.lemma_ in ISSUING
            return [head, *surface_subjects(head.head, depth + 1)] if issued else [head]
        return possessors_or_subjects(head, depth)
    if verb.dep_ == "pcomp":
        return gerund_doers(verb, depth)
    return []


def trails(verb: Token) -> bool:
    """Whether a participle follows a comma: "ordered the envoy to leave, accusing him" tells of who ordered."""
    first = verb.left_edge.i
    return verb.tag_ == "VBG" and first > 0 and verb.doc[first - 1].text == "," and verb.head.i < verb.i


def main_verb(verb: Token) -> Token:
    """The nearest finite verb above."""
    above = verb.head
    while not is_finite(above) and above.head != above and above.dep_ in ("xcomp", "ccomp", "advcl", "conj"):
        above = above.head
    return above


def is_finite(verb: Token) -> bool:
    """Whether the verb has a tense of its own."""
    tensed = ("VBD", "VBZ", "VBP", "MD")
    return verb.tag_ in tensed or any(t.tag_ in tensed for t in children(verb, "aux", "auxpass"))


def objects_or_subjects(verb: Token, head: Token, depth: int) -> list[Token]:
    """The controller of an infinitive: the object of "urge", the subject of "promise"."""
    objects = children(head, "dobj", "dative")
    if objects and head.lemma_ in OBJECT_CONTROL:
        return objects
    wanted = CONTROL_BEHIND.get(head.lemma_, frozenset())
    behind = [p for p in children(head, "prep") if p.lower_ in wanted and p.i < verb.i]
    return [noun for p in behind for noun in children(p, "pobj")] or surface_subjects(head, depth + 1)


def surface_subjects(verb: Token, depth: int) -> list[Token]:
    """The grammatical subject, active or passive, of an adjective that of its copula."""
    if verb.pos_ == "ADJ" and verb.dep_ == "acomp":
        verb = verb.head
    own = children(verb, "nsubj", "nsubjpass") or misread_subjects(verb)
    if own:
        return [resolved(token) for token in own]
    return controllers(verb, depth) if depth <= 4 else []


def possessors_or_subjects(noun: Token, depth: int) -> list[Token]:
    """Who would do what an infinitive after a noun says: "Iran's threat to close", "a US offer", "made an offer"."""
    owners = children(noun, "poss") or [t for t in children(noun, *COMPOUNDS) if t.pos_ == "PROPN" or t.ent_type_]
    if owners:
        return owners
    if noun.dep_ in ("dobj", "attr") and noun.head.pos_ == "VERB" and noun.head.lemma_ not in ANSWERING:
        return surface_subjects(noun.head, depth + 1)
    return []


def gerund_doers(verb: Token, depth: int) -> list[Token]:
    """Who does what a gerund after a preposition says: "accused Minsk of staging", "by firing", "for supporting"."""
    preposition = verb.head
    governor = preposition.head
    if governor.pos_ not in ("VERB", "AUX"):
        return possessors_or_subjects(governor, depth) or doers_above(governor, depth)
    objects = children(governor, "dobj", "dative")
    if preposition.lower_ == "as" and governor.lemma_ in ("quote", "cite"):  # "quoted the minister as saying"
        return objects or surface_subjects(governor, depth + 1)
    if objects and preposition.lower_ in OBJECT_OF_GERUND and governor.lemma_ != "congratulate":
        return objects
    if objects and preposition.lower_ in ("on", "for") and governor.lemma_ in ("congratulate", "thank", "praise"):
        return objects
    return surface_subjects(governor, depth + 1)


def doers_above(noun: Token, depth: int) -> list[Token]:
    """Who does the gerund of a noun behind a preposition: "warned Israel of the consequences of supplying"."""
    preposition = noun.head
    verb = preposition.head
    if verb.ent_type_ in TIMES and verb.dep_ == "pobj":
        verb = verb.head.head
    if noun.dep_ != "pobj" or preposition.lower_ not in OBJECT_OF_GERUND or verb.pos_ != "VERB":
        return []
    return children(verb, "dobj", "dative") or surface_subjects(verb, depth + 1)


def logical_objects(verb: Token, depth: int = 0) -> list[Token]:
    """What it is done to: the object, the subject of a passive, or the noun that a participle or relative qualifies."""
    if is_passive(verb):
        own = children(verb, "nsubjpass", "nsubj")
        if own:
            return [resolved(token) for token in own]
        if verb.dep_ in ("acl", "amod"):
            return [verb.head]
        if verb.dep_ == "relcl":
            return [verb.head]
        if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX") and depth <= 4:
            return surface_subjects(verb.head, depth + 1)
        if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):
            return gerund_doers(verb, depth)  # "returned fire after being attacked"
        return []
    own = children(verb, "dobj", "oprd") or shared_objects(verb, depth)
    if own:
        return [resolved(token) for token in own]
    if verb.dep_ == "relcl" and children(verb, "nsubj") and not has_relative_subject(verb) and not dangling(verb):
        return [verb.head]  # "the drones Iran supplied"
    return []


def shared_objects(verb: Token, depth: int) -> list[Token]:
    """The object that the next verb has for both: "congratulated and thanked the peacekeepers"."""
    following = [other for other in children(verb, "conj") if other.pos_ == "VERB" and other.i <= verb.i + 2]
    if len(following) != 1 or depth > 4 or is_passive(following[0]) or children(following[0], "nsubj"):
        return []
    return logical_objects(following[0], depth + 1)


def has_relative_subject(verb: Token) -> bool:
    """Whether the subject is the relative pronoun itself: "who cut trade links"."""
    return any(token.lower_ in RELATIVE_PRONOUNS for token in children(verb, "nsubj"))


def dangling(verb: Token) -> bool:
    """Whether a preposition or adverb, not the verb, takes the gap: "the day when", "the island where"."""
    return any(child.lower_ in ("where", "when", "why", "how") for child in verb.children)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate with its arguments as tokens; coordinated ones are expanded later.

    `prepositions` holds (preposition, its noun or gerund), those of the direct object included: the parser is
    often wrong about which of the two a phrase belongs to.
    """

    token: Token
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    indirect: tuple[Token, ...]
    prepositions: tuple[tuple[str, Token], ...]
    particles: frozenset[str]
    infinitive: Token | None
    clause: Token | None
    passive: bool


def verb_predicate(verb: Token) -> Predicate:
    """The arguments of a verb in whatever form it stands."""
    objects = logical_objects(verb)
    indirect = children(verb, "dative", "iobj")
    passive = is_passive(verb)
    if passive and children(verb, "dobj"):  # "Ukraine was given tanks"
        indirect, objects = objects, children(verb, "dobj")
    if not indirect and verb.lemma_ in GIVING:
        indirect = unseen_receivers(objects)
    phrases = list(prepositional(verb, skip_agent=passive))
    for dative in [token for token in indirect if token.pos_ == "ADP"]:  # spaCy's "to Ukraine" as dative
        indirect.remove(dative)
        phrases += [(dative.lower_, noun) for noun in children(dative, "pobj")]
    governed = [noun for noun in children(verb, "dobj") if noun.pos_ == "NOUN"]
    for noun in children(verb, "dobj", "attr", "oprd") or (objects if not passive else []):
        if noun.i > verb.i:
            phrases += list(prepositional(noun))
    return Predicate(
        verb,
        tuple(logical_subjects(verb)),
        tuple(objects),
        tuple(indirect),
        tuple(phrases),
        frozenset(child.lower_ for child in verb.children if child.dep_ in ("prt", "advmod", "prep")),
        infinitive_of(verb) or first(map(infinitive_of, (*governed, *(noun for _, noun in phrases)))),
        clause_of(verb) or first(map(clause_of, governed)),
        passive,
    )


def unseen_receivers(objects: list[Token]) -> list[Token]:
    """The receiver that the parser took for a part of the object: "gave Yemen aid", "sent Ukraine weapons"."""
    names = [child for noun in objects for child in children(noun, *COMPOUNDS) if child.pos_ == "PROPN"]
    return [name for name in names if not any(t.dep_ == "det" for t in name.head.lefts)]


def first(tokens: Iterable[Token | None]) -> Token | None:
    """The first that is one."""
    return next((token for token in tokens if token is not None), None)


def noun_predicate(noun: Token) -> Predicate:
    """The arguments of a nominal: its possessor stands as subject."""
    phrases = tuple(prepositional(noun))
    # "the arrest of a colonel by police": the parser often hangs the agent on the noun before it.
    phrases += tuple(pair for _, inner in phrases for pair in prepositional(inner) if pair[0] == "by")
    # And what follows the object on the object: "the withdrawal of troops from Mali", "the supply of arms to Chad".
    moved = [inner for preposition, inner in phrases if preposition == "of"]
    phrases += tuple(pair for inner in moved for pair in prepositional(inner) if pair[0] in MOVEMENT)
    agents = tuple(resolved(inner) for preposition, inner in phrases if preposition == "by")
    return Predicate(
        noun,
        tuple(children(noun, "poss")) or agents,
        (),
        (),
        phrases,
        frozenset(),
        infinitive_of(noun),
        clause_of(noun),
        False,
    )


def adjective_predicate(adjective: Token) -> Predicate:
    """The arguments of a predicative adjective; its subject is that of the copula."""
    copula = adjective.head
    return Predicate(
        adjective,
        tuple(surface_subjects(copula, 0)) if copula.lemma_ in ("be", "become", "remain") else (),
        (),
        (),
        (*prepositional(adjective), *prepositional(copula)),
        frozenset(),
        infinitive_of(adjective),
        clause_of(adjective),
        False,
    )


def prepositional(token: Token, *, skip_agent: bool = False) -> Iterator[tuple[str, Token]]:
    """(preposition, noun or gerund) pairs that hang on the token; "because of" and "out of" count as the last word."""
    adverbs = [adverb for adverb in children(token, "advmod") if adverb.lower_ in DIRECTIONS]
    for preposition in [p for holder in (token, *adverbs) for p in children(holder, "prep", "agent")]:
        if skip_agent and preposition.lower_ == "by":
            continue
        inner = children(preposition, "prep")
        for holder in (preposition, *inner):
            for noun in children(holder, "pobj", "pcomp"):
                yield holder.lower_, resolved(noun)
                if noun.ent_type_ in TIMES:  # "warned Israel on 17 October of …": what follows hangs on the verb
                    yield from prepositional(noun)


def infinitive_of(token: Token) -> Token | None:
    """The verb of a "to …" complement."""
    for child in token.children:
        if child.dep_ in ("xcomp", "ccomp", "acl", "advcl") and any(t.tag_ == "TO" for t in child.children):
            return child
    return None


def clause_of(token: Token) -> Token | None:
    """The verb of a finite complement clause, with or without "that"."""
    for child in token.children:
        if child.dep_ in ("ccomp", "acl") and child != infinitive_of(token):
            if child.dep_ == "acl" and not any(t.dep_ == "mark" or t.tag_ == "IN" for t in child.children):
                continue
            return child
    return None
