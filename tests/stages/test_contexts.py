"""Contexts of events: by the words of the clause, by who takes part, by the type, and by what the document is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.knowledge.codebook import Context, ContextIndex, load_codebook
from sayso.pipeline import Pipeline
from sayso.schema import Document

HARBOUR = ContextIndex(
    {
        "harbour": Context("harbour", "Ports.", words=("quay", "dredg*", "free port"), sectors=frozenset({"BUS"})),
        "court": Context("court", "Judges.", words=("judge",), types=frozenset({"ACCUSE"}), offices=True),
    }
)


class TestIndex:
    """Words are whole words or their plurals; a star leaves the end open."""

    @pytest.mark.parametrize(
        ("text", "contexts"),
        [
            ("The quay was closed.", ["harbour"]),
            ("QUAYS were closed.", ["harbour"]),
            ("Quayle was closed.", []),
            ("They dredged the free port.", ["harbour", "harbour"]),
            ("Prejudges nothing.", []),
            ("İstanbul's judge", ["court"]),
        ],
    )
    def test_words(self, text: str, contexts: list[str]) -> None:
        assert [clue.context for clue in HARBOUR.find(text)] == contexts

    @given(st.text())
    def test_any_text_is_searched_and_every_clue_lies_in_it(self, text: str) -> None:
        assert all(0 <= clue.start < clue.end <= len(text) for clue in HARBOUR.find(text))

    def test_participants_bring_contexts_by_sector_and_by_office(self) -> None:
        assert list(HARBOUR.of_participant("BUS", None)) == ["harbour"]
        assert list(HARBOUR.of_participant("GOV", "Chief Judge of Malta")) == ["court"]
        assert list(HARBOUR.of_participant("GOV", "Warden of the quay")) == []  # `harbour` does not look at offices

    def test_plover_has_37(self) -> None:
        assert len(load_codebook().contexts.contexts) == 37


@pytest.mark.model
class TestCoding:
    """Sentences and the contexts that their first event must have, and must not."""

    ROWS = (
        ("Kenya expelled the Sudanese ambassador.", {"diplomatic"}, {"military", "economic"}),
        ("Turkey shelled a village in northern Syria.", {"military"}, {"diplomatic"}),
        ("Brazil imposed tariffs on Canadian steel.", {"economic"}, {"military"}),
        ("Zambian police arrested a journalist over a tweet.", {"rights_freedoms"}, {"military"}),
        ("Chile sent rescue teams to Peru after the earthquake.", {"disasters"}, {"election"}),
        ("The Maltese parliament rejected the bill.", {"legislative"}, {"military"}),
        ("Hackers from Belarus attacked computer networks of the Latvian government.", {"cyber"}, {"health"}),
    )

    @pytest.mark.parametrize(("text", "has", "lacks"), ROWS, ids=[row[0][:30] for row in ROWS])
    def test_a_sentence(self, text: str, has: set[str], lacks: set[str], pipeline: Pipeline) -> None:
        events = pipeline.code(Document("d", text, published="2023-04-04")).events
        assert events
        found = set(events[0].contexts)
        assert (has - found, lacks & found) == (set(), set())

    def test_another_clause_does_not_count(self, pipeline: Pipeline) -> None:
        text = "Ghana's president visited Togo, and the central bank of Ghana raised interest rates."
        [visit] = pipeline.code(Document("d", text, published="2023-04-04")).events
        assert "economic" not in visit.contexts

    def test_a_theme_of_the_document_counts_for_all_its_events(self, pipeline: Pipeline) -> None:
        text = "Voters went to the polling stations.\nPolice arrested an opposition leader in Lomé."
        titled = Document("d", text, title="Togo's election", published="2023-04-04")
        assert [("election" in event.contexts) for event in pipeline.code(titled).events] == [True]
        untitled = Document("d", text.partition("\n")[2], published="2023-04-04")
        assert [("election" in event.contexts) for event in pipeline.code(untitled).events] == [False]
