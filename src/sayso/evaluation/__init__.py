"""How good Sayso is: `evaluate(path, code)` scores it on a gold set, recognised by what lies at the path.

A gold set may tell of states that do not exist: `settings_for(path, settings)` adds the facts about them, with which
`code` should be built.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import InputError
from sayso.evaluation.attributions import align_attributions, attribution_misses, score_attributions, without_credits
from sayso.evaluation.cases import score_cases
from sayso.evaluation.coreference import score_sources, source_misses
from sayso.evaluation.countries import country_misses, score_countries
from sayso.evaluation.floors import load_floors, with_floors
from sayso.evaluation.petrarch import ACTORS, score_records
from sayso.evaluation.plover_gsr import score_gold_events
from sayso.evaluation.report import Code, Miss, Report, Score
from sayso.evaluation.wikinews import read_articles
from sayso.evaluation.wikiwars import score_narratives

if TYPE_CHECKING:
    from sayso.config import Settings

__all__ = ["Miss", "Report", "Score", "evaluate", "settings_for"]

Scorer = Callable[[Path, Code], tuple[tuple[Score, ...], tuple[Miss, ...]]]
# What a gold set takes as known: who its invented actors are.
FACTS = {"petrarch_records": (ACTORS,)}
REMEDY = (
    "Give a folder or file of TimeML (.tml), gold articles or cases (.jsonl), "
    "PLOVER gold records (.json) or PETRARCH records (.xml)"
)


def evaluate(path: Path, code: Code) -> Report:
    """Code a gold set and score the result; `code` is `Pipeline.code` or stands in for it."""
    gold, scorer = recognise(path)
    rows, misses = scorer(path, code)
    return with_floors(Report(gold, rows, misses), load_floors())


def settings_for(path: Path, settings: Settings) -> Settings:
    """The settings with the facts that a gold set takes as known below those of the user."""
    needed = FACTS.get(recognise(path)[0], ())
    return settings.model_copy(update={"facts": (*needed, *settings.facts)}) if needed else settings


def recognise(path: Path) -> tuple[str, Scorer]:
    """The name of the gold set and what scores it."""
    if not path.exists():
        raise InputError(str(path), "there is no such file or folder", REMEDY)
    if path.suffix == ".tml" or (path.is_dir() and any(path.glob("*.tml"))):
        return "wikiwars", score_narratives
    if path.is_file():
        if path.suffix == ".xml" and "<EventCoding" in path.read_text(encoding="utf-8", errors="replace"):
            return "petrarch_records", score_records
        keys = first_object(path).keys()
        if {"attributions", "mentions", "text"} <= keys:
            return "wikinews", score_articles
        if {"expect", "text"} <= keys:
            return path.stem, score_cases
        if {"event", "eventText"} <= keys:
            return "plover_gsr", score_gold_events
    raise InputError(str(path), "not a gold set that Sayso knows", REMEDY)


def first_object(path: Path) -> Mapping[str, Any]:
    """The first JSON object of a list or of lines of JSON; empty where there is none."""
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    try:
        value = json.loads(text) if text.startswith("[") else json.loads(text.partition("\n")[0])
    except ValueError:
        return {}
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def score_articles(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Attributions, who the sources are, and countries, on gold articles."""
    coded = [(article, code(article.document)) for article in read_articles(path)]
    aligned = [align_attributions(*each) for each in coded]
    speech = [align_attributions(without_credits(article), document) for article, document in coded]
    rows = (*score_attributions(aligned, speech), *score_sources(speech), *score_countries(coded))
    return rows, (*attribution_misses(speech), *source_misses(speech), *country_misses(coded))
