"""Asking for events: each filter alone, several together, and what a row says."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from sayso.errors import SettingsError
from sayso.schema import Attribution, Claim, CodedDocument, Document, Entity, EventDate, Mention, Span
from sayso.store import EventFilter, Run, Store

from .examples import DRONES, SHIPPED, event, mention, talks


def found(store: Store, **filters: Any) -> list[str]:
    """The ids of the events that pass."""
    return [row.event_id for row in store.events(EventFilter(**filters))]


@pytest.fixture
def drones(store: Store, run: Run) -> Store:
    store.add(DRONES, run)
    return store


@pytest.mark.parametrize(
    ("filters", "events"),
    [
        ({}, ["e2", "e1", "e3", "e4"]),
        # A country, or whoever goes by just these letters.
        ({"actor": "RUS"}, ["e3", "e4"]),
        ({"actor": "TUR"}, ["e2"]),
        ({"actor": "ISR"}, []),
        ({"recipient": "RUS"}, ["e1"]),
        ({"recipient": "IRN"}, ["e2"]),
        ({"actor": "RUS", "recipient": "RUS"}, []),
        # A country with a sector.
        ({"actor": "TUR.GOV"}, ["e2"]),
        ({"actor": "TUR.MIL"}, []),
        # A Wikidata id, be it the id of the entity or beside it.
        ({"actor": "Q39259"}, ["e2"]),
        ({"actor": "Q159"}, ["e3", "e4"]),
        ({"actor": "Q1590"}, []),
        # A part of the entity's name or of the words of the mention.
        ({"actor": "tayyip"}, ["e2"]),
        ({"actor": "ERDOĞAN"}, ["e2"]),
        ({"actor": "moscow"}, ["e3", "e4"]),
        ({"recipient": "jerusalem"}, ["e2", "e3"]),
        ({"recipient": "%"}, []),
        ({"recipient": "r_ssia"}, []),
        # Who only hands on takes no part.
        ({"actor": "OMN"}, []),
        ({"recipient": "OMN"}, []),
        ({"type": ("AID",)}, ["e1"]),
        ({"type": ("AID", "THREATEN")}, ["e1", "e3"]),
        ({"type": ("CONSULT",)}, []),
        ({"since": "2022-10-18"}, ["e2", "e3"]),
        ({"since": "2022-10-17"}, ["e2", "e1", "e3"]),
        ({"until": "2022-10-17"}, ["e2", "e1"]),
        ({"until": "2022-10-16"}, ["e2"]),
        ({"since": "2022-10-18", "until": "2022-10-18"}, ["e2"]),
        ({"since": "2022-11-01"}, []),
        ({"until": "2022-09-30"}, []),
        ({"status": ("hypothetical",)}, ["e4"]),
        ({"status": ("historical", "hypothetical")}, ["e2", "e4"]),
        # The source may be the innermost or enclose it.
        ({"source": "ISR"}, ["e1"]),
        ({"source": "ISR.GOV"}, ["e1"]),
        ({"source": "an israeli"}, ["e1"]),
        ({"source": "harbour post"}, ["e1"]),
        ({"source": "RUS"}, []),
        ({"publisher": "evening"}, ["e2", "e1", "e3", "e4"]),
        ({"publisher": "harbour"}, []),
        ({"actor": "RUS", "status": ("actual",), "recipient": "jerusalem"}, ["e3"]),
    ],
)
def test_filters(drones: Store, filters: dict[str, Any], events: list[str]) -> None:
    assert found(drones, **filters) == events


def test_a_row_says_it_all(drones: Store) -> None:
    (row,) = drones.events(EventFilter(type=("AID",)))
    assert asdict(row) == {
        "document_id": "drones",
        "event_id": "e1",
        "publisher": "Evening Wire",
        "published": "2022-10-19",
        "title": "Drones, “100%” home-made",
        "date_begin": "2022-10-17",
        "date_end": "2022-10-17",
        "precision": "day",
        "actors": "Iran",
        "actor_ids": "IRN",
        "actor_countries": "IRN",
        "type": "AID",
        "mode": "military",
        "contexts": "military; technology",
        "cameo": "072",
        "quad": 2,
        "score": 7.0,
        "goldstein": 8.3,
        "recipients": "Russia",
        "recipient_ids": "RUS",
        "recipient_countries": "RUS",
        "via": "Oman",
        "status": "actual",
        "sources": "Harbour Post > Government of Israel",
        "certainty": "probable",
        "polarity": "positive",
        "publisher_certainty": "unknown",
        "confidence": 0.75,
        "sentence": SHIPPED,
        "trigger": "shipped",
        "reason": "written by hand",
    }


def test_an_unknown_participant_keeps_its_words_and_its_place(drones: Store) -> None:
    (row,) = drones.events(EventFilter(type=("ACCUSE",)))
    assert (row.recipients, row.recipient_ids, row.recipient_countries) == ("Jerusalem; Iran", "; IRN", "; IRN")
    assert row.sources == ""
    assert (row.certainty, row.polarity, row.publisher_certainty) == (None, None, None)


def test_in_the_publisher_s_voice_its_claim_counts(drones: Store) -> None:
    (row,) = drones.events(EventFilter(type=("THREATEN",)))
    assert (row.sources, row.certainty, row.publisher_certainty) == ("", "certain", "certain")


def chained(*sources: str | None, claims: tuple[Claim, ...] = ()) -> CodedDocument:
    """A document with an event that the sources tell one within the other, the outermost first."""
    text = "Alpha Beta Gamma Delta say talks took place."
    names = {"m1": "Alpha", "m2": "Beta", "m3": "Gamma", "m4": "Delta"}
    chain = tuple(
        Attribution(f"a{level}", "indirect", source, None, (Span(0, 5),), parent=f"a{level - 1}" if level else None)
        for level, source in enumerate(sources)
    )
    return CodedDocument(
        Document("chained", text),
        entities=(Entity("alpha", "Alpha", "outlet", "GBR", "JRN"), Entity("CNN", "CNN", "outlet", "USA", "JRN")),
        mentions=(
            mention("m1", names["m1"], "alpha", text=text),
            mention("m2", names["m2"], "CNN", text=text),
            mention("m3", names["m3"], None, text=text),
            mention("m4", names["m4"], "alpha", text=text),
        ),
        attributions=chain,
        events=(event("e1", "talks", text, "CONSULT", text=text, attribution=f"a{len(sources) - 1}"),),
        claims=claims,
    )


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        (("m1",), "Alpha"),
        (("m1", "m2", "m3"), "Alpha > CNN > Gamma"),
        (("m1", None), "Alpha > ?"),
        ((None, None, "m1"), "? > ? > Alpha"),
        # The same source twice in a row is one level, by whatever name it goes.
        (("m1", "m4", "m2"), "Alpha > CNN"),
        (("m3", "m3"), "Gamma"),
        (("m1", "m2", "m4"), "Alpha > CNN > Alpha"),
    ],
)
def test_sources_read_outermost_first(store: Store, run: Run, sources: tuple[str | None, ...], shown: str) -> None:
    store.add(chained(*sources), run, on_error="raise")
    (row,) = store.events()
    assert row.sources == shown


@pytest.mark.parametrize("source", ["Alpha", "GBR.JRN", "CNN", "USA", "gamma"])
def test_a_source_counts_at_every_level(store: Store, run: Run, source: str) -> None:
    store.add(chained("m1", "m2", "m3"), run)
    assert found(store, source=source) == ["e1"]


def test_a_source_within_the_event_s_attribution_does_not_count(store: Store, run: Run) -> None:
    coded = chained("m1", "m2", "m3")
    store.add(replace(coded, events=(replace(coded.events[0], attribution="a1"),)), run)
    assert found(store, source="Alpha") == ["e1"]
    assert found(store, source="Gamma") == []


def test_the_same_ids_in_another_document_are_others(store: Store, run: Run) -> None:
    store.add(chained("m1", "m2"), run)
    other = chained("m3")
    store.add(replace(other, document=replace(other.document, id="other")), run)
    assert [row.document_id for row in store.events(EventFilter(source="USA"))] == ["chained"]
    assert [row.document_id for row in store.events(EventFilter(source="gamma"))] == ["other"]


def test_the_innermost_claim_is_shown_even_where_levels_were_joined(store: Store, run: Run) -> None:
    claims = (
        Claim("e1", None, None, "unknown", "positive"),
        Claim("e1", "m1", "a0", "possible", "negative"),
    )
    store.add(chained("m1", "m4", claims=claims), run)
    (row,) = store.events()
    assert (row.certainty, row.polarity, row.publisher_certainty) == ("possible", "negative", "unknown")


def test_a_chain_in_a_circle_ends(store: Store, run: Run) -> None:
    coded = chained("m1", "m2")
    outer, inner = coded.attributions
    store.add(replace(coded, attributions=(replace(outer, parent="a1"), inner)), run)
    assert found(store, source="Alpha") == ["e1"]
    assert next(store.events()).sources.endswith("Alpha > CNN")


def test_order_is_date_then_document_then_place(store: Store, run: Run) -> None:
    days = {"d": "2022-01-01", "a": "2022-03-01", "c": "2022-02-01", "b": "2022-02-01", "e": None}
    for id, day in days.items():
        store.add(talks(id, date=EventDate(day, day, "day") if day else None), run)
    assert [row.document_id for row in store.events()] == ["d", "b", "c", "a", "e"]


def test_within_a_document_the_record_s_order_holds(store: Store, run: Run) -> None:
    coded = talks("d")
    names = ("e10", "e9", "e1")
    store.add(replace(coded, events=tuple(replace(coded.events[0], id=name) for name in names)), run)
    assert found(store) == [*names]


@pytest.mark.parametrize("part", ["şahin", "ŞAHIN", "Şahin"])
def test_names_are_found_in_small_and_capital_letters_of_any_script(store: Store, run: Run, part: str) -> None:
    coded = talks("d", actors=("m1",))
    store.add(replace(coded, mentions=(Mention("m1", 0, 5, "Mr Şahin", "name"),)), run)
    assert found(store, actor=part) == ["e1"]


def test_events_past_one_batch_keep_their_own_particulars(store: Store, run: Run) -> None:
    for number in range(620):
        id = f"{number:04}"
        coded = talks(id, actors=("m1",), contexts=(id,))
        store.add(replace(coded, mentions=(Mention("m1", 0, 5, f"name {id}", "name"),)), run)
    rows = list(store.events())
    assert [row.document_id for row in rows] == [f"{number:04}" for number in range(620)]
    assert all(row.contexts == row.document_id and row.actors == f"name {row.document_id}" for row in rows)


@pytest.mark.parametrize("day", ["2022", "2022-13-01", "20221017", "yesterday", ""])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(SettingsError, match="`since` is"):
        EventFilter(since=day)
    with pytest.raises(SettingsError, match="`until` is"):
        EventFilter(until=day)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(SettingsError, match="It can be: actual, historical, future, hypothetical, negated"):
        EventFilter(status=("denied",))  # type: ignore[arg-type]


def test_a_sentence_is_counted_in_characters_not_bytes(store: Store, run: Run) -> None:
    text = "🛰 – „ä“. Talks took place. 🛰"
    coded = CodedDocument(
        Document("d", text), events=(event("e1", "Talks", "Talks took place.", "CONSULT", text=text),)
    )
    store.add(coded, run)
    assert next(store.events()).sentence == "Talks took place."
