"""Finds the dateline that opens a dispatch: "KYIV, Ukraine (AP) — ", "MOSCOW, May 3 (Reuters) - ", "LAHORE: "."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLACES = Path(__file__).with_name("places.yaml")

MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
DATE = re.compile(rf"(?:{WEEKDAY},? )?(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?|{WEEKDAY}|\d{{4}}")
TRAILING_DATE = re.compile(rf"[,.]? +(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?$")

WITH_AGENCY = re.compile(
    r"(?P<place>[^()\n:;!?]{0,80}?)\s*\((?P<agency>[^()\n]{2,40})\)\.?\s*(?P<dash>[-–—_]{1,3}|:)?\s*"
)
WITH_SLASHES = re.compile(r"(?P<place>[^()\n:;!?/]{3,60}?)\. ?/(?P<agency>[^/()\n]{2,30})/\.?\s*(?:[-–—]{1,2}\s*)?")
WITH_DASH = re.compile(r"(?P<place>[^()\n—–:;!?]{3,70}?)(?:\s+[-–—]{1,3}(?=\s|$)|[—–]|--)\s*(?=[A-Z\"“‘'\d]|$)")
WITH_COLON = re.compile(r"(?P<place>[^()\n—–:;!?]{3,50}):\s+(?=[A-Z\"“‘'\d])")

ALONE = re.compile(r"(?P<place>[^()\n:;!?]{3,50}?)\s?[:–—-]{1,2}")

# What a sentence opens with, and hardly ever the second of two names: "Muscat - His Excellency …", not
# "Moscow - Beijing ties".
OPENS_SENTENCE = re.compile(
    r"(?:The|A|An|His|Her|Its|Their|At|In|On|As|After|For|Some|Several|More|Two|Three|Four|Five|Hundreds|Thousands|Dozens)"
    r" (?!.{0,200}? [–—-]+ )(?=.{60})"
)

IN_BRACKETS = re.compile(r"\((?P<place>[^()\n\d]{3,50})\)\s*[-–—]{1,2}\s+(?=[A-Z\"“‘'])")

UPPER = "A-ZÀ-ÖØ-Þ"
BYLINE = re.compile(rf"By (?:[{UPPER}][\w'’.-]{{0,25}} (?:and )?){{2,8}}?(?=[{UPPER}]{{3}})")

# With one of these it is an organisation and its abbreviation: "International Atomic Energy Agency (IAEA) — ".
NOT_IN_PLACES = re.compile(
    r"\b(?:The|Agency|Press|News|Company|Corporation|Service|Network|Party|Ministry|Union|Organi[sz]ation|Council"
    r"|Committee)\b"
)

# What stands in capitals before a dash and is no place: labels, and bodies that headlines call by their letters.
LABELS = re.compile(
    r"\b(?:BREAKING|NEWS|RECORD|UPDATED?|EXCLUSIVE|OPINION|ANALYSIS|WATCH|LIVE|VIDEO|PHOTOS?|EXPLAINER|FACTBOX|TIMELINE|ALERT|URGENT|CORRECTION|NOTE|EDITOR|INTERVIEW"
    r"|EDITORIAL|COMMENT|REVIEW|READ|PART|DAY|NATO|UN|EU|USA?|UK|UAE|IAEA|OPEC|ASEAN|BRICS|IMF|WHO|ICC|CIA|FBI|RSF|IDF|IRGC|PKK|ISIS)\b"
)


@dataclass(frozen=True, slots=True)
class Places:
    """The lists of `places.yaml`."""

    agencies: frozenset[str]
    cities: frozenset[str]
    regions: frozenset[str]


def find_dateline(paragraph: str, *, bare: bool) -> list[tuple[int, int, str]] | None:
    """Where the dateline at the start of the paragraph ends, as (start, end, reason) pieces; None without one.

    `bare` allows datelines that name no agency; those are looked for in the first paragraph of the article only.
    A byline in the same line before the dateline is a piece of its own.
    """
    pieces: list[tuple[int, int, str]] = []
    start = 0
    byline = BYLINE.match(paragraph)
    if byline is not None:
        start = byline.end()
        pieces.append((0, start, "byline"))
    end = dateline_end(paragraph, start, bare=bare)
    if end is None:
        return None
    return [*pieces, (start, end, "dateline")]


def dateline_end(paragraph: str, start: int, *, bare: bool) -> int | None:
    """Where the words of the article begin after the dateline."""
    found = WITH_AGENCY.match(paragraph, start)
    if found is not None and names_agency_and_place(found):
        return found.end()
    found = WITH_SLASHES.match(paragraph, start)
    if found is not None and is_agency(found["agency"]) and Place.read(found["place"]).is_named:
        return found.end()
    if not bare:
        return None
    found = WITH_DASH.match(paragraph, start)
    if found is not None:
        place = Place.read(found["place"])
        if place.opens_before_dash or (place.is_short_name and OPENS_SENTENCE.match(paragraph, found.end())):
            return found.end()
    found = ALONE.fullmatch(paragraph)
    if found is not None and Place.read(found["place"]).stands_alone:
        return found.end()
    found = IN_BRACKETS.match(paragraph, start)
    if found is not None and Place.read(found["place"]).is_named:
        return found.end()
    found = WITH_COLON.match(paragraph, start)
    if found is not None and Place.read(found["place"]).opens_before_colon:
        return found.end()
    return None


def names_agency_and_place(found: re.Match[str]) -> bool:
    """Whether "PLACE (AGENCY) —" is a dateline and not a name with its abbreviation."""
    place, dash = Place.read(found["place"]), found["dash"] is not None
    follows = found.string[found.end() : found.end() + 1]
    if not (follows.isupper() or follows.isdigit() or follows in "\"“‘'["):
        return False
    if not is_agency(found["agency"]):
        # An agency that is not on the list, but with place, date and dash as agencies write them.
        return dash and (place.is_certain or place.is_dated or place.is_capital_city(found["agency"]))
    if not found["place"].strip():
        return True
    if place.is_date:
        return dash
    return place.is_certain or place.is_upper or (dash and place.is_named)


def is_agency(name: str) -> bool:
    """Whether the name is that of a known agency, or several with a slash or "and" between."""
    return all(part.strip().casefold() in load_places().agencies for part in re.split(r"/| and |, | & ", name))


@dataclass(frozen=True, slots=True)
class Place:
    """The words before the agency or dash, taken apart: the place, what follows its comma, and a date."""

    city: str
    has_region: bool
    has_date: bool
    others_known: bool

    @classmethod
    def read(cls, words: str) -> Place:
        """Take "KYIV, Ukraine, May 3" apart."""
        words = words.strip().rstrip(".,")
        has_date = False
        if (date := TRAILING_DATE.search(words)) is not None:
            words, has_date = words[: date.start()], True
        city, *others = (part.strip() for part in words.split(","))
        places = load_places()
        dates = [part for part in others if DATE.fullmatch(part)]
        known = [part for part in others if part.casefold() in places.regions or part.casefold() in places.cities]
        agencies = [part for part in others if part.casefold() in places.agencies]
        return cls(
            city=city,
            has_region=bool(known),
            has_date=has_date or bool(dates),
            others_known=len(dates) + len(known) + len(agencies) == len(others),
        )

    @property
    def is_known(self) -> bool:
        """Whether the place, or each of two with a slash between, is on the list of cities."""
        return all(part.strip().casefold() in load_places().cities for part in self.city.split("/"))

    @property
    def is_upper(self) -> bool:
        """Whether it stands in capitals."""
        return sum(character.isalpha() for character in self.city) >= 3 and self.city.upper() == self.city

    @property
    def is_date(self) -> bool:
        """Whether there is a date and no place: "May 3 (UPI) -- "."""
        return DATE.fullmatch(self.city) is not None

    @property
    def is_named(self) -> bool:
        """Whether it looks like the name of a place at all."""
        words = self.city.split()
        capitals = sum(1 for word in words if word[0].isupper() or not word[0].isalpha())
        return 0 < len(words) <= 5 and capitals >= len(words) - 1 and NOT_IN_PLACES.search(self.city) is None

    @property
    def is_certain(self) -> bool:
        """Whether nothing but a dateline begins like this."""
        return self.others_known and (self.is_known or (self.is_upper and (self.has_region or self.has_date)))

    @property
    def is_dated(self) -> bool:
        """Whether it is a name with a date: "San Telmo, Aug 19"."""
        return self.has_date and (self.is_upper or (self.is_named and self.others_known))

    def is_capital_city(self, agency: str) -> bool:
        """Whether it is a few words in capitals, not the letters that `agency` spells out: "IAEA (International …)"."""
        initials = "".join(word[0] for word in agency.split()).casefold()
        return (
            self.is_upper
            and self.others_known
            and len(self.city.split()) <= 3
            and not LABELS.search(self.city)
            and initials not in (self.city.casefold(), "")
            and len(self.city) > len(initials)
        )

    @property
    def opens_before_dash(self) -> bool:
        """Whether "PLACE — " without an agency is a dateline. "Moscow – Beijing ties" is none: capitals or a region."""
        if self.is_upper and self.others_known and not LABELS.search(self.city) and len(self.city.split()) <= 3:
            return True
        return self.is_certain and (self.has_region or self.has_date)

    @property
    def is_short_name(self) -> bool:
        """Whether it is a name of few words, with nothing beside it that is none of a dateline."""
        return self.others_known and self.is_named and len(self.city.split()) <= 3

    @property
    def stands_alone(self) -> bool:
        """Whether "PLACE:" is a dateline where the article follows in a paragraph of its own."""
        return self.others_known and (self.is_known or (self.is_named and self.has_date))

    @property
    def opens_before_colon(self) -> bool:
        """Whether "PLACE: " is a dateline; "TRUMP: " opens a turn of talk, so the place must be on the list."""
        return self.others_known and self.is_known and self.is_upper


@cache
def load_places() -> Places:
    """Read `places.yaml`, once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, list[str]] = yaml.load(PLACES.read_text(encoding="utf-8"), Loader=loader)
    return Places(*(frozenset(str(name) for name in data[key]) for key in ("agencies", "cities", "regions")))
