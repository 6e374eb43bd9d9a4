"""Every exception Sayso raises on purpose.

SaysoError
├── InputError            a file, line or page that cannot be read as asked
│   └── DocumentTooLarge  over the size limit of the settings
├── SettingsError         a setting that is unknown or has an impossible value
├── KnowledgeError        a data file with an error in it, named with its line
├── ModelError            a language model that is missing or whose files are not the known ones
├── PipelineOrderError    a stage stands before the layers it needs
└── StoreError            a store that cannot be opened or does not fit this version

A message names the thing, the problem and, where there is one, the remedy.
"""

from __future__ import annotations


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
