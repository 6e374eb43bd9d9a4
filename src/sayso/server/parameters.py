"""Kinds of query parameters. A form sends an empty field as "", which means the same as leaving it out."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Len
from fastapi import Query
from pydantic import BeforeValidator, StringConstraints

from sayso.schema import Status

LONGEST = 300
MOST_VALUES = 50


def _none_if_empty(given: Any) -> Any:
    return (given.strip() or None) if isinstance(given, str) else given


def _without_empty(given: Any) -> Any:
    return [each for each in given if each != ""] if isinstance(given, list) else given


EMPTY_IS_NONE = BeforeValidator(_none_if_empty)
WITHOUT_EMPTY = BeforeValidator(_without_empty)

Short = Annotated[str, StringConstraints(max_length=LONGEST)]

Words = Annotated[Short | None, EMPTY_IS_NONE, Query()]
Day = Annotated[Short | None, EMPTY_IS_NONE, Query(description="A day, like 2022-12-29.")]
Several = Annotated[Annotated[list[Short], Len(max_length=MOST_VALUES)], WITHOUT_EMPTY, Query()]
Statuses = Annotated[list[Status], WITHOUT_EMPTY, Query(description="actual where left out; may be repeated.")]
