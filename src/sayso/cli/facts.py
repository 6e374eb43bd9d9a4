"""Commands on what Sayso knows: `sayso who` and `sayso knowledge check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.common import NOTHING_DONE, PARTLY_DONE, AsJson, ConfigFile, complain, console, is_store, settings_of
from sayso.cli.lookups import print_profile_of

OwnFacts = Annotated[
    list[Path] | None,
    typer.Option("--facts", metavar="FILE", help="Facts of your own, besides the settings'. Repeatable."),
]

knowledge = typer.Typer(no_args_is_help=True, help="Check tables of facts.", rich_markup_mode=None)


def who(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="[STORE] NAME",
            help="A name, an office, a role noun, a code or an id; after a store, who it is there.",
            show_default=False,
        ),
    ],
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; today where left out.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Of a store: print CSV with a header.")] = False,
    facts: OwnFacts = None,
    config: ConfigFile = None,
) -> None:
    """Show what Sayso knows under a name, on a day, and from which line of which table.

    Where the first word is a store (a SQLite file or a database URL), show what the store has of the actor: what it
    did, had done to it, said, and was said of it, and under which names; --on and --facts are then without effect.
    """
    if is_store(name[0]):
        if len(name) == 1:
            raise typer.BadParameter(f"{name[0]} is a store. Whom do you want to know of? sayso who {name[0]} NAME")
        print_profile_of(name[0], " ".join(name[1:]), as_json=as_json, as_csv=as_csv)
        return
    if as_csv:
        raise typer.BadParameter("--csv goes with a store: sayso who STORE NAME --csv. Facts come as --json.")
    import json
    from dataclasses import asdict

    from sayso.formats.who import print_answer
    from sayso.knowledge.facts import load_knowledge
    from sayso.knowledge.who import who_is

    own = (*settings_of(config).facts, *(facts or ()))
    answer = who_is(load_knowledge(own=own), " ".join(name), day_of(on))
    if as_json:
        typer.echo(json.dumps(asdict(answer), ensure_ascii=False))
    else:
        print_answer(answer, console())
    if not answer.entries:
        raise typer.Exit(PARTLY_DONE)


def day_of(given: str | None) -> str:
    """The day asked about as an ISO day."""
    from datetime import date

    from sayso.errors import SettingsError

    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise SettingsError(f"--on {given}: not a day. Write it as 2022-12-30.") from error


@knowledge.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="TOML or CSV files of your own; none: the built-in tables."),
    ] = None,
) -> None:
    """Check facts of your own before a run uses them: every error with its line. Exit code 2 where there are any."""
    from collections import Counter

    from sayso.formats.terminal import counted
    from sayso.knowledge.facts import read_tables
    from sayso.knowledge.facts.checks import check_files, check_tables, errors_in

    tables = read_tables()
    if files:
        rows, issues = check_files(files, tables)
        counts = Counter(table.word for table, _ in rows)
        held = ", ".join(f"{number} × {word}" for word, number in counts.items()) or "nothing"
    else:
        issues = errors_in(check_tables(tables))
        held = f"{len(tables)} built-in tables, {sum(map(len, tables.values())):,} rows"
    for issue in issues:
        if issue.severity == "error":
            complain(str(issue))
        else:
            typer.echo(f"note: {issue}")
    errors = len(errors_in(issues))
    typer.echo(f"{held}: {counted(errors, 'error') if errors else 'no errors'}")
    if errors:
        raise typer.Exit(NOTHING_DONE)
