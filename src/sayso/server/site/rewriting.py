"""Turns a page of the server into one of a folder: links relative, forms gone, and data inside that would be fetched.

The templates write each attribute as name="value" and escape quotation marks in all words, so that what looks like an
attribute is one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

LINK = re.compile(r'\s(?P<name>href|src|action)="(?P<value>[^"]*)"')
HTMX = re.compile(r'\shx-[a-z-]+="[^"]*"')
FORM = re.compile(r"<form\b(?P<attributes>[^>]*)>.*?</form>", re.DOTALL)
DRAWING = re.compile(r'(?P<tag><div class="drawing" data-chart="(?P<id>[^"]*)"[^>]*?) data-source="(?P<source>[^"]*)"')
LAYERS = re.compile(r'<nav class="layers".*?</nav>', re.DOTALL)
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
DOWNLOADS = re.compile(r'(?:\s*·\s*)?<a href="(?P<href>/api/[^"]*)" download="[^"]*">[^<]*</a>')
# Those that work in a folder: the search, which a script answers, and the button that closes a dialog.
KEPT_FORMS = ('class="find"', 'method="dialog"')

# From an address of the site to the file with it, after "#" where in it; None for what the copy leaves out.
Find = Callable[[str], str | None]


def rewritten(page: str, file: str, find: Find, chart: Callable[[str], str], origin: str, address: str) -> str:
    """The page as it stands in `file`.

    `chart` gives the specification at an address, `origin` is what addresses began with and `address` what they begin
    with now; "" leaves them relative to the copy's own folder.
    """
    page = HTMX.sub("", LAYERS.sub("", page))
    page = FORM.sub(lambda form: form[0] if any(kept in form["attributes"] for kept in KEPT_FORMS) else "", page)
    page = DOWNLOADS.sub(lambda link: link[0] if find(unescape(link["href"])) else "", page)
    page = NOSCRIPT.sub(lambda inside: inside[0] if _all_there(inside[0], find) else "", page)
    page = DRAWING.sub(lambda drawing: _with_chart(drawing, chart), page)
    page = LINK.sub(lambda link: _relative(link, file, find), page)
    return re.sub(re.escape(origin) + r"/[^\s<\"]*", lambda cited: escape(address + file), page)


def _all_there(inside: str, find: Find) -> bool:
    return all(find(unescape(link["value"])) is not None for link in LINK.finditer(inside))


def _with_chart(drawing: re.Match[str], chart: Callable[[str], str]) -> str:
    """The specification in front of where it is drawn, for a page in a folder can fetch nothing."""
    words = chart(unescape(drawing["source"])).replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" data-spec="{drawing["id"]}">{words}</script>{drawing["tag"]}'


def _relative(link: re.Match[str], file: str, find: Find) -> str:
    value = unescape(link["value"])
    if not value.startswith("/") or value.startswith("//"):
        return link[0]
    target = find(value)
    if target is None:
        return ""
    return f' {link["name"]}="{escape(relative(target, file))}"'


def relative(target: str, file: str) -> str:
    """The way from one file to another, or to a place in it."""
    path, hash, place = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(file) or ".")
    return quote(way) + (f"#{place}" if hash else "")
