"""An event with everything that a row of event data is made of."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.schema import Attribution, Claim, Entity, Event, Mention
from sayso.store.runs import Run


@dataclass(frozen=True, slots=True)
class Party:
    """A mention with the entity that it refers to, as far as one is known."""

    mention: Mention
    entity: Entity | None

    @property
    def name(self) -> str:
        """What to call it: by the name of the entity, else in the words of the text."""
        return self.entity.name if self.entity else self.mention.text

    @property
    def id(self) -> str:
        """What tells it from others in the same event."""
        return self.entity.id if self.entity else f"“{self.mention.text}”"


@dataclass(frozen=True, slots=True)
class Article:
    """The document of an event; `length` is that of its text in characters."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    language: str | None
    length: int


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the chain around an event. `words` are what its content says, part by part."""

    attribution: Attribution
    words: tuple[str, ...]
    source: Party | None
    addressee: Party | None


@dataclass(frozen=True, slots=True)
class Occurring:
    """The occurrence that an event reports, and how often it is told."""

    id: str
    begin: str | None
    end: str | None
    reports: int
    documents: int
    origins: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event with everything that is known of it. `chain` is outermost first; `number` counts sentences from 1.

    `in_lead` says that it stands in the first paragraph, `place_words` how the text names the place;
    `occurrence` is None for one that has not been joined.
    """

    event: Event
    article: Article
    run: Run
    sentence: str
    number: int | None
    in_lead: bool
    place_words: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    via: tuple[Party, ...]
    chain: tuple[Level, ...]
    claims: tuple[tuple[Claim, Party | None], ...]
    occurrence: Occurring | None

    @property
    def id(self) -> str:
        """How Sayso names the event everywhere: DOCUMENT/EVENT."""
        return f"{self.article.id}/{self.event.id}"

    @property
    def day(self) -> str | None:
        """The day by which the formats date it: the first on which it may have happened, else that of publication."""
        return self.event.date.begin if self.event.date else self.article.published
