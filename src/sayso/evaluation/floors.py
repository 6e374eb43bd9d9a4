"""The floors: scores that a change may not fall below without saying so. They stand in `floors.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sayso.errors import SettingsError
from sayso.evaluation.report import Report

FLOORS = Path(__file__).with_name("floors.toml")


@lru_cache(maxsize=4)
def load_floors(path: Path = FLOORS) -> Mapping[str, Mapping[str, float]]:
    """Floors by gold set and score."""
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not valid TOML: {error}. Mend the line.") from error
    for gold, scores in floors.items():
        for name, floor in scores.items():
            if not isinstance(floor, int | float) or not 0 <= floor <= 1:
                raise SettingsError(f"{path}: the floor of {name!r} in [{gold}] is {floor!r}; write a share, 0 to 1.")
    return floors


def with_floors(report: Report, floors: Mapping[str, Mapping[str, float]]) -> Report:
    """The report with the floor beside each score that has one; a floor of a score that is not there is an error."""
    kept = floors.get(report.gold, {})
    if unknown := sorted(set(kept) - {row.name for row in report.rows}):
        raise SettingsError(f"[{report.gold}] has floors of scores that there are not: {', '.join(unknown)}.")
    return replace(report, rows=tuple(replace(row, floor=kept.get(row.name)) for row in report.rows))
