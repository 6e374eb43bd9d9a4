"""Keeps what was fetched, so that a page can be coded again when it is gone, and what is known of watched feeds."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sayso.fetching.addresses import article_key
from sayso.fetching.fetched import Fetched
from sayso.schema import Document
from sayso.store.records import read_coding, read_documents
from sayso.store.tables import metadata
from sayso.store.wordindex import index_of, quotation_passages, text_passage

fetched = metadata.tables["fetched"]
feeds = metadata.tables["watched_feeds"]
items = metadata.tables["watched_items"]
article_addresses = metadata.tables["article_addresses"]
versions = metadata.tables["versions"]
codings = metadata.tables["codings"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a watched feed; times are ISO 8601, UTC. It failed so often in a row, for the `problem`."""

    address: str
    etag: str | None = None
    last_modified: str | None = None
    last_read: str | None = None
    next_read: str | None = None
    failures: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """What became of one item of a feed. `stated` is a digest of what the feed said of it, `settled` 0 where it is to
    be tried again; `document_id` is None where it gave no document.
    """

    feed: str
    item: str
    address: str | None
    stated: str
    settled: int
    failures: int
    document_id: str | None
    first_seen: str


def keep_page(connection: Connection, page: Fetched, document_id: str | None) -> None:
    """Keep a page as it came. The same bytes from the same address are kept once, under the document they gave last."""
    same = and_(fetched.c.final_address == page.final_address, fetched.c.digest == page.digest)
    known = connection.execute(select(fetched.c.id, fetched.c.document_id).where(same)).first()
    if known is not None:
        if document_id is not None and known.document_id != document_id:
            connection.execute(update(fetched).where(fetched.c.id == known.id).values(document_id=document_id))
        return
    row = {
        "document_id": document_id,
        "address": page.address,
        "final_address": page.final_address,
        "status": page.status,
        "time": page.time,
        "headers": dict(page.headers),
        "digest": page.digest,
        "body": gzip.compress(page.body, mtime=0),
    }
    connection.execute(insert(fetched), row)


def kept_pages(connection: Connection, document_id: str | None = None) -> Iterator[tuple[Fetched, str | None]]:
    """The pages kept, the first one first, or those that gave a document; each with the document's id."""
    query = select(fetched).order_by(fetched.c.id)
    if document_id is not None:
        query = query.where(fetched.c.document_id == document_id)
    for row in connection.execute(query.execution_options(stream_results=True)).mappings():
        yield page_of(row), row["document_id"]


def page_of(row: Mapping[Any, Any]) -> Fetched:
    """The page that a row keeps."""
    fields = ("address", "final_address", "status", "time", "headers")
    return Fetched(**{field: row[field] for field in fields}, body=gzip.decompress(row["body"]))


def read_feed(connection: Connection, address: str) -> FeedState:
    """What is known of a feed; a new one has nothing but its address."""
    row = connection.execute(select(feeds).where(feeds.c.address == address)).mappings().first()
    return FeedState(**row) if row is not None else FeedState(address)


def write_feed(connection: Connection, state: FeedState) -> None:
    """Note what is known of a feed now."""
    put_rows(connection, feeds, [asdict(state)])


def read_items(connection: Connection, feed: str) -> dict[str, ItemState]:
    """What became of the items of a feed so far, by what the feed calls them."""
    rows = connection.execute(select(items).where(items.c.feed == feed)).mappings()
    return {row["item"]: ItemState(**row) for row in rows}


def write_item(connection: Connection, state: ItemState) -> None:
    """Note what became of an item."""
    put_rows(connection, items, [asdict(state)])


def put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, each in the place of the one that has its key."""
    adding = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
    key = {column.name for column in table.primary_key}
    others = {column.name: adding.excluded[column.name] for column in table.columns if column.name not in key}
    connection.execute(adding.on_conflict_do_update(index_elements=sorted(key), set_=others), rows)


def document_at(connection: Connection, addresses: Iterable[str]) -> str | None:
    """The document of the article that one of the addresses leads to."""
    query = select(article_addresses.c.document_id).where(article_addresses.c.address.in_(sorted(set(addresses))))
    found: str | None = connection.scalar(query.limit(1))
    return found


def write_addresses(connection: Connection, addresses: Iterable[str], document_id: str) -> None:
    """Note that these addresses lead to the article of a document."""
    rows = [{"address": address, "document_id": document_id} for address in sorted(set(addresses))]
    if rows:
        put_rows(connection, article_addresses, rows)


def write_addresses_of(connection: Connection, document: Document) -> None:
    """Note by which addresses a document is known that was fetched; for any other there is nothing to note."""
    fetched_from = document.extra.get("fetched_from")
    if fetched_from:
        write_addresses(connection, {article_key(each) for each in (fetched_from, document.url) if each}, document.id)


def put_in_place_of(connection: Connection, document_id: str, replaced: str, *, time: str) -> None:
    """Make a document the newer version of another: that one stays, with its coding, but no longer counts."""
    came_back = connection.scalar(select(versions.c.time).where(versions.c.replaces == document_id).limit(1))
    connection.execute(insert(versions), {"document_id": document_id, "replaces": replaced, "time": time})
    moved = article_addresses.c.document_id == replaced
    connection.execute(update(article_addresses).where(moved).values(document_id=document_id))
    retire(connection, replaced)
    if came_back is not None:
        index_of(connection).add(connection, map(text_passage, read_documents(connection, document_id)))


def retire(connection: Connection, document_id: str) -> None:
    """Let no coding of a document be the current one: what it says is no longer found or counted."""
    document = next(read_documents(connection, document_id))
    current = select(codings.c.run_id).where(codings.c.document_id == document_id, codings.c.current == 1)
    run_id = connection.scalar(current)
    passages = [text_passage(document)]
    if run_id is not None:
        passages += quotation_passages(read_coding(connection, document, run_id), run_id)
    index_of(connection).forget(connection, passages)
    connection.execute(update(codings).where(codings.c.document_id == document_id).values(current=0))


def earlier_versions(connection: Connection, document_id: str) -> list[str]:
    """The versions of an article that came before a document, the last one first."""
    found: list[str] = []
    waiting = [document_id]
    while waiting:
        query = select(versions.c.replaces).where(versions.c.document_id.in_(waiting)).order_by(versions.c.time.desc())
        before = dict.fromkeys(connection.scalars(query))
        waiting = [id for id in before if id != document_id and id not in found]
        found += waiting
    return found
