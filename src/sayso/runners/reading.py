"""Reads the files of a section one after another, from any place on, and knows at any time where it stands."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

import psutil

from sayso.errors import BatchError, SaysoError
from sayso.readers import ReadOptions, read_documents
from sayso.runners.inputs import InputFile, file_system, is_remote, reached
from sayso.schema import Document, Issue


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a section: so many documents into the file of this index, about so many bytes into the section.

    `issues` is how many were handed on since the last of those documents.
    """

    file: int = 0
    documents: int = 0
    bytes: int = 0
    issues: int = 0


class SectionReading:
    """The documents and issues of some files in order, from a place on.

    A file whose reading ended a process before is `broken`: only so many of its documents are read, then comes the
    issue. `on_document` is told the file and the number of each document just before it is handed on.
    """

    def __init__(
        self,
        files: Sequence[InputFile],
        options: ReadOptions,
        begin: Place = Place(),
        *,
        broken: Mapping[int, tuple[int, Issue]],
        on_document: Callable[[int, int], None],
    ) -> None:
        self.files = files
        self.options = options
        self.begin = begin
        self.broken = broken
        self.on_document = on_document
        self._file, self._documents, self._issues = begin.file, begin.documents, begin.issues
        self._local: str | None = None
        self._at_end = False

    def __iter__(self) -> Iterator[Document | Issue]:
        for index in range(self.begin.file, len(self.files)):
            self._file, self._documents, self._issues = index, 0, 0
            self.on_document(index, 0)
            yield from self._read(index)
        self._at_end = True

    @property
    def place(self) -> Place:
        """Where the reading stands: after what was handed on last."""
        read = sum(file.size for file in self.files[: self._file + self._at_end])
        if self._local is not None and not self._at_end:
            read += bytes_read(self._local)
        return Place(self._file, self._documents, read, self._issues)

    def _read(self, index: int) -> Iterator[Document | Issue]:
        begin = self.begin if index == self.begin.file else Place(index)
        most, issue = self.broken.get(index, (None, None))
        noted: list[Issue] = []
        for document in islice(self._documents_of(self.files[index].path, noted), most):
            yield from self._hand_on(noted, begin)
            noted.clear()
            self._documents, self._issues = self._documents + 1, 0
            self.on_document(index, self._documents)
            if self._documents > begin.documents:
                yield document
        yield from self._hand_on([*noted, *([issue] if issue else [])], begin)

    def _hand_on(self, noted: Sequence[Issue], begin: Place) -> Iterator[Issue]:
        """What was noted since the last document; what came before the place where we begin is in shards already."""
        if self._documents >= begin.documents:
            self._issues = begin.issues if self._documents == begin.documents else 0
            for issue in noted[self._issues :]:
                self._issues += 1
                yield issue

    def _documents_of(self, path: str, noted: list[Issue]) -> Iterator[Document]:
        try:
            with at_hand(path) as local:
                self._local = local
                known_as = partial(named, local=local, path=path)
                yield from read_documents([local], self.options, on_issue=lambda issue: noted.append(known_as(issue)))
        except BatchError:
            # Not the file's fault: where the network fails, all that is left would be lost file by file.
            raise
        except SaysoError as error:
            noted.append(Issue("reader", str(error), path=path))
        except FileNotFoundError:
            noted.append(Issue("reader", "the file is no longer there", "Put it back, or leave it out", path=path))
        except Exception as error:
            # A reader that fails on one file must not cost the others.
            problem = f"the file could not be read to its end ({type(error).__name__}: {error})"
            noted.append(Issue("reader", problem, "Report this, with the file", path=path))
        finally:
            self._local = None


@contextmanager
def at_hand(path: str) -> Iterator[str]:
    """The file on this machine; one of another file system is fetched for the time of its reading."""
    if not is_remote(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        local = Path(folder) / PurePosixPath(path).name
        files, inside = file_system(path)
        with reached(path, may_be_missing=True):
            files.get_file(inside, str(local))
        yield str(local)


def named(issue: Issue, local: str, path: str) -> Issue:
    """The issue by the name that the user knows the file by."""
    return issue if local == path or issue.path != local else replace(issue, path=path)


def bytes_read(path: str) -> int:
    """How far this process has read an open file, packed or not; 0 where the system does not tell."""
    for opened in psutil.Process().open_files():
        if opened.path == path:
            return int(getattr(opened, "position", 0))
    return 0
