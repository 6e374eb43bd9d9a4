"""The writers of event data, by format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from sayso.formats import export

FORMATS: Mapping[str, Callable[..., dict[str, int]]] = {
    name: cast("Callable[..., dict[str, int]]", each.load())
    for name, each in export.FORMATS.items()
    if each.writer.startswith("event_files.")
}
