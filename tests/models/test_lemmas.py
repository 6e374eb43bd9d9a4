"""Lemmas that the model gets wrong are repaired by a table: frames are looked up by lemma."""

from __future__ import annotations

import pytest

from sayso.models.spacy_pipeline import load_spacy

REPAIRED = [
    ("The court fined two drivers.", "fined", "fine"),
    ("Soldiers raped the villagers.", "raped", "rape"),
    ("Teachers staged a protest.", "staged", "stage"),
    ("Chad waged war on Libya.", "waged", "wage"),
    ("The bank froze his accounts.", "froze", "freeze"),
    ("Police cordoned off the square.", "cordoned", "cordon"),
]


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "form", "lemma"), REPAIRED, ids=[row[1] for row in REPAIRED])
def test_a_verb_has_its_dictionary_form(sentence: str, form: str, lemma: str) -> None:
    [token] = [token for token in load_spacy()(sentence) if token.text == form]
    assert token.lemma_ == lemma
