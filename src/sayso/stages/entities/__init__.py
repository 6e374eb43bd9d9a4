"""Entities: who each mention refers to, with country and sector as of the document's date.

A sieve: listed names, names of this document in short form, offices and roles with their country, pronouns.
Each link says which rule made it; where no rule fits the mention stays without an entity.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sayso.knowledge.facts import Knowledge
from sayso.schema import CodedDocument
from sayso.stages.entities.pronouns import resolve_pronouns
from sayso.stages.entities.resolver import Resolver


class Entities:
    """Fills `entities` and completes each mention with the entity it refers to."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"entities"})

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Resolve names first, then roles (which may lean on names), then pronouns (which lean on both)."""
        resolver = Resolver(self.knowledge, coded)
        links = resolver.resolve()
        links |= resolve_pronouns(coded.parse, coded.mentions, links, self.knowledge)
        mentions = tuple(
            replace(m, entity=links[m.id].entity.id, reason=links[m.id].rule) if m.id in links else m
            for m in coded.mentions
        )
        entities = {link.entity.id: link.entity for link in reversed(list(links.values()))}
        used = dict.fromkeys(m.entity for m in mentions if m.entity)
        return replace(coded, mentions=mentions, entities=tuple(entities[identity] for identity in used))
