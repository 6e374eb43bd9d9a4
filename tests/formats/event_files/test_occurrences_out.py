"""An occurrence that two documents report is one row of GDELT, with two mentions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest

from relations.told import fill, join_strikes
from sayso.store import EventFilter, Store, open_store

from .test_out import lines, read
from .writers import FORMATS


@pytest.fixture
def told(address: str) -> Iterator[Store]:
    with open_store(address) as store:
        join_strikes(fill(store))
        yield store


def strikes(frame: pandas.DataFrame) -> pandas.DataFrame:
    return frame[frame["Actor2Name"] == "KHARKIV"]


def test_reports_are_rows_or_mentions(told: Store, tmp_path: Path) -> None:
    FORMATS["gdelt"](told, EventFilter(), tmp_path / "events.tsv")
    FORMATS["gdelt-occurrences"](told, EventFilter(), tmp_path / "once.tsv")
    events, once = (strikes(read(tmp_path / name, "gdelt")) for name in ("events.tsv", "once.tsv"))
    counts = ["NumMentions", "NumSources", "NumArticles"]
    assert events[counts].to_numpy().tolist() == [[2, 2, 2], [2, 2, 2]]
    assert once[counts].to_numpy().tolist() == [[2, 2, 2]]
    assert once["SOURCEURL"].tolist() == ["Delta Courier"], "the first report speaks for the occurrence"
    mentions = read(tmp_path / "once.tsv.mentions.CSV", "mentions")
    (id,) = once["GLOBALEVENTID"]
    of_strike = mentions[mentions["GLOBALEVENTID"] == id]
    assert of_strike["MentionIdentifier"].tolist() == ["Delta Courier", "Cape Argument"]
    assert of_strike["Actor1CharOffset"].tolist() == [0, 0]
    assert of_strike["Actor2CharOffset"].tolist() == [15, 17]


def test_events_that_are_not_joined_are_occurrences_of_their_own(told: Store, tmp_path: Path) -> None:
    each = FORMATS["gdelt"](told, EventFilter(), tmp_path / "each.tsv")["each.tsv"]
    once = FORMATS["gdelt-occurrences"](told, EventFilter(), tmp_path / "once.tsv")["once.tsv"]
    assert each == once + 1


def test_the_first_report_that_may_be_exported_speaks(told: Store, tmp_path: Path) -> None:
    with told.writing() as connection:
        connection.exec_driver_sql("UPDATE events SET status = 'hypothetical' WHERE document_id = 'strike'")
    FORMATS["gdelt-occurrences"](told, EventFilter(), tmp_path / "once.tsv")
    once = strikes(read(tmp_path / "once.tsv", "gdelt"))
    assert once["SOURCEURL"].tolist() == ["Cape Argument"]


def test_an_announced_attack_is_no_attack(told: Store, tmp_path: Path) -> None:
    FORMATS["polecat"](told, EventFilter(), tmp_path)
    assert {side["status"] for side in lines(tmp_path / "polecat.sidecar.jsonl")} == {"actual"}
    FORMATS["polecat"](told, EventFilter(status=("future",)), tmp_path)
    (threat,) = lines(tmp_path / "polecat.sidecar.jsonl")
    assert (threat["type"], threat["status"]) == ("ASSAULT", "future")
    assert "\tASSAULT\t" in (tmp_path / "polecat.txt").read_text("utf-8")


def test_numbers_of_an_undone_report_are_those_of_the_rest(told: Store, tmp_path: Path) -> None:
    with told.writing() as connection:
        connection.exec_driver_sql("UPDATE reports SET undone = 1 WHERE document_id = 'again'")
    FORMATS["gdelt"](told, EventFilter(), tmp_path / "events.tsv")
    assert strikes(read(tmp_path / "events.tsv", "gdelt"))["NumMentions"].tolist() == [1, 1]
