"""Entities: who each mention refers to, with country and sector as of the document's date.

A sieve: names first (they explain their short forms), then roles, states and pronouns from left to right, each of which
may lean on what stands before. Every link says which rule made it; where no rule fits the mention stays without one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sayso.knowledge.facts import Knowledge
from sayso.schema import CodedDocument, Entity, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, richness, with_numbers
from sayso.stages.entities.names import Names, surnames_of
from sayso.stages.entities.pronouns import link_pronoun
from sayso.stages.entities.roles import link_role
from sayso.stages.entities.states import link_state


class Entities:
    """Fills `entities` and completes each mention with the entity it refers to."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"entities"})

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.surnames = surnames_of(knowledge)

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Link every mention that can be linked."""
        context = Context(self.knowledge, coded)
        names = Names(context, self.surnames)
        names.link_all()
        for mention in sorted(
            coded.mentions, key=lambda mention: mention.end
        ):  # "the nation" before "the nation's army"
            link = link_in_text(context, names, mention) if mention.form != "name" else None
            if link:
                context.links[mention.id] = link
        mentions = tuple(completed(context, mention) for mention in coded.mentions)
        return replace(coded, mentions=mentions, entities=tuple(entities_of(context)))


def link_in_text(context: Context, names: Names, mention: Mention) -> Link | None:
    """The link of a nominal or pronoun, by what stands before it. A surname may pass for a noun: "Heald said"."""
    if mention.form == "pronoun":
        return link_pronoun(context, mention)
    known = names.link_short(mention.text, mention, context.heads[mention.id]) if mention.text[0].isupper() else None
    return known or link_role(context, mention) or link_state(context, mention)


def completed(context: Context, mention: Mention) -> Mention:
    """The mention with its entity and the rule, or with what it may be."""
    link = context.links.get(mention.id)
    if link:
        return replace(mention, entity=link.entity.id, reason=link.rule)
    return replace(mention, reason=context.doubts[mention.id]) if mention.id in context.doubts else mention


def entities_of(context: Context) -> list[Entity]:
    """Each entity once, in order of the text, in its fullest record."""
    found: dict[str, Entity] = {}
    for mention in context.mentions:
        link = context.links.get(mention.id)
        if link:
            known = found.get(link.entity.id)
            if known is None or richness(link.entity) > richness(known):
                found[link.entity.id] = link.entity
    return [with_numbers(entity, context.knowledge, context.day) for entity in found.values()]
