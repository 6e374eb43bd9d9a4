"""What a time expression says, before anyone asks when it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.stages.times.calendar import Unit

# "told" is where the telling stands: in news the publication date, in a narrative the date the text has reached.
# "unsaid" is an anchor that no date of the text gives ("the day before the vote").
Anchor = Literal["published", "running", "told", "unsaid"]
# Which comes first in a date in figures; "either" where both readings are possible ("05/04/2022").
DigitOrder = Literal["day first", "month first", "either"] | None


@dataclass(frozen=True, slots=True)
class Hour:
    """A part of a day ("EV") or a time of the clock ("15:00"), as TIMEX3 writes it after the T."""

    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """So many units from the publication date or from the date the text has reached: yesterday, two days later.

    `count` is None where the text leaves it open ("a few days later"); then `forward` is all it says.
    `side` is the side of the publication date that "earlier this year" or "later this week" means.
    """

    unit: str
    count: int | None
    anchor: Anchor
    forward: bool = False
    hour: Hour | None = None
    mod: str | None = None
    side: Literal["before", "after"] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A period with a name: 29 December, May 2021, the first quarter of 2021, the 1960s, summer.

    `year` is astronomical, and None where the text does not say it; `within` is the year as "that year" or
    "last year"; `which` is -1, 0, 1 for "last May", "this summer", "next spring". `weekday` is a weekday named
    beside the date, `easter_offset` the days from Easter, `order` how the figures of a date were read.
    """

    unit: Unit
    year: int | None = None
    month: int = 1
    day: int = 1
    within: Step | None = None
    which: int | None = None
    anchor: Anchor = "published"
    weekday: int | None = None
    hour: Hour | None = None
    mod: str | None = None
    easter_offset: int | None = None
    order: DigitOrder = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 1 (Monday) to 7; `which` as in `Named`, `week` for "Tuesday of last week".

    `weekend` stands for the weekend that begins on the day.
    """

    number: int
    which: int | None = None
    week: Step | None = None
    weekend: bool = False
    hour: Hour | None = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day whose month the text has named before: on the 20th."""

    day: int


@dataclass(frozen=True, slots=True)
class Length:
    """A duration; `toward` is -1 for one that ends at its anchor ("the past year"), 1 for one that begins there.

    `amount` is None where the text gives no number ("several weeks").
    """

    amount: float | None
    unit: str
    mod: str | None = None
    toward: int = 0
    anchor: Anchor = "published"


@dataclass(frozen=True, slots=True)
class Portion:
    """The first or last so many units of a period: the last week of August."""

    length: Length
    at_end: bool
    whole: Named


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without its day."""

    hour: Hour


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that comes round again: every Friday, daily. `value` is the TIMEX3 value."""

    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """PRESENT_REF, PAST_REF or FUTURE_REF."""

    value: str


Meaning = Step | Named | Weekday | DayOfMonth | Length | Portion | Clock | Recurring | Vague


@dataclass(frozen=True, slots=True)
class Found:
    """A meaning and its first and last token."""

    first: int
    last: int
    meaning: Meaning
