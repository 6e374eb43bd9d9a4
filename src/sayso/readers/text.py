"""Reads plain text: one file is one article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso.errors import InputError
from sayso.ids import document_id
from sayso.readers.cleaning import clean
from sayso.readers.dates import REMEDY, iso_day
from sayso.readers.issues import Issues
from sayso.readers.language import check_english
from sayso.readers.options import ReadOptions
from sayso.readers.paragraphs import normalise
from sayso.readers.source import Source, check_length, decode, read_all
from sayso.schema import Document, Removed


def read_text(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    id: str | None = None,
) -> Document:
    """The document for a text at hand; captions and boilerplate are taken out and listed in `removed`."""
    if published is not None:
        published = checked_day(published, path=url or "the text")
    return make_document(
        text, title=title, published=published, publisher=publisher, url=url, stated_language=language, id=id
    )


def read_text_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The one document of a text file."""
    text = decode(read_all(source, options), name=source.name, encoding=options.encoding, issues=issues)
    check_length(text, options, path=source.name)
    if not normalise(text).strip():
        raise InputError(source.name, "the file holds no text", "Give a file that holds an article")
    yield make_document(
        text,
        published=options.published,
        publisher=options.publisher,
        stated_language=options.language,
        extra=path_of(source),
        path=source.name,
    )


def make_document(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    stated_language: str | None = None,
    id: str | None = None,
    removed: tuple[Removed, ...] = (),
    extra: Mapping[str, Any] | None = None,
    raw: str | None = None,
    path: str | None = None,
    line: int | None = None,
) -> Document:
    """Clean the text and put the document together. `removed` is what a reader took out before.

    Every reader's documents are made here, so here those in another language than English are set aside:
    `ForeignLanguage` names `path` and `line`, else the document's address or title. `language` is what the page or feed
    declares, `stated_language` what the user says, who is believed. The id comes from the text as
    received, so that better cleaning rules do not change it.
    """
    text = normalise(text)
    title = " ".join(normalise(title).split()) or None if title is not None else None
    language = check_english(text, language, stated=stated_language, path=path or url or title or "the text", line=line)
    kept, cleaned = clean(text, title=title)
    return Document(
        id=id or document_id(text=text.strip(), url=url, publisher=publisher, published=published),
        text=kept,
        title=title,
        url=url,
        publisher=publisher,
        published=published,
        language=language,
        removed=(*removed, *cleaned),
        extra=dict(extra or {}),
        raw=raw,
    )


def checked_day(value: str, *, path: str, line: int | None = None) -> str:
    """The ISO day of a publication date; `InputError` when there is no such day."""
    day = iso_day(value)
    if day is None:
        raise InputError(path, f"the publication date {value[:60]!r} is not a date", REMEDY, line=line)
    return day


def path_of(source: Source) -> dict[str, str]:
    """What `extra` says of a file that holds one article: where it lies."""
    return {} if source.path is None else {"path": source.path}
