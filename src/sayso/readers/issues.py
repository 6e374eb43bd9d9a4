"""What becomes of a problem: it stops the reading, or is recorded and the reading goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sayso.errors import InputError
from sayso.schema import Issue

log = logging.getLogger(__name__)

OnIssue = Callable[[Issue], None]


class Issues:
    """Where readers report. Without `on_issue` the first failure is raised, and remarks go to the log."""

    def __init__(self, on_issue: OnIssue | None) -> None:
        self.on_issue = on_issue

    def fail(self, error: InputError) -> None:
        """A document or file could not be read."""
        if self.on_issue is None:
            raise error
        self.on_issue(Issue("reader", error.problem, error.remedy, path=error.path, line=error.line))

    def remark(self, path: str, problem: str, remedy: str, *, line: int | None = None) -> None:
        """Something the user should know about a document that was read all the same."""
        if self.on_issue is None:
            log.warning("%s: %s. %s.", path if line is None else f"{path}, line {line}", problem, remedy)
        else:
            self.on_issue(Issue("reader", problem, remedy, path=path, line=line, severity="note"))
