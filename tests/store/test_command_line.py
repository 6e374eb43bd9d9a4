"""The commands take a URL wherever they take the file of a store, and ask what was known on a day."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.cli.common import is_store
from sayso.store import open_store

from .examples import DRONES, talks

SENTENCE = "Poland gave Ukraine fourteen tanks on 3 March 2023."


def sayso(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What the command prints; it must succeed."""
    monkeypatch.setattr("sys.argv", ["sayso", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert ended.value.code in (0, None), printed.err
    return printed.out


@pytest.fixture(autouse=True)
def work(empty_folder: Path) -> Path:
    return empty_folder


def test_events_as_known_on_a_day(
    address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = iter([datetime(2023, 1, 10, tzinfo=UTC), datetime(2023, 2, 10, tzinfo=UTC)])
    with open_store(address, clock=lambda: next(begins)) as store:
        store.add(DRONES, store.begin_run())
        store.add(talks("talks"), store.begin_run())
    then = sayso(capsys, monkeypatch, "events", address, "--json", "--known-on", "2023-01-31")
    now = sayso(capsys, monkeypatch, "events", address, "--json")
    assert {json.loads(line)["document_id"] for line in then.splitlines()} == {"drones"}
    assert len(now.splitlines()) == len(then.splitlines()) + 1


@pytest.mark.model
def test_a_document_is_added_once_and_recoded_when_asked(
    address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text(SENTENCE)
    add = ("add", address, "a.txt", "--published", "2023-03-04")
    assert sayso(capsys, monkeypatch, *add).startswith("1 added, 0 already there: ")
    assert sayso(capsys, monkeypatch, *add).startswith("0 added, 1 already there: ")
    again = sayso(capsys, monkeypatch, *add, "--recode")
    assert again.startswith("0 added, 1 coded again, 0 already there: ")
    with open_store(address) as store:
        assert store.counts()["documents"] == 1
        assert [row.sentence for row in store.events()] == [SENTENCE]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("postgresql://me@host/news", True),
        ("postgres://host/news", True),
        ("postgresql+psycopg://host/news", True),
        ("sqlite:///news.db", True),
        ("https://example.org/news", False),
        ("-", False),
        ("missing.db", False),
    ],
)
def test_a_url_of_a_database_is_a_store(path: str, is_one: bool) -> None:
    assert is_store(path) is is_one
