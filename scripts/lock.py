"""Resolves the dependencies of pyproject.toml and writes both lock files, every version pinned by hash."""

from __future__ import annotations

import subprocess
import sys

COMMON = ["--quiet", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]


def main() -> None:
    """The runtime lock first; the one for development is constrained by it."""
    compile_lock("requirements.lock", ["--extra", "build"])
    every = [option for extra in ("build", "dev", "frames", "postgres", "ray") for option in ("--extra", extra)]
    compile_lock("requirements-dev.lock", [*every, "--constraint", "requirements.lock"])


def compile_lock(output: str, options: list[str]) -> None:
    """Write one lock file with pip-tools."""
    command = [sys.executable, "-m", "piptools", "compile", *COMMON, "--strip-extras", "--allow-unsafe"]
    subprocess.run([*command, *options, "--output-file", output, "pyproject.toml"], check=True)


if __name__ == "__main__":
    main()
