"""Who may ask and who may write, what a page may do, and words of articles that try to be more than words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from sayso import open_store
from sayso.errors import SettingsError
from sayso.relations import plots
from sayso.schema import (
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Mention,
    QuotedSpan,
    Span,
)
from sayso.server import ServerOptions, create_app
from sayso.server.routes import ROUTERS
from sayso.server.security import COOKIE, Writer, csrf_of, writer_of

from .live import serving
from .site import PAGES

TOKEN = "another token that is long enough"
ROOT = Path(__file__).parent.parent.parent
VENDOR = (ROOT / "src/sayso/web/static/vendor", ROOT / "tests/server/vendor")
HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> "
    '</script><svg onload="window.hacked=3"> {{ 7 * 7 }} ‮txet‬ ⁦ ' + "W" * 5000
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one article, whose words, names and publisher are hostile."""
    path = tmp_path / "hostile.db"
    text = f"{HOSTILE} attacked Israel. {HOSTILE}"
    at = text.index("attacked")
    event = Event(
        "e1",
        QuotedSpan(at, at + 8, "attacked"),
        Span(0, at + 16),
        "ASSAULT",
        None,
        ("military",),
        "190",
        4,
        -9.0,
        -9.0,
        ("m1",),
        ("m2",),
        (),
        None,
        EventDate("2023-01-01", "2023-01-01", "day"),
        None,
        "actual",
        None,
        None,
        0.9,
        HOSTILE,
    )
    document = Document(
        "a/b?c#<d>", text, title=HOSTILE, url="javascript:alert(1)", publisher=HOSTILE, published="2023-01-01"
    )
    coded = CodedDocument(
        document,
        sentences=(Span(0, at + 16),),
        entities=(Entity("RUS", HOSTILE, "state", "RUS"), Entity("ISR", "Israel", "state", "ISR")),
        mentions=(
            Mention("m1", 0, len(HOSTILE), HOSTILE, "name", "RUS"),
            Mention("m2", at + 9, at + 15, "Israel", "name", "ISR"),
        ),
        events=(event,),
        claims=(Claim("e1", None, None, "certain", "positive"),),
    )
    with open_store(path) as opened:
        run = opened.begin_run()
        assert opened.add(coded, run) == "added"
        opened.finish_run(run)
    return path


@pytest.fixture
def app(store: Path) -> FastAPI:
    made = create_app(store, ServerOptions(token=TOKEN))
    add_writing(made)
    return made


def add_writing(app: FastAPI) -> None:
    """A route that writes, as review has them."""
    router = APIRouter()

    @router.post("/write")
    def write(who: Writer) -> dict[str, str]:
        return {"who": who}

    app.include_router(router)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


class TestReading:
    def test_on_this_machine_it_needs_no_token(self, client: TestClient) -> None:
        assert client.get("/").status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", ""])
    def test_a_name_that_is_not_this_machines_is_refused(self, client: TestClient, host: str) -> None:
        assert client.get("/api/events", headers={"Host": host}).status_code == 403

    @pytest.mark.parametrize("host", ["localhost:8123", "127.0.0.1", "[::1]:8000"])
    def test_names_of_this_machine_are_taken(self, client: TestClient, host: str) -> None:
        assert client.get("/api/events", headers={"Host": host}).status_code == 200

    def test_elsewhere_it_needs_the_token(self, store: Path) -> None:
        options = ServerOptions(host="0.0.0.0", token=TOKEN)
        client = TestClient(create_app(store, options), base_url="http://news.example", follow_redirects=False)
        for path in ("/api/events", "/api/openapi.json", "/api/events.csv"):
            refused = client.get(path)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
            assert client.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert client.get("/api/events", headers={"Authorization": "Bearer wrong"}).status_code == 401
        asked = client.get("/", headers={"Accept": "text/html"})
        assert (asked.status_code, asked.headers["location"]) == (303, "/login")
        assert client.get("/login").status_code == 200

    def test_the_link_with_the_token_signs_one_in_and_hides_it(self, store: Path) -> None:
        options = ServerOptions(host="0.0.0.0", token=TOKEN)
        client = TestClient(create_app(store, options), base_url="http://news.example", follow_redirects=False)
        entered = client.get("/events", params={"actor": "RUS", "token": TOKEN}, headers={"Accept": "text/html"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/events?actor=RUS")
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
        assert client.get("/events").status_code == 200

    def test_the_form_signs_one_in(self, store: Path) -> None:
        options = ServerOptions(host="0.0.0.0", token=TOKEN)
        client = TestClient(create_app(store, options), base_url="http://news.example", follow_redirects=False)
        here = {"Origin": "http://news.example"}
        assert client.post("/login", data={"token": "wrong"}, headers=here).status_code == 401
        assert (
            client.post("/login", data={"token": TOKEN}, headers={"Origin": "http://evil.example"}).status_code == 403
        )
        assert client.post("/login", data={"token": TOKEN}, headers=here).status_code == 303
        assert client.get("/events").status_code == 200

    def test_a_proxys_user_is_believed_only_from_the_proxy(self, store: Path) -> None:
        for proxies, status in ((("testclient",), 200), (("10.0.0.1",), 401)):
            options = ServerOptions(user_header="X-Remote-User", proxies=proxies, token=TOKEN)
            client = TestClient(create_app(store, options), base_url="http://localhost")
            assert client.get("/api/events", headers={"X-Remote-User": "ada"}).status_code == status
            assert client.get("/api/events").status_code == 401

    def test_a_short_token_is_refused(self) -> None:
        with pytest.raises(SettingsError, match="16 or more"):
            ServerOptions(token="short")

    def test_each_server_has_a_token_of_its_own_that_is_not_printed_by_chance(self) -> None:
        one, other = ServerOptions(), ServerOptions()
        assert one.token != other.token
        assert one.token not in repr(one)


class TestWriting:
    def test_it_needs_the_token(self, client: TestClient) -> None:
        assert client.post("/write", headers={"Origin": "http://localhost"}).status_code == 401

    def test_a_program_sends_the_token_itself(self, client: TestClient) -> None:
        answer = client.post("/write", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.json() == {"who": "local"}

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Origin": "http://localhost", "X-CSRF-Token": "right"}, 200),
            ({"Referer": "http://localhost/review", "X-CSRF-Token": "right"}, 200),
            ({"Origin": "http://localhost"}, 403),
            ({"Origin": "http://localhost", "X-CSRF-Token": "wrong"}, 403),
            ({"Origin": "http://localhost:81", "X-CSRF-Token": "right"}, 403),
            ({"Origin": "null", "X-CSRF-Token": "right"}, 403),
            ({"X-CSRF-Token": "right"}, 403),
        ],
    )
    def test_a_browser_must_come_from_a_page_of_this_server(
        self, client: TestClient, app: FastAPI, headers: dict[str, str], status: int
    ) -> None:
        client.cookies.set(COOKIE, TOKEN)
        if headers.get("X-CSRF-Token") == "right":
            headers = headers | {"X-CSRF-Token": csrf_of(app.state.options)}
        assert client.post("/write", headers=headers).status_code == status

    def test_a_form_may_carry_the_csrf_token(self, client: TestClient, app: FastAPI) -> None:
        client.cookies.set(COOKIE, TOKEN)
        form = {"csrf": csrf_of(app.state.options)}
        assert client.post("/write", data=form, headers={"Origin": "http://localhost"}).status_code == 200

    def test_pages_show_the_csrf_token_only_to_who_may_write(self, client: TestClient, app: FastAPI) -> None:
        secret = csrf_of(app.state.options)
        assert secret not in client.get("/").text
        client.cookies.set(COOKIE, TOKEN)
        assert secret in client.get("/").text

    def test_the_proxys_user_is_who_writes(self, store: Path) -> None:
        options = ServerOptions(user_header="X-Remote-User", proxies=("testclient",), token=TOKEN)
        app = create_app(store, options)
        add_writing(app)
        headers = {"X-Remote-User": "ada", "Origin": "http://localhost", "X-CSRF-Token": csrf_of(options)}
        client = TestClient(app, base_url="http://localhost")
        assert client.post("/write", headers=headers).json() == {"who": "ada"}

    def test_a_large_request_is_refused_whether_it_says_so_or_not(self, store: Path) -> None:
        app = create_app(store, ServerOptions(token=TOKEN, largest_request=1000))
        add_writing(app)
        client = TestClient(app, base_url="http://localhost")
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert client.post("/write", content=b"x" * 2000, headers=headers).status_code == 413
        form = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
        client.cookies.set(COOKIE, TOKEN)
        chunks = (b"x" * 100 for _ in range(20))
        assert client.post("/write", content=chunks, headers=form).status_code in (400, 413)


HOSTILE_PAGES = (
    "/",
    "/relation/RUS/ISR",
    "/relation/RUS/ISR?perspective=A&perspective=B",
    "/relation/RUS/ISR/perspectives",
    "/events",
    "/events?actor=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%20src=x%3E",
    "/event/a/b%3Fc%23%3Cd%3E/e1",
    "/nothing/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/login?token=%3Cscript%3E",
)


def test_every_route_that_writes_asks_who_does() -> None:
    routes = [route for module in ROUTERS for route in module.router.routes if isinstance(route, APIRoute)]
    writing = [route for route in routes if not (route.methods or set()) <= {"GET", "HEAD"}]
    careless = [route.path for route in writing if not _asks(route.dependant)]
    assert careless == ["/login", "/logout"], "these two alone write nothing but a cookie"


def _asks(dependant: Dependant) -> bool:
    return dependant.call is writer_of or any(_asks(each) for each in dependant.dependencies)


class TestHostileWords:
    @pytest.mark.parametrize("path", HOSTILE_PAGES)
    def test_words_stay_words(self, client: TestClient, path: str) -> None:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 404)
        for markup in ("<script>window", "<script>alert", "<img src=x", "<svg onload", "javascript:", "{{ 49"):
            assert markup not in answer.text

    def test_a_browser_runs_none_of_it(self, app: FastAPI, browser: Browser) -> None:
        with serving(app) as address:
            page = browser.new_page(base_url=address, viewport={"width": 360, "height": 700})
            for path in HOSTILE_PAGES:
                page.goto(path)
                page.wait_for_load_state("networkidle")
                assert page.evaluate("window.hacked") is None
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
            page.close()

    def test_json_is_sent_as_json_and_nothing_else(self, client: TestClient) -> None:
        answer = client.get("/api/events")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.json()["items"][0]["actors"] == HOSTILE


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["/", "/api/events", "/nothing", "/static/site.css", "/login", "/api/event/x/y"])
    def test_says_what_a_page_may_do(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"

    @pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
    def test_holds_no_inline_script_or_style(self, client: TestClient, shown: Any) -> None:
        html = client.get(shown.path, headers={"Accept": "text/html"}).text
        for script in html.split("<script")[1:]:
            assert " src=" in script.partition(">")[0] or 'type="application/json"' in script.partition(">")[0]
        assert "<style" not in html and " style=" not in html and " onclick=" not in html
        assert "http://" not in html.replace("http://www.w3.org/", "").replace("http://localhost", "")
        assert "https://" not in html


@pytest.mark.parametrize("folder", VENDOR, ids=lambda folder: folder.parent.name)
def test_scripts_of_others_are_what_their_authors_published(folder: Path) -> None:
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    for each in listed:
        assert hashlib.sha256((folder / each["file"]).read_bytes()).hexdigest() == each["sha256"]
        assert (folder / each["licence_file"]).read_text("utf-8").strip()
    known = {each[name] for each in listed for name in ("file", "licence_file")} | {"manifest.json"}
    assert {path.name for path in folder.iterdir()} == known


def test_the_chart_library_is_the_one_that_specifications_are_written_for() -> None:
    listed = json.loads((VENDOR[0] / "manifest.json").read_text("utf-8"))
    [version] = [each["version"] for each in listed if each["package"] == "vega-lite"]
    assert plots.SCHEMA.endswith(f"/v{version}.json")
