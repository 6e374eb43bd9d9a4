"""Checks tables of facts, the built-in ones and a user's own: codes, dates, names, who holds an office when.

Every problem is an issue with file and line. An error keeps a file from being used; a note says what a row does to what
is known already, so that nobody changes a fact without meaning to.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sayso.knowledge.facts.checks.across import Across
from sayso.knowledge.facts.checks.cells import Cells
from sayso.knowledge.facts.checks.known import Known, thing_of
from sayso.knowledge.facts.layout import TABLES
from sayso.knowledge.facts.merging import OwnRows, Tables, completed_rows
from sayso.knowledge.facts.own_files import read_own
from sayso.schema import Issue


def check_tables(tables: Tables) -> list[Issue]:
    """The problems of a whole set of tables, such as the built-in one."""
    rows = [(table, row) for table in TABLES for row in tables[table.file]]
    nothing_yet = {**tables, **{table.file: [] for table in TABLES}}
    return check_rows(rows, nothing_yet)


def check_files(paths: Iterable[Path], tables: Tables) -> tuple[OwnRows, list[Issue]]:
    """What a user's own files hold, and every problem in them."""
    files = [read_own(path) for path in paths]
    rows = completed_rows([row for file in files for row in file.rows], tables)
    issues = [*(issue for file in files for issue in file.issues), *check_rows(rows, tables)]
    return rows, sorted(issues, key=lambda issue: (issue.path or "", issue.line or 0, issue.severity != "error"))


def check_rows(rows: OwnRows, tables: Tables) -> list[Issue]:
    """The problems of rows that are to go on top of the tables; ids and titles are filled in already."""
    known = Known(rows, tables)
    cells, across = Cells(known), Across(known)
    issues = [
        Issue("knowledge", f"{thing_of(table, row)}: {problem}", remedy, row.file, row.line)
        for table, row in rows
        for problem, remedy in cells.problems_of(table, row)
    ]
    issues += across.issues()
    return sorted(issues, key=lambda issue: (issue.path or "", issue.line or 0, issue.severity != "error"))


def errors_in(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that are errors."""
    return [issue for issue in issues if issue.severity == "error"]
