"""Scores of events on records in the format of PLOVER's gold records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.evaluation.plover_gsr import places_of, read_gold_events, score_gold_events
from sayso.schema import CodedDocument, Document, Entity, Event

from .examples import coded, event, mention

TEXT = "Norway condemned the Danish raid on Sunday."


def record(id: str = "R1", **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "event": "DISAPPROVE",
        "eventText": "condemned",
        "source": [{"actorText": "Norway", "code": "NOR"}],
        "target": [{"actorText": "Danish", "code": "DNK", "sector": "GOV"}],
        "text": TEXT,
        **changes,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gsr.json"


def write(path: Path, *records: dict[str, Any]) -> None:
    path.write_text(json.dumps(records), encoding="utf-8")


def scores(path: Path, *events: Event) -> dict[str, float]:
    def code(document: Document) -> CodedDocument:
        return coded(
            TEXT,
            entities=(Entity("NOR", "Norway", "state", "NOR"), Entity("DNK", "Denmark", "state", "DNK")),
            mentions=(mention(TEXT, "m1", "Norway", entity="NOR"), mention(TEXT, "m2", "Danish raid", entity="DNK")),
            events=events,
        )

    rows, _ = score_gold_events(path, code)
    return {row.name: row.value for row in rows}


RIGHT = event(TEXT, "e1", "ACCUSE", "condemned", actors=("m1",), recipients=("m2",))


def test_a_perfect_answer(path: Path) -> None:
    write(path, record())
    result = scores(path, RIGHT)
    assert (result["type F1"], result["event F1"], result["extra events"]) == (1, 1, 0)


def test_no_answer(path: Path) -> None:
    write(path, record())
    assert set(scores(path).values()) == {0}


def test_the_right_type_with_the_wrong_recipient(path: Path) -> None:
    write(path, record())
    result = scores(path, event(TEXT, "e1", "ACCUSE", "condemned", actors=("m1",), recipients=("m1",)))
    assert (result["type F1"], result["event F1"], result["actor"], result["recipient"]) == (1, 0, 1, 0)


def test_another_type_and_an_event_too_many(path: Path) -> None:
    write(path, record())
    result = scores(path, RIGHT, event(TEXT, "e2", "ASSAULT", "raid", actors=("m2",)))
    assert (result["type precision"], result["type recall"], result["extra events"]) == (0.5, 1, 1)


def test_of_two_events_of_the_type_the_one_with_the_right_actors_is_compared(path: Path) -> None:
    write(path, record())
    wrong = event(TEXT, "e0", "ACCUSE", "raid", actors=("m2",), recipients=("m1",))
    assert scores(path, wrong, RIGHT)["event recall"] == 1


def test_two_records_of_one_sentence_are_compared_together(path: Path) -> None:
    write(path, record(), record("R2", event="FIGHT", source="", target=None, eventText="raid"))
    result = scores(path, RIGHT)
    assert (result["type precision"], result["type recall"]) == (1, 0.5)


def test_what_others_are_asked_to_do_does_not_count(path: Path) -> None:
    write(path, record())
    asked = event(TEXT, "e2", "ASSAULT", "raid", status="hypothetical", within="e1")
    denied = event(TEXT, "e3", "ASSAULT", "raid", status="negated")
    assert scores(path, RIGHT, asked, denied)["extra events"] == 0


def test_cooperation_to_come_is_an_agreement_in_a_format_without_statuses(path: Path) -> None:
    write(path, record(event="AGREE"))
    result = scores(path, event(TEXT, "e1", "AID", "condemned", actors=("m1",), status="future", quad=2))
    assert result["type F1"] == 1


def test_in_an_act_done_together_the_target_is_among_the_actors(path: Path) -> None:
    write(path, record(event="CONSULT"))
    assert scores(path, event(TEXT, "e1", "CONSULT", "condemned", actors=("m1", "m2")))["event F1"] == 1


@pytest.mark.parametrize(
    ("name", "mode", "types"),
    [
        ("DEMAND", None, ("REQUEST",)),
        ("FIGHT", "firearms", ("ASSAULT",)),
        ("COERCE", "", ("COERCE",)),
        ("COERCE", "destroy", ("ASSAULT",)),
        ("INVESTIGATE", "", ("ACCUSE",)),
    ],
)
def test_old_names_become_types_of_plover_2(path: Path, name: str, mode: str | None, types: tuple[str, ...]) -> None:
    write(path, record(event=name, mode=mode))
    (gold,) = read_gold_events(path)
    assert gold.types == types


def test_records_about_the_file_and_slips_in_it(path: Path) -> None:
    about = {"id": "R0", "event": "DOCUMENT", "eventText": "about this file"}
    write(path, about, record(text="{" + TEXT + "}", target=[{"actorText": "Tokyo", "code": "JAP"}]))
    (gold,) = read_gold_events(path)
    assert (gold.text, gold.targets[0].country) == (TEXT, "JPN")


def test_an_unknown_event_name_is_an_input_error(path: Path) -> None:
    write(path, record(event="QUARREL"))
    with pytest.raises(InputError, match="not PLOVER gold records"):
        read_gold_events(path)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rebel  leaders", ["rebel leaders"]),
        ("Afghan ... leaders", ["Afghan", "leaders"]),
        ("Afghan leaders", ["Afghan", "leaders"]),
        ("nobody", []),
    ],
)
def test_where_an_actor_stands(words: str, found: list[str]) -> None:
    text = "Afghan rebel leaders met."
    assert [text[start:end] for start, end in places_of(words, text)] == found
