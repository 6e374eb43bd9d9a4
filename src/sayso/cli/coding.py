"""Commands on how things are coded: `sayso explain` and `sayso codebook check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.common import (
    NOTHING_DONE,
    PARTLY_DONE,
    AsJson,
    Codebook,
    ConfigFile,
    Format,
    InputFormat,
    Model,
    Published,
    Publisher,
    Tally,
    coded_documents,
    complain,
    console,
    is_store,
    read_options,
    settings_of,
    stored_texts,
)

if TYPE_CHECKING:
    from sayso.config import Settings
    from sayso.schema import CodedDocument

codebook_app = typer.Typer(help="Work on a codebook of your own.", no_args_is_help=True)


def explain(
    path: Annotated[str, typer.Argument(metavar="PATH|STORE", help="An article, or a store.", show_default=False)],
    event: Annotated[
        str | None, typer.Argument(metavar="[EVENT]", help="One event: e5, or DOCUMENT/e5.", show_default=False)
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    as_json: AsJson = False,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
) -> None:
    """Show why each event was coded as it was, and what was considered and dropped."""
    import json

    from sayso.api import explain as explained
    from sayso.formats.explanation import explanation_json, print_explanation

    settings = settings_of(config, model=model, codebook=codebook)
    document, _, identity = (event or "").rpartition("/")
    tally, found = Tally(), False
    if is_store(path):
        coded = stored_texts(path, settings, document or None)
    else:
        coded = coded_documents([path], read_options(settings, format, published, publisher, None), settings, tally)
    for each in coded:
        if document not in ("", each.document.id) or (identity and not has_event(each, identity)):
            continue
        found = True
        considered = explained(each, settings)
        if as_json:
            typer.echo(json.dumps(explanation_json(each, considered, identity or None), ensure_ascii=False))
        else:
            print_explanation(each, considered, console(), event=identity or None)
    if event and not found:
        complain(f"{path}: there is no event {event}. `sayso read` and `sayso events --json` name them.")
        raise typer.Exit(NOTHING_DONE)
    tally.finish("explained")


def has_event(coded: CodedDocument, identity: str) -> bool:
    """Whether the document has an event of this id."""
    return any(event.id == identity for event in coded.events)


@codebook_app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the codebook.", show_default=False)],
    examples: Annotated[bool, typer.Option(help="Also code every frame's example.")] = True,
    config: ConfigFile = None,
    model: Model = None,
) -> None:
    """Check a codebook: every problem with its line, and whether each frame codes its own example."""
    from sayso.formats.codebook import codebook_table
    from sayso.formats.terminal import counted
    from sayso.knowledge.codebook import load_codebook, problems_of

    problems = problems_of(folder)
    for problem in problems:
        complain(str(problem))
    if problems:
        complain(f"{counted(len(problems), 'problem')} in {folder}; nothing was coded.")
        raise typer.Exit(NOTHING_DONE)
    book = load_codebook(folder)
    silent = list(silent_frames(folder, settings_of(config, model=model, codebook=folder))) if examples else []
    for name, example in silent:
        complain(f"{name}: the example is not coded: {example}")
    console().print(codebook_table(book))
    frames = sum(len(kind.frames) for kind in book.types.values())
    typer.echo(
        f"{counted(len(book.types), 'type')}, {counted(frames, 'frame')}, {len(silent)} not coding their example."
    )
    if silent:
        raise typer.Exit(PARTLY_DONE)


def silent_frames(folder: Path, settings: Settings) -> Iterator[tuple[str, str]]:
    """(name, example) of the frames whose own example gives no event of their type and mode."""
    from sayso.api import build_pipeline
    from sayso.knowledge.codebook import load_codebook
    from sayso.schema import Document

    code = build_pipeline(settings).code
    for kind in load_codebook(folder).types.values():
        for number, frame in enumerate(kind.frames):
            coded = code(Document(f"{kind.name}-{number}", frame.example, published="2022-12-30"))
            if not any(event.type == frame.event and frame.mode in (None, event.mode) for event in coded.events):
                yield frame.name, frame.example
