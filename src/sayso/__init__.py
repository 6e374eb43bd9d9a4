"""Sayso: political event data that knows on whose say-so.

>>> import sayso
>>> coded = sayso.read("Poland supplied Ukraine with tanks on Monday.", published="2023-02-28")
>>> [event.type for event in coded.events]
['AID']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.api import open_store, read
    from sayso.config import Settings
    from sayso.errors import SaysoError
    from sayso.pipeline import Pipeline, Stage
    from sayso.schema import (
        Assessment,
        Attribution,
        Claim,
        CodedDocument,
        Document,
        Entity,
        Event,
        Issue,
        Mention,
        Span,
        TimeExpression,
    )

__version__ = "0.1.0"

# Where each public name lives. They are loaded when first used, so that `import sayso` and `sayso --help` stay quick.
_HOMES = {
    "sayso.api": ("open_store", "read"),
    "sayso.config": ("Settings",),
    "sayso.errors": ("SaysoError",),
    "sayso.pipeline": ("Pipeline", "Stage"),
    "sayso.schema": (
        "Assessment",
        "Attribution",
        "Claim",
        "CodedDocument",
        "Document",
        "Entity",
        "Event",
        "Issue",
        "Mention",
        "Span",
        "TimeExpression",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Assessment",
    "Attribution",
    "Claim",
    "CodedDocument",
    "Document",
    "Entity",
    "Event",
    "Issue",
    "Mention",
    "Pipeline",
    "SaysoError",
    "Settings",
    "Span",
    "Stage",
    "TimeExpression",
    "__version__",
    "open_store",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
