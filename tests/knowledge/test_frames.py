"""Every frame of the codebook codes its own example: the type, the mode where it gives one, and who takes part.

A frame that does not yet stands in `frames_not_firing.txt`. That list may only shrink: a frame in it that fires must be
taken out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.knowledge.codebook import Frame, load_codebook, types_in
from sayso.pipeline import Pipeline
from sayso.schema import CodedDocument, Document

NOT_FIRING = Path(__file__).with_name("frames_not_firing.txt")
TYPES = types_in()


def read_not_firing() -> set[str]:
    """The names of the frames in the list, as "aid: ACTOR help RECIPIENT"; what follows "#" is the reason."""
    lines = NOT_FIRING.read_text("utf-8").splitlines()
    return {name for line in lines if (name := line.partition("#")[0].strip())}


def fires(frame: Frame, coded: CodedDocument) -> bool:
    """Whether an event of the frame's type and mode came out, with an actor or a recipient if it names one."""
    names_somebody = any(argument.slot for argument in frame.arguments)
    return any(
        event.type == frame.event
        and frame.mode in (None, event.mode)
        and (not names_somebody or event.actors or event.recipients)
        for event in coded.events
    )


def code_examples(frames: tuple[Frame, ...], pipeline: Pipeline) -> dict[str, tuple[Frame, bool]]:
    """By its name each frame, and whether it fires on its example."""
    documents = [Document(f"d{n}", frame.example, published="2022-12-30") for n, frame in enumerate(frames)]
    coded = pipeline.stream(documents, on_error="raise")
    return {frame.name: (frame, fires(frame, each)) for frame, each in zip(frames, coded, strict=True)}


@pytest.mark.model
@pytest.mark.parametrize("name", TYPES)
def test_every_example_of_a_type_is_coded(name: str, pipeline: Pipeline) -> None:
    results = code_examples(load_codebook().types[name].frames, pipeline)
    listed = read_not_firing()
    silent = [f"{key}  # {frame.example}" for key, (frame, fired) in results.items() if not fired and key not in listed]
    mended = [key for key, (_, fired) in results.items() if fired and key in listed]
    assert silent == [], "these frames do not code their own examples"
    assert mended == [], f"these frames fire now: remove them from {NOT_FIRING.name}"


def test_the_list_names_frames_of_the_codebook_only() -> None:
    known = {frame.name for kind in load_codebook().types.values() for frame in kind.frames}
    assert sorted(read_not_firing() - known) == []
