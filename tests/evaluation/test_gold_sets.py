"""The floors that Sayso keeps on the gold sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.api import build_pipeline
from sayso.config import Settings
from sayso.evaluation import evaluate, settings_for
from sayso.evaluation.floors import load_floors
from sayso.pipeline import Pipeline

GOLD = {
    "wikinews": "gold/wikinews.jsonl",
    "plover_gsr": "gold/plover_gsr.json",
    "petrarch_records": "gold/petrarch_records.xml",
    "wikiwars": "gold/wikiwars",
    "seed": "cases/seed.jsonl",
    "dev": "cases/dev.jsonl",
}


def test_every_gold_set_has_a_floor() -> None:
    assert load_floors().keys() == GOLD.keys()


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("gold", GOLD)
def test_no_score_falls_below_its_floor(gold: str, shared: Path, pipeline: Pipeline) -> None:
    given = settings_for(shared / GOLD[gold], Settings())
    flow = build_pipeline(given) if given.facts else only_times(pipeline) if gold == "wikiwars" else pipeline
    report = evaluate(shared / GOLD[gold], flow.code)
    assert report.gold == gold
    assert not report.below_floor, "\n".join(
        f"{row.name}: {row.value:.3f}, floor {row.floor}" for row in report.below_floor
    )


def only_times(pipeline: Pipeline) -> Pipeline:
    """The stages that time expressions need: the narratives are long, and nothing else is asked of them."""
    stages = [stage for stage in pipeline.stages if stage.fills & {"sentences", "times"}]
    return Pipeline(stages)
