"""`sayso site build`: a copy of the pages of a store that needs no server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.common import StorePath, complain

site_app = typer.Typer(help="Pages of a store without a server.", no_args_is_help=True)
MOST_PAGES = 1_000


@site_app.callback()
def site() -> None:
    """Pages of a store without a server."""


@site_app.command()
def build(
    store: StorePath,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or a new one.", show_default=False)],
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the copy will stand, for its citations.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier copy in the folder.")] = False,
    most_pages: Annotated[int, typer.Option(min=1, metavar="NUMBER", help="The most important ones.")] = MOST_PAGES,
) -> None:
    """Copy the reading pages of a store into a folder: for any host, or to mail. Open index.html in it."""
    from sayso.formats.terminal import counted
    from sayso.server.site import build_site

    built = build_site(
        store if "://" in store else Path(store), folder, base_url=base_url, force=force, most_pages=most_pages
    )
    kinds = ", ".join(f"{number:,} {name}" for name, number in sorted(built.here.items()))
    typer.echo(f"{folder / 'index.html'}: {counted(built.pages, 'page')}, {built.size / 1e6:.1f} MB ({kinds})")
    if built.left_out:
        missing = ", ".join(f"{number:,} {name}" for name, number in sorted(built.left_out.items()))
        complain(f"left out, beyond --most-pages {most_pages}: {missing}")
    if built.titles_only:
        complain(f"of {counted(built.titles_only, 'article')} the search of the copy finds the title only")
