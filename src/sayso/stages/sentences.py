"""Sentences and tokens: parses the text once with spaCy; every later stage shares the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from sayso.schema import CodedDocument, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# Memory of the parser grows with the length of what it sees at once; paragraphs are parsed in blocks of this size.
BLOCK_CHARACTERS = 20_000
CLOSING_MARKS = frozenset("”’\"'»")
QUOTE_ENDINGS = frozenset("?!,.…")


class Sentences:
    """Fills `sentences` and the shared parse. A sentence never runs over the end of a paragraph."""

    needs: ClassVar[frozenset[str]] = frozenset({"document"})
    fills: ClassVar[frozenset[str]] = frozenset({"sentences", "parse"})

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Parse the document."""
        parse = parse_text(self.nlp, coded.document.text)
        spans = (trimmed(coded.document.text, s.start_char, s.end_char) for s in parse.sents)
        return replace(coded, parse=parse, sentences=tuple(span for span in spans if span.start < span.end))


def parse_text(nlp: Language, text: str) -> Doc:
    """One `Doc` over the whole text, parsed block by block; token offsets are those of the text."""
    from spacy.tokens import Doc

    blocks = [with_boundaries(nlp.make_doc(block)) for block in blocks_of(text)]
    parsed = [nlp(block) for block in blocks]
    if not parsed:
        return nlp.make_doc("")
    return parsed[0] if len(parsed) == 1 else Doc.from_docs(parsed, ensure_whitespace=False)


def blocks_of(text: str, size: int = BLOCK_CHARACTERS) -> Iterator[str]:
    """Cut the text at paragraph ends into blocks of about `size` characters; joined they are the text again."""
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else text.rfind("\n", start, start + size) + 1
        if end <= start:  # one paragraph longer than a block: cut it at a space, or where it must be
            end = text.rfind(" ", start, start + size) + 1 or start + size
        end = max(end, start + 1)
        yield text[start:end]
        start = end


def with_boundaries(doc: Doc) -> Doc:
    """Tell the parser what it often gets wrong: where a sentence must begin, and where it cannot."""
    # Written all at once: at each `token.is_sent_start = …` spaCy looks through the whole document.
    starts: Any = doc.to_array("SENT_START").astype("int64")
    for place, (before, token) in enumerate(pairwise(doc), 1):
        if "\n" in before.text_with_ws:
            starts[place] = 1
        elif token.is_space or continues_sentence(before, token):
            starts[place] = -1
    doc.from_array("SENT_START", starts.astype("uint64"))
    return doc


def continues_sentence(before: Token, token: Token) -> bool:
    """Whether no sentence can begin at `token`."""
    if before.text[-1].isalnum():
        return True  # no sentence ends without a mark: "Council Dmitry | Medvedev warned"
    if token.text in CLOSING_MARKS:
        return before.text in QUOTE_ENDINGS and not before.whitespace_
    return before.text in CLOSING_MARKS and token.text[0].islower() and before.i > 0  # “Who fired?” | he asked


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
