"""The copy that needs no server: every link in it leads somewhere, and it opens from a folder."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from sayso.errors import SettingsError
from sayso.server.site import build_site
from sayso.server.site.addresses import Files, copied, plain, without_record
from sayso.server.site.rewriting import relative, rewritten

PAGES = 110
LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')


@pytest.fixture(scope="session")
def copy(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the most important pages."""
    folder = tmp_path_factory.mktemp("copied") / "site"
    built = build_site(demo_store, folder, base_url="https://example.org/news", most_pages=PAGES)
    assert built.pages == PAGES and built.left_out["events"] > 100
    return folder


@pytest.mark.model
@pytest.mark.slow
class TestBuilt:
    def test_every_link_leads_to_a_file_of_the_copy_or_out_of_it(self, copy: Path) -> None:
        links = 0
        for page in copy.rglob("*.html"):
            for value in map(unescape, LINK.findall(page.read_text("utf-8"))):
                parts = urlsplit(value)
                if parts.scheme or not parts.path:
                    continue
                links += 1
                assert not value.startswith("/"), (page, value)
                target = (page.parent / unquote(parts.path)).resolve()
                assert target.is_relative_to(copy.resolve()) and target.is_file(), (page, value)
        assert links > 1000

    def test_places_in_pages_are_there(self, copy: Path) -> None:
        lacking = []
        for page in (copy / "read").rglob("*.html"):
            words = page.read_text("utf-8")
            lacking += [place for place in re.findall(r'href="#([^"]+)"', words) if f'id="{place}"' not in words]
        assert len(lacking) < 20, lacking[:20]

    def test_nothing_is_left_of_the_server(self, copy: Path) -> None:
        for page in copy.rglob("*.html"):
            words = page.read_text("utf-8")
            assert "copy.invalid" not in words and "hx-get" not in words and "/review" not in words, page
            assert "htmx" not in words.replace("htmx-config", ""), page
        assert "https://example.org/news/relation/" in next((copy / "relation").rglob("*.html")).read_text("utf-8")

    def test_it_says_what_it_lacks(self, copy: Path) -> None:
        about = (copy / "about.html").read_text("utf-8")
        assert "left out" in about and f"{PAGES} pages at most" in about

    def test_it_opens_from_a_folder(self, browser: Browser, copy: Path) -> None:
        page, complaints = opened(browser)
        page.goto((copy / "index.html").as_uri())
        page.get_by_role("link", name="Israel – Russia").click()
        expect(page.locator(".drawing svg").first).to_be_visible()
        page.get_by_role("link", name="Map", exact=True).click()
        expect(page.locator(".drawing svg path").nth(100)).to_be_attached()
        page.get_by_role("link", name="Network", exact=True).click()
        expect(page.locator("[data-graph] canvas").first).to_be_visible()
        page.locator("#find").fill("sanctions")
        page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text("place")
        hit = page.locator("#hits .sentence a").first
        expect(hit).to_be_visible()
        hit.click()
        expect(page.locator("article .text")).to_be_visible()
        assert complaints == []

    def test_hostile_words_in_the_search_are_words(self, browser: Browser, copy: Path) -> None:
        page, complaints = opened(browser)
        page.goto(f"{(copy / 'search.html').as_uri()}?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E(*")
        expect(page.locator("#told")).to_contain_text("No places")
        assert complaints == []

    def test_the_same_store_gives_the_same_files(self, demo_store: Path, tmp_path: Path) -> None:
        first, again = tmp_path / "first", tmp_path / "again"
        for folder in (first, again):
            build_site(demo_store, folder, most_pages=8)
        files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
        assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
        for file in files:
            # Drawn pictures come from another program.
            if file.suffix not in (".png", ".svg"):
                assert (first / file).read_bytes() == (again / file).read_bytes(), file

    def test_a_folder_with_anything_in_it_is_left_alone(self, demo_store: Path, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        for force in (False, True):
            with pytest.raises(SettingsError):
                build_site(demo_store, tmp_path, force=force, most_pages=1)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_an_earlier_copy_is_replaced_when_asked_and_what_lies_beside_it_stays(
        self, demo_store: Path, tmp_path: Path
    ) -> None:
        build_site(demo_store, tmp_path, most_pages=2)
        (tmp_path / "mine.txt").write_text("mine")
        with pytest.raises(SettingsError, match="not empty"):
            build_site(demo_store, tmp_path, most_pages=1)
        build_site(demo_store, tmp_path, force=True, most_pages=1)
        assert (tmp_path / "mine.txt").read_text() == "mine" and (tmp_path / "index.html").is_file()

    def test_a_link_that_leads_out_of_the_folder_is_not_followed(self, demo_store: Path, tmp_path: Path) -> None:
        folder, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
        build_site(demo_store, folder, most_pages=1)
        elsewhere.mkdir()
        (folder / "static").rename(tmp_path / "static-before")
        (folder / "static").symlink_to(elsewhere)
        with pytest.raises(SettingsError, match="leads out of"):
            build_site(demo_store, folder, force=True, most_pages=1)
        assert not list(elsewhere.iterdir())


def opened(browser: Browser) -> tuple[Page, list[str]]:
    """A page, and what it complains of."""
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if request.url.startswith(("http:", "https:")) else None,
    )
    return page, complaints


class TestNames:
    @pytest.mark.parametrize(
        ("part", "name"), [("RUS", "RUS"), ("demo-006", "demo-006"), ("RUS.GOV", "RUS.GOV"), ("Q7747", "Q7747")]
    )
    def test_a_plain_name_stays(self, part: str, name: str) -> None:
        assert plain(part) == name

    @pytest.mark.parametrize("part", ["..", ".", "con", "NUL.html", "a/b", "é", "", "x" * 300, "a b", "-x", "end."])
    def test_any_other_is_made_harmless_and_kept_apart(self, part: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9_-]+-[0-9a-f]{8}", plain(part))
        assert plain(part) != plain(part + "x")

    def test_names_that_differ_in_case_only_are_kept_apart(self) -> None:
        files = Files()
        names = [files.name(found) for path in ("/entity/abc", "/entity/ABC") if (found := copied(path))]
        assert len({name.casefold() for name in names}) == 2
        assert names[0] == "entity/abc.html"

    @pytest.mark.parametrize("path", ["/read/../../etc/passwd", "/read/%2e%2e/%2e%2e/x", "/entity/..%2f..%2fx"])
    def test_no_id_leads_out_of_the_folder(self, path: str) -> None:
        found = copied(path)
        assert found is not None
        assert ".." not in Files().name(found).split("/")

    @pytest.mark.parametrize(
        "href",
        [
            "/review",
            "/api/events?actor=X",
            "https://example.org/",
            "//example.org/",
            "/relation/A/B?known_on=2022-01-01",
        ],
    )
    def test_what_a_copy_has_not_is_not_looked_for(self, href: str) -> None:
        assert copied(href) is None

    def test_a_record_is_a_place_in_its_article_and_in_the_article_itself_a_page(self) -> None:
        assert without_record("/read/d1?show=e2#e2", on="/events") == "/read/d1#e2"
        assert without_record("/read/d1?show=e2#e2", on="/read/d1") == "/event/d1/e2"
        assert without_record("/read/d1?show=a2#a2", on="/read/d1") == "/read/d1#a2"


class TestRewriting:
    def rewrite(self, page: str) -> str:
        known = {"/": "index.html", "/events": "events.html", "/read/a": "read/a.html"}
        return rewritten(page, "read/a.html", known.get, lambda _: '{"a": "</script>"}', "http://copy.invalid", "")

    def test_links_become_relative_and_lose_what_is_not_there(self) -> None:
        found = self.rewrite('<a href="/events">x</a> <a class="y" href="/review">z</a> <a href="https://a.org/">o</a>')
        assert found == '<a href="../events.html">x</a> <a class="y">z</a> <a href="https://a.org/">o</a>'

    def test_forms_go_but_for_the_search(self) -> None:
        found = self.rewrite('<form class="filters"><input></form><form class="find" action="/events"></form>')
        assert found == '<form class="find" action="../events.html"></form>'

    def test_a_chart_is_brought_along_and_cannot_end_its_script(self) -> None:
        found = self.rewrite('<div class="drawing" data-chart="s" data-source="/x"></div>')
        assert found.startswith('<script type="application/json" data-spec="s">{"a": "\\u003c/script>"}</script><div')
        assert "data-source" not in found

    def test_words_that_look_like_links_stay_words(self) -> None:
        page = "<p>He wrote href=&#34;/events&#34; and /events.</p>"
        assert self.rewrite(page) == page

    def test_the_way_between_two_files(self) -> None:
        assert relative("index.html", "read/a b/c.html") == "../../index.html"
        assert relative("read/x%.html#e1", "index.html") == "read/x%25.html#e1"
