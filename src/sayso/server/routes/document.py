"""An article with all that was coded of it: what the text says, who says it, and why it stands in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy import select
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.formats.record import record_of
from sayso.schema import CodedDocument, Document
from sayso.server.answers import csv_answer, documented, json_answer, wants_csv
from sayso.server.article import LAYERS, Emphasis, Layer, marks_of, paragraphs
from sayso.server.asking import Pages, Store
from sayso.server.chosen import Chosen, choose, events_of, neighbours, uncoded_in
from sayso.server.considering import dropped_in
from sayso.server.finding import with_found
from sayso.server.links import document_url
from sayso.server.parameters import WITHOUT_EMPTY, Day, Words
from sayso.server.problems import NotFound, missing
from sayso.server.sayings import said_in
from sayso.store.records import read_coding, run_known_on
from sayso.store.tables import metadata
from sayso.store.words import phrases, places

router = APIRouter(tags=["documents"])

codings = metadata.tables["codings"]
runs = metadata.tables["runs"]
MOST_HITS = 500


@dataclass(frozen=True, slots=True)
class Coding:
    """One coding of an article: the run that made it, when and with what."""

    run: int
    started: str
    sayso: str
    codebook: str | None
    model: str | None
    current: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of an article; all of it stands in the address. `hide` are the layers that are not shown."""

    document_id: str
    show: str | None
    hide: tuple[Layer, ...]
    words: str | None
    at: int | None
    known_on: str | None
    run: int | None
    why: bool

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that are shown."""
        return tuple(layer for layer in LAYERS if layer not in self.hide)

    def url(self, show: str | None = None, **changes: Any) -> str:
        """The address of this view with another record opened, or none, and with some of its state changed."""
        state = {"hide": self.hide, "q": self.words, "at": self.at, "known_on": self.known_on, "run": self.run}
        return document_url(self.document_id, show, **(state | changes))

    def toggled(self, *layers: Layer) -> str:
        """The address of this view with these layers hidden where they are shown, and shown where not."""
        shown = any(layer not in self.hide for layer in layers)
        others = [layer for layer in self.hide if layer not in layers]
        return self.url(self.show, hide=[*others, *layers] if shown else others)


def view(
    document_id: Annotated[str, Path(max_length=2000, description="The id of the document.")],
    show: Annotated[Words, Query(description="The event, attribution, mention or assessment that is opened.")] = None,
    hide: Annotated[list[Layer], WITHOUT_EMPTY, Query(max_length=10)] = [],  # noqa: B006
    q: Annotated[Words, Query(description="Words that are marked in the text, written as for the search.")] = None,
    at: Annotated[int | None, Query(ge=0, le=1 << 31, description="The place of the hit that one comes from.")] = None,
    known_on: Day = None,
    run: Annotated[
        int | None, Query(ge=1, le=1 << 31, description="The coding of this run, not the current one.")
    ] = None,
    why: Annotated[bool, Query(description="Also what was considered for an event and dropped.")] = False,
) -> View:
    """The question that an address asks."""
    return View(document_id, show, tuple(hide), q, at, known_on, run, why)


Asked = Annotated[View, Depends(view)]


@router.get("/read/{document_id:path}", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, asked: Asked) -> Response:
    """The article, its highlights, and the chosen record beside it."""
    coded = coding_of(store, asked)
    chosen = choose(coded, asked.show) if asked.show else None
    before, after = neighbours(coded, chosen.id if chosen else None)
    hits, codings_held = hits_in(coded.document, asked), codings_of(store, asked)
    # After all questions to the store: to load the language model may take as long as they may.
    dropped = dropped_in(coded) if asked.why else None
    return pages.answer(
        request,
        "document.html",
        asked=asked,
        document=coded.document,
        title=with_found(coded.document.title or coded.document.id, asked.words or ""),
        outside=outside(coded.document.url),
        layers=LAYERS,
        counts=counts_of(coded),
        paragraphs=list(paragraphs(coded.document.text, marks_of(coded, asked.layers), [*hits, *emphases_of(chosen)])),
        chosen=chosen,
        before=before,
        after=after,
        hits=len([hit for hit in hits if hit.role != "found"]),
        events=events_of(coded),
        said=said_in(coded),
        assessments=[choose(coded, each.id) for each in coded.assessments],
        uncoded=uncoded_in(coded),
        dropped=dropped,
        issues=coded.issues,
        codings=codings_held,
    )


EXAMPLE = {
    "record": {"schema": "sayso/1", "document": {"id": "demo-006", "text": "…"}, "events": []},
    "uncoded": [{"start": 0, "end": 20, "text": "…", "why": "nobody is named"}],
    "codings": [{"run": 1, "started": "2026-11-22T09:00:00+00:00", "current": True, "shown": True}],
    "dropped": None,
}


@router.get(
    "/api/read/{document_id:path}",
    summary="One document: its text and all that was coded of it",
    response_model=None,
    responses=documented(EXAMPLE, "start,end,text,layer,role,id,piece,depth\r\n0,4,Iran,names,name,m1,0,0\r\n"),
)
def document(request: Request, store: Store, asked: Asked) -> Response:
    """The record as `sayso read --json` writes it; as CSV its highlights, one row a stretch.

    Positions are those of characters (code points), the end excluded.
    """
    coded = coding_of(store, asked)
    if wants_csv(request):
        return csv_answer(CSV_COLUMNS, highlights(coded, asked.layers))
    return json_answer(
        {
            "record": record_of(coded),
            "codings": codings_of(store, asked),
            "uncoded": uncoded_in(coded),
            "dropped": dropped_in(coded) if asked.why else None,
        }
    )


CSV_COLUMNS = ("start", "end", "text", "layer", "role", "id", "piece", "depth")


def highlights(coded: CodedDocument, layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """The highlighted stretches of the article as rows."""
    text = coded.document.text
    return [
        {
            "start": mark.start,
            "end": mark.end,
            "text": text[mark.start : mark.end],
            "layer": mark.layer,
            "role": mark.role,
            "id": mark.id,
            "piece": mark.piece,
            "depth": mark.depth,
        }
        for mark in marks_of(coded, layers)
    ]


def coding_of(store: OpenStore, asked: View) -> CodedDocument:
    """The document with the coding that is asked for; `NotFound` where there is none."""
    with missing():
        coded = store.record(asked.document_id, known_on=asked.known_on)
    if asked.run is None:
        return coded
    with store.reading() as connection:
        held = select(codings.c.run_id).where(codings.c.document_id == asked.document_id, codings.c.run_id == asked.run)
        if connection.scalar(held) is None:
            raise NotFound(f"Run {asked.run} made no coding of the document {asked.document_id!r}.")
        return read_coding(connection, coded.document, asked.run)


def codings_of(store: OpenStore, asked: View) -> list[Coding]:
    """All codings of the document, the latest first."""
    query = (
        select(runs.c.id, runs.c.started, runs.c.sayso, runs.c.codebook, runs.c.model, codings.c.current)
        .join(codings, codings.c.run_id == runs.c.id)
        .where(codings.c.document_id == asked.document_id)
        .order_by(runs.c.id.desc())
    )
    with store.reading() as connection:
        shown = asked.run or run_known_on(connection, asked.document_id, asked.known_on)
        return [
            Coding(row.id, row.started, row.sayso, row.codebook, row.model, bool(row.current), row.id == shown)
            for row in connection.execute(query)
        ]


def hits_in(document: Document, asked: View) -> list[Emphasis]:
    """The words searched for, where the text has them; "found" is the hit that one comes from."""
    query = phrases(asked.words or "")
    found = [Emphasis(start, end, "hit") for start, end, _ in places(document.text, query)[:MOST_HITS]] if query else []
    at = next((hit for hit in found if asked.at is not None and hit.start >= asked.at), next(iter(found), None))
    return [*found, Emphasis(at.start, at.end, "found")] if at else found


def emphases_of(chosen: Chosen | None) -> tuple[Emphasis, ...]:
    """The words that the chosen record rests on."""
    return chosen.emphases if chosen else ()


def counts_of(coded: CodedDocument) -> dict[str, int]:
    """How much each layer holds."""
    known = [mention for mention in coded.mentions if mention.entity is not None]
    held = (known, coded.attributions, coded.events, coded.assessments)
    return {layer: len(each) for layer, each in zip(LAYERS, held, strict=True)}


def outside(url: str | None) -> str | None:
    """The publisher's address, where it is one of the web: others could run in the page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None
