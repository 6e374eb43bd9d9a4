"""Runs for looking at: what each coded, what it skipped and why, page by page."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from sayso.store.events import holds
from sayso.store.rows import record_of
from sayso.store.runs import Run
from sayso.store.tables import metadata

runs = metadata.tables["runs"]
codings = metadata.tables["codings"]
issues = metadata.tables["issues"]


@dataclass(frozen=True, slots=True)
class RunRow(Run):
    """One run with what came of it.

    It coded `documents`, of which it is still the `current` coding of some; `errors` cost a document, `notes` say how
    one was read all the same.
    """

    documents: int
    current: int
    errors: int
    notes: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One problem of a run: with which input, in which stage, and what to do."""

    id: int
    run_id: int
    severity: str
    stage: str
    problem: str
    remedy: str | None
    path: str | None
    line: int | None
    document_id: str | None


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues to give; `words` stand in the problem or the input's path."""

    stage: str | None = None
    severity: str | None = None
    words: str | None = None


def run_rows(connection: Connection, number: int | None = None) -> list[RunRow]:
    """All runs, the latest first, or the one with this number."""
    query = select(runs).order_by(runs.c.id.desc())
    if number is not None:
        query = query.where(runs.c.id == number)
    found = [record_of(Run, row) for row in connection.execute(query).mappings()]
    coded, noted = _coded(connection, number), _noted(connection, number)
    return [_run_row(run, coded.get(run.id, (0, 0)), noted.get(run.id, (0, 0))) for run in found]


def issue_rows(
    connection: Connection, run: int, wanted: IssueFilter, *, after: int = 0, limit: int | None = None
) -> list[IssueRow]:
    """The issues of a run that pass the filter, in the order in which they were noted."""
    names = [field.name for field in fields(IssueRow)]
    query = select(*(issues.c[name] for name in names)).where(issues.c.run_id == run, issues.c.id > after)
    if wanted.stage:
        query = query.where(issues.c.stage == wanted.stage)
    if wanted.severity:
        query = query.where(issues.c.severity == wanted.severity)
    if wanted.words:
        query = query.where(holds(issues.c.problem, wanted.words) | holds(issues.c.path, wanted.words))
    return [IssueRow(**row) for row in connection.execute(query.order_by(issues.c.id).limit(limit)).mappings()]


def issue_counts(connection: Connection, run: int) -> list[tuple[str, str, int]]:
    """How many issues of a run there are by severity and stage, the most frequent first."""
    number = func.count()
    query = (
        select(issues.c.severity, issues.c.stage, number)
        .where(issues.c.run_id == run)
        .group_by(issues.c.severity, issues.c.stage)
        .order_by(number.desc(), issues.c.severity, issues.c.stage)
    )
    return [(severity, stage, count) for severity, stage, count in connection.execute(query)]


def _run_row(run: Run, coded: tuple[int, int], noted: tuple[int, int]) -> RunRow:
    about = {field.name: getattr(run, field.name) for field in fields(Run)}
    return RunRow(**about, documents=coded[0], current=coded[1], errors=noted[0], notes=noted[1])


def _coded(connection: Connection, number: int | None) -> dict[int, tuple[int, int]]:
    query = select(codings.c.run_id, func.count(), func.sum(codings.c["current"])).group_by(codings.c.run_id)
    return _pairs(connection, query if number is None else query.where(codings.c.run_id == number))


def _noted(connection: Connection, number: int | None) -> dict[int, tuple[int, int]]:
    errors = func.sum(case((issues.c.severity == "error", 1), else_=0))
    query = select(issues.c.run_id, errors, func.count() - errors).group_by(issues.c.run_id)
    return _pairs(connection, query if number is None else query.where(issues.c.run_id == number))


def _pairs(connection: Connection, query: Select[Any]) -> dict[int, tuple[int, int]]:
    return {number: (int(one), int(other)) for number, one, other in connection.execute(query)}
