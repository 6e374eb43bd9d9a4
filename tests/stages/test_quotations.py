"""Quotations on characters: which marks open and close, what stands between them, and what is no quotation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sayso.pipeline import Pipeline
from sayso.schema import Attribution, Document, Span
from sayso.stages.attributions.quotations import Quotation, find_quotations

# what it is about, text, the words between marks: outer before inner, in order of the text
CASES = [
    ("straight marks", 'He said "we will stay" and left.', ["we will stay"]),
    ("curly marks", "He said “we will stay” and left.", ["we will stay"]),
    ("single curly marks", "He said ‘we will stay’ and left.", ["we will stay"]),
    ("single straight marks", "He said 'we will stay' and left.", ["we will stay"]),
    ("guillemets", "He said «we will stay» and left.", ["we will stay"]),
    ("German marks", "He said „we will stay“ and left.", ["we will stay"]),
    ("German opening, English closing", "He said „we will stay” and left.", ["we will stay"]),
    ("angle marks", "He said ‹we will stay› and left.", ["we will stay"]),
    ("corner marks", "He said 「we will stay」 and left.", ["we will stay"]),
    ("two of them", "“We,” he said, “will stay.”", ["We,", "will stay."]),
    ("two straight ones", '"We," he said, "will stay."', ["We,", "will stay."]),
    ("marks at both ends of the text", '"Stay."', ["Stay."]),
    ("nothing between marks of a kind", "no marks at all", []),
    ("single inside double", "“She told me ‘go home’ twice,” he said.", ["She told me ‘go home’ twice,", "go home"]),
    ("double inside single", "‘She told me “go home” twice,’ he said.", ["She told me “go home” twice,", "go home"]),
    (
        "straight single inside straight double",
        "\"She said 'go home' twice,\" he said.",
        ["She said 'go home' twice,", "go home"],
    ),
    ("double inside double", "“She told me “go home” twice,” he said.", ["She told me “go home” twice,", "go home"]),
    ("inner at the very end", "“She told me ‘go home’”, he said.", ["She told me ‘go home’", "go home"]),
    ("an apostrophe inside single marks", "‘We don’t know,’ he said.", ["We don’t know,"]),
    ("straight apostrophe inside single marks", "'We don't know,' he said.", ["We don't know,"]),
    ("apostrophe inside double marks", "“It’s the ministers’ call,” he said.", ["It’s the ministers’ call,"]),
    (
        "a plural genitive inside single marks",
        "‘The ministers’ talks failed,’ he said.",
        ["The ministers’ talks failed,"],
    ),
    ("genitives alone", "The ministers’ talks and Moscow’s demands", []),
    ("straight genitives alone", "The ministers' talks and the rebels' demands", []),
    ("left-out figures", "in the summer of ’68 and the winter of '91", []),
    ("left-out letters", "It isn't over, and they’re coming; ’tis time for rock ’n’ roll.", []),
    ("inches", 'a 6" pipe and a 12" gun', []),
    ("feet and inches", "he is 6'2\" tall", []),
    ("inches beside a quotation", 'He called the 12" gun "a relic of the war" today.', ["a relic of the war"]),
    ("minutes and seconds", "at 50°27'N 30°31'E", []),
    ("a stray closing mark", "We will stay,” he said.", []),
    ("a stray closing mark, then a quotation", "We stay,” he said. “They go.”", ["They go."]),
    ("a stray opening mark before a space", "He said “ and left.", []),
    (
        "no closing mark: to the end of the paragraph",
        "He said: “We will stay here.\nOthers left.",
        ["We will stay here."],
    ),
    ("no closing straight mark", 'He said: "We will stay here.\nOthers left.', ["We will stay here."]),
    ("no closing mark, two words only", "He said “for ever.\nOthers left.", []),
    ("over paragraphs, each opened again", "“We stay where we are.\n“They go.”", ["We stay where we are.", "They go."]),
    (
        "over paragraphs with an empty line",
        "“We stay where we are.\n\n“They go.”",
        ["We stay where we are.", "They go."],
    ),
    (
        "over paragraphs, closed in a later one",
        "“We stay where we are.\nThey go,” he said.",
        ["We stay where we are.\nThey go,"],
    ),
    (
        "never closed, another opens later",
        "“We stay where we are.\nHe said: “They go.”",
        ["We stay where we are.", "They go."],
    ),
    ("a dash after the mark", "“We will stay”—and he left.", ["We will stay"]),
    ("in brackets", "the bill (“a farce”) passed", ["a farce"]),
    ("after a hyphenated word", "the so-called “people’s republic” of", ["people’s republic"]),
    ("letters of other scripts", "Он сказал «мы останемся» вчера.", ["мы останемся"]),
]

MARKS = "“”„«»‘’\"'‹›「」"
texts_with_marks = st.text(st.sampled_from(MARKS + " \n.,sS6a"), max_size=60) | st.text(max_size=80)


def words_of(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(("text", "quoted"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_words_between_marks_are_found(text: str, quoted: list[str]) -> None:
    assert words_of(text) == quoted


def test_rock_n_roll_is_no_quotation() -> None:
    assert words_of("He plays rock 'n' roll.") == []


class TestWhatIsKnownOfAQuotation:
    def test_single_marks_are_told_from_double(self) -> None:
        assert [quotation.single for quotation in find_quotations("“Go ‘home’ now,” he said.")] == [False, True]

    def test_one_without_a_closing_mark_is_open(self) -> None:
        assert [quotation.closed for quotation in find_quotations("“We will stay here.\n“They go.”")] == [False, True]

    def test_one_that_goes_on_from_the_paragraph_before_says_so(self) -> None:
        assert [q.continues for q in find_quotations("“We will stay here.\n“They go.”")] == [False, True]

    def test_one_in_the_middle_of_the_next_paragraph_does_not_go_on(self) -> None:
        text = "“We will stay here.\nThe minister said: “They go.”"
        assert [quotation.continues for quotation in find_quotations(text)] == [False, False]

    def test_one_after_a_closed_quotation_does_not_go_on(self) -> None:
        assert [q.continues for q in find_quotations("“We will stay here.”\n“They go.”")] == [False, False]


class TestAnyText:
    @given(texts_with_marks)
    @settings(max_examples=400, deadline=None)
    @example("“")
    @example("'s")
    @example("“‘”’")
    @example('"a "b" c"')
    def test_quotations_lie_in_the_text_in_order_and_never_cross(self, text: str) -> None:
        found = find_quotations(text)
        assert all(0 <= quotation.start <= quotation.end <= len(text) for quotation in found)
        assert found == sorted(found, key=lambda quotation: (quotation.start, -quotation.end))
        for number, first in enumerate(found):
            for second in found[number + 1 :]:
                nested = first.span.contains(second.span) or second.span.contains(first.span)
                assert nested or not first.span.overlaps(second.span)

    @given(texts_with_marks)
    @settings(max_examples=200, deadline=None)
    def test_a_mark_stands_before_each_and_after_each_that_is_closed(self, text: str) -> None:
        for quotation in find_quotations(text):
            assert text[quotation.start - 1] in MARKS + "『"
            if quotation.closed:
                assert text[quotation.end] in MARKS + "』"
            else:
                assert text[quotation.end : quotation.end + 1] in ("", "\n")

    @given(texts_with_marks)
    @settings(max_examples=200, deadline=None)
    def test_no_quotation_is_found_twice(self, text: str) -> None:
        spans = [quotation.span for quotation in find_quotations(text)]
        assert len(set(spans)) == len(spans)

    @given(st.lists(st.sampled_from(["“we stay”", "he said,", "the ministers", "“not now”", "we"]), max_size=8))
    def test_balanced_curly_marks_are_all_found(self, parts: list[str]) -> None:
        text = " ".join(parts)
        assert words_of(text) == [part.strip("“”") for part in parts if part.startswith("“")]


def sources_outward(attribution: Attribution, by_id: dict[str, Attribution]) -> list[str]:
    """The ids from an attribution to the outermost; stops where one comes twice."""
    ids: list[str] = []
    at: Attribution | None = attribution
    while at is not None and at.id not in ids:
        ids.append(at.id)
        at = by_id[at.parent] if at.parent else None
    return ids if at is None else [*ids, at.id]


PIECES = [
    "“We will stay,”",
    "“The talks have",
    "failed.”",
    "Iran denied",
    "he said",
    "said Vladimir Putin,",
    "that Israel had attacked",
    "according to Reuters,",
    "citing officials,",
    "the minister told CNN",
    "“",
    "”",
    "’",
    "\n",
    ".",
    ",",
    ":",
    "they believe",
    "warned of war",
    "accused Minsk of staging",
    "which",
    "a “farce”",
    "‘not', ",
    "Kyiv: Talks failed",
    "I",
    "who claimed",
    "—",
]
scraps_of_news = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)


@pytest.mark.model
class TestAttributionsOfAnyText:
    @given(text=scraps_of_news | st.text(max_size=60))
    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_their_parts_lie_in_the_text_apart_from_each_other_and_their_chains_end(
        self, pipeline: Pipeline, text: str
    ) -> None:
        coded = pipeline.code(Document("d1", text, published="2022-12-30"))
        by_id = {attribution.id: attribution for attribution in coded.attributions}
        mentions = {mention.id: mention for mention in coded.mentions}
        assert len(by_id) == len(coded.attributions)
        for attribution in coded.attributions:
            assert attribution.content
            for span in attribution.content:
                assert 0 <= span.start < span.end <= len(text)
                assert text[span.start : span.end].strip() == text[span.start : span.end]
            assert not any(first.overlaps(second) for first, second in pairwise(attribution.content))
            if attribution.cue:
                cue = attribution.cue
                assert text[cue.start : cue.end] == cue.text
                assert not any(span.overlaps(cue.span) for span in attribution.content)
            for mention in (attribution.source, attribution.addressee):
                assert mention is None or mention in mentions
            chain = sources_outward(attribution, by_id)
            assert len(set(chain)) == len(chain), f"a circle: {chain}"

    @pytest.mark.parametrize("text", ["“”", "The road was shut. “”", 'It ended. "" He left.', "It ended on Monday. ''"])
    def test_marks_around_nothing_do_no_harm(self, pipeline: Pipeline, text: str) -> None:
        assert pipeline.code(Document("d1", text)).attributions == ()

    def test_a_phrase_before_according_to_is_no_part_of_the_cue(self, pipeline: Pipeline) -> None:
        text = "in December 2021 they according to The Jerusalem Post, left."
        cues = [attribution.cue for attribution in pipeline.code(Document("d1", text)).attributions]
        assert [cue.text for cue in cues if cue] == ["according to"]

    def test_an_interrupted_quotation_after_its_cue_is_held_once(self, pipeline: Pipeline) -> None:
        text = 'The committee reviewed the paper and declared it "incompre, he said, hensible".'
        for attribution in pipeline.code(Document("d1", text)).attributions:
            assert not any(first.overlaps(second) for first, second in pairwise(attribution.content))

    def test_a_quotation_keeps_its_place_in_a_long_text(self, pipeline: Pipeline) -> None:
        line = "Ministers met in the capital for talks.\n"
        text = line * 600 + "“We will stay in this alliance,” President Volodymyr Zelensky said."
        assert len(text) > 20_000
        coded = pipeline.code(Document("d1", text))
        [attribution] = coded.attributions
        assert [text[span.start : span.end] for span in attribution.content] == ["We will stay in this alliance"]


def test_thousands_of_nested_marks_are_read_to_a_bounded_depth() -> None:
    nested = find_quotations("“" * 5000 + "word" + "”" * 5000)
    assert 3 <= len(nested) <= 10
    assert all(outer.span.contains(inner.span) for outer, inner in pairwise(nested))


def test_a_quotation_is_a_span_of_the_text() -> None:
    assert find_quotations("a “b” c") == [Quotation(3, 4)]
    assert Quotation(3, 4).span == Span(3, 4)
