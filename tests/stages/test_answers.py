"""Answers: a denial or confirmation in a later clause becomes a claim on what it takes up."""

from __future__ import annotations

import pytest

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.readers import read_text
from sayso.schema import CodedDocument

pytestmark = pytest.mark.model

# text, what is done, who answers by country, and with which polarity
ANSWERED = [
    (
        "Angola said Congolese troops had shelled the town of Soyo. Kinshasa denied the allegation.",
        "shelled",
        "COD",
        "negative",
    ),
    ("Finland accuses Belarus of supplying rifles to Mali. Minsk has denied this.", "supplying", "BLR", "negative"),
    (
        "Peru said Bolivian soldiers had attacked a village near Puno, which La Paz denies.",
        "attacked",
        "BOL",
        "negative",
    ),
    ("Latvia blamed Belarus for jamming its radio signals, a claim Minsk rejected.", "jamming", "BLR", "negative"),
    (
        "Ugandan troops attacked a Congolese army base on Sunday. Kampala denies any role.",
        "attacked",
        "UGA",
        "negative",
    ),
    ("Oman said Iranian boats had seized an Omani tanker. Tehran confirmed the report.", "seized", "IRN", "positive"),
]
OPEN = [
    # Takes no side.
    "South Korea said North Korea had sent soldiers to Russia. Pyongyang neither confirmed nor denied the report.",
    # Says itself what is denied.
    "Chile said Peruvian soldiers had attacked a village. Lima rejected the charge that it had moved a border post.",
    # Nobody near says that those who answer did anything.
    "Gunmen killed three aid workers near Goma. Rwanda denied responsibility.",
]


def code(text: str) -> CodedDocument:
    document = read_text(text, published="2023-06-14", publisher="Delta Courier")
    return build_pipeline(load_settings()).code(document)


def answers(coded: CodedDocument) -> list[tuple[str, str | None, str]]:
    """(trigger, country of who answers, polarity) of the claims that are not levels of an event's own chain."""
    mentions = {mention.id: mention.entity for mention in coded.mentions}
    countries = {entity.id: entity.country for entity in coded.entities}
    parents = {attribution.id: attribution.parent for attribution in coded.attributions}
    found: list[tuple[str, str | None, str]] = []
    for event in coded.events:
        level, chain = event.attribution, set()
        while level:
            chain.add(level)
            level = parents[level]
        for claim in coded.claims:
            if claim.event == event.id and claim.attribution and claim.attribution not in chain:
                country = countries.get(mentions.get(claim.claimant or "") or "")
                found.append((event.trigger.text, country, claim.polarity))
    return found


@pytest.mark.parametrize(("text", "act", "country", "polarity"), ANSWERED, ids=[row[0][-30:] for row in ANSWERED])
def test_an_answer_claims_what_it_takes_up(text: str, act: str, country: str, polarity: str) -> None:
    assert answers(code(text)) == [(act, country, polarity)]


@pytest.mark.parametrize("text", OPEN)
def test_an_answer_that_takes_up_nothing_near_claims_nothing(text: str) -> None:
    assert answers(code(text)) == []


def test_the_clause_that_answers_is_no_part_of_what_was_said() -> None:
    coded = code("Peru said Bolivian soldiers had attacked a village near Puno, which La Paz denies.")
    said, denied = coded.attributions
    assert coded.document.text[said.content[-1].end :].startswith(", which")
    assert (denied.parent, denied.polarity) == (None, "negative")
