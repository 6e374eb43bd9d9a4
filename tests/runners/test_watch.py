"""Watching feeds: every good article exactly once, every bad one a clear issue, nothing fetched that must not be."""

from __future__ import annotations

import gzip
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from fetching.site import Answer, FakeClock, Site, fetcher_for, running_site
from sayso.cli import main
from sayso.errors import InputError
from sayso.readers import ReadOptions
from sayso.readers.fetched import document_of_page
from sayso.runners.watch import Round, Watcher, feeds_named
from sayso.runners.watch_items import Stopped
from sayso.schema import CodedDocument, Document, Issue
from sayso.store import EventFilter, open_store
from sayso.store.fetched import earlier_versions, kept_pages, read_feed
from store.examples import event

SENTENCES = (
    "{} supplied Ukraine with tanks on Monday, the government in its capital said in the evening. "
    "The delivery had been announced in the middle of January after talks that lasted almost two days. "
    "Ministers of both countries met at the border, where they spoke to reporters for almost half an hour. "
    "Officials in Kyiv welcomed the vehicles, which are to join a brigade that is being trained in the west."
)


def page(country: str, head: str = "") -> str:
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in SENTENCES.format(country).rstrip(".").split(". "))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Tanks from {country}</title>{head}</head>'
        f"<body><article><h1>Tanks from {country}</h1>{paragraphs}</article></body></html>"
    )


def item(link: str, title: str = "T", *, guid: str | None = None, content: str = "", day: int = 4) -> str:
    carried = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    named = f"<guid isPermaLink='false'>{guid or link}</guid><pubDate>Thu, {day:02} May 2023 10:00:00 GMT</pubDate>"
    return f"<item><title>{title}</title><link>{link.replace('&', '&amp;')}</link>{named}{carried}</item>"


def rss(*items: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Delta Courier</title>{''.join(items)}</channel></rss>"
    )


def fake_code(documents: Iterable[Document]) -> Iterator[CodedDocument]:
    """A pipeline that finds one event, and fails on one country."""
    for document in documents:
        if "Ruritania" in document.text:
            yield CodedDocument(document, issues=(Issue("pipeline", "a stage broke", path=document.url),))
        else:
            yield CodedDocument(document, events=(event("e1", "supplied", "supplied", "AID", text=document.text),))


class Watch:
    """A watcher of a site, with a store and a clock of its own."""

    def __init__(self, site: Site, path: Path, *feeds: str, clock: FakeClock | None = None, **options: Any) -> None:
        self.site = site
        self.clock = clock or FakeClock()
        self.issues: list[Issue] = []
        self.store = open_store(path, clock=self.clock.now)
        self.stopping = False
        self.watcher = Watcher(
            self.store,
            [site.address(feed) if feed.startswith("/") else feed for feed in feeds],
            fetcher=fetcher_for(site, self.clock, **options.pop("fetching", {})),
            code=options.pop("code", fake_code),
            begin_run=self.store.begin_run,
            options=ReadOptions(),
            every=timedelta(minutes=15),
            on_issue=self.issues.append,
            stopping=lambda: self.stopping,
            **options,
        )

    def round(self) -> Round:
        """The next round, a quarter of an hour later."""
        self.clock.sleep(900)
        before = len(self.site.requests)
        done = self.watcher.round()
        self.asked = [request.path for request in self.site.requests[before:]]
        return done

    @property
    def titles(self) -> list[str]:
        """The titles of what is kept, without what was replaced."""
        current = {row.document_id for row in self.store.events()}
        return sorted(document.title or "" for document in self.store.documents() if document.id in current)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def counts(done: Round) -> tuple[int, int, int, int, int, int]:
    return done.read, done.unchanged, done.failed, done.new, done.changed, done.issues


class TestWhatComes:
    def test_new_items_are_coded_as_they_come_and_each_once(self, site: Site, path: Path) -> None:
        watch = Watch(site, path, "/feed")
        for country in ("Poland", "Latvia", "Estonia"):
            site.put(f"/{country}", page(country))
        site.put("/feed", rss(item(site.address("/Latvia")), item(site.address("/Poland"))))
        assert counts(watch.round()) == (1, 0, 0, 2, 0, 0)
        site.put("/feed", rss(item(site.address("/Estonia")), item(site.address("/Latvia"))))
        assert counts(watch.round()) == (1, 0, 0, 1, 0, 0), "/Poland has vanished from the feed and stays"
        assert watch.titles == ["Tanks from Estonia", "Tanks from Latvia", "Tanks from Poland"]
        assert site.paths() == ["/feed", "/Poland", "/Latvia", "/feed", "/Estonia"]
        document = next(iter(watch.store.documents()))
        assert (document.publisher, document.published) == ("Delta Courier", "2023-05-04")

    def test_a_feed_that_says_nothing_is_new_is_believed(self, site: Site, path: Path) -> None:
        def feed(_: int, headers: Mapping[str, str]) -> Answer:
            if headers.get("if-none-match") == '"v1"' and headers.get("if-modified-since") == "yesterday":
                return Answer(status=304)
            return Answer(rss(item(site.address("/Poland"))), headers={"etag": '"v1"', "last-modified": "yesterday"})

        site.pages["/feed"] = feed
        site.put("/Poland", page("Poland"))
        watch = Watch(site, path, "/feed")
        assert counts(watch.round()) == (1, 0, 0, 1, 0, 0)
        assert counts(watch.round()) == (0, 1, 0, 0, 0, 0)
        assert len(watch.store.runs()) == 1, "a round without anything to keep is no run"

    def test_an_article_that_changes_is_coded_again_and_the_old_version_kept(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        site.put("/feed", rss(item(site.address("/a"), "T")))
        watch = Watch(site, path, "/feed")
        watch.round()
        site.put("/a", page("Latvia"))
        assert counts(watch.round()) == (1, 0, 0, 0, 0, 0), "the feed says the same: the page is not asked again"
        site.put("/feed", rss(item(site.address("/a"), "T, corrected")))
        assert counts(watch.round()) == (1, 0, 0, 0, 1, 0)
        assert watch.titles == ["Tanks from Latvia"]
        texts = {document.id: document.text for document in watch.store.documents()}
        assert len(texts) == 2
        [current] = {row.document_id for row in watch.store.events()}
        with watch.store.reading() as connection:
            [old] = earlier_versions(connection, current)
        assert "Poland" in texts[old] and "Latvia" in texts[current]

    def test_the_old_version_is_what_was_known_before(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        site.put("/feed", rss(item(site.address("/a"), "T")))
        watch = Watch(site, path, "/feed")
        watch.round()
        watch.clock.sleep(86_400)
        site.put("/a", page("Latvia"))
        site.put("/feed", rss(item(site.address("/a"), "T2")))
        watch.round()
        texts = {document.id: document.text for document in watch.store.documents()}
        known = {
            day: [texts[row.document_id] for row in watch.store.events(EventFilter(known_on=day))]
            for day in ("2023-05-04", "2023-05-05")
        }
        assert ["Poland" in text for text in known["2023-05-04"]] == [True]
        assert ["Latvia" in text for text in known["2023-05-05"]] == [True]

    def test_an_article_that_goes_back_to_what_it_was(self, site: Site, path: Path) -> None:
        watch = Watch(site, path, "/feed")
        for number, country in enumerate(("Poland", "Latvia", "Poland", "Latvia")):
            site.put("/a", page(country))
            site.put("/feed", rss(item(site.address("/a"), f"T{number}")))
            watch.round()
            assert watch.titles == [f"Tanks from {country}"]
        assert len(list(watch.store.documents())) == 2

    def test_words_of_the_feed_alone_make_no_new_version(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        watch = Watch(site, path, "/feed")
        for title in ("T", "T2"):
            site.put("/feed", rss(item(site.address("/a"), title)))
            watch.round()
        assert len(list(watch.store.documents())) == 1
        assert site.paths() == ["/feed", "/a", "/feed", "/a"]

    def test_an_article_of_several_feeds_is_taken_once(self, site: Site, path: Path) -> None:
        canonical = f'<link rel="canonical" href="{site.address("/a")}">'
        site.put("/a", page("Poland"))
        site.put("/amp/a", page("Poland", canonical))
        site.put("/short", status=301, location="/a")
        site.put("/feed", rss(item(site.address("/a?utm_source=rss"), guid="1")))
        site.put("/a?utm_source=rss", page("Poland"))
        site.put("/feed2", rss(item(site.address("/a?utm_campaign=x"), guid="one")))
        site.put("/feed3", rss(item(site.address("/amp/a"), guid="amp"), item(site.address("/short"), guid="short")))
        watch = Watch(site, path, "/feed", "/feed2", "/feed3")
        assert counts(watch.round()) == (3, 0, 0, 1, 0, 0)
        assert watch.titles == ["Tanks from Poland"]

    def test_a_sitemap_is_watched_like_a_feed(self, site: Site, path: Path) -> None:
        def sitemap(day: str) -> bytes:
            return gzip.compress(
                f"<urlset><url><loc>{site.address('/a')}</loc><lastmod>{day}</lastmod></url></urlset>".encode()
            )

        site.put(
            "/index.xml",
            f"<sitemapindex><sitemap><loc>{site.address('/1.xml.gz')}</loc></sitemap></sitemapindex>",
            etag='"x"',
        )
        site.put("/1.xml.gz", sitemap("2023-05-04"))
        site.put("/a", page("Poland"))
        watch = Watch(site, path, "/index.xml")
        assert watch.round().new == 1
        site.put("/a", page("Latvia"))
        site.put("/1.xml.gz", sitemap("2023-05-05"))
        assert watch.round().changed == 1
        assert watch.titles == ["Tanks from Latvia"]

    def test_older_articles_can_be_left(self, site: Site, path: Path) -> None:
        site.put("/new", page("Poland"))
        site.put("/feed", rss(item(site.address("/old"), day=3), item(site.address("/new"), day=4)))
        watch = Watch(site, path, "/feed", since="2023-05-04")
        assert watch.round().new == 1
        assert site.paths() == ["/feed", "/new"]

    def test_a_page_that_is_gone_can_be_coded_again(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"), etag='"e"')
        site.put("/feed", rss(item(site.address("/a"))))
        watch = Watch(site, path, "/feed")
        watch.round()
        del site.pages["/a"]
        [document] = watch.store.documents()
        with watch.store.reading() as connection:
            [(kept, document_id)] = list(kept_pages(connection))
        assert (document_id, kept.headers["etag"], kept.time) == (document.id, '"e"', document.extra["fetched"])
        again = document_of_page(kept, ReadOptions())
        assert again.text == document.text


class TestWhatGoesWrong:
    def test_a_bad_feed_never_stops_the_others(self, site: Site, path: Path) -> None:
        site.put("/Poland", page("Poland"))
        site.put("/good", rss(item(site.address("/Poland"))))
        site.put("/page", page("Latvia"))
        site.put("/broken", '<rss version="2.0"><channel><title>T</title><item')
        site.put("/down", "", 503)
        feeds = ("/gone", "/page", "/broken", "/down", "http://127.0.0.1:9/feed", "http://nobody.example/f", "/good")
        watch = Watch(site, path, *feeds, fetching={"tries": 1})
        assert counts(watch.round()) == (1, 0, 6, 1, 0, 6)
        said = [(issue.path or "").rpartition("/")[2] + ": " + issue.problem for issue in watch.store.issues()]
        for number, words in enumerate(("404", "web page", "broken", "503", "this machine", "not known")):
            assert words in said[number]

    def test_a_feed_that_goes_on_failing_is_told_once_and_asked_less_often(self, site: Site, path: Path) -> None:
        site.put("/feed", "", 404)
        watch = Watch(site, path, "/feed")
        rounds = [watch.round() for _ in range(8)]
        assert [done.failed for done in rounds] == [1, 1, 0, 1, 0, 0, 0, 1]
        assert [done.waiting for done in rounds] == [0, 0, 1, 0, 1, 1, 1, 0]
        assert len(watch.issues) == 1
        site.put("/feed", rss())
        watch.clock.sleep(86_400)
        assert watch.round().read == 1
        with watch.store.reading() as connection:
            assert read_feed(connection, site.address("/feed")).failures == 0

    def test_a_feed_with_broken_xml_gives_what_can_be_read_and_is_told_once(self, site: Site, path: Path) -> None:
        site.put("/Poland", page("Poland"))
        site.put("/feed", rss(item(site.address("/Poland"))).replace("</channel></rss>", "<item><title>cut & of"))
        watch = Watch(site, path, "/feed")
        assert watch.round().new == 1
        watch.round()
        assert [
            ("XML is broken" in issue.problem, issue.severity) for issue in watch.issues if issue.severity == "note"
        ] == [(True, "note")]

    def test_a_feed_that_asks_to_wait_is_left_until_then(self, site: Site, path: Path) -> None:
        site.pages["/feed"] = lambda count, _: Answer(rss()) if count else Answer("", 429, {"retry-after": "3000"})
        watch = Watch(site, path, "/feed")
        assert [watch.round().failed, *(watch.round().waiting for _ in range(3)), watch.round().read] == [1, 1, 1, 1, 1]

    def test_a_page_that_recovers_is_taken_when_it_does(self, site: Site, path: Path) -> None:
        site.pages["/a"] = lambda count, _: Answer(page("Poland")) if count > 4 else Answer("", 500)
        site.put("/feed", rss(item(site.address("/a"))), etag='"v1"')
        watch = Watch(site, path, "/feed")
        assert counts(watch.round()) == (1, 0, 0, 0, 0, 1)
        assert counts(watch.round()) == (1, 0, 0, 1, 0, 0), "asked without the feed's mark, as an item was left over"
        assert watch.titles == ["Tanks from Poland"]

    def test_a_page_that_does_not_recover_is_given_up_and_told(self, site: Site, path: Path) -> None:
        site.put("/a", "", 500)
        site.put("/feed", rss(item(site.address("/a"))))
        watch = Watch(site, path, "/feed", fetching={"tries": 1})
        for _ in range(8):
            watch.clock.sleep(21_600)
            watch.round()
        assert site.paths().count("/a") == 5, "the fifth was a day after the first"
        assert [issue.problem for issue in watch.issues] == ["the host answers 500 (Internal Server Error)"] * 2

    def test_a_site_that_asks_for_long_delays_gets_them_and_loses_no_article(self, site: Site, path: Path) -> None:
        site.put("/robots.txt", "User-agent: *\nCrawl-delay: 600\n")
        countries = ("Poland", "Latvia", "Estonia", "Norway")
        for country in countries:
            site.put(f"/{country}", page(country))
        site.put("/feed", rss(*(item(site.address(f"/{country}", "other.example")) for country in countries)))
        watch = Watch(site, path, "/feed")
        rounds = [watch.round() for _ in range(5)]
        assert [(done.new, done.later) for done in rounds] == [(1, 3), (1, 2), (1, 1), (1, 0), (0, 0)]
        assert watch.issues == []

    def test_the_text_that_a_feed_carries_stands_in_for_a_page(self, site: Site, path: Path) -> None:
        site.put("/robots.txt", "User-agent: *\nDisallow: /a\n")
        text = "".join(f"<p>{sentence}.</p>" for sentence in SENTENCES.format("Poland").split(". "))
        site.put("/feed", rss(item(site.address("/a"), "Tanks", content=text)))
        watch = Watch(site, path, "/feed")
        assert watch.round().new == 1
        [document] = watch.store.documents()
        assert document.extra["text_from"] == "feed"
        assert [(issue.severity, "robots.txt" in issue.problem) for issue in watch.issues] == [("note", True)]
        assert site.paths() == ["/feed"]

    def test_a_page_without_words_is_taken_from_the_feed_too(self, site: Site, path: Path) -> None:
        site.put("/a", "<html><body><div id='app'></div><script>load()</script></body></html>")
        text = "".join(f"<p>{sentence}.</p>" for sentence in SENTENCES.format("Poland").split(". "))
        site.put("/feed", rss(item(site.address("/a"), "Tanks", content=text)))
        watch = Watch(site, path, "/feed")
        assert watch.round().new == 1
        assert ["taken from the feed" in issue.problem for issue in watch.issues] == [True]

    def test_an_article_in_another_language_is_set_aside_by_name(self, site: Site, path: Path) -> None:
        words = (
            "Le ministre des Affaires étrangères a rencontré son homologue mardi soir pour parler de la route. "
            "Les deux pays en ont besoin depuis des années, a-t-il dit aux journalistes après la réunion. "
        )
        paragraphs = f"<p>{words}</p><p>{words}</p>"
        site.put("/a", f"<html lang='en'><body><article><h1>Titre</h1>{paragraphs}</article></body></html>")
        site.put("/feed", rss(item(site.address("/a"))))
        watch = Watch(site, path, "/feed")
        assert counts(watch.round()) == (1, 0, 0, 0, 0, 1)
        assert "French" in watch.issues[0].problem
        assert counts(watch.round()) == (1, 0, 0, 0, 0, 0)

    def test_a_document_that_cannot_be_coded_is_told_once(self, site: Site, path: Path) -> None:
        site.put("/a", page("Ruritania"))
        site.put("/b", page("Poland"))
        site.put("/feed", rss(item(site.address("/b")), item(site.address("/a"))))
        watch = Watch(site, path, "/feed")
        watch.round()
        watch.round()
        assert [issue.problem for issue in watch.issues] == ["a stage broke"]
        assert watch.titles == ["Tanks from Poland"]
        with watch.store.reading() as connection:
            assert len(list(kept_pages(connection))) == 2, "the page is kept all the same"

    def test_a_site_that_plays_every_trick(self, site: Site, path: Path) -> None:
        """The whole in one: what may be fetched comes once, all else is an issue, and nothing else is asked for."""
        endless = b"<p>" + b"x" * 65_536

        def slowly(stream: Any) -> None:
            while not site.stopping.wait(0.05):
                stream.write(b"x")
                stream.flush()

        def without_end(stream: Any) -> None:
            while True:
                stream.write(endless)

        bad: dict[str, Callable[[], None]] = {
            "/to-machine": lambda: site.put("/to-machine", status=302, location=f"http://127.0.0.1:{site.port}/secret"),
            "/to-trap": lambda: site.put("/to-trap", status=302, location=site.address("/secret", "trap.example")),
            "/to-metadata": lambda: site.put("/to-metadata", status=302, location="http://169.254.169.254/latest/"),
            "/to-file": lambda: site.put("/to-file", status=302, location="file:///etc/passwd"),
            "/loop": lambda: site.put("/loop", status=302, location="/loop"),
            "/bomb": lambda: site.put("/bomb", gzip.compress(bytes(30_000_000)), content_encoding="gzip"),
            "/slow": lambda: site.pages.update({"/slow": Answer(headers={"content-type": "text/html"}, send=slowly)}),
            "/endless": lambda: site.pages.update({"/endless": Answer(send=without_end)}),
            "/private/a": lambda: site.put("/private/a", page("Latvia")),
            "/picture": lambda: site.put("/picture", b"\x89PNG", content_type="image/png"),
            "/empty": lambda: site.put("/empty", ""),
            "/menu": lambda: site.put("/menu", "<html><body><a href='/'>Home</a></body></html>"),
        }
        for make in bad.values():
            make()
        site.put("/secret", page("Latvia"))
        site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
        site.put("/good", page("Poland"))
        site.put("/wrong-charset", page("Türkiye").encode(), content_type="text/html; charset=iso-8859-5")
        site.pages["/recovers"] = lambda count, _: Answer(page("Estonia")) if count else Answer("", 500)
        site.put("/moved", status=301, location=site.address("/there", "other.example"))
        site.put("/there", page("Norway"))
        good = ["/good", "/wrong-charset", "/recovers", "/moved"]
        names = [*bad, *good, "/good?utm_source=feed"]
        items = [item(site.address(name)) for name in names]
        items += [
            item("http://127.0.0.1:1/x"),
            item(site.address("/secret", "trap.example")),
            item("file:///etc/passwd"),
        ]
        site.put("/feed", rss(*items))
        watch = Watch(site, path, "/feed", fetching={"seconds": 0.3, "max_bytes": 1_000_000, "tries": 2})
        for _ in range(6):
            watch.clock.sleep(7200)
            watch.round()
        assert watch.titles == [f"Tanks from {country}" for country in ("Estonia", "Norway", "Poland", "Türkiye")]
        named = {(issue.path or "").rpartition(str(site.port))[2] for issue in watch.issues}
        assert set(bad) <= named
        assert all(issue.problem and issue.remedy for issue in watch.issues)
        fetched = set(site.paths())
        assert fetched == {"/feed", "/there", *bad, *good} - {"/private/a"}
        assert {request.host for request in site.requests} == {f"{n}.example:{site.port}" for n in ("news", "other")}
        assert site.paths().count("/good") == 1


class TestStopping:
    def test_it_stops_between_documents_and_goes_on_where_it_was(self, site: Site, path: Path) -> None:
        for country in ("Poland", "Latvia", "Estonia"):
            site.put(f"/{country}", page(country))
        site.put(
            "/feed",
            rss(*(item(site.address(f"/{country}")) for country in ("Estonia", "Latvia", "Poland"))),
            etag='"v1"',
        )

        def stop_after_one(documents: Iterable[Document]) -> Iterator[CodedDocument]:
            yield from fake_code(documents)
            watch.stopping = True

        watch = Watch(site, path, "/feed", code=stop_after_one)
        done = watch.round()
        assert (done.stopped, done.new) == (True, 1)
        assert watch.store.runs()[0].finished is not None
        watch.store.close()
        again = Watch(site, path, "/feed", clock=watch.clock)
        assert counts(again.round()) == (1, 0, 0, 2, 0, 0)
        assert again.asked == ["/robots.txt", "/feed", "/Latvia", "/Estonia"]

    def test_a_crash_between_two_writes_is_made_good(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        site.put("/feed", rss(item(site.address("/a"))))
        watch = Watch(site, path, "/feed")
        with (
            patch("sayso.runners.watch_items.write_item", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            watch.round()
        watch.store.close()
        again = Watch(site, path, "/feed", clock=watch.clock)
        again.round()
        assert again.titles == ["Tanks from Poland"]
        assert again.round().new == 0

    def test_waiting_for_the_next_round_ends_when_asked(self, site: Site, path: Path) -> None:
        site.put("/feed", rss())
        watch = Watch(site, path, "/feed")
        rounds = watch.watcher.rounds()
        first = next(rounds)
        assert first.next_at is not None and first.next_at - first.started == timedelta(minutes=15)
        with patch.object(watch.clock, "sleep", side_effect=Stopped):
            assert list(rounds) == []


def sayso(*arguments: object) -> tuple[int, str, str]:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.object(sys, "argv", ["sayso", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return code, out.getvalue(), err.getvalue()


class TestCommand:
    @pytest.fixture(autouse=True)
    def allowed(self, site: Site, empty_folder: Path) -> None:
        (empty_folder / "sayso.toml").write_text(f'fetch_allow = "127.0.0.1:{site.port}"\nfetch_delay = 0.0\n')

    def address(self, site: Site, path: str) -> str:
        return site.address(path, "127.0.0.1")

    @pytest.mark.model
    def test_one_round_from_the_command_line(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        site.put("/feed", rss(item(self.address(site, "/a")), item(self.address(site, "/gone"))))
        (path.parent / "feeds.opml").write_text(
            f'<opml><body><outline xmlUrl="{self.address(site, "/feed")}"/></body></opml>'
        )
        code, out, err = sayso("watch", path, "feeds.opml", "--once")
        assert code == 0
        assert out.endswith(" UTC: 1 feed read, 0 unchanged · 1 new, 0 changed · 1 issue\n")
        assert "/gone: the host answers 404 (Not Found)." in err
        with open_store(path) as store:
            rows = list(store.events(EventFilter(type=("AID",))))
        assert [(row.actors, row.recipients) for row in rows] == [("Poland", "Ukraine")] or rows
        assert sayso("watch", path, self.address(site, "/feed"), "--once")[1].count("0 new") == 1

    @pytest.mark.model
    def test_pages_added_by_address_are_kept_as_they_came(self, site: Site, path: Path) -> None:
        site.put("/a", page("Poland"))
        code, out, err = sayso("add", path, self.address(site, "/a"))
        assert (code, out, err) == (0, f"1 added, 0 already there: {path}\n", "")
        with open_store(path) as store, store.reading() as connection:
            [(kept, document_id)] = list(kept_pages(connection))
            [document] = store.documents()
        assert (kept.body.decode(), document_id) == (page("Poland"), document.id)
        assert sayso("add", path, self.address(site, "/a"))[1] == f"0 added, 1 already there: {path}\n"
        site.put("/feed", rss(item(self.address(site, "/a"))))
        assert "0 new" in sayso("watch", path, self.address(site, "/feed"), "--once")[1]

    @pytest.mark.model
    def test_an_address_is_read_like_a_file(self, site: Site) -> None:
        site.put("/a", page("Poland"))
        code, out, _ = sayso("read", self.address(site, "/a"))
        assert code == 0 and "AID" in out

    def test_a_round_without_a_feed_that_could_be_read_fails(self, site: Site, path: Path) -> None:
        code, out, err = sayso("watch", path, self.address(site, "/gone"), "--once")
        assert code == 2
        assert "0 feeds read, 0 unchanged, 1 failed · 0 new" in out
        assert "404" in err

    @pytest.mark.parametrize("every", ["0m", "15", "soon", "-1m"])
    def test_an_impossible_pause_is_told(self, site: Site, path: Path, every: str) -> None:
        code, _, err = sayso("watch", path, self.address(site, "/feed"), f"--every={every}")
        assert (code, "such as 90s, 15m, 2h or 1d" in err) == (2, True)
        assert not path.exists()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_stops_it_cleanly(self, site: Site, path: Path, number: signal.Signals) -> None:
        def feed(_: int, headers: Mapping[str, str]) -> Answer:
            os.kill(os.getpid(), number)
            return Answer(rss())

        site.pages["/feed"] = feed
        before = signal.getsignal(number)
        code, out, err = sayso("watch", path, self.address(site, "/feed"), "--every", "1h")
        assert code == 0
        assert "next round at" in out and "stopped; the same command goes on from here" in out
        assert "stopping after the article in hand" in err
        assert signal.getsignal(number) is before


def test_a_file_that_is_no_list_of_feeds_is_told(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss())
    with pytest.raises(InputError, match="does not change"):
        feeds_named([str(tmp_path / "feed.xml")])
    with pytest.raises(InputError, match="cannot be read"):
        feeds_named([str(tmp_path / "none.opml")])
