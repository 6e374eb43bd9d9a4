"""Reads the slots of a match: months, years, amounts, times of day; and the TIMEX3 value of a duration."""

from __future__ import annotations

from sayso.stages.times.context import noun_follows
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import Found, Hour, Meaning, Step

TIME_PREPOSITIONS = ("since", "in", "during", "until", "till", "by", "over", "throughout", "on")
ERAS_BEFORE = frozenset({"bc", "bce", "b.c", "b.c.", "b.c.e", "b.c.e."})


def found(hit: Hit, meaning: Meaning) -> list[Found]:
    """One expression over the whole match."""
    return [Found(hit.first, hit.last, meaning)]


def without_article(hit: Hit, meaning: Meaning) -> list[Found]:
    """One expression; "the" before it belongs to the noun behind it, if there is one (the 7 October attack)."""
    has_article = (
        hit.word_at(hit.first) == "the" and hit.first < hit.last and not hit.has("part") and not hit.has("early")
    )
    if has_article and noun_follows(hit) and not preceded(hit, *TIME_PREPOSITIONS):
        return [Found(hit.first + 1, hit.last, meaning)]
    return found(hit, meaning)


def preceded(hit: Hit, *words: str) -> bool:
    """Whether one of the words stands right before the match."""
    return hit.tokens.word(hit.first - 1) in words


def month_number(hit: Hit) -> int:
    """1 to 12."""
    return int(hit.value("month") if hit.has("month") else hit.value("month_short"))


def month_index(hit: Hit) -> int:
    """Index of the month's token."""
    return hit.at("month") if hit.has("month") else hit.at("month_short")


def weekday_number(hit: Hit) -> int | None:
    """1 to 7, or None."""
    text = hit.optional("weekday") or hit.optional("weekday_short")
    return int(text) if text else None


def year_of(hit: Hit) -> int | None:
    """The year as said, astronomical."""
    slot = "year" if hit.has("year") else "short_year"
    if not hit.has(slot):
        return None
    number = hit.number(slot)
    return 1 - number if is_bc(hit) else number


def has_year(hit: Hit) -> bool:
    """Whether the year is said, if only as "last year"."""
    return year_of(hit) is not None or within_of(hit) is not None


def is_bc(hit: Hit) -> bool:
    """Whether the era is the one before Christ."""
    return any(hit.word_at(index) in ERAS_BEFORE for index in range(hit.first, hit.last + 1))


def within_of(hit: Hit) -> Step | None:
    """The year as "of that year", "of last year", "of the year"."""
    last = hit.tokens.word(hit.last)
    if last != "year" or hit.first == hit.last:
        return None
    if hit.has("which"):
        return Step("year", int(hit.value("which")), "published")
    if hit.has("running_which"):
        return Step("year", int(hit.value("running_which")), "running")
    return Step("year", 0, "running")


def mod_of(hit: Hit) -> str | None:
    """START, MID or END; APPROX where the expression says "about"."""
    for slot in ("boundary", "early", "within"):
        if hit.has(slot):
            return hit.value(slot)
    return about_of(hit)


def about_of(hit: Hit) -> str | None:
    """APPROX, LESS_THAN, MORE_THAN."""
    words = [hit.word_at(i) for i in range(hit.first, min(hit.first + 3, hit.last))]
    if hit.has("approximately"):
        return hit.value("approximately")
    if "more" in words[:1] or "over" in words[:2]:
        return "MORE_THAN"
    if words[:1] in (["less"], ["fewer"]) or "under" in words[:2]:
        return "LESS_THAN"
    if words[:1] == ["at"]:
        return "EQUAL_OR_MORE" if words[1:2] == ["least"] else "EQUAL_OR_LESS"
    return None


def hour_of(hit: Hit) -> Hour | None:
    """The part of the day or the time of the clock."""
    if hit.has("part"):
        return Hour(hit.value("part"))
    if hit.has("early") and hit.tokens.word(hit.at("early") + 1) == "hours":
        return Hour("MO")
    if hit.has("clock") or hit.has("hour") or hit.has("hour_name") or hit.has("figures"):
        value = clock_value(hit)
        return Hour(value) if value else None
    return None


def clock_value(hit: Hit) -> str | None:
    """15:00 from "3 p.m.", "15:00" or "noon"; None where no clock shows it or "5" stands alone."""
    if hit.has("hour_name"):
        return hit.value("hour_name")
    if hit.has("figures"):
        digits = hit.word("figures")
        right = len(digits) == 4 and digits.isdigit() and int(digits[:2]) <= 24 and int(digits[2:]) < 60
        return f"{digits[:2]}:{digits[2:]}" if right else None
    if hit.has("hour") and not hit.has("half_day"):
        return None
    hours, _, minutes = (hit.word("clock") if hit.has("clock") else hit.word("hour")).partition(":")
    hour = int(hours)
    if hit.has("half_day"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if hit.word("half_day")[0] == "p" else 0)
    minute = minutes[:2] or "00"
    return f"{hour:02d}:{minute}" if hour <= 24 and int(minute) < 60 else None


def unit_of(hit: Hit) -> str:
    """The unit, whether in the singular or the plural."""
    return hit.value("unit") if hit.has("unit") else hit.value("units")


def amount_of(hit: Hit) -> float | None:
    """The number said; None for "several" or "a few", and for a unit in the plural alone."""
    if not hit.has("amount"):
        return None if hit.has("units") else 1
    first, last = hit.range("amount")
    words = [hit.word_at(i) for i in range(first, last + 1)]
    if hit.has("quantity") or "couple" in words:
        return None
    total = 0.0
    for word in words:
        total += number_of(hit, word)
    if words[0] == "half":
        return 0.5
    if words[0] in ("a", "an"):
        total = max(total, 1)
    if hit.has("multiplier"):
        total = max(total, 1) * int(hit.value("multiplier"))
    return total + (0.5 if words[-1] == "half" else 0)


def number_of(hit: Hit, word: str) -> float:
    """The number a token stands for, 0 for others."""
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return float(hit.words.kinds.get(word, {}).get("number", 0))


def number_word(hit: Hit, slot: str) -> float:
    """The number in a slot."""
    return number_of(hit, hit.word(slot))


def full_year(two_figures: int) -> int:
    """The year that two figures mean today: 00–49 in this century, 50–99 in the last."""
    return two_figures + (2000 if two_figures < 50 else 1900)
