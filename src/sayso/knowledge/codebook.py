"""Codebooks: event categories as data, and frames, the patterns that map a predicate and its arguments to one.

A frame reads as a political scientist would say it:

    ACTOR supply RECIPIENT with [weapons]          a verb, an object, a preposition with a set of nouns
    ACTOR carry+out [attack] against RECIPIENT     a particle verb
    ACTOR give RECIPIENT [weapons]                 indirect and direct object
    ACTOR hold talk with RECIPIENT                 a light verb; literals are lemmas
    ACTORS meet                                    several actors together
    ACTOR urge RECIPIENT to DO                     an embedded act: to DO, that DO, of DOING
    RECIPIENT be arrested by ACTOR                 the passive, where only that is meant
    ACTOR be critical of RECIPIENT                 an adjective
    ACTOR say that RECIPIENT must DO               an obligation: whoever must is the recipient
    ACTOR's invasion of RECIPIENT                  a noun; also matches "the Russian invasion"
    talk between ACTORS                            a noun with all its participants

`a|b` are alternatives, `[weapons]` is a set of nouns defined in `sets`, `*` is any noun phrase. `RECIPIENT[captives]`
is a participant whose noun must be in the set, `RECIPIENT<igo|state>` one whose entity is of these kinds, and
`RECIPIENT!` one who is named in person and not by an adjective ("Russian wheat" is not Russia). `martial_law` is a noun
with the word before it. A verb frame matches its passive, relative, participial and infinitive forms as well.

`unless` lists words that rule a frame out anywhere in the sentence, `unless_act` verbs that are no such act ("declined
to comment"). `needs` of a frame overrides that of its type. `needs: [shared]` is for an act inside the object of
another of its type, whose participants it shares ("supplied tanks, among them two sent via Malta"); `needs: [threat]`
for words that are a threat where the act spoken of is hostile and the speaker's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml

from sayso.errors import KnowledgeError
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import EntityKind, Status

PLOVER = FOLDER / "codebooks" / "plover"

# A lemma, or alternatives: "hail|praise", "martial_law".
WORDS = re.compile(r"[a-z][a-z'_-]*(?:\|[a-z][a-z'_-]*)*")
NEEDS = frozenset({"actor", "recipient", "participant", "shared", "threat"})

Slot = Literal["ACTOR", "ACTORS", "RECIPIENT", "VIA", "DO"]
SLOTS: tuple[Slot, ...] = ("ACTOR", "ACTORS", "RECIPIENT", "VIA", "DO")
PREPOSITIONS = frozenset(
    "about across after against ahead along alongside amid among around as at because before behind between beyond by "
    "despite during following for from in inside into like near of off on onto out outside over past per since "
    "through throughout to toward towards under until upon via with within without".split()
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One element beside the head.

    `position` is subject, object, indirect, possessor, modifier, to, that, or prepositions ("on|against").
    `words` are the head lemmas allowed there (empty: any), `kinds` the kinds of entity; `direct` asks for the
    participant's own name. `doing` marks an embedded act after a preposition, `must` an obligation.
    """

    position: str
    slot: Slot | None = None
    words: frozenset[str] = frozenset()
    doing: bool = False
    kinds: frozenset[str] = frozenset()
    direct: bool = False
    must: bool = False


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
    `hostile_content`.
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
    "recipient_of_content recipient_after hostile_content owner_is_recipient".split()
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the text of a frame says, before the rest of its entry is added."""

    part: Literal["verb", "noun", "adjective"]
    heads: frozenset[str]
    particle: str | None
    passive: bool
    arguments: tuple[Argument, ...]


def parse_frame(text: str, sets: Mapping[str, frozenset[str]]) -> Pattern:
    """Compile the text of a frame; raises `ValueError` with what is wrong."""
    tokens = text.split()
    if len(tokens) < 2:
        raise ValueError("a frame needs a head and at least one participant")
    if is_noun_phrase(tokens[0]) and not tokens[0].endswith("'s"):
        return parse_verb_frame(tokens, sets)
    return parse_noun_frame(tokens, sets)


def is_noun_phrase(token: str) -> bool:
    """Whether the token is a slot, a set or `*` rather than a word."""
    return re.split(r"[\[<!]", token.removesuffix("'s"))[0] in (*SLOTS, "") or token == "*"


def parse_verb_frame(tokens: Sequence[str], sets: Mapping[str, frozenset[str]]) -> Pattern:
    """`SUBJECT verb …`, `SUBJECT be participle …` or `SUBJECT be adjective …`."""
    subject = argument_of("subject", tokens[0], sets)
    head, rest = tokens[1], list(tokens[2:])
    part: Literal["verb", "adjective"] = "verb"
    passive = False
    if head == "be" and rest and not is_noun_phrase(rest[0]):
        head = rest.pop(0)
        # "be arrested by" is a passive; "be critical of" an adjective. Participles end in -ed, -en, -n, -t after `be`
        # only by habit, so the agent phrase or a slot that is acted on decides.
        passive = subject.slot == "RECIPIENT"
        part = "verb" if passive else "adjective"
    elif "be" in head.split("|"):
        raise ValueError("`be` needs a participle or an adjective after it")
    word, plus, particle = head.partition("+")
    if plus and not WORDS.fullmatch(particle):
        raise ValueError(f"{head!r} lacks the particle after its +")
    if word in PREPOSITIONS or not WORDS.fullmatch(word):
        raise ValueError(f"{word!r} is no verb: after the subject a lemma in small letters is expected")
    arguments = [subject, *parse_complements(rest, sets)]
    return Pattern(part, frozenset(word.split("|")), particle or None, passive, tuple(arguments))


def parse_noun_frame(tokens: Sequence[str], sets: Mapping[str, frozenset[str]]) -> Pattern:
    """`ACTOR's noun of RECIPIENT`, `noun between ACTORS`, with modifiers before the noun."""
    arguments = []
    rest = list(tokens)
    if rest[0].endswith("'s"):
        arguments.append(argument_of("possessor", rest.pop(0).removesuffix("'s"), sets))
    words = []
    while rest and rest[0].split("|")[0] not in PREPOSITIONS and rest[0] not in ("to", "that"):
        words.append(rest.pop(0))
    if not words:
        raise ValueError("no noun found")
    arguments += [argument_of("modifier", word, sets) for word in words[:-1]]
    if is_noun_phrase(words[-1]):
        raise ValueError(f"{words[-1]!r} stands where the head noun is expected")
    arguments += parse_complements(rest, sets)
    if not any(argument.slot for argument in arguments):
        raise ValueError("no participant (ACTOR, ACTORS, RECIPIENT)")
    return Pattern("noun", frozenset(words[-1].split("|")), None, False, tuple(arguments))


def parse_complements(rest: list[str], sets: Mapping[str, frozenset[str]]) -> list[Argument]:
    """What follows the head: objects, prepositions with their arguments, embedded acts."""
    arguments: list[Argument] = []
    rest = list(rest)
    while rest:
        token = rest.pop(0)
        following = rest[0] if rest else ""
        if token == "that" and rest[:3] == ["RECIPIENT", "must", "DO"]:
            del rest[:3]
            arguments.append(Argument(token, "DO", must=True))
        elif token in ("to", "that") and following == "DO":
            rest.pop(0)
            arguments.append(Argument(token, "DO"))
        elif token.split("|")[0] in PREPOSITIONS:
            taken = bool(following) and following.split("|")[0] not in PREPOSITIONS and following != "that"
            inner = rest.pop(0) if taken else "*"
            if rest[:1] == ["and"]:
                raise ValueError("write `between ACTORS`, not `between ACTOR and RECIPIENT`")
            # Alternatives become one argument whose position lists them: "on|against".
            arguments.append(argument_of(token, inner, sets))
        else:
            has_object = following and following.split("|")[0] not in PREPOSITIONS and following != "that"
            position = "indirect" if has_object else "object"
            arguments.append(argument_of(position, token, sets))
    if sum(argument.position == "object" for argument in arguments) > 1:
        raise ValueError("two direct objects")
    if sum(argument.position == "indirect" for argument in arguments) > 1:
        raise ValueError("two indirect objects")
    return arguments


def argument_of(position: str, token: str, sets: Mapping[str, frozenset[str]]) -> Argument:
    """A slot, a set in brackets, any (`*`), or literal lemmas."""
    if token == "DOING":
        return Argument(position, "DO", doing=True)
    if token == "*":
        return Argument(position)
    if restricted := re.fullmatch(r"([A-Z]+)(?:<([a-z_|]+)>)?(!?)", token):
        name, kinds, direct = restricted.groups()
        if name in SLOTS:
            return Argument(position, cast(Slot, name), kinds=kinds_of(kinds), direct=bool(direct))
    name, bracket, group = token.partition("[")
    slot = next((slot for slot in SLOTS if slot == name), None)
    if bracket:
        if not group.endswith("]") or group.removesuffix("]") not in sets or not (slot or not name):
            raise ValueError(f"unknown set or slot in {token}; known sets are {sorted(sets)}")
        return Argument(position, slot, words=sets[group.removesuffix("]")])
    if not WORDS.fullmatch(token):
        raise ValueError(f"{token!r} is neither a slot, a [set] nor a lemma in small letters")
    return Argument(position, words=frozenset(token.split("|")))


def kinds_of(text: str | None) -> frozenset[str]:
    """The kinds of entity that a slot names: `igo|state`."""
    kinds = frozenset((text or "").split("|")) - {""}
    if strange := sorted(kinds - frozenset(get_args(EntityKind))):
        raise ValueError(f"unknown kinds of entity {strange}; known are {sorted(get_args(EntityKind))}")
    return kinds
