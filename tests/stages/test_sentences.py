"""Sentences and the parse: every offset is one of the text, whatever its length and its layout."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sayso.pipeline import Pipeline
from sayso.schema import CodedDocument, Document
from sayso.stages.sentences import BLOCK_CHARACTERS, Sentences, blocks_of, trimmed

any_text = st.text(st.sampled_from("ab .\n\t\r\u00a0“”é") | st.characters(codec="utf-8"), max_size=120)


class TestBlocks:
    @given(any_text, st.integers(1, 40))
    @settings(max_examples=300)
    @example("", 5)
    @example("\n", 1)
    @example("a" * 30, 10)
    def test_joined_they_are_the_text_again(self, text: str, size: int) -> None:
        assert "".join(blocks_of(text, size)) == text

    @given(any_text, st.integers(1, 40))
    def test_none_is_empty_or_over_the_size(self, text: str, size: int) -> None:
        assert all(0 < len(block) <= size for block in blocks_of(text, size))

    def test_they_are_cut_at_the_ends_of_paragraphs(self) -> None:
        text = "One two.\nThree four.\nFive six.\n"
        assert list(blocks_of(text, 22)) == ["One two.\nThree four.\n", "Five six.\n"]

    def test_a_paragraph_longer_than_a_block_is_cut_at_a_space(self) -> None:
        assert list(blocks_of("alpha beta gamma", 12)) == ["alpha beta ", "gamma"]

    def test_a_word_longer_than_a_block_is_cut_where_it_must_be(self) -> None:
        assert list(blocks_of("abcdefgh", 3)) == ["abc", "def", "gh"]

    def test_a_short_text_is_one_block(self) -> None:
        assert list(blocks_of("One.\nTwo.\n")) == ["One.\nTwo.\n"]


@given(any_text, st.data())
def test_trimmed_takes_white_space_off_both_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, start, end)
    assert start <= span.start <= span.end <= end
    assert text[span.start : span.end] == text[start:end].strip()


# text, its sentences
SPLITS = [
    ("Ministers met. They agreed.", ["Ministers met.", "They agreed."]),
    ("The U.S. envoy met Mr. Putin on Jan. 3. He left.", ["The U.S. envoy met Mr. Putin on Jan. 3.", "He left."]),
    ("A headline without a stop\nMinisters met.", ["A headline without a stop", "Ministers met."]),
    ("Ministers met.\n\n\nThey agreed.", ["Ministers met.", "They agreed."]),
    ("  Ministers met.  \n", ["Ministers met."]),
    ("“Who fired?” he asked. Nobody knew.", ["“Who fired?” he asked.", "Nobody knew."]),
    ("“We will stay.” The minister left.", ["“We will stay.”", "The minister left."]),
    ("", []),
    (" \n\t\n", []),
]


@pytest.mark.model
class TestSentences:
    @pytest.fixture(scope="class")
    @classmethod
    def sentences(cls, pipeline: Pipeline) -> Sentences:
        first = pipeline.stages[0]
        assert isinstance(first, Sentences)
        return first

    def split(self, sentences: Sentences, text: str) -> CodedDocument:
        return sentences(CodedDocument(Document("d1", text)))

    @pytest.mark.parametrize(("text", "split"), SPLITS, ids=[text or "nothing" for text, _ in SPLITS])
    def test_a_text_is_split(self, sentences: Sentences, text: str, split: list[str]) -> None:
        spans = self.split(sentences, text).sentences
        assert [text[span.start : span.end] for span in spans] == split

    @given(text=any_text)
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def test_offsets_of_the_parse_are_those_of_the_text(self, sentences: Sentences, text: str) -> None:
        coded = self.split(sentences, text)
        assert coded.parse.text == text
        assert all(text[token.idx : token.idx + len(token)] == token.text for token in coded.parse)

    @given(text=any_text)
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def test_sentences_hold_all_the_words_in_order_without_overlap(self, sentences: Sentences, text: str) -> None:
        spans = self.split(sentences, text).sentences
        assert all(span.start < span.end for span in spans)
        assert all(first.end <= second.start for first, second in pairwise(spans))
        held = {at for span in spans for at in range(span.start, span.end)}
        assert [at for at, character in enumerate(text) if not character.isspace() and at not in held] == []

    @given(
        lines=st.lists(
            st.sampled_from(["Ministers met", "they agreed.", "“We stay", "Iran said it", "of"]), min_size=1, max_size=6
        )
    )
    @settings(max_examples=40, deadline=None, derandomize=True)
    def test_none_runs_over_the_end_of_a_paragraph(self, sentences: Sentences, lines: list[str]) -> None:
        text = "\n".join(lines)
        spans = self.split(sentences, text).sentences
        assert [text[span.start : span.end] for span in spans if "\n" in text[span.start : span.end]] == []

    def test_a_text_of_several_blocks_is_parsed_as_one(self, sentences: Sentences) -> None:
        line = "Ministers of both countries met in the capital, where they spoke for an hour.\n"
        text = line * (2 * BLOCK_CHARACTERS // len(line) + 5)
        coded = self.split(sentences, text)
        assert coded.parse.text == text
        assert len(coded.sentences) == text.count("\n")
        assert {text[span.start : span.end] for span in coded.sentences} == {line.strip()}
