"""The flow: a document goes through the stages in order, and each fills its layers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, Protocol

from sayso.errors import DocumentTooLarge, PipelineOrderError, SaysoError
from sayso.schema import CodedDocument, Document, Issue

log = logging.getLogger(__name__)


class Stage(Protocol):
    """One step of coding. `needs` and `fills` name layers of `CodedDocument`.

    A stage never changes what an earlier one filled, and knows nothing of settings files or storage.
    """

    needs: ClassVar[frozenset[str]]
    fills: ClassVar[frozenset[str]]

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """The same document with this stage's layers filled."""
        ...


class Pipeline:
    """Stages in running order; the order is checked when the pipeline is built."""

    def __init__(self, stages: Sequence[Stage], *, max_characters: int = 1_000_000) -> None:
        self.stages = tuple(stages)
        self.max_characters = max_characters
        check_order(self.stages)

    def code(self, document: Document) -> CodedDocument:
        """Code one document; what goes wrong is raised."""
        if len(document.text) > self.max_characters:
            raise DocumentTooLarge(
                document.url or document.id,
                f"the text has {len(document.text):,} characters, over the limit of {self.max_characters:,}",
                "Split it, or raise `max_characters` in the settings",
            )
        coded = CodedDocument(document)
        for stage in self.stages:
            coded = stage(coded)
        return coded

    def stream(
        self, documents: Iterable[Document], *, on_error: Literal["record", "raise"] = "record"
    ) -> Iterator[CodedDocument]:
        """Code documents one by one. With "record", one that fails comes back empty but for an `Issue`."""
        for document in documents:
            try:
                yield self.code(document)
            except Exception as error:
                if on_error == "raise":
                    raise
                if not isinstance(error, SaysoError):
                    log.exception("document %s could not be coded", document.id)
                yield replace(CodedDocument(document), issues=(issue_of(error, document),))


def issue_of(error: Exception, document: Document) -> Issue:
    """The error as a row of the record."""
    if isinstance(error, DocumentTooLarge):
        return Issue("pipeline", error.problem, error.remedy, path=error.path)
    problem = str(error) if isinstance(error, SaysoError) else f"{type(error).__name__}: {error}"
    return Issue("pipeline", problem, path=document.url or document.id)


def check_order(stages: Sequence[Stage]) -> None:
    """Raise `PipelineOrderError` where a stage needs a layer that no earlier stage fills."""
    filled = {"document"}
    for stage in stages:
        missing = sorted(stage.needs - filled)
        if missing:
            name = type(stage).__name__
            raise PipelineOrderError(f"{name} needs {missing}, which no earlier stage fills")
        filled |= stage.fills
