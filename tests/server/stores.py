"""Stores of which every page is looked at: the demo's, and what became of copies of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from sayso import open_store
from sayso.schema import Issue
from sayso.server import ServerOptions, create_app

from .coder import Coder

TOKEN = "a token that only these tests know"
DOCUMENT = "demo-006"
HOSTILE = "<script>alert(1)</script>"


def empty(path: Path) -> FastAPI:
    """Nothing has been added yet."""
    open_store(path).close()
    return create_app(path)


def recoded(demo: Path, path: Path) -> FastAPI:
    """The demo with one article coded again: its first event of another status, its second left out; and two issues."""
    shutil.copy(demo, path)
    with open_store(path) as opened:
        run = opened.begin_run(codebook="feedc0de", model="another", settings={"max_characters": 500, "facts": []})
        coded = opened.record(DOCUMENT)
        first, gone, *rest = coded.events
        events = (replace(first, status="future"), *(replace(each, within=None) for each in rest))
        claims = tuple(claim for claim in coded.claims if claim.event != gone.id)
        again = replace(coded, events=events, claims=claims)
        assert opened.recode(again, run, on_error="raise") == "recoded"
        opened.add_issue(Issue("readers", HOSTILE, "save it as UTF-8", "page.html", 3), run)
        opened.add_issue(Issue("readers", "read as Latin-1", path="old.html", severity="note"), run)
        opened.finish_run(run)
    return create_app(path)


def reviewed(demo: Path, path: Path) -> FastAPI:
    """The demo after two coders decided on six events, not always alike."""
    shutil.copy(demo, path)
    app = create_app(path, ServerOptions(token=TOKEN))
    ada, bo = Coder(app, "Ada"), Coder(app, "Bo Şahin")
    for number, key in enumerate(ada.queue()[:6]):
        ada.decide(key, "accept", drawn="chance")
        bo.decide(key, ("accept", "reject")[number % 2])
    return app
