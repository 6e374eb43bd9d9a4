"""Fetching from a site that plays every trick: what may be fetched comes whole, everything else is a clear error."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from sayso.errors import SettingsError
from sayso.fetching import Fetched, Fetcher, FetchError, FetchOptions
from sayso.fetching.failures import Refused, TooLarge

from .site import NOWHERE, Answer, FakeClock, Site, fetcher_for, resolver, running_site

PAGE = "<html><body><p>The envoys met in Zinder on Tuesday.</p></body></html>"


def failure(fetcher: Fetcher, address: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(address)
    return caught.value


class TestWhatComes:
    def test_a_page_comes_with_its_headers_and_time(self, site: Site) -> None:
        site.put("/a", PAGE, etag='"one"')
        fetched = fetcher_for(site).get(site.address("/a#part"))
        assert (fetched.address, fetched.final_address) == (site.address("/a"), site.address("/a"))
        assert (fetched.status, fetched.body.decode(), fetched.headers["etag"]) == (200, PAGE, '"one"')
        assert fetched.time == "2023-05-04T12:00:00+00:00"

    def test_sayso_says_who_it_is_and_sends_no_cookies_or_credentials(self, site: Site) -> None:
        site.put("/a", PAGE, set_cookie="id=1")
        fetcher = fetcher_for(site, contact="https://uni.example/project")
        fetcher.get(site.address("/a"))
        fetched = fetcher.get(site.address("/a"))
        sent = site.requests[-1].headers
        assert sent["user-agent"].startswith("sayso/") and sent["user-agent"].endswith(
            " (+https://uni.example/project)"
        )
        assert {"cookie", "authorization", "referer"} & set(sent) == set()
        assert "set-cookie" not in fetched.headers

    def test_redirects_are_followed_to_the_end(self, site: Site) -> None:
        site.put("/a", status=301, location="/b?x=1")
        site.put("/b?x=1", status=307, location=site.address("/c", "other.example"))
        site.put("/c", PAGE)
        fetched = fetcher_for(site).get(site.address("/a"))
        assert (fetched.address, fetched.final_address) == (site.address("/a"), site.address("/c", "other.example"))
        assert fetched.body.decode() == PAGE

    def test_what_has_not_changed_is_not_sent_again(self, site: Site) -> None:
        def answer(_: int, headers: Mapping[str, str]) -> Answer:
            same = headers.get("if-none-match") == '"one"' and headers.get("if-modified-since") == "then"
            return Answer(status=304) if same else Answer(PAGE)

        site.pages["/a"] = answer
        assert fetcher_for(site).get(site.address("/a"), etag='"one"', last_modified="then").not_modified
        assert not fetcher_for(site).get(site.address("/a")).not_modified

    @pytest.mark.parametrize("packed", ["gzip", "gzip of several members", "deflate", "raw deflate"])
    def test_packed_bodies_are_unpacked(self, site: Site, packed: str) -> None:
        raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        body = {
            "gzip": gzip.compress(PAGE.encode()),
            "gzip of several members": gzip.compress(PAGE[:20].encode()) + gzip.compress(PAGE[20:].encode()),
            "deflate": zlib.compress(PAGE.encode()),
            "raw deflate": raw.compress(PAGE.encode()) + raw.flush(),
        }[packed]
        site.put("/a", body, content_encoding=packed.split()[-1 if "raw" in packed else 0])
        assert fetcher_for(site).get(site.address("/a")).body.decode() == PAGE


class TestWhatMustNotBeReached:
    def test_without_the_setting_this_machine_is_not_reached(self, site: Site) -> None:
        site.put("/a", PAGE)
        error = failure(Fetcher(clock=FakeClock()), f"http://127.0.0.1:{site.port}/a")
        assert isinstance(error, Refused)
        assert "127.0.0.1 is this machine" in str(error)
        assert site.requests == []

    @pytest.mark.parametrize(
        "host", ["localhost", "127.1", "2130706433", "0x7f.1", "0", "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]"]
    )
    def test_other_spellings_of_this_machine_are_not_reached_either(self, site: Site, host: str) -> None:
        failure(Fetcher(FetchOptions(seconds=5), clock=FakeClock()), f"http://{host}:{site.port}/a")
        assert site.requests == []

    @pytest.mark.parametrize(
        "address",
        [
            "10.0.0.7", "172.16.9.9", "192.168.1.1", "100.64.0.1", "127.9.9.9", "169.254.169.254", "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "168.63.129.16", "100.100.100.200",
            "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fc00::1", "ff02::1", "fec0::1",
            "::ffff:10.0.0.7", "::ffff:169.254.169.254", "64:ff9b::a00:7", "64:ff9b:1::1", "2002:a00:7::1",
            "2002:7f00:1::", "2001::1", "2001:db8::1", "::7f00:1", "4000::1",
        ],
    )  # fmt: skip
    def test_a_name_that_leads_to_no_public_address_is_refused_after_it_is_resolved(self, address: str) -> None:
        fetcher = Fetcher(FetchOptions(), clock=FakeClock(), resolve=resolver({"news.example": ["1.1.1.1", address]}))
        error = failure(fetcher, "http://news.example/a")
        assert "news.example leads to" in str(error) and "fetch_allow" in str(error)

    def test_the_address_that_was_checked_is_the_one_connected_to(self, site: Site) -> None:
        """A name that resolves to a public address first and to this machine a moment later (DNS rebinding)."""
        answers = iter([["127.0.0.1"], [NOWHERE], [NOWHERE]])
        options = FetchOptions(allow=("127.0.0.1",), tries=1, seconds=5)
        fetcher = Fetcher(options, clock=FakeClock(), resolve=lambda host, port: next(answers))
        assert "leads to a network for documentation" in str(failure(fetcher, site.address("/a")))
        assert [request.path for request in site.requests] == ["/robots.txt"]

    @pytest.mark.parametrize(
        "location",
        [
            "http://127.0.0.1:{port}/secret", "http://trap.example:{port}/secret", "http://169.254.169.254/latest/",
            "http://news.example:1/secret", "http://[::1]:{port}/secret", "//127.0.0.1:{port}/secret",
            "file:///etc/passwd", "ftp://news.example/x", "gopher://127.0.0.1/", "javascript:alert(1)",
            "data:text/html,x", "http://user:secret@news.example:{port}/secret", "http://news.example:99999/",
            "http://[::bad/",
        ],
    )  # fmt: skip
    def test_a_redirect_is_checked_like_the_first_address(self, site: Site, location: str) -> None:
        site.put("/a", status=302, location=location.format(port=site.port))
        error = failure(fetcher_for(site), site.address("/a"))
        assert isinstance(error, Refused)
        assert error.path == site.address("/a") and "it redirects to " in error.problem
        assert site.paths() == ["/a"]
        assert "user:secret" not in str(error)

    def test_an_allowed_port_allows_no_other(self, site: Site) -> None:
        options = FetchOptions(allow=(f"127.0.0.1:{site.port + 1}",), seconds=5)
        failure(Fetcher(options, clock=FakeClock()), f"http://127.0.0.1:{site.port}/a")
        assert site.requests == []

    def test_networks_can_be_allowed(self, site: Site) -> None:
        site.put("/a", PAGE)
        options = FetchOptions(allow=("127.0.0.0/8",), seconds=5)
        assert Fetcher(options, clock=FakeClock()).get(f"http://127.0.0.1:{site.port}/a").status == 200

    @pytest.mark.parametrize(
        "written", ["http://x.example/", "x.example:0", "x.example:99999", "10.0.0.0/40", "", "a b"]
    )
    def test_what_is_no_host_or_network_cannot_be_allowed(self, written: str) -> None:
        with pytest.raises(SettingsError, match="is no host or network"):
            FetchOptions(allow=(written,))

    def test_the_proxies_of_the_environment_are_not_used(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{NOWHERE}:9")
        site.put("/a", PAGE)
        assert fetcher_for(site).get(site.address("/a")).status == 200


class TestEncryption:
    CERTIFICATE = Path(__file__).with_name("news.example.pem")

    @pytest.fixture
    def secure(self) -> Iterator[Site]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.CERTIFICATE)
        with running_site(tls=context) as site:
            site.put("/a", PAGE)
            yield site

    def test_the_certificate_must_be_for_the_name_and_not_the_address(
        self, secure: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(self.CERTIFICATE))
        fetcher = fetcher_for(secure, tries=1)
        assert fetcher.get(f"https://news.example:{secure.port}/a").body.decode() == PAGE
        error = failure(fetcher, f"https://other.example:{secure.port}/a")
        assert "certificate" in str(error)
        assert {request.host for request in secure.requests} == {f"news.example:{secure.port}"}

    def test_a_certificate_that_nobody_signed_is_not_believed(self, secure: Site) -> None:
        assert "certificate" in str(failure(fetcher_for(secure, tries=1), f"https://news.example:{secure.port}/a"))
        assert secure.requests == []


class TestLimits:
    def test_a_chain_of_redirects_ends(self, site: Site) -> None:
        site.put("/a", status=302, location="/b")
        site.put("/b", status=302, location="/a")
        assert "redirects more than 5 times" in str(failure(fetcher_for(site), site.address("/a")))
        assert len(site.paths()) == 6

    def test_a_body_without_end_is_left(self, site: Site) -> None:
        def endless(stream: object) -> None:
            while True:
                stream.write(b"x" * 65_536)  # type: ignore[attr-defined]

        site.pages["/a"] = Answer(headers={"content-type": "text/html"}, send=endless)
        error = failure(fetcher_for(site, max_bytes=300_000), site.address("/a"))
        assert isinstance(error, TooLarge) and "more than 300,000 bytes" in str(error)

    def test_a_body_that_says_it_is_too_long_is_not_read(self, site: Site) -> None:
        site.pages["/a"] = Answer(b"x", headers={"Content-Length": "99999999999"})
        assert isinstance(failure(fetcher_for(site), site.address("/a")), TooLarge)

    @pytest.mark.parametrize("packed", ["gzip", "deflate"])
    def test_a_bomb_is_not_unpacked(self, site: Site, packed: str) -> None:
        engine = zlib.compressobj(9, wbits=31 if packed == "gzip" else 15)
        bomb = engine.compress(bytes(40_000_000)) + engine.flush()
        assert len(bomb) < 50_000
        site.put("/a", bomb, content_encoding=packed)
        error = failure(fetcher_for(site, max_bytes=1_000_000), site.address("/a"))
        assert isinstance(error, TooLarge) and not error.temporary

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
    def test_packings_that_were_not_asked_for_are_refused(self, site: Site, encoding: str) -> None:
        site.put("/a", b"\x00\x01", content_encoding=encoding)
        assert "was not asked for" in str(failure(fetcher_for(site), site.address("/a")))
        assert site.requests[-1].headers["accept-encoding"] == "gzip, deflate"

    @pytest.mark.parametrize("body", [gzip.compress(PAGE.encode() * 50)[:-12], b"plain words, not packed at all"])
    def test_a_damaged_packing_is_told(self, site: Site, body: bytes) -> None:
        site.put("/a", body, content_encoding="gzip")
        assert "cannot be unpacked" in str(failure(fetcher_for(site), site.address("/a")))

    def test_a_host_that_sends_a_byte_now_and_then_is_left_in_time(self, site: Site) -> None:
        def trickle(stream: object) -> None:
            while not site.stopping.wait(0.05):
                stream.write(b"x")  # type: ignore[attr-defined]
                stream.flush()  # type: ignore[attr-defined]

        site.put("/robots.txt", "")
        site.pages["/a"] = Answer(headers={"content-type": "text/html"}, send=trickle)
        error = failure(fetcher_for(site, seconds=0.4, tries=1), site.address("/a"))
        assert error.temporary and "too slow" in str(error)

    def test_a_body_that_breaks_off_is_told(self, site: Site) -> None:
        site.pages["/a"] = Answer(b"short", headers={"Content-Length": "5000"})
        assert "the connection failed" in str(failure(fetcher_for(site, tries=1), site.address("/a")))

    def test_pictures_and_films_are_not_read(self, site: Site) -> None:
        site.put("/a", b"\x00" * 5000, content_type="video/mp4")
        assert "is no page (video/mp4)" in str(failure(fetcher_for(site), site.address("/a")))

    def test_nobody_there(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            fetcher = Fetcher(FetchOptions(allow=("127.0.0.1",), tries=1), clock=FakeClock())
            error = failure(fetcher, f"http://127.0.0.1:{port}/a")
        assert error.temporary and "the connection failed" in str(error)

    def test_a_name_that_nobody_knows(self, site: Site) -> None:
        assert "is not known" in str(failure(fetcher_for(site, tries=1), "http://nobody.example/a"))


class TestPatience:
    def test_requests_to_one_host_are_kept_apart(self, site: Site, clock: FakeClock) -> None:
        site.put("/a", PAGE)
        fetcher = fetcher_for(site, clock, delay=2.0)
        for _ in range(3):
            fetcher.get(site.address("/a"))
        fetcher.get(site.address("/a", "other.example"))
        assert clock.slept == [2.0, 2.0]

    def test_a_site_that_asks_for_a_longer_delay_gets_it(self, site: Site, clock: FakeClock) -> None:
        site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
        site.put("/a", PAGE)
        fetcher = fetcher_for(site, clock)
        fetcher.get(site.address("/a"))
        fetcher.get(site.address("/a"))
        assert clock.slept == [7.0]

    def test_a_host_that_recovers_gives_its_page(self, site: Site, clock: FakeClock) -> None:
        site.pages["/a"] = lambda count, _: Answer(PAGE) if count == 2 else Answer("oh", 500)
        assert fetcher_for(site, clock).get(site.address("/a")).body.decode() == PAGE
        assert site.paths() == ["/a"] * 3
        assert clock.slept == [2.0, 4.0]

    def test_a_host_that_does_not_recover_is_given_up(self, site: Site) -> None:
        site.put("/a", "oh", 503)
        error = failure(fetcher_for(site), site.address("/a"))
        assert error.temporary and "503 (Service Unavailable)" in str(error)
        assert site.paths() == ["/a"] * 3

    @pytest.mark.parametrize("form", ["seconds", "date"])
    def test_what_a_host_asks_to_wait_is_waited(self, site: Site, clock: FakeClock, form: str) -> None:
        wait = "60" if form == "seconds" else format_datetime(datetime(2023, 5, 4, 12, 1, tzinfo=UTC), usegmt=True)
        site.pages["/a"] = lambda count, _: Answer(PAGE) if count else Answer("", 429, {"retry-after": wait})
        assert fetcher_for(site, clock).get(site.address("/a")).status == 200
        assert clock.slept == [60.0]

    def test_a_host_that_asks_for_too_much_is_left_until_then(self, site: Site, clock: FakeClock) -> None:
        site.put("/a", "", 429, retry_after="3600")
        fetcher = fetcher_for(site, clock)
        error = failure(fetcher, site.address("/a"))
        assert error.temporary and error.retry_at == datetime(2023, 5, 4, 13, tzinfo=UTC)
        assert "may not be asked before 2023-05-04 13:00:00 UTC" in str(failure(fetcher, site.address("/b")))
        assert site.paths() == ["/a"]
        assert clock.slept == []

    @pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
    def test_what_will_not_change_is_not_asked_again(self, site: Site, status: int) -> None:
        site.put("/a", "", status)
        error = failure(fetcher_for(site), site.address("/a"))
        assert not error.temporary and f"answers {status}" in str(error)
        assert site.paths() == ["/a"]


class TestRobots:
    def test_what_robots_may_not_fetch_is_not_fetched(self, site: Site) -> None:
        site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", content_type="text/plain")
        site.put("/private/a", PAGE)
        site.put("/b", status=302, location="/private/a")
        site.put("/c", PAGE)
        fetcher = fetcher_for(site)
        assert "robots.txt" in str(failure(fetcher, site.address("/private/a")))
        assert "robots.txt" in str(failure(fetcher, site.address("/b")))
        assert fetcher.get(site.address("/c")).status == 200
        assert [request.path for request in site.requests] == ["/robots.txt", "/b", "/c"]

    def test_rules_for_sayso_go_before_those_for_all(self, site: Site) -> None:
        site.put("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: Sayso\nDisallow: /\n")
        assert isinstance(failure(fetcher_for(site), site.address("/a")), Refused)

    def test_each_host_has_rules_of_its_own(self, site: Site) -> None:
        site.put("news.example/robots.txt", "User-agent: *\nDisallow: /\n")
        site.put("/a", PAGE)
        assert fetcher_for(site).get(site.address("/a", "other.example")).status == 200

    @pytest.mark.parametrize("status", [401, 403, 404])
    def test_a_site_without_rules_forbids_nothing(self, site: Site, status: int) -> None:
        site.put("/robots.txt", "", status)
        site.put("/a", PAGE)
        assert fetcher_for(site).get(site.address("/a")).status == 200

    def test_a_site_that_cannot_say_its_rules_is_left_alone_for_now(self, site: Site, clock: FakeClock) -> None:
        site.pages["/robots.txt"] = lambda count, _: Answer("") if count else Answer("", 500)
        site.put("/a", PAGE)
        fetcher = fetcher_for(site, clock, tries=1)
        error = failure(fetcher, site.address("/a"))
        assert error.temporary and "robots.txt cannot be had (the host answers 500" in str(error)
        assert site.paths() == []
        clock.sleep(601)
        assert fetcher.get(site.address("/a")).status == 200

    def test_rules_are_asked_for_once_a_day(self, site: Site, clock: FakeClock) -> None:
        site.put("/a", PAGE)
        fetcher = fetcher_for(site, clock)
        for _ in range(3):
            fetcher.get(site.address("/a"))
        clock.sleep(90_000)
        fetcher.get(site.address("/a"))
        assert [request.path for request in site.requests].count("/robots.txt") == 2

    def test_very_long_rules_are_read_as_far_as_asked(self, site: Site) -> None:
        site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n" + "# words\n" * 200_000)
        assert isinstance(failure(fetcher_for(site), site.address("/private/a")), Refused)


class TestCharsets:
    GREEK = "<html><body><p>Το «Δελτίο» γράφει: η συνάντηση έγινε.</p></body></html>"
    NAMES = "<p>Erdoğan met Wałęsa in Łódź – “good”</p>"

    @pytest.mark.parametrize(
        ("text", "encoding", "stated", "read_in"),
        [
            (NAMES, "utf-8", "text/html; charset=utf-8", "utf-8"),
            (NAMES, "utf-8", "text/html; charset=iso-8859-1", "utf-8"),
            (NAMES, "utf-8", "text/html; charset=windows-1251", "utf-8"),
            (NAMES, "utf-8", "text/html; charset=nonsense", "utf-8"),
            (NAMES, "utf-8-sig", "text/html; charset=iso-8859-2", "utf-8"),
            (NAMES, "utf-16", "text/html", "utf-16"),
            (GREEK, "iso-8859-7", "text/html; charset=ISO-8859-7", "iso8859-7"),
            ('<meta charset="windows-1253">' + GREEK, "cp1253", "text/html", "cp1253"),
            ('<meta charset="windows-1253">' + GREEK, "cp1253", "text/html; charset=utf-8", "cp1253"),
            ('<?xml version="1.0" encoding="iso-8859-7"?>' + GREEK, "iso-8859-7", "application/xhtml+xml", "iso8859-7"),
            ("<p>It’s “fine” – café</p>", "cp1252", "text/html; charset=iso-8859-1", "cp1252"),
            ("<p>It’s “fine” – café</p>", "cp1252", "text/html; charset=utf-8", "cp1252"),
            ("<p>日本</p>", "iso-2022-jp", "text/html; charset=iso-2022-jp", "iso2022_jp"),
        ],
    )
    def test_the_charset_is_found_whatever_is_said_of_it(
        self, text: str, encoding: str, stated: str, read_in: str
    ) -> None:
        fetched = Fetched("a", "a", 200, "", {"content-type": stated}, text.encode(encoding))
        assert fetched.text() == (text, read_in)

    def test_bytes_that_fit_nowhere_stop_nothing(self) -> None:
        fetched = Fetched("a", "a", 200, "", {"content-type": "text/html; charset=utf-8"}, b"caf\x81\xff\x8d <p>")
        assert fetched.text()[0].endswith(" <p>")
