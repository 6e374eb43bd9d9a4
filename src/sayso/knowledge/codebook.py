"""Codebooks: the categories of an ontology as data, with the frames that code them (`frames.py` has their language).

`unless` lists words that rule a frame out anywhere in the sentence, `unless_act` verbs that are no such act ("declined
to comment"). `needs` of a frame overrides that of its type. `needs: [shared]` is for an act inside the object of
another of its type, whose participants it shares ("supplied tanks, among them two sent via Malta"); `needs: [threat]`
for words that are a threat where the act spoken of is hostile and the speaker's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from sayso.errors import KnowledgeError
from sayso.knowledge.frames import Argument, parse_frame
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import Status

PLOVER = FOLDER / "codebooks" / "plover"

NEEDS = frozenset({"actor", "recipient", "participant", "shared", "threat"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern and what it codes. `heads` are lemmas (the participle itself when `passive`)."""

    text: str
    event: str
    part: Literal["verb", "noun", "adjective"]
    heads: frozenset[str]
    arguments: tuple[Argument, ...]
    example: str
    particle: str | None = None
    passive: bool = False
    mode: str | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    unless: frozenset[str] = frozenset()
    unless_act: frozenset[str] = frozenset()
    mutual: bool = False
    needs: frozenset[str] | None = None

    @property
    def specificity(self) -> int:
        """How much the frame asks for; the most specific match wins."""
        literal = sum(2 for argument in self.arguments if argument.words or argument.kinds)
        literal += sum(any("_" in word for word in argument.words) for argument in self.arguments)
        return 2 * len(self.arguments) + literal + (2 if self.particle else 0)

    @property
    def name(self) -> str:
        """How a reason names this frame."""
        return f"{self.event.lower()}: {self.text}"


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type with its PLOVER score (None where PLOVER gives none) and usual CAMEO code."""

    score: float | None
    cameo: str | None
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A category of the codebook. `needs` are the roles without which nothing is coded.

    `content_status` is the status of an act that this one speaks of ("promised to send": future), and
    `mode_of_content` the mode by the type of that act (a request to meet is REQUEST/meet). `recipient_of_content` says
    whose part in that act makes them the recipient of this one where no other is named (promised to send X aid: X;
    demanded that X leave: X). Where none is, it is whoever stands behind a preposition of `recipient_after` further
    down the phrase ("took to the streets against the decree of the Togolese minister"); "owner" in that list adds the
    owner of a noun there, and "purpose" those named in a purpose. With `owner_is_recipient` the owner of the object is
    the recipient: to reject Rome's offer is to reject Rome. A promise of force or sanctions is of the type
    `hostile_content`. `barred_actors` are kinds and sectors that cannot act so.
    """

    name: str
    definition: str
    quad: int
    score: float
    cameo: str
    needs: frozenset[str]
    mutual: bool
    modes: Mapping[str, Mode]
    frames: tuple[Frame, ...]
    content_status: Status | None = None
    recipient_of_content: Literal["actor", "recipient"] | None = None
    owner_is_recipient: bool = False
    barred_actors: frozenset[str] = frozenset()
    recipient_after: frozenset[str] = frozenset()
    hostile_content: str | None = None
    mode_of_content: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code with its label and Goldstein score (None for the five codes that have none)."""

    code: str
    label: str
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Codebook:
    """Event types by name, CAMEO codes by code, and the frames indexed by head word."""

    types: Mapping[str, EventType]
    cameo: Mapping[str, Code]
    digest: str
    index: Mapping[str, tuple[Frame, ...]]

    def frames_for(self, word: str) -> tuple[Frame, ...]:
        """The frames whose head is this lemma (or participle)."""
        return self.index.get(word, ())

    def score(self, event: str, mode: str | None) -> float:
        """PLOVER's score of the mode, else of the type."""
        kind = self.types[event]
        own = kind.modes[mode].score if mode is not None and mode in kind.modes else None
        return kind.score if own is None else own

    def code_for(self, frame: Frame, mode: str | None, kind: EventType) -> str:
        """The CAMEO code: the frame's own where it decides the type, else the mode's, else the type's."""
        of_mode = kind.modes[mode].cameo if mode is not None and mode in kind.modes else None
        return (frame.cameo if kind.name == frame.event else None) or of_mode or kind.cameo


@cache
def load_codebook(folder: Path = PLOVER) -> Codebook:
    """Read and check a codebook: `*.yaml`, one file per event type, and `sets.yaml`."""
    from sayso.ids import digest

    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise KnowledgeError(str(folder), "no codebook here: expected one YAML file per event type")
    cameo = read_cameo()
    contexts = frozenset(row["context"] for row in read_table(FOLDER / "contexts.csv", ["context", "meaning"]))
    shared = read_sets(folder / "sets.yaml")
    types = {}
    for file in files:
        if file.name != "sets.yaml":
            kind = read_type(file, shared=shared, cameo=cameo, contexts=contexts)
            if kind.name in types:
                raise KnowledgeError(file.name, f"another file codes {kind.name} already")
            types[kind.name] = kind
    text = "".join(file.read_text("utf-8") for file in files)
    return Codebook(types, cameo, digest(text)[:12], index_frames(f for t in types.values() for f in t.frames))


def index_frames(frames: Iterable[Frame]) -> dict[str, tuple[Frame, ...]]:
    """Frames by head word, the most specific first; ties keep the order of types and of the file."""
    index: dict[str, list[Frame]] = {}
    for frame in frames:
        for head in frame.heads:
            index.setdefault(head, []).append(frame)
    return {head: tuple(sorted(found, key=lambda frame: -frame.specificity)) for head, found in index.items()}


def read_cameo(path: Path = FOLDER / "cameo.csv") -> dict[str, Code]:
    """CAMEO codes with labels and Goldstein scores."""
    rows = read_table(path, ["code", "label", "goldstein"])
    return {row["code"]: Code(row["code"], row["label"], number(row.get("goldstein"))) for row in rows}


def number(cell: str | None) -> float | None:
    """A cell as a number; None stays None."""
    return None if cell is None else float(cell)


def read_sets(path: Path) -> dict[str, frozenset[str]]:
    """The sets of nouns that all types share."""
    if not path.exists():
        return {}
    return {name: frozenset(words) for name, words in load_yaml(path).items()}


def load_yaml(path: Path) -> dict[str, Any]:
    """A YAML mapping; an error names the file and the line."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise KnowledgeError(path.name, str(error.problem), line=line) from error
    if not isinstance(content, dict):
        raise KnowledgeError(path.name, "expected a mapping of names to values")
    return content


TYPE_KEYS = frozenset(
    "event definition quad score cameo needs mutual modes sets frames content_status mode_of_content "
    "recipient_of_content recipient_after hostile_content owner_is_recipient barred_actors".split()
)
FRAME_KEYS = frozenset("frame mode cameo contexts example unless unless_act mutual needs".split())


def read_type(
    path: Path, *, shared: Mapping[str, frozenset[str]], cameo: Mapping[str, Code], contexts: frozenset[str]
) -> EventType:
    """One event type from its file, every frame parsed and checked."""
    content = load_yaml(path)
    unknown = sorted(set(content) - TYPE_KEYS)
    if unknown:
        raise KnowledgeError(path.name, f"unknown keys {unknown}; known are {sorted(TYPE_KEYS)}")
    check_type(content, path, cameo)
    sets = {**shared, **{name: frozenset(words) for name, words in content.get("sets", {}).items()}}
    modes = {
        name: Mode(mode.get("score"), mode.get("cameo"), mode["definition"])
        for name, mode in content.get("modes", {}).items()
    }
    frames = tuple(
        read_frame(entry, path, content, sets=sets, modes=modes, cameo=cameo, contexts=contexts)
        for entry in content["frames"]
    )
    return EventType(
        name=content["event"],
        definition=content["definition"],
        quad=content["quad"],
        score=float(content["score"]),
        cameo=content["cameo"],
        needs=frozenset(content.get("needs", ())),
        mutual=content.get("mutual", False),
        modes=modes,
        frames=frames,
        content_status=content.get("content_status"),
        recipient_of_content=content.get("recipient_of_content"),
        owner_is_recipient=content.get("owner_is_recipient", False),
        barred_actors=frozenset(content.get("barred_actors", ())),
        recipient_after=frozenset(content.get("recipient_after", ())),
        hostile_content=content.get("hostile_content"),
        mode_of_content=content.get("mode_of_content", {}),
    )


def check_type(content: Mapping[str, Any], path: Path, cameo: Mapping[str, Code]) -> None:
    """Raise `KnowledgeError` for the first value of a type's file that cannot be."""
    for key in ("event", "definition", "quad", "score", "cameo", "frames"):
        if key not in content:
            raise KnowledgeError(path.name, f"`{key}` is missing")
    for name, mode in content.get("modes", {}).items():
        if not isinstance(mode, dict) or "definition" not in mode:
            raise KnowledgeError(path.name, f"mode {name!r} lacks its definition")
    codes = [content["cameo"], *(mode.get("cameo") for mode in content.get("modes", {}).values())]
    frames = content["frames"]
    problems = (
        (content["quad"] not in (1, 2, 3, 4), f"`quad` is {content['quad']!r}; it is 1, 2, 3 or 4"),
        (not isinstance(content["score"], int | float), f"`score` is {content['score']!r}; it is a number"),
        (
            not NEEDS.issuperset(content.get("needs", ())),
            f"`needs` is {content.get('needs')!r}; known are {sorted(NEEDS)}",
        ),
        (
            content.get("content_status") not in (None, *get_args(Status)),
            f"`content_status` is {content.get('content_status')!r}; known are {list(get_args(Status))}",
        ),
        (
            any(code is not None and code not in cameo for code in codes),
            f"a CAMEO code among {codes} is unknown (codes are written in quotation marks)",
        ),
        (
            not isinstance(frames, list) or not all(isinstance(e, dict) and e.get("frame") for e in frames),
            "`frames` is a list of entries with a `frame` each",
        ),
        *((not is_words(words), f"set [{name}] is a list of words") for name, words in content.get("sets", {}).items()),
    )
    for wrong, problem in problems:
        if wrong:
            raise KnowledgeError(path.name, problem)


def is_words(value: object) -> bool:
    """Whether a set's value is a list of words; YAML reads a bare `on` or `5` as something else."""
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def read_frame(
    entry: Mapping[str, Any],
    path: Path,
    content: Mapping[str, Any],
    *,
    sets: Mapping[str, frozenset[str]],
    modes: Mapping[str, Mode],
    cameo: Mapping[str, Code],
    contexts: frozenset[str],
) -> Frame:
    """One frame, with the error named by the frame's own text."""

    def fail(problem: str) -> KnowledgeError:
        return KnowledgeError(path.name, f"frame {entry.get('frame')!r}: {problem}")

    unknown = sorted(set(entry) - FRAME_KEYS)
    if unknown:
        raise fail(f"unknown keys {unknown}; known are {sorted(FRAME_KEYS)}")
    if not entry.get("example"):
        raise fail("an example sentence is missing")
    mode, code = entry.get("mode"), entry.get("cameo")
    if mode is not None and mode not in modes:
        raise fail(f"unknown mode {mode!r}; the modes of this type are {sorted(modes)}")
    if code is not None and code not in cameo:
        raise fail(f"unknown CAMEO code {code!r} (codes are written in quotation marks)")
    strange = sorted(set(entry.get("contexts", ())) - contexts)
    if strange:
        raise fail(f"unknown contexts {strange}")
    try:
        pattern = parse_frame(entry["frame"], sets)
    except ValueError as error:
        raise fail(str(error)) from error
    return Frame(
        text=entry["frame"],
        event=content["event"],
        part=pattern.part,
        heads=pattern.heads,
        arguments=pattern.arguments,
        particle=pattern.particle,
        passive=pattern.passive,
        example=entry["example"],
        mode=mode,
        cameo=code,
        contexts=tuple(entry.get("contexts", ())),
        unless=frozenset(entry.get("unless", ())),
        unless_act=frozenset(entry.get("unless_act", ())),
        needs=frozenset(entry["needs"]) if "needs" in entry else None,
        mutual=entry.get("mutual", content.get("mutual", False) and mode != "visit"),
    )
