"""Words a second of the whole pipeline against the bare spaCy parse in the same run, and each stage's share.

usage: throughput.py [--corpus FILE.jsonl] [--rounds 3]

The two are run in turn, so read the ratio: the machine may be shared. The corpus is the demo's unless another is given.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.demo import CORPUS
from sayso.models.spacy_pipeline import load_spacy
from sayso.readers import ReadOptions, read_documents
from sayso.schema import CodedDocument, Document


def main() -> None:
    """Print both speeds, their ratio, and the time of each stage as a share of the parse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    settings = load_settings()
    documents = list(read_documents([str(given.corpus)], ReadOptions(format="jsonl"), on_issue=print))
    words = sum(len(document.text.split()) for document in documents)
    nlp, pipeline = load_spacy(settings.model), build_pipeline(settings)
    bare, whole = [], []
    stages: dict[str, list[float]] = {}
    for _ in range(given.rounds):
        began = time.perf_counter()
        for document in documents:
            nlp(document.text)
        bare.append(time.perf_counter() - began)
        seconds = by_stage(pipeline.stages, documents)
        whole.append(sum(seconds.values()))
        for name, spent in seconds.items():
            stages.setdefault(name, []).append(spent)
    parse, total = statistics.median(bare), statistics.median(whole)
    print(f"{len(documents)} documents, {words:,} words, median of {given.rounds} rounds in turn")
    print(f"bare parse      {words / parse:8,.0f} words/s")
    print(f"whole pipeline  {words / total:8,.0f} words/s, {parse / total:.2f} of the bare parse")
    for name, spent in stages.items():
        print(f"  {name:14}{statistics.median(spent) / parse:6.2f} of the parse")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory     {peak:8,.0f} MB")


def by_stage(stages: tuple[object, ...], documents: list[Document]) -> dict[str, float]:
    """Seconds spent in each stage over all documents."""
    seconds = dict.fromkeys((type(stage).__name__ for stage in stages), 0.0)
    for document in documents:
        coded = CodedDocument(document)
        for stage in stages:
            began = time.perf_counter()
            coded = stage(coded)  # type: ignore[operator]
            seconds[type(stage).__name__] += time.perf_counter() - began
    return seconds


if __name__ == "__main__":
    main()
