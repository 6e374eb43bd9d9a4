"""Pictures of pages for whoever wants to look at them: light, dark, and as wide as a phone.

usage: python -m tests.server.pictures STORE FOLDER [NAME…]
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from sayso.server import create_app

from .browsing import CHROMIUM
from .live import serving
from .site import PAGES

LOOKS = {"light": (1280, 800, "light"), "dark": (1280, 800, "dark"), "phone": (375, 760, "light")}


def main() -> None:
    """Write one PNG for each page and look."""
    store, folder, *names = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with serving(create_app(store)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for look, (width, height, theme) in LOOKS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
            page.on("console", lambda message: print(message.type, message.text))
            for each in PAGES:
                if names and each.name not in names:
                    continue
                page.goto(address + each.path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=str(Path(folder) / f"{each.name}-{look}.png"), full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
