"""What a search found, for a person: the found words stand out, in colour and without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from sayso.store.search import SearchHit

MARKS = ("[", "]")
FOUND = "bold yellow"
KINDS = {"text": "text", "quotation": "quoted:"}


def print_hits(hits: Iterable[SearchHit], console: Console) -> None:
    """Each hit as a line that says what and where, and the snippet beneath."""
    for hit in hits:
        console.print(heading(hit), no_wrap=True, overflow="ellipsis")
        console.print(Padding(highlighted(hit.snippet), (0, 0, 1, 4), expand=False))


def heading(hit: SearchHit) -> Text:
    """Kind, source, day, outlet, the place in the document, and as much of its title as the line holds."""
    if hit.kind == "entity":
        return Text("name", style="bold").append(f" · {hit.id}, for instance in {hit.document_id}", style="not bold")
    said = f" {hit.source}" if hit.source else ""
    line = Text(f"{KINDS[hit.kind]}{said}", style="bold")
    for part in (hit.published, hit.publisher):
        if part:
            line.append(f" · {part}", style="not bold")
    line.append(f" · {place(hit)}", style="not bold dim")
    return line.append(f" · {hit.title}", style="not bold") if hit.title else line


def place(hit: SearchHit) -> str:
    """Where it stands: the document with the attribution, or with the characters."""
    return f"{hit.document_id}/{hit.id}" if hit.id else f"{hit.document_id}:{hit.start}-{hit.end}"


def highlighted(snippet: str) -> Text:
    """The snippet with the marked words in colour; the marks stay, for screens and pipes without any."""
    text = Text(snippet)
    begin = snippet.find(MARKS[0])
    while begin >= 0:
        end = snippet.find(MARKS[1], begin)
        if end < 0:
            break
        text.stylize(FOUND, begin, end + 1)
        begin = snippet.find(MARKS[0], end)
    return text
