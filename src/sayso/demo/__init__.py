"""The demo: articles written for it, on real events and by invented outlets, coded into a store and looked at."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.api import begin_run, build_pipeline
from sayso.config import load_settings
from sayso.formats.terminal import counted, events_listing
from sayso.knowledge.quads import QUADS
from sayso.readers import read_documents
from sayso.relations.joining import join
from sayso.store import EventFilter, EventRow, Store, open_store

CORPUS = Path(__file__).parent / "corpus.jsonl"
PAIRS_SHOWN = 8
DENIALS_SHOWN = 6


def run_demo(path: Path, console: Console) -> None:
    """Code the corpus into the store at `path` and print what it holds and what to type next."""
    with open_store(path) as store:
        added = code_corpus(store, console)
        joined = join(store)
        counts = store.counts()
        rows = list(store.events(EventFilter(status=("actual",))))
    outlets = counts["documents"] and len({row.publisher for row in rows})
    console.print(
        f"{counted(counts['documents'], 'article')} from {outlets} invented outlets ({added} coded just now): "
        f"{counted(counts['mentions'], 'mention')}, {counted(counts['attributions'], 'attribution')}, "
        f"{counted(counts['events'], 'event')}, {counted(counts['claims'], 'claim')}. Joined, these are "
        f"{counted(joined.origins, 'independent origin')} and {counted(joined.occurrences, 'occurrence')}."
    )
    console.print()
    console.print(pairs_table(rows))
    console.print()
    console.print(Text("Denied by somebody", style="bold"))
    console.print(events_listing([row for row in rows if row.polarity == "negative"][:DENIALS_SHOWN]))
    console.print()
    console.print(what_next(path))


def code_corpus(store: Store, console: Console) -> int:
    """Code what the store does not hold yet; the number of articles added."""
    settings = load_settings()
    documents = [document for document in read_documents([CORPUS]) if not store.holds(document)]
    if not documents:
        return 0
    run = begin_run(store, settings)
    with console.status(f"Coding {len(documents)} articles …"):
        pipeline = build_pipeline(settings)
        outcomes = [store.add(coded, run) for coded in pipeline.stream(documents, on_error="raise")]
    store.finish_run(run)
    return outcomes.count("added")


def pairs_table(rows: list[EventRow]) -> Table:
    """The pairs of countries with most between them, by kind of act. An act that is told twice counts twice."""
    counts: dict[tuple[str, str], Counter[int]] = {}
    for row in rows:
        for pair in pairs_of(row):
            counts.setdefault(pair, Counter())[row.quad] += 1
    table = Table(title="Reports of acts between two countries", title_justify="left", box=None, header_style="bold")
    table.add_column("between")
    for name in QUADS.values():
        table.add_column(name.replace("_", " "), justify="right")
    for pair, by_quad in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))[:PAIRS_SHOWN]:
        table.add_row(" – ".join(pair), *(str(by_quad[quad] or "·") for quad in QUADS))
    return table


def pairs_of(row: EventRow) -> set[tuple[str, str]]:
    """The pairs of different countries among the participants, each in alphabetical order."""
    actors = {country for country in row.actor_countries.split("; ") if country}
    recipients = {country for country in row.recipient_countries.split("; ") if country} or actors
    return {(min(a, b), max(a, b)) for a in actors for b in recipients if a != b}


def what_next(path: Path) -> Text:
    """Commands to go on with."""
    name = os.path.relpath(path)
    sayso = "sayso" if shutil.which("sayso") else os.path.relpath(sys.argv[0])
    commands = (
        f"{sayso} events {name} --actor RUS --recipient ISR",
        f"{sayso} quotes {name} --by Lavrov",
        f"{sayso} claims {name}",
        f"{sayso} events {name} --source Iran --type AID",
        f"{sayso} events {name} --type THREATEN --csv > threats.csv",
        f"{sayso} read your-article.txt --published 2023-05-04",
    )
    return Text("Now try\n", style="bold").append("\n".join(f"  {command}" for command in commands), style="not bold")
