"""`sayso code` and `sayso load` as a user runs them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from sayso.cli import main

from .corpora import ids

SAYSO = Path(sys.executable).parent / "sayso"
TANKS = "Poland supplied Ukraine with tanks on Monday. It was delivery number {n}."

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("empty_folder")]


def sayso(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output, error output of a command run in this process."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with patch.object(sys, "argv", ["sayso", *arguments]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return code, out.getvalue(), err.getvalue()


def corpus(documents: int, *, name: str = "a.jsonl") -> str:
    rows = ({"id": f"d{n}", "text": TANKS.format(n=n), "published": "2023-02-28"} for n in range(documents))
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return name


def code(*arguments: str) -> tuple[int, str, str]:
    return sayso("code", *arguments, "--out", "parts", "--workers", "0")


def test_coding_and_loading_make_a_store_that_answers() -> None:
    assert code(corpus(3))[0] == 0
    assert sayso("load", "parts", "news.db") == (0, "3 added, 0 already there: news.db\n", "")
    listed = sayso("events", "news.db", "--json")[1].splitlines()
    assert [json.loads(line)["type"] for line in listed] == ["AID"] * 3
    assert sayso("load", "parts", "news.db")[1] == "0 added, 3 already there: news.db\n"


def test_the_end_is_a_sentence_and_quiet_says_nothing() -> None:
    said = code(corpus(3))
    assert said[:2] == (0, "") and "3 documents, 3 events in 1 shard" in said[2]
    assert code("a.jsonl", "--quiet") == (0, "", "")


def test_the_log_is_json_lines() -> None:
    code(corpus(3), "--quiet", "--shard-size", "2", "--log", "log.jsonl")
    events = [json.loads(line) for line in Path("log.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == ["began", "shard", "shard", "ended"]
    assert (events[0]["files"], events[1]["documents"], events[3]["totals"]["documents"]) == (1, 2, 3)
    assert events[2]["share"] == 1.0 and events[2]["words_per_second"] > 0


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["nothing.jsonl"], 2, "nothing.jsonl: there is no file that can be read"),
        ([], 2, "give files, folders or patterns, or --resume"),
        (["-"], 2, "A batch cannot read standard input"),
        (["--resume"], 2, "holds no batch to go on with"),
        (["good.jsonl", "--log", "no/folder"], 2, "no/folder: the log cannot be written"),
        (["bad.jsonl"], 2, "1 could not be read or coded"),
        (["good.jsonl", "bad.jsonl"], 1, "1 could not be read or coded"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_an_exit_code(arguments: list[str], exit_code: int, said: str) -> None:
    Path("bad.jsonl").write_text("no json\n")
    corpus(2, name="good.jsonl")
    ended = code(*arguments)
    assert ended[0] == exit_code and said in ended[2] and "Traceback" not in ended[2]


def test_documents_without_events_are_passed_over_where_asked() -> None:
    corpus(1)
    with Path("a.jsonl").open("a") as stream:
        stream.write(json.dumps({"id": "calm", "text": "The evening was calm. Nobody came."}) + "\n")
    said = code("a.jsonl", "--skip-without-events")[2]
    assert "2 documents (1 passed over), 1 event" in said
    assert ids("parts") == ["d0", "calm"]


def test_ctrl_c_ends_it_after_the_shards_in_hand_and_the_same_command_goes_on() -> None:
    command = [str(SAYSO), "code", corpus(60), "--out", "parts", "--workers", "1", "--shard-size", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        until = time.monotonic() + 60
        while not list(Path("parts").glob("done/*.json")):
            assert time.monotonic() < until and process.poll() is None
            time.sleep(0.02)
        # To the whole group, as a terminal sends it.
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.wait(30) == 130
    assert "Ended early; the same command goes on from here." in said and "Traceback" not in said
    before = len(ids("parts"))
    assert 0 < before < 60 and before % 2 == 0
    subprocess.run(command, check=True, capture_output=True)
    assert ids("parts") == [f"d{n}" for n in range(60)]
