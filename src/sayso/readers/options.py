"""What a user may say about the input besides where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from sayso.errors import SettingsError
from sayso.fetching.charsets import known_charset
from sayso.readers.dates import REMEDY, iso_day

if TYPE_CHECKING:
    from sayso.fetching import Fetched, Fetcher
    from sayso.schema import Document

Format = Literal["auto", "text", "html", "jsonl", "csv", "ninjs", "parquet", "warc", "feed", "list", "addresses"]

# The keys of a JSONL line and the columns of a CSV or Parquet file that have a meaning; others go into `extra`.
FIELDS = ("id", "title", "text", "html", "url", "publisher", "published", "language")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `published` and `publisher` fill what the input itself leaves out. A `language` is believed: said to
    be English, an article is coded whatever its words look like; else its language is recognised.

    `columns` says which column of a CSV or Parquet file (or key of a JSONL line) holds a field: `{"text": "body"}`.
    `encoding` None means UTF-8, or for a page the charset it declares. `max_characters` limits the text of one
    document. `fetcher` gets what stands at web addresses (one with the usual limits where None); each page is handed to
    `on_fetched` as it came, with its document, or None where no article was found in it.
    """

    format: Format = "auto"
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    max_characters: int = 1_000_000
    fetcher: Fetcher | None = None
    on_fetched: Callable[[Fetched, Document | None], None] | None = None

    def __post_init__(self) -> None:
        if self.format not in get_args(Format):
            raise SettingsError(f"unknown format {self.format!r}: expected one of {', '.join(get_args(Format))}.")
        if self.published is not None:
            day = iso_day(self.published)
            if day is None:
                raise SettingsError(f"the publication date {self.published!r} is not a date. {REMEDY}.")
            object.__setattr__(self, "published", day)
        if unknown := sorted(set(self.columns) - set(FIELDS)):
            raise SettingsError(f"`columns` names no such field: {', '.join(unknown)} (there are {', '.join(FIELDS)}).")
        if self.encoding is not None and not is_encoding(self.encoding):
            raise SettingsError(f"unknown encoding {self.encoding!r}: write a name such as utf-8 or windows-1252.")
        if self.max_characters < 1:
            raise SettingsError("`max_characters` must be at least 1.")

    @property
    def max_bytes(self) -> int:
        """The most that is read for one document: four bytes a character, and room for the mark-up of a page."""
        return 4 * self.max_characters + 1_000_000


def is_encoding(name: str) -> bool:
    """Whether Python knows the encoding as one for text."""
    return known_charset(name) is not None
