"""What a batch says of itself while it runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from sayso.config import Settings
from sayso.readers import ReadOptions
from sayso.runners.folder import LocalFolder
from sayso.runners.job import ShardDone
from sayso.runners.manifest import Plan, make_plan
from sayso.runners.progress import Bar, Pace, WorkerState, in_time, line, picture, worker_line
from sayso.runners.reading import Place

from .corpora import write_corpus


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    corpus = write_corpus(tmp_path / "a.jsonl", 100)
    return make_plan(LocalFolder(tmp_path / "out"), [str(corpus)], Settings(), ReadOptions(), shard_size=10)


def done(plan: Plan, share: float, **counts: int) -> ShardDone:
    numbers = {"documents": 10, "passed_over": 0, "words": 1_000, "errors": 0, "notes": 0} | counts
    return ShardDone(
        "00000-00000", "", rows={}, seconds=1, cpu=1, bytes=int(plan.bytes * share), end=Place(), last=False, **numbers
    )


def state(shard: str | None = "00000-00001", **given: float) -> WorkerState:
    numbers = {
        "documents": 5,
        "of": 10,
        "words": 500,
        "bytes": 0,
        "seconds": 0.1,
        "held": 512_000_000,
        "started": 1,
    } | given
    return WorkerState(shard, **numbers)  # type: ignore[arg-type]


def test_the_pace_counts_what_is_done_and_what_is_in_hand(plan: Plan) -> None:
    now = [100.0]
    pace = Pace(plan, clock=lambda: now[0])
    assert pace.seconds_left is None
    pace.shard(done(plan, 0.2))
    pace.workers([state(bytes=plan.bytes // 10)])
    now[0] = 110.0
    assert (pace.words_a_second, pace.documents_a_second) == (150, 1.5)
    assert pace.share == pytest.approx(0.3, abs=0.01)
    assert pace.seconds_left == pytest.approx(10 * 0.7 / 0.3, rel=0.05)


def test_what_was_done_before_makes_no_speed(plan: Plan) -> None:
    from dataclasses import replace

    begun = replace(plan, done={"00000-00000": done(plan, 0.5)})
    now = [0.0]
    pace = Pace(begun, clock=lambda: now[0])
    pace.shard(done(plan, 0.1))
    now[0] = 10.0
    assert pace.share == pytest.approx(0.6, abs=0.01)
    assert pace.words_a_second == 100
    assert pace.seconds_left == pytest.approx(40, rel=0.05)


def test_the_lines_say_what_a_person_wants_to_know(plan: Plan) -> None:
    now = [0.0]
    pace = Pace(plan, clock=lambda: now[0])
    pace.shard(done(plan, 0.5, errors=2))
    now[0] = 60.0
    said = line(pace)
    assert (
        "50.0%" in said and "10 documents" in said and "17 words/s" in said and "60 s left" in said and "2 lost" in said
    )
    assert worker_line(1, state()) == "worker 1  00000-00001     5/10    512 MB"
    assert worker_line(2, state(None, started=3)) == "worker 2  waits     512 MB, started 3 times"
    assert worker_line(1, state(seconds=42)).endswith("42 s on one document")


def test_the_picture_fits_a_screen(plan: Plan) -> None:
    screen = Console(width=100, file=io.StringIO(), record=True)
    pace = Pace(plan)
    pace.shard(done(plan, 0.5))
    screen.print(picture(pace, [state(), state(None)], stopping=True))
    lines = screen.export_text().splitlines()
    assert len(lines) == 5 and "Ctrl-C again" in lines[-1]


def test_without_a_terminal_lines_come_now_and_then(plan: Plan) -> None:
    written = io.StringIO()
    bar = Bar(Console(file=written, width=100))
    bar.began(plan)
    for _ in range(5):
        bar.workers([state()], stopping=False)
    assert written.getvalue() == ""
    assert bar.pace is not None
    bar.pace.began -= 31
    for _ in range(5):
        bar.workers([state()], stopping=False)
    assert written.getvalue().count("documents/s") == 1


def test_where_all_is_done_it_says_so(plan: Plan) -> None:
    from dataclasses import replace

    written = io.StringIO()
    bar = Bar(Console(file=written, width=100, force_terminal=True))
    bar.began(replace(plan, work=()))
    bar.ended(plan.manifest)
    assert written.getvalue() == "Nothing is left to do.\n"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(42, "42 s"), (120, "2 min"), (7_100, "118 min"), (12_000, "3 h 20 min"), (400_000, "5 days")],
)
def test_times_are_said_as_a_person_would(seconds: float, said: str) -> None:
    assert in_time(seconds) == said
