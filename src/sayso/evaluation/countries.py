"""Scores countries on gold mentions that link to an encyclopedia: of states with their bodies, and of persons.

Definition, states. Asked are the mentions linked to a state, its people, its capital or a body of its government ("the
U.S.", "Afghans", "the country", "Home Office"). Sayso's answer is the country of the smallest of its mentions that
covers half of the gold one or more: "Afghan" inside "the Afghan ambassador" counts by the whole phrase. Recall is the
share of right answers. Precision is their share of all answers, and counts as wrong ones also the mentions that Sayso
takes for a state or a government while the gold links them to something else ("Sweden", the football team).

Definition, persons. Asked are the persons linked, once an article. Sayso's answer is the country that most of its
mentions of the person have, where they are linked to a person or to an office. Countries by `wikinews_people.csv`,
written by hand. Source of both: own; the gold has the links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from sayso.evaluation.coreference import AFTER_HEAD
from sayso.evaluation.matching import Stretch, characters, covered, dice
from sayso.evaluation.report import Miss, Score, share
from sayso.evaluation.wikinews import GoldArticle, GoldMention
from sayso.knowledge.facts import COUNTRY_COLUMNS
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import CodedDocument, Entity, EntityKind, Mention, Span

Coded = tuple[GoldArticle, CodedDocument]
Of = TypeVar("Of", bound=Stretch)

HERE = Path(__file__).parent
TITLE_COLUMNS = ("title", "country")
STATE_KINDS: frozenset[EntityKind] = frozenset({"state", "government"})
PERSON_KINDS: frozenset[EntityKind] = frozenset({"person", "government", "igo"})


def score_countries(coded: Sequence[Coded]) -> tuple[Score, ...]:
    """States: precision and recall. Persons: how many are answered, and how many of those rightly."""
    asked = [found == country for each in coded for _, country, found in state_mentions(each)]
    answered = sum(found is not None for each in coded for _, _, found in state_mentions(each))
    overclaimed = sum(1 for each in coded for _ in overclaims(each))
    right = sum(asked)
    persons = [(found, countries) for each in coded for _, countries, found in persons_linked(each)]
    told = [found in countries for found, countries in persons if found]
    return (
        share("country precision", right, answered + overclaimed, "Countries given to states and bodies: right ones"),
        share("country recall", right, len(asked), "Mentions linked to a state or its bodies, with that country"),
        share("person country", sum(told), len(told), "Persons linked, of whom Sayso says a country: the right one"),
        share("person answered", len(told), len(persons), "Persons linked, of whom Sayso says a country"),
    )


def country_misses(coded: Sequence[Coded]) -> Iterator[Miss]:
    """Mentions of states with another country or none, what is no state, and persons with a wrong country or none."""
    for article, document in coded:
        name, text = article.document.id, article.document.text
        for gold, country, found in state_mentions((article, document)):
            if found != country:
                yield Miss(name, "country", f"{text[gold.start : gold.end]!r} is {country}, found {found}")
        for gold, entity in overclaims((article, document)):
            yield Miss(name, "no state", f"{text[gold.start : gold.end]!r} is {gold.wikipedia}, found {entity.id}")
        for title, countries, found in persons_linked((article, document)):
            if found not in countries:
                yield Miss(name, "person country", f"{title} is {' or '.join(countries)}, found {found}")


def state_mentions(coded: Coded) -> Iterator[tuple[GoldMention, str, str | None]]:
    """Each gold mention linked to a state or a body of one: the state's code, and the country that was found."""
    article, document = coded
    for gold in article.mentions:
        country = country_of_title(gold)
        if country:
            entity = smallest_entity(article, document, gold)
            yield gold, country, entity.country if entity else None


def overclaims(coded: Coded) -> Iterator[tuple[GoldMention, Entity]]:
    """Gold mentions linked to what is neither state nor person, of which Sayso makes a state or a government."""
    article, document = coded
    for mention in document.mentions:
        entity = entity_named(document, mention.entity)
        gold = closest(article, mention) if entity and entity.kind in STATE_KINDS else None
        if entity is None or gold is None or gold.wikipedia is None:
            continue
        if not country_of_title(gold) and title_words(gold.wikipedia) not in countries_of_people():
            yield gold, entity


def persons_linked(coded: Coded) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    """Each person whom the article names: the title, the countries that are right, and the country that was found."""
    article, document = coded
    answers: dict[str, Counter[str]] = {}
    for gold in article.mentions:
        title = title_words(gold.wikipedia) if gold.wikipedia else ""
        if title in countries_of_people():
            found = answers.setdefault(title, Counter())
            entity = person_meant(article, document, gold)
            if entity and entity.kind in PERSON_KINDS and entity.country:
                found[entity.country] += 1
    for title, found in answers.items():
        best = found.most_common(1)
        yield title, countries_of_people()[title], best[0][0] if best else None


@lru_cache(maxsize=1)
def countries_of_titles() -> Mapping[str, str]:
    """Codes of states by the titles that an encyclopedia gives them, their people, capitals and bodies."""
    rows = list(read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS))
    columns = ("nationals", "capital", "aliases")
    titles = {name: row["alpha3"] for column in columns for row in rows for name in row.items(column)}
    titles |= {row["name"]: row["alpha3"] for row in rows}
    bodies = read_table(HERE / "wikinews_governments.csv", TITLE_COLUMNS)
    return titles | {row["title"]: row["country"] for row in bodies}


@lru_cache(maxsize=1)
def countries_of_people() -> Mapping[str, tuple[str, ...]]:
    """The countries that are right for a person, by title."""
    return {row["title"]: row.items("country") for row in read_table(HERE / "wikinews_people.csv", TITLE_COLUMNS)}


def country_of_title(gold: GoldMention) -> str | None:
    """The state to which the mention is linked, or whose body it is."""
    return countries_of_titles().get(title_words(gold.wikipedia)) if gold.wikipedia else None


def title_words(title: str) -> str:
    """The words of a title as it stands in an address."""
    return unquote(title).replace("_", " ")


def smallest_entity(article: GoldArticle, coded: CodedDocument, gold: GoldMention) -> Entity | None:
    """The entity of the smallest mention that covers the gold one, half of it at least."""
    text = article.document.text
    own = characters(text, [gold])
    covering = [mention for mention in coded.mentions if covered(own, characters(text, [mention])) >= 0.5]
    smallest = min(covering, key=lambda mention: mention.end - mention.start, default=None)
    return entity_named(coded, smallest.entity) if smallest else None


def person_meant(article: GoldArticle, coded: CodedDocument, gold: GoldMention) -> Entity | None:
    """The entity of the mention at the head of the gold one ("Ana Ruiz" in "Ana Ruiz of the FTU"), a person first."""
    words = article.document.text[gold.start : gold.end]
    head = Span(gold.start, gold.start + len(AFTER_HEAD.split(words)[0]))
    near = [mention for mention in coded.mentions if overlap_of(head, mention) >= 0.5]
    entities = [entity for mention in near if (entity := entity_named(coded, mention.entity))]
    return min(entities, key=lambda entity: entity.kind != "person", default=None)


def overlap_of(head: Span, mention: Mention) -> float:
    """How much of the shorter of the two lies in the other."""
    shared = min(head.end, mention.end) - max(head.start, mention.start)
    return shared / max(1, min(head.end - head.start, mention.end - mention.start))


def closest(article: GoldArticle, mention: Mention) -> GoldMention | None:
    """The gold mention that has most in common with one of ours."""
    return closest_of(article.document.text, article.mentions, mention)


def closest_of(text: str, stretches: Sequence[Of], asked: Stretch) -> Of | None:
    """The stretch that shares most characters with the one asked for, half of both together at least."""
    own = characters(text, [asked])
    near = [each for each in stretches if each.start < asked.end and asked.start < each.end]
    rated = [(dice(own, characters(text, [each])), each) for each in near]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= 0.5 else None


def entity_named(coded: CodedDocument, identity: str | None) -> Entity | None:
    """The entity with this id."""
    return next((entity for entity in coded.entities if entity.id == identity), None)
