"""Debian's Chromium, where it is installed: what the end-to-end tests look at pages with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def missing_browser() -> str | None:
    """Why no page can be looked at; in CI that is a failure."""
    if CHROMIUM.exists():
        return None
    reason = "Chromium is not installed (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(f"CI looks at the pages too: {reason}")
    return reason


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page, each with where it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]
