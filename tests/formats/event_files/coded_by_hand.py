"""Two documents coded by hand, with what makes trouble in tables: tabs, quotes, emoji, no date, nobody known."""

from __future__ import annotations

from typing import Any

from records import event, mention, span
from sayso.schema import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Location,
    Mention,
    Span,
)
from sayso.store import Store

MET = "😀 Russia and Ukraine met in Kazan on 4 May."
AID = "Britain will send Romania tents, Hamas “warned”."
RAID = 'They did not bomb the "Grand\tHotel" in Leeds.'
ASKED = "The United Nations asked Hamas in New York for calm."
DENIED = "Nobody saw Iran shell South Sudan."
TEXT = f"{MET}\n{AID} {RAID}\n{ASKED} {DENIED}"
UNDATED = "Somebody parleyed."

ENTITIES = (
    Entity("RUS", "Russia", "state", "RUS", wikidata="Q159", cow=365, gw=365),
    Entity("UKR", "Ukraine", "state", "UKR", wikidata="Q212", cow=369, gw=369),
    Entity("GBR", "United Kingdom", "state", "GBR", cow=200, gw=200),
    Entity("ROU", "Romania", "state", "ROU", cow=360, gw=360),
    Entity("Q38799", "Hamas", "armed_group", "PSE", "REB", wikidata="Q38799"),
    Entity("Q1065", "United Nations", "igo", "UNO", wikidata="Q1065"),
    Entity("IRN.MIL", "Armed forces of Iran", "government", "IRN", "MIL", "soldiers", cow=630),
    Entity("SSD", "South Sudan", "state", "SSD", cow=626),
)


def place(words: str, country: str | None, geonames: int | None, at: tuple[float, float] | None = None) -> Location:
    found = span(words, TEXT)
    latitude, longitude = at or (None, None)
    return Location(found.start, found.end, words, country, geonames, latitude, longitude)


def act(id: str, words: str, sentence: str, type: str, **fields: Any) -> Event:
    return event(id, words, sentence, type, text=TEXT, **fields)


def day(on: str) -> EventDate:
    return EventDate(on, on, "day")


HARBOUR = CodedDocument(
    Document(
        "harbour",
        TEXT,
        title='Talks, "tents"\tand more',
        url="https://post.example/talks?a=1",
        publisher="Harbour Post",
        published="2022-05-05",
        language="en",
    ),
    sentences=tuple(span(sentence, TEXT) for sentence in (MET, AID, RAID, ASKED, DENIED)),
    entities=ENTITIES,
    mentions=(
        mention("m1", "Russia", "RUS", text=TEXT),
        mention("m2", "Ukraine", "UKR", text=TEXT),
        mention("m3", "Britain", "GBR", text=TEXT),
        mention("m4", "Romania", "ROU", text=TEXT),
        mention("m5", "Hamas", "Q38799", text=TEXT),
        mention("m6", "They", None, text=TEXT, form="pronoun"),
        mention("m7", 'the "Grand\tHotel"', None, text=TEXT, form="nominal"),
        mention("m8", "The United Nations", "Q1065", text=TEXT),
        mention("m9", "Iran", "IRN.MIL", text=TEXT),
        mention("m10", "South Sudan", "SSD", text=TEXT),
    ),
    attributions=(
        Attribution("a1", "mixed", "m5", None, (span("Britain will send Romania tents", TEXT),), certainty="probable"),
    ),
    events=(
        act(
            "e1",
            "met",
            MET,
            "CONSULT",
            mode="visit",
            contexts=("diplomatic", "territory"),
            cameo="040",
            quad=1,
            score=2.5,
            goldstein=1.0,
            actors=("m1", "m2"),
            date=day("2022-05-04"),
            location=place("Kazan", "RUS", 551487, (55.7887, 49.1221)),
            confidence=0.87,
            reason="frame meet: ACTORS meet",
        ),
        act(
            "e2",
            "send",
            AID,
            "AID",
            cameo="073",
            quad=2,
            score=10.0,
            goldstein=7.4,
            actors=("m3",),
            recipients=("m4",),
            date=day("2022-05-20"),
            status="future",
            attribution="a1",
        ),
        act("e3", "bomb", RAID, "ASSAULT", cameo="183", quad=4, actors=("m6",), recipients=("m7",), status="negated"),
        act(
            "e4",
            "asked",
            ASKED,
            "REQUEST",
            cameo="020",
            quad=3,
            goldstein=3.0,
            actors=("m8",),
            recipients=("m5",),
            date=day("2022-05-05"),
            location=place("New York", "USA", 5128581, (40.7143, -74.006)),
            confidence=0.04,
        ),
        act("e5", "shell", DENIED, "ASSAULT", cameo="190", quad=4, actors=("m9",), recipients=("m10",)),
        act("e6", "calm", ASKED, "CONCEDE", cameo="080", quad=1, actors=("m5",), status="hypothetical", within="e4"),
    ),
    claims=(
        Claim("e1", None, None, "certain", "positive"),
        Claim("e2", "m5", "a1", "probable", "positive"),
        Claim("e2", None, None, "unknown", "positive"),
        Claim("e3", None, None, "certain", "negative"),
        Claim("e4", None, None, "certain", "positive"),
        Claim("e5", None, None, "certain", "negative"),
    ),
)
PARLEY = CodedDocument(
    Document("parley", UNDATED),
    sentences=(Span(0, len(UNDATED)),),
    mentions=(Mention("m1", 0, 8, "Somebody", "nominal"),),
    events=(event("e1", "parleyed", UNDATED, "PARLEY", text=UNDATED, actors=("m1",), quad=1),),
    claims=(Claim("e1", None, None, "certain", "positive"),),
)


def fill(store: Store) -> None:
    run = store.begin_run(codebook="c0de", model="hand", model_version="1")
    for coded in (HARBOUR, PARLEY):
        assert store.add(coded, run, on_error="raise") == "added"
    store.finish_run(run)
