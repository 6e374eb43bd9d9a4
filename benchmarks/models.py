"""Compares spaCy pipelines for the default: names found on gold text, and words a second, in turn within one run.

usage: models.py MODEL [MODEL …] [--gold ../shared/gold/wikinews.jsonl] [--rounds 3]

A name counts as found when spaCy marks an entity that ends where a gold mention with a Wikipedia title ends and
overlaps its last word: gold mentions hold articles and titles, entities do not. Read the ratio of the speeds, not
the figures: the machine may be shared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

from spacy.language import Language

from sayso.models.spacy_pipeline import load_spacy

LABELS = {"person": {"PERSON"}, "place": {"GPE", "LOC", "FAC"}, "organization": {"ORG", "GPE", "NORP"}}


def main() -> None:
    """Print one row a model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/wikinews.jsonl"))
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    articles = [json.loads(line) for line in given.gold.read_text("utf-8").splitlines()]
    models = {name: load_spacy(name) for name in given.models}
    speeds: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(given.rounds):
        for name, nlp in models.items():
            speeds[name].append(words_per_second(nlp, [article["text"] for article in articles]))
    first = statistics.median(speeds[given.models[0]])
    for name, nlp in models.items():
        found = {kind: share_found(nlp, articles, kind) for kind in LABELS}
        speed = statistics.median(speeds[name])
        shares = "  ".join(f"{kind} {right}/{all_} ({right / all_:.3f})" for kind, (right, all_) in found.items())
        print(f"{name}: {shares}  {speed:,.0f} words/s ({speed / first:.2f} of the first)")


def words_per_second(nlp: Language, texts: list[str]) -> float:
    """One pass over the texts."""
    began = time.perf_counter()
    for text in texts:
        nlp(text)
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - began)


def share_found(nlp: Language, articles: list[dict[str, Any]], kind: str) -> tuple[int, int]:
    """How many of the gold mentions of this kind with a Wikipedia title end with an entity of a fitting label."""
    right = total = 0
    for article in articles:
        ends = {entity.end_char: entity.label_ for entity in nlp(article["text"]).ents}
        for mention in article["mentions"]:
            if mention["type"] == kind and mention["wikipedia"] and is_name(article["text"], mention):
                total += 1
                right += any(ends.get(mention["end"] + shift) in LABELS[kind] for shift in (0, 1, 2, 3))
    return right, total


def is_name(text: str, mention: dict[str, Any]) -> bool:
    """Whether the last word is capitalised: gold also links nominals and pronouns."""
    return text[mention["start"] : mention["end"]].split()[-1][:1].isupper()


if __name__ == "__main__":
    main()
