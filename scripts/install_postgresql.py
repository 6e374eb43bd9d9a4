"""Installs Debian's PostgreSQL for the tests where that may be done without asking; elsewhere it says so and goes on.

usage: install_postgresql.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PACKAGE = "postgresql"


def main() -> None:
    """Never fails: without a server the tests of the store say that they were not run on one."""
    if shutil.which("pg_ctl") or any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
        return
    command = as_administrator()
    if command is None:
        print(f"The store is tested on SQLite only. To test it on PostgreSQL too: apt-get install {PACKAGE}")
        return
    quiet = [*command, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    subprocess.run([*quiet, "update"], check=False)
    if subprocess.run([*quiet, "install", "--yes", "--no-install-recommends", PACKAGE], check=False).returncode:
        print(f"{PACKAGE} could not be installed; the store is tested on SQLite only.")


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
