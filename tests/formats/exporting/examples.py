"""Coded documents with what trips exports up: both directions of script, line ends, tabs, quotes, emoji, no days."""

from __future__ import annotations

from functools import partial
from typing import Any

import records
from sayso.schema import (
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

# The helicopter and the flag are one and two characters, and two and four units of UTF-16.
SHIPPED = 'Iran 🚁 shipped\t"drones" to Russia on 17 October, the envoy 🇮🇱 said;'
DENIED = "قالت طهران إنها «لم ترسل\r\nشيئا» إلى موسكو"
MET = "They <met> & talked in Kyiv,\nhe\u2028added."
NASTY = f"{SHIPPED} {DENIED}.\n\n{MET}"
LATER = "Iran shipped drones to Russia on 17 October. Moscow may meet Tehran."


span = partial(records.span, text=NASTY)
quoted = partial(records.quoted, text=NASTY)
mention = partial(records.mention, text=NASTY)
event = partial(records.event, text=NASTY, score=2.5, reason='by hand, "so"\tto say')

ENTITIES = (
    Entity("IRN", "Iran", "state", "IRN", wikidata="Q794", cow=630, gw=630),
    Entity("RUS", "Russia", "state", "RUS", wikidata="Q159"),
    Entity("ISR.GOV", 'Government of "Israel"', "government", "ISR", "GOV"),
    Entity("geonames-703448", "Kyiv", "place", "UKR", geonames=703448),
)
WHEN = span("17 October")
ON_17_OCTOBER = EventDate("2022-10-17", "2022-10-17", "day")
SHIPPING: dict[str, Any] = {
    "mode": "military",
    "cameo": "072",
    "quad": 2,
    "score": 7.0,
    "goldstein": 8.3,
    "date": ON_17_OCTOBER,
}
KYIV = Location(span("Kyiv").start, span("Kyiv").end, "Kyiv", "UKR", 703448, 50.45466, 30.5238)
NOWHERE = Location(span("talked").start, span("talked").end, "talked", None)

ODD = CodedDocument(
    Document(
        id="odd/1 ☂",
        text=NASTY,
        title='A "title", with\ta tab\nand a line',
        url="https://news.example/a?b=c&d=é",
        publisher="Evening, Wire",
        published="2022-10-19",
        language="en",
        removed=(Removed("Photo:\n“pier”", "caption"),),
        extra={"tags": ["ä", 1, None, {"deep": 2.5}]},
        raw="<html>…</html>",
    ),
    sentences=(span(SHIPPED), span(DENIED), span(MET)),
    entities=ENTITIES,
    mentions=(
        mention("m1", "Iran", "IRN"),
        mention("m2", "Russia", "RUS"),
        mention("m3", "the envoy 🇮🇱", "ISR.GOV", form="nominal"),
        mention("m4", "طهران", "IRN"),
        mention("m5", "موسكو", "RUS"),
        mention("m6", "Kyiv", "geonames-703448"),
        mention("m7", "They", None, form="pronoun"),
    ),
    times=(TimeExpression("t1", WHEN.start, WHEN.end, "17 October", "DATE", "2022-10-17", "2022-10-17", "2022-10-17"),),
    locations=(KYIV,),
    attributions=(
        # The inner one comes first, and its content is split by the words that name its time.
        Attribution(
            "a2",
            "mixed",
            "m4",
            quoted("قالت"),
            (span("«لم ترسل\r\nشيئا»"), span("إلى")),
            polarity="negative",
            parent="a1",
        ),
        Attribution("a1", "indirect", "m3", quoted("said"), (span('Iran 🚁 shipped\t"drones"'),), addressee="m2"),
        Attribution("a3", "direct", None, None, (span("talked"),)),
    ),
    events=(
        event(
            "e1",
            "shipped",
            SHIPPED,
            "AID",
            actors=("m1",),
            recipients=("m2",),
            time="t1",
            attribution="a1",
            contexts=("military", "technology"),
            **SHIPPING,
        ),
        event("e2", "لم ترسل", DENIED, "AID", actors=("m4",), recipients=("m5",), attribution="a2", status="negated"),
        event("e10", "<met>", MET, "CONSULT", actors=("m1", "m2", "m7"), location=KYIV, within="e2"),
        event("e11", "talked", MET, "CONSULT", location=NOWHERE, status="future"),
    ),
    claims=(
        Claim("e1", "m3", "a1", "certain", "positive"),
        Claim("e1", None, None, "unknown", "positive"),
        Claim("e2", "m4", "a2", "certain", "negative"),
        Claim("e10", None, None, "certain", "positive"),
    ),
    issues=(Issue("times", "an odd date", path="page.html", line=3),),
)

SECOND = CodedDocument(
    Document("second", LATER, publisher="Second Post", published="2022-10-21"),
    entities=ENTITIES[:2],
    mentions=(
        mention("m1", "Iran", "IRN", text=LATER),
        mention("m2", "Russia", "RUS", text=LATER),
        mention("m3", "Moscow", "RUS", text=LATER),
        mention("m4", "Tehran", "IRN", text=LATER),
    ),
    times=(TimeExpression("t1", 33, 43, "17 October", "DATE", "2022-10-17", "2022-10-17", "2022-10-17"),),
    events=(
        event(
            "e1", "shipped", LATER[:44], "AID", text=LATER, actors=("m1",), recipients=("m2",), time="t1", **SHIPPING
        ),
        event(
            "e2", "meet", LATER[45:], "CONSULT", text=LATER, actors=("m3",), recipients=("m4",), status="hypothetical"
        ),
    ),
    claims=(Claim("e1", None, None, "certain", "positive"),),
)

# Neither it nor its event has a day, and nothing else is known.
UNDATED = CodedDocument(
    Document("undated", "Talks."), events=(event("e1", "Talks", "Talks.", "CONSULT", text="Talks.", mode="meet"),)
)

# A document without any event, and without any word.
SILENT = CodedDocument(Document("silent", "", published="2020-02-29"))
