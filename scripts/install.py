"""Makes the virtual environment, installs a lock file with its hashes, then Sayso itself. Needs only Python and pip.

usage: install.py VENV LOCKFILE
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Install into the environment; a second run changes only what differs."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Sayso needs Python {'.'.join(map(str, OLDEST_PYTHON))} or later; this is {sys.version.split()[0]}.")
    environment, lock = Path(sys.argv[1]), sys.argv[2]
    python = environment / "bin" / "python"
    if not python.exists():
        # Without pip inside: Debian's Python lacks `ensurepip`. The pip outside installs into the environment.
        venv.create(environment, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install", "--quiet"]
    run([*pip, "--require-hashes", "--requirement", lock])
    # The build backend is in the lock file, so that nothing is fetched without a hash.
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def run(command: list[str]) -> None:
    """Run a command and stop with its exit code where it fails."""
    finished = subprocess.run(command, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


if __name__ == "__main__":
    main()
