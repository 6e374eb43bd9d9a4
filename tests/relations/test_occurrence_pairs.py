"""Pairs of short reports, coded by the real pipeline: do they tell one occurrence, and are they of one origin?

Rows of `cases/occurrences.jsonl`: two `reports`, whether they are the `same`, of which `type` the act may be, and of
how many `origins` they are. Those with `aside` were kept unseen while the rules were made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sayso.pipeline import Pipeline
from sayso.relations.joining import join
from sayso.schema import Document
from sayso.store import open_store
from sayso.store.joins import read_reports
from sayso.store.tellings import Telling, read_tellings

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "occurrences.jsonl").read_text("utf-8").splitlines()
]
FLOOR = 0.95
FLOOR_ASIDE = 0.90
FALSE_MERGES = 0

pytestmark = [pytest.mark.model, pytest.mark.slow]


@dataclass(frozen=True)
class Outcome:
    """What joining made of a pair: the tellings of each occurrence that both reports tell."""

    case: dict[str, Any]
    shared: list[list[Telling]]
    origins: int

    @property
    def is_right(self) -> bool:
        case = self.case
        if case.get("origins") not in (None, self.origins):
            return False
        if not case["same"]:
            return not self.shared
        return any(telling.type in case["type"] for tellings in self.shared for telling in tellings)


@pytest.fixture(scope="module")
def outcomes(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("pairs")
    return [outcome_of(case, pipeline, folder / f"{case['id']}.db") for case in CASES]


def outcome_of(case: dict[str, Any], pipeline: Pipeline, path: Path) -> Outcome:
    with open_store(path) as store:
        run = store.begin_run()
        for number, report in enumerate(case["reports"]):
            document = Document(
                str(number), report["text"], publisher=report["publisher"], published=report["published"]
            )
            store.add(pipeline.code(document), run, on_error="raise")
        joined = join(store)
        with store.reading() as connection:
            ids = list(connection.exec_driver_sql("SELECT id FROM occurrences").scalars())
            reports = read_reports(connection, ids)
            tellings = read_tellings(connection, [(each.document_id, each.run_id, each.event) for each in reports])
            by_occurrence: dict[str, list[Telling]] = {}
            for each in reports:
                key = each.document_id, each.run_id, each.event
                by_occurrence.setdefault(each.occurrence, []).append(tellings[key])
    shared = [found for found in by_occurrence.values() if len({telling.document_id for telling in found}) == 2]
    return Outcome(case, shared, joined.origins)


def share_right(outcomes: list[Outcome]) -> float:
    return sum(outcome.is_right for outcome in outcomes) / len(outcomes)


def wrong(outcomes: list[Outcome]) -> Iterator[str]:
    return (outcome.case["id"] for outcome in outcomes if not outcome.is_right)


def test_pairs_are_of_every_kind() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 60
    assert sum(case["aside"] for case in CASES) >= 20
    assert {case["kind"] for case in CASES} >= {
        "paraphrase", "other date", "other target", "follow-up", "denial", "correction", "wire copy", "rewrite", "cites"
    }  # fmt: skip


def test_merging_is_right(outcomes: list[Outcome]) -> None:
    assert share_right(outcomes) >= FLOOR, sorted(wrong(outcomes))


def test_merging_is_right_on_the_pairs_kept_apart(outcomes: list[Outcome]) -> None:
    assert share_right([outcome for outcome in outcomes if outcome.case["aside"]]) >= FLOOR_ASIDE


def test_no_two_acts_are_taken_for_one(outcomes: list[Outcome]) -> None:
    merged = [outcome.case["id"] for outcome in outcomes if not outcome.case["same"] and outcome.shared]
    assert len(merged) <= FALSE_MERGES, merged
