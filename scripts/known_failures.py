"""Takes language cases that are met now out of tests/cases/known_failures.txt, and names new failures.

It never adds a case: a new failure is a decision, with its reason, for a person.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.evaluation.cases import unmet
from sayso.formats.record import record_of
from sayso.readers import read_text

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "cases"
LIST = FOLDER / "known_failures.txt"
FILES = ("attribution.jsonl", "entities.jsonl", "events.jsonl")


def main() -> None:
    """Rewrite the list; exit code 1 where a case fails that is not on it."""
    failing = failing_cases()
    lines = LIST.read_text("utf-8").splitlines()
    kept = [line for line in lines if line.startswith("#") or id_of(line) in failing]
    LIST.write_text("\n".join(kept) + "\n", encoding="utf-8")
    listed = {id_of(line) for line in lines}
    print(f"{len(lines) - len(kept)} taken out, {len(failing & listed)} stay")
    unlisted = sorted(failing - listed)
    if unlisted:
        sys.exit(f"failing and not listed: {', '.join(unlisted)}")


def failing_cases() -> set[str]:
    """The ids of all cases that are not met."""
    pipeline = build_pipeline(load_settings())
    failing = set()
    for name in FILES:
        for line in (FOLDER / name).read_text("utf-8").splitlines():
            case = json.loads(line)
            document = read_text(
                case["text"], title=case.get("title"), published=case.get("published"), publisher=case.get("publisher")
            )
            if unmet(case, record_of(pipeline.code(document))):
                failing.add(case["id"])
    return failing


def id_of(line: str) -> str:
    """The id before the reason."""
    return line.partition("#")[0].strip()


if __name__ == "__main__":
    main()
