"""Explains a coding: for each predicate that some frame knows, which frames were considered and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.knowledge.codebook import Codebook, Frame
from sayso.knowledge.frames import Argument
from sayso.knowledge.operators import Operators
from sayso.schema import CodedDocument, QuotedSpan
from sayso.stages.events.coding import Coding, trigger_of
from sayso.stages.events.filling import filled_in
from sayso.stages.events.fitting import fit
from sayso.stages.events.match import Match
from sayso.stages.events.matching import candidate_frames, is_barred, needs_met, predicate_at

Outcome = Literal["coded", "less specific", "dropped"]


@dataclass(frozen=True, slots=True)
class Considered:
    """A frame at a word of the text, and what became of it. `event` is the id of the event that was coded there."""

    trigger: QuotedSpan
    frame: str
    outcome: Outcome
    why: str
    event: str | None = None


def considered(coded: CodedDocument, codebook: Codebook, operators: Operators) -> Iterator[Considered]:
    """Every frame that fits, or lacks but one participant, in order of the text. Needs the parse."""
    coding = Coding(coded, codebook, operators)
    ids = {event.trigger: event.id for event in coded.events}
    kept = {match.predicate.token.i: match for match in coding.matches}
    found = {match.predicate.token.i: match for match in coding.found}
    for token in coded.parse:
        frames = candidate_frames(token, codebook)
        predicate = predicate_at(token) if frames else None
        if predicate is None:
            continue
        best = kept.get(token.i)
        for frame in frames:
            match, missing = filled_in(frame, predicate, coding.participants)
            word = trigger_of(match)
            if best is not None and best.frame == frame:
                yield Considered(word, frame.name, "coded", reason_for(best), ids.get(trigger_of(best)))
            elif best is not None:
                if missing is None and fits(frame, match, coding):
                    why = f"“{best.frame.text}” says more or stands first"
                    yield Considered(word, frame.name, "less specific", why, ids.get(trigger_of(best)))
            elif why_not := dropped_because(frame, match, missing, found.get(token.i), coding):
                yield Considered(word, frame.name, "dropped", why_not)
                break  # the frames after it ask for less


def reason_for(match: Match) -> str:
    """Which words of the text filled the frame."""
    doc = match.predicate.token.doc
    words = [doc[i].text for i in sorted(match.used)]
    return f"with “{' '.join(words)}”" if words else "by its participants"


def fits(frame: Frame, match: Match, coding: Coding) -> bool:
    """Whether the frame as a whole would have been coded."""
    kind = coding.codebook.types[frame.event]
    whole = fit(frame, match.predicate, coding.participants, owner_is_recipient=kind.owner_is_recipient)
    return whole is not None and needs_met(whole, coding.codebook)


def dropped_because(
    frame: Frame, match: Match, missing: Argument | None, found: Match | None, coding: Coding
) -> str | None:
    """Why the frame coded nothing; None where too little of it is there to speak of."""
    if missing is not None:
        return f"nobody stands as {described(missing)}" if missing.slot and (match.actors or match.used) else None
    if match.predicate.token.dep_ in ("compound", "amod"):
        return None
    if found is not None:
        return "nobody public takes part"
    return failed_as_a_whole(frame, match, coding)


def failed_as_a_whole(frame: Frame, match: Match, coding: Coding) -> str:
    """Why a frame whose every argument is there was not coded all the same."""
    kind = coding.codebook.types[frame.event]
    whole = fit(frame, match.predicate, coding.participants, owner_is_recipient=kind.owner_is_recipient)
    if whole is None:
        if frame.part == "noun" and not (match.actors or match.recipients):
            return "nobody takes part"
        words = sorted(frame.unless & {t.lemma_.lower() for t in match.predicate.token.sent})
        return (
            f"“{words[0]}” rules it out"
            if words
            else "its passive, its particle or those who take part do not allow it"
        )
    if not needs_met(whole, coding.codebook):
        needs = kind.needs if frame.needs is None else frame.needs
        return f"{frame.event} needs {' and '.join(sorted(needs))}"
    if is_barred(whole, coding.codebook, coding.participants):
        return f"whoever acts cannot {frame.event} by the codebook"
    return "it is part of another event"


def described(argument: Argument) -> str:
    """An argument in words: "RECIPIENT, after to"."""
    slot = argument.slot or "a participant"
    place = argument.position.replace("|", " or ")
    return (
        f"{slot}, the {place}" if place in ("subject", "object", "indirect", "possessor") else f"{slot}, after {place}"
    )
