"""Batches on this machine: what is coded, what is lost, what is taken up again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from sayso.errors import BatchError, SettingsError
from sayso.readers import ReadOptions
from sayso.runners.folder import STAGING
from sayso.runners.job import ShardDone
from sayso.runners.local import Stop, asked_by_signals
from sayso.runners.progress import Quiet

from .corpora import all_rows, code, ids, lost, rows, write_corpus

TESTS = Path(__file__).parent.parent


class TestCoding:
    def test_two_workers_write_what_one_writes(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 55)
        one, two = (code(corpus, out=tmp_path / str(n), workers=n) for n in (1, 2))
        assert ids(tmp_path / "1") == [f"d{n}" for n in range(55)]
        assert all_rows(tmp_path / "1") == all_rows(tmp_path / "2")
        assert one.complete and two.complete
        assert one.totals is not None
        assert (one.totals["documents"], one.totals["shards"], one.totals["events"]) == (55, 6, 110)

    def test_bad_documents_are_named_and_the_others_coded(self, tmp_path: Path) -> None:
        words = {3: "ERROR", 12: "KILL", 14: "HANG", 25: "STUCK"}
        corpus = write_corpus(tmp_path / "a.jsonl", 30, words=words)
        with corpus.open("a") as stream:
            stream.write("no json\n")
        manifest = code(corpus, out=tmp_path / "out", workers=2, document_seconds=0.7)
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(30) if n not in words]
        problems = lost(tmp_path / "out")
        assert problems.pop(str(corpus)).startswith("not JSON")
        assert problems == {
            "d3": "ValueError: no good",
            "d12": "coding it ended the process 3 times, the last by signal 9 (SIGKILL)",
            "d14": "it took more than 0.7 s",
            "d25": "it took more than 0.7 s",
        }
        assert manifest.complete and manifest.totals is not None and manifest.totals["errors"] == 5

    def test_a_worker_killed_by_chance_costs_nothing(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 20, words={7: "ONCE"})
        code(corpus, out=tmp_path / "out", workers=1)
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(20)]
        assert lost(tmp_path / "out") == {}

    def test_a_document_that_eats_all_memory_is_lost_alone(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 10, words={4: "EAT"})
        code(corpus, out=tmp_path / "out", workers=1, memory=200_000_000)
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(10) if n != 4]
        assert "GB of memory" in lost(tmp_path / "out")["d4"]

    def test_a_worker_that_has_grown_is_replaced_between_shards(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12, words=dict.fromkeys((1, 3, 5, 7), "GROW"))
        seen: set[int] = set()

        class Watch(Quiet):
            def workers(self, states: list, *, stopping: bool) -> None:  # type: ignore[type-arg]
                seen.update(state.started for state in states)

        held = memory_of_a_worker(tmp_path)
        code(corpus, out=tmp_path / "out", workers=1, shard_size=2, memory=held + 60_000_000, report=Watch())
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(12)]
        assert max(seen) >= 2

    def test_the_same_document_twice_in_a_shard_is_kept_once(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        with corpus.open("a") as stream:
            stream.write(corpus.read_text().splitlines()[1] + "\n")
            stream.write(json.dumps({"id": "d2", "text": "Another text."}) + "\n")
        code(corpus, out=tmp_path / "out")
        assert ids(tmp_path / "out") == ["d0", "d1", "d2"]
        issues = {row["severity"]: row["problem"] for row in rows(tmp_path / "out", "issues")}
        assert issues["note"].startswith("the same document") and "another text" in issues["error"]

    def test_what_no_worker_can_do_ends_it_with_a_sentence(self, tmp_path: Path) -> None:
        from sayso.config import load_settings

        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        with pytest.raises(BatchError, match="The language model 'missing' is not installed"):
            code(corpus, out=tmp_path / "out", workers=1, settings=load_settings(model="missing"))

    def test_a_script_that_runs_itself_again_is_told_what_to_do(self, tmp_path: Path) -> None:
        corpus, script = write_corpus(tmp_path / "a.jsonl", 3), tmp_path / "script.py"
        script.write_text(
            "from sayso.runners.batch import code_corpus\n"
            f"code_corpus([{str(corpus)!r}], {str(tmp_path / 'out')!r}, workers=1, build='runners.fakes:build')\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        ended = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True)
        assert 'start the run below `if __name__ == "__main__":`' in ended.stderr.splitlines()[-1]

    def test_memory_is_no_place_for_an_output(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="not shared by processes"):
            code(write_corpus(tmp_path / "a.jsonl", 3), out=f"memory://{tmp_path.name}", workers=1)

    def test_another_file_system_takes_the_parts_too(self, tmp_path: Path) -> None:
        code(write_corpus(tmp_path / "a.jsonl", 12), out=f"local://{tmp_path}/out", workers=1)
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(12)]


class TestResuming:
    def test_a_repeated_command_codes_nothing_again(self, tmp_path: Path) -> None:
        corpus, coded = write_corpus(tmp_path / "a.jsonl", 25), Counting()
        code(corpus, out=tmp_path / "out", report=coded)
        before = times_of(tmp_path / "out")
        code(corpus, out=tmp_path / "out", report=coded)
        assert coded.shards == 3
        assert times_of(tmp_path / "out") == before

    @pytest.mark.parametrize("workers", [0, 2])
    def test_where_nothing_is_left_no_model_is_loaded(self, workers: int, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        code(corpus, out=tmp_path / "out")
        assert code(corpus, out=tmp_path / "out", workers=workers, build="nowhere:nothing").complete

    def test_a_run_killed_before_its_lists_were_written_is_taken_up(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        code(corpus, out=tmp_path / "out")
        shutil.rmtree(tmp_path / "out" / "inputs")
        shutil.rmtree(tmp_path / "out" / "done")
        code(corpus, out=tmp_path / "out")
        assert ids(tmp_path / "out") == ["d0", "d1", "d2"]

    def test_only_what_is_missing_is_coded(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 45)
        code(corpus, out=tmp_path / "out")
        whole = all_rows(tmp_path / "out")
        for shard in ("00000-00001", "00000-00003"):
            (tmp_path / "out" / "done" / f"{shard}.json").unlink()
        coded = Counting()
        manifest = code(corpus, out=tmp_path / "out", report=coded)
        assert sorted(coded.names) == ["00000-00001", "00000-00003"]
        assert manifest.complete and all_rows(tmp_path / "out") == whole

    def test_new_inputs_are_added_to_the_old(self, tmp_path: Path) -> None:
        code(write_corpus(tmp_path / "a.jsonl", 12), out=tmp_path / "out")
        coded = Counting()
        manifest = code(write_corpus(tmp_path / "b.jsonl", 3, first=12), out=tmp_path / "out", report=coded)
        assert coded.names == ["00001-00000"]
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(15)]
        assert manifest.totals is not None and manifest.totals["documents"] == 15

    def test_without_inputs_it_goes_on_with_those_of_the_folder(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        code(corpus, out=tmp_path / "out")
        (tmp_path / "out" / "done" / "00000-00001.json").unlink()
        assert code(out=tmp_path / "out", resume=True).complete
        assert len(ids(tmp_path / "out")) == 12
        with pytest.raises(BatchError, match="no batch to go on with"):
            code(out=tmp_path / "nothing", resume=True)


class TestChanges:
    def test_other_settings_are_refused_with_what_differs(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        code(corpus, out=tmp_path / "out")
        with pytest.raises(BatchError, match=r"`shard_size` was 10 and is 5\. .*--when-changed redo"):
            code(corpus, out=tmp_path / "out", shard_size=5)
        with pytest.raises(BatchError, match=r'`publisher` was null and is "Daily"'):
            code(corpus, out=tmp_path / "out", reading=ReadOptions(publisher="Daily"))

    def test_told_so_all_is_coded_again(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        code(corpus, out=tmp_path / "out")
        code(corpus, out=tmp_path / "out", reading=ReadOptions(publisher="Daily"), when_changed="redo")
        assert {row["publisher"] for row in rows(tmp_path / "out", "documents")} == {"Daily"}
        assert len(ids(tmp_path / "out")) == 12

    def test_told_so_only_the_missing_is_coded_anew_and_the_manifest_says_so(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        first = code(corpus, out=tmp_path / "out")
        (tmp_path / "out" / "done" / "00000-00001.json").unlink()
        mixed = code(corpus, out=tmp_path / "out", reading=ReadOptions(publisher="Daily"), when_changed="mix")
        assert [row["publisher"] for row in rows(tmp_path / "out", "documents")] == [None] * 10 + ["Daily"] * 2
        assert mixed.earlier == (first.facts,)
        markers = [json.loads(path.read_text()) for path in sorted((tmp_path / "out" / "done").iterdir())]
        assert [marker["digest"] for marker in markers] == [first.digest, mixed.digest]

    def test_a_changed_input_is_noticed(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        other = write_corpus(tmp_path / "b.jsonl", 2, first=50)
        code(corpus, other, out=tmp_path / "out")
        write_corpus(corpus, 17)
        with pytest.raises(BatchError, match=r"a\.jsonl has changed since"):
            code(corpus, other, out=tmp_path / "out")
        code(corpus, other, out=tmp_path / "out", when_changed="redo")
        assert sorted(ids(tmp_path / "out")) == sorted([f"d{n}" for n in range(17)] + ["d50", "d51"])

    def test_a_file_that_grew_goes_on_where_it_ended(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 12)
        code(corpus, out=tmp_path / "out")
        write_corpus(corpus, 25)
        coded = Counting()
        code(corpus, out=tmp_path / "out", when_changed="mix", report=coded)
        assert coded.names == ["00000-00002", "00000-00003"]
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(25)]

    def test_one_that_grew_before_others_is_not_passed_over_in_silence(self, tmp_path: Path) -> None:
        grown, other = write_corpus(tmp_path / "a.jsonl", 12), write_corpus(tmp_path / "b.jsonl", 3, first=50)
        code(grown, other, out=tmp_path / "out")
        write_corpus(grown, 13)
        with pytest.raises(BatchError, match=r"a\.jsonl has changed, and files after it are coded already"):
            code(grown, other, out=tmp_path / "out", when_changed="mix")
        assert len(ids(tmp_path / "out")) == 15

    def test_an_input_that_is_coded_may_go(self, tmp_path: Path) -> None:
        first = write_corpus(tmp_path / "a.jsonl", 3)
        code(first, out=tmp_path / "out")
        first.unlink()
        code(write_corpus(tmp_path / "b.jsonl", 2, first=3), out=tmp_path / "out")
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(5)]

    def test_a_marker_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        code(corpus, out=tmp_path / "out")
        (tmp_path / "out" / "done" / "00000-00000.json").write_text("{")
        with pytest.raises(BatchError, match=r"done/00000-00000\.json cannot be read\. Delete it"):
            code(corpus, out=tmp_path / "out")

    def test_a_manifest_that_is_none_is_named(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 3)
        code(corpus, out=tmp_path / "out")
        (tmp_path / "out" / "manifest.json").write_text('{"format": "other"}')
        with pytest.raises(BatchError, match="by another version"):
            code(corpus, out=tmp_path / "out")

    def test_a_folder_with_other_files_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.tex").write_text("")
        with pytest.raises(BatchError, match="holds other files"):
            code(write_corpus(tmp_path / "a.jsonl", 3), out=tmp_path / "out")


class TestEnding:
    def test_asked_once_it_ends_after_the_shards_in_hand(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 50, words=dict.fromkeys(range(50), "SLOW"))
        stop = Stop()

        class AfterTheFirst(Quiet):
            def shard(self, done: ShardDone) -> None:
                stop.ask()

        manifest = code(corpus, out=tmp_path / "out", workers=2, stop=stop, report=AfterTheFirst())
        assert not manifest.complete
        assert 10 <= len(ids(tmp_path / "out")) <= 20
        code(corpus, out=tmp_path / "out", workers=2)
        assert ids(tmp_path / "out") == [f"d{n}" for n in range(50)]

    def test_asked_twice_it_ends_at_once_with_nothing_half_written(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 40, words={5: "HANG"})
        stop = Stop()
        threading.Timer(1.5, stop.ask).start()
        threading.Timer(2.0, stop.ask).start()
        began = time.monotonic()
        manifest = code(corpus, out=tmp_path / "out", workers=1, document_seconds=100, stop=stop)
        assert time.monotonic() - began < 10
        assert not manifest.complete and ids(tmp_path / "out") == []
        assert list((tmp_path / "out" / STAGING).glob("*")) == []

    def test_where_nobody_looks_the_second_wish_breaks_it_off(self) -> None:
        stop = Stop()
        with asked_by_signals(stop):
            signal.raise_signal(signal.SIGINT)
            assert stop.wanted.is_set()
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)

    def test_when_the_parent_is_killed_its_workers_go_and_the_next_run_goes_on(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a.jsonl", 60, words=dict.fromkeys(range(60), "SLOW"))
        out = tmp_path / "out"
        program = (
            "from sayso.runners.batch import code_corpus\n"
            f"code_corpus([{str(corpus)!r}], {str(out)!r}, workers=2, shard_size=10, build='runners.fakes:build')"
        )
        parent = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(TESTS)})
        wait_for(lambda: (out / "done").exists())
        children = psutil.Process(parent.pid).children(recursive=True)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert psutil.wait_procs(children, timeout=20)[1] == []
        done = Counting()
        code(corpus, out=out, workers=2, report=done)
        assert ids(out) == [f"d{n}" for n in range(60)]
        assert done.shards < 6


class Counting(Quiet):
    """Counts the shards that were coded."""

    def __init__(self) -> None:
        self.names: list[str] = []

    @property
    def shards(self) -> int:
        return len(self.names)

    def shard(self, done: ShardDone) -> None:
        self.names.append(done.shard)


def times_of(out: Path) -> dict[str, int]:
    """When each part was written."""
    return {str(path): path.stat().st_mtime_ns for path in out.rglob("*.parquet")}


def memory_of_a_worker(tmp_path: Path) -> int:
    """What a worker with the fake pipeline holds, to begin with."""
    held = [0]

    class Watch(Quiet):
        def workers(self, states: list, *, stopping: bool) -> None:  # type: ignore[type-arg]
            held.append(max(state.held for state in states))

    slow = write_corpus(tmp_path / "slow.jsonl", 20, words=dict.fromkeys(range(20), "SLOW"))
    code(slow, out=tmp_path / "measured", workers=1, report=Watch())
    return max(held)


def wait_for(happened: object, seconds: float = 30) -> None:
    """Wait until something is so."""
    assert callable(happened)
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
