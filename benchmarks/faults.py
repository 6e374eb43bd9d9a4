"""Faults on purpose: processes killed at random moments, a full disk, inputs broken in every way.

usage: faults.py [--documents 300] [--moments 30] [--seed 1]

Each fault is a function that raises `AssertionError` unless the run ends, or resumes, with every good document coded
exactly once and every bad one named. The tests run the same functions at small size, on a pipeline without a model.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import psutil

from sayso.errors import BatchError
from sayso.runners.batch import code_corpus
from sayso.runners.folder import open_folder
from sayso.runners.job import BUILD
from sayso.runners.manifest import Manifest, read_markers
from sayso.runners.parts import TABLES, part_name, read_part
from sayso.schema import CodedDocument

TEXT = "Poland supplied Ukraine with tanks on Monday, officials said. It was delivery number {n}."
OBEYS = ("faults:Obeys",)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of it: documents, moments at which something is killed, and what codes."""

    folder: Path
    documents: int = 300
    moments: int = 30
    seed: int = 1
    build: str = BUILD
    stages: tuple[str, ...] = OBEYS
    seconds: float = 20.0

    def code(self, *inputs: Path, **options: Any) -> Manifest:
        """Code with two workers, so few documents a shard that much happens between them."""
        from sayso.config import load_settings

        chosen = {"shard_size": max(self.documents // 15, 4), "workers": 2, "document_seconds": self.seconds} | options
        settings = load_settings(extra_stages=self.stages)
        return code_corpus(list(map(str, inputs)), str(self.out), settings=settings, build=self.build, **chosen)

    @property
    def out(self) -> Path:
        """Where the parts go."""
        return self.folder / "out"


class Obeys:
    """A stage that does what a document says: KILL, HANG or STUCK (a hang that no alarm ends)."""

    needs: ClassVar[frozenset[str]] = frozenset({"document"})
    fills: ClassVar[frozenset[str]] = frozenset()

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Obey."""
        import ctypes

        if "KILL" in coded.document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in coded.document.text:
            time.sleep(10_000)
        if "STUCK" in coded.document.text:
            ctypes.PyDLL(None).sleep(10_000)
        return coded


def main() -> None:
    """Try every fault, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--moments", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for fault in FAULTS:
        with tempfile.TemporaryDirectory(prefix="sayso-faults-") as folder:
            began = time.monotonic()
            scale = Scale(Path(folder), given.documents, given.moments, given.seed)
            print(f"{fault.__name__.replace('_', ' '):24}", end="", flush=True)
            said = fault(scale)
            print(f"{said}, {time.monotonic() - began:.0f} s", flush=True)


# ---- processes that are killed ----


def workers_killed(scale: Scale) -> str:
    """SIGKILL to one of the processes of a run, again and again; nobody resumes it."""
    corpus, chance = write_corpus(scale), random.Random(scale.seed)
    over, kills = threading.Event(), [0]

    def kill_some() -> None:
        while kills[0] < scale.moments and not over.wait(chance.uniform(0.3, 3.0)):
            running = [child for child in psutil.Process().children() if "spawn_main" in command_of(child)]
            if running:
                chance.choice(running).kill()
                kills[0] += 1

    killer = threading.Thread(target=kill_some)
    killer.start()
    try:
        scale.code(corpus)
    finally:
        over.set()
        killer.join()
    check(scale, range(scale.documents))
    return f"{kills[0]} killed"


def parent_killed(scale: Scale) -> str:
    """SIGKILL to the run itself, and the same command again, until it is done."""
    corpus, chance = write_corpus(scale), random.Random(scale.seed)
    kills = 0
    while True:
        process = subprocess.Popen(command(scale, corpus), stderr=subprocess.DEVNULL, env=environment())
        try:
            # Later kills come later, else a run that takes long to begin would never get anywhere.
            process.wait(chance.uniform(0.2, 2.0) + 0.3 * kills if kills < scale.moments else None)
            assert process.returncode == 0, f"it ended with {process.returncode}"
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
    check(scale, range(scale.documents))
    return f"{kills} killed"


# ---- a disk that is full ----


def disk_full(scale: Scale) -> str:
    """A disk too small for the parts: the run ends with a sentence, and goes on when there is room."""
    corpus = write_corpus(scale)
    with small_disk(scale) as said:
        try:
            scale.code(corpus)
        except BatchError as error:
            assert "the disk is full" in str(error), error
        else:
            raise AssertionError("the disk was not full")
        check_parts(scale)
    before = len(read_markers(open_folder(str(scale.out))))
    scale.code(corpus)
    check(scale, range(scale.documents))
    return f"{said}, {before} shards before"


@contextmanager
def small_disk(scale: Scale) -> Iterator[str]:
    """A small file system at the output where one can be mounted, else a limit on the size of files."""
    size = 60_000 + 300 * scale.documents
    scale.out.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(scale.out)]
    if shutil.which("mount") and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        kept = scale.folder / "kept"
        try:
            yield "on a small tmpfs"
            shutil.copytree(scale.out, kept)
        finally:
            subprocess.run(["umount", str(scale.out)], check=True)
        shutil.copytree(kept, scale.out, dirs_exist_ok=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        yield "by a limit on files"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# ---- broken inputs ----


def broken_inputs(scale: Scale) -> str:
    """Every kind of broken input in one run."""
    good = write_corpus(scale)
    bad = scale.folder / "bad"
    bad.mkdir()
    rows = [
        {"id": "kills", "text": "KILL " + TEXT},
        {"id": "hangs", "text": "HANG " + TEXT},
        {"id": "stuck", "text": "STUCK " + TEXT},
        {"id": "long", "text": TEXT * 60_000},
        {"id": "quoted", "text": "“Yes,” he said. " * 5_000},
        {"id": "nested", "text": "“" * 5_000 + " " + "”" * 5_000},
        {"id": "last", "text": TEXT},
    ]
    (bad / "documents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + '{"id": "no js')
    packed = {letter: gzip.compress(lines(letter, scale).encode()) for letter in "gh"}
    (bad / "cut.jsonl.gz").write_bytes(packed["g"][: len(packed["g"]) // 2])
    half = len(packed["h"]) // 2
    (bad / "damaged.jsonl.gz").write_bytes(packed["h"][:half] + bytes(50) + packed["h"][half + 50 :])
    (bad / "empty.jsonl").write_bytes(b"")
    pages = write_warc(bad / "cut.warc.gz")
    scale.code(good, bad)
    kept = ids(scale)
    check_parts(scale)
    # Gzip checks what it unpacked only at its end: after the damage, lines may be garbled and yet be JSON.
    sound = [name for name in kept if not name.startswith("h")]
    assert len(sound) == len(set(sound)), "a document twice"
    assert {f"d{n}" for n in range(scale.documents)} <= set(kept), "a good document is missing"
    assert "last" in kept
    assert not {"kills", "hangs", "stuck", "long"} & set(kept)
    assert any(name.startswith("g") for name in kept), "nothing before the cut was kept"
    named = {Path(path).name if path else "" for path in lost(scale)}
    missing = {"kills", "hangs", "stuck", "documents.jsonl", "cut.jsonl.gz", "damaged.jsonl.gz"} - named
    # Ten thousand quotation marks are coded in time, or named.
    missing |= {"quoted", "nested"} - named - set(kept)
    missing |= {"empty.jsonl", *(["cut.warc.gz"] if pages else [])} - named
    assert not missing, f"not named: {missing}"
    return f"{len(kept)} coded, {len(lost(scale))} named"


def lines(letter: str, scale: Scale) -> str:
    """Documents that a packed file shrinks little: each has words of its own."""
    chance = random.Random(letter)
    texts = (f"{TEXT} {chance.randbytes(100).hex()}" for _ in range(scale.documents))
    return "".join(json.dumps({"id": f"{letter}{n}", "text": text}) + "\n" for n, text in enumerate(texts))


def write_warc(path: Path) -> bool:
    """A WARC with pages that ends in the middle of one; False where nothing here writes WARC."""
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError:
        return False
    body = "<html><body><article><h1>Tanks</h1>" + f"<p>{TEXT} And there was more to it than that.</p>" * 6
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for n in range(20):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            page = (body.format(n=n) + "</article></body></html>").encode()
            address = f"https://example.org/{n}"
            record = writer.create_warc_record(address, "response", payload=io.BytesIO(page), http_headers=headers)
            writer.write_record(record)
    path.write_bytes(path.read_bytes()[:-200])
    return True


# ---- what must hold ----


def check(scale: Scale, numbers: range) -> None:
    """Every document of the corpus is there once, with its events, and none is named as lost."""
    check_parts(scale)
    assert ids(scale) == [f"d{n}" for n in numbers], "a document is missing, there twice, or out of order"
    assert lost(scale) == {}, f"a good document was taken for bad: {lost(scale)}"


def check_parts(scale: Scale) -> None:
    """Every shard that is done has all its parts, each as long as its marker says."""
    folder = open_folder(str(scale.out))
    for shard, done in read_markers(folder).items():
        for table in TABLES:
            data = folder.read(part_name(table, shard))
            assert data is not None, f"{part_name(table, shard)} is missing"
            assert len(read_part(data)) == done.rows[table], f"{part_name(table, shard)} is not what was written"


def rows(scale: Scale, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    folder = open_folder(str(scale.out))
    return [row for shard in read_markers(folder) for row in read_part(folder.read(part_name(table, shard)) or b"")]


def ids(scale: Scale) -> list[str]:
    """The documents that were coded."""
    return [row["id"] for row in rows(scale, "documents")]


def lost(scale: Scale) -> dict[str | None, str]:
    """What was lost, and why."""
    return {row["path"]: row["problem"] for row in rows(scale, "issues") if row["severity"] == "error"}


def write_corpus(scale: Scale) -> Path:
    """A JSONL file of good documents."""
    path = scale.folder / "corpus.jsonl"
    path.write_text(
        "".join(json.dumps({"id": f"d{n}", "text": TEXT.format(n=n)}) + "\n" for n in range(scale.documents))
    )
    return path


def command(scale: Scale, corpus: Path) -> list[str]:
    """The same run as a command of its own."""
    program = (
        "from pathlib import Path; from faults import Scale\n"
        f"Scale(Path({str(scale.folder)!r}), {scale.documents}, build={scale.build!r}, stages={scale.stages!r})"
        f".code(Path({str(corpus)!r}))"
    )
    return [sys.executable, "-c", program]


def environment() -> dict[str, str]:
    """The environment of a run that can import this file, and whatever is on the path here."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}


def command_of(process: psutil.Process) -> str:
    """The command line of a process, "" where it has gone."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


FAULTS: tuple[Callable[[Scale], str], ...] = (workers_killed, parent_killed, disk_full, broken_inputs)

if __name__ == "__main__":
    # Workers import the stage from this file by its name.
    sys.path.insert(0, str(Path(__file__).parent))
    main()
