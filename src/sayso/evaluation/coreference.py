"""Scores who the sources are: whether a pronoun, a short name or a nominal that speaks was traced to the right entity.

Definition. Of the attributions found whose source is a mention of the gold, and whose gold entity was named more fully
before, those are right whose entity has a name elsewhere in the text that belongs to the same gold entity. Source: own;
quotation systems report the same question as the accuracy of speakers, over pronouns and nominals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.evaluation.attributions import Aligned
from sayso.evaluation.matching import covered, dice
from sayso.evaluation.report import Miss, Score, share
from sayso.evaluation.wikinews import GoldArticle, GoldMention
from sayso.schema import Mention

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# What follows a head noun: "the chairman *of* …", "Ana Ruiz*, the minister*", "a letter *seen by* …".
AFTER_HEAD = re.compile(r"[,(]|\s(?:of|for|in|at|from|by|on|who|which|that|seen|called)\s")
SENTENCE_ENDS = '.!?\n"“”'


@dataclass(frozen=True, slots=True)
class TracedSource:
    """A source that must be traced to an entity named before it."""

    article: str
    mention: Mention
    named: str
    is_right: bool


def score_sources(aligned: Sequence[Aligned]) -> tuple[Score, Score]:
    """Pronouns, and short names with nominals."""
    traced = [source for each in aligned for source in traced_sources(each)]
    pronouns = [source.is_right for source in traced if source.mention.form == "pronoun"]
    others = [source.is_right for source in traced if source.mention.form != "pronoun"]
    return (
        share("pronoun source", sum(pronouns), len(pronouns), "Sources that are pronouns, traced to the right entity"),
        share(
            "short source",
            sum(others),
            len(others),
            "Sources that are short names or nominals, traced to the right entity",
        ),
    )


def source_misses(aligned: Sequence[Aligned]) -> Iterator[Miss]:
    """The sources traced to a wrong entity or to none."""
    for each in aligned:
        names = {entity.id: entity.name for entity in each.coded.entities}
        for source in traced_sources(each):
            if not source.is_right:
                entity = source.mention.entity
                found = names.get(entity, entity) if entity else None
                text = f"{source.mention.text!r} is {source.named!r}, found {found!r} ({source.mention.reason})"
                yield Miss(source.article, "source entity", text)


def traced_sources(aligned: Aligned) -> Iterator[TracedSource]:
    """The sources of found attributions that stand for an entity named before with more words."""
    mentions = {mention.id: mention for mention in aligned.coded.mentions}
    for _, attribution in aligned.pairs:
        mention = mentions.get(attribution.source or "")
        gold = closest(aligned, mention) if mention else None
        if mention is None or gold is None:
            continue
        named = fuller_name_before(aligned.article, gold, mention)
        if named:
            yield TracedSource(aligned.article.document.id, mention, named, shares_name(aligned, mention, gold))


def closest(aligned: Aligned, mention: Mention) -> GoldMention | None:
    """The gold mention that has most in common with a mention and holds half of it; None when there is none."""
    own = aligned.characters([mention])
    rated = [
        (dice(own, theirs), gold)
        for gold in aligned.article.mentions
        if overlap(gold, mention) and covered(own, theirs := aligned.characters([gold])) >= 0.5
    ]
    return max(rated, key=lambda pair: pair[0])[1] if rated else None


def overlap(gold: GoldMention, mention: Mention) -> bool:
    """Whether the two share a character."""
    return gold.start < mention.end and mention.start < gold.end


def fuller_name_before(article: GoldArticle, gold: GoldMention, mention: Mention) -> str | None:
    """The first earlier gold mention of the same entity that is a name and, of a name, holds more words."""
    for other in article.mentions:
        if other.entity != gold.entity or other.end > gold.start or not is_name(article.document.text, other):
            continue
        words = article.document.text[other.start : other.end]
        if mention.form != "name" or bare(mention.text) in bare(words) != bare(mention.text):
            return words
    return None


def is_name(text: str, gold: GoldMention) -> bool:
    """Whether the head ends in a capitalised word that is not merely the first of its sentence."""
    head = AFTER_HEAD.split(ARTICLE.sub("", text[gold.start : gold.end]))[0].split()
    opens_sentence = not text[: gold.start].rstrip(" ") or text[: gold.start].rstrip(" ")[-1] in SENTENCE_ENDS
    return bool(head) and head[-1][0].isupper() and (len(head) > 1 or not opens_sentence)


def bare(words: str) -> str:
    """The words without an article, in small letters."""
    return ARTICLE.sub("", words).lower()


def shares_name(aligned: Aligned, mention: Mention, gold: GoldMention) -> bool:
    """Whether the mention's entity has a name elsewhere that is one of the gold entity's mentions."""
    for other in aligned.coded.mentions:
        if other.entity is None or other.entity != mention.entity or other.form != "name" or other.id == mention.id:
            continue
        same = closest(aligned, other)
        if same is not None and same.entity == gold.entity:
            return True
    return False
