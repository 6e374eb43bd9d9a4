"""The tree of exceptions is drawn in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso import errors


def test_every_exception_stands_in_the_tree_below_its_parent() -> None:
    assert errors.__doc__ is not None
    drawn = re.findall(r"^([│ ├└─]*)(\w*Error|DocumentTooLarge)\b", errors.__doc__, re.MULTILINE)
    depths = {name: len(lines) // 4 for lines, name in drawn}
    assert depths == {kind.__name__: depth for kind, depth in kinds(errors.SaysoError)}


def kinds(kind: type[BaseException], depth: int = 0) -> Iterator[tuple[type[BaseException], int]]:
    """The exceptions of the module with how deep they stand; narrower kinds stand beside what raises them."""
    yield kind, depth
    for narrower in kind.__subclasses__():
        if narrower.__module__ == errors.__name__:
            yield from kinds(narrower, depth + 1)
