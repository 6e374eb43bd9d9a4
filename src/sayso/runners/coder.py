"""The shard worker: codes the documents of one shard and writes its parts. It is the same on every kind of machine."""

from __future__ import annotations

import importlib
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sayso.errors import SaysoError
from sayso.pipeline import issue_of
from sayso.runners.folder import Folder
from sayso.runners.job import Job, ShardDone, Task, Watched, marker_name
from sayso.runners.shards import Shard
from sayso.schema import CodedDocument, Document, Issue

if TYPE_CHECKING:
    from sayso.runners.parts import Parts

log = logging.getLogger(__name__)

TIMES_OUT = "Shorten it, or give it more time (--document-seconds)"


class ShardCoder:
    """Codes shards with one pipeline, which is loaded once."""

    def __init__(self, job: Job, folder: Folder, watched: Watched | None = None) -> None:
        from sayso.config import Settings

        settings = Settings(**job.settings)
        self.job = job
        self.folder = folder
        self.watched = watched or Watched()
        self.code: Callable[[Document], CodedDocument] = load(job.build)(settings).code
        self.may_hold_event = sieve(settings) if job.sift else None

    def __call__(self, task: Task) -> ShardDone:
        """Code a shard and write its parts, then its marker."""
        from sayso.runners.parts import Parts

        began = Clock()
        documents, noted = task.shard.unpack()
        parts, counts = Parts(), Counts()
        for issue in noted:
            parts.note(issue)
            counts.note(issue)
        for document, coded in self.coded(documents, task):
            keep(document, coded, parts, counts)
            self.watched.count(counts.documents, counts.words)
        done = self.report(task.shard, parts, counts, began)
        self.folder.write(parts.files(task.shard.name) | {marker_name(task.shard.name): done.to_json().encode()})
        return done

    def coded(self, documents: tuple[Document, ...], task: Task) -> Iterator[tuple[Document, CodedDocument | Issue]]:
        """Each document with its coding, or with what was wrong; suspects are coded first, but keep their places."""
        self.watched.count(0, 0)
        ahead = {n: self.code_one(n, documents[n]) for n in task.suspects if n not in task.lost}
        seen: dict[str, str] = {}
        for n, document in enumerate(documents):
            if n in task.lost:
                yield document, task.lost[n]
            elif document.id in seen:
                yield document, twice(document, same=seen[document.id] == document.text)
            else:
                seen[document.id] = document.text
                yield document, ahead.pop(n) if n in ahead else self.code_one(n, document)

    def code_one(self, position: int, document: Document) -> CodedDocument | Issue:
        """The coded document, or why it could not be coded in time or at all."""
        self.watched.take_up(position)
        try:
            with time_limit(self.job.document_seconds):
                if self.may_hold_event is not None and not self.may_hold_event(document):
                    return CodedDocument(document, issues=(passed_over(document),))
                return self.code(document)
        except OutOfTime:
            return Issue(
                "pipeline", f"it took more than {self.job.document_seconds:g} s", TIMES_OUT, path=name_of(document)
            )
        except Exception as error:
            if not isinstance(error, SaysoError):
                log.debug("document %s could not be coded", document.id, exc_info=True)
            return issue_of(error, document)
        finally:
            self.watched.rest()

    def report(self, shard: Shard, parts: Parts, counts: Counts, began: Clock) -> ShardDone:
        """What became of the shard."""
        parts.pack()
        return ShardDone(
            shard.name,
            self.job.digest,
            counts.documents,
            counts.passed_over,
            counts.words,
            counts.errors,
            counts.notes,
            dict(parts.rows),
            round(time.perf_counter() - began.wall, 3),
            round(time.process_time() - began.cpu, 3),
            shard.bytes,
            shard.end,
            shard.last,
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """When something began, by the clock on the wall and by what the processor has worked for us."""

    wall: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.process_time)


@dataclass(slots=True)
class Counts:
    """What is counted of a shard."""

    documents: int = 0
    passed_over: int = 0
    words: int = 0
    errors: int = 0
    notes: int = 0

    def note(self, issue: Issue) -> None:
        """Count an issue by what it cost."""
        self.errors += issue.severity == "error"
        self.notes += issue.severity == "note"


def keep(document: Document, coded: CodedDocument | Issue, parts: Parts, counts: Counts) -> None:
    """Take a coded document into the parts; of one that failed only the issue."""
    from sayso.store.records import UnfitRecord

    issues: tuple[Issue, ...]
    try:
        if isinstance(coded, CodedDocument):
            parts.add(coded)
            issues = coded.issues
            counts.documents += 1
            counts.words += len(document.text.split())
            counts.passed_over += SIFTED in (issue.stage for issue in issues)
        else:
            issues = (coded,)
            parts.note(coded, document.id)
    except UnfitRecord as error:
        unfit = Issue("store", f"document {document.id} cannot be kept: {error}", path=name_of(document))
        issues = (unfit,)
        parts.note(unfit, document.id)
    for issue in issues:
        counts.note(issue)


SIFTED = "sifting"


def passed_over(document: Document) -> Issue:
    """The note on a document that the first pass found to hold no event."""
    problem = "passed over: no two names or no act that a frame knows"
    return Issue(SIFTED, problem, "Run without --skip-without-events to code it", name_of(document), severity="note")


def twice(document: Document, *, same: bool) -> Issue:
    """A second document of the same id within a shard."""
    said = "the same document comes twice" if same else f"the id {document.id!r} stands for another text already"
    severity = "note" if same else "error"
    return Issue("reader", f"{said}; the first was kept", None, name_of(document), severity=severity)  # type: ignore[arg-type]


def name_of(document: Document) -> str:
    """What a user knows the document by."""
    return document.url or document.id


def sieve(settings: Any) -> Callable[[Document], bool]:
    """Whether a document may hold an event, by a look at its words."""
    from sayso.runners.sifting import Sieve

    may_hold_event: Callable[[Document], bool] = Sieve.of(settings)
    return may_hold_event


def load(path: str) -> Callable[..., Any]:
    """A function by import path, "package.module:function"."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


class OutOfTime(BaseException):
    """The time of a document is up. No `Exception`, so that nothing on the way takes it for one of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` after so many seconds, where the system has alarms; a process that watches does the rest."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    armed = True

    def ring(number: int, frame: object) -> None:
        if armed:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
