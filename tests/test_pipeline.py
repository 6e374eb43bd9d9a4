"""The flow: the order of stages is checked, and one document that fails does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import DocumentTooLarge, ModelError, PipelineOrderError
from sayso.pipeline import Pipeline
from sayso.schema import CodedDocument, Document, Issue, Mention, QuotedSpan, Span, TimeExpression


class WholeText:
    """Takes the whole text for one sentence."""

    needs: ClassVar[frozenset[str]] = frozenset({"document"})
    fills: ClassVar[frozenset[str]] = frozenset({"sentences"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        return replace(coded, sentences=(Span(0, len(coded.document.text)),))


class FirstWord:
    """Takes the first word of each sentence for a mention."""

    needs: ClassVar[frozenset[str]] = frozenset({"document", "sentences"})
    fills: ClassVar[frozenset[str]] = frozenset({"mentions"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        words = [coded.document.text[span.start : span.end].split()[0] for span in coded.sentences]
        mentions = (Mention(f"m{n}", 0, len(word), word, "name") for n, word in enumerate(words, 1))
        return replace(coded, mentions=tuple(mentions))


class Claims:
    """Needs what only later stages could fill."""

    needs: ClassVar[frozenset[str]] = frozenset({"events", "attributions", "sentences"})
    fills: ClassVar[frozenset[str]] = frozenset({"claims"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        return coded


class FailsOn:
    """Raises the error on the document with this id."""

    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    fills: ClassVar[frozenset[str]] = frozenset({"events"})

    def __init__(self, id: str, error: Exception) -> None:
        self.id = id
        self.error = error

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        if coded.document.id == self.id:
            raise self.error
        return coded


ARTICLES = [Document(f"d{n}", f"Ministers met in room {n}.") for n in (1, 2, 3)]


class TestOrder:
    def test_stages_run_in_the_order_given_and_each_sees_what_the_earlier_filled(self) -> None:
        coded = Pipeline([WholeText(), FirstWord()]).code(ARTICLES[0])
        assert coded.sentences == (Span(0, 24),)
        assert [mention.text for mention in coded.mentions] == ["Ministers"]

    def test_a_stage_before_what_it_needs_is_refused_when_the_pipeline_is_built(self) -> None:
        with pytest.raises(PipelineOrderError) as refused:
            Pipeline([FirstWord(), WholeText()])
        assert str(refused.value) == "FirstWord needs ['sentences'], which no earlier stage fills"

    def test_the_error_names_every_missing_layer_and_no_other(self) -> None:
        with pytest.raises(PipelineOrderError) as refused:
            Pipeline([WholeText(), Claims()])
        assert str(refused.value) == "Claims needs ['attributions', 'events'], which no earlier stage fills"

    def test_a_stage_cannot_fill_its_own_needs(self) -> None:
        class Both(WholeText):
            needs: ClassVar[frozenset[str]] = frozenset({"sentences"})

        with pytest.raises(PipelineOrderError, match="Both needs"):
            Pipeline([Both()])

    def test_a_pipeline_without_stages_gives_the_bare_document(self) -> None:
        assert Pipeline([]).code(ARTICLES[0]) == CodedDocument(ARTICLES[0])


class TestSize:
    def test_a_text_of_the_limit_is_coded(self) -> None:
        assert Pipeline([WholeText()], max_characters=10).code(Document("d1", "x" * 10)).sentences

    def test_a_longer_text_is_refused_by_its_url_with_both_figures_and_the_remedy(self) -> None:
        document = Document("d1", "x" * 1001, url="https://example.org/long")
        with pytest.raises(DocumentTooLarge) as refused:
            Pipeline([WholeText()], max_characters=1000).code(document)
        assert str(refused.value) == (
            "https://example.org/long: the text has 1,001 characters, over the limit of 1,000. "
            "Split it, or raise `max_characters` in the settings."
        )

    def test_in_a_stream_it_becomes_an_issue_that_reads_the_same(self) -> None:
        [coded] = Pipeline([WholeText()], max_characters=5).stream([ARTICLES[0]])
        [issue] = coded.issues
        assert str(issue) == (
            "d1: the text has 24 characters, over the limit of 5. Split it, or raise `max_characters` in the settings."
        )
        assert coded.sentences == ()


class TestStream:
    def test_a_document_that_fails_comes_back_with_an_issue_and_the_others_are_coded(self) -> None:
        pipeline = Pipeline([WholeText(), FailsOn("d2", ModelError("The weights are gone."))])
        first, second, third = pipeline.stream(ARTICLES)
        assert first.issues == third.issues == ()
        assert first.sentences and third.sentences
        assert second.document == ARTICLES[1]
        assert second.issues == (Issue("pipeline", "The weights are gone.", path="d2"),)

    def test_what_earlier_stages_filled_is_not_left_in_a_failed_document(self) -> None:
        pipeline = Pipeline([WholeText(), FailsOn("d1", ModelError("The weights are gone."))])
        [coded] = pipeline.stream(ARTICLES[:1])
        assert replace(coded, issues=()) == CodedDocument(ARTICLES[0])

    def test_an_error_nobody_expected_is_named_by_its_type_and_logged_with_its_trace(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        pipeline = Pipeline([WholeText(), FailsOn("d2", KeyError("nsubj"))])
        with caplog.at_level(logging.ERROR, logger="sayso"):
            coded = list(pipeline.stream(ARTICLES))
        assert [bool(each.issues) for each in coded] == [False, True, False]
        assert coded[1].issues[0].problem == "KeyError: 'nsubj'"
        assert coded[1].issues[0].path == "d2"
        [record] = caplog.records
        assert "d2" in record.getMessage() and record.exc_info

    def test_with_raise_the_error_comes_through_after_the_documents_before_it(self) -> None:
        stream = Pipeline([WholeText(), FailsOn("d2", KeyError("nsubj"))]).stream(ARTICLES, on_error="raise")
        assert next(stream).document.id == "d1"
        with pytest.raises(KeyError, match="nsubj"):
            next(stream)

    def test_documents_are_taken_one_at_a_time(self) -> None:
        taken = []

        def articles() -> Iterator[Document]:
            for article in ARTICLES:
                taken.append(article.id)
                yield article

        stream = Pipeline([WholeText()]).stream(articles())
        assert taken == []
        next(stream)
        assert taken == ["d1"]

    def test_an_interruption_by_the_user_is_not_swallowed(self) -> None:
        class Interrupted(WholeText):
            def __call__(self, coded: CodedDocument) -> CodedDocument:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            list(Pipeline([Interrupted()]).stream(ARTICLES))


SCRAPS = [
    "Iran attacked Israel",
    "Poland and Estonia condemned the raid",
    "on Monday",
    "in December 2021",
    "two weeks ago",
    ".",
    ",",
    "\n",
    "“We will stay,”",
    "Vladimir Putin said",
    "according to The Jerusalem Post,",
    "the Israeli prime minister",
    "he denied that",
    "had supplied Ukraine with drones",
    "talks between Iran and Russia",
    "promised to send tanks to Ukraine",
    "if",
    "not",
    "I",
    "they",
    "ties have worsened over the past year",
    "accused Minsk of staging the attack",
    "via Turkey",
    "“",
    "”",
    "’s",
    "Kyiv: Talks failed",
    "reportedly",
    "refused to meet",
    "was arrested by police",
    "the spokesman",
    "NATO",
    "1992-93",
    "3 March",
    "threatened to invade",
]


@pytest.mark.model
class TestWholeRecord:
    """What holds of every record, whatever the text: the layers fit together."""

    @given(text=st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=16).map(" ".join) | st.text(max_size=80))
    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def test_layers_point_at_the_text_and_at_each_other(self, pipeline: Pipeline, text: str) -> None:
        coded = pipeline.code(Document("d1", text, published="2022-12-30"))
        check_spans(coded)
        check_ids(coded)
        check_events(coded)
        check_claims(coded)

    @given(text=st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=10).map(" ".join))
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def test_the_same_text_gives_the_same_record(self, pipeline: Pipeline, text: str) -> None:
        document = Document("d1", text, published="2022-12-30")
        first, second = (replace(pipeline.code(document), parse=None) for _ in range(2))
        assert first == second

    @pytest.mark.parametrize("published", [None, "2022-12-30", "1914-08-01", "0044-03-15"])
    def test_any_day_of_publication_is_borne(self, pipeline: Pipeline, published: str | None) -> None:
        text = "On Monday the Russian president met Turkey’s foreign minister. Iran attacked Israel two weeks ago."
        coded = pipeline.code(Document("d1", text, published=published))
        assert coded.events
        if published is None:
            assert [event.date for event in coded.events if event.time is None and event.date] == []


def check_spans(coded: CodedDocument) -> None:
    text = coded.document.text
    worded: list[Mention | TimeExpression | QuotedSpan] = [
        *coded.mentions,
        *coded.times,
        *(attribution.cue for attribution in coded.attributions if attribution.cue),
        *(event.trigger for event in coded.events),
    ]
    assert [each for each in worded if text[each.start : each.end] != each.text or not each.text.strip()] == []
    spans = [
        *coded.sentences,
        *(span for attribution in coded.attributions for span in attribution.content),
        *(event.sentence for event in coded.events),
        *(Span(each.start, each.end) for each in coded.assessments),
        *(Span(each.start, each.end) for each in coded.locations),
    ]
    assert [span for span in spans if not 0 <= span.start < span.end <= len(text)] == []


def check_ids(coded: CodedDocument) -> None:
    for layer in (coded.mentions, coded.entities, coded.times, coded.attributions, coded.events, coded.assessments):
        ids = [each.id for each in layer]
        assert len(set(ids)) == len(ids), ids
    entities = {entity.id for entity in coded.entities}
    assert {mention.entity for mention in coded.mentions} - {None} <= entities
    attributions = {attribution.id for attribution in coded.attributions}
    assert {attribution.parent for attribution in coded.attributions} - {None} <= attributions
    mentions = {mention.id for mention in coded.mentions}
    assert {who for a in coded.attributions for who in (a.source, a.addressee)} - {None} <= mentions


def check_events(coded: CodedDocument) -> None:
    mentions = {mention.id for mention in coded.mentions}
    attributions = {attribution.id: attribution for attribution in coded.attributions}
    events = {event.id for event in coded.events}
    for event in coded.events:
        assert {*event.actors, *event.recipients, *event.via} <= mentions
        assert not set(event.actors) & set(event.recipients), "nobody acts on themselves"
        assert event.sentence.contains(event.trigger.span)
        assert event.time is None or event.time in {time.id for time in coded.times}
        assert event.date is None or event.date.begin <= event.date.end
        assert event.within is None or event.within in events - {event.id}
        assert 0 < event.confidence <= 1
        if event.attribution:
            content = attributions[event.attribution].content
            assert any(span.contains(event.trigger.span) for span in content)


def check_claims(coded: CodedDocument) -> None:
    """The publisher claims each event once, and each level of its chain once."""
    parents = {attribution.id: attribution.parent for attribution in coded.attributions}
    for event in coded.events:
        levels: list[str | None] = []
        at = event.attribution
        while at:
            levels.append(at)
            at = parents[at]
        own = [claim.attribution for claim in coded.claims if claim.event == event.id]
        assert own.count(None) == 1
        assert len(set(own)) == len(own)
        assert set(own) <= {None, *levels}
    assert {claim.event for claim in coded.claims} <= {event.id for event in coded.events}
