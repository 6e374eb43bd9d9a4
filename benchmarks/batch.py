"""Batch runs: words a second by workers against the bare parse, time to first output, cost by length, growth, memory.

usage: batch.py [--documents 400] [--rounds 3]                  # speed by workers, cost by length
       batch.py --growth 50000 [--words 75] [--out DIR]         # one long run: is it as quick and as small at its end?

What is compared runs in turn, so read the ratios: the machine may be shared. Corpora come from corpus.py.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sayso.config import load_settings
from sayso.models.spacy_pipeline import load_spacy
from sayso.readers import read_documents
from sayso.runners.batch import code_corpus
from sayso.runners.job import ShardDone
from sayso.runners.process import one_thread
from sayso.runners.progress import Quiet, WorkerState

CORPUS = Path(__file__).with_name("corpus.py")
SPEEDUP, OF_BARE, MEMORY, GROWTH = 1.8, 0.70, 1_000_000_000, 0.10
LENGTHS = (75, 300, 1_200, 4_800)
WORDS_A_LENGTH = 60_000


@dataclass
class Watch(Quiet):
    """What a run looked like: when each shard was done, with how many documents and words, and who held how much."""

    called: float = field(default_factory=time.monotonic)
    ready: float | None = None
    shards: list[tuple[float, ShardDone]] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)

    def shard(self, done: ShardDone) -> None:
        """Note when it was done."""
        self.shards.append((time.monotonic(), done))

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """Note what is held; the run proper begins when every worker has a document in hand."""
        now = time.monotonic()
        self.memory.append((now, max(state.held for state in states)))
        if self.ready is None and all(state.words or state.seconds for state in states):
            self.ready = now

    @property
    def words(self) -> int:
        """All words coded."""
        return sum(done.words for _, done in self.shards)

    @property
    def seconds(self) -> float:
        """From the first document in hand of the last worker to the last shard."""
        return max(at for at, _ in self.shards) - (self.ready or self.called)

    @property
    def first_output(self) -> float:
        """Seconds from the command to the first shard on the disk."""
        return min(at for at, _ in self.shards) - self.called

    def tenths(self) -> Iterator[Tenth]:
        """The run in ten parts of equally many shards."""
        marks = [len(self.shards) * tenth // 10 for tenth in range(11)]
        times = [self.ready or self.called, *(at for at, _ in self.shards)]
        for begin, end in pairwise(marks):
            words = sum(done.words for _, done in self.shards[begin:end])
            cpu = sum(done.cpu for _, done in self.shards[begin:end])
            held = (held for at, held in self.memory if times[begin] <= at <= times[end])
            documents = sum(done.documents for _, done in self.shards[:end])
            wall = times[end] - times[begin]
            yield Tenth(documents, 1e6 * wall / words, 1e6 * cpu / words, max(held, default=0))

    @property
    def peak(self) -> int:
        """The most bytes that a worker held."""
        return max(held for _, held in self.memory)


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of a run: documents so far, milliseconds a thousand words by clock and processor, the most bytes held."""

    documents: int
    wall: float
    cpu: float
    held: int


def main() -> None:
    """Print the figures; exit code 1 where one falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, metavar="N")
    parser.add_argument("--words", type=int, default=75)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-batch-") as folder:
        if given.growth:
            reached = growth(given.out or Path(folder) / "out", Path(folder), given.growth, given.words)
        else:
            reached = speed(Path(folder), given.documents, given.rounds)
            lengths(Path(folder))
    sys.exit(0 if reached else 1)


def speed(folder: Path, documents: int, rounds: int) -> bool:
    """One worker, two workers, and the bare parse with two processes, in turn."""
    corpus = make_corpus(folder / "speed.jsonl", documents)
    texts = [document.text for document in read_documents([str(corpus)])]
    words = sum(len(text.split()) for text in texts)
    print(f"{documents} documents, {words:,} words, median of {rounds} rounds in turn, {os.cpu_count()} cores")
    bare, one, two = [], [], []
    for number in range(rounds):
        bare.append(words / bare_parse(texts))
        one.append(run(corpus, folder / f"one{number}", workers=1, shard_size=25))
        two.append(run(corpus, folder / f"two{number}", workers=2, shard_size=25))
    figure("bare nlp.pipe, two processes", statistics.median(bare), "words/s")
    figure("one worker", statistics.median(rates(one)), "words/s")
    figure("two workers", statistics.median(rates(two)), "words/s")
    figure("one worker, processor time", statistics.median(map(work, one)), "ms a thousand words")
    figure("two workers, processor time", statistics.median(map(work, two)), "ms a thousand words")
    figure("memory of a worker, at most", max(watch.peak for watch in (*one, *two)) / 1e6, "MB")
    figure("first shard of 25 documents after", statistics.median(watch.first_output for watch in two), "s")
    more = statistics.median(b / a for a, b in zip(rates(one), rates(two), strict=True))
    share = statistics.median(b / a for a, b in zip(bare, rates(two), strict=True))
    return all([bound("two workers against one", more, SPEEDUP), bound("two workers against bare", share, OF_BARE)])


def rates(watches: list[Watch]) -> list[float]:
    """Words a second of each run."""
    return [watch.words / watch.seconds for watch in watches]


def work(watch: Watch) -> float:
    """Milliseconds of processor time for a thousand words; other users of the machine hardly change it."""
    return 1e6 * sum(done.cpu for _, done in watch.shards) / watch.words


def bare_parse(texts: list[str]) -> float:
    """Seconds that spaCy alone takes with two processes."""
    nlp = load_spacy(load_settings().model)
    began = time.perf_counter()
    with one_thread():
        for _ in nlp.pipe(texts, n_process=2, batch_size=16):
            pass
    return time.perf_counter() - began


def lengths(folder: Path) -> None:
    """The cost of a thousand words by the length of the document."""
    for length in LENGTHS:
        corpus = make_corpus(folder / f"{length}.jsonl", max(WORDS_A_LENGTH // length, 8), words=length)
        watch = run(corpus, folder / f"length{length}", workers=1, shard_size=10)
        figure(f"documents of {length:,} words", work(watch), "ms a thousand words of processor time")


def growth(out: Path, folder: Path, documents: int, words: int) -> bool:
    """One long run of short documents: time and memory by tenths of it."""
    corpus = make_corpus(folder / "long.jsonl", documents, words=words)
    print(f"{documents:,} documents of about {words} words, two workers")
    print("           documents  ms a thousand words  processor time       memory")
    watch = run(corpus, out, workers=2, shard_size=max(documents // 100, 10))
    tenths = list(watch.tenths())
    for tenth in tenths:
        print(
            f"{tenth.documents:20,}{tenth.wall:21,.0f}{tenth.cpu:16,.0f}{tenth.held / 1e6:10,.0f} MB",
        )
    last, first = (statistics.median(each.cpu for each in some) for some in (tenths[-3:], tenths[:3]))
    return all(
        [
            bound("work at the end against the beginning", last / first, 1 + GROWTH, above=False),
            bound("memory of a worker, GB", watch.peak / 1e9, MEMORY / 1e9, above=False),
        ]
    )


def run(corpus: Path, out: Path, *, workers: int, shard_size: int) -> Watch:
    """Code a corpus, and what was seen."""
    watch = Watch()
    code_corpus([str(corpus)], str(out), workers=workers, shard_size=shard_size, report=watch)
    return watch


def figure(name: str, value: float, unit: str) -> None:
    """Print a figure."""
    print(f"{name:42}{value:8,.{0 if value >= 100 else 1}f} {unit}", flush=True)


def bound(name: str, reached: float, wanted: float, *, above: bool = True) -> bool:
    """Print a figure with what is wanted of it."""
    holds = reached >= wanted if above else reached <= wanted
    print(f"{name:42}{reached:8.2f} (wanted {'≥' if above else '≤'} {wanted:.2f}{'' if holds else ': not reached'})")
    return holds


def make_corpus(path: Path, documents: int, *, words: int | None = None) -> Path:
    """A corpus as corpus.py makes it."""
    options = ["--words", str(words)] if words else []
    command = [sys.executable, str(CORPUS), str(path), "--documents", str(documents), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    main()
