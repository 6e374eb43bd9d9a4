"""What was fetched, what is known of feeds, and versions of an article, on both databases."""

from __future__ import annotations

from dataclasses import replace

from sayso.fetching import Fetched
from sayso.schema import CodedDocument
from sayso.store import EventFilter, Run, Store
from sayso.store.fetched import (
    FeedState,
    ItemState,
    document_at,
    earlier_versions,
    keep_page,
    kept_pages,
    put_in_place_of,
    read_feed,
    read_items,
    write_addresses,
    write_feed,
    write_item,
)

from .examples import DRONES

PAGE = Fetched(
    "https://c.example/a", "https://c.example/b", 200, "2023-05-04T12:00:00+00:00", {"etag": '"ä"'}, b"caf\xe9 \x00 <p>"
)


def version(id: str) -> CodedDocument:
    """The example under another id."""
    return replace(DRONES, document=replace(DRONES.document, id=id))


def test_a_page_comes_back_byte_for_byte(store: Store) -> None:
    with store.writing() as connection:
        keep_page(connection, PAGE, "d1")
    with store.reading() as connection:
        assert list(kept_pages(connection)) == [(PAGE, "d1")]
        assert list(kept_pages(connection, "d2")) == []


def test_the_same_bytes_are_kept_once_under_the_last_document(store: Store) -> None:
    with store.writing() as connection:
        keep_page(connection, PAGE, None)
        keep_page(connection, PAGE, "d2")
        keep_page(connection, PAGE, None)
        keep_page(connection, replace(PAGE, body=b"other"), None)
    with store.reading() as connection:
        assert [(page.body, id) for page, id in kept_pages(connection)] == [(PAGE.body, "d2"), (b"other", None)]


def test_the_state_of_a_feed_is_replaced(store: Store) -> None:
    state = FeedState("https://c.example/feed", '"v1"', None, "2023-05-04T12:00:00+00:00", None, 2, "it is broken")
    with store.writing() as connection:
        write_feed(connection, replace(state, failures=1))
        write_feed(connection, state)
    with store.reading() as connection:
        assert read_feed(connection, state.address) == state
        assert read_feed(connection, "https://d.example/feed") == FeedState("https://d.example/feed")


def test_the_state_of_an_item_is_replaced(store: Store, run: Run) -> None:
    store.add(version("d1"), run)
    state = ItemState("https://c.example/feed", "item-1", None, "ab12", 1, 0, "d1", "2023-05-04T12:00:00+00:00")
    with store.writing() as connection:
        write_item(connection, replace(state, settled=0, failures=3))
        write_item(connection, state)
    with store.reading() as connection:
        assert read_items(connection, state.feed) == {"item-1": state}
        assert read_items(connection, "https://d.example/feed") == {}


def test_an_article_is_known_by_each_of_its_addresses(store: Store, run: Run) -> None:
    store.add_all([version("d1"), version("d2")], run)
    with store.writing() as connection:
        write_addresses(connection, {"c.example/a", "c.example/b"}, "d1")
        write_addresses(connection, {"c.example/b"}, "d2")
        write_addresses(connection, set(), "d3")
    with store.reading() as connection:
        assert document_at(connection, ["c.example/a", "c.example/x"]) == "d1"
        assert document_at(connection, ["c.example/b"]) == "d2"
        assert document_at(connection, ["c.example/x"]) is None


def test_a_version_that_was_replaced_is_kept_and_no_longer_found_or_counted(store: Store, run: Run) -> None:
    store.add(version("old"), run)
    before = store.counts()
    store.add(version("new"), run)
    with store.writing() as connection:
        write_addresses(connection, {"c.example/a"}, "old")
        put_in_place_of(connection, "new", "old", time="2023-05-04T12:00:00+00:00")
    assert {row.document_id for row in store.events()} == {"new"}
    assert store.counts() == {**before, "documents": 2, "issues": 2 * before["issues"]}
    assert found(store) == {"new"}
    store.index_words()
    assert found(store) == {"new"}, "nor when the index is made anew"
    with store.reading() as connection:
        assert document_at(connection, ["c.example/a"]) == "new"
        assert earlier_versions(connection, "new") == ["old"]
        assert earlier_versions(connection, "old") == []


def found(store: Store) -> set[str | None]:
    """The documents whose text or quotations hold the words."""
    return {hit.document_id for hit in store.search("shipped drones")}


def test_versions_that_go_back_and_forth_end(store: Store, run: Run) -> None:
    store.add(version("a"), run)
    store.add(version("b"), run)
    with store.writing() as connection:
        put_in_place_of(connection, "b", "a", time="2023-05-04T12:00:00+00:00")
        put_in_place_of(connection, "a", "b", time="2023-05-05T12:00:00+00:00")
        put_in_place_of(connection, "b", "a", time="2023-05-06T12:00:00+00:00")
    with store.reading() as connection:
        assert earlier_versions(connection, "b") == ["a"]
    assert found(store) == {"b"}


def test_what_was_known_on_a_day_is_the_version_of_that_day(store: Store, run: Run) -> None:
    store.add(version("old"), run)
    store.add(version("new"), run)
    with store.writing() as connection:
        put_in_place_of(connection, "new", "old", time="2999-05-04T12:00:00+00:00")
    known = {
        day: {row.document_id for row in store.events(EventFilter(known_on=day))}
        for day in ("2999-05-03", "2999-05-04")
    }
    assert known == {"2999-05-03": {"old", "new"}, "2999-05-04": {"new"}}
