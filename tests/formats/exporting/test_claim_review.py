"""ClaimReview: the claims, and nothing that Sayso cannot know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.asking import OpenStore

from .examples import DENIED, SHIPPED

# The properties that schema.org gives each type, as far as they may stand here (Thing and CreativeWork included).
WORDS = {
    "ClaimReview": {"claimReviewed", "itemReviewed", "reviewBody", "creativeWorkStatus"},
    "Claim": {"name", "text", "author", "datePublished", "firstAppearance", "appearance", "comment"},
    "Comment": {"text", "author", "url", "datePublished"},
    "NewsArticle": {"identifier", "url", "headline", "datePublished", "publisher"},
    "Organization": {"name", "sameAs"},
    "Person": {"name", "sameAs"},
}


def reviews(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    assert found["@context"] == "https://schema.org"
    return {each["claimReviewed"]: each for each in found["@graph"]}


@pytest.fixture
def found(store: OpenStore, tmp_path: Path) -> dict[str, Any]:
    store.export("claim-review", tmp_path / "out.jsonld", status=("actual", "negated"))
    return reviews(tmp_path / "out.jsonld")


def each_object(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from each_object(inner)


def test_every_word_is_one_of_schema_org(found: dict[str, Any]) -> None:
    for each in each_object(list(found.values())):
        assert set(each) - {"@type", "@id"} <= WORDS[each["@type"]], each["@type"]


def test_nothing_is_rated(found: dict[str, Any]) -> None:
    for review in found.values():
        assert not {"reviewRating", "author", "url", "datePublished"} & set(review)
        assert review["reviewBody"].startswith("Not rated.") and review["creativeWorkStatus"] == "Draft: unrated"


def test_one_claim_for_an_occurrence_with_who_asserts_it_and_where(found: dict[str, Any]) -> None:
    claim = found[SHIPPED]["itemReviewed"]
    assert claim["name"] == "Iran, AID (military), Russia, 2022-10-17"
    assert [(each["@type"], each["name"]) for each in claim["author"]] == [
        ("Organization", 'Government of "Israel"'),
        ("Organization", "Second Post"),
    ]
    assert [each["identifier"] for each in claim["appearance"]] == ["odd/1 ☂", "second"]
    assert claim["firstAppearance"]["url"] == "https://news.example/a?b=c&d=é"
    assert claim["datePublished"] == "2022-10-19"


def test_who_denies_it_stands_in_a_comment(found: dict[str, Any], store: OpenStore, tmp_path: Path) -> None:
    store.export("claim-review", tmp_path / "denied.jsonld", status=("negated",))
    review = reviews(tmp_path / "denied.jsonld")[DENIED]
    [denial] = review["itemReviewed"]["comment"]
    # What is denied is what others assert, so that it stands beside their claim as well.
    assert found[SHIPPED]["itemReviewed"]["comment"] == [denial]
    assert found[SHIPPED]["reviewBody"].endswith("Denied by Iran.")
    assert denial["author"] == {
        "@type": "Organization",
        "name": "Iran",
        "sameAs": "http://www.wikidata.org/entity/Q794",
    }
    assert (denial["text"], denial["datePublished"]) == ("Denied by Iran", "2022-10-19")
    assert "author" not in review["itemReviewed"]
    assert review["reviewBody"] == "Not rated. Denied by Iran."


def test_what_only_publishers_tell_is_left_out_and_counted(store: OpenStore, tmp_path: Path) -> None:
    exported = store.export("claim-review", tmp_path / "out")
    assert list(reviews(tmp_path / "out")) == [SHIPPED]
    # The talks in Kyiv, and those without a day, which nobody claims at all.
    assert exported.notes == ("left out: 2 occurrences that only the publishers tell",)


def test_names_are_those_of_sayso_claims(store: OpenStore, found: dict[str, Any]) -> None:
    told = store.claims("second/e1")
    assert [each["name"] for each in found[SHIPPED]["itemReviewed"]["author"]] == list(told.asserted_by)


def test_an_empty_store_is_an_empty_graph(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("claim-review", tmp_path / "out")
    assert reviews(tmp_path / "out") == {}
