"""Writes the figures of docs/evaluation.md: every gold set of ../shared scored anew.

usage: write_figures.py [GOLD_FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.evaluation import Report, evaluate, settings_for

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
OPENING = "<!-- figures: written by scripts/write_figures.py -->\n"
CLOSING = "<!-- end of figures -->\n"
GOLD = ("wikinews.jsonl", "wikiwars", "plover_gsr.json", "petrarch_records.xml")


def main() -> None:
    """Put one table a gold set between the two marks."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "gold"
    settings = load_settings()
    pipelines = {name: build_pipeline(settings_for(folder / name, settings)) for name in GOLD}
    tables = [table(evaluate(folder / name, pipelines[name].code)) for name in GOLD]
    before, _, rest = PAGE.read_text("utf-8").partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    PAGE.write_text(before + OPENING + "\n".join(tables) + "\n" + CLOSING + after, encoding="utf-8")


def table(report: Report) -> str:
    """The scores of one gold set."""
    return (
        "\n".join([f"### {report.gold}", "| score | value | of | floor |", "|---|---|---|---|", *rows(report)]) + "\n"
    )


def rows(report: Report) -> Iterator[str]:
    """One line a score."""
    for row in report.rows:
        floor = "" if row.floor is None else f"{row.floor:.3f}"
        yield f"| {row.name} | {row.value:.3f} | {row.count}/{row.of} | {floor} |"


if __name__ == "__main__":
    main()
