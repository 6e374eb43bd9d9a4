"""Who speaks each quotation: joins quotations to the cue whose content they are, beside or before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sayso.schema import Span
from sayso.stages.attributions.around import REACH, enclosing, tokens_after
from sayso.stages.attributions.clauses import hearer
from sayso.stages.attributions.found import Found, quoted, span_of
from sayso.stages.attributions.quotations import Quotation
from sayso.stages.attributions.replies import in_reply
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEECH_WORDS = 4
FRAGMENT_WORDS = 8
SIGNATURE = re.compile(r"[ \t]*(?:[—–]|--?)[ \t]*(?=\w)")


def join_quotations(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The relations with every quotation put where it belongs, and new ones for those that no clause holds."""
    result = list(found)
    previous: tuple[Quotation, Found] | None = None
    for quotation in scene.quotations:
        around = enclosing(quotation, scene.quotations)
        holder = held_by(quotation, candidates(result, around), scene)
        if holder is None:
            holder = beside(scene, quotation, candidates(result, around))
        if holder is None and around is None:
            holder = (
                signed(scene, quotation)
                or in_reply(scene, quotation)
                or introduced(scene, quotation)
                or carried_on(scene, quotation, previous)
                or after_report(scene, quotation, result)
                or fragment(scene, quotation)
            )
        if holder is None:
            continue
        if holder not in result:
            result.append(holder)
        if around is None and not holder.scare:
            previous = (quotation, holder)
    return with_openings(scene, result)


def candidates(found: Sequence[Found], around: Quotation | None) -> list[Found]:
    """The relations that may hold a quotation: for one inside another only the cues of the quoted speaker."""
    if around is None:
        return list(found)
    return [each for each in found if each.cue and around.span.contains(each.cue.span)]


def held_by(quotation: Quotation, found: Sequence[Found], scene: Scene) -> Found | None:
    """The relation whose content already holds the quotation; a content cut short by the parser grows to it."""
    for each in found:
        if each.cue is None or quotation.span.contains(each.cue.span):
            continue  # a cue within the quotation is the quoted speaker's
        for number, span in enumerate(each.content):
            if span.contains(quotation.span):
                return each
            shared = min(quotation.end, span.end) - max(quotation.start, span.start)
            if shared > 0.5 * (quotation.end - quotation.start) or (shared > 0 and quotation.span.contains(span)):
                each.content[number] = Span(min(span.start, quotation.start), max(span.end, quotation.end))
                return each
    return None


def beside(scene: Scene, quotation: Quotation, found: Sequence[Found]) -> Found | None:
    """The relation of the cue that stands next to the quotation, made anew where it has none yet."""
    around = enclosing(quotation, scene.quotations)
    announced = scene.text[: quotation.start - 1].rstrip(" ").endswith(":")
    verb = governing_cue(scene, quotation)
    verb = verb or (cue_before(scene, quotation) if announced else None) or cue_after(scene, quotation)
    if verb is None or (around is not None and not around.span.contains(span_of(verb))):
        verb = cue_before(scene, quotation)
    if verb is None or (around is not None and not around.span.contains(span_of(verb))):
        return None
    for each in found:
        if each.cue_token == verb:
            each.content.append(quotation.span)
            each.content.sort(key=lambda span: span.start)
            return each
    return relation(scene, verb, quotation)


def relation(scene: Scene, verb: Token, quotation: Quotation) -> Found:
    """A new relation of this cue with the quotation as its content."""
    cue = scene.verb_cue(verb)
    assert cue is not None  # who calls has asked for one
    source = scene.speaker(verb, inverted=quotation.end <= verb.idx)
    addressee = hearer(verb, cue, is_passive(verb))
    return Found(
        f"quotation beside {verb.lemma_}",
        quoted(verb),
        source,
        [quotation.span],
        addressee=None if addressee == source else addressee,
        polarity=cue.polarity,
        certainty="certain" if "predicate" in cue.takes else cue.certainty,
        outer=cue.outer,
        cue_token=verb,
        outside=[span_of(verb)],
    )


def may_quote(scene: Scene, token: Token) -> bool:
    """Whether the token is a verb that may carry a quotation."""
    cue = scene.verb_cue(token)
    return cue is not None and "quote" in cue.takes


def governing_cue(scene: Scene, quotation: Quotation) -> Token | None:
    """The verb whose predicate the quoted words are: called the vote “a farce”, described it as “a farce”."""
    span = scene.doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
    if span is None:
        return None
    head = span.root.head
    if head.pos_ == "ADP" and head.lower_ in ("as", "to"):  # "described it as", "likened it to"
        head = head.head.head if head.head.dep_ == "dobj" else head.head  # it may hang on the object
    cue = scene.verb_cue(head)
    predicate = span.root.dep_ in ("oprd", "attr", "ccomp", "pobj", "acomp")
    fits = cue is not None and "predicate" in cue.takes and predicate and head.idx < quotation.start
    return head if fits and scene.speaker(head, inverted=False) is not None else None


def cue_after(scene: Scene, quotation: Quotation) -> Token | None:
    """The verb of saying in the words right after the closing mark: ,” said Okoye | ,” Okoye, the minister, said."""
    if not quotation.closed:
        return None
    text = scene.text
    ended = text[quotation.end - 1 : quotation.end] in ".?!"
    comma = text[quotation.end - 1 : quotation.end] in ",?!…—–-" or text[quotation.end + 1 : quotation.end + 2] == ","
    for token in tokens_after(scene, quotation):
        if token.text in (".", "!", "?", ";") or "\n" in token.text:
            return None
        close = token.left_edge.idx <= quotation.end + 2
        if ended and any(clause.i > token.i for clause in children(token, "ccomp", "xcomp")):
            return None  # “With what money?” He does not believe that …: the next sentence has its own content
        if may_quote(scene, token) and (comma or close) and token.dep_ != "relcl":
            if scene.speaker(token, inverted=True) is not None:
                return token
            return None
    return None


def cue_before(scene: Scene, quotation: Quotation) -> Token | None:
    """The verb of saying in the words before the opening mark: Okoye said: “… | called the vote “…."""
    lead = scene.text[max(0, quotation.start - 3) : quotation.start - 1].rstrip()
    introduced_here = lead.endswith((":", ",", "…"))
    first = scene.token_from(quotation.start)
    level = enclosing(quotation, scene.quotations)
    for token in reversed(scene.doc[max(0, first - REACH) : first]):
        if "\n" in token.text or (token.text in (".", "?", "!", ";") and token.i < first - 1):
            return None
        inside = scene.quotation_at(token.idx)
        if inside not in (level, quotation):
            if not introduced_here:
                return None
            continue  # He called it “a farce” and asked: “…
        cue = scene.verb_cue(token)
        if cue is None or "quote" not in cue.takes:
            continue
        near = introduced_here or "predicate" in cue.takes or token.i >= first - 3
        if near and (introduced_here or scene.speaker(token, inverted=False) is not None):
            return token
    return None


def signed(scene: Scene, quotation: Quotation) -> Found | None:
    """A signature after a dash: “A shameful vote.” — Senator Ruiz."""
    dash = SIGNATURE.match(scene.text, quotation.end + 1)
    if not dash or not quotation.closed:
        return None
    line_end = scene.text.find("\n", dash.end())
    line_end = len(scene.text) if line_end < 0 else line_end
    index = scene.token_from(dash.end())
    heads = [i for i in range(index, min(index + 8, len(scene.doc))) if i in scene.by_head]
    names = [i for i in heads if scene.doc[i].idx < line_end and scene.by_head[i].form == "name"]
    if not names or line_end - dash.end() > 80:
        return None
    return Found("signature after a dash", None, scene.doc[names[0]], [quotation.span])


def introduced(scene: Scene, quotation: Quotation) -> Found | None:
    """A block after a line that ends with a colon: And from the ministry: [new paragraph] “The bridge is closed.”"""
    text = scene.text
    before = text[: quotation.start - 1].rstrip(" \t")
    if not before.endswith("\n") or not before.rstrip().endswith((":", ",")):
        return None
    line_end = len(before.rstrip())
    line_start = before.rfind("\n", 0, line_end) + 1
    line = scene.doc[scene.token_from(line_start) : scene.token_from(line_end)]
    verbs = [token for token in line if may_quote(scene, token)]
    if verbs and scene.speaker(verbs[-1], inverted=False) is not None:
        return relation(scene, verbs[-1], quotation)
    mentioned = [token for token in line if token.i in scene.by_head and before.rstrip().endswith(":")]
    after_from = [t for t in mentioned if t.dep_ == "pobj" and t.head.lower_ in ("from", "of", "by")]
    if mentioned:
        return Found("line with a colon before", None, (after_from or mentioned)[0], [quotation.span])
    return None


def carried_on(scene: Scene, quotation: Quotation, previous: tuple[Quotation, Found] | None) -> Found | None:
    """The speaker before goes on: a next paragraph that is all quotation, or the sentence after “…,” she said."""
    if previous is None:
        return None
    text = scene.text
    before, holder = previous
    between = text[before.end + 1 : quotation.start - 1]
    line = text[text.rfind("\n", 0, quotation.start) + 1 : quotation.start - 1]
    line_end = text.find("\n", quotation.end)
    rest = text[quotation.end + 1 : len(text) if line_end < 0 else line_end]
    words = text[quotation.start : quotation.end].split()
    sentence = len(words) >= SPEECH_WORDS or text[quotation.end - 1] in ".!?"
    if quotation.continues:
        return again(holder, quotation, "goes on over paragraphs")
    if text[before.end - 1 : before.end] == "," and text[quotation.start].islower() and "\n" not in between:
        holder.content.append(quotation.span)  # “The ceasefire,” he said, “is dead.”
        return holder
    if not sentence:
        return None
    if "\n" not in between:
        return again(holder, quotation, "same paragraph") if re.search(r"[.!?]\s*$", between) else None
    if line.strip() or rest.strip(" .") or between.count("\n") > 3:
        return None
    if holder.cue_token is not None and holder.cue_token.lemma_ == "ask" and between.count("\n") <= 2:
        # A question is answered by somebody else: whoever was asked, where the text says so.
        return Found("answer to a question", None, holder.addressee, [quotation.span])
    return again(holder, quotation, "paragraph of quotation only")


def after_report(scene: Scene, quotation: Quotation, found: Sequence[Found]) -> Found | None:
    """A quotation by itself after a sentence that reports somebody: Kim said the road was shut. “It is mined.”"""
    text = scene.text[quotation.start : quotation.end]
    first = scene.doc[scene.token_from(quotation.start)]
    if text[-1] not in ".!?,…" or len(text.split()) < SPEECH_WORDS or first.i < 2:
        return None
    before = scene.doc[first.i - 2]
    if before.sent == first.sent or "\n" in scene.text[before.idx : quotation.start]:
        return None
    start, end = before.sent.start_char, before.sent.end_char
    for each in reversed(found):
        speech = each.cue_token is not None and may_quote(scene, each.cue_token) and each.certainty == "certain"
        if speech and each.cue and start <= each.cue.start < end and each.source is not None:
            return again(each, quotation, "after a report")
    return None


def again(holder: Found, quotation: Quotation, why: str) -> Found:
    """The same source once more, without a cue of its own."""
    certainty = "certain" if holder.certainty == "unknown" else holder.certainty  # who has asked now tells
    return Found(f"speaker before, {why}", None, holder.source, [quotation.span], certainty=certainty)


def with_openings(scene: Scene, found: list[Found]) -> list[Found]:
    """Paragraphs left open before the one that names the speaker are the same speech: they join its content."""
    outer = [q for q in scene.quotations if enclosing(q, scene.quotations) is None]
    for before, after in reversed(list(pairwise(outer))):
        if before.closed or not after.continues or any(holds(each, before) for each in found):
            continue
        holder = next((each for each in found if holds(each, after)), None)
        if holder:
            holder.content.insert(0, before.span)
    return found


def holds(found: Found, quotation: Quotation) -> bool:
    """Whether a relation has the quotation in its content."""
    return any(span.contains(quotation.span) for span in found.content)


def fragment(scene: Scene, quotation: Quotation) -> Found | None:
    """Scare quotes: a few words in marks within a noun phrase; whose wording it is, where a verb of judging says so."""
    text = scene.text[quotation.start : quotation.end]
    words = text.split()
    if not words or len(words) > FRAGMENT_WORDS or text[-1] in ".!?":
        return None
    if all(word[:1].isupper() or not word[:1].isalpha() for word in words):
        return None  # capitals alone are a title, a name or a nickname: “Invasion”, Ben “The Hammer” Ortiz
    span = scene.doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
    if span is None or (span.root.pos_ in ("VERB", "AUX") and span.root.dep_ == "ROOT"):
        return None
    source = None
    for ancestor in span.root.ancestors:
        if scene.verb_cue(ancestor) and scene.quotation_at(ancestor.idx) is None:
            source = scene.speaker(ancestor, inverted=False)
            break
    return Found("scare quotes", None, source, [quotation.span], scare=True)
