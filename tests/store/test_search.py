"""Full-text search: what is found, in which order, how it is shown, and that nothing typed is an error."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records import span
from sayso.errors import SettingsError
from sayso.schema import Attribution, CodedDocument, Document, Entity, Span
from sayso.store import Run, SearchFilter, SearchHit, Store
from sayso.store.search import search
from sayso.store.snippets import LENGTH, marked
from sayso.store.words import folded_words, phrases

from .examples import CONDEMNED, DRONES, TEXT, mention

WALESA = "Lech Wałęsa ging über die Straße. La señora Peña no habló; Το ΤΕΛΟΣ, κύριος. Ђоковић, 北京 2022."


def found(store: Store, words: str, **filters: Any) -> list[tuple[str, str | None]]:
    """Kind and id of each hit."""
    return [(hit.kind, hit.id) for hit in store.search(words, SearchFilter(**filters))]


def document(id: str, text: str, **fields: Any) -> CodedDocument:
    return CodedDocument(Document(id, text, **fields))


@pytest.fixture
def drones(store: Store, run: Run) -> Store:
    store.add(DRONES, run)
    return store


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("harbour citing", {("text", None)}),
        ("shipped", {("text", None), ("quotation", "a2"), ("quotation", "a1")}),
        ("shipped drones russia", {("text", None), ("quotation", "a2")}),
        ("SHIPMENT", {("text", None), ("quotation", "a3")}),
        # All words must occur.
        ("shipped submarines", set()),
        # A word of the title counts as well.
        ("home-made", {("text", None)}),
        ("erdogan", {("entity", "Q39259"), ("text", None)}),
        ("ERDOĞAN", {("entity", "Q39259"), ("text", None)}),
        ("harbour post", {("entity", "harbour-post"), ("text", None)}),
        # Side by side in just this order.
        ('"shipped drones"', {("text", None), ("quotation", "a2")}),
        ('"drones shipped"', set()),
        ("“shipped drones”", {("text", None), ("quotation", "a2")}),
        ('"cut ties" jerusalem', {("text", None)}),
        # A quotation mark that nobody closed holds to the end.
        ('"threatened to cut', {("text", None)}),
        # What goes on.
        ("threat", set()),
        ("threat*", {("text", None)}),
        ('"to cut ti"*', {("text", None)}),
        ("erdo*", {("entity", "Q39259"), ("text", None)}),
        # The title and the text are no phrase together.
        ('"made the"', set()),
        ("", set()),
        ("…  ?!", set()),
    ],
)
def test_what_words_find(drones: Store, words: str, hits: set[tuple[str, str | None]]) -> None:
    assert set(found(drones, words)) == hits


def test_a_text_is_shown_where_the_words_stand(drones: Store) -> None:
    (hit,) = drones.search('condemned "in ankara"')
    place = span(CONDEMNED, TEXT)
    start, end = TEXT.index("condemned"), TEXT.index("Ankara") + len("Ankara")
    assert place.start < start < end < place.end
    title = "Drones, “100%” home-made"
    assert replace(hit, snippet="") == SearchHit("drones", "Evening Wire", "2022-10-19", title, "text", "", start, end)
    assert "Erdoğan [condemned] the “shipment” [in Ankara]. Moscow" in hit.snippet


def test_a_quotation_names_its_source(drones: Store) -> None:
    (hit,) = drones.search("shipped 17", SearchFilter(kinds=("quotation",)))
    assert (hit.id, hit.source) == ("a2", "Government of Israel")
    assert hit.snippet == "Iran [shipped] drones to Russia via Oman on [17] October"
    assert TEXT[hit.start : hit.end] == "Iran shipped drones to Russia via Oman on 17 October"
    (scare,) = drones.search("shipment", SearchFilter(kinds=("quotation",)))
    assert (scare.id, scare.source, scare.snippet) == ("a3", None, "“[shipment]”")


def test_an_entity_is_shown_once_with_its_first_mention(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    store.add(replace(DRONES, document=replace(DRONES.document, id="again")), run)
    hits = [hit for hit in store.search("tayyip") if hit.kind == "entity"]
    assert [(hit.document_id, hit.snippet, TEXT[hit.start : hit.end]) for hit in hits] == [
        ("again", "Recep [Tayyip] Erdoğan", "Erdoğan")
    ]


def test_where_only_the_title_holds_the_words_it_is_shown(drones: Store) -> None:
    (hit,) = drones.search("100", SearchFilter(kinds=("text",)))
    assert (hit.snippet, hit.start, hit.end) == ("Drones, “[100]%” home-made", 0, 0)


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({}, {"early", "late", "undated"}),
        ({"publisher": "wire"}, {"late"}),
        ({"publisher": "ECHO"}, {"early", "undated"}),
        ({"since": "2022-05-02"}, {"late"}),
        ({"until": "2022-05-01"}, {"early"}),
        ({"since": "2022-05-01", "until": "2022-06-30"}, {"early", "late"}),
        ({"source": "RUS"}, {"early"}),
        ({"source": "moscow"}, {"early"}),
        ({"source": "ISR"}, set()),
        ({"source": "RUS", "since": "2022-06-01"}, set()),
        ({"kinds": ("entity",)}, {"early"}),
        ({"kinds": ("quotation",)}, {"early"}),
        ({"kinds": ()}, set()),
    ],
)
def test_filters(store: Store, run: Run, filters: dict[str, Any], documents: set[str]) -> None:
    text = "Moscow said that Grain Corridor talks failed."
    early = CodedDocument(
        Document("early", text, publisher="The Echo", published="2022-05-01"),
        entities=(Entity("RUS", "Russia", "state", "RUS"), Entity("corridor", "Grain Corridor", "organisation")),
        mentions=(
            mention("m1", "Moscow", "RUS", text=text),
            mention("m2", "Grain Corridor", "corridor", text=text),
        ),
        attributions=(Attribution("a1", "indirect", "m1", None, (span("Grain Corridor talks failed", text),)),),
    )
    store.add(early, run)
    store.add(document("late", "The grain corridor.", publisher="Evening Wire", published="2022-06-30T18:00"), run)
    store.add(document("undated", "A corridor of grain.", publisher="The Echo"), run)
    assert {hit.document_id for hit in store.search("grain corridor", SearchFilter(**filters))} == documents


def test_the_best_come_first_and_no_more_than_asked_for(store: Store, run: Run) -> None:
    filler = "Nothing else happened in the harbour that day. " * 20
    store.add(document("long", filler + "A tanker passed."), run)
    store.add(document("short", "The tanker burned. Another tanker came."), run)
    store.add(document("titled", filler + "A tanker.", title="Tanker on fire"), run)
    assert [hit.document_id for hit in store.search("tanker")][-1] == "long"
    assert len(list(store.search("tanker", limit=2))) == 2
    assert list(store.search("tanker", limit=0)) == []


def test_names_do_not_push_away_what_was_said(store: Store, run: Run) -> None:
    text = "Wagner."
    for number in range(12):
        entity = Entity(f"wagner-{number}", f"Wagner {number}", "person")
        coded = CodedDocument(
            Document(f"d{number:02}", text),
            entities=(entity,),
            mentions=(mention("m1", "Wagner", entity.id, text=text),),
        )
        store.add(coded, run)
    kinds = [hit.kind for hit in store.search("wagner", limit=8)]
    assert kinds == ["entity"] * 2 + ["text"] * 6
    assert found(store, "wagner", kinds=("entity",))[11] is not None


@pytest.mark.parametrize(
    "words",
    [
        "walesa",
        "WAŁĘSA",
        "strasse",
        "uber",
        "pena",
        "habló",
        "τελοσ",
        "κυριος",
        "ЂОКОВИЋ",
        "北京",
        '"die Strasse"',
        "wale*",
    ],
)
def test_letters_count_the_same_in_any_script(store: Store, run: Run, words: str) -> None:
    store.add(document("d", WALESA), run)
    (hit,) = store.search(words)
    shown = WALESA[hit.start : hit.end]
    assert folded_words(shown)[0].startswith(folded_words(words)[0])
    assert f"[{shown}]" in hit.snippet


def test_a_document_that_is_very_long_is_kept_and_found(store: Store, run: Run) -> None:
    text = "Beginning. " + " ".join(f"word{number:07}{number % 7}" for number in range(120_000))
    assert store.add(document("long", text), run, on_error="raise") == "added"
    assert [hit.document_id for hit in store.search("beginning word00000114")] == ["long"]


def test_only_the_current_coding_is_searched(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    assert found(store, "shipment", kinds=("quotation",)) == [("quotation", "a3")]
    assert store.recode(replace(DRONES, attributions=(), events=(), claims=(), assessments=()), store.begin_run())
    assert found(store, "shipment") == [("text", None)]


def test_the_index_can_be_made_anew(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    store.recode(DRONES, store.begin_run())
    before = [list(store.search(words)) for words in ("drones", "erdogan", "shipment", "russia")]
    store.index_words()
    assert [list(store.search(words)) for words in ("drones", "erdogan", "shipment", "russia")] == before


TYPED = ['"', '""', "*", "a*b", "NEAR(a b)", "a AND", "OR", "NOT drones", "title:drones", "-drones", "^drones", "a + b"]
TYPED += [
    "(",
    ")",
    "'",
    "drones'--",
    "a:*",
    "a <-> b",
    "!a",
    "a & | b",
    "\\",
    "{a b}",
    "%",
    "_",
    "\x00",
    "\ud800",
    "a\nb",
]


@pytest.mark.parametrize("words", [*TYPED, "drones " * 3000, " ".join(f"w{number}" for number in range(3000))])
def test_nothing_typed_is_an_error(drones: Store, words: str) -> None:
    list(drones.search(words))
    list(drones.search(f'drones "{words}'))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_nothing_at_all_typed_is_an_error(drones: Store, words: str) -> None:
    list(drones.search(words))


def test_what_is_no_day_or_kind_is_refused() -> None:
    with pytest.raises(SettingsError, match="`until` is 'May'"):
        SearchFilter(until="May")
    with pytest.raises(SettingsError, match="It can hold: text, quotation, entity"):
        SearchFilter(kinds=("event",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("One two three.", "two", "One [two] three."),
        ("One two three.", '"one two" "two three"', "[One two][ three]."),
        ("One\n\n  two", "two", "One [two]"),
        ("Straße, straße", "STRASSE", "[Straße], [straße]"),
        ("Nothing here.", "two", "Nothing here."),
        ("", "two", ""),
    ],
)
def test_words_are_marked(text: str, query: str, shown: str) -> None:
    assert marked(text, phrases(query), ("[", "]"))[0] == shown


def test_of_a_long_text_the_stretch_with_most_of_the_query_is_shown() -> None:
    filler = "and so on with words " * 50
    text = f"{filler}alpha {filler}alpha beta {filler}beta {filler}"
    snippet, start, end = marked(text, phrases("alpha beta"), ("<", ">"))
    assert text[start:end] == "alpha beta"
    assert "words <alpha> <beta> and" in snippet
    assert snippet.startswith("…") and snippet.endswith("…")
    assert len(snippet) < LENGTH + 40
    assert Span(start, end) == Span(text.index("alpha beta"), text.index("alpha beta") + 10)


class TestManyHits:
    """Of very many hits only those added last are ranked, and each says so."""

    @pytest.fixture
    def many(self, store: Store, run: Run) -> Store:
        texts = ["peace and war", *["peace and much else besides"] * 3, "peace peace new"]
        for number, text in enumerate(texts):
            fields = {
                "title": None if number else "Peace, peace, peace",
                "publisher": "Harbour Post" if number % 2 else "Neva",
                "published": f"2022-01-0{number + 1}",
            }
            store.add(document(f"d{number}", text, **fields), run)
        return store

    def ids(self, store: Store, ranked: int, **filters: Any) -> list[tuple[str, int | None]]:
        with store.reading() as connection:
            hits = list(search(connection, "peace", SearchFilter(**filters), ranked=ranked))
        return [(hit.document_id, hit.of_newest) for hit in hits]

    def test_all_are_ranked_where_they_are_few(self, many: Store) -> None:
        found = self.ids(many, 6)
        assert found[0] == ("d0", None) and len(found) == 5

    def test_of_more_the_newest_are_ranked(self, many: Store) -> None:
        found = self.ids(many, 3)
        assert found[0] == ("d4", 3) and {id for id, _ in found} == {"d2", "d3", "d4"}

    def test_filters_come_before_the_cut(self, many: Store) -> None:
        assert {id for id, _ in self.ids(many, 2, until="2022-01-02")} == {"d0", "d1"}
        assert {id for id, _ in self.ids(many, 2, publisher="neva")} == {"d2", "d4"}
