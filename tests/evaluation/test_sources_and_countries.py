"""Whether sources are traced to the right entity, and states to their country."""

from __future__ import annotations

import pytest

from sayso.evaluation.attributions import align_attributions
from sayso.evaluation.coreference import score_sources, source_misses
from sayso.evaluation.countries import country_misses, score_countries
from sayso.evaluation.wikinews import GoldArticle, GoldAttribution, GoldMention
from sayso.schema import CodedDocument, Document, Entity

from .examples import attribution, coded, mention, place

TEXT = "Mayor Ana Ruiz met Leo Brandt. She said the bridge was safe. Brandt said the river was low."
ENTITIES = (Entity("ana-ruiz", "Ana Ruiz", "person"), Entity("leo-brandt", "Leo Brandt", "person"))


def gold_mention(text: str, entity: str, words: str, *, nth: int = 0, wikipedia: str | None = None) -> GoldMention:
    span = place(text, words, nth=nth)
    return GoldMention(span.start, span.end, entity, wikipedia)


def relation(attributing: str, content: str) -> GoldAttribution:
    return GoldAttribution((place(TEXT, attributing),), (place(TEXT, content),), "positive", False)


ARTICLE = GoldArticle(
    Document("d1", TEXT),
    (relation("She said", "the bridge was safe"), relation("Brandt said", "the river was low")),
    (
        gold_mention(TEXT, "1", "Mayor Ana Ruiz"),
        gold_mention(TEXT, "2", "Leo Brandt"),
        gold_mention(TEXT, "1", "She"),
        gold_mention(TEXT, "2", "Brandt", nth=1),
    ),
)


def document(she: str | None, brandt: str | None) -> CodedDocument:
    return coded(
        TEXT,
        entities=ENTITIES,
        mentions=(
            mention(TEXT, "m1", "Ana Ruiz", entity="ana-ruiz"),
            mention(TEXT, "m2", "Leo Brandt", entity="leo-brandt"),
            mention(TEXT, "m3", "She", entity=she, form="pronoun"),
            mention(TEXT, "m4", "Brandt", entity=brandt, nth=1),
        ),
        attributions=(
            attribution(TEXT, "a1", "the bridge was safe", source="m3"),
            attribution(TEXT, "a2", "the river was low", source="m4"),
        ),
    )


@pytest.mark.parametrize(
    ("she", "brandt", "pronouns", "names"),
    [
        ("ana-ruiz", "leo-brandt", 1, 1),
        ("leo-brandt", "leo-brandt", 0, 1),
        ("ana-ruiz", None, 1, 0),
        (None, "ana-ruiz", 0, 0),
    ],
)
def test_sources_are_traced_by_names_in_the_gold_cluster(
    she: str | None, brandt: str | None, pronouns: int, names: int
) -> None:
    aligned = [align_attributions(ARTICLE, document(she, brandt))]
    pronoun, short = score_sources(aligned)
    assert (pronoun.count, pronoun.of) == (pronouns, 1)
    assert (short.count, short.of) == (names, 1)
    assert len(list(source_misses(aligned))) == 2 - pronouns - names


def test_a_source_that_was_never_named_before_is_not_asked_for() -> None:
    unnamed = GoldArticle(ARTICLE.document, ARTICLE.attributions, ARTICLE.mentions[2:3])
    aligned = [align_attributions(unnamed, document("ana-ruiz", "leo-brandt"))]
    assert [score.of for score in score_sources(aligned)] == [0, 0]


STATES = "The French envoy left Peru. The country was calm, the council said."


def states(entity: str | None) -> CodedDocument:
    return coded(
        STATES,
        entities=(
            Entity("FRA.GOV", "France (GOV)", "government", country="FRA"),
            Entity("PER", "Peru", "state", "PER"),
        ),
        mentions=(
            mention(STATES, "m1", "The French envoy", entity="FRA.GOV"),
            mention(STATES, "m2", "Peru", entity="PER"),
            mention(STATES, "m3", "The country", entity=entity, form="nominal"),
        ),
    )


STATES_GOLD = GoldArticle(
    Document("d1", STATES),
    (),
    (
        gold_mention(STATES, "1", "French", wikipedia="France"),
        gold_mention(STATES, "2", "Peru", wikipedia="Peru"),
        gold_mention(STATES, "2", "The country", wikipedia="Peru"),
        gold_mention(STATES, "3", "the council", wikipedia="City_council"),
    ),
)


def values(pairs: list[tuple[GoldArticle, CodedDocument]]) -> dict[str, tuple[int, int]]:
    return {score.name: (score.count, score.of) for score in score_countries(pairs)}


@pytest.mark.parametrize(
    ("entity", "precision", "recall"), [("PER", (3, 3), (3, 3)), ("FRA.GOV", (2, 3), (2, 3)), (None, (2, 2), (2, 3))]
)
def test_countries_of_mentions_linked_to_states(
    entity: str | None, precision: tuple[int, int], recall: tuple[int, int]
) -> None:
    pairs = [(STATES_GOLD, states(entity))]
    assert values(pairs)["country precision"] == precision
    assert values(pairs)["country recall"] == recall
    assert len(list(country_misses(pairs))) == 3 - recall[0]


def test_what_is_taken_for_a_state_and_is_none_costs_precision() -> None:
    mentions = (*STATES_GOLD.mentions[1:3], gold_mention(STATES, "1", "The French envoy", wikipedia="Lyon"))
    pairs = [(GoldArticle(STATES_GOLD.document, (), mentions), states("PER"))]
    assert values(pairs)["country precision"] == (2, 3)
    assert values(pairs)["country recall"] == (2, 2)
    assert [miss.kind for miss in country_misses(pairs)] == ["no state"]


PERSONS = "Yvette Cooper of Labour met John Key. Cooper thanked Mr Key."
PERSONS_GOLD = GoldArticle(
    Document("d1", PERSONS),
    (),
    (
        gold_mention(PERSONS, "1", "Yvette Cooper of Labour", wikipedia="Yvette_Cooper"),
        gold_mention(PERSONS, "2", "John Key", wikipedia="John_Key"),
        gold_mention(PERSONS, "1", "Cooper", nth=1, wikipedia="Yvette_Cooper"),
    ),
)


@pytest.mark.parametrize(
    ("cooper", "key", "right", "answered"),
    [("GBR", "NZL", (2, 2), (2, 2)), ("GBR", "AUS", (1, 2), (2, 2)), (None, "NZL", (1, 1), (1, 2))],
)
def test_countries_of_persons_count_once_an_article(
    cooper: str | None, key: str, right: tuple[int, int], answered: tuple[int, int]
) -> None:
    document = coded(
        PERSONS,
        entities=(Entity("c", "Yvette Cooper", "person", cooper), Entity("k", "John Key", "person", key)),
        mentions=(
            mention(PERSONS, "m1", "Yvette Cooper", entity="c"),
            mention(PERSONS, "m2", "John Key", entity="k"),
            mention(PERSONS, "m3", "Cooper", entity="c", nth=1),
        ),
    )
    scores = values([(PERSONS_GOLD, document)])
    assert (scores["person country"], scores["person answered"]) == (right, answered)
