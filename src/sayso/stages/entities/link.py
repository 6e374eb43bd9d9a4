"""A link from a mention to an entity, with the rule that made it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.schema import Entity


@dataclass(frozen=True, slots=True)
class Link:
    """An entity together with the rule that chose it."""

    entity: Entity
    rule: str
