"""The first pass: what it lets through, and what it costs."""

from __future__ import annotations

import pytest

from sayso.config import Settings
from sayso.demo import CORPUS
from sayso.readers import read_documents
from sayso.runners.sifting import Sieve
from sayso.schema import Document

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve.of(Settings())


@pytest.mark.parametrize(
    "text",
    [
        "Poland supplied Ukraine with tanks.",
        "It rained. Police arrested the mayor’s driver in Oslo.",
        "“We condemn Russia’s attack on Ukraine,” the minister said.",
        "Kenya’s president met his counterpart from Ghana.",
        "Soldiers were struck near the Syrian border; the army blamed Israel.",
    ],
)
def test_what_may_hold_an_event_passes(text: str, sieve: Sieve) -> None:
    assert sieve(Document("d1", text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The evening was calm. Nobody came.",
        "Add the onions and stir until they are golden. Serve with bread.",
        "France is larger than Germany.",
        "She sang for an hour, and the audience was delighted.",
    ],
)
def test_what_cannot_is_held_back(text: str, sieve: Sieve) -> None:
    assert not sieve(Document("d1", text))


def test_every_article_of_the_demo_that_has_events_passes(sieve: Sieve) -> None:
    held_back = [document.id for document in read_documents([str(CORPUS)]) if not sieve(document)]
    assert held_back == []
