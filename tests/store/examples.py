"""Coded documents made by hand; between them every field of every record is filled somewhere."""

from __future__ import annotations

from functools import partial
from typing import Any

import records
from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    EventDate,
    Issue,
    Location,
    Removed,
    TimeExpression,
)

SHIPPED = "The Harbour Post, citing an Israeli official, said Iran shipped drones to Russia via Oman on 17 October."
CONDEMNED = "Erdoğan condemned the “shipment” in Ankara."
THREATENED = "Moscow threatened to cut ties with Jerusalem, which have cooled."
TEXT = " ".join((SHIPPED, CONDEMNED, THREATENED))


span = partial(records.span, text=TEXT)
quoted = partial(records.quoted, text=TEXT)
mention = partial(records.mention, text=TEXT)
event = partial(records.event, text=TEXT)

ON_17_OCTOBER = span("17 October")
COOLED = span("which have cooled")
ANKARA = span("Ankara")

DRONES = CodedDocument(
    Document(
        id="drones",
        text=TEXT,
        title="Drones, “100%” home-made",
        url="https://harbour.example/drones",
        publisher="Evening Wire",
        published="2022-10-19",
        language="en",
        removed=(Removed("Photo: a pier", "caption"), Removed("By A. Writer", "byline")),
        extra={"desk": "foreign", "tags": ["ä", 1, None, {"deep": 2.5}]},
        raw="<html><body>…</body></html>",
    ),
    sentences=(span(SHIPPED), span(CONDEMNED), span(THREATENED)),
    entities=(
        Entity("harbour-post", "Harbour Post", "outlet"),
        Entity("ISR.GOV", "Government of Israel", "government", "ISR", "GOV", reason="an official of a state"),
        Entity("IRN", "Iran", "state", "IRN", wikidata="Q794"),
        Entity("RUS", "Russia", "state", "RUS", wikidata="Q159"),
        Entity("OMN", "Oman", "state", "OMN", wikidata="Q842", cow=698, gw=698, geonames=286963),
        Entity("Q39259", "Recep Tayyip Erdoğan", "person", "TUR", "GOV", "President of Turkey", "Q39259"),
    ),
    mentions=(
        mention("m10", "The Harbour Post", "harbour-post"),
        mention("m2", "an Israeli official", "ISR.GOV", form="nominal"),
        mention("m3", "Iran", "IRN"),
        mention("m4", "Russia", "RUS"),
        mention("m5", "Oman", "OMN"),
        mention("m6", "Erdoğan", "Q39259", reason="a surname"),
        mention("m7", "Moscow", "RUS"),
        mention("m8", "Jerusalem", None),
    ),
    times=(
        TimeExpression(
            "t1",
            ON_17_OCTOBER.start,
            ON_17_OCTOBER.end,
            "17 October",
            "DATE",
            "2022-10-17",
            begin="2022-10-17",
            end_date="2022-10-17",
            mod="APPROX",
        ),
    ),
    locations=(Location(ANKARA.start, ANKARA.end, "Ankara", "TUR", 323786, 39.92, 32.85),),
    attributions=(
        # The inner one comes first: a reference may point forward.
        Attribution(
            "a2",
            "indirect",
            "m2",
            quoted("citing"),
            (span("Iran shipped drones to Russia"), span("on 17 October")),
            parent="a1",
            certainty="probable",
            reason="cue cite",
        ),
        Attribution("a1", "indirect", "m10", quoted("said"), (span("Iran shipped"),), addressee="m4"),
        Attribution("a3", "scare", None, None, (span("“shipment”"),), polarity="negative"),
    ),
    events=(
        event(
            "e1",
            "shipped",
            SHIPPED,
            "AID",
            mode="military",
            contexts=("military", "technology"),
            cameo="072",
            score=7.0,
            goldstein=8.3,
            quad=2,
            actors=("m3",),
            recipients=("m4",),
            via=("m5",),
            time="t1",
            date=EventDate("2022-10-17", "2022-10-17", "day"),
            attribution="a2",
            confidence=0.75,
        ),
        event(
            "e2",
            "condemned",
            CONDEMNED,
            "ACCUSE",
            actors=("m6",),
            recipients=("m8", "m3"),
            date=EventDate("2022-10-01", "2022-10-31", "month"),
            location=Location(ANKARA.start, ANKARA.end, "Ankara", None, None),
            status="historical",
        ),
        event("e4", "cut ties", THREATENED, "COERCE", actors=("m7",), status="hypothetical", within="e3"),
        event(
            "e3",
            "threatened",
            THREATENED,
            "THREATEN",
            actors=("m7",),
            recipients=("m8",),
            date=EventDate("2022-10-19", "2022-10-19", "day"),
        ),
    ),
    claims=(
        Claim("e1", "m2", "a2", "probable", "positive"),
        Claim("e1", "m10", "a1", "unknown", "positive"),
        Claim("e1", None, None, "unknown", "negative"),
        Claim("e3", None, None, "certain", "positive"),
    ),
    assessments=(
        Assessment("s1", COOLED.start, COOLED.end, ("RUS", "ISR"), "worsening", "t1", "actual", "a3", "cool"),
    ),
    issues=(Issue("times", "an odd date", "look at it", "page.html", 3), Issue("events", "a clause too long")),
)


def talks(id: str, *, published: str | None = None, publisher: str | None = None, **fields: Any) -> CodedDocument:
    """A document with nothing but one event, `e1`, of which `fields` are filled."""
    text = "Talks took place."
    document = Document(id, text, published=published, publisher=publisher)
    return CodedDocument(document, events=(event("e1", "Talks", text, "CONSULT", text=text, **fields),))
