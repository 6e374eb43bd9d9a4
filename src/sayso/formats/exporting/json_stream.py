"""Writes one long list inside a JSON object, an item a line, without holding it in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any


def write_list(path: Path, opening: str, items: Iterable[Mapping[str, Any]], closing: Callable[[int], str]) -> int:
    """Write the opening up to its "[", the items, and the closing from "]" on, which is told how many there were."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(opening)
        for item in items:
            stream.write(",\n" if count else "\n")
            stream.write(json.dumps(item, ensure_ascii=False))
            count += 1
        stream.write("\n" + closing(count) + "\n")
    return count


def members(values: Mapping[str, Any]) -> str:
    """The members of a JSON object without its braces."""
    return json.dumps(dict(values), ensure_ascii=False)[1:-1]
