"""Batches on a Ray cluster of two nodes, each a process tree of its own on this machine."""

from __future__ import annotations

import builtins
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import BatchError, SettingsError
from sayso.runners.job import ShardDone
from sayso.runners.progress import Quiet

from .corpora import all_rows, code, ids, lost, write_corpus

TESTS = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster whose head codes nothing, and of two nodes with a core each."""
    ray: Any = pytest.importorskip("ray", reason='needs Ray: pip install "sayso[ray]"')
    from ray.cluster_utils import Cluster

    os.environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    cluster_class: Any = Cluster
    made = cluster_class(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": 100_000_000})
    for _ in range(2):
        made.add_node(num_cpus=1, object_store_memory=100_000_000)
    ray.init(address=made.address, log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()


def test_it_writes_row_for_row_what_a_local_run_writes(cluster: Any, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "a.jsonl", 95, words={7: "KILL", 31: "ERROR", 33: "HANG"})
    other = write_corpus(tmp_path / "b.jsonl", 5, first=95)
    code(corpus, other, out=tmp_path / "ray", ray="auto", document_seconds=1)
    code(corpus, other, out=tmp_path / "local", workers=1, document_seconds=1)
    assert all_rows(tmp_path / "ray") == all_rows(tmp_path / "local")
    assert set(lost(tmp_path / "ray")) == {"d7", "d31", "d33"}


def test_a_node_that_dies_midway_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "a.jsonl", 120, words=dict.fromkeys(range(120), "SLOW"))
    doomed = next(iter(cluster.worker_nodes))
    seen: list[str] = []

    class KillsANode(Quiet):
        def shard(self, done: ShardDone) -> None:
            seen.append(done.shard)
            if len(seen) == 2:
                threading.Thread(target=cluster.remove_node, args=(doomed,), kwargs={"allow_graceful": False}).start()

    manifest = code(corpus, out=tmp_path / "out", ray="auto", report=KillsANode())
    cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    assert manifest.complete
    assert ids(tmp_path / "out") == [f"d{n}" for n in range(120)]
    assert lost(tmp_path / "out") == {}
    assert len(set(seen)) == 12


def test_parts_go_to_other_file_systems(cluster: Any, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "a.jsonl", 12)
    code(f"local://{corpus}", out=f"local://{tmp_path}/out", ray="auto")
    assert ids(tmp_path / "out") == [f"d{n}" for n in range(12)]


def test_what_no_task_can_do_ends_it_with_a_sentence(cluster: Any, tmp_path: Path) -> None:
    from sayso.config import load_settings

    corpus = write_corpus(tmp_path / "a.jsonl", 3)
    with pytest.raises(BatchError, match="The language model 'missing' is not installed"):
        code(corpus, out=tmp_path / "out", ray="auto", settings=load_settings(model="missing"))


def test_without_ray_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *given: Any, **options: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return real(name, *given, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r'pip install "sayso\[ray\]"'):
        code(write_corpus(tmp_path / "a.jsonl", 3), out=tmp_path / "out", ray="local")
