"""Which documents tell one text: wire copies and rewrites, found by MinHash and judged by the shingles they share.

What stands in quotation marks is left out where enough is left: a speech that two reporters quote at length does not
make one of them a copy of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

from sayso.schema import Document
from sayso.store.joining import Origin, OriginKind

# From which Jaccard similarity on one text is a copy or a rewrite of another. On texts written for the project, copies
# (another dateline, first sentence or end) reach .75 and more, rewrites .45 to .60, two reports on one event .05.
COPY = 0.6
REWRITE = 0.3
# A notice of a sentence or two runs like any other on such an act; it is a copy only where it is the same.
SHORT = 30
SAME = 0.95
# A text nearly all of which stands in a longer one is a shortened copy of it.
CUT = 0.8
SHINGLE = 3
# Of rewrites of .4 nine in ten share a band, of those of .5 nearly all; of two reports on one event one in hundreds.
BANDS = 32
ROWS = 3
SEED = 20221230
# Copies appear within days of one another; an older text that is told again is told on purpose.
WINDOW_DAYS = 14
# With fewer words outside quotation marks than these, the quotations count too.
NARRATED = 25
FIRST = "the first of its text"

WORD = re.compile(r"\w+(?:[’']\w+)*")
# A quotation of one paragraph; one that runs on opens anew with each.
QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts resemble one another: a copy or a rewrite, by how much, and in words."""

    kind: OriginKind
    similarity: float
    because: str


def signature(text: str) -> tuple[int, ...]:
    """The bands of a text's MinHash as numbers below 2^31: two texts as like as rewrites share one almost surely."""
    from rensa import RMinHash

    found = shingles(text)
    if not found:
        return ()
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(sorted(found))
    digest = minhash.digest()
    return tuple(_band(number, digest[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS))


def likeness(one: str, other: str) -> Likeness | None:
    """What makes two texts one, or None where they are two."""
    ours, theirs = shingles(one), shingles(other)
    if not ours or not theirs:
        return None
    shared = len(ours & theirs)
    jaccard = shared / (len(ours) + len(theirs) - shared)
    smaller = min(len(ours), len(theirs))
    if smaller < SHORT and jaccard < SAME:
        return None
    if jaccard >= COPY:
        return Likeness("copy", jaccard, f"{jaccard:.0%} of the words run alike")
    if shared / smaller >= CUT:
        return Likeness("copy", jaccard, f"{shared / smaller:.0%} of the shorter text stands in the longer")
    if jaccard >= REWRITE:
        return Likeness("rewrite", jaccard, f"{jaccard:.0%} of the words run alike")
    return None


@lru_cache(maxsize=2000)
def shingles(text: str) -> frozenset[str]:
    """The stretches of three words in what the outlet itself tells, in small letters."""
    words = WORD.findall(QUOTATION.sub(" ", text).casefold())
    if len(words) < NARRATED:
        words = WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def window(document: Document) -> tuple[str | None, str | None]:
    """The first and last day on which a text like this one may have appeared; both None where nobody knows its own."""
    try:
        day = date.fromisoformat((document.published or "")[:10])
    except ValueError:
        return None, None
    return (day - timedelta(days=WINDOW_DAYS)).isoformat(), (day + timedelta(days=WINDOW_DAYS)).isoformat() + "~"


def order_of(document: Document) -> tuple[bool, str, str]:
    """Which of two documents was first: by day, then by id; undated ones last."""
    return document.published is None, document.published or "", document.id


def linked(
    document: Document,
    run_id: int,
    others: Iterable[Document],
    known: Mapping[str, Origin],
    texts: Mapping[str, Document],
) -> dict[str, Origin]:
    """The origins that change as a document joins `others`: its own, and that of each later one that is like it.

    A document hangs on the earliest one that it is like, whatever the order in which they came in. `texts` has every
    document that `known` names in `like`.
    """
    own = Origin(document.id, run_id, document.id, "first", None, None, None, FIRST)
    changed = {document.id: own}
    for other in sorted(others, key=order_of):
        found = likeness(document.text, other.text)
        if found is None or (found.kind == "rewrite" and is_same_outlet(document, other)):
            continue
        if order_of(other) < order_of(document):
            if own.like is None:
                own = changed[document.id] = _hung(own, other, found)
        elif other.id in known:
            before = known[other.id].like
            if before is None or order_of(document) < order_of(texts[before]):
                changed[other.id] = _hung(known[other.id], document, found)
    return changed


def is_same_outlet(one: Document, other: Document) -> bool:
    """Whether one outlet carries both: it tells the background of a story again and again, in the same words."""
    return one.publisher is not None and one.publisher == other.publisher


def rooted(origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """The same with the first document of each chain of copies as the origin, or what that one cites."""
    return {id: replace(origin, origin=_root(origin, origins)) for id, origin in origins.items()}


def _root(origin: Origin, origins: Mapping[str, Origin]) -> str:
    while origin.like is not None and origin.like in origins:
        origin = origins[origin.like]
    return origin.origin if origin.kind == "cites" else origin.document_id


def _hung(origin: Origin, on: Document, found: Likeness) -> Origin:
    because = f"{found.kind} of {on.id} ({on.publisher or 'no publisher'}): {found.because}"
    return replace(
        origin,
        origin=on.id,
        kind=found.kind,
        like=on.id,
        similarity=round(found.similarity, 3),
        outlet=None,
        because=because,
    )


def _band(number: int, minima: Iterable[int]) -> int:
    packed = repr((number, *minima)).encode()
    return int.from_bytes(blake2b(packed, digest_size=4).digest(), "big") & 0x7FFFFFFF
