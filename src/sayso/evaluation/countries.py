"""Scores the countries of mentions that the gold links to the article of a state ("the U.S.", "Afghan", "the country").

Definition. Such a mention is right when the smallest of our mentions that covers half of it or more has that state as
its country: "Afghan" inside "the Afghan ambassador" counts by the whole phrase. Source: own; the gold has the links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote

from sayso.evaluation.matching import characters, covered
from sayso.evaluation.report import Miss, Score, share
from sayso.evaluation.wikinews import GoldArticle, GoldMention
from sayso.knowledge.facts import COUNTRY_COLUMNS
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import CodedDocument

Coded = tuple[GoldArticle, CodedDocument]


def score_countries(coded: Sequence[Coded]) -> Score:
    """The share of mentions of states with the right country."""
    outcomes = [found == country for each in coded for _, country, found in state_mentions(each)]
    return share(
        "country", sum(outcomes), len(outcomes), "Mentions linked to a state, with that state as their country"
    )


def country_misses(coded: Sequence[Coded]) -> Iterator[Miss]:
    """The mentions of states with another country or none."""
    for article, document in coded:
        for gold, country, found in state_mentions((article, document)):
            if found != country:
                words = article.document.text[gold.start : gold.end]
                yield Miss(article.document.id, "country", f"{words!r} is {country}, found {found}")


def state_mentions(coded: Coded) -> Iterator[tuple[GoldMention, str, str | None]]:
    """Each gold mention linked to a state: the state's code, and the country that was found."""
    article, document = coded
    states = states_by_title()
    for gold in article.mentions:
        country = states.get(title_words(gold.wikipedia)) if gold.wikipedia else None
        if country:
            yield gold, country, country_found(article, document, gold)


@lru_cache(maxsize=1)
def states_by_title() -> Mapping[str, str]:
    """Codes of states by the words of the title that an encyclopedia gives them."""
    rows = read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS)
    return {name: row["alpha3"] for row in rows for name in (row["name"], *row.items("aliases"))}


def title_words(title: str) -> str:
    """The words of a title as it stands in an address."""
    return unquote(title).replace("_", " ")


def country_found(article: GoldArticle, coded: CodedDocument, gold: GoldMention) -> str | None:
    """The country of the smallest mention that covers the gold one, half of it at least."""
    text = article.document.text
    own = characters(text, [gold])
    covering = [mention for mention in coded.mentions if covered(own, characters(text, [mention])) >= 0.5]
    countries = {entity.id: entity.country for entity in coded.entities}
    smallest = min(covering, key=lambda mention: mention.end - mention.start, default=None)
    return countries.get(smallest.entity) if smallest and smallest.entity else None
