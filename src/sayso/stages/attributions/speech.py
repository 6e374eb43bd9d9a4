"""Who speaks each quotation: joins quotations to the cue whose content they are, beside or before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue, Cues
from sayso.schema import Span
from sayso.stages.attributions.clauses import hearer, quoted, span_of
from sayso.stages.attributions.found import Found
from sayso.stages.attributions.quotations import Quotation
from sayso.stages.syntax import children, is_passive, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Words between a closing mark and the cue: ", the minister for water and energy of the new government, said".
REACH = 22
SPEECH_WORDS = 4
JUDGEMENTS = ("predicate",)


def join_quotations(doc: Doc, quotations: Sequence[Quotation], found: list[Found], cues: Cues) -> list[Found]:
    """The relations with every quotation put where it belongs, and new ones for those that no clause holds."""
    text = doc.text
    outer = [q for q in quotations if not any(o.start <= q.start and q.end <= o.end and o != q for o in quotations)]
    result = list(found)
    previous: tuple[Quotation, Found] | None = None
    for quotation in outer:
        holder = held_by(quotation, result, text)
        if holder is None:
            holder = beside(doc, quotation, quotations, result, cues)
            if holder is None:
                holder = carried_on(text, quotation, previous)
            if holder is None:
                holder = fragment(doc, quotation, cues)
            if holder is None:
                continue
            if holder not in result:
                result.append(holder)
        if not holder.scare:
            previous = (quotation, holder)
    return with_openings(text, outer, result)


def with_openings(text: str, quotations: Sequence[Quotation], found: list[Found]) -> list[Found]:
    """Paragraphs left open before the one that names the speaker are the same speech: they join its content."""
    for before, after in reversed(list(pairwise(quotations))):
        if before.closed or not after.continues or held_by(before, found, text):
            continue
        holder = held_by(after, found, text)
        if holder:
            holder.content.insert(0, before.span)
    return found


def held_by(quotation: Quotation, found: Sequence[Found], text: str) -> Found | None:
    """The relation whose content already holds the quotation; a content inside the quotation grows to it."""
    for each in found:
        for number, span in enumerate(each.content):
            if span.contains(quotation.span):
                return each
            if covers(quotation.span, span, text) and not inside(each, quotation):
                each.content[number] = merged(span, quotation.span)
                return each
    return None


def covers(quotation: Span, content: Span, text: str) -> bool:
    """Whether the content is mostly this quotation, cut short or run over by the parser."""
    shared = min(quotation.end, content.end) - max(quotation.start, content.start)
    return shared > 0.5 * (quotation.end - quotation.start) or (quotation.contains(content) and shared > 0)


def inside(found: Found, quotation: Quotation) -> bool:
    """Whether the cue itself stands within the quotation: then it is the quoted speaker's."""
    return found.cue is not None and quotation.span.contains(found.cue.span)


def merged(content: Span, quotation: Span) -> Span:
    """The content stretched to the quotation's edges."""
    return Span(min(content.start, quotation.start), max(content.end, quotation.end))


def beside(
    doc: Doc, quotation: Quotation, quotations: Sequence[Quotation], found: list[Found], cues: Cues
) -> Found | None:
    """The relation of the cue that stands next to the quotation, made anew where it has none yet."""
    verb = cue_after(doc, quotation, quotations, cues) or cue_before(doc, quotation, quotations, cues)
    if verb is None:
        return None
    for each in found:
        if each.cue_token == verb:
            each.content.append(quotation.span)
            each.content.sort(key=lambda span: span.start)
            return each
    return relation(verb, cues, quotation)


def relation(verb: Token, cues: Cues, quotation: Quotation) -> Found:
    """A new relation of this cue with the quotation as its content."""
    cue = cues[("verb", verb.lemma_.lower())]
    subjects = logical_subjects(verb) or children(verb, "nsubj") or inverted_subject(verb)
    return Found(
        f"quotation beside {verb.lemma_}",
        quoted(verb),
        subjects[0] if subjects else None,
        [quotation.span],
        addressee=hearer(verb, cue, is_passive(verb)),
        polarity=cue.polarity,
        certainty=cue.certainty,
        outer=cue.outer,
        cue_token=verb,
        outside=[span_of(verb)],
    )


def inverted_subject(verb: Token) -> list[Token]:
    """The subject after the verb that the parser took for its object: “…,” said Okoye."""
    return [
        t for t in verb.rights if t.dep_ in ("dobj", "attr", "npadvmod", "oprd") and t.pos_ in ("PROPN", "NOUN", "PRON")
    ]


def is_quoting(token: Token, cues: Cues) -> Cue | None:
    """The cue at this token where it may carry a quotation and has somebody to say it."""
    if token.pos_ not in ("VERB", "AUX"):
        return None
    cue = cues.get(("verb", token.lemma_.lower()))
    return cue if cue and "quote" in cue.takes else None


def cue_after(doc: Doc, quotation: Quotation, quotations: Sequence[Quotation], cues: Cues) -> Token | None:
    """The verb of saying in the words right after the closing mark: ,” said Okoye | ,” Okoye, the minister, said."""
    if not quotation.closed:
        return None
    last = doc.text[quotation.end - 1 : quotation.end]
    comma = last in ",?!…—–-" or doc.text[quotation.end + 1 : quotation.end + 2] == ","
    for token in tokens_after(doc, quotation.end + 1, quotations):
        if token.text in (".", "!", "?") or "\n" in token.text:
            return None
        if is_quoting(token, cues) and (comma or opens_sentence(token, quotation)):
            if token.dep_ != "relcl" and (logical_subjects(token) or inverted_subject(token)):
                return token
    return None


def opens_sentence(token: Token, quotation: Quotation) -> bool:
    """Whether nothing but the verb and its subject follows a full stop inside the marks: “It is dead.” he said."""
    return token.left_edge.idx <= quotation.end + 2


def tokens_after(doc: Doc, position: int, quotations: Sequence[Quotation]) -> Iterator[Token]:
    """The tokens after a position that no quotation holds, as far as a cue may stand."""
    start = bisect_left(range(len(doc)), position, key=lambda index: doc[index].idx)
    for token in doc[start : start + REACH]:
        if not any(q.start <= token.idx < q.end for q in quotations):
            if token.text in ('"', "“", "‘") and token.idx > position + 1:
                return
            yield token


def cue_before(doc: Doc, quotation: Quotation, quotations: Sequence[Quotation], cues: Cues) -> Token | None:
    """The verb of saying in the words before the opening mark: Okoye said: “… | called the vote “…."""
    at = quotation.start - 1
    lead = doc.text[max(0, at - 2) : at].rstrip()
    introduced = lead.endswith((":", ",", "…"))
    span = doc.char_span(quotation.start, quotation.start + 1, alignment_mode="expand")
    if span is None:
        return None
    for token in reversed(doc[max(0, span.start - REACH) : span.start]):
        if "\n" in token.text or (token.text in (".", "?", "!") and token.i < span.start - 1):
            return None
        if any(q.start <= token.idx < q.end for q in quotations if q != quotation):
            return None
        cue = is_quoting(token, cues)
        if cue is None:
            continue
        near = introduced or "predicate" in cue.takes or token.i >= span.start - 3
        if near and (introduced or logical_subjects(token)):
            return token
    return None


def carried_on(text: str, quotation: Quotation, previous: tuple[Quotation, Found] | None) -> Found | None:
    """The speaker before goes on: a next paragraph that is all quotation, or the sentence after “…,” she said."""
    if previous is None:
        return None
    before, holder = previous
    between = text[before.end + 1 : quotation.start - 1]
    line = text[text.rfind("\n", 0, quotation.start) + 1 : quotation.start - 1]
    rest = text[quotation.end + 1 : (text.find("\n", quotation.end) + 1 or len(text) + 1) - 1]
    if quotation.continues:
        return again(holder, quotation, "goes on over paragraphs")
    long_enough = len(text[quotation.start : quotation.end].split()) >= SPEECH_WORDS
    same_paragraph = "\n" not in between
    if same_paragraph and re.search(r"[.!?]\s*$", between) and long_enough:
        return again(holder, quotation, "same paragraph")
    if not same_paragraph and not line.strip() and not rest.strip(" .") and between.count("\n") <= 3 and long_enough:
        return again(holder, quotation, "paragraph of quotation only")
    return None


def again(holder: Found, quotation: Quotation, why: str) -> Found:
    """The same source once more, without a cue of its own."""
    return Found(f"speaker before, {why}", None, holder.source, [quotation.span], certainty=holder.certainty)


def fragment(doc: Doc, quotation: Quotation, cues: Cues) -> Found | None:
    """Scare quotes: a few words in marks within a noun phrase; whose wording it is, where a verb of judging says so."""
    words = doc.text[quotation.start : quotation.end].split()
    if not words or len(words) > 8 or all(word[:1].isupper() or not word[:1].isalpha() for word in words):
        # Capitals alone are a title, a name or a nickname. "neo-Nazi regime" is not, "Invasion" is.
        return None
    span = doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
    if span is None or (span.root.pos_ in ("VERB", "AUX") and span.root.dep_ == "ROOT"):
        return None
    source = None
    for ancestor in span.root.ancestors:
        cue = cues.get(("verb", ancestor.lemma_.lower())) if ancestor.pos_ == "VERB" else None
        if cue:
            source = next(iter(logical_subjects(ancestor)), None)
            break
    return Found("scare quotes", None, source, [quotation.span], scare=True)
