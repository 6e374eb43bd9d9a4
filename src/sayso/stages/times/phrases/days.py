"""What a day of the calendar says: 29 December, 2022-12-29, the first of May, 3 to 7 May."""

from __future__ import annotations

from dataclasses import replace

from sayso.stages.times.calendar import days_in_month
from sayso.stages.times.context import is_address, stands_alone
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import DayOfMonth, DigitOrder, Found, Hour, Named
from sayso.stages.times.slots import (
    found,
    full_year,
    hour_of,
    month_index,
    month_number,
    weekday_number,
    within_of,
    without_article,
    year_of,
)


def calendar_day(hit: Hit) -> list[Found] | None:
    """29 December, December 29, 2022, the 29th of December, the morning of 29 December."""
    meaning = Named(
        "day",
        year_of(hit),
        month_number(hit),
        hit.number("day_number"),
        within=within_of(hit),
        weekday=weekday_number(hit),
        hour=hour_of(hit),
    )
    if meaning.day > days_in_month(2000, meaning.month) or is_address(hit):
        return None
    return without_article(hit, meaning)


def numeric_date(hit: Hit) -> list[Found] | None:
    """2022-12-29, 29/12/2022, 12/29/2022, 29.12.2022. Day before month where both readings are possible."""
    digits = hit.word("numeric")
    mark = next(character for character in digits if not character.isdigit())
    one, two, three = digits.split(mark)
    if len(one) == 4 and len(three) <= 2:
        return iso_date(hit, int(one), int(two), int(three))
    if len(one) > 2 or len(three) not in (2, 4) or (len(three) == 2 and mark != "/"):
        return None
    day, month_, year_ = int(one), int(two), full_year(int(three)) if len(three) == 2 else int(three)
    if month_ > 12:
        day, month_ = month_, day
    return iso_date(hit, year_, month_, day, order=digits_order(int(one), int(two)))


def digits_order(one: int, two: int) -> DigitOrder:
    """Which of two figures is the day, as far as they tell."""
    if one > 12:
        return "day first"
    return "month first" if two > 12 else "either" if one != two else None


def iso_date(hit: Hit, year_: int, month_: int, day: int, *, order: DigitOrder = None) -> list[Found] | None:
    """The date if the calendar has it."""
    if not (1000 <= year_ <= 2199 and 1 <= month_ <= 12 and 1 <= day <= days_in_month(year_, month_)):
        return None
    return found(hit, Named("day", year_, month_, day, weekday=weekday_number(hit), order=order))


def stamp(hit: Hit) -> list[Found] | None:
    """2022-12-29T10:00:00Z."""
    digits = hit.word("stamp")
    date_ = iso_date(hit, int(digits[:4]), int(digits[5:7]), int(digits[8:10]))
    if date_ is None or int(digits[11:13]) > 24 or int(digits[14:16]) > 59:
        return None
    named = date_[0].meaning
    return found(hit, replace(named, hour=Hour(digits[11:16]))) if isinstance(named, Named) else None


def day_of_month(hit: Hit) -> list[Found] | None:
    """On the 20th; "the 20th century" and "the first" are something else."""
    figure = hit.word("ordinal")
    if not figure[0].isdigit() or not 1 <= int(figure[:-2]) <= 31 or not stands_alone(hit):
        return None
    return found(hit, DayOfMonth(int(figure[:-2])))


def first_of_month(hit: Hit) -> list[Found] | None:
    """The first of May."""
    if not hit.word("ordinal").isalpha():
        return None
    day, number = int(hit.value("ordinal")), month_number(hit)
    return found(hit, Named("day", year_of(hit), number, day, within=within_of(hit)))


def two_days(hit: Hit) -> list[Found] | None:
    """3 to 7 May, 20 and 27 March, May 3–7: the day beside the month's name takes it into its span."""
    left, right, month_ = hit.number("left"), hit.number("right"), month_number(hit)
    longest = days_in_month(2000, month_)
    if max(left, right) > longest or left >= right:
        return None
    split = hit.at("left") if hit.at("left") > month_index(hit) else hit.at("right") - 1
    if hit.at("left") < month_index(hit):
        split = hit.at("left")
        later_start = hit.at("right") - (1 if hit.tokens.word(hit.at("right") - 1) == "the" else 0)
        return [
            Found(hit.first, split, Named("day", year_of(hit), month_, left)),
            Found(later_start, hit.last, Named("day", year_of(hit), month_, right)),
        ]
    return [
        Found(hit.first, split, Named("day", year_of(hit), month_, left)),
        Found(hit.at("right"), hit.last, Named("day", year_of(hit), month_, right)),
    ]
