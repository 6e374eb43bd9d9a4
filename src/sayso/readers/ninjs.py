"""Reads ninjs, the JSON in which news agencies deliver (IPTC, versions 1 to 3): one item, an array, or one a line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sayso.errors import InputError
from sayso.readers.dates import page_day
from sayso.readers.issues import Issues
from sayso.readers.json_items import JsonItems
from sayso.readers.jsonl import parse_line
from sayso.readers.language import without_region
from sayso.readers.markup import text_of_markup
from sayso.readers.options import ReadOptions
from sayso.readers.source import Source, check_length, numbered_lines, open_lines
from sayso.readers.text import make_document
from sayso.schema import Document, Removed

# Keys that an item has and a line of our own JSONL does not; version 3 writes them with capitals inside.
MARKS = (
    "versioncreated",
    "firstcreated",
    "contentcreated",
    "bodies",
    "headlines",
    "body_text",
    "body_xhtml",
    "pubstatus",
)
MARK = re.compile(rf'"(?:{"|".join(MARKS)}|body_\w+|standard)"\s*:', re.IGNORECASE)
OWN_KEYS = ("text", "html")

MARKUP = re.compile(r"html", re.IGNORECASE)
NO_PROSE = re.compile(r"xml|nitf|json", re.IGNORECASE)
LOOKS_LIKE_MARKUP = re.compile(r"\s*<(?:!doctype|html|body|article|section|div|p|h\d)\b", re.IGNORECASE)

WITHOUT_TEXT = ("picture", "video", "audio", "graphic", "event", "planning")
NOT_FOR_USE = ("canceled", "cancelled", "withheld")
# The dates of an item, the one that its words speak from first.
DATES = ("versioncreated", "firstcreated", "contentcreated")
PUBLISHING_ROLES = ("", "publisher", "provider", "distributor", "creator", "originator", "source", "rootsource")
OLD_NEWS = 7  # days by which a version may follow its content and still be the news of its own day
REMEDY = "Only items with a text that is free for use are articles"
EMBARGOED = "under embargo"


def read_ninjs_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The article of each item that has one; an item that fails is reported and the next is read."""
    passed_over: Counter[str] = Counter()
    texts = 0
    for line, item in items_of(source, options, issues):
        for article in articles_in(item, passed_over):
            texts += 1
            try:
                document = document_from_item(article, options, passed_over, path=source.name, line=line)
            except InputError as error:
                issues.fail(error)
                continue
            yield document
    embargoed = passed_over.pop(EMBARGOED, 0)
    counts = ", ".join(f"{count:,} {what}" for what, count in passed_over.most_common())
    if not texts:
        raise InputError(source.name, f"the file holds no article ({counts or 'no item'})", "Give items of type text")
    if counts:
        issues.remark(source.name, f"{texts:,} articles were read; passed over were {counts}", REMEDY)
    if embargoed:
        problem = f"{embargoed:,} articles were sent under embargo"
        issues.remark(source.name, problem, "The key `embargoed` in `extra` says until when")


def opens_with_item(head: str) -> bool:
    """Whether the beginning of a file is a ninjs item or an array of them, and no record of ours."""
    begin = head.lstrip().removeprefix("[").lstrip()
    if not begin.startswith("{"):
        return False
    try:
        value, _ = json.JSONDecoder().raw_decode(begin)
    except (ValueError, RecursionError):  # longer than what was looked at, or no JSON
        return '"uri"' in begin and MARK.search(begin) is not None and re.search(r'"(?:text|html)"\s*:', begin) is None
    keys = {key.lower() for key in value}
    return not keys.intersection(OWN_KEYS) and "uri" in keys and any(MARK.match(f'"{key}":') for key in keys)


def items_of(source: Source, options: ReadOptions, issues: Issues) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each item and the line it begins on."""
    with open_lines(source, options, newline="\n") as stream:
        if not one_a_line(source.head):
            yield from JsonItems(stream, options, name=source.name)
            return
        for number, line in numbered_lines(stream, source, options, issues):
            if line.strip():
                try:
                    item = parse_line(line, path=source.name, number=number)
                except InputError as error:
                    issues.fail(error)
                    continue
                yield number, item


def one_a_line(head: bytes) -> bool:
    """Whether the first line is a whole object, or longer than what was looked at."""
    begin = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    line, complete, _ = begin.partition("\n")
    if not line.startswith("{"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return not complete
    return True


def articles_in(item: Mapping[str, Any], passed_over: Counter[str]) -> Iterator[Mapping[str, Any]]:
    """The item where it holds a text, else the texts among the items of a package."""
    stated = with_small_keys(item)
    if stated.get("pubstatus") in NOT_FOR_USE:
        passed_over[f"items {stated['pubstatus']}"] += 1
    elif stated.get("type") in WITHOUT_TEXT:
        passed_over[f"items of type {stated['type']}"] += 1
    elif bodies_of(stated):
        yield item
    else:
        inside = [part for part in listed(stated.get("associations")) if bodies_of(with_small_keys(part))]
        if not inside:
            passed_over["items without a text"] += 1
        for part in inside:
            yield from articles_in(part, passed_over)


def document_from_item(
    item: Mapping[str, Any], options: ReadOptions, passed_over: Counter[str], *, path: str, line: int
) -> Document:
    """The document of one item. Keys without a meaning go into `extra`."""
    stated = with_small_keys(item)
    title = headline_of(stated)
    text, captions = best_body(bodies_of(stated))
    if not text:
        raise InputError(path, "the item's body is empty", "Give the article's text, or leave the item out", line=line)
    check_length(text, options, path=path, line=line)
    published, published_from = day_of(stated)
    extra = {key: value for key, value in item.items() if not is_used(key)}
    if published_from is not None:
        extra["published_from"] = published_from
    if stated.get("embargoed") or stated.get("embargoeduntil"):
        passed_over[EMBARGOED] += 1
    uri = stated.get("uri")
    url = uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None
    if url is None and uri is not None:
        extra["uri"] = uri
    first, _, rest = text.partition("\n")
    if title is not None and first == title and rest:
        text, captions = rest, (Removed(first, "headline"), *captions)
    return make_document(
        text,
        title=title,
        published=published or options.published,
        publisher=publisher_of(stated) or options.publisher,
        url=url,
        language=without_region(stated.get("language")),
        stated_language=options.language,
        removed=captions,
        extra=extra,
    )


def with_small_keys(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with its keys as versions 1 and 2 write them."""
    return {key.lower(): value for key, value in item.items()}


def is_used(key: str) -> bool:
    """Whether a key has a place of its own in the document."""
    return key.lower() in ("uri", "headline", "headlines", "bodies", "language") or key.lower().startswith("body_")


def listed(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of what versions 1 write instead: an object with names for keys."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in values if isinstance(part, dict)]


def bodies_of(stated: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each body with what the item says of its kind: version 1 in the key, later ones by content type and role."""
    bodies = [(key.removeprefix("body_"), value) for key, value in stated.items() if key.startswith("body_")]
    for body in listed(stated.get("bodies")):
        small = with_small_keys(body)
        kind = f"{small.get('contenttype') or ''} {small.get('role') or ''}".strip()
        bodies.append((kind, small.get("value")))
    return [(kind, value) for kind, value in bodies if isinstance(value, str) and value.strip()]


def best_body(bodies: Sequence[tuple[str, str]]) -> tuple[str, tuple[Removed, ...]]:
    """The article's text. Mark-up tells paragraphs and captions, so it is preferred where it holds the whole text."""
    marked = [value for kind, value in bodies if MARKUP.search(kind) or LOOKS_LIKE_MARKUP.match(value)]
    plain = [value for kind, value in bodies if value not in marked and not NO_PROSE.search(kind)]
    best, captions = text_of_markup(marked[0]) if marked else ("", ())
    longest = max(plain, key=len, default="")
    return (longest.strip(), ()) if len(longest.split()) > 2 * len(best.split()) else (best, captions)


def headline_of(stated: Mapping[str, Any]) -> str | None:
    """The main headline, without mark-up."""
    headlines = [with_small_keys(headline) for headline in listed(stated.get("headlines"))]
    main = sorted(headlines, key=lambda headline: headline.get("role") != "main")
    found = next((value for value in (stated.get("headline"), *(each.get("value") for each in main)) if value), None)
    if not isinstance(found, str):
        return None
    return " ".join((text_of_markup(found)[0] if "<" in found else found).split()) or None


def day_of(stated: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The day of publication and the key that states it: that of this version, which its words speak from.

    Old content that is delivered anew keeps its own day.
    """
    days = {key: page_day(stated[key]) for key in DATES if isinstance(stated.get(key), str)}
    known = {key: day for key, day in days.items() if day is not None}
    if not known:
        return None, None
    version = next(iter(known))
    for key in ("contentcreated", "firstcreated"):
        if key in known and days_between(known[key], known[version]) > OLD_NEWS:
            return known[key], key
    return known[version], version


def days_between(earlier: str, later: str) -> int:
    """How many days the second ISO day lies after the first."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def publisher_of(stated: Mapping[str, Any]) -> str | None:
    """Who publishes the item: its provider or source, else who originated or supplied it, else who owns the rights."""
    parties: list[Any] = [stated.get("provider"), stated.get("source")]
    for party in (*listed(stated.get("infosources")), *listed(stated.get("infosource"))):
        role = str(party.get("role") or party.get("rel") or "").rstrip("/").rpartition("/")[2].lower()
        if role in PUBLISHING_ROLES:
            parties.append(party)
    for party in (*parties, stated.get("copyrightholder")):
        name = (party.get("name") or party.get("literal")) if isinstance(party, dict) else party
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())
    return None
