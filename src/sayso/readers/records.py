"""Turns a record with named fields, a JSONL line or a CSV row, into a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.errors import InputError
from sayso.readers.html import extract_article
from sayso.readers.options import FIELDS, ReadOptions
from sayso.readers.paragraphs import normalise
from sayso.readers.source import check_length
from sayso.readers.text import checked_day, make_document
from sayso.schema import Document, Removed

KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


def document_from_record(record: Mapping[str, Any], options: ReadOptions, *, path: str, line: int) -> Document:
    """The document of one record. What it says wins over the options; keys without a meaning go into `extra`."""
    names = {field: options.columns.get(field, field) for field in FIELDS}
    fields = {field: text_value(record, field, name, path=path, line=line) for field, name in names.items()}
    extra = {key: value for key, value in record.items() if key not in names.values()}
    published = fields["published"]
    if published is not None:
        published = checked_day(published, path=path, line=line)
    text, page, title, url = fields["text"], fields["html"], fields["title"], fields["url"]
    publisher, language = fields["publisher"], None
    removed: tuple[Removed, ...] = ()
    if text is None:
        if page is None:
            raise no_text(record, names, path=path, line=line)
        check_page_length(page, options, path=path, line=line)
        article = extract_article(page, path=path, line=line)
        text, removed = article.text, article.captions
        extra = {**said_of_others(article.stated, fields), **extra}
        title, url = title or article.title, url or article.url
        publisher, language = publisher or article.publisher, article.language
        published = published or article.published
    check_length(text, options, path=path, line=line)
    return make_document(
        text,
        title=title,
        published=published or options.published,
        publisher=publisher or options.publisher,
        url=url,
        language=language,
        stated_language=fields["language"] or options.language,
        id=fields["id"],
        removed=removed,
        extra=extra,
        raw=page,
        path=path,
        line=line,
    )


def said_of_others(stated: Mapping[str, Any], fields: Mapping[str, str | None]) -> dict[str, Any]:
    """What a page says of where its statements stand, but for the fields that the record states itself."""
    return {
        key: value
        for key, value in stated.items()
        if fields.get(key.removesuffix("_from").removesuffix("_conflicts")) is None
    }


def text_value(record: Mapping[str, Any], field: str, name: str, *, path: str, line: int) -> str | None:
    """The text of `field` under `name`; None when it is missing, null or blank. An id may be a whole number."""
    value = record.get(name)
    if value is None:
        return None
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        kind = KINDS.get(type(value), "no text")
        raise InputError(path, f"`{name}` is {kind}, not text", "Write it as a string in quotation marks", line=line)
    if field in ("text", "html"):
        return value if normalise(value).strip() else None
    return " ".join(normalise(value).split()) or None


def no_text(record: Mapping[str, Any], names: Mapping[str, str], *, path: str, line: int) -> InputError:
    """The error for a record without an article."""
    text, page = names["text"], names["html"]
    if text in record or page in record:
        present = text if text in record else page
        return InputError(path, f"`{present}` is empty", "Give the article's text, or leave the record out", line=line)
    keys = ", ".join(str(key)[:40] for key in list(record)[:12]) or "none"
    return InputError(
        path,
        f"there is no `{text}` and no `{page}` (the keys are: {keys})",
        "Name the key that holds the article `text`, or say which one does: --column text=NAME (in Python `columns`)",
        line=line,
    )


def check_page_length(page: str, options: ReadOptions, *, path: str, line: int) -> None:
    """A page may be longer than an article, but not without limit."""
    if len(page) > options.max_bytes:
        check_length(page, options, path=path, line=line)
