"""What durations and sets say: two months, the past year, every Friday."""

from __future__ import annotations

from sayso.stages.times.calendar import OPEN_VALUES, length_value
from sayso.stages.times.context import is_rate
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import Found, Length, Named, Portion, Recurring
from sayso.stages.times.slots import about_of, amount_of, found, month_number, number_word, preceded, unit_of, year_of

# Durations


def duration(hit: Hit) -> list[Found] | None:
    """Two months, a few days, nearly a year, three-day. Ages and rates are no durations here."""
    after = hit.tokens.word(hit.last + 1)
    if (
        preceded(hit, "aged")
        or after in ("old", "olds", "aged")
        or (after == "-" and hit.word_at(hit.last + 2) in ("old", "olds"))
    ):
        return None
    if after == "of" and hit.word_at(hit.last + 2) == "age":
        return None
    if is_rate(hit) or (hit.has("quantity") and hit.has("unit")):
        return None
    unit, amount = unit_of(hit), amount_of(hit)
    if unit == "quarter" or (amount is not None and amount > 1500 and hit.has("unit")):
        return None  # "the 2018 day" holds a year
    if hit.has("quantity") and hit.word_at(hit.first) in ("over", "under"):
        return [Found(hit.first + 1, hit.last, Length(None, unit))]  # "over several decades" is a stretch of them
    return found(hit, Length(amount, unit, mod=about_of(hit)))


def bare_duration(hit: Hit) -> list[Found] | None:
    """For weeks, after months; a unit in the plural alone says little elsewhere."""
    unit = hit.value("units")
    if unit in ("quarter", "second") or not preceded(
        hit, "for", "after", "over", "within", "took", "take", "takes", "lasted", "last", "spent"
    ):
        return None
    return found(hit, Length(None, unit))


def anchored_duration(hit: Hit) -> list[Found] | None:
    """The past year, the last two weeks, the next few days, the coming months."""
    past = hit.has("behind")
    word = hit.word("behind") if past else hit.word("ahead")
    number = amount_of(hit) if hit.has("amount") else (None if hit.has("units") else 1)
    if not hit.has("amount") and not hit.has("units"):
        # "last year" and "the next day" are single periods; only "the past year" is a stretch.
        article = hit.word_at(hit.first) == "the"
        if word in ("last",) and not (article and preceded(hit, "over", "in", "during", "for", "within")):
            return None
        if word not in ("last", "past", "coming"):
            return None
    unit = unit_of(hit)
    if unit == "quarter" and word == "past":
        return None
    if hit.tokens.word(hit.last + 1) == "of":
        return found(hit, Length(number, unit))  # "the last five months of her life" ends with her
    running = word in ("previous", "preceding", "following")
    return found(hit, Length(number, unit, toward=-1 if past else 1, anchor="running" if running else "published"))


def portion(hit: Hit) -> list[Found] | None:
    """The last week of August, the first three months of 2021."""
    at_end = not hit.has("ordinal")
    if hit.has("ordinal") and hit.word("ordinal") not in ("first",):
        return None
    amount = amount_of(hit) if hit.has("amount") else (None if hit.has("units") else 1)
    has_month = hit.has("month") or hit.has("month_short")
    whole = Named("month" if has_month else "year", year_of(hit), month_number(hit) if has_month else 1)
    return found(hit, Portion(Length(amount, unit_of(hit)), at_end, whole))


# Sets


def every(hit: Hit) -> list[Found] | None:
    """Every Friday, each year, every two weeks, every morning."""
    if hit.has("weekday"):
        return found(hit, Recurring(f"XXXX-WXX-{hit.value('weekday')}"))
    if hit.has("part"):
        return found(hit, Recurring(f"XXXX-XX-XXT{hit.value('part')}"))
    if hit.has("season"):
        return found(hit, Recurring(f"XXXX-{hit.value('season')}"))
    if hit.has("month") or hit.has("month_short"):
        return found(hit, Recurring(f"XXXX-{month_number(hit):02d}"))
    unit = unit_of(hit)
    if hit.has("number") or hit.has("ordinal") or hit.word_at(hit.first + 1) == "other":
        count = number_word(hit, "number") if hit.has("number") else 2.0
        if hit.has("ordinal"):
            count = float(hit.value("ordinal")) if hit.word("ordinal").isalpha() else hit.number("ordinal")
        return found(hit, Recurring(length_value(count, unit)))
    return found(hit, Recurring(OPEN_VALUES.get(unit) or length_value(1, unit)))


def times_a_unit(hit: Hit) -> list[Found]:
    """Twice a week."""
    return found(hit, Recurring(length_value(1, hit.value("unit"))))


def per_unit(hit: Hit) -> list[Found]:
    """Per month."""
    return found(hit, Recurring(length_value(1, hit.value("unit"))))


def often(hit: Hit) -> list[Found] | None:
    """Daily, annually; "the daily Haaretz" is a newspaper."""
    word, raw = hit.word("often"), hit.tokens.raw(hit.first)
    after = hit.tokens.raw(hit.last + 1)
    if raw[0].isupper() and (after[:1].isupper() or hit.tokens.raw(hit.first - 1)[:1].isupper()):
        return None
    newspaper = hit.tokens.word(hit.last + 1) in (
        "newspaper",
        "newspapers",
        "paper",
        "papers",
        "magazine",
        "said",
        "reported",
        "wrote",
        "tabloid",
    )
    named_paper = after[:1].isupper() or after in (".", ",", "’", "'")
    if newspaper or (word in ("daily", "weekly", "monthly", "quarterly") and named_paper and is_noun(hit)):
        return None
    return found(hit, Recurring(hit.value("often")))


def is_noun(hit: Hit) -> bool:
    """Whether an article or an adjective of origin stands before the expression."""
    before = hit.tokens.raw(hit.first - 1)
    return before.lower() in ("the", "a", "an", "its", "s") or before[:1].isupper()
