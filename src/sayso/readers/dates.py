"""Checks publication dates: strictly where a user writes them, leniently where a web page does."""

from __future__ import annotations

import re
from datetime import date, datetime

ISO = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?P<clock>[T ].+)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_FIRST = re.compile(r"(?:[A-Za-z]{3,9}\.?,? )?(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})\b")
DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9}\.?,? )?(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})\b")

REMEDY = "Write the day as YYYY-MM-DD, such as 2022-12-29, or leave it out"


def iso_day(value: str) -> str | None:
    """The day of an ISO date or datetime, as written (no shift to another time zone); None when it is neither."""
    match = ISO.fullmatch(value.strip())
    if match is None:
        return None
    try:
        date.fromisoformat(match["day"])
        if match["clock"]:
            datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return match["day"]


def page_day(value: str) -> str | None:
    """The day that a page states: ISO, 20221229, an e-mail date, "December 29, 2022" or "29 December 2022"."""
    value = " ".join(value.split())[:60]
    return iso_day(value) or iso_day(value[:10]) or compact_day(value) or worded_day(value) or mail_day(value)


def compact_day(value: str) -> str | None:
    """The day of "20221229" or "20221229T101500Z"."""
    match = COMPACT.fullmatch(value)
    return iso_day("-".join(match.groups())) if match else None


def worded_day(value: str) -> str | None:
    """The day of a date with an English month name."""
    match = MONTH_FIRST.match(value) or DAY_FIRST.match(value)
    if match is None or match["month"][:3].lower() not in MONTHS:
        return None
    month = MONTHS.index(match["month"][:3].lower()) + 1
    return iso_day(f"{match['year']}-{month:02}-{int(match['day']):02}")


def mail_day(value: str) -> str | None:
    """The day of "Thu, 29 Dec 2022 10:00:00 GMT"."""
    from email.utils import parsedate_to_datetime  # slow to import, seldom needed

    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
