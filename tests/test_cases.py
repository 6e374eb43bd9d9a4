"""Language examples as rows: each line of `cases/*.jsonl` is a text and what its record must, or must not, hold.

A row whose id stands in `cases/known_failures.txt` must fail; take it out there when it passes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.evaluation.cases import unmet
from sayso.formats.record import record_of
from sayso.pipeline import Pipeline
from sayso.readers import read_text

FOLDER = Path(__file__).parent / "cases"
FILES = (
    "attribution.jsonl",
    "entities.jsonl",
    "events.jsonl",
    "frames_cooperation.jsonl",
    "frames_force.jsonl",
    "frames_verbal.jsonl",
)
KNOWN_FAILURES = FOLDER / "known_failures.txt"

Case = dict[str, Any]


def read_cases() -> list[Case]:
    return [json.loads(line) for name in FILES for line in (FOLDER / name).read_text("utf-8").splitlines() if line]


def read_known_failures() -> set[str]:
    """The ids of the file: one a line, what follows "#" is the reason."""
    lines = KNOWN_FAILURES.read_text("utf-8").splitlines() if KNOWN_FAILURES.exists() else []
    return {id for line in lines if (id := line.partition("#")[0].strip())}


CASES = read_cases()


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_record_holds_what_the_case_expects(pipeline: Pipeline, case: Case) -> None:
    document = read_text(
        case["text"], title=case.get("title"), published=case.get("published"), publisher=case.get("publisher")
    )
    missing = [json.dumps(each, ensure_ascii=False) for each in unmet(case, record_of(pipeline.code(document)))]
    if case["id"] in read_known_failures():
        assert missing, f"{case['id']} holds now: take it out of {KNOWN_FAILURES.name}"
        pytest.xfail("; ".join(missing))
    assert missing == [], case["text"]


def test_every_case_has_an_id_of_its_own() -> None:
    ids = [case["id"] for case in CASES]
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


def test_every_known_failure_is_a_case() -> None:
    assert sorted(read_known_failures() - {case["id"] for case in CASES}) == []
