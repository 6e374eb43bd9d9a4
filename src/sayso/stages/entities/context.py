"""What the linking of one document's mentions looks at: its parse, its mentions, the listed names, the links so far."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.knowledge.facts import Fact, Knowledge, Match, RoleNoun, holding
from sayso.schema import CodedDocument, Mention
from sayso.stages.attributions.quotations import find_quotations
from sayso.stages.entities.link import Link
from sayso.stages.entities.phrases import is_generic
from sayso.stages.entities.teams import is_all_sport, is_on_sport
from sayso.stages.mentions import role_of
from sayso.stages.syntax import head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

GEOGRAPHIC = frozenset({"state", "people", "place"})
# From how many names on, and with which share of all, one country is that of the article.
NAMED_OFTEN = 3
SHARE_OF_ARTICLE = 0.75


class Context:
    """One document while its mentions are linked; `links` and what stands below it grow as the sieve runs.

    `doubts` says of mentions without a link what they may be; `genders` holds what titles and pronouns told of persons;
    `acronyms` are those that the text itself explains.
    """

    def __init__(self, knowledge: Knowledge, coded: CodedDocument) -> None:
        self.knowledge = knowledge
        self.doc: Doc = coded.parse
        self.text = self.doc.text  # spaCy puts the text together anew at each call
        self.day = coded.document.published
        self.mentions = coded.mentions
        self.heads = {mention.id: head_of(self.doc, mention) for mention in coded.mentions}
        self.by_head = {self.heads[mention.id].i: mention for mention in coded.mentions}
        self.links: dict[str, Link] = {}
        self.doubts: dict[str, str] = {}
        self.genders: dict[str, str] = {}
        self.acronyms: dict[str, Link] = {}
        self.matches = tuple(knowledge.find(self.text))
        self.sentence_at = [number for number, sentence in enumerate(self.doc.sents) for _ in sentence]

    @cached_property
    def matches_by_end(self) -> dict[int, Match]:
        """Listed names by the index of their last token."""
        found = {}
        for match in self.matches:
            span = self.doc.char_span(match.start, match.end, alignment_mode="expand")
            if span is not None:
                found[span.end - 1] = match
        return found

    @cached_property
    def countries_named(self) -> Counter[str]:
        """How often the document names each country in words that can mean no other."""
        found: Counter[str] = Counter()
        for match in self.matches:
            countries = {fact.country for fact in match.facts if fact.kind != "person"}
            if is_generic(self.text[match.start : match.end]):
                continue
            if len(countries) == 1 and (country := countries.pop()):
                found[country] += 1
        return found

    @cached_property
    def country_of_article(self) -> str | None:
        """The state in which the article plays: its places are named often, those of all others hardly ever."""
        return self.country_named(NAMED_OFTEN)

    def country_named(self, times: int) -> str | None:
        """The state that is named so many times at least, and all others hardly ever."""
        found = self.states_named
        (country, count), *_ = found.most_common(1) or [("", 0)]
        return country if count >= times and count >= SHARE_OF_ARTICLE * found.total() else None

    @cached_property
    def states_named(self) -> Counter[str]:
        """How often the document names each state itself, its people and its places."""
        found: Counter[str] = Counter()
        for match in self.matches:
            countries = {f.country for f in match.facts if f.kind in GEOGRAPHIC or f.usage == "metonym"}
            if len(countries) == 1 and (country := countries.pop()) in self.knowledge.countries:
                found[country] += 1
        return found

    @cached_property
    def is_on_sport(self) -> bool:
        """Whether the article tells of a match."""
        return is_on_sport(self.text)

    @cached_property
    def is_all_sport(self) -> bool:
        """Whether it tells of nothing else."""
        return is_all_sport(self.text)

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Where quotations stand, in characters."""
        return [(quotation.start, quotation.end) for quotation in find_quotations(self.text)]

    def quotation_of(self, token: Token) -> tuple[int, int] | None:
        """The innermost quotation around a token."""
        around = [(start, end) for start, end in self.quoted if start <= token.idx < end]
        return min(around, key=lambda quotation: quotation[1] - quotation[0], default=None)

    @cached_property
    def _recognised(self) -> dict[int, TokenSpan]:
        return {token.i: span for span in self.doc.ents for token in span}

    def recognised_at(self, token: Token) -> TokenSpan | None:
        """The name that spaCy saw at this token."""
        return self._recognised.get(token.i)

    def token_at(self, position: int) -> Token:
        """The token that holds a character or follows it; the last one at the end of the text."""
        index = bisect_right(self.doc, position, key=lambda token: token.idx) - 1
        return self.doc[max(0, index)]

    def link_at(self, token: Token) -> Link | None:
        """The link of the mention whose head is this token."""
        mention = self.by_head.get(token.i)
        return self.links.get(mention.id) if mention else None

    def facts_at(self, token: Token) -> list[Fact]:
        """What the listed name that ends at this token may stand for on the document's date.

        Inside a person's name it is no country: "Chad Larsen".
        """
        match = self.matches_by_end.get(token.i)
        facts = holding(match.facts, self.day) if match else []
        return [fact for fact in facts if fact.kind == "person"] if token.ent_type_ == "PERSON" else facts

    def role_of(self, token: Token) -> RoleNoun | None:
        """The role noun at this token."""
        return role_of(token, self.knowledge)

    def linked_before(self, position: int) -> list[Mention]:
        """Mentions with a link that end before a character, in order of the text."""
        return [mention for mention in self.mentions if mention.end <= position and mention.id in self.links]
