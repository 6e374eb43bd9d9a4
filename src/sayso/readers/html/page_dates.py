"""Finds when a page says that its article was published and changed, where it says so, and which of several
statements holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sayso.readers.dates import MONTHS, iso_day, page_day
from sayso.readers.html.linked_data import Item
from sayso.readers.html.marks import marks_of, reason_for
from sayso.readers.html.region import INLINE

# Names of <meta> (`property`, `name` or `itemprop`) that state the publication date, surest first.
PUBLISHED_NAMES = tuple(
    "article:published_time article:published og:article:published_time og:published_time datepublished "
    "publishdate publish_date publish-date published_date publication_date publicationdate "
    "citation_publication_date citation_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "article.published pubdate dc.date.issued dcterms.issued dc.date.created dcterms.created dc.date "
    "dcterms.date article_date_original original-publish-date date".split()
)
MODIFIED_NAMES = tuple(
    "article:modified_time og:updated_time datemodified lastmod last-modified dcterms.modified dc.date.modified "
    "article.updated revised".split()
)
PUBLISHED_CLASS = re.compile(r"publish|pubdate|posted|entry-date|dateline|timestamp", re.IGNORECASE)
MODIFIED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)

MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
SHOWN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{MONTH},?[ -](?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})\b",
        r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<number>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b",
    )
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b)?", re.IGNORECASE
)
SAYS_PUBLISHED = re.compile(
    r"\b(?:published|posted|issued|released|edition|issue|dated|date|uploaded|created|filed)\b", re.IGNORECASE
)
SAYS_MODIFIED = re.compile(r"\b(?:updated|modified|revised|last edited|last changed)\b", re.IGNORECASE)
LONGEST_SHOWN = 120
IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<number>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?![\d])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day that the page states, where, and the moment where it is given to the minute (with its zone, if it says
    one).
    """

    day: str
    where: str
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageDates:
    """The days of publication and of the last change with where they are stated, and statements of other days of
    publication.
    """

    published: str | None = None
    published_from: str | None = None
    conflicts: tuple[str, ...] = ()
    modified: str | None = None
    modified_from: str | None = None


def page_dates(
    tree: Any, article: Item | None, page: Item | None, *, headline: Any | None, around: Any, url: str | None
) -> PageDates:
    """All that a page says of its dates; the surest place decides. What stands in running text does not count."""
    stated = [*linked_dates(article, page, "datePublished"), *meta_dates(tree, PUBLISHED_NAMES), *time_dates(tree)]
    candidates = list(stated)
    if not stated or is_in_utc(stated[0]):
        candidates += shown_dates(around, headline)
    candidates = candidates or list(address_dates(url))
    modified = next(iter([*linked_dates(article, page, "dateModified"), *meta_dates(tree, MODIFIED_NAMES)]), None)
    if not candidates:
        return PageDates(
            modified=modified.day if modified else None, modified_from=modified.where if modified else None
        )
    chosen = in_own_zone(candidates[0], candidates[1:])
    conflicts = dict.fromkeys(
        f"{other.day} ({other.where})" for other in stated if not agrees(chosen, other, candidates[0])
    )
    return PageDates(
        published=chosen.day,
        published_from=chosen.where,
        conflicts=tuple(conflicts),
        modified=modified.day if modified else None,
        modified_from=modified.where if modified else None,
    )


def in_own_zone(first: StatedDate, others: Iterable[StatedDate]) -> StatedDate:
    """The first statement; given in UTC, its day is the one that another statement of the same moment has in the
    publisher's own zone.
    """
    if first.moment is None or not is_in_utc(first):
        return first
    for other in others:
        if other.day != first.day and same_moment(first.moment, other):
            return StatedDate(other.day, f"{first.where}, in the zone of {other.where}", other.moment)
    return first


def is_in_utc(stated: StatedDate) -> bool:
    """Whether a moment is stated in UTC, so that its day in the publisher's own zone may be another."""
    return stated.moment is not None and stated.moment.utcoffset() == timedelta(0)


def same_moment(moment: datetime, other: StatedDate) -> bool:
    """Whether another statement may be of the same moment in another zone."""
    if other.moment is None:
        day = datetime.fromisoformat(f"{other.day}T12:00:00+00:00")
        return (day > moment and moment.hour >= 10 and day - moment < timedelta(hours=26)) or (
            day < moment and moment.hour < 12 and moment - day < timedelta(hours=24)
        )
    if other.moment.tzinfo is not None:
        return abs(other.moment - moment) < timedelta(minutes=5) and other.moment.utcoffset() != timedelta(0)
    shift = (other.moment - moment.replace(tzinfo=None)).total_seconds() / 60
    return -12 * 60 <= shift <= 14 * 60 and round(shift) % 15 in (0, 1, 14)


def agrees(chosen: StatedDate, other: StatedDate, first: StatedDate) -> bool:
    """Whether another statement is of the same day, or of the same moment in another zone."""
    if other.day in (chosen.day, first.day):
        return True
    both = (
        chosen.moment is not None
        and other.moment is not None
        and chosen.moment.tzinfo is not None
        and other.moment.tzinfo is not None
    )
    return both and abs(chosen.moment - other.moment) < timedelta(minutes=5)  # type: ignore[operator]


def stated_date(value: Any, where: str) -> Iterator[StatedDate]:
    """The date that a value gives, if it gives one."""
    if isinstance(value, str) and (day := page_day(value)) is not None:
        yield StatedDate(day, where, moment_of(value))


def moment_of(value: str) -> datetime | None:
    """The moment of an ISO date with a time; None for a bare day."""
    value = value.strip().replace(" ", "T", 1)
    if iso_day(value[:10]) is None or len(value) < 16:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def linked_dates(article: Item | None, page: Item | None, key: str) -> Iterator[StatedDate]:
    """The date of the article in JSON-LD, else that of the page around it."""
    for item in (article, page):
        if item is not None:
            yield from stated_date(item.get(key), f"json-ld {key}")


def meta_dates(tree: Any, names: tuple[str, ...]) -> Iterator[StatedDate]:
    """Dates in `<meta>` elements and `itemprop` attributes, surest name first."""
    stated: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span", "div", "p"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = (element.get("content") or element.get("datetime")) if name else None
        if name and value:
            stated.setdefault(name.lower(), value)
    for name in names:
        if name in stated:
            yield from stated_date(stated[name], f"meta {name}")


def time_dates(tree: Any) -> Iterator[StatedDate]:
    """A `<time>` element marked as the publication's, else the only date that the `<time>` elements give."""
    days: dict[str, StatedDate] = {}
    for element in tree.iter("time"):
        stated = next(stated_date(element.get("datetime") or "", "time element"), None)
        if stated is None or in_running_text(element):
            continue
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if MODIFIED_CLASS.search(marks) and not PUBLISHED_CLASS.search(marks):
            continue
        if element.get("pubdate") is not None or PUBLISHED_CLASS.search(marks):
            yield stated
        days.setdefault(stated.day, stated)
    if len(days) == 1:
        yield from days.values()


def in_running_text(element: Any) -> bool:
    """Whether the element stands in a paragraph of prose, a comment or beside the article."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("aside", "nav", "footer"):
            return True
        if ancestor.tag in ("p", "li", "blockquote") and len(ancestor.text_content()) > 80:
            return True
        if re.search(
            r"comment|related|sidebar", f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}", re.IGNORECASE
        ):
            return True
    return False


def shown_dates(around: Any, headline: Any | None) -> Iterator[StatedDate]:
    """Dates shown beside the headline: in a short line marked as date or byline, that says "published", or is nothing
    but a date.
    """
    for element in dict.fromkeys(each for text in texts_with_years()(around) for each in holders_of(text)):
        text = " ".join(element.text_content().split())
        if not 8 <= len(text) <= LONGEST_SHOWN or YEAR.search(text) is None or in_running_text(element):
            continue
        yield from shown_date(element, text, headline)


@cache
def texts_with_years() -> Any:
    """Finds the pieces of text that may name a year. The search is the parser's own, since pages are large."""
    from lxml.etree import XPath

    return XPath("descendant::text()[contains(., '19') or contains(., '20')]")


def holders_of(text: Any) -> Iterator[Any]:
    """The block that a piece of text stands in, if it holds no other blocks, and the outermost inline element."""
    inner = text.getparent().getparent() if text.is_tail else text.getparent()
    if inner is None or not isinstance(inner.tag, str) or inner.tag in ("script", "style", "option"):
        return
    block, inline = inner, None
    while block.tag in INLINE and (outer := block.getparent()) is not None:
        block, inline = outer, block
    if not any(child.tag not in INLINE for child in block):
        yield block
    if inline is not None and not any(child.tag not in INLINE for child in inline):
        yield inline


def shown_date(element: Any, text: str, headline: Any | None) -> Iterator[StatedDate]:
    """The date in one short line, if the line is there to give it."""
    for pattern in SHOWN:
        if (found := pattern.search(text)) is None:
            continue
        if (
            (said := SAYS_MODIFIED.search(text)) is not None
            and not SAYS_PUBLISHED.search(text, 0, said.start())
            and said.start() < found.start()
        ):
            return
        reason = reason_for(marks_of(element) or marks_of(element.getparent()))
        marked = reason is not None and reason.name in ("timestamp", "byline")
        bare = len(text) - len(found[0]) <= 30
        if (headline is not None and (marked or bare)) or SAYS_PUBLISHED.search(text):
            day = day_of(found)
            if day is not None:
                yield StatedDate(day, "page text", clock_after(day, text, found.end()))
        return


def day_of(found: re.Match[str]) -> str | None:
    """The ISO day of a date found in words or figures."""
    parts: Mapping[str, str] = found.groupdict()
    named = parts.get("month") or parts.get("number") or ""
    month = int(named) if named.isdigit() else MONTHS.index(named[:3].lower()) + 1 if named[:3].lower() in MONTHS else 0
    return iso_day(f"{parts['year']}-{month:02}-{int(parts['day']):02}")


def clock_after(day: str, text: str, position: int) -> datetime | None:
    """The moment, in the page's own zone, where a time of day follows the date."""
    found = CLOCK.search(text, position)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return datetime.fromisoformat(f"{day}T{hour:02}:{found['minute']}:00")


def address_dates(url: str | None) -> Iterator[StatedDate]:
    """The day in the page's address, where nothing else states one."""
    if url is not None and (found := IN_ADDRESS.search(url)) is not None and (day := day_of(found)) is not None:
        yield StatedDate(day, "address")
