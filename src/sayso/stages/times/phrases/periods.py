"""What a named period says: a month, quarter, half, season, year, decade, century or holiday."""

from __future__ import annotations

from dataclasses import replace

from sayso.stages.times.calendar import SEASON_STARTS
from sayso.stages.times.context import DOUBTFUL_MONTHS, is_month, is_year
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import Found, Named
from sayso.stages.times.slots import (
    found,
    full_year,
    has_year,
    is_bc,
    mod_of,
    month_number,
    preceded,
    within_of,
    without_article,
    year_of,
)


def month(hit: Hit) -> list[Found] | None:
    """May 2021, December, early October, the end of March, May of that year."""
    if not is_month(hit):
        return None
    return found(hit, Named("month", year_of(hit), month_number(hit), within=within_of(hit), mod=mod_of(hit)))


def which_month(hit: Hit) -> list[Found] | None:
    """Last May, next June, the previous April; in "said that May would" May is a person."""
    if hit.has("month") and hit.word("month") in DOUBTFUL_MONTHS and hit.tokens.word(hit.at("month") - 1) == "that":
        return None
    meaning = Named("month", None, month_number(hit), mod=mod_of(hit))
    return found(hit, pointed(hit, meaning))


def month_last(hit: Hit) -> list[Found] | None:
    """May last."""
    if not is_month(hit):
        return None
    return found(hit, Named("month", None, month_number(hit), which=-1 if hit.tokens.word(hit.last) == "last" else 1))


def pointed(hit: Hit, meaning: Named) -> Named:
    """The meaning with "last", "this", "next" or "the previous" put in."""
    if hit.has("which"):
        return replace(meaning, which=int(hit.value("which")))
    if hit.has("running_which"):
        return replace(meaning, which=int(hit.value("running_which")), anchor="running")
    return replace(meaning, which=0, anchor="running")


def quarter(hit: Hit) -> list[Found] | None:
    """The first quarter of 2021; without a year only with "the" ("the third quarter")."""
    number = int(hit.value("ordinal")) if hit.word("ordinal").isalpha() else hit.number("ordinal")
    alone = not has_year(hit) and hit.tokens.word(hit.last) == "quarter"
    if number > 4 or (
        alone and not (hit.word_at(hit.first) == "the" and preceded(hit, "in", "for", "during", "since", "of", "until"))
    ):
        return None
    return found(hit, Named("quarter", year_of(hit), 3 * number - 2, within=within_of(hit), mod=mod_of(hit)))


def quarter_code(hit: Hit) -> list[Found] | None:
    """Q3 2022, H1 2021."""
    letter, number = hit.word("quarter_code")[0], int(hit.word("quarter_code")[1])
    if not hit.has("year") and not preceded(hit, "in", "for", "during", "since"):
        return None
    if letter == "h":
        return found(hit, Named("half", year_of(hit), 6 * number - 5)) if number <= 2 else None
    return found(hit, Named("quarter", year_of(hit), 3 * number - 2))


def half(hit: Hit) -> list[Found] | None:
    """The second half of 2008, the latter half of the year."""
    number = int(hit.value("ordinal")) if hit.has("ordinal") and hit.word("ordinal").isalpha() else 2
    if number > 2:
        return None
    return found(hit, Named("half", year_of(hit), 6 * number - 5, within=within_of(hit)))


def season(hit: Hit) -> list[Found] | None:
    """The summer, spring of 1916, winter 2021. "The fall" needs a year: else it is mostly a downfall."""
    word = hit.word("season")
    raw = hit.tokens.raw(hit.at("season"))
    if not has_year(hit) and not hit.has("within"):
        after = hit.tokens.word(hit.last + 1)
        if word == "fall" and (
            mod_of(hit) is None
            and not (
                hit.word_at(hit.first) == "the"
                and after != "of"
                and preceded(hit, "in", "since", "by", "until", "during")
            )
        ):
            return None
        if (
            word == "spring"
            and hit.first == hit.last
            and not preceded(hit, "in", "since", "by", "until", "this", "during", "of")
        ):
            return None
        if raw[0].isupper() and hit.tokens.raw(hit.last + 1)[:1].isupper():
            return None
    meaning = Named("season", year_of(hit), SEASON_STARTS[hit.value("season")], within=within_of(hit), mod=mod_of(hit))
    return without_article(hit, meaning)


def which_season(hit: Hit) -> list[Found] | None:
    """Last summer, next spring."""
    return found(hit, pointed(hit, Named("season", None, SEASON_STARTS[hit.value("season")], mod=mod_of(hit))))


def year(hit: Hit) -> list[Found] | None:
    """2021, early 1941, 490 BC, the end of 1958."""
    if not hit.has("era") and not is_year(hit):
        return None
    return found(hit, Named("year", year_of(hit), mod=mod_of(hit)))


def short_year(hit: Hit) -> list[Found] | None:
    """'99."""
    if hit.tokens.touches(hit.first) or not hit.tokens.touches(hit.last):
        return None
    return found(hit, Named("year", full_year(hit.number("two"))))


def two_years(hit: Hit) -> list[Found] | None:
    """1916–17 and 499–493 BC: the year with the shorter figures borrows from the other."""
    left, right = hit.number("left"), hit.number("right")
    if hit.has("era"):
        left, right = (1 - left, 1 - right) if is_bc(hit) else (left, right)
    else:
        right += left // 100 * 100
        if right <= left or not is_year(hit):
            return None
    return [
        Found(hit.at("left"), hit.at("left"), Named("year", left)),
        Found(hit.at("right"), hit.last, Named("year", right)),
    ]


def split_year(hit: Hit) -> list[Found] | None:
    """2021/22: the year in which it begins."""
    left, right = hit.word("years").split("/")
    if int(right) != (int(left) + 1) % 100:
        return None
    return found(hit, Named("year", int(left)))


def decade(hit: Hit) -> list[Found] | None:
    """The 1960s, the late 1980s, the '60s."""
    first = hit.number("decade")
    if first < 100:
        if not is_short_decade(hit):
            return None
        first = full_year(first)
    elif first < 1000 and not hit.has("era"):
        return None
    if is_bc(hit):
        first = -first - 8
    mod = mod_of(hit)
    return found(hit, Named("decade", first, mod=mod))


def is_short_decade(hit: Hit) -> bool:
    """Whether "90s" is a decade: in "his mid-90s" it is an age, in "the low 90s" a temperature."""
    if preceded(hit, "his", "her", "their", "my", "your", "our", "s"):
        return False
    return hit.word_at(hit.at("decade") - 1) in ("'", "’", "‘", "the") or hit.has("early") or hit.has("within")


def century(hit: Hit) -> list[Found] | None:
    """The nineteenth century, the 4th century BC."""
    number = int(hit.value("ordinal")) if hit.word("ordinal").isalpha() else hit.number("ordinal")
    if number > 30:
        return None
    first = -((number - 1) * 100) - 98 if is_bc(hit) else (number - 1) * 100
    return found(hit, Named("century", max(first, 1) if not is_bc(hit) else first, mod=mod_of(hit)))


def holiday(hit: Hit) -> list[Found] | None:
    """Christmas, Christmas Eve, Easter 1972."""
    day = hit.value("holiday")
    eve = hit.tokens.word(hit.at("holiday") + 1) == "eve"
    orthodox = preceded(hit, "orthodox")
    if day == "easter":
        return None if eve or orthodox else found(hit, Named("day", year_of(hit), easter_offset=0))
    month_, number = (1, 7) if orthodox else (int(part) for part in day.split("-"))
    return found(hit, Named("day", year_of(hit), month_, number - eve))


FEASTS = {("good", 5): -2, ("palm", 7): -7, ("easter", 7): 0, ("easter", 1): 1, ("ash", 3): -46}


def feast(hit: Hit) -> list[Found] | None:
    """Good Friday and other days that Easter fixes."""
    name, number = hit.word_at(hit.first), int(hit.value("weekday"))
    if (name, number) not in FEASTS or hit.tokens.raw(hit.first).islower():
        return None
    return found(hit, Named("day", year_of(hit), easter_offset=FEASTS[name, number]))


def may_day(hit: Hit) -> list[Found] | None:
    """May Day."""
    if month_number(hit) != 5 or hit.tokens.raw(hit.last) != "Day":
        return None
    return found(hit, Named("day", None, 5, 1))


def new_year(hit: Hit) -> list[Found] | None:
    """New Year's Eve, New Year's Day."""
    eve = hit.word_at(hit.first + 4) == "eve"
    return found(hit, Named("day", year_of(hit), 12 if eve else 1, 31 if eve else 1))
