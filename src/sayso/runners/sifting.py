"""A cheap first pass: whether a document may hold an event at all, by its words and without a parse.

It may where one sentence has a word that heads a frame, the other words which that frame asks for, and two who have a
part in public life: listed names and role nouns such as "police".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.schema import Document
from sayso.stages.events.relevance import PUBLIC

if TYPE_CHECKING:
    from sayso.config import Settings
    from sayso.knowledge.codebook import Codebook
    from sayso.knowledge.facts import Knowledge

WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
# Ends too often rather than too seldom would lose events; so only what always ends a sentence counts.
SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"A-Z])|\n+")
POSSESSIVE = re.compile(r"[’']s?$")
WORDS_REMEMBERED = 100_000
AT_LEAST = 2
CANNOT_ACT = frozenset({"place", "outlet"})


class Sieve:
    """Says of documents whether they may hold an event. It errs on the side of yes."""

    def __init__(self, codebook: Codebook, knowledge: Knowledge, forms: Mapping[str, Any]) -> None:
        self.frames = codebook.index
        self.knowledge = knowledge
        self.forms = forms
        self.lemmas = lru_cache(WORDS_REMEMBERED)(self._lemmas)

    @classmethod
    def of(cls, settings: Settings) -> Sieve:
        """The sieve that goes with what the settings code with."""
        from sayso.knowledge.codebook import PLOVER, load_codebook
        from sayso.knowledge.facts import load_knowledge
        from sayso.models.spacy_pipeline import load_spacy

        lemmatizer: Any = load_spacy(settings.model).get_pipe("lemmatizer")
        tables = {name: lemmatizer.lookups.get_table(name) for name in ("lemma_exc", "lemma_rules")}
        return cls(load_codebook(settings.codebook or PLOVER), load_knowledge(own=settings.facts), tables)

    def __call__(self, document: Document) -> bool:
        """Whether the document may hold an event."""
        sentences = SENTENCE_END.split(document.text)
        return any(self.may_be_act(sentence) and self.names_enough(sentence) for sentence in sentences)

    def names_enough(self, sentence: str) -> bool:
        """Whether the sentence names several who have a part in public life."""
        return len(list(islice(self.public(sentence), AT_LEAST))) == AT_LEAST

    def public(self, sentence: str) -> Iterator[str]:
        """Listed names that can act, and nouns for public roles."""
        for match in self.knowledge.find(sentence):
            if any(fact.kind not in CANNOT_ACT for fact in match.facts):
                yield sentence[match.start : match.end]
        for word in WORD.findall(sentence):
            roles = (self.knowledge.role_of(lemma) for lemma in self.lemmas(word.lower()))
            if any(role is not None and role.sector in PUBLIC for role in roles):
                yield word

    def may_be_act(self, sentence: str) -> bool:
        """Whether the sentence has the words of a frame."""
        words = [POSSESSIVE.sub("", word.lower()) for word in WORD.findall(sentence)]
        around = frozenset(lemma for word in words for part in parts_of(word) for lemma in self.lemmas(part))
        return any(
            (frame.particle is None or frame.particle in around) and all(not w.isdisjoint(around) for w in frame.wants)
            for lemma in around
            for frame in self.frames.get(lemma, ())
        )

    def _lemmas(self, word: str) -> frozenset[str]:
        """The word and whatever the rules of the lemmatizer could make of it, as any part of speech."""
        found = {word}
        for part in ("verb", "noun", "adj"):
            found.update(self.forms["lemma_exc"].get(part, {}).get(word, ()))
            for old, new in self.forms["lemma_rules"].get(part, ()):
                if old and word.endswith(old):
                    found.add(word[: -len(old)] + new)
        return frozenset(found)


def parts_of(word: str) -> Sequence[str]:
    """The word and, of one with hyphens, its parts."""
    return (word, *word.split("-")) if "-" in word else (word,)
