"""Reads a codebook from its folder: one YAML file per event type, and, where there are any, `sets.yaml` with sets of
nouns that all types share and `contexts.yaml` with contexts of its own.

`unless` lists words that rule a frame out anywhere in the sentence, `unless_act` verbs that are no such act ("declined
to comment"), and `without_actor` words of which the sentence must have one where nobody acts ("forty were killed" tells
of an attack only where it tells of shots). `needs` of a frame overrides that of its type. `needs: [shared]` is for an
act inside the object of another of its type, whose participants it shares ("supplied tanks, among them two sent via
Malta"); `needs: [threat]` for words that are a threat where the act spoken of is hostile or the speaker's own;
`needs: [refusal]` for words that are a refusal where own cooperation is denied ("said it would not sign");
`needs: [act]` for words that count only where the act spoken of is coded itself ("vowed to rebuild the port").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from sayso.errors import KnowledgeError
from sayso.knowledge.codebook.contexts import Context, ContextIndex
from sayso.knowledge.codebook.model import Code, Codebook, EventType, Frame, Mode
from sayso.knowledge.frames import parse_frame
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import Status

PLOVER = FOLDER / "codebooks" / "plover"
SETS, CONTEXTS = "sets.yaml", "contexts.yaml"

NEEDS = frozenset({"act", "actor", "recipient", "participant", "refusal", "shared", "threat"})
TYPE_KEYS = frozenset(
    "event definition quad score cameo needs mutual modes sets frames content_status mode_of_content "
    "recipient_of_content recipient_after hostile_content attempts_count owner_is_recipient barred_actors".split()
)
FRAME_KEYS = frozenset("frame mode cameo contexts example unless unless_act without_actor mutual needs".split())
CONTEXT_KEYS = frozenset("meaning words sectors types offices theme".split())
REQUIRED = ("event", "definition", "quad", "score", "frames")


@cache
def load_codebook(folder: Path = PLOVER) -> Codebook:
    """Read and check a codebook; raises `KnowledgeError` with the first problem."""
    reading = Reading(folder)
    codebook = reading.codebook()
    if reading.problems:
        raise reading.problems[0]
    return codebook


def problems_of(folder: Path) -> list[KnowledgeError]:
    """Everything that is wrong with a codebook, in order of its files."""
    reading = Reading(folder)
    reading.codebook()
    return reading.problems


def types_in(folder: Path = PLOVER) -> list[str]:
    """The names of the event types, by the names of their files."""
    return sorted(file.stem.upper() for file in folder.glob("*.yaml") if file.name not in (SETS, CONTEXTS))


class Located(dict[str, Any]):
    """A YAML mapping that knows the line on which it begins."""

    line: int


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without objects, with lines."""

    def located(self, node: yaml.MappingNode) -> Iterator[Located]:
        """A mapping, filled when all of it has been read."""
        mapping = Located()
        mapping.line = node.start_mark.line + 1
        yield mapping
        mapping.update(self.construct_mapping(node, deep=True))


Loader.add_constructor("tag:yaml.org,2002:map", Loader.located)


@dataclass
class Reading:
    """One reading of a folder: what is wrong is collected, what is right is kept."""

    folder: Path
    problems: list[KnowledgeError] = field(default_factory=list)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    cameo: dict[str, Code] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)

    def wrong(self, path: Path, problem: str, line: int | None = None) -> None:
        """Note a problem."""
        self.problems.append(KnowledgeError(path.name, problem, line=line))

    def codebook(self) -> Codebook:
        """Read every file."""
        from sayso.ids import digest

        files = sorted(self.folder.glob("*.yaml"))
        if not files:
            problem = "no codebook here: expected one YAML file per event type"
            self.problems.append(KnowledgeError(str(self.folder), problem))
        self.cameo = read_cameo()
        self.contexts = self.read_contexts(
            self.folder / CONTEXTS if self.folder / CONTEXTS in files else PLOVER / CONTEXTS
        )
        self.sets = self.read_sets(self.folder / SETS) if self.folder / SETS in files else {}
        types: dict[str, EventType] = {}
        for file in files:
            if file.name in (SETS, CONTEXTS):
                continue
            kind = self.read_type(file)
            if kind is not None and kind.name in types:
                self.wrong(file, f"another file codes {kind.name} already")
            elif kind is not None:
                types[kind.name] = kind
        text = "".join(file.read_text("utf-8") for file in files)
        frames = index_frames(frame for kind in types.values() for frame in kind.frames)
        return Codebook(types, self.cameo, digest(text)[:12], frames, ContextIndex(self.contexts))

    def load(self, path: Path) -> Located:
        """A YAML mapping, empty where the file is broken."""
        try:
            content = yaml.load(path.read_text("utf-8"), Loader=Loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            self.wrong(path, str(error.problem), line)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.wrong(path, f"cannot be read as YAML in UTF-8 ({error})")
        else:
            if isinstance(content, Located):
                return content
            self.wrong(path, "expected a mapping of names to values")
        return Located()

    def read_sets(self, path: Path) -> dict[str, frozenset[str]]:
        """The sets of nouns that all types share."""
        sets = {}
        for name, words in self.load(path).items():
            if is_words(words):
                sets[name] = frozenset(words)
            else:
                self.wrong(path, f"set [{name}] is a list of words")
        return sets

    def read_contexts(self, path: Path) -> dict[str, Context]:
        """The contexts by name."""
        contexts = {}
        for name, entry in self.load(path).items():
            if not isinstance(entry, Located) or not entry.get("meaning"):
                self.wrong(path, f"context {name!r} lacks its meaning")
                continue
            if unknown := sorted(set(entry) - CONTEXT_KEYS):
                self.wrong(
                    path, f"context {name!r}: unknown keys {unknown}; known are {sorted(CONTEXT_KEYS)}", entry.line
                )
            lists = {key: entry.get(key, []) for key in ("words", "sectors", "types")}
            for key in [key for key, words in lists.items() if not is_words(words)]:
                self.wrong(path, f"context {name!r}: `{key}` is a list of words", entry.line)
                lists[key] = []
            contexts[name] = Context(
                name,
                entry["meaning"],
                tuple(word.lower() for word in lists["words"]),
                frozenset(lists["sectors"]),
                frozenset(lists["types"]),
                bool(entry.get("offices", False)),
                bool(entry.get("theme", False)),
            )
        return contexts

    def read_type(self, path: Path) -> EventType | None:
        """One event type from its file; None where too little of it can be read."""
        known = len(self.problems)
        content = self.load(path)
        if len(self.problems) > known:
            return None
        self.problems += [KnowledgeError(path.name, problem) for problem in problems_of_type(content, self.cameo)]
        if not are_frames(content.get("frames")):
            return None
        own = {name: frozenset(words) for name, words in content.get("sets", {}).items() if is_words(words)}
        modes = {
            name: Mode(mode.get("score"), mode.get("cameo"), mode["definition"])
            for name, mode in content.get("modes", {}).items()
            if isinstance(mode, dict) and "definition" in mode
        }
        frames = tuple(self.read_frames(content, path, sets={**self.sets, **own}, modes=modes))
        if len(self.problems) > known:
            return None
        return EventType(
            name=content["event"],
            definition=content["definition"],
            quad=content["quad"],
            score=float(content["score"]),
            cameo=content.get("cameo"),
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
            attempts_count=bool(content.get("attempts_count", False)),
            mode_of_content=content.get("mode_of_content", {}),
        )

    def read_frames(
        self, content: Located, path: Path, *, sets: Mapping[str, frozenset[str]], modes: Mapping[str, Mode]
    ) -> Iterator[Frame]:
        """The frames of a type; one that is wrong is named by its own text and left out."""
        for entry in content["frames"]:
            problems = list(self.problems_of_frame(entry, modes))
            try:
                pattern = parse_frame(entry["frame"], sets)
            except ValueError as error:
                problems.append(str(error))
            for problem in problems:
                self.wrong(path, f"frame {entry['frame']!r}: {problem}", entry.line)
            if problems:
                continue
            mode = entry.get("mode")
            yield Frame(
                text=entry["frame"],
                event=content.get("event", ""),
                part=pattern.part,
                heads=pattern.heads,
                arguments=pattern.arguments,
                particle=pattern.particle,
                passive=pattern.passive,
                example=entry.get("example", ""),
                mode=mode,
                cameo=entry.get("cameo"),
                contexts=tuple(entry.get("contexts", ())),
                unless=frozenset(entry.get("unless", ())),
                unless_act=frozenset(entry.get("unless_act", ())),
                without_actor=frozenset(entry.get("without_actor", ())),
                needs=frozenset(entry["needs"]) if "needs" in entry else None,
                mutual=entry.get("mutual", content.get("mutual", False) and mode != "visit"),
            )

    def problems_of_frame(self, entry: Located, modes: Mapping[str, Mode]) -> Iterator[str]:
        """What is wrong with the entry of a frame, its text apart."""
        if unknown := sorted(set(entry) - FRAME_KEYS):
            yield f"unknown keys {unknown}; known are {sorted(FRAME_KEYS)}"
        if not entry.get("example"):
            yield "an example sentence is missing"
        mode, code = entry.get("mode"), entry.get("cameo")
        if mode is not None and mode not in modes:
            yield f"unknown mode {mode!r}; the modes of this type are {sorted(modes)}"
        if code is not None and code not in self.cameo:
            yield f"unknown CAMEO code {code!r} (codes are written in quotation marks)"
        if strange := sorted(set(entry.get("contexts", ())) - set(self.contexts)):
            yield f"unknown contexts {strange}"
        if not NEEDS.issuperset(entry.get("needs", ())):
            yield f"`needs` is {entry['needs']!r}; known are {sorted(NEEDS)}"


def problems_of_type(content: Located, cameo: Mapping[str, Code]) -> Iterator[str]:
    """What is wrong with a type's own entries, its frames apart."""
    if unknown := sorted(set(content) - TYPE_KEYS):
        yield f"unknown keys {unknown}; known are {sorted(TYPE_KEYS)}"
    if missing := [key for key in REQUIRED if key not in content]:
        yield "; ".join(f"`{key}` is missing" for key in missing)
        return
    modes, frames = content.get("modes", {}), content["frames"]
    yield from (
        f"mode {name!r} lacks its definition"
        for name, mode in modes.items()
        if not isinstance(mode, dict) or "definition" not in mode
    )
    codes = [content.get("cameo"), *(mode.get("cameo") for mode in modes.values() if isinstance(mode, dict))]
    status = content.get("content_status")
    if content["quad"] not in (1, 2, 3, 4):
        yield f"`quad` is {content['quad']!r}; it is 1, 2, 3 or 4"
    if not isinstance(content["score"], int | float):
        yield f"`score` is {content['score']!r}; it is a number"
    if not NEEDS.issuperset(content.get("needs", ())):
        yield f"`needs` is {content.get('needs')!r}; known are {sorted(NEEDS)}"
    if status not in (None, *get_args(Status)):
        yield f"`content_status` is {status!r}; known are {list(get_args(Status))}"
    if strange := [code for code in codes if code is not None and code not in cameo]:
        yield f"unknown CAMEO codes {strange} (codes are written in quotation marks)"
    if not are_frames(frames):
        yield "`frames` is a list of entries with a `frame` each"
    yield from (
        f"set [{name}] is a list of words" for name, words in content.get("sets", {}).items() if not is_words(words)
    )


def are_frames(value: object) -> bool:
    """Whether a value is a list of entries that have a frame each."""
    return isinstance(value, list) and all(isinstance(e, Located) and e.get("frame") for e in value)


def is_words(value: object) -> bool:
    """Whether a value is a list of words; YAML reads a bare `on` or `5` as something else."""
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


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
