"""Where a batch writes: a folder of this machine or of any file system that fsspec knows. No file is there in part."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sayso.errors import BatchError
from sayso.runners.inputs import file_system, is_remote, reached

STAGING = ".staging"
LOCK = ".lock"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SAME_AGAIN = "what is done stays, and the same command goes on from there"


class Folder(Protocol):
    """A place for files, named by paths relative to it."""

    name: str

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files so that none is ever seen in part, and the last only after all others."""
        ...

    def read(self, name: str) -> bytes | None:
        """The content of a file, None where there is none."""
        ...

    def read_all(self, below: str) -> dict[str, bytes]:
        """The content of all that lies directly in a folder of files, by name."""
        ...

    def names(self, below: str = "") -> list[str]:
        """The names of what lies directly in a folder, sorted; hidden ones are left out."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """Take files away; one that is not there is no error."""
        ...


def open_folder(path: str, *, may_publish: Callable[[], bool] = lambda: True) -> Folder:
    """The folder at a path or URL. `may_publish` is asked before files that are written come into view."""
    if is_remote(path):
        return RemoteFolder(path)
    return LocalFolder(Path(path.removeprefix("file://")).absolute(), may_publish)


class LocalFolder:
    """A folder on a disk. Files are written beside it, forced to the disk, then renamed into their places."""

    def __init__(self, path: Path, may_publish: Callable[[], bool] = lambda: True) -> None:
        self.name = str(path)
        self.path = path
        self.may_publish = may_publish

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write all or, where it fails, nothing that can be seen but whole files."""
        first = next(iter(files)).replace("/", "-")
        staging = self.path / STAGING / f"{first}.{os.getpid()}"
        try:
            staging.mkdir(parents=True, exist_ok=True)
            staged = [(write_through(staging / str(n), data), name) for n, (name, data) in enumerate(files.items())]
            if self.may_publish():
                self._publish(staged)
        except OSError as error:
            raise self._told(error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _publish(self, staged: list[tuple[Path, str]]) -> None:
        for written, name in staged:
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            written.replace(target)
            # One by one: the marker comes last, and must not reach the disk before what it vouches for.
            sync_folder(target.parent)

    def read(self, name: str) -> bytes | None:
        """The content of a file."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._told(error) from error

    def read_all(self, below: str) -> dict[str, bytes]:
        """The content of the files of a folder."""
        return {name: self.read(f"{below}/{name}") or b"" for name in self.names(below)}

    def names(self, below: str = "") -> list[str]:
        """What lies directly in a folder."""
        try:
            return sorted(each.name for each in (self.path / below).iterdir() if not each.name.startswith("."))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._told(error) from error

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""
        try:
            for name in names:
                (self.path / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._told(error) from error

    def _told(self, error: OSError) -> BatchError:
        if error.errno in FULL:
            return BatchError(f"{self.name}: the disk is full. Make room: {SAME_AGAIN}.")
        return BatchError(f"{self.name}: it cannot be written or read ({error.strerror or error}). Check the folder.")


class RemoteFolder:
    """A folder on another file system, where a file comes into view whole when its upload ends (as on S3)."""

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")
        self.files, self.root = file_system(self.name)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Upload all but the last, together where the file system can, then the last."""
        *others, last = files
        with reached(self.name):
            for folder in {self._path(name).rpartition("/")[0] for name in files}:
                self.files.makedirs(folder, exist_ok=True)
            if others:
                self.files.pipe({self._path(name): files[name] for name in others})
            self.files.pipe_file(self._path(last), files[last])

    def read(self, name: str) -> bytes | None:
        """The content of a file."""
        try:
            with reached(self.name, may_be_missing=True):
                return bytes(self.files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def read_all(self, below: str) -> dict[str, bytes]:
        """The content of the files of a folder, fetched together: a batch may have a hundred thousand markers."""
        paths = {self._path(f"{below}/{name}"): name for name in self.names(below)}
        with reached(self.name):
            # The file system may name them in another way than it was asked.
            found = self.files.cat(list(paths)) if paths else {}
        return {str(path).rpartition("/")[2]: bytes(data) for path, data in sorted(found.items())}

    def names(self, below: str = "") -> list[str]:
        """What lies directly in a folder."""
        try:
            with reached(self.name, may_be_missing=True):
                listed = self.files.ls(self._path(below), detail=False, refresh=True)
        except FileNotFoundError:
            return []
        found = (str(path).rstrip("/").rpartition("/")[2] for path in listed)
        return sorted(name for name in found if not name.startswith("."))

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""
        with reached(self.name):
            for name in names:
                if self.files.exists(self._path(name)):
                    self.files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}".rstrip("/")


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Hold a folder of this machine for one run; the system lets go of it however the process ends."""
    if not isinstance(folder, LocalFolder):
        yield
        return
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        stream = (folder.path / LOCK).open("w")
    except OSError as error:
        raise folder._told(error) from error
    with stream:
        hold(stream.fileno(), folder.name)
        shutil.rmtree(folder.path / STAGING, ignore_errors=True)
        yield


def hold(descriptor: int, name: str) -> None:
    """Lock an open file, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BatchError(f"{name}: another run is writing there. Wait for its end, or give another folder.") from error


def write_through(path: Path, data: bytes) -> Path:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return path


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder; where folders cannot be opened, the system sees to it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
