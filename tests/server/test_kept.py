"""Answers that are kept: once for a state of the store, and in the background where they take long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from starlette.testclient import TestClient

from sayso.errors import SettingsError
from sayso.server import create_app
from sayso.server.kept import MOST_WAITING, Answers
from sayso.server.problems import StillCounting, TooSlow
from sayso.server.stores import DEADLINE


@pytest.fixture(autouse=True)
def within_a_request() -> Iterator[None]:
    """Questions are broken off at the deadline of a request only; other tests have none."""
    token = DEADLINE.set(monotonic() + 60)
    yield
    DEADLINE.reset(token)


def as_long_as_it_may() -> str:
    """Takes longer than anybody waits, but not longer than is given to it in the background."""
    deadline = DEADLINE.get()
    assert deadline is not None
    if deadline - monotonic() < 60:
        raise TooSlow
    return "counted"


def answer(answers: Answers, question: str, state: str = "a") -> object:
    """The answer, asked for until it is there."""
    for _ in range(200):
        try:
            return answers.get(state, question, as_long_as_it_may)
        except StillCounting:
            sleep(0.01)
    return None


def test_an_answer_is_worked_out_once_for_each_state() -> None:
    answers, asked = Answers(patience=1), []
    for state in ("a", "a", "b", "b"):
        answers.get(state, "how many", lambda: asked.append(1))
    assert len(asked) == 2


def test_what_takes_too_long_is_worked_out_for_whoever_asks_again() -> None:
    answers = Answers(patience=1)
    with pytest.raises(StillCounting):
        answers.get("a", "everything", as_long_as_it_may)
    assert answer(answers, "everything") == "counted"
    assert answer(answers, "everything", state="b") == "counted", "and anew where the store has changed"


def test_an_error_in_the_background_is_that_of_the_question() -> None:
    answers = Answers(patience=1)

    def wrong() -> str:
        as_long_as_it_may()
        raise SettingsError("no such side")

    with pytest.raises(StillCounting):
        answers.get("a", "who", wrong)
    with pytest.raises(SettingsError, match="no such side"):
        for _ in range(200):
            try:
                answers.get("a", "who", wrong)
            except StillCounting:
                sleep(0.01)


def test_not_everything_is_taken_on_at_once() -> None:
    answers, go_on = Answers(patience=0.01), Event()

    def wait() -> None:
        as_long_as_it_may()
        go_on.wait(20)

    for number in range(MOST_WAITING):
        with pytest.raises(StillCounting):
            answers.get("a", number, wait)
    with pytest.raises(TooSlow):
        answers.get("a", "one more", wait)
    go_on.set()


def test_all_who_wait_for_the_same_wait_at_once() -> None:
    answers, go_on = Answers(patience=0.3), Event()
    told: list[float] = []

    def wait() -> None:
        as_long_as_it_may()
        go_on.wait(20)

    def ask() -> None:
        DEADLINE.set(monotonic() + 60)
        with pytest.raises(StillCounting):
            answers.get("a", "everything", wait)
        told.append(monotonic())

    ask()
    began = monotonic()
    threads = [Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    go_on.set()
    assert len(told) == 13 and max(told) - began < 12 * 0.3 / 2


def test_a_page_that_is_being_counted_comes_by_itself(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.server.routes.claim.disputed", lambda *_, **__: as_long_as_it_may() and [])
    with TestClient(create_app(demo_store), base_url="http://localhost") as client:
        first = client.get("/claims", headers={"Accept": "text/html"})
        assert first.status_code == 503 and first.headers["Retry-After"] == "5"
        assert 'http-equiv="refresh"' in first.text and "being worked out" in first.text
        told = client.get("/api/claims")
        if told.status_code == 503:
            assert told.headers["Retry-After"] and "Ask again in a moment" in told.json()["detail"]
        sleep(0.2)
        assert client.get("/claims", headers={"Accept": "text/html"}).status_code == 200
