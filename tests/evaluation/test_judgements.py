"""The judgements of a reader on the events of the Wikinews articles: well formed, and counted as the page says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from sayso.errors import KnowledgeError
from sayso.evaluation.wikinews import read_articles
from sayso.knowledge.codebook import PLOVER, load_codebook
from sayso.knowledge.tables import Row, read_table
from sayso.schema import CodedDocument, Document, Entity

from .examples import attribution, event, mention

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {"actual", "historical", "future", "hypothetical", "negated"}
TEXT = "Ruritania warned Syldavia. Borduria met the Syldavian envoy."


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("show_judgements", ROOT / "scripts" / "show_judgements.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def events(script: ModuleType) -> Sequence[Row]:
    return list(read_table(script.EVENTS, script.EVENT_COLUMNS))


@pytest.fixture(scope="module")
def missed(script: ModuleType) -> Sequence[Row]:
    return list(read_table(script.MISSED, script.MISSED_COLUMNS))


def judged(script: ModuleType, document: str, *wrong: str, start: str = "0", mode: str = "yes") -> Row:
    """A judgement in which everything is right besides the fields named."""
    cells = dict.fromkeys(script.EVENT_COLUMNS, "")
    cells |= {f"{field}_right": "no" if field in wrong else "yes" for field in script.FIELDS} | {"mode_right": mode}
    return Row("events.csv", 1, cells | {"document": document, "start": start})


def missing(script: ModuleType, document: str) -> Row:
    return Row("missed.csv", 1, dict.fromkeys(script.MISSED_COLUMNS, "") | {"document": document})


def test_every_judgement_is_yes_or_no(script: ModuleType, events: Sequence[Row]) -> None:
    odd = [
        f"line {row.line}: {column}"
        for row in events
        for column in (*(f"{field}_right" for field in script.FIELDS), "defensible")
        if row[column] not in ("yes", "no") and not (column == "mode_right" and row["type_right"] == "no")
    ]
    assert odd == []


def test_what_is_wrong_or_defensible_is_explained(script: ModuleType, events: Sequence[Row]) -> None:
    silent = [
        row.line
        for row in events
        if not row["comment"] and (row["defensible"] == "yes" or not script.right(row, "event", *script.FIELDS))
    ]
    assert silent == []


def test_no_event_means_no_right_type(script: ModuleType, events: Sequence[Row]) -> None:
    assert [row.line for row in events if row["event_right"] == "no" and row["type_right"] == "yes"] == []


def test_types_modes_and_statuses_are_of_the_codebook(events: Sequence[Row], missed: Sequence[Row]) -> None:
    modes = {name: set(kind.modes) for name, kind in load_codebook(PLOVER).types.items()}
    for row in (*events, *missed):
        assert row["type"] in modes, row.origin
        assert row["mode"] in modes[row["type"]] | {""}, row.origin
        assert row["status"] in STATUSES, row.origin


def test_places_lie_in_their_sentence_and_come_once(
    script: ModuleType, events: Sequence[Row], missed: Sequence[Row]
) -> None:
    for row in (*events, *missed):
        first, start, end, last = (int(row[name]) for name in ("sentence_start", "start", "end", "sentence_end"))
        assert first <= start < end <= last, row.origin
        assert end - start == len(row["trigger"]), row.origin
    keys = [script.key_of(row.cells) for row in (*events, *missed)]
    assert len(set(keys)) == len(keys)


def test_page_holds_the_figures_of_the_judgements(
    script: ModuleType, events: Sequence[Row], missed: Sequence[Row]
) -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    assert script.table(script.shares(events, missed)) in page, "put the output of scripts/show_judgements.py there"


def test_shares_count_what_was_judged(script: ModuleType) -> None:
    rows = [
        judged(script, "a"),
        judged(script, "a", "recipients", "status"),
        judged(script, "a", "event", "type", mode=""),
        judged(script, "b"),
    ]
    shares = {share.name: (share.count, share.of) for share in script.shares(rows, [missing(script, "a")])}
    assert shares["type with actors and recipients"] == (2, 4)
    assert shares["status"] == (3, 4)
    assert shares["status where the type is right"] == (2, 3)
    assert shares["field mode"] == (3, 3)
    assert shares["field recipients"] == (3, 4)
    # One right, one with a wrong recipient, one missed; nobody looked for what was missed in "b".
    assert shares["found, in 1 articles"] == (1, 3)


def test_small_samples_have_a_wide_interval(script: ModuleType) -> None:
    low, high = script.Share("x", 8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert script.Share("x", 0, 0).interval == (0.0, 1.0)


def test_a_judgement_is_shown_with_its_sentence(script: ModuleType) -> None:
    cells = dict(judged(script, "d", "recipients").cells) | {
        "start": "10", "end": "16", "sentence_start": "0", "sentence_end": "26", "trigger": "warned",
        "type": "THREATEN", "status": "actual", "actors": "Ruritania", "comment": "Syldavia is missing",
    }  # fmt: skip
    shown = script.shown(Row("events.csv", 1, cells), {"d": TEXT})
    assert "Ruritania [[warned]] Syldavia." in shown
    assert "wrong: recipients" in shown and "Syldavia is missing" in shown


def test_another_text_is_refused(script: ModuleType, events: Sequence[Row]) -> None:
    with pytest.raises(KnowledgeError, match="was judged"):
        script.shown(events[0], {events[0]["document"]: "Another article."})


def test_changes_since_the_judging_are_named(script: ModuleType) -> None:
    coded = CodedDocument(
        Document("d", TEXT),
        entities=(Entity("RUR", "Ruritania", "state", "RUR"),),
        mentions=(mention(TEXT, "m1", "Ruritania", entity="RUR"), mention(TEXT, "m2", "Borduria")),
        attributions=(attribution(TEXT, "a1", "Borduria met", source="m1"),),
        events=(
            event(TEXT, "e1", "THREATEN", "warned", actors=("m1",)),
            event(TEXT, "e2", "CONSULT", "met", actors=("m2",)),
        ),
    )
    warned, met = script.cells_of(coded)
    assert (warned["actors"], met["actors"]) == ("Ruritania [RUR]", "Borduria")
    verdict = {f"{field}_right": "yes" for field in ("type", "actors", "recipients")}
    gone = warned | {"start": "1"} | verdict
    assert list(script.changes([gone, met | {"actors": "Syldavia"} | verdict], [warned, met])) == [
        "not coded any more: d 1 warned THREATEN",
        "not judged yet: d 10 warned THREATEN: Ruritania [RUR] > -",
        "coded otherwise: d 36 met CONSULT: actors Borduria",
        "2 judged, 2 coded today, 1 the same in trigger and type",
        "of the 0 coded in every field as they were judged, 0 are right in type, actors and recipients",
    ]
    assert list(script.changes([warned | verdict], [warned]))[-1].startswith("of the 1 coded in every field")


def test_judged_triggers_stand_in_the_articles(
    script: ModuleType, events: Sequence[Row], missed: Sequence[Row], shared: Path
) -> None:
    gold = shared / "gold" / "wikinews.jsonl"
    texts = script.texts_of(gold)
    assert len(texts) == len(read_articles(gold)) == 16
    assert all(script.shown(row, texts) for row in (*events, *missed))
