"""A pipeline without a model that does as its documents say, so that faults can be had at will and in no time."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

from sayso.config import Settings
from sayso.errors import ModelError
from sayso.schema import Claim, CodedDocument, Document, Event, EventDate, Mention, QuotedSpan, Span

BUILD = "runners.fakes:build"


class FakePipeline:
    """Codes each sentence as one event, and obeys the words in capitals."""

    def code(self, document: Document) -> CodedDocument:
        obey(document)
        sentences = tuple(sentences_of(document.text))
        mentions = tuple(
            Mention(f"m{n}", span.start, span.start + 1, document.text[span.start], "name")
            for n, span in enumerate(sentences, 1)
        )
        events = tuple(event(n, span, document) for n, span in enumerate(sentences, 1))
        claims = tuple(Claim(each.id, None, None, "certain", "positive") for each in events)
        return CodedDocument(document, sentences=sentences, mentions=mentions, events=events, claims=claims)


def build(settings: Settings) -> FakePipeline:
    if settings.model == "missing":
        raise ModelError("The language model 'missing' is not installed.")
    return FakePipeline()


def obey(document: Document) -> None:
    """KILL ends the process, HANG sleeps, STUCK hangs where no alarm is heard, EAT fills the memory."""
    if "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "ONCE" in document.text and not (mark := Path(document.extra["mark"])).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in document.text:
        time.sleep(600)
    if "STUCK" in document.text:
        ctypes.PyDLL(None).sleep(600)  # holds the interpreter, as code in C may
    if "EAT" in document.text:
        eaten = []
        while True:
            eaten.append(bytearray(50_000_000))
            time.sleep(0.01)
    if "GROW" in document.text:
        grown.append(bytearray(os.urandom(1_000) * 50_000))
    if "ERROR" in document.text:
        raise ValueError("no good")
    if "SLOW" in document.text:
        time.sleep(0.05)


grown: list[bytearray] = []


def sentences_of(text: str) -> list[Span]:
    spans, start = [], 0
    while (end := text.find(".", start)) >= 0:
        spans.append(Span(start, end + 1))
        start = end + 2
    return spans


def event(number: int, span: Span, document: Document) -> Event:
    return Event(
        f"e{number}",
        QuotedSpan(span.start, span.end, document.text[span.start : span.end]),
        span,
        "CONSULT",
        "meet",
        ("military",),
        "040",
        1,
        1.0,
        1.0,
        (f"m{number}",),
        (),
        (),
        None,
        EventDate(document.published or "-0043-03-15", document.published or "-0043-03-15", "day"),
        None,
        "actual",
        None,
        None,
        0.9,
        "fake",
    )
