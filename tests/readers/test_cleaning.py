"""Cleaning: what is taken out of a text and what stays; one row of `cleaning.jsonl` a case."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.readers import read_text
from sayso.readers.cleaning import clean, load_rules
from sayso.readers.paragraphs import normalise

CASES = [json.loads(line) for line in Path(__file__).with_name("cleaning.jsonl").read_text("utf-8").splitlines()]

BEFORE = [
    "Envoys from two neighbours met in Zinder on Tuesday to talk about trade and the road that both of them need.",
    "They had not spoken for a year.",
]
AFTER = [
    "The road was closed in spring after a dispute over customs, and traders on both sides have asked for help since.",
    "The mediators want a second round in June.",
]


def document_around(case: dict[str, Any]) -> list[str]:
    """The case's paragraph where it says it stands, in an article that nothing is taken out of."""
    paragraph = case["paragraph"]
    placed = {
        "first": [paragraph, *BEFORE, *AFTER],
        "middle": [*BEFORE, paragraph, *AFTER],
        "last": [*BEFORE, *AFTER, paragraph],
    }
    return placed[case["at"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["paragraph"][:60])
def test_cleaning_takes_out_what_is_not_the_article_and_nothing_else(case: dict[str, Any]) -> None:
    document = read_text("\n".join(document_around(case)))
    assert [[removed.reason, removed.text] for removed in document.removed] == case["removed"]
    kept = [p if p != case["paragraph"] else case["kept"] for p in document_around(case)]
    assert document.text == "\n".join(p for p in kept if p)


def test_every_rule_has_a_case() -> None:
    removed = [(reason, text) for case in CASES for reason, text in case["removed"]]
    rules = load_rules()
    idle = [
        rule.pattern.pattern
        for rule in rules.lines
        if not any(reason == rule.reason and rule.pattern.fullmatch(text) for reason, text in removed)
    ]
    paragraphs = [case["paragraph"] for case in CASES if case["removed"]]
    inline = [pattern for _, pattern, _ in rules.tails] + [*rules.bracketed_credits, *rules.closing_credits]
    idle += [pattern.pattern for pattern in inline if not any(pattern.search(paragraph) for paragraph in paragraphs)]
    assert idle == []


def test_paragraph_breaks_stay_as_they_were() -> None:
    text = "Envoys met in Zinder.\n\nPhoto: Rashed Karim\n\nThey had not spoken for a year.\nThey spoke at last.\n"
    assert read_text(text).text == "Envoys met in Zinder.\n\nThey had not spoken for a year.\nThey spoke at last."


def test_a_paragraph_equal_to_the_title_stays() -> None:
    title = "In pictures: the road to Agadez"
    text = f"Sahel\n{title}\nEnvoys met in Zinder on Tuesday."
    assert read_text(text, title=title).text == text
    assert read_text(text).removed[0].reason == "read-more"


def test_a_document_is_never_cleaned_away() -> None:
    assert (
        read_text("A tanker is moored off Fujairah. (AP Photo/Layla Haddad)").text == "A tanker is moored off Fujairah."
    )
    assert read_text("Photo: A tanker off Fujairah").text == "Photo: A tanker off Fujairah"


def test_bare_dates_of_a_chronology_stay() -> None:
    text = "3 May 2022\nThe road was closed.\n9 May 2022\nEnvoys met in Zinder.\n1 June 2022\nThe road was opened."
    assert read_text(text).text == text


def test_a_dateline_without_an_agency_counts_in_the_opening_only() -> None:
    opening = BEFORE[0]
    text = f"{opening}\nNIAMEY — The minister flew home on Friday."
    assert read_text(text).text == text
    text = f"Road to reopen\nNIAMEY — {opening}"
    assert read_text(text).text == f"Road to reopen\n{opening}"


def test_hard_wrapped_lines_are_joined_into_their_paragraph() -> None:
    text = (
        "The road that both neighbours need was closed in spring after\n"
        "a dispute over customs, and traders on both sides have asked\n"
        "for help since then without getting an answer from either of\n"
        "the two governments.\n"
        "\n"
        "The mediators want a second round in June, but neither of the\n"
        "two capitals has agreed.\n"
    )
    first, second = read_text(text).text.split("\n\n")
    assert first.endswith("an answer from either of the two governments.")
    assert second == "The mediators want a second round in June, but neither of the two capitals has agreed."


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    text = "\n".join([*BEFORE, *AFTER])
    assert read_text(text).text == text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("\ufeffOne.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        ("A\x00b\x07c.", "A b c."),
        ("Thirty\u00a0men “left”… they didn’t.", "Thirty\u00a0men “left”… they didn’t."),
        ("Cafe\u0301 and café.", "Cafe\u0301 and café."),
        ("Half \ud83d here.", "Half \ufffd here."),
    ],
)
def test_characters_are_kept_but_for_line_ends_and_control_characters(given_text: str, expected: str) -> None:
    assert read_text(given_text).text == expected


CUES = st.sampled_from([case["paragraph"] for case in CASES])
TEXTS = st.lists(st.one_of(st.text(max_size=80), CUES), max_size=12).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_kept_and_removed_text_together_hold_every_character(text: str) -> None:
    kept, taken = clean(normalise(text))
    pieces = kept + "".join(removed.text for removed in taken)
    assert Counter("".join(pieces.split())) == Counter("".join(normalise(text).split()))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_cleaning_leaves_a_text_wherever_there_was_one(text: str) -> None:
    kept, _ = clean(normalise(text))
    assert bool(kept.strip()) == bool(normalise(text).strip())


ADVERSARIAL = [
    "Photo: " * 5_000,
    "By " + "Ana de la " * 5_000,
    "By " + "Ana, " * 5_000,
    "(Reporting by " * 5_000,
    "(left) " * 5_000,
    "A" * 50_000,
    " " * 50_000 + "x",
    "[" * 20_000,
    "Ana / " * 5_000,
    "KYIV, " * 5_000,
    "3 May 2022 " * 3_000,
    "Facebook Twitter " * 3_000,
    "read more: " * 5_000,
    "a. " * 20_000,
    "\n".join(["Ana Bo / "] * 5_000),
    "\n" * 50_000,
]


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: text[:12])
def test_no_text_makes_cleaning_slow(text: str) -> None:
    load_rules()
    for cut in (100, 250, 499, 690, len(text)):
        start = time.perf_counter()
        clean(text[:cut])
        assert time.perf_counter() - start < 3.0


def test_line_rules_try_short_paragraphs_only() -> None:
    assert max(rule.longest for rule in load_rules().lines) <= 700
