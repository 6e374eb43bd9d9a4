"""A PostgreSQL server for the tests: made in a temporary folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "sayso"
# The server refuses to run as root; these are tried in turn, the first being made by Debian's package.
UNPRIVILEGED = ("postgres", "nobody")
# Nothing here outlives the tests, so nothing need be safe from a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


class NoServer(Exception):
    """PostgreSQL is not installed, or does not start; says why."""


def binaries() -> Path:
    """The folder with `initdb` and `pg_ctl`: the latest of Debian's, else the one on the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("pg_ctl")
    for folder in [*reversed(folders), *([Path(on_path).resolve().parent] if on_path else [])]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise NoServer("PostgreSQL is not installed (Debian: apt-get install postgresql)")


@contextmanager
def running_server() -> Iterator[str]:
    """A server while the block runs; gives a URL with `{}` for the name of a database."""
    commands = binaries()
    # A short path of its own: a socket's may have 107 characters, and the server's user must be able to enter it.
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-", dir="/tmp"))
    data = folder / "data"
    try:
        user = _give_away(folder)
        _run([*user, commands / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C"], "-N")
        options = [f"-c {name}='{value}'" for name, value in (SETTINGS | {"unix_socket_directories": folder}).items()]
        _run([*user, commands / "pg_ctl", "-D", data, "-l", folder / "log", "-o", " ".join(options)], "-w", "start")
        try:
            yield f"postgresql://{SUPERUSER}@/{{}}?host={folder}"
        finally:
            _run([*user, commands / "pg_ctl", "-D", data], "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> list[str]:
    """As root, hand the folder to another user; the beginning of a command that runs as that user."""
    if os.geteuid() != 0:
        return []
    for name in UNPRIVILEGED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        if not (setpriv := shutil.which("setpriv")):
            raise NoServer("the tests run as root, and there is no `setpriv` (util-linux) to start a server otherwise")
        return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise NoServer(f"the tests run as root, and there is none of the users {', '.join(UNPRIVILEGED)}")


def _run(command: list[str | Path], *options: str) -> None:
    # From a folder that the server's user can enter. No pipe: the server would hold it open after `pg_ctl` has ended.
    with tempfile.TemporaryFile() as said:
        finished = subprocess.run([*command, *options], cwd="/", stdout=said, stderr=said, check=False)
        if finished.returncode:
            said.seek(0)
            raise NoServer(f"PostgreSQL does not start: {said.read().decode(errors='replace').strip()}")
