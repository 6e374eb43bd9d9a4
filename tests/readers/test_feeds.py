"""Feeds, sitemaps, OPML, lists of addresses, and addresses themselves as paths."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetching.site import Site, fetcher_for, running_site
from sayso.errors import InputError
from sayso.fetching import Fetched, FetchOptions
from sayso.fetching.addresses import article_key, checked_address, clean_address
from sayso.fetching.failures import Refused
from sayso.readers import ReadOptions, read_documents
from sayso.readers.fetched import document_of_entry
from sayso.readers.listings import Entry, Listing, read_listing
from sayso.schema import Document, Issue

BODY = (
    "Envoys from two neighbours met in Zinder on Tuesday to talk about trade and the road that both of them need. "
    "“We have waited four years,” the older of the two told reporters after the meeting at the governor’s residence. "
    "The road was closed in spring after a dispute over customs, and traders on both sides have asked for help since. "
    "Neither side said when the road would open again, but lorries were seen on it on Wednesday morning."
)
WHOLE = f"<p>{BODY[:110]}</p><p>{BODY[110:]}</p>"


def page(title: str = "Envoys meet", body: str = BODY, head: str = "") -> str:
    article = f"<article><h1>{title}</h1><p>{body}</p></article>"
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{article}</body></html>"


def rss(
    items: str, *, head: str = "<title>Delta Courier</title><language>en-gb</language>", version: str = "2.0"
) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel>{head}<link>https://courier.example/</link>{items}</channel></rss>"
    )


def listing(text: str | bytes, **options: Any) -> Listing:
    return read_listing(text if isinstance(text, bytes) else text.encode(), name="the feed", **options)


def only(text: str | bytes, **options: Any) -> Entry:
    [entry] = listing(text, **options).entries
    return entry


class TestFeeds:
    def test_an_item_of_rss_2_states_what_it_states(self) -> None:
        entry = only(
            rss(
                "<item><title>Envoys &amp;amp; &lt;b&gt;lorries&lt;/b&gt;</title>"
                "<link>/zinder?utm_source=rss&amp;id=4</link>"
                "<guid isPermaLink='false'>item-4</guid><pubDate>Thu, 29 Dec 2022 23:30:00 -0500</pubDate>"
                f"<description>Short.</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded></item>"
            ),
            address="https://courier.example/feed.xml",
        )
        assert entry.key == "item-4"
        assert entry.address == "https://courier.example/zinder?id=4"
        assert entry.title == "Envoys & lorries"
        assert entry.published == "2022-12-29", "the day in the feed's own time zone"
        assert (entry.publisher, entry.language) == ("Delta Courier", "en")
        assert (entry.content, entry.summary) == (WHOLE, "Short.")

    @pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0"])
    def test_the_older_versions_of_rss(self, version: str) -> None:
        item = "<item><title>T</title><link>https://courier.example/a</link><description>D</description></item>"
        assert only(rss(item, version=version)).address == "https://courier.example/a"

    def test_rss_1_and_its_days(self) -> None:
        text = (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://c.example/">'
            '<title>Cape Argument</title></channel><item rdf:about="https://c.example/a"><title>T</title><link>https://c.example/a</link>'
            "<dc:date>2023-05-04T01:00:00+02:00</dc:date></item></rdf:RDF>"
        )
        entry = only(text)
        assert (entry.published, entry.publisher, entry.address) == (
            "2023-05-04",
            "Cape Argument",
            "https://c.example/a",
        )

    def test_atom_with_relative_links_and_an_aggregated_source(self) -> None:
        text = (
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://c.example/news/" xml:lang="en">'
            "<title>Planet</title><entry><id>tag:c.example,2023:7</id><title type='html'>A &lt;i&gt;b&lt;/i&gt;</title>"
            "<link rel='alternate' href='seven'/><published>2023-05-04T22:00:00-05:00</published>"
            "<updated>2023-05-06T00:00:00Z</updated><source><title>Cape Argument</title></source>"
            f"<content type='html'>{WHOLE.replace('<', '&lt;')}</content></entry></feed>"
        )
        entry = only(text, address="https://c.example/feed")
        assert (entry.key, entry.address) == ("tag:c.example,2023:7", "https://c.example/news/seven")
        assert (entry.title, entry.published, entry.publisher) == ("A b", "2023-05-04", "Cape Argument")
        assert entry.content == WHOLE

    def test_the_true_address_behind_a_counter(self) -> None:
        item = "<item><link>https://count.example/1</link><feedburner:origLink>https://c.example/a</feedburner:origLink></item>"
        assert only(rss(item)).address == "https://c.example/a"

    def test_an_item_twice_in_one_feed_is_one(self) -> None:
        item = "<item><guid>x</guid><title>{}</title></item>"
        assert [entry.title for entry in listing(rss(item.format("new") + item.format("old"))).entries] == ["new"]

    @pytest.mark.parametrize(
        "link", ["file:///etc/passwd", "javascript:alert(1)", "http://user:pw@c.example/", "mailto:a@b"]
    )
    def test_a_link_that_is_never_fetched_is_none(self, link: str) -> None:
        assert (
            only(rss(f"<item><guid isPermaLink='false'>x</guid><title>T</title><link>{link}</link></item>")).address
            is None
        )

    @pytest.mark.parametrize(
        "text", [page(), "<html><body>502 Bad Gateway</body></html>", "", "plain words", '{"a": 1}']
    )
    def test_what_is_no_feed_is_told(self, text: str) -> None:
        with pytest.raises(InputError, match="not a feed"):
            listing(text)

    def test_a_feed_that_breaks_off_gives_what_could_be_read(self) -> None:
        items = "".join(f"<item><guid>{n}</guid><title>T{n}</title></item>" for n in range(3))
        broken = listing(rss(items).partition("</channel>")[0] + "<item><title>cut & of")
        assert [entry.key for entry in broken.entries][:3] == ["0", "1", "2"]
        assert broken.remark is not None and "XML is broken" in broken.remark

    def test_entities_that_unpack_to_gigabytes_do_not(self) -> None:
        entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
        )
        bomb = rss("<item><guid>x</guid><title>&j;</title></item>").replace("<rss", f"<!DOCTYPE rss [{entities}]><rss")
        assert all(len(entry.title or "") < 1000 for entry in listing(bomb).entries)

    def test_files_of_this_machine_are_not_opened(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("secret")
        item = "<item><guid>x</guid><title>a&x;</title></item>"
        doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rss'
        assert "secret" not in str(listing(rss(item).replace("<rss", doctype)))

    @pytest.mark.parametrize(
        ("encoding", "stated"),
        [
            ("utf-8", ""),
            ("utf-8", "text/xml; charset=iso-8859-1"),
            ("cp1252", "text/xml; charset=utf-8"),
            ("utf-16", ""),
        ],
    )
    def test_the_charset_is_found_whatever_is_said_of_it(self, encoding: str, stated: str) -> None:
        text = rss("<item><guid>x</guid><title>Café – “good”</title></item>")
        assert only(text.encode(encoding), content_type=stated).title == "Café – “good”"

    def test_what_the_feed_says_anew_calls_for_another_look(self) -> None:
        item = "<item><guid>x</guid><title>{}</title><description>{}</description></item>"
        stated = [only(rss(item.format(*words))).stated for words in (("T", "D"), ("T", "D"), ("T2", "D"), ("T", "D2"))]
        assert stated[0] == stated[1]
        assert len(set(stated)) == 3


class TestSitemaps:
    NEWS = (
        '<?xml version="1.0"?><!-- made by a script --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<url><loc>https://c.example/a?fbclid=1</loc><lastmod>2023-05-05</lastmod>"
        "<image:image><image:loc>https://c.example/a.jpg</image:loc><image:title>No</image:title></image:image>"
        "<news:news><news:publication><news:name>Cape Argument</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2023-05-04T23:00:00-04:00</news:publication_date>"
        "<news:title>Envoys meet</news:title></news:news></url></urlset>"
    )

    def test_a_news_sitemap_states_day_title_and_publisher(self) -> None:
        entry = only(self.NEWS)
        assert (entry.address, entry.published, entry.changed) == ("https://c.example/a", "2023-05-04", "2023-05-05")
        assert (entry.title, entry.publisher, entry.language) == ("Envoys meet", "Cape Argument", "en")

    def test_when_a_page_was_touched_last_is_no_day_of_publication(self) -> None:
        text = "<urlset><url><loc>https://c.example/a</loc><lastmod>2023-05-05</lastmod></url></urlset>"
        assert only(text).published is None

    def test_packed_with_gzip(self) -> None:
        assert only(gzip.compress(self.NEWS.encode())).address == "https://c.example/a"

    def test_a_packed_sitemap_that_is_damaged(self) -> None:
        with pytest.raises(InputError, match="the gzip file is damaged"):
            listing(gzip.compress(self.NEWS.encode())[:-20])

    def test_an_index_names_sitemaps(self) -> None:
        text = "<sitemapindex><sitemap><loc>https://c.example/1.xml</loc></sitemap><sitemap><loc>/2.xml.gz</loc></sitemap></sitemapindex>"
        found = listing(text, address="https://c.example/sitemap.xml")
        assert found.lists == ("https://c.example/1.xml", "https://c.example/2.xml.gz")

    def test_a_sitemap_that_breaks_off(self) -> None:
        found = listing("<urlset><url><loc>https://c.example/a</loc></url><url><loc>https://c.exam")
        assert found.entries[0].address == "https://c.example/a"
        assert found.remark is not None and "broken" in found.remark

    def test_entities_are_not_expanded(self) -> None:
        text = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://c.example/&x;</loc></url></urlset>'
        assert all(entry.address == "https://c.example/" for entry in listing(text).entries)


VALID = (
    rss(f"<item><guid>x</guid><title>T &amp; U</title><content:encoded><![CDATA[{WHOLE}]]></content:encoded></item>"),
    TestSitemaps.NEWS,
    '<opml version="2.0"><body><outline xmlUrl="https://c.example/feed"/></body></opml>',
)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_no_damage_to_a_list_is_more_than_an_input_error(data: st.DataObject) -> None:
    text = bytearray(data.draw(st.sampled_from(VALID)).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(text)))
        text[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    with suppress(InputError):
        for entry in read_listing(bytes(text), name="the feed", address="https://c.example/").entries:
            document_of_entry(entry, ReadOptions(), name="the feed")


@given(
    text=st.text(max_size=60),
    base=st.sampled_from([None, "https://c.example/a?b"]),
    scheme=st.sampled_from(["", "http://"]),
)
@settings(max_examples=300, deadline=None)
def test_no_address_is_more_than_refused(text: str, base: str | None, scheme: str) -> None:
    with suppress(Refused):
        address = checked_address(scheme + text, base=base)
        assert address.startswith(("http://", "https://"))
        assert checked_address(address) == address
        assert article_key(clean_address(address)) == article_key(address)


def test_opml_names_feeds_in_folders_each_once() -> None:
    text = (
        '<opml version="2.0"><head><title>Mine</title></head><body><outline text="Africa">'
        '<outline type="rss" text="C" xmlUrl="https://c.example/feed"/><outline xmlURL="feed://d.example/rss"/></outline>'
        '<outline xmlUrl="https://c.example/feed"/><outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    found = listing(text)
    assert (found.title, found.lists) == ("Mine", ("https://c.example/feed", "http://d.example/rss"))


def test_opml_without_a_feed_is_told() -> None:
    with pytest.raises(InputError, match="names no feed"):
        listing("<opml><body><outline text='x'/></body></opml>")


@pytest.mark.parametrize(
    "other",
    [
        "http://www.c.example/a/?id=4&utm_source=x&utm_medium=rss#part",
        "https://c.example:443/a?id=4&fbclid=abc",
        "https://C.example/a?gclid=1&id=4",
    ],
)
def test_addresses_of_one_article_come_to_the_same(other: str) -> None:
    assert article_key(other) == article_key("https://c.example/a?id=4")


def test_addresses_of_two_articles_do_not() -> None:
    addresses = ["https://c.example/a?id=4", "https://c.example/a?id=5", "https://c.example/a", "https://d.example/a"]
    assert len({article_key(address) for address in addresses}) == 4


def test_an_address_without_tracking_stays_to_the_letter() -> None:
    assert clean_address("https://c.example/a?q=a+b;c&x=%2F") == "https://c.example/a?q=a+b;c&x=%2F"


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


class Reading:
    """Reads paths from the site and keeps what comes of it."""

    def __init__(self, site: Site, **options: Any) -> None:
        self.issues: list[Issue] = []
        self.kept: list[tuple[Fetched, Document | None]] = []
        self.options = ReadOptions(
            fetcher=fetcher_for(site, tries=1),
            on_fetched=lambda page, document: self.kept.append((page, document)),
            **options,
        )

    def read(self, *paths: object) -> list[Document]:
        return list(read_documents([str(path) for path in paths], self.options, on_issue=self.issues.append))


class TestAddresses:
    def test_a_page_is_read_and_kept_as_it_came(self, site: Site) -> None:
        site.put("/a?utm_source=x", page(head='<meta name="date" content="2023-05-04">'))
        reading = Reading(site, publisher="Delta Courier")
        [document] = reading.read(site.address("/a?utm_source=x"))
        assert "Zinder" in document.text
        assert (document.url, document.publisher, document.published) == (
            site.address("/a"),
            "Delta Courier",
            "2023-05-04",
        )
        assert document.extra["fetched"] == "2023-05-04T12:00:00+00:00"
        assert "meta" in document.extra["published_from"]
        [(kept, kept_document)] = reading.kept
        assert (
            kept_document == document
            and b"Zinder" in kept.body
            and kept.headers["content-type"].startswith("text/html")
        )

    def test_the_day_of_fetching_is_never_the_day_of_publication(self, site: Site) -> None:
        site.put("/a", page())
        [document] = Reading(site).read(site.address("/a"))
        assert document.published is None

    def test_a_front_page_named_as_the_address_of_every_article_is_not_believed(self, site: Site) -> None:
        front = f'<link rel="canonical" href="{site.address("/")}">'
        site.put("/a", page("A", head=front))
        site.put("/b", page("B", BODY.replace("Zinder", "Maradi"), head=front))
        site.put("/feed", rss("".join(f"<item><link>{site.address(name)}</link></item>" for name in ("/a", "/b"))))
        assert [document.url for document in Reading(site).read(site.address("/feed"))] == [
            site.address("/a"),
            site.address("/b"),
        ]

    def test_a_page_without_an_article_is_told_and_kept(self, site: Site) -> None:
        site.put("/a", "<html><body><nav><a href='/'>Home</a></nav></body></html>")
        reading = Reading(site)
        assert reading.read(site.address("/a")) == []
        assert "no article" in str(reading.issues[0])
        assert [document for _, document in reading.kept] == [None]

    def test_a_feed_gives_its_pages_each_once(self, site: Site) -> None:
        site.put("/a", page("A"))
        site.put(
            "/b", page("B", BODY.replace("Zinder", "Maradi"), f'<link rel="canonical" href="{site.address("/c")}">')
        )
        site.put("/c", page("C", BODY.replace("Zinder", "Maradi")))
        links = ["/a", "/a?utm_medium=rss", "/b", "/c"]
        items = "".join(
            f"<item><guid>{n}</guid><link>{site.address(link).replace('&', '&amp;')}</link>"
            "<pubDate>Thu, 04 May 2023 10:00:00 GMT</pubDate></item>"
            for n, link in enumerate(links)
        )
        site.put("/feed", rss(items), content_type="application/rss+xml")
        reading = Reading(site)
        documents = reading.read(site.address("/feed"))
        assert [document.title for document in documents] == ["A", "B"]
        assert {(document.published, document.publisher) for document in documents} == {("2023-05-04", "Delta Courier")}
        assert {document.extra["published_from"] for document in documents} == {"feed"}
        assert site.paths() == ["/feed", "/a", "/b"], "/c is what /b calls itself"

    def test_what_the_page_states_wins_over_the_feed(self, site: Site) -> None:
        head = '<meta name="date" content="2023-05-01"><meta property="og:site_name" content="Cape Argument">'
        site.put("/a", page(head=head))
        item = f"<item><link>{site.address('/a')}</link><pubDate>Thu, 04 May 2023 10:00:00 GMT</pubDate></item>"
        site.put("/feed", rss(item))
        [document] = Reading(site).read(site.address("/feed"))
        assert (document.published, document.publisher) == ("2023-05-01", "Cape Argument")

    def test_a_page_that_cannot_be_had_is_taken_from_the_feed_with_a_remark(self, site: Site) -> None:
        carried = f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
        item = f"<item><title>T</title><link>{site.address('/gone')}</link>{carried}</item>"
        short = f"<item><link>{site.address('/gone2')}</link><description>Only the first words.</description></item>"
        site.put("/feed", rss(item + short))
        reading = Reading(site)
        [document] = reading.read(site.address("/feed"))
        assert "four years" in document.text and "<p>" not in document.text
        assert document.extra["text_from"] == "feed"
        assert [(issue.severity, "taken from the feed" in issue.problem) for issue in reading.issues] == [
            ("note", True),
            ("error", False),
        ]

    def test_a_sitemap_index_leads_to_pages(self, site: Site) -> None:
        site.put("/a", page("A"))
        sitemap = f"<urlset><url><loc>{site.address('/a')}</loc></url></urlset>"
        site.put("/one.xml.gz", gzip.compress(sitemap.encode()), content_type="application/x-gzip")
        site.put(
            "/index.xml", f"<sitemapindex><sitemap><loc>{site.address('/one.xml.gz')}</loc></sitemap></sitemapindex>"
        )
        assert [document.title for document in Reading(site).read(site.address("/index.xml"))] == ["A"]

    def test_an_index_that_names_itself_ends(self, site: Site) -> None:
        site.put(
            "/index.xml", f"<sitemapindex><sitemap><loc>{site.address('/index.xml')}</loc></sitemap></sitemapindex>"
        )
        assert Reading(site).read(site.address("/index.xml")) == []
        assert site.paths() == ["/index.xml"]

    def test_a_file_of_addresses(self, site: Site, tmp_path: Path) -> None:
        site.put("/a", page("A"))
        lines = ["# mine", site.address("/a"), "", site.address("/a#x"), site.address("/gone")]
        (tmp_path / "list.txt").write_text("\n".join(lines))
        reading = Reading(site)
        assert [document.title for document in reading.read(tmp_path / "list.txt")] == ["A"]
        assert "404" in str(reading.issues[0]) and len(reading.issues) == 1

    def test_a_line_that_is_no_address_is_named(self, site: Site, tmp_path: Path) -> None:
        (tmp_path / "list").write_text("file:///etc/passwd\n")
        reading = Reading(site, format="addresses")
        assert reading.read(tmp_path / "list") == []
        assert f"{tmp_path}/list, line 1: 'file:///etc/passwd' is no web address" in str(reading.issues[0])

    def test_an_article_that_begins_with_an_address_is_an_article(self, site: Site, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(f"{site.address('/a')}\n{BODY}\n")
        [document] = Reading(site).read(tmp_path / "a.txt")
        assert "Zinder" in document.text
        assert site.requests == []

    def test_a_folder_leads_to_no_requests(self, site: Site, tmp_path: Path) -> None:
        (tmp_path / "list.txt").write_text(site.address("/a"))
        (tmp_path / "a.txt").write_text(BODY)
        (tmp_path / "site.opml").write_text(f'<opml><body><outline xmlUrl="{site.address("/f")}"/></body></opml>')
        Reading(site).read(tmp_path)
        assert site.requests == []

    def test_a_saved_feed_gives_its_own_texts(self, site: Site, tmp_path: Path) -> None:
        carried = f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
        whole = f"<item><title>T</title><link>{site.address('/a')}</link>{carried}</item>"
        short = "<item><title>S</title><link>https://c.example/s</link><description>Envoys met.</description></item>"
        (tmp_path / "feed.xml").write_text(rss(whole + short + "<item><title>No text</title></item>"))
        reading = Reading(site)
        first, second = reading.read(tmp_path / "feed.xml")
        assert first.url == site.address("/a") and first.text.count("\n") == 1
        assert (second.text, second.extra["text_from"]) == ("Envoys met.", "feed summary")
        assert "does not carry the article's text" in str(reading.issues[0])
        assert site.requests == []

    def test_without_the_setting_nothing_of_this_machine_is_read(self, site: Site) -> None:
        issues: list[Issue] = []
        assert list(read_documents([f"http://127.0.0.1:{site.port}/a"], on_issue=issues.append)) == []
        assert "is this machine" in str(issues[0])
        assert site.requests == []

    def test_limits_are_those_of_the_options(self, site: Site) -> None:
        site.put("/a", page(body=BODY * 100))
        reading = Reading(site, max_characters=1000)
        assert reading.read(site.address("/a")) == []
        assert "over the limit" in str(reading.issues[0])
        assert FetchOptions().max_bytes == 10_000_000
