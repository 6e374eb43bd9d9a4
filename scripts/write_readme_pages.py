"""Takes the pictures of the README from a demo store, in Debian's Chromium: a relation, and an article in the reader.

usage: write_readme_pages.py [STORE]

Without a store the demo is coded first, which takes half a minute.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.console import Console

from sayso.demo import run_demo
from sayso.server import create_app

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from server.browsing import CHROMIUM  # noqa: E402
from server.live import serving  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 1080
RELATION = "/relation/RUS/ISR?since=2022-01-01&until=2022-12-31&from=2022-10-01&to=2022-10-31"
# Iran denies in it what others say of its drones.
READER = "/read/demo-006?show=e2#e2"


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo.db"
        if not store.exists():
            run_demo(store, Console(quiet=True))
        IMAGES.mkdir(exist_ok=True)
        with serving(create_app(store)) as address, sync_playwright() as playwright:
            # It runs as root in containers, where its sandbox does not start.
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            take(page, address + RELATION, IMAGES / "relation-page.png", wait_for=".drawing svg")
            take(page, address + READER, IMAGES / "reader-page.png", wait_for="article .text")
            browser.close()


def take(page: Page, address: str, file: Path, *, wait_for: str) -> None:
    """One picture of what is seen without scrolling."""
    page.goto(address)
    page.locator(wait_for).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=str(file), animations="disabled")
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
