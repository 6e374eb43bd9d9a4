"""Commands that show what Sayso is worth: `sayso demo` and `sayso evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.common import PARTLY_DONE, AsJson, Codebook, ConfigFile, Model, console, settings_of


def demo(
    store: Annotated[Path, typer.Option(metavar="PATH", help="Where to keep the coded demo.")] = Path("sayso-demo.db"),
) -> None:
    """Code the demo corpus, articles written for it on real events of 2021 to 2023, and show what it holds."""
    from sayso.demo import run_demo

    run_demo(store, console())


def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold set: a file or folder of ../shared/gold, or a file of cases.")],
    as_json: AsJson = False,
    details: Annotated[bool, typer.Option(help="List what was missed.")] = False,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
) -> None:
    """Score the coder on a gold set; exit code 1 where a figure lies below its floor."""
    from sayso.api import build_pipeline
    from sayso.evaluation import evaluate as score
    from sayso.evaluation import settings_for
    from sayso.evaluation.printing import print_report, report_json

    settings = settings_of(config, model=model, codebook=codebook)
    pipeline = build_pipeline(settings_for(gold, settings))
    report = score(gold, pipeline.code)
    if as_json:
        typer.echo(report_json(report))
    else:
        print_report(report, console(), details=details)
    if report.below_floor:
        raise typer.Exit(PARTLY_DONE)
