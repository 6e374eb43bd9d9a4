"""The command line. Each command calls what Python users call.

An expected problem becomes a sentence on standard error and an exit code: 2 when nothing could be done, 1 when part
of a batch could not, 0 otherwise. Heavy imports stand inside the commands, so that `sayso --help` answers at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sayso import __version__
from sayso.cli import (
    articles,
    batch,
    coding,
    exporting,
    facts,
    importing,
    joining,
    lookups,
    quality,
    relations,
    reviewing,
    serving,
    site,
    stores,
    watching,
)
from sayso.cli.common import NOTHING_DONE, complain
from sayso.errors import SaysoError

app = typer.Typer(
    name="sayso",
    help="Political event data that knows on whose say-so: who did what to whom, when, and who says it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; an expected error becomes a sentence and exit code 2."""
    try:
        app()
    except SaysoError as error:
        complain(str(error))
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        sys.exit(130)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Political event data that knows on whose say-so: who did what to whom, when, and who says it."""


COMMANDS = (
    articles.read,
    stores.add,
    batch.code,
    batch.load,
    stores.events,
    exporting.export,
    importing.import_codings,
    articles.quotes,
    relations.relation,
    relations.compare,
    joining.claims,
    lookups.timeline,
    lookups.search,
    joining.join,
    watching.watch,
    serving.serve,
    coding.explain,
    facts.who,
    quality.demo,
    quality.evaluate,
)
# What functions cannot be called, because Python has the word already.
NAMES: dict[object, str] = {importing.import_codings: "import"}
for command in COMMANDS:
    app.command(NAMES.get(command))(command)
app.add_typer(facts.knowledge, name="knowledge")
app.add_typer(coding.codebook_app, name="codebook")
app.add_typer(reviewing.review, name="review")
app.add_typer(site.site_app, name="site")
