"""Commands on articles: `sayso read` and `sayso quotes`."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.common import (
    AsCsv,
    AsJson,
    Codebook,
    Columns,
    ConfigFile,
    Format,
    InputFormat,
    MaxCharacters,
    Model,
    Paths,
    Published,
    Publisher,
    Tally,
    coded_documents,
    is_store,
    pages,
    print_rows,
    read_options,
    settings_of,
    stored_documents,
    write_json,
)


def read(
    paths: Paths,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    as_json: AsJson = False,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
    max_characters: MaxCharacters = None,
) -> None:
    """Read articles and print the record: for a person, or with --json one object a document."""
    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    reading = read_options(settings, format, published, publisher, column)
    tally = Tally()
    write = write_json if as_json else pages()
    for coded in coded_documents(paths, reading, settings, tally):
        write(coded)
    tally.finish("read")


def quotes(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|STORE…", help="Articles, or a store.", show_default=False)
    ],
    by: Annotated[str | None, typer.Option(help="Only this source: ISR, ISR.GOV, Q7747 or part of a name.")] = None,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
) -> None:
    """List who said what, to whom, and where: of articles, or of all that a store holds."""
    from sayso.formats.quotes import QuoteRow, quotes_of, quotes_table

    settings = settings_of(config, model=model)
    tally = Tally()
    if len(paths) == 1 and is_store(paths[0]):
        coded = stored_documents(paths[0])
    else:
        coded = coded_documents(paths, read_options(settings, format, published, publisher, column), settings, tally)
    rows = (row for each in coded for row in quotes_of(each, by))
    print_rows(rows, QuoteRow, quotes_table, "attribution", as_json=as_json, as_csv=as_csv)
    tally.finish("read")
