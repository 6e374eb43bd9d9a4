"""The store behind the server, on both databases: read only, within a time, with a state that changes as it does."""

from __future__ import annotations

from time import monotonic

import pytest
from starlette.testclient import TestClient

from relations.acts import Act, article
from sayso import open_store
from sayso.errors import StoreError
from sayso.server import create_app
from sayso.server.problems import TooSlow
from sayso.server.stores import DEADLINE, ServedStore, Stores
from store.conftest import address, path, server, template  # noqa: F401  (fixtures)

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
DAYS = ("2022-03-01", "2022-03-01", "2022-04-02", None, None)


@pytest.fixture
def filled(address: str) -> str:  # noqa: F811
    """Two documents whose events fall on the same days, on others, and on none."""
    with open_store(address) as store:
        run = store.begin_run()
        for identity in ("d/2", "d1"):
            store.add(article(identity, *(Act("RUS", "ISR", day) for day in DAYS)), run)
    return address


def test_a_question_is_broken_off_at_the_deadline(filled: str) -> None:
    token = DEADLINE.set(monotonic() + 0.3)
    try:
        with ServedStore.open(filled, create=False) as served:
            with pytest.raises(TooSlow), served.reading() as connection:
                connection.exec_driver_sql(ENDLESS)
            with pytest.raises(TooSlow):
                served.counts()
            DEADLINE.set(None)
            assert served.counts()["documents"] == 2
    finally:
        DEADLINE.reset(token)


def test_nothing_can_be_changed_through_the_store_of_the_pages(filled: str) -> None:
    with ServedStore.open(filled, create=False) as served:
        with pytest.raises(StoreError, match="served for reading"):
            served.begin_run()
        with pytest.raises(StoreError, match=r"readonly|read-only"), served.reading() as connection:
            connection.exec_driver_sql("DELETE FROM documents")
        assert served.counts()["documents"] == 2


def test_the_state_changes_with_the_store_and_only_then(filled: str) -> None:
    stores = Stores(filled)
    before = stores.state()
    assert list(stores.reader.events()) and stores.state() == before
    stores.writer().begin_run()
    assert stores.state() != before
    stores.close()


@pytest.mark.parametrize("limit", [1, 3, 4])
def test_pages_go_on_where_they_ended_whatever_the_days(filled: str, limit: int) -> None:
    app = create_app(filled)
    client = TestClient(app, base_url="http://localhost")
    listed: list[tuple[str, str]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get("/api/events", params={"limit": limit, **cursor}).json()
        listed += [(row["document_id"], row["event_id"]) for row in answer["items"]]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    with open_store(filled) as store:
        assert listed == [(row.document_id, row.event_id) for row in store.events()]
    assert len(listed) == 2 * len(DAYS)
    app.state.stores.close()


@pytest.mark.parametrize("asked", ["/", "/relation/RUS/ISR", "/events", "/event/d/2/e1", "/api/overview"])
def test_pages_are_there_on_every_database(filled: str, asked: str) -> None:
    app = create_app(filled)
    answer = TestClient(app, base_url="http://localhost").get(asked, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "2022-0" in answer.text and "RUS" in answer.text
    app.state.stores.close()
