"""Draws the plot of the README from a demo store: Russia and Israel in 2022, as each side tells it.

usage: write_readme_plot.py [STORE]

Without a store the demo is coded first, which takes half a minute.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console

from sayso.demo import run_demo
from sayso.relations import Comparison, compare
from sayso.relations.plots import write_plot
from sayso.store import open_store

ROOT = Path(__file__).resolve().parent.parent
PLOT = ROOT / "docs" / "images" / "relation-rus-isr.png"


def main() -> None:
    """Draw it and print what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo.db"
        if not store.exists():
            run_demo(store, Console(quiet=True))
        found = comparison(store)
        PLOT.parent.mkdir(exist_ok=True)
        write_plot(found, PLOT)
    print("\n".join(relation.caption for relation in found.relations))


def comparison(store: Path) -> Comparison:
    """What the plot shows."""
    with open_store(store, create=False) as opened:
        return compare(opened, "RUS", "ISR", perspectives=("A", "B"), since="2022-01-01", until="2022-12-31")


if __name__ == "__main__":
    main()
