"""Which files a batch reads, and by what it notices that one of them has changed since."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sayso.errors import BatchError, InputError, SaysoError, SettingsError
from sayso.readers.issues import Issues
from sayso.readers.open import files_below, format_by_ending


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was when the batch took it up.

    `path` is absolute, or a URL of another file system. `changed` is the time of its last change, or what that file
    system gives instead. `sha256` is None where only reading it over a network would tell.
    """

    path: str
    size: int
    changed: str
    sha256: str | None = None


def find_inputs(paths: Iterable[str], *, any_ending: bool = False) -> list[str]:
    """The files behind paths, patterns (`news/*.jsonl.gz`), folders and URLs, in the order given, each once.

    Of a folder only files with a known ending are taken, unless `any_ending`. Raises `InputError` where a path leads
    to nothing.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path == "-":
            raise SettingsError(
                "A batch cannot read standard input: it could not be taken up again. Save it to a file and name that."
            )
        if path.startswith(("http://", "https://")):
            raise SettingsError(f"{path}: a batch reads files, not the web. Fetch it first, or use `sayso add`.")
        files = list(remote_files(path, any_ending)) if is_remote(path) else list(local_files(path, any_ending))
        if not files:
            raise InputError(path, "there is no file that can be read", "Check the path, and the endings of the files")
        found |= dict.fromkeys(files)
    return list(found)


def local_files(path: str, any_ending: bool) -> Iterator[str]:
    """The files of one path of this machine; a name that exists is never taken for a pattern."""
    path = path.removeprefix("file://")
    exact = Path(path).exists() or not glob.has_magic(path)
    matched = [path] if exact else sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (the pattern may be absolute)
    for each in matched:
        if Path(each).is_dir():
            for file in files_below(each, Issues(None)):
                if any_ending or format_by_ending(file) is not None:
                    yield str(Path(file).absolute())
        elif Path(each).is_file():
            yield str(Path(each).absolute())


def remote_files(url: str, any_ending: bool) -> Iterator[str]:
    """The files behind a URL of another file system."""
    files, path = file_system(url)
    with reached(url):
        matched = [path] if files.exists(path) else sorted(files.glob(path)) if glob.has_magic(path) else []
        for each in matched:
            below = sorted(files.find(each)) if files.isdir(each) else [each]
            for file in below:
                if any_ending or below == [each] or format_by_ending(file) is not None:
                    yield str(files.unstrip_protocol(file)).removeprefix("file://")


def is_remote(path: str) -> bool:
    """Whether the path is a URL of another file system than this machine's own."""
    return "://" in path and not path.startswith("file://")


def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it, or a sentence that says what is missing."""
    import fsspec

    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"{url}: {error}. Install the fsspec driver of that file system, or check the URL."
        ) from error
    return files, str(path)


@contextmanager
def reached(url: str, *, may_be_missing: bool = False) -> Iterator[None]:
    """Make a `BatchError` of what a file system raises: each has errors of its own. A missing file may be no error."""
    try:
        yield
    except SaysoError:
        raise
    except Exception as error:
        if may_be_missing and isinstance(error, FileNotFoundError):
            raise
        raise BatchError(
            f"{url}: it cannot be reached ({type(error).__name__}: {error}). Check URL, access and network; "
            "what is done stays, and the same command goes on from there."
        ) from error


def look_at(path: str, *, known: InputFile | None = None) -> InputFile:
    """The file as it is now. Where size and time are those of `known`, its digest is taken over unread."""
    try:
        if is_remote(path):
            files, inside = file_system(path)
            with reached(path, may_be_missing=True):
                return InputFile(path, int(files.size(inside) or 0), str(files.ukey(inside)))
        state = Path(path).stat()
        changed = datetime.fromtimestamp(state.st_mtime, UTC).isoformat()
        seen = InputFile(path, state.st_size, changed)
        if known is not None and (known.size, known.changed) == (seen.size, seen.changed):
            return known
        with Path(path).open("rb") as stream:
            return replace(seen, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        raise InputError(
            path, f"the file cannot be read ({error.strerror or error})", "Check the path and the file"
        ) from error


def is_same(known: InputFile, now: InputFile) -> bool:
    """Whether a file still holds what it held: its digest decides, else its size and time."""
    if known.sha256 and now.sha256:
        return known.sha256 == now.sha256
    return (known.size, known.changed) == (now.size, now.changed)
