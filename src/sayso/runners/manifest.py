"""What a folder of parts says of itself: what coded it, which inputs, what is done. So a batch is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sayso import __version__
from sayso.config import Settings
from sayso.errors import BatchError, InputError
from sayso.ids import digest
from sayso.readers import ReadOptions
from sayso.runners.folder import Folder
from sayso.runners.inputs import InputFile, is_same, look_at
from sayso.runners.job import Job, ShardDone, marker_name
from sayso.runners.shards import FIRST_SHARD, Cutting, Section, Start, begin_after, gather

WhenChanged = Literal["refuse", "mix", "redo"]

FORMAT = "sayso-parts/1"
MANIFEST = "manifest.json"
# What a setting says of itself may be a file; then its content counts, not its name.
FILES = ("codebook", "cues", "facts")
# Settings that begin so are of the web, and change nothing in what is coded from a file.
ELSEWHERE = ("fetch_", "server_")
TOLD = "Go on as before, give another folder, or say --when-changed redo (code it again) or mix (keep what is there)"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The file manifest.json. `facts` decide what is coded; `earlier` holds those of parts that were kept all the same.

    `totals` are sums over the shards that are done; `seconds` and `cpu` are
    those of the workers together.
    """

    facts: Mapping[str, Any]
    created: str
    updated: str
    complete: bool = False
    earlier: tuple[Mapping[str, Any], ...] = ()
    totals: Mapping[str, int | float] | None = None

    @property
    def digest(self) -> str:
        """What stands for the facts in the markers of the shards."""
        return digest(json.dumps(self.facts, sort_keys=True))[:16]

    def to_json(self) -> bytes:
        """The file's content."""
        return json.dumps({"format": FORMAT, "digest": self.digest, **asdict(self)}, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Work:
    """What is left to do in a section."""

    section: Section
    start: Start


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch that is ready to run: what there is to do, and what is done already."""

    folder: Folder
    manifest: Manifest
    cutting: Cutting
    sections: tuple[Section, ...]
    work: tuple[Work, ...]
    done: Mapping[str, ShardDone]

    @property
    def bytes(self) -> int:
        """The size of all inputs."""
        return sum(section.bytes for section in self.sections)


def make_plan(
    folder: Folder,
    inputs: Iterable[str],
    settings: Settings,
    reading: ReadOptions,
    *,
    shard_size: int,
    sift: bool = False,
    when_changed: WhenChanged = "refuse",
    now: datetime | None = None,
) -> Plan:
    """What is to be done in a folder, new or begun; without inputs, those it was begun with.

    Raises `BatchError` where settings or inputs are not those of the parts that are there, unless told what to do.
    """
    stamp = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    facts = facts_of(settings, reading, shard_size=shard_size, sift=sift)
    manifest, known = read_manifest(folder), list(read_sections(folder))
    redo: set[str] = set()
    if manifest is None:
        refuse_other_files(folder)
        manifest = Manifest(facts, stamp, stamp)
    elif changed := differences(manifest.facts, facts):
        if when_changed == "refuse":
            raise BatchError(f"{folder.name} holds parts that were coded otherwise: {'; '.join(changed)}. {TOLD}.")
        redo = {section.name for section in known} if when_changed == "redo" else set()
        earlier = (*manifest.earlier, manifest.facts) if when_changed == "mix" else ()
        manifest = replace(manifest, facts=facts, earlier=earlier)
    done = read_markers(folder)
    unfinished = {work.section.name for work in left_to_do(known, done)}
    sections, altered = updated_sections(known, list(inputs), unfinished, folder.name, when_changed)
    if when_changed == "redo":
        discard(folder, [name for name in done if section_of(name) in redo | altered.keys()])
    elif altered:
        refuse_changed_before(sections, altered, done)
        reopen(folder, [shard for name, shard in done.items() if shard.last and section_of(name) in altered])
    if redo or altered:
        done = read_markers(folder)
    manifest = replace(manifest, updated=stamp, complete=False, totals=totals_of(done.values()))
    changed_lists = {section_name(each): section_json(each) for each in sections if each not in known}
    # The manifest first: a folder with lists and no manifest would be taken for somebody else's.
    folder.write({MANIFEST: manifest.to_json()})
    if changed_lists:
        folder.write(changed_lists)
    work = tuple(left_to_do(sections, done))
    return Plan(folder, manifest, Cutting(reading, shard_size), sections, work, done)


def finish(plan: Plan, *, now: datetime | None = None) -> Manifest:
    """Bring the manifest up to what is done in the folder."""
    done = read_markers(plan.folder)
    stamp = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    complete = not list(left_to_do(plan.sections, done))
    manifest = replace(plan.manifest, updated=stamp, complete=complete, totals=totals_of(done.values()))
    plan.folder.write({MANIFEST: manifest.to_json()})
    return manifest


# ---- what codes ----


def facts_of(settings: Settings, reading: ReadOptions, *, shard_size: int, sift: bool) -> dict[str, Any]:
    """Everything that decides what is coded, and into which shards."""
    from sayso.knowledge.codebook import PLOVER, load_codebook
    from sayso.models.spacy_pipeline import model_facts

    model = model_facts(settings.model)
    chosen = settings.model_dump(mode="json", exclude={*FILES, "model"})
    read = {field.name: as_json(getattr(reading, field.name)) for field in fields(reading)}
    return {
        "sayso": __version__,
        "model": f"{model.name} {model.version}",
        "codebook": load_codebook(settings.codebook or PLOVER).digest,
        "cues": content_digest([settings.cues] if settings.cues else []),
        "facts": content_digest(settings.facts),
        "settings": {name: value for name, value in chosen.items() if not name.startswith(ELSEWHERE)},
        "reading": {name: value for name, value in read.items() if value not in (None, {}, [])},
        "shard_size": shard_size,
        "first_shard": FIRST_SHARD,
        "sift": sift,
    }


def as_json(value: Any) -> Any:
    """The value as it comes back from a JSON file, so that the two compare."""
    return json.loads(json.dumps(dict(value) if isinstance(value, Mapping) else value))


def content_digest(files: Iterable[Path]) -> str | None:
    """What stands for the content of files; None for none."""
    found = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return digest(*found)[:16] if found else None


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs, in words."""
    said = []
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            said += differences(old, new)
        elif old != new:
            said.append(f"`{name}` was {json.dumps(old)} and is {json.dumps(new)}")
    return said


def job_of(plan: Plan, settings: Settings, **limits: Any) -> Job:
    """What a worker must know."""
    chosen = settings.model_dump(mode="json")
    return Job(chosen, plan.folder.name, plan.manifest.digest, sift=plan.manifest.facts["sift"], **limits)


# ---- what is read ----


def updated_sections(
    known: list[Section], paths: list[str], unfinished: set[str], name: str, when_changed: WhenChanged
) -> tuple[tuple[Section, ...], dict[str, int]]:
    """The sections with files as they are now, new files in new ones; and where in a section a file has changed."""
    sections, altered = [], dict[str, int]()
    wanted = dict.fromkeys(paths)
    for section in known:
        files = []
        for index, file in enumerate(section.files):
            now = look_again(file, needed=section.name in unfinished)
            if not is_same(file, now):
                if when_changed == "refuse":
                    raise BatchError(f"{file.path} has changed since {name} was begun. {TOLD}.")
                altered.setdefault(section.name, index)
            files.append(now)
            wanted.pop(file.path, None)
        sections.append(Section(section.name, tuple(files)))
    first = int(known[-1].name) + 1 if known else 0
    return (*sections, *gather(map(look_at, wanted), first=first)), altered


def look_again(file: InputFile, *, needed: bool) -> InputFile:
    """The file as it is now; one that is gone and coded is taken for unchanged."""
    try:
        return look_at(file.path, known=file)
    except InputError:
        if needed:
            raise
        return file


def refuse_changed_before(
    sections: Iterable[Section], altered: Mapping[str, int], done: Mapping[str, ShardDone]
) -> None:
    """Raise `BatchError` where a file changed after which others were read: what is new in it cannot be told."""
    for section in sections:
        index = altered.get(section.name)
        read = max((shard.end.file for name, shard in done.items() if section_of(name) == section.name), default=0)
        if index is not None and index < read:
            raise BatchError(
                f"{section.files[index].path} has changed, and files after it are coded already, so what is new in "
                "it cannot be told. Say --when-changed redo, or give what is new as a file of its own."
            )


def left_to_do(sections: Iterable[Section], done: Mapping[str, ShardDone]) -> Iterator[Work]:
    """The sections that are not read to their end, or have gaps."""
    ends: dict[str, dict[str, Any]] = {}
    for name, shard in done.items():
        ends.setdefault(section_of(name), {})[name] = (shard.end, shard.last)
    for section in sections:
        start = begin_after(section.name, ends.get(section.name, {}))
        if start is not None:
            yield Work(section, start)


# ---- the files ----


def read_manifest(folder: Folder) -> Manifest | None:
    """The manifest of a folder; None where it has none."""
    data = folder.read(MANIFEST)
    if data is None:
        return None
    try:
        values = json.loads(data)
        if values.pop("format") != FORMAT:
            raise BatchError(
                f"{folder.name} was written by another version of Sayso. Use that, or give another folder."
            )
        del values["digest"]
        return Manifest(**{**values, "earlier": tuple(values["earlier"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BatchError(f"{folder.name}/{MANIFEST} is no manifest of Sayso. Give another folder.") from error


def refuse_other_files(folder: Folder) -> None:
    """Raise `BatchError` where a new batch would write among files of something else."""
    if folder.names():
        raise BatchError(f"{folder.name} holds other files. Give a folder that is empty or not there yet.")


def section_name(section: Section) -> str:
    """Where a section's list of files lies."""
    return f"inputs/{section.name}.json"


def section_json(section: Section) -> bytes:
    """The content of that file."""
    return json.dumps([asdict(file) for file in section.files], indent=1).encode()


def read_sections(folder: Folder) -> Iterator[Section]:
    """The sections of a folder in order."""
    for name, data in folder.read_all("inputs").items():
        rows = json.loads(data)
        yield Section(name.removesuffix(".json"), tuple(InputFile(**row) for row in rows))


def read_markers(folder: Folder) -> dict[str, ShardDone]:
    """The shards that are done, in order."""
    done = {}
    for name, data in folder.read_all("done").items():
        shard = name.removesuffix(".json")
        try:
            done[shard] = ShardDone.from_json(data.decode())
        except (ValueError, KeyError, TypeError) as error:
            raise BatchError(
                f"{folder.name}/{marker_name(shard)} cannot be read. Delete it, and the shard is coded again."
            ) from error
    return done


def discard(folder: Folder, shards: Iterable[str]) -> None:
    """Take shards away: first the marker, so that none stands without its parts."""
    from sayso.runners.parts import TABLES, part_name

    for shard in shards:
        folder.remove([marker_name(shard), *(part_name(table, shard) for table in TABLES)])


def reopen(folder: Folder, shards: Iterable[ShardDone]) -> None:
    """Say of shards that they are no longer the last: their files have grown."""
    for shard in shards:
        folder.write({marker_name(shard.shard): replace(shard, last=False).to_json().encode()})


def section_of(shard: str) -> str:
    """The section that a shard is of."""
    return shard.rpartition("-")[0]


def totals_of(done: Iterable[ShardDone]) -> dict[str, int | float]:
    """Sums over shards."""
    totals: dict[str, int | float] = dict.fromkeys(
        ("shards", "documents", "passed_over", "words", "events", "errors", "notes", "seconds", "cpu", "bytes"), 0
    )
    for shard in done:
        totals["shards"] += 1
        for name in totals.keys() - {"shards"}:
            totals[name] += getattr(shard, name)
    return {name: round(total, 1) for name, total in totals.items()}
