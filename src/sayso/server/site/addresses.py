"""Which addresses of the site a copy has, in which order of importance, and in which file each lies."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

LONGEST_NAME = 60
LONGEST_PATH = 180
# Names that Windows keeps for devices.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
RECORD = re.compile(r"e\d+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: the paths it has, the parts of its state that have pages of their own, and how soon it is copied.

    A page with one of the `later` parts waits until all that has none of them is there. `files` are the endings of its
    data under /api that are copied too.
    """

    name: str
    paths: re.Pattern[str]
    state: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    rank: int = 1
    files: tuple[str, ...] = ("", ".csv")


KINDS = (
    Kind("overview", re.compile("/"), rank=0, files=()),
    Kind("lists of events", re.compile("/events"), ("publisher",), ("cursor",), rank=1),
    Kind("the map", re.compile("/map"), (), ("place", "world", "cursor"), files=("", ".csv", "/plot.svg", "/plot.png")),
    Kind(
        "networks",
        re.compile("/network"),
        (),
        ("around",),
        files=("", ".csv", "/gexf", "/plot.svg", "/plot.png"),
    ),
    Kind("lists of claims", re.compile("/claims"), (), ("cursor",)),
    Kind("relations", re.compile("/relation/[^/]+/[^/]+"), ("by", "since", "until"), ("from", "to", "cursor"), rank=2),
    Kind("perspectives", re.compile("/relation/[^/]+/[^/]+/perspectives"), rank=4, files=()),
    Kind("articles", re.compile("/read/.+"), rank=1),
    Kind("events", re.compile("/event/.+"), rank=4, files=()),
    Kind("entities", re.compile("/entity/.+"), rank=3, files=()),
    Kind("claims", re.compile("/claim/.+"), rank=4, files=()),
)
LATER = 5
FILE = 6
ENDINGS = {"": ".json", ".csv": ".csv", "/plot.svg": ".svg", "/plot.png": ".png", "/gexf": ".gexf"}
NETWORK_FILES = re.compile(r"(?P<path>/.*?)(?P<ending>\.csv|/plot\.svg|/plot\.png|/gexf)?")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A page or a file of the site by its path and what is kept of its query."""

    path: str
    query: str = ""

    @property
    def url(self) -> str:
        """What to ask the application for; a path stands as it came, escaped."""
        return self.path + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True, slots=True)
class Copied:
    """What becomes of an address: its kind, its rank (the lowest is copied first), and how its file's name ends."""

    address: Address
    kind: str
    rank: int
    ending: str = ".html"


def copied(href: str) -> Copied | None:
    """What a copy has of an address of the site; None for one that it leaves out whatever its size."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    if parts.path.startswith("/api/"):
        return _file(parts.path.removeprefix("/api"), parts.query)
    for kind in KINDS:
        if kind.paths.fullmatch(parts.path):
            return _page(kind, parts.path, parts.query)
    return None


def _page(kind: Kind, path: str, query: str) -> Copied | None:
    given = parse_qsl(query)
    if any(name not in kind.state and name not in kind.later for name, _ in given):
        return None
    rank = LATER if any(name in kind.later for name, _ in given) else kind.rank
    return Copied(Address(path, urlencode(sorted(given))), kind.name, rank)


def _file(path: str, query: str) -> Copied | None:
    """A file of data, where its page is copied without any later state."""
    found = NETWORK_FILES.fullmatch(path)
    if found is None:
        return None
    ending = found["ending"] or ""
    page = copied(found["path"] + (f"?{query}" if query else ""))
    kind = next((kind for kind in KINDS if page and kind.name == page.kind), None)
    if page is None or kind is None or page.rank == LATER or ending not in kind.files:
        return None
    return Copied(Address(f"/api{path}", page.address.query), "files of data", FILE, ENDINGS[ending])


def without_record(href: str, *, on: str) -> str:
    """An address of an article in which a record is opened, as a copy has it.

    A copy has one page an article. From elsewhere the link leads to the record's place in it; in the article `on`
    itself an event has its own page, and anything else its place.
    """
    parts = urlsplit(href)
    if not parts.path.startswith("/read/"):
        return href
    given = dict(parse_qsl(parts.query))
    show = given.pop("show", None)
    for name in ("q", "at"):
        given.pop(name, None)
    if given or show is None:
        return href if given else parts.path + (f"#{parts.fragment}" if parts.fragment else "")
    if parts.path == on and RECORD.fullmatch(show):
        return f"/event/{parts.path.removeprefix('/read/')}/{show}"
    return f"{parts.path}#{show}"


class Files:
    """In which file each address lies: names that every system takes, no two of which differ in their case only."""

    def __init__(self) -> None:
        self._names: dict[Address, str] = {}
        self._taken: set[str] = set()

    def name(self, found: Copied) -> str:
        """The file of an address, the same one each time."""
        known = self._names.get(found.address)
        if known is None:
            known = self._free(self._wanted(found), found)
            self._names[found.address] = known
            self._taken.add(known.casefold())
        return known

    def _wanted(self, found: Copied) -> str:
        path = found.address.path
        if found.ending != ".html":
            path = path.removeprefix("/api/")
            path = "data/" + re.sub(r"(\.csv|/plot\.svg|/plot\.png|/gexf)$", "", path)
        parts = path.strip("/").split("/") if path != "/" else ["index"]
        stem = "/".join(plain(unquote(part)) for part in parts)
        state = "~".join(plain(f"{name}-{value}") for name, value in parse_qsl(found.address.query))
        return stem + (f"~{state}" if state else "") + found.ending

    def _free(self, name: str, found: Copied) -> str:
        if name.casefold() not in self._taken and len(name) <= LONGEST_PATH:
            return name
        stem = name.removesuffix(found.ending)[: LONGEST_PATH - 20]
        return f"{stem}~{_hash(found.address.url)}{found.ending}"


def plain(part: str) -> str:
    """A part of a path as every system takes it; a hash tells apart what looks alike then."""
    if PLAIN.fullmatch(part) and len(part) <= LONGEST_NAME and not DEVICES.fullmatch(part) and part[-1] != ".":
        return part
    bare = re.sub(r"[^A-Za-z0-9_-]+", "-", part).strip("-")[:LONGEST_NAME]
    return f"{bare or 'x'}-{_hash(part)}"


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:8]
