"""Periods of the calendar (a day, a week, a month … a century): their TIMEX3 value, their first and last day, steps.

Years are astronomical: 1 BC is 0 and 490 BC is -489, as in ISO 8601.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]

MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
DAYS_IN_CYCLE = 146_097  # the calendar repeats every 400 years
LAST_YEAR = 9999
MOST_STEPS = 100_000
# How TIMEX3 writes lengths and periods that are not known.
UNIT_CODES = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "weekend": "WE", "week": "W", "fortnight": "W",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
HALVED = {"century": "P50Y", "decade": "P5Y", "year": "P6M", "day": "PT12H", "hour": "PT30M", "minute": "PT30S"}
OPEN_VALUES = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
}
# A season belongs to the year in which it begins: the winter of 1941 runs into 1942. Northern hemisphere.
SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# How fine a unit is; a period can be found inside a coarser one only.
FINENESS: dict[str, int] = {
    "century": 0,
    "decade": 1,
    "year": 2,
    "half": 3,
    "season": 4,
    "quarter": 4,
    "month": 5,
    "week": 6,
    "weekend": 7,
    "day": 8,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A unit of the calendar, named by its first day."""

    unit: Unit
    year: int
    month: int = 1
    day: int = 1

    @property
    def value(self) -> str:
        """The TIMEX3 value, such as "2022-12-29", "2021-Q1", "196" (the 1960s) or "BC0490"."""
        if self.unit == "decade":
            return signed(self.year if self.year > 0 else self.year + 9, 10, width=3)
        if self.unit == "century":
            return signed(self.year if self.year > 0 else self.year + 99, 100, width=2)
        if self.unit in ("week", "weekend"):
            # Any year has the weeks of the one four centuries on.
            year, week, _ = date(self.year % 400 + 2000, self.month, self.day).isocalendar()
            year += self.year - (self.year % 400 + 2000)
            return signed(year, 1, width=4) + f"-W{week:02d}" + ("-WE" if self.unit == "weekend" else "")
        return signed(self.year, 1, width=4) + self._within_year()

    def _within_year(self) -> str:
        match self.unit:
            case "half":
                return f"-H{(self.month + 5) // 6}"
            case "quarter":
                return f"-Q{(self.month + 2) // 3}"
            case "season":
                return "-" + next(code for code, month in SEASON_STARTS.items() if month == self.month)
            case "month":
                return f"-{self.month:02d}"
            case "day":
                return f"-{self.month:02d}-{self.day:02d}"
            case _:
                return ""

    @property
    def begin(self) -> str:
        """The first day in ISO form."""
        return iso_day(self.year, self.month, self.day)

    @property
    def end(self) -> str:
        """The last day in ISO form."""
        return iso_day(*self.last_day)

    @property
    def last_day(self) -> tuple[int, int, int]:
        """Year, month and day of the last day."""
        if self.unit in MONTHS_IN:
            year, month = months_on(self.year, self.month, MONTHS_IN[self.unit] - 1)
            return year, month, days_in_month(year, month)
        length = {"day": 1, "week": 7, "weekend": 2}[self.unit]
        return day_of_number(self.first_number + length - 1)

    @property
    def first_number(self) -> int:
        """The number of the first day."""
        return day_number(self.year, self.month, self.day)

    @property
    def last_number(self) -> int:
        """The number of the last day."""
        return day_number(*self.last_day)

    @property
    def middle(self) -> int:
        """The number of the day in the middle: for asking which of two periods is nearer."""
        return (self.first_number + self.last_number) // 2

    @property
    def weekday(self) -> int:
        """The weekday of the first day, 1 (Monday) to 7."""
        return (self.first_number - 1) % 7 + 1


def period_of(unit: Unit, year: int, month: int = 1, day: int = 1) -> Period | None:
    """The period of that unit that holds the given day; None where the calendar has none."""
    if not -LAST_YEAR < year < LAST_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return None
    if unit == "day":
        return Period(unit, year, month, day)
    if unit in DAYS_IN:
        given = Period("day", year, month, day)
        monday = given.first_number - given.weekday + 1
        return Period(unit, *day_of_number(monday + (5 if unit == "weekend" else 0)))
    if unit == "season":
        year, month = months_on(year, month, -(month % 3))
        return Period(unit, year, month)
    length = MONTHS_IN[unit]
    if length <= 12:
        return Period(unit, year, (month - 1) // length * length + 1)
    span = length // 12
    # Decades and centuries BC count backwards: the 470s BC are 479–470 BC, astronomical -478 to -469.
    return Period(unit, year // span * span if year > 0 else -((-year + 1) // span * span + span - 2))


def holding(unit: Unit, within: Period) -> Period | None:
    """The period of a unit that holds the first day of another: the year of a month, the month of a day."""
    return period_of(unit, within.year, within.month, within.day)


def step(start: Period, unit: str, count: int) -> Period | None:
    """The period `count` units after (or before) `start`; None outside the calendar.

    Steps in days keep to days; "three weeks after 4 May" is a week, "two years after" a year.
    """
    target: Unit = "week" if unit == "fortnight" else unit  # type: ignore[assignment]
    if target not in FINENESS:
        return None
    if abs(count) > MOST_STEPS:
        return None
    if unit in DAYS_IN:
        return period_of(target, *day_of_number(start.first_number + DAYS_IN[unit] * count))
    year, month = months_on(start.year, start.month, MONTHS_IN[unit] * count)
    return period_of(target, year, month, min(start.day, days_in_month(year, month)))


def day_step(start: Period, unit: str, count: int) -> Period | None:
    """The day `count` units on: a month after 31 January is 28 or 29 February."""
    if abs(count) > MOST_STEPS:
        return None
    if unit in DAYS_IN:
        return period_of("day", *day_of_number(start.first_number + DAYS_IN[unit] * count))
    if unit not in MONTHS_IN:
        return None
    year, month = months_on(start.year, start.month, MONTHS_IN[unit] * count)
    return period_of("day", year, month, min(start.day, days_in_month(year, month)))


def day_after(period: Period) -> Period:
    """The day after a period."""
    return Period("day", *day_of_number(period.last_number + 1))


def months_on(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month `count` months later."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def days_in_month(year: int, month: int) -> int:
    """Length of a month in any year."""
    return monthrange(year % 400 + 2000, month)[1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since 31 December of 1 BC (`date.toordinal`), for any year."""
    cycles, rest = divmod(year, 400)
    return date(rest + 400, month, day).toordinal() + (cycles - 1) * DAYS_IN_CYCLE


def day_of_number(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day's number."""
    cycles, rest = divmod(number - 1, DAYS_IN_CYCLE)
    within = date.fromordinal(rest + 1)
    return within.year + cycles * 400, within.month, within.day


def iso_day(year: int, month: int, day: int) -> str:
    """ISO 8601; before the year 0 with a sign ("-0489-01-01" is in 490 BC)."""
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def signed(year: int, divisor: int, *, width: int) -> str:
    """A year, decade or century as TIMEX3 writes it, with BC in front where it is."""
    if year > 0:
        return f"{year // divisor:0{width}d}"
    return f"BC{(1 - year) // divisor:0{width}d}"


def easter(year: int) -> tuple[int, int]:
    """Month and day of Western Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return month, day + 1


def length_value(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration: P3D, PT2H, PXM, P1DE."""
    if unit == "fortnight" and amount is not None:
        amount *= 2
    number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"
    if amount == 0.5 and unit in HALVED:
        return HALVED[unit]
    code = UNIT_CODES[unit]
    return f"PT{number}{code[1:]}" if code.startswith("T") else f"P{number}{code}"
