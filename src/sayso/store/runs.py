"""A run: one time that Sayso coded documents into a store, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """What made the codings that carry its `id`. Times are ISO 8601 in UTC; `finished` is None while it runs.

    `sayso` is the version of Sayso, `codebook` the digest of the codebook's files, `model` the language model.
    """

    id: int
    started: str
    finished: str | None
    sayso: str
    codebook: str | None
    model: str | None
    model_version: str | None
    settings: Mapping[str, Any]
