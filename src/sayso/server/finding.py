"""What a search finds, each hit with where it leads; and where nothing is found, what might be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, select

from sayso.asking import OpenStore
from sayso.server.legible import legible
from sayso.server.links import document_url, entity_url
from sayso.server.paging import Page, begin_of, to_cursor
from sayso.store.events import holds
from sayso.store.search import SearchFilter, SearchHit, search
from sayso.store.tables import metadata
from sayso.store.words import folded_words, phrases, places

# Names stand before what was said, on the first page alone.
NAMES_SHOWN = 5
# Found words are put between characters that no text uses.
MARKS = ("\ue000", "\ue001")
NAMES_COMPARED = 3000
WORDS_TRIED = 6
SHORTEST_BEGINNING = 4
MOST_SUGGESTED = 8

names = metadata.tables["names"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a snippet; `found` where they are what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it."""

    hit: SearchHit
    pieces: tuple[Piece, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search that finds something: other words, or one filter less."""

    why: str
    words: str
    without: str | None = None


def hits_of(
    store: OpenStore, words: str, filters: SearchFilter, cursor: str | None, limit: int, marks: tuple[str, str]
) -> Page[SearchHit]:
    """A page of hits: on the first one names, then texts and quotations, the best first."""
    begin = begin_of(cursor)
    with store.reading() as connection:
        if filters.kinds == ("entity",):
            found = list(search(connection, words, filters, limit=begin + limit + 1, marks=marks))[begin:]
            return Page(found[:limit], to_cursor(begin + limit) if len(found) > limit else None)
        named = [] if begin else list(_named(connection, words, filters, min(NAMES_SHOWN, limit // 2), marks))
        told = _without_entities(filters)
        room = limit - len(named)
        found = list(search(connection, words, told, limit=room + 1, skip=begin, marks=marks)) if told.kinds else []
    following = to_cursor(begin + room) if len(found) > room else None
    return Page([*named, *found[:room]], following)


def shown(hit: SearchHit, words: str) -> Shown:
    """The hit with its snippet in pieces, and the address that opens at it."""
    return Shown(hit, tuple(_pieces(hit.snippet)), _url(hit, words))


def with_found(text: str, words: str) -> tuple[Piece, ...]:
    """A text in pieces, with the words found that were searched for."""
    pieces, at = [], 0
    for start, end, _ in places(text, phrases(words)):
        if start < at:
            continue
        pieces += [Piece(legible(text[at:start]), found=False), Piece(legible(text[start:end]), found=True)]
        at = end
    return (*pieces, Piece(legible(text[at:]), found=False))


def suggestions(store: OpenStore, words: str, filters: SearchFilter) -> list[Suggestion]:
    """Searches near this one, which found nothing, that do find something."""
    with store.reading() as connection:
        return list(dict.fromkeys(_suggested(connection, words, filters)))[:MOST_SUGGESTED]


def _named(
    connection: Connection, words: str, filters: SearchFilter, most: int, marks: tuple[str, str]
) -> Iterator[SearchHit]:
    if "entity" in filters.kinds:
        yield from search(connection, words, replace(filters, kinds=("entity",)), limit=most, marks=marks)


def _without_entities(filters: SearchFilter) -> SearchFilter:
    return replace(filters, kinds=tuple(kind for kind in filters.kinds if kind != "entity"))


def _pieces(snippet: str) -> Iterator[Piece]:
    before, *marked = snippet.split(MARKS[0])
    if before:
        yield Piece(legible(before), found=False)
    for part in marked:
        found, _, after = part.partition(MARKS[1])
        yield Piece(legible(found), found=True)
        if after:
            yield Piece(legible(after), found=False)


def _url(hit: SearchHit, words: str) -> str:
    if hit.kind == "entity" and hit.id is not None:
        return entity_url(hit.id)
    if hit.kind == "quotation":
        return document_url(hit.document_id, hit.id, q=words)
    # Where only the title holds the words, there is no place in the text to go to.
    return (
        f"{document_url(hit.document_id, q=words, at=hit.start)}#hit"
        if hit.end
        else document_url(hit.document_id, q=words)
    )


def _suggested(connection: Connection, words: str, filters: SearchFilter) -> Iterator[Suggestion]:
    def finds(typed: str, within: SearchFilter) -> bool:
        return next(search(connection, typed, within, limit=1), None) is not None

    for field in fields(SearchFilter):
        if getattr(filters, field.name) != field.default:
            usual: dict[str, Any] = {field.name: field.default}
            wider = replace(filters, **usual)
            if finds(words, wider):
                yield Suggestion(f"without the filter “{LABELS[field.name]}”", words, field.name)
    for spelt in _spellings(connection, words):
        if finds(spelt, filters):
            yield Suggestion("spelt like a name that the articles have", spelt)
    typed = list(dict.fromkeys(folded_words(words)))[:WORDS_TRIED]
    held = [word for word in typed if len(typed) > 1 and finds(word, filters)]
    for word in held:
        yield Suggestion("one of the words", word)
    for word in (each for each in typed if each not in held):
        for length in range(len(word), SHORTEST_BEGINNING - 1, -1):
            if finds(f"{word[:length]}*", filters):
                yield Suggestion("words that begin so", f"{word[:length]}*")
                break


LABELS = {
    "publisher": "publisher",
    "since": "since",
    "until": "until",
    "source": "said by",
    "naming": "naming",
    "kinds": "what",
}


def _spellings(connection: Connection, words: str) -> Iterator[str]:
    """The words with one of them spelt as the nearest word of a name."""
    typed = [word for phrase in phrases(words) for word in phrase.words][:WORDS_TRIED]
    for word in dict.fromkeys(typed):
        if len(word) < SHORTEST_BEGINNING:
            continue
        some = select(names.c.name).where(holds(names.c.name, word[:2])).limit(NAMES_COMPARED)
        known = {part for name in connection.scalars(some) for part in folded_words(name)} - {word}
        for near in get_close_matches(word, sorted(known), n=2, cutoff=0.75):
            yield " ".join(near if each == word else each for each in typed)
