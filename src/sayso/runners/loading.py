"""Brings parts into a store, shard by shard. What is there already is passed over, so it can be broken off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow
from sqlalchemy import func, select

from sayso.errors import BatchError
from sayso.runners.folder import Folder, open_folder
from sayso.runners.manifest import Manifest, read_manifest, read_markers
from sayso.runners.parts import TABLES, coded_documents, part_name, read_part
from sayso.schema import Issue
from sayso.store import Run, Store
from sayso.store.rows import record_of
from sayso.store.tables import metadata

# So many documents share a transaction: two or three times quicker than one each, and each is still kept whole or not.
TOGETHER = 200
IDS_AT_ONCE = 500

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Loaded:
    """What became of the parts: how many documents were "added", "recoded", "already there" or "refused"."""

    shards: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    issues: int = 0
    complete: bool = True


def load_parts(
    parts: str,
    store: Store,
    *,
    recode: bool = False,
    on_shard: Callable[[int, int], None] = lambda done, of: None,
) -> Loaded:
    """Bring all finished shards of a folder into a store, as one run; `on_shard` is told after each.

    With `recode` a document that the store holds gets a new coding beside its earlier ones. Repeating it adds what has
    been coded since. Documents and issues are kept once, however often it is broken off.
    """
    folder = open_folder(parts)
    manifest = read_manifest(folder)
    if manifest is None:
        raise BatchError(f"{folder.name} holds no parts that `sayso code` wrote. Check the path.")
    shards = list(read_markers(folder))
    run = run_of(manifest, store)
    loader = Loader(folder, store, run, recode)
    for number, shard in enumerate(shards, 1):
        loader.load(shard)
        on_shard(number, len(shards))
    loader.loaded.complete = manifest.complete
    store.finish_run(run)
    return loader.loaded


def run_of(manifest: Manifest, store: Store) -> Run:
    """The run of the store that stands for these parts: begun now, or when loading was begun."""
    identity = f"{manifest.digest} {manifest.created}"
    for run in store.runs():
        if run.settings.get("parts") == identity:
            return run
    facts = manifest.facts
    model, _, version = facts["model"].rpartition(" ")
    return store.begin_run(
        codebook=facts["codebook"], model=model, model_version=version, settings={"parts": identity, **facts}
    )


class Loader:
    """Loads one shard after another."""

    def __init__(self, folder: Folder, store: Store, run: Run, recode: bool) -> None:
        self.folder = folder
        self.store = store
        self.run = run
        self.recode = recode
        self.loaded = Loaded()
        self.known_issues = set(store.issues(run))

    def load(self, shard: str) -> None:
        """One shard: its documents with their codings, then the issues of what gave no document."""
        rows = {"documents": self.rows("documents", shard)}
        ids = [row["id"] for row in rows["documents"]]
        if len(ids) == self.count_kept(ids):
            self.loaded.documents["already there"] += len(ids)
            rows["issues"] = self.rows("issues", shard)
        else:
            rows |= {name: self.rows(name, shard) for name in TABLES if name != "documents"}
            self.keep(rows)
        kept = set(ids)
        for row in rows["issues"]:
            if row["document_id"] not in kept:
                self.note(record_of(Issue, row))
        self.loaded.shards += 1

    def keep(self, rows: dict[str, Rows]) -> None:
        """Add the documents of a shard, or code them again."""
        coded = coded_documents(rows)
        if self.recode:
            self.loaded.documents.update(self.store.recode(each, self.run) for each in coded)
        else:
            self.loaded.documents.update(self.store.add_all(coded, self.run, together=TOGETHER))

    def note(self, issue: Issue) -> None:
        """Keep an issue, once."""
        if issue not in self.known_issues:
            self.known_issues.add(issue)
            self.store.add_issue(issue, self.run)
            self.loaded.issues += 1

    def count_kept(self, ids: Sequence[str]) -> int:
        """How many of these documents the store holds; of a run that codes again, as coded by it."""
        table = metadata.tables["codings" if self.recode else "documents"]
        column = table.c.document_id if self.recode else table.c.id
        count = 0
        with self.store.reading() as connection:
            for some in chunks(ids, IDS_AT_ONCE):
                query = select(func.count()).select_from(table).where(column.in_(some))
                if self.recode:
                    query = query.where(table.c.run_id == self.run.id)
                count += connection.execute(query).scalar_one()
        return count

    def rows(self, table: str, shard: str) -> Rows:
        """The rows of one part."""
        data = self.folder.read(part_name(table, shard))
        if data is None:
            raise BatchError(
                f"{self.folder.name}/{part_name(table, shard)} is missing, though its shard was done. Delete "
                f"done/{shard}.json and run `sayso code` again."
            )
        try:
            return read_part(data)
        except (pyarrow.ArrowException, ValueError, KeyError) as error:
            raise BatchError(
                f"{self.folder.name}/{part_name(table, shard)} is damaged ({error}). Delete done/{shard}.json and run "
                "`sayso code` again."
            ) from error


def chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
