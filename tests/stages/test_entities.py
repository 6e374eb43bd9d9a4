"""Who is meant: what tells an article on sport, names that many countries have, surnames, and ids across documents."""

from __future__ import annotations

import pytest

from sayso.knowledge.facts import Fact
from sayso.pipeline import Pipeline
from sayso.schema import Document, Entity
from sayso.stages.entities.names import is_party, surnames
from sayso.stages.entities.phrases import is_generic
from sayso.stages.entities.teams import is_on_sport


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Denmark beat Finland 1-0. The goalkeeper saved a penalty kick before half-time.", True),
        ("India won the Test match after taking five wickets, and the bowlers were praised.", True),
        ("The Senate voted 52-48 to confirm the judge.", False),
        ("Australia recalled its ambassador after fans rioted at a football match.", False),
        ("The coach with refugees left. The ship’s captain scored a point. " + "The ministers met again. " * 90, False),
    ],
)
def test_news_of_sport_is_told_by_its_words(text: str, expected: bool) -> None:
    assert is_on_sport(text) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Labour Party", True),
        ("Senate", True),
        ("House of Representatives", True),
        ("Knesset", False),
        ("United States", False),
        ("Democratic Party of Japan", False),
    ],
)
def test_a_generic_name_says_no_country(name: str, expected: bool) -> None:
    assert is_generic(name) is expected


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Ana Ruiz", "CHL", "Ruiz"),
        ("Ursula von der Leyen", None, "von der Leyen"),
        ("Xi Jinping", "CHN", "Xi"),
    ],
)
def test_surnames_stand_where_the_country_puts_them(name: str, country: str | None, expected: str) -> None:
    assert expected in surnames(Fact("x", name, "person", country=country))


def test_only_east_asia_puts_the_surname_first() -> None:
    assert "Ana" not in surnames(Fact("x", "Ana Ruiz", "person", country="CHL"))


def test_a_party_says_so() -> None:
    assert is_party("Green Party")
    assert not is_party("Party for Freedom")


@pytest.mark.model
def test_a_name_nobody_listed_has_one_id_in_every_document(pipeline: Pipeline) -> None:
    texts = ("Olav Brekke, a Norwegian senator, resigned.", "Norwegian senator Olav Brekke thanked Brekke’s voters.")
    found = [person_named("Olav Brekke", pipeline, text) for text in texts]
    assert {entity.id for entity in found} == {"olav-brekke"}
    assert {(entity.country, entity.sector) for entity in found} == {("NOR", "LEG")}


@pytest.mark.model
def test_a_country_taken_from_the_article_says_so(pipeline: Pipeline) -> None:
    text = "Chile closed its ports. Chilean police fired tear gas in Santiago, Chile. Rosario Fuentes was hurt."
    entity = person_named("Rosario Fuentes", pipeline, text)
    assert (entity.country, entity.reason) == ("CHL", "of CHL, where the article plays")


def person_named(name: str, pipeline: Pipeline, text: str) -> Entity:
    coded = pipeline.code(Document("d", text, published="2021-05-12", language="en"))
    return next(entity for entity in coded.entities if entity.name == name)
