"""Installs Debian's PostgreSQL and Chromium for the tests where that may be done without asking; elsewhere it says so.

usage: install_test_tools.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that some tests need, and what is left out where it is missing."""

    package: str
    is_there: Callable[[], bool]
    without: str


TOOLS = (
    Tool(
        "postgresql",
        lambda: bool(shutil.which("pg_ctl")) or any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")),
        "the store is tested on SQLite only",
    ),
    Tool("chromium", lambda: Path("/usr/bin/chromium").exists(), "the pages are not looked at in a browser"),
)


def main() -> None:
    """Never fails: without a tool its tests say that they were not run."""
    missing = [tool for tool in TOOLS if not tool.is_there()]
    if not missing:
        return
    command = as_administrator()
    if command is None:
        for tool in missing:
            print(f"{tool.package} is not installed: {tool.without}. To install it: apt-get install {tool.package}")
        return
    quiet = [*command, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    subprocess.run([*quiet, "update"], check=False)
    for tool in missing:
        install = [*quiet, "install", "--yes", "--no-install-recommends", tool.package]
        if subprocess.run(install, check=False).returncode:
            print(f"{tool.package} could not be installed: {tool.without}.")


def as_administrator() -> list[str] | None:
    """The beginning of a command that may install packages; None where that would ask for a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode:
        return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    main()
