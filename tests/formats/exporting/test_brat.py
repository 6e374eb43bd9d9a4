"""brat standoff, read back by a parser of the tests' own that checks what brat checks."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from sayso.asking import OpenStore
from sayso.formats.exporting.brat import file_name

from .examples import NASTY, ODD

LINE = re.compile(r"(?P<id>[TERAN#]\d+)\t(?P<data>[^\t]+)(?:\t(?P<tail>.*))?")


@dataclass
class Annotations:
    """What one `.ann` holds."""

    text: str
    bound: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    def words(self, id: str) -> str:
        return self.bound[id][2]


def read(folder: Path, name: str) -> Annotations:
    """Parse as brat does: a line is an annotation, and the words must be those of the text."""
    # brat opens files in text mode, which takes every kind of line end for one.
    with (folder / f"{name}.txt").open(encoding="utf-8") as stream:
        found = Annotations(stream.read())
    seen: set[str] = set()
    for line in (folder / f"{name}.ann").read_text("utf-8").splitlines():
        match = LINE.fullmatch(line)
        assert match, line
        id, data, tail = match["id"], match["data"], match["tail"]
        assert id not in seen, "an id stands once"
        seen.add(id)
        kind, _, rest = data.partition(" ")
        if id[0] == "T":
            parts = [(int(start), int(end)) for start, end in (part.split() for part in rest.split(";"))]
            assert " ".join(found.text[start:end] for start, end in parts) == tail
            assert all("\n" not in found.text[start:end] and start < end for start, end in parts)
            assert parts == sorted(parts)
            found.bound[id] = (kind, parts, tail)
        elif id[0] == "E":
            type, trigger = kind.split(":")
            roles = [(role, who) for role, _, who in (each.partition(":") for each in rest.split())]
            assert len({role for role, _ in roles}) == len(roles), "a role stands once, or is numbered"
            found.events[id] = (type, trigger, roles)
        elif id[0] == "R":
            one, two = rest.split()
            found.relations.append((kind, one.removeprefix("Arg1:"), two.removeprefix("Arg2:")))
        elif id[0] == "A":
            target, value = rest.split()
            found.attributes[target][kind] = value
        elif id[0] == "N":
            found.references[rest.split()[0]] = rest.split()[1]
        else:
            found.notes[rest] = tail
    ends = [trigger for _, trigger, _ in found.events.values()] + [end for _, *two in found.relations for end in two]
    ends += [who for *_, roles in found.events.values() for _, who in roles]
    assert set(ends) | set(found.attributes) | set(found.notes) <= set(found.bound) | set(found.events)
    return found


@pytest.fixture
def folder(store: OpenStore, tmp_path: Path) -> Path:
    store.export("brat", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def odd(folder: Path) -> Annotations:
    return read(folder, file_name("odd/1 ☂"))


def test_each_document_has_its_text_and_its_annotations(folder: Path) -> None:
    names = {file_name(id) for id in ("odd/1 ☂", "second", "undated", "silent")}
    assert {path.stem for path in folder.glob("*.txt")} == {path.stem for path in folder.glob("*.ann")} == names
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in names)
    assert (folder / "silent.ann").read_text() == ""


def test_names_of_documents_never_meet() -> None:
    ids = ["a/b", "a_b", "a b", "../a", "..", "", "x" * 300, "x" * 301]
    assert len({file_name(id) for id in ids}) == len(ids)
    assert not any(name.startswith(".") or len(name) > 120 for name in map(file_name, ids))


def test_positions_are_those_of_the_store_whatever_the_line_ends(odd: Annotations) -> None:
    assert len(odd.text) == len(NASTY)
    mentions = [parts for kind, parts, _ in odd.bound.values() if kind in ("State", "Government", "Place", "Unknown")]
    assert mentions == [[(each.start, each.end)] for each in ODD.mentions]
    assert odd.words("T1") == "Iran" and odd.bound["T1"][1] == [(0, 4)]


def test_what_is_said_is_in_parts_where_it_is_split_and_where_a_line_ends(odd: Annotations) -> None:
    [said] = [words for kind, _, words in odd.bound.values() if kind == "Said-mixed"]
    assert said == "«لم ترسل  شيئا» إلى"
    [parts] = [parts for kind, parts, _ in odd.bound.values() if kind == "Said-mixed"]
    assert len(parts) == 3


def test_events_have_trigger_roles_and_attributes(odd: Annotations) -> None:
    type, trigger, roles = odd.events["E1"]
    assert (type, odd.words(trigger)) == ("AID", "shipped")
    named = {role: odd.words(who) for role, who in roles}
    assert named == {
        "Actor": "Iran",
        "Recipient": "Russia",
        "When": "17 October",
        "SaidIn": 'Iran 🚁 shipped "drones"',
    }
    assert odd.attributes["E1"] == {"Status": "actual", "Mode": "military", "Quad": "2"}
    assert odd.notes["E1"] == 'e1: by hand, "so" to say'


def test_several_in_one_role_are_numbered_and_events_stand_within_others(odd: Annotations) -> None:
    _, _, roles = odd.events["E3"]
    assert [role for role, _ in roles] == ["Actor", "Actor2", "Actor3", "Within"]
    assert dict(roles)["Within"] == "E2"


def test_relations_tie_what_is_said_to_its_source_cue_and_parent(odd: Annotations) -> None:
    told = {(name, odd.bound[one][0], odd.words(two)) for name, one, two in odd.relations}
    assert told == {
        ("Source", "Said-mixed", "طهران"),
        ("Cue", "Said-mixed", "قالت"),
        ("Parent", "Said-mixed", 'Iran 🚁 shipped "drones"'),
        ("Source", "Said-indirect", "the envoy 🇮🇱"),
        ("Cue", "Said-indirect", "said"),
        ("Addressee", "Said-indirect", "Russia"),
    }


def test_everything_used_is_declared(folder: Path, odd: Annotations) -> None:
    sections: dict[str, list[str]] = {}
    for line in (folder / "annotation.conf").read_text("utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            sections[line.strip("[]")] = []
        elif line:
            sections[list(sections)[-1]].append(line)
    assert list(sections) == ["entities", "relations", "events", "attributes"]
    events = {line.split()[0] for line in sections["events"]}
    assert {type for type, _, _ in odd.events.values()} <= events
    triggers = {trigger for _, trigger, _ in odd.events.values()}
    assert {kind for id, (kind, _, _) in odd.bound.items() if id not in triggers} <= set(sections["entities"])
    assert {name for name, _, _ in odd.relations} <= {line.split()[0] for line in sections["relations"]}
    values = {line.split()[0]: line.rpartition("Value:")[2].split("|") for line in sections["attributes"]}
    assert all(value in values[name] for each in odd.attributes.values() for name, value in each.items())


def test_an_event_without_words_of_its_own_stands_on_its_sentence(empty_store: OpenStore, tmp_path: Path) -> None:
    from .examples import UNDATED

    [bare] = UNDATED.events
    nothing = replace(bare, trigger=replace(bare.trigger, end=0, text=""))
    empty_store.add(replace(UNDATED, events=(nothing,)), empty_store.begin_run())
    empty_store.export("brat", tmp_path / "out")
    found = read(tmp_path / "out", "undated")
    assert found.words(found.events["E1"][1]) == "Talks."


def test_an_empty_store_still_has_a_configuration(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("brat", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["annotation.conf"]
