"""The index of a copy's search: the titles, sentences and names in it, which a script in the page looks through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from sayso.asking import OpenStore
from sayso.errors import StoreError

# More than this no browser loads gladly; the sentences of later articles are left out, their titles are not.
MOST_LETTERS = 6_000_000

Entry = tuple[str, str, str, str]


def index_of(
    store: OpenStore, articles: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]], place: Callable[[str], str]
) -> tuple[str, int]:
    """The script with the index, and of how many articles only the title is in it.

    `articles` are (document id, file) and `names` (name, file); `place` turns the id of an event into its anchor.
    """
    entries: list[Entry] = [("name", name, "", file) for name, file in names]
    letters = left_out = 0
    for document_id, file in articles:
        title, *sentences = _entries(store, document_id, file, place)
        entries.append(title)
        size = sum(len(words) for _, words, _, _ in sentences)
        if letters + size > MOST_LETTERS:
            left_out += 1
            continue
        letters += size
        entries += sentences
    words = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\nwindow.saysoWords = {words};\n', left_out


def _entries(store: OpenStore, document_id: str, file: str, place: Callable[[str], str]) -> Iterator[Entry]:
    """The title, then each sentence, with the event that stands in it."""
    try:
        coded = store.record(document_id)
    except StoreError:
        yield "title", document_id, "", file
        return
    document = coded.document
    told = " · ".join(filter(None, (document.publisher, (document.published or "")[:10])))
    yield "title", document.title or document_id, told, file
    for sentence in coded.sentences:
        events = [event.id for event in coded.events if event.sentence.start == sentence.start]
        words = " ".join(document.text[sentence.start : sentence.end].split())
        if words:
            yield "sentence", words, told, file + (place(events[0]) if events else "")
