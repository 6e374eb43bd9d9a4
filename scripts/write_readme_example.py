"""Writes the example at the top of README.md: a real run of `sayso read`. A test fails when it has fallen behind."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.formats.terminal import print_record
from sayso.readers import ReadOptions, read_documents

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "docs/example.txt"
PUBLISHED, PUBLISHER = "2024-05-07", "Baltic Courier"
OPENING = "<!-- example: written by scripts/write_readme_example.py -->\n"
CLOSING = "<!-- end of example -->\n"
WIDTH = 100


def main() -> None:
    """Put the example between its two marks."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    readme.write_text(before + OPENING + example() + CLOSING + after, encoding="utf-8")


def example() -> str:
    """The command and what it prints, as an indented block."""
    options = ReadOptions(published=PUBLISHED, publisher=PUBLISHER)
    screen = Console(file=io.StringIO(), width=WIDTH, highlight=False, color_system=None)
    for document in read_documents([str(ROOT / ARTICLE)], options):
        print_record(build_pipeline(load_settings()).code(document), screen)
    assert isinstance(screen.file, io.StringIO)
    command = f'$ sayso read {ARTICLE} --published {PUBLISHED} --publisher "{PUBLISHER}"'
    lines = [command, *screen.file.getvalue().rstrip().splitlines()]
    return "\n".join(("    " + line).rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    main()
