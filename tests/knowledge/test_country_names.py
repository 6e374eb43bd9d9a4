"""Names of codes, for a store whose documents do not name them."""

from __future__ import annotations

from sayso.knowledge.country_names import OF_NO_STATE, country_name
from sayso.knowledge.facts import load_knowledge


def test_codes_are_called_as_in_the_tables_of_facts() -> None:
    facts = load_knowledge()
    assert {code: country_name(code) for code in facts.countries} == {
        code: fact.name for code, fact in facts.countries.items()
    }
    assert country_name("UNO") == "United Nations" and country_name("XYZ") is None


def test_codes_of_no_state_are_no_countries() -> None:
    assert not OF_NO_STATE.keys() & load_knowledge().countries.keys()
