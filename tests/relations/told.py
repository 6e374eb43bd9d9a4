"""A small store made by hand: six documents on Russia, Ukraine and Iran, two of which tell the same strike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import records
from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Mention,
    QuotedSpan,
    Span,
)
from sayso.store import Store
from sayso.store.joining import Occurrence, Report
from sayso.store.rows import row_of
from sayso.store.tables import metadata

ENTITIES = {
    "RUS": Entity("RUS", "Russia", "state", "RUS"),
    "UKR": Entity("UKR", "Ukraine", "state", "UKR"),
    "IRN": Entity("IRN", "Iran", "state", "IRN"),
    "kharkiv": Entity("kharkiv", "Kharkiv", "place", "UKR"),
    "Q7747": Entity("Q7747", "Vladimir Putin", "person", "RUS", "GOV", "President of Russia", "Q7747"),
}
QUADS = {"ASSAULT": 4, "AID": 2, "THREATEN": 3, "CONSULT": 1, "PARLEY": 1}


class Telling:
    """Builds one coded document; words are found where they first stand in the text."""

    def __init__(self, id: str, text: str, published: str | None, publisher: str | None = "Delta Courier") -> None:
        self.document = Document(id, text, title=f"On {id}", publisher=publisher, published=published)
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.claims: list[Claim] = []
        self.attributions: list[Attribution] = []
        self.assessments: list[Assessment] = []

    def span(self, words: str) -> Span:
        return records.span(words, self.document.text)

    def quoted(self, words: str) -> QuotedSpan:
        return records.quoted(words, self.document.text)

    def sentence(self, words: str) -> Span:
        text, found = self.document.text, self.span(words)
        before = text.rfind(". ", 0, found.start)
        return Span(before + 2 if before >= 0 else 0, text.index(".", found.end) + 1)

    def mention(self, words: str, entity: str | None, form: Any = "name") -> str:
        found = self.span(words)
        self.mentions.append(Mention(f"m{len(self.mentions) + 1}", found.start, found.end, words, form, entity))
        return self.mentions[-1].id

    def event(self, trigger: str, type: str, actors: list[str], recipients: list[str], **fields: Any) -> str:
        day = fields.pop("day", self.document.published)
        told = records.event_at(
            f"e{len(self.events) + 1}",
            self.quoted(trigger),
            self.sentence(trigger),
            type,
            contexts=("military",),
            quad=QUADS[type],
            score=-5.0,
            actors=tuple(actors),
            recipients=tuple(recipients),
            date=EventDate(day, day, "day") if day else None,
        )
        self.events.append(replace(told, **fields))
        return self.events[-1].id

    def claim(
        self, event: str, claimant: str | None, certainty: Any, polarity: Any = "positive", by: str | None = None
    ) -> None:
        self.claims.append(Claim(event, claimant, by, certainty, polarity))

    def says(self, source: str | None, cue: str, content: str, **fields: Any) -> str:
        id = f"a{len(self.attributions) + 1}"
        self.attributions.append(
            replace(Attribution(id, "indirect", source, self.quoted(cue), (self.span(content),)), **fields)
        )
        return id

    def coded(self) -> CodedDocument:
        used = dict.fromkeys(mention.entity for mention in self.mentions if mention.entity)
        return CodedDocument(
            self.document,
            sentences=(Span(0, len(self.document.text)),),
            mentions=tuple(self.mentions),
            entities=tuple(ENTITIES[entity] for entity in used),
            attributions=tuple(self.attributions),
            events=tuple(self.events),
            claims=tuple(self.claims),
            assessments=tuple(self.assessments),
        )


def strike() -> CodedDocument:
    """Ukraine asserts a strike, Moscow denies it, the publisher leaves it open."""
    told = Telling("strike", "Russia shelled Kharkiv, Ukraine said; Moscow denied it.", "2022-03-02")
    russia, city = told.mention("Russia", "RUS"), told.mention("Kharkiv", "kharkiv")
    ukraine, moscow = told.mention("Ukraine", "UKR"), told.mention("Moscow", "RUS")
    said = told.says(ukraine, "said", "Russia shelled Kharkiv")
    denied = told.says(moscow, "denied", "it", polarity="negative")
    event = told.event("shelled", "ASSAULT", [russia], [city], day="2022-03-01", attribution=said)
    told.claim(event, ukraine, "certain", by=said)
    told.claim(event, moscow, "certain", "negative", by=denied)
    told.claim(event, None, "unknown")
    return told.coded()


def strike_again() -> CodedDocument:
    """Another outlet tells the same in its own voice."""
    told = Telling("again", "Russian guns hit Kharkiv on Tuesday.", "2022-03-03", "Cape Argument")
    russia, city = told.mention("Russian", "RUS"), told.mention("Kharkiv", "kharkiv")
    told.claim(told.event("hit", "ASSAULT", [russia], [city], day="2022-03-01"), None, "probable")
    return told.coded()


def threat() -> CodedDocument:
    """What Russia is yet to do, and what Iran did to Russia."""
    told = Telling("threat", "Russia will punish Ukraine. Iran helped Russia.", "2022-04-01")
    russia, ukraine, iran = told.mention("Russia", "RUS"), told.mention("Ukraine", "UKR"), told.mention("Iran", "IRN")
    told.claim(told.event("punish", "ASSAULT", [russia], [ukraine], status="future"), None, "certain")
    told.claim(told.event("helped", "AID", [iran], [russia]), None, "certain")
    return told.coded()


def words() -> CodedDocument:
    """What Putin says of Ukraine, which is no act, and what the publisher says of the relation."""
    told = Telling("words", "Putin said that Ukraine was “brave. Ties are broken, he knows.", "2022-05-01")
    putin = told.mention("Putin", "Q7747")
    told.mention("Ukraine", "UKR")
    told.says(putin, "said", "that Ukraine was “brave")
    ties = told.span("Ties are broken")
    told.assessments.append(Assessment("s1", ties.start, ties.end, ("RUS", "UKR"), "severed", None, "actual", None))
    return told.coded()


def talks() -> CodedDocument:
    """An act done together, of a type that no codebook but the user's own has; nobody knows when."""
    told = Telling("talks", "Putin and Ukraine parleyed.", None)
    both = [told.mention("Putin", "Q7747"), told.mention("Ukraine", "UKR")]
    told.claim(told.event("parleyed", "PARLEY", both, []), None, "certain")
    return told.coded()


def elsewhere() -> CodedDocument:
    """An unresolved pronoun as the only claimant."""
    told = Telling("elsewhere", "It said Ukraine armed Iran.", "2022-06-01")
    it, ukraine, iran = told.mention("It", None, "pronoun"), told.mention("Ukraine", "UKR"), told.mention("Iran", "IRN")
    said = told.says(it, "said", "Ukraine armed Iran")
    event = told.event("armed", "AID", [ukraine], [iran], attribution=said)
    told.claim(event, it, "possible", by=said)
    told.claim(event, None, "unknown")
    return told.coded()


ALL = (strike, strike_again, threat, words, talks, elsewhere)


def fill(store: Store) -> Store:
    """Put all documents into the store, none of them joined."""
    run = store.begin_run()
    for telling in ALL:
        assert store.add(telling(), run, on_error="raise") == "added"
    store.finish_run(run)
    return store


def join_strikes(store: Store) -> None:
    """Make the two reports of the strike one occurrence."""
    occurrence = Occurrence("o1", "ASSAULT", "RUS", "UKR", "2022-03-01", "2022-03-01", 1)
    with store.writing() as connection:
        for name in ("reports", "occurrences"):
            connection.execute(metadata.tables[name].delete())
        connection.execute(metadata.tables["occurrences"].insert(), row_of(Occurrence, occurrence))
        for document in ("strike", "again"):
            report = Report("o1", document, 1, "e1", None, "the same words", 0)
            connection.execute(metadata.tables["reports"].insert(), row_of(Report, report))
