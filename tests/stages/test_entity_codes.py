"""Entities carry the codes of their country beside one another, as of the document's date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.schema import CodedDocument, Entity

Code = Callable[..., CodedDocument]

pytestmark = pytest.mark.model


def entities(coded: CodedDocument) -> dict[str, Entity]:
    return {entity.name: entity for entity in coded.entities}


def test_a_person_and_a_government_have_the_numbers_of_their_state(code: Code) -> None:
    found = entities(code("Vladimir Putin met Polish officials.", published="2022-12-30"))
    assert (found["Vladimir Putin"].cow, found["Vladimir Putin"].gw) == (365, 365)
    assert (found["Government of Poland"].cow, found["Government of Poland"].gw) == (290, 290)


@pytest.mark.parametrize(("day", "numbers"), [("1985-05-07", (260, 260)), ("2022-12-30", (255, 260))])
def test_the_numbers_are_those_of_the_day(code: Code, day: str, numbers: tuple[int, int]) -> None:
    germany = entities(code("Germany warned Poland.", published=day))["Germany"]
    assert (germany.cow, germany.gw) == numbers


def test_what_belongs_to_no_state_has_none(code: Code) -> None:
    nato = entities(code("NATO warned Poland.", published="2022-12-30"))["North Atlantic Treaty Organisation"]
    assert (nato.country, nato.cow, nato.gw) == ("IGO", None, None)
