"""Every exception Sayso raises on purpose.

SaysoError
├── InputError            a file, line or page that cannot be read as asked
│   ├── DocumentTooLarge  over the size limit of the settings
│   └── FetchError        an address that gave no page; its kinds stand in fetching/failures.py
├── SettingsError         a setting that is unknown or has an impossible value
├── KnowledgeError        a data file with an error in it, named with its line
├── ModelError            a language model that is missing or whose files are not the known ones
├── PipelineOrderError    a stage stands before the layers it needs
├── StoreError            a store that cannot be opened or does not fit this version
└── BatchError            a batch that cannot go on, or an output folder that does not fit it

A message names the thing, the problem and, where there is one, the remedy. Narrower kinds, which only their
neighbours catch, stand beside what raises them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self


class SaysoError(Exception):
    """Base class; `str()` of it is a sentence fit for a user."""


class InputError(SaysoError):
    """Input that cannot be read. Prints as "PATH, line N: PROBLEM. REMEDY."."""

    def __init__(self, path: str, problem: str, remedy: str, *, line: int | None = None) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.line = line
        place = f"{path}, line {line}" if line is not None else path
        super().__init__(f"{place}: {problem}. {remedy}.")


class DocumentTooLarge(InputError):
    """A document over the size limit."""


class FetchError(InputError):
    """An address that gave no page. `temporary` says that it may give one later; `retry_at` when to ask, if known."""

    def __init__(
        self, address: str, problem: str, remedy: str, *, temporary: bool = False, retry_at: datetime | None = None
    ) -> None:
        self.temporary = temporary
        self.retry_at = retry_at
        super().__init__(address, problem, remedy)

    def on_the_way_from(self, address: str) -> Self:
        """The same failure, told of the address that redirected to where it happened."""
        if self.path == address:
            return self
        problem = f"it redirects to {self.path}, and there: {self.problem}"
        return type(self)(address, problem, self.remedy, temporary=self.temporary, retry_at=self.retry_at)


class SettingsError(SaysoError):
    """A setting that is unknown or has an impossible value."""


class KnowledgeError(SaysoError):
    """A data file with an error in it. Prints as "FILE, line N: PROBLEM."."""

    def __init__(self, file: str, problem: str, *, line: int | None = None) -> None:
        self.file = file
        self.problem = problem
        self.line = line
        super().__init__(f"{file}, line {line}: {problem}." if line is not None else f"{file}: {problem}.")


class ModelError(SaysoError):
    """A language model that is missing or not what it should be."""


class PipelineOrderError(SaysoError):
    """A stage needs layers that no earlier stage fills."""


class StoreError(SaysoError):
    """A store that cannot be opened, or that another version of Sayso wrote."""


class BatchError(SaysoError):
    """A batch that cannot go on, or an output folder that does not fit it."""
