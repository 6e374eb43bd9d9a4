"""What joins documents: which of them tell one origin's text, and which events are one occurrence.

Nothing here changes what was coded. Every link says why it stands, and one that a person has undone stays, marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OriginKind = Literal["first", "copy", "rewrite", "cites"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document's news comes from.

    `origin` is the id of the document that had it first; where that one is not in the store, but an outlet is cited
    for it, it is the outlet's id with that of the first document that cites it: "Q130879:d7". "first" documents are
    their own origin; "copy" and "rewrite" tell the text of `like`, an earlier document, and `similarity` (Jaccard's, of
    word shingles) says how nearly; one that "cites" has the story of `outlet` as its origin. `run_id` is the coding
    whose attributions were read.
    """

    document_id: str
    run_id: int
    origin: str
    kind: OriginKind
    like: str | None
    similarity: float | None
    outlet: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the MinHash signature of a document's text: texts that share one may be near duplicates."""

    band: int
    document_id: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that happened or is said to have, across documents. Its id stays when reports join it.

    `begin` and `end` are those of the report that dates it most finely; `dated` is 0 where none does, and they are only
    the day of the first publication.
    """

    id: str
    type: str
    a_country: str | None
    b_country: str | None
    begin: str | None
    end: str | None
    dated: int


@dataclass(frozen=True, slots=True)
class Report:
    """One event of one document as a report of an occurrence, and why; `undone` is 1 where a person took it out.

    `outlet` is the id of the outlet on whose say-so the document tells the event, None where it is on no outlet's.
    """

    occurrence: str
    document_id: str
    run_id: int
    event: str
    outlet: str | None
    because: str
    undone: int
