"""Contexts of an event: by its frame and type, its clause's words, who takes part, and what the document is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Clue, Codebook, ContextIndex
from sayso.schema import CodedDocument, Entity
from sayso.stages.syntax import is_finite

if TYPE_CHECKING:
    from spacy.tokens import Token

# A document is about a context when its title says so, or when so many words do, and one in so many.
THEME_WORDS = 3
THEME_SHARE = 1 / 100
# Clauses with a tense of their own tell of something else.
OTHER_CLAUSES = frozenset({"conj", "relcl", "advcl", "parataxis"})


class Contexts:
    """The contexts of one document's events."""

    def __init__(self, coded: CodedDocument, codebook: Codebook) -> None:
        self.index = codebook.contexts
        clues = tuple(self.index.find(coded.document.text))
        self.themes = frozenset(themes_of(coded, clues, self.index))
        self.by_token: dict[int, list[str]] = {}
        starts = [token.idx for token in coded.parse]
        for clue in clues:
            for i in range(bisect_right(starts, clue.start) - 1, bisect_left(starts, clue.end)):
                self.by_token.setdefault(i, []).append(clue.context)

    def of(self, token: Token, event: str, given: Iterable[str], those: Iterable[Entity]) -> tuple[str, ...]:
        """Every context that holds, in the order of the codebook; `given` are those that the frame names."""
        found = {*given, *self.themes, *self.index.of_type(event)}
        for entity in those:
            found.update(self.index.of_participant(entity.sector, entity.role))
        found.update(context for word in clause_of(token) for context in self.by_token.get(word.i, ()))
        return tuple(name for name in self.index.contexts if name in found)


def clause_of(token: Token) -> list[Token]:
    """The words of the trigger's clause: what depends on it but clauses of their own; of a noun also its verb's."""
    root = token
    while (
        root.pos_ not in ("VERB", "AUX") and root.dep_ not in ("ROOT", "relcl", "advcl", "ccomp") and root.head != root
    ):
        root = root.head
    words, level = [root], [root]
    while level:
        level = [child for word in level for child in word.children if not is_other_clause(child, token)]
        words += level
    return words


def is_other_clause(child: Token, token: Token) -> bool:
    """Whether the child opens a clause that tells of something else than the event at `token`."""
    if child.dep_ not in OTHER_CLAUSES or child.pos_ not in ("VERB", "AUX") or not is_finite(child):
        return False
    return child != token and not child.is_ancestor(token)


def themes_of(coded: CodedDocument, clues: Sequence[Clue], index: ContextIndex) -> Iterable[str]:
    """What the document is about."""
    words = len(coded.parse)
    title = {clue.context for clue in index.find(coded.document.title or "")}
    counts = Counter(clue.context for clue in clues)
    for name, context in index.contexts.items():
        often = counts[name] >= max(THEME_WORDS, words * THEME_SHARE)
        if context.theme and (name in title or often):
            yield name
