"""Why acts of an article were coded or not: it is read anew, as `sayso explain` does, because that takes the parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from sayso.errors import SaysoError
from sayso.schema import CodedDocument
from sayso.server.problems import TooLarge, TooSlow

# To parse takes about a second for so many characters, and nobody can break it off.
MOST_CHARACTERS = 30_000
PATIENCE = 8.0

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A word of an article that a frame knows, and why it coded nothing."""

    start: int
    end: int
    text: str
    frame: str
    why: str


def dropped_in(coded: CodedDocument) -> Sequence[Dropped]:
    """What was considered and dropped, in order of the text."""
    from sayso.api import build_pipeline, explain
    from sayso.config import load_settings

    if len(coded.document.text) > MOST_CHARACTERS:
        raise TooLarge(
            f"The article has more than {MOST_CHARACTERS:,} characters. `sayso explain STORE` tells it at the terminal."
        )
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise TooSlow
    try:
        settings = load_settings()
        considered = explain(build_pipeline(settings).code(coded.document), settings)
    except (ImportError, OSError) as error:
        raise SaysoError(f"The language model cannot be loaded to read the article anew: {error}") from error
    finally:
        _one_at_a_time.release()
    return [
        Dropped(each.trigger.start, each.trigger.end, each.trigger.text, each.frame, each.why)
        for each in considered
        if each.outcome == "dropped"
    ]
