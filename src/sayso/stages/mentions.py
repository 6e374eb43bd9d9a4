"""Mentions: the spans that refer to actors. Listed names, spaCy's entities, role nouns, whoever speaks, pronouns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.cues import Cues
from sayso.knowledge.facts import Knowledge, RoleNoun
from sayso.schema import CodedDocument, Mention, MentionForm, Span
from sayso.stages.syntax import children, noun_phrase, resolved, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})
PRONOUNS = frozenset("i me he him she her it we us they them".split())
# Nouns that stand before a verb of saying without being anybody: "the year said", "Monday told".
NEVER_SOURCES = frozenset({"DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before it has an id; `head` is the index of its head token."""

    start: int
    end: int
    form: MentionForm
    head: int


class Mentions:
    """Fills `mentions`; to which entity each refers is for the next stage."""

    needs: ClassVar[frozenset[str]] = frozenset({"sentences", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"mentions"})

    def __init__(self, knowledge: Knowledge, cues: Cues) -> None:
        self.knowledge = knowledge
        self.cues = cues

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Find every mention, in order of the text."""
        text = coded.document.text
        by_head: dict[int, Found] = {}
        for found in self.all_found(coded.parse):
            by_head.setdefault(found.head, found)
        ordered = sorted(by_head.values(), key=lambda found: (found.start, -found.end))
        mentions = (
            Mention(f"m{number}", found.start, found.end, text[found.start : found.end], found.form)
            for number, found in enumerate(ordered, 1)
        )
        return replace(coded, mentions=tuple(mentions))

    def all_found(self, doc: Doc) -> Iterator[Found]:
        """Candidates, the surest kind first: where two share a head the first stays."""
        names = name_spans(doc, self.knowledge)
        inside = {token.i for span in names for token in span}
        yield from self.names(names)
        yield from self.nominals(doc, inside)
        yield from self.speakers(doc, inside)
        yield from pronouns(doc)

    def names(self, spans: Iterable[TokenSpan]) -> Iterator[Found]:
        """Names with their titles; a nationality only where no mention beside it says the same."""
        for span in spans:
            head = span.root
            if not is_nationality(span, self.knowledge) or head.dep_ not in MODIFIERS:
                phrase = noun_phrase(head) if head.pos_ in ("PROPN", "NOUN", "ADJ", "NUM") else Span(*edges(span))
                start, end = edges(span)
                yield Found(min(phrase.start, start), max(end, start + 1), "name", head.i)
            elif not self.says_it_already(head):
                start, end = edges(span)
                yield Found(start, end, "name", head.i)

    def says_it_already(self, nationality: Token) -> bool:
        """Whether the noun after the nationality is itself a mention: "Russian president", not "Russian gas".

        The first of two coordinated ones ("Philippine and Australian marines") is a mention of its own.
        """
        noun = nationality.head
        while noun.dep_ in MODIFIERS and noun.pos_ in ("ADJ", "PROPN", "NOUN"):
            noun = noun.head
        coordinated = any(child.dep_ == "conj" for child in nationality.children)
        return not coordinated and (role_of(noun, self.knowledge) is not None or bool(noun.ent_type_ == "PERSON"))

    def nominals(self, doc: Doc, inside: set[int]) -> Iterator[Found]:
        """Noun phrases whose head is a role noun."""
        for token in doc:
            free = token.pos_ in ("NOUN", "PROPN") and token.i not in inside and token.dep_ not in MODIFIERS
            if free and role_of(token, self.knowledge):
                yield nominal(token)

    def speakers(self, doc: Doc, inside: set[int]) -> Iterator[Found]:
        """Whoever is said to speak or be told, whatever the noun: "two people familiar with the talks"."""
        for token in doc:
            for noun in with_conjuncts(self.speech_partners(token)):
                named = noun.pos_ in ("NOUN", "PROPN") or (noun.pos_ in ("ADJ", "NUM") and children(noun, "det"))
                if named and noun.i not in inside and noun.ent_type_ not in NEVER_SOURCES:
                    yield nominal(noun)

    def speech_partners(self, token: Token) -> list[Token]:
        """Subjects and hearers of verbs of saying, agents of their passives, the source after "according to"."""
        if token.lower_ == "according":
            return [noun for to in children(token, "prep") for noun in children(to, "pobj")]
        if token.lemma_ in ("cite", "quote") and token.tag_ == "VBG":
            return children(token, "dobj")
        cue = self.cues.get(("verb", token.lemma_)) if token.pos_ == "VERB" else None
        if not cue or not cue.takes & {"clause", "quote"}:
            return []
        agents = [noun for by in children(token, "agent") for noun in children(by, "pobj")]
        hearers = children(token, "dobj", "dative") if cue.hearer == "object" else []
        subjects = [resolved(subject) for subject in children(token, "nsubj", "nsubjpass")]
        return [*subjects, *agents, *hearers]


def nominal(head: Token) -> Found:
    """A noun phrase as a mention."""
    phrase = noun_phrase(head)
    return Found(phrase.start, phrase.end, "nominal", head.i)


def name_spans(doc: Doc, knowledge: Knowledge) -> list[TokenSpan]:
    """Listed names and spaCy's entities as token spans; of two that overlap the longer stays, a listed one on a tie."""
    listed = (doc.char_span(m.start, m.end, alignment_mode="expand") for m in knowledge.find(doc.text))
    recognised = (span for span in doc.ents if span.label_ in NAME_LABELS)
    spans = [(span, True) for span in listed if span is not None and span.root.pos_ not in ("VERB", "ADV", "AUX")]
    spans += [(trim_possessive(span), False) for span in recognised]
    chosen: list[TokenSpan] = []
    taken: set[int] = set()
    for span, _ in sorted(spans, key=lambda pair: (-name_length(pair[0]), not pair[1], pair[0].start)):
        if taken.isdisjoint(range(span.start, span.end)):
            chosen.append(span)
            taken.update(range(span.start, span.end))
    return sorted(chosen, key=lambda span: span.start)


def trim_possessive(span: TokenSpan) -> TokenSpan:
    """The entity without an article before it or a possessive mark after it."""
    start, end = span.start, span.end
    while end - start > 1 and span.doc[end - 1].tag_ == "POS":
        end -= 1
    while end - start > 1 and span.doc[start].tag_ == "DT":
        start += 1
    return span.doc[start:end]


def name_length(span: TokenSpan) -> int:
    """Characters of the name, articles not counted."""
    return sum(len(token) for token in span if token.tag_ not in ("DT", "POS"))


def edges(span: TokenSpan) -> tuple[int, int]:
    """Character offsets."""
    return span.start_char, span.end_char


def is_nationality(span: TokenSpan, knowledge: Knowledge) -> bool:
    """Whether the span is a word of nationality or a country used as one ("US officials")."""
    facts = knowledge.facts_for(span.text)
    return span.label_ == "NORP" or any(fact.kind in ("state", "government", "people") for fact in facts)


def role_of(noun: Token, knowledge: Knowledge) -> RoleNoun | None:
    """The role noun at this token, with the words before it where together they are one: "foreign ministry"."""
    words = [noun]
    found = knowledge.role_of(noun.lower_) or knowledge.role_of(noun.lemma_)
    for before in reversed(list(noun.lefts)):
        if before.dep_ not in (*MODIFIERS, "punct") or before.i != words[0].i - 1:
            break
        words.insert(0, before)
        longer = " ".join(word.lower_ for word in words).replace(" - ", "-")
        found = knowledge.role_of(longer) or found
    return found


def pronouns(doc: Doc) -> Iterator[Found]:
    """Personal pronouns; "it" only where it may refer: not in "it is raining" or "it is clear that"."""
    for token in doc:
        if token.tag_ == "PRP" and token.lower_ in PRONOUNS and not is_expletive(token):
            yield Found(token.idx, token.idx + len(token), "pronoun", token.i)


def is_expletive(token: Token) -> bool:
    """Whether "it" stands for a clause or for nothing."""
    if token.lower_ != "it":
        return False
    verb = token.head
    described = children(verb, "acomp", "attr") and children(verb, "ccomp", "xcomp", "advcl")
    return token.dep_ == "expl" or (verb.lemma_ in ("be", "seem", "appear", "become") and bool(described))
