"""Mentions: the spans that refer to actors. Listed names, spaCy's entities, role nouns, whoever speaks, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.cues import Cues
from sayso.knowledge.facts import PREFIXES, Knowledge, RoleNoun
from sayso.schema import CodedDocument, Mention, MentionForm, Span
from sayso.stages.syntax import children, noun_phrase, resolved, surface_subjects, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})
# Verbs of saying whose object may be what is said as well as who hears it.
THING_OR_HEARER = frozenset("ask order promise show swear".split())
# Nouns that take up a state ("the country"), its capital, or a city named before; only with an article or an owner.
STATE_NOUNS = frozenset({"country", "nation", "homeland"})
CAPITAL = "capital"
CITY = "city"
# An acronym in brackets after the name it is made of: "Free Workers' Union (FWU)".
ACRONYM = re.compile(r"\s?\((?P<letters>[A-Z][A-Za-z&-]{1,9})\)")
# How news of the United States tells party and state: "Ann Lee, D-Ohio", "Tom Fox (R-Texas)".
MEMBER_OF_CONGRESS = re.compile(r",?\s\(?[DRI]-[A-Z][A-Za-z.]+")
PARTY_AND_STATE = re.compile(r"[DRI]-[A-Z][A-Za-z. ]+")
# Titles as news abbreviates them.
ABBREVIATIONS = {
    "adm": "admiral",
    "amb": "ambassador",
    "brig": "brigadier",
    "capt": "captain",
    "cmdr": "commander",
    "col": "colonel",
    "cpl": "corporal",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "maj": "major",
    "prof": "professor",
    "rep": "lawmaker",
    "rev": "reverend",
    "sen": "senator",
    "sgt": "sergeant",
}
# Verbs after which the name of a language has no preposition.
LANGUAGE_VERBS = frozenset("speak learn teach study understand".split())
WEATHER = frozenset("rain snow hail thunder drizzle".split())
# What somebody is, never a clause: "it is willing to withdraw".
PERSONAL = frozenset(
    "able adamant anxious committed concerned content convinced determined eager keen opposed prepared ready reluctant "
    "unable unwilling willing".split()
)
PRONOUNS = frozenset("i me he him she her it we us they them".split())
# Nouns that stand before a verb of saying without being anybody: "the year said", "Monday told".
# What speaks though it is nobody: "citing figures of the bank", "citing people close to the talks".
CITED = frozenset(
    "account agency analysis article broadcaster broadcast channel communique company data database document email "
    "estimate figure file filing footage interview intelligence journal law lawyer letter magazine media memo message "
    "minutes network newspaper note outlet paper people person post press programme program publication record release "
    "report research resident source spokesperson statement statistic statistics study survey testimony transcript "
    "tweet video website wire witness".split()
)
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
                yield Found(min(own_start(span, phrase.start), start), max(end, start + 1), "name", head.i)
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
        """Noun phrases whose head is a role noun, or a noun that takes up a state."""
        for token in doc:
            free = token.pos_ in ("NOUN", "PROPN") and token.i not in inside and token.dep_ not in MODIFIERS
            free = free and not is_title(token)
            if free and (takes_up_state(token) or role_of(token, self.knowledge)):
                yield nominal(token)

    def speakers(self, doc: Doc, inside: set[int]) -> Iterator[Found]:
        """Whoever is said to speak or be told, whatever the noun: "two people familiar with the talks"."""
        for token in doc:
            for noun in with_conjuncts(self.speech_partners(token)):
                named = noun.pos_ in ("NOUN", "PROPN") or (noun.pos_ in ("ADJ", "NUM") and children(noun, "det"))
                if named and noun.i not in inside and noun.ent_type_ not in NEVER_SOURCES:
                    yield replace(nominal(noun), form="name") if noun.pos_ == "PROPN" else nominal(noun)

    def speech_partners(self, token: Token) -> list[Token]:
        """Subjects and hearers of verbs of saying, agents of their passives, the source after "according to"."""
        if token.lower_ == "according":
            return [noun for to in children(token, "prep") for noun in children(to, "pobj")]
        if token.lemma_ in ("cite", "quote") and token.tag_ == "VBG":
            return [noun for noun in children(token, "dobj") if self.can_be_cited(noun)]
        cue = self.cues.get(("verb", token.lemma_)) if token.pos_ == "VERB" else None
        if not cue or not cue.takes & {"clause", "quote"}:
            return []
        agents = [noun for by in children(token, "agent") for noun in children(by, "pobj")]
        hearers = [n for n in children(token, "dobj", "dative") if self.can_hear(n)] if cue.hearer == "object" else []
        subjects = [resolved(subject) for subject in children(token, "nsubj", "nsubjpass")]
        # "Figures published today show that …"; not "said the road was shut and added that …", where no road speaks.
        if not subjects and token.dep_ == "conj" and token.head.dep_ != "ccomp":
            subjects = surface_subjects(token, 0)
        return [*subjects, *agents, *hearers]

    def can_be_cited(self, noun: Token) -> bool:
        """Whether "citing" names a source ("citing officials", "citing the report"), not a reason ("citing costs")."""
        if noun.pos_ == "PROPN" or noun.ent_type_ in NAME_LABELS or noun.lemma_.lower() in CITED:
            return True
        role = role_of(noun, self.knowledge)
        return role is not None and role.kind != "document"  # "citing unpaid bills"

    def can_hear(self, noun: Token) -> bool:
        """Whether the object of a verb of saying is told ("told reporters"), not what is said ("promised revenge")."""
        if noun.head.lemma_ not in THING_OR_HEARER:
            return True
        return noun.pos_ == "PROPN" or role_of(noun, self.knowledge) is not None or noun.ent_type_ in NAME_LABELS


def own_start(span: TokenSpan, start: int) -> int:
    """Where the name's phrase begins, without a name coordinated before it or a date.

    "General Aydin and Admiral Brandt", "on Friday Foreign Minister Amir-Abdollahian".
    """
    phrase = [token for token in span.doc[span.sent.start : span.start] if token.idx >= start]
    for token in reversed(phrase):
        joined = token.dep_ == "cc" and token.nbor().pos_ == "PROPN" and token.i > 0 and token.nbor(-1).pos_ == "PROPN"
        if joined or token.ent_type_ == "DATE":
            return token.nbor().idx
    return start


def nominal(head: Token) -> Found:
    """A noun phrase as a mention."""
    phrase = noun_phrase(head)
    return Found(phrase.start, phrase.end, "nominal", head.i)


def is_title(token: Token) -> bool:
    """Whether a person's name follows at once: "Rear Admiral" before "Ilse Brandt"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return token.pos_ == "PROPN" and following is not None and following.ent_type_ == "PERSON"


def takes_up_state(noun: Token) -> bool:
    """Whether the noun is "the country", "their nation", "the region's capital" and the like."""
    if noun.tag_ != "NN" or noun.lower_ not in (*STATE_NOUNS, CAPITAL, CITY):
        return False
    if noun.lower_ == CITY and (next_is_of(noun) or any(token.dep_ != "det" for token in noun.lefts)):
        return False
    return any(token.lower_ in ("the", "this", "that") or token.dep_ == "poss" for token in noun.lefts)


def name_spans(doc: Doc, knowledge: Knowledge) -> list[TokenSpan]:
    """Listed names, names with an acronym, and spaCy's entities as token spans.

    Of two that overlap the longer stays, a listed one on a tie.
    """
    text = doc.text
    listed = (doc.char_span(m.start, m.end, alignment_mode="expand") for m in knowledge.find(text))
    recognised = (trim(span) for span in doc.ents if span.label_ in NAME_LABELS)
    spans = [(span, True) for span in listed if span is not None and span.root.pos_ not in ("VERB", "ADV", "AUX")]
    spans += [(span, True) for span in acronym_spans(doc, text)]
    kept = (span for span in recognised if not is_no_name(span, knowledge))
    spans += [(span, False) for span in kept]
    chosen: list[TokenSpan] = []
    taken: set[int] = set()
    for span, _ in sorted(spans, key=lambda pair: (-name_length(pair[0]), not pair[1], pair[0].start)):
        is_other = is_unit(span) or is_language(span, knowledge) or is_constituency(span)
        if taken.isdisjoint(range(span.start, span.end)) and not is_other:
            chosen.append(span)
            taken.update(range(span.start, span.end))
    return sorted(chosen, key=lambda span: span.start)


def acronym_spans(doc: Doc, text: str) -> Iterator[TokenSpan]:
    """Names whose initials an acronym in brackets repeats: "Sahel Farmers' Union (SFU)"."""
    for match in ACRONYM.finditer(text):
        opening = doc.char_span(match.start("letters"), match.end("letters"), alignment_mode="expand")
        letters = [letter for letter in match["letters"] if letter.isupper()]
        index = opening.start - 2 if opening is not None else -1
        end = index + 1
        while letters and index >= 0 and not doc[index].is_punct:
            if doc[index].text[0].isupper():
                if doc[index].text[0] != letters.pop():
                    break
                if not letters and end - index > 1:
                    yield doc[index:end]
            index -= 1


def is_no_name(span: TokenSpan, knowledge: Knowledge) -> bool:
    """Whether what spaCy took for a name is something else or more: a role, two nationalities."""
    if is_part_of_role(span, knowledge) or joins_nationalities(span, knowledge):
        return True
    role = knowledge.role_of(span[-1].lower_) if span.label_ == "ORG" else None
    if role is None or knowledge.facts_for(span.text):
        return False
    # "The State Department Spokesperson" is a person of the State Department, "the Ministry" the one named before.
    bare = len(span) == 1 and span.start > 0 and span.doc[span.start - 1].lower_ == "the"
    return role.kind == "person" if len(span) > 1 else bare


def is_language(span: TokenSpan, knowledge: Knowledge) -> bool:
    """Whether the adjective names a language: "spoke in Russian", "spoke Turkish"; not "in Russian waters"."""
    head = span.root
    if len(span) > 1 or head.tag_ not in ("NNP", "NN", "JJ") or head.dep_ in MODIFIERS or head.text.endswith("s"):
        return False
    if any(token.dep_ in ("det", "poss", "nummod") for token in head.lefts):
        return False
    if head.ent_type_ == "LANGUAGE":
        return True
    if head.dep_ == "dobj":
        return head.head.lemma_ in LANGUAGE_VERBS
    usages = {fact.usage for fact in knowledge.facts_for(span.text)}
    told_in = head.dep_ == "pobj" and head.head.lower_ in ("in", "into")
    return told_in and bool(usages) and usages <= {"adjective", "national"}


def is_part_of_role(span: TokenSpan, knowledge: Knowledge) -> bool:
    """Whether spaCy cut a name out of a role: "Defense" in "Defense Secretary", "State" in "Secretary of State"."""
    if span.label_ != "ORG" or knowledge.facts_for(span.text):
        return False
    doc = span.doc
    windows = ((before, after) for before in (0, 1, 2) for after in (0, 1, 2) if before or after)
    return any(
        knowledge.role_of(doc[max(0, span.start - before) : span.end + after].text) is not None
        for before, after in windows
    )


def joins_nationalities(span: TokenSpan, knowledge: Knowledge) -> bool:
    """Whether the name is two that a hyphen joins: "Russian-Israeli"."""
    parts = span.text.split("-")
    return span.label_ == "NORP" and len(parts) > 1 and all(knowledge.facts_for(part) for part in parts)


def is_unit(span: TokenSpan) -> bool:
    """Whether the letters are part of an amount: "NZ $26 million", "16 GB"."""
    doc = span.doc
    if span.text.endswith("$") or (span.end < len(doc) and doc[span.end].text == "$"):
        return True
    return span.text == "GB" and span.start > 0 and doc[span.start - 1].like_num


def is_constituency(span: TokenSpan) -> bool:
    """Whether the name says for which party and state somebody sits in Congress: "Ann Lee, D-Ohio"."""
    before = span.doc[max(0, span.start - 2) : span.start].text
    return PARTY_AND_STATE.fullmatch(span.text) is not None or before in ("D-", "R-", "I-")


def is_prefixed(token: Token) -> bool:
    """Whether a prefix turns the name round: "pro-Beijing", "anti-Russian"."""
    if token.i < 2 or token.nbor(-1).text != "-":
        return False
    return PREFIXES.fullmatch(token.nbor(-2).text + "-") is not None


def trim(span: TokenSpan) -> TokenSpan:
    """The entity without an article before it, or a possessive mark, white space or (of a person) a place after it."""
    start, end = span.start, span.end
    of = [token.i for token in span if token.lower_ == "of" and span.label_ == "PERSON"]
    end = of[0] if of and of[0] > start else end
    while end - start > 1 and (span.doc[end - 1].tag_ == "POS" or span.doc[end - 1].is_space):
        end -= 1
    while end - start > 1 and span.doc[start].tag_ == "DT":
        start += 1
    return span.doc[start:end] if (start, end) != (span.start, span.end) else span


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
    """The role noun at this token, with the words around it where together they are one.

    "foreign ministry", "secretary of state".
    """
    words = [noun]
    found = knowledge.role_of(spelled(noun)) or knowledge.role_of(noun.lemma_)
    for before in reversed(list(noun.lefts)):
        if before.dep_ not in (*MODIFIERS, "punct") or before.i != words[0].i - 1 or ends_name(before, knowledge):
            break
        words.insert(0, before)
        longer = " ".join(map(spelled, words)).replace(" - ", "-")
        found = knowledge.role_of(longer) or found
    return knowledge.role_of(with_complement(noun)) or found if next_is_of(noun) else found


def ends_name(word: Token, knowledge: Knowledge) -> bool:
    """Whether the word is the end of a listed name: "European Union leaders" lead no trade union."""
    return word.pos_ == "PROPN" and word.i > 0 and bool(knowledge.facts_for(f"{word.nbor(-1).text} {word.text}"))


def spelled(word: Token) -> str:
    """The word in small letters, a title before a name spelled out: "Lt. Gen."."""
    if word.pos_ != "PROPN" or not word.text[0].isupper():
        return word.lower_
    return ABBREVIATIONS.get(word.lower_.rstrip("."), word.lower_)


def next_is_of(noun: Token) -> bool:
    """Whether "of" follows the noun."""
    return noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "of"


def with_complement(noun: Token) -> str:
    """The noun with what follows "of": "secretary of state", "chief of the general staff"."""
    for preposition in children(noun, "prep"):
        for complement in children(preposition, "pobj"):
            return noun.doc[noun.i : complement.i + 1].text.lower()
    return ""


def pronouns(doc: Doc) -> Iterator[Found]:
    """Personal pronouns; "it" only where it may refer: not in "it is raining" or "it is clear that"."""
    for token in doc:
        if token.tag_ == "PRP" and token.lower_ in PRONOUNS and not is_expletive(token):
            yield Found(token.idx, token.idx + len(token), "pronoun", token.i)


def is_expletive(token: Token) -> bool:
    """Whether "it" stands for a clause, the weather or nothing."""
    if token.lower_ != "it":
        return False
    verb = token.head
    if token.dep_ == "expl" or verb.lemma_ in WEATHER:
        return True
    if verb.pos_ == "ADJ":  # "made it clear that": the parser makes "it" the subject of "clear"
        return bool(children(verb, "ccomp", "xcomp")) or bool(children(verb.head, "ccomp"))
    later = children(verb, "ccomp", "xcomp", "advcl")
    if verb.lemma_ == "take":  # "it would take months to find out"
        return bool(later) and any(token.ent_type_ in ("DATE", "TIME") for token in children(verb, "dobj"))
    described = [*children(verb, "acomp", "attr", "oprd")]
    if any(word.lower_ in PERSONAL for word in described):
        return False
    told = later or [clause for noun in described for clause in children(noun, "relcl", "ccomp", "xcomp", "acl")]
    return verb.lemma_ in ("be", "seem", "appear", "become") and bool(described) and bool(told)
