"""What each rule means: from the words of a match to a meaning, or None where the context speaks against it."""

from __future__ import annotations

from dataclasses import replace

from sayso.stages.times.calendar import OPEN_VALUES, SEASON_STARTS, days_in_month, length_value
from sayso.stages.times.context import DOUBTFUL_MONTHS, ends_clause, is_month, is_rate, is_year, stands_alone
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import (
    Clock,
    DayOfMonth,
    DigitOrder,
    Found,
    Hour,
    Length,
    Named,
    Portion,
    Recurring,
    Step,
    Vague,
    Weekday,
)
from sayso.stages.times.slots import (
    about_of,
    amount_of,
    clock_value,
    found,
    full_year,
    has_year,
    hour_of,
    is_bc,
    mod_of,
    month_index,
    month_number,
    number_word,
    preceded,
    unit_of,
    weekday_number,
    within_of,
    without_article,
    year_of,
)

# Days of the calendar


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
    if meaning.day > days_in_month(2000, meaning.month):
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


# Months, quarters, halves, seasons, years and more


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
        first = full_year(first)
    elif first < 1000 and not hit.has("era"):
        return None
    if is_bc(hit):
        first = -first - 8
    mod = mod_of(hit)
    return found(hit, Named("decade", first, mod=mod))


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


# Weekdays


def weekday(hit: Hit) -> list[Found] | None:
    """Monday, last Tuesday, Monday evening, Tuesday of last week, early on Friday."""
    number = int(hit.value("weekday"))
    if hit.has("which") and hit.at("which") > hit.at("weekday"):
        return found(hit, Weekday(number, week=Step("week", int(hit.value("which")), "published")))
    which = int(hit.value("which")) if hit.has("which") else None
    return found(hit, Weekday(number, which, hour=hour_of(hit), mod=None if hour_of(hit) else mod_of(hit)))


def coming_weekday(hit: Hit) -> list[Found]:
    """This coming Friday, this past Monday."""
    which = 1 if "coming" in (hit.word_at(hit.first), hit.word_at(hit.first + 1)) else -1
    return found(hit, Weekday(int(hit.value("weekday")), which, hour=hour_of(hit)))


def on_weekdays(hit: Hit) -> list[Found]:
    """On Fridays."""
    return found(hit, Recurring(f"XXXX-WXX-{hit.value('weekdays')}"))


def the_weekend(hit: Hit) -> list[Found] | None:
    """Over the weekend."""
    return found(hit, Weekday(6, weekend=True)) if preceded(hit, "at", "over", "on", "during") else None


# From the publication date


def day_after_tomorrow(hit: Hit) -> list[Found] | None:
    """The day before yesterday, the day after tomorrow."""
    count = int(hit.value("deictic"))
    if (count, hit.word_at(hit.first + 2)) not in ((-1, "before"), (1, "after")):
        return None
    return found(hit, Step("day", 2 * count, "published"))


def today(hit: Hit) -> list[Found] | None:
    """Today, yesterday evening, earlier today."""
    if hit.tokens.raw(hit.first)[0].isupper() and hit.tokens.raw(hit.first - 1)[:1].isupper():
        return None  # a name: Turkey Today
    hour = hour_of(hit)
    return found(hit, Step("day", int(hit.value("deictic")), "published", hour=hour, mod=None if hour else mod_of(hit)))


def tonight(hit: Hit) -> list[Found]:
    """Tonight."""
    return found(hit, Step("day", 0, "published", hour=Hour("NI")))


def which_part(hit: Hit) -> list[Found]:
    """Last night, this morning."""
    return found(hit, Step("day", int(hit.value("which")), "published", hour=Hour(hit.value("part"))))


def which_unit(hit: Hit) -> list[Found] | None:
    """Last week, next year, earlier this month, the end of this year."""
    unit = hit.value("unit")
    if (
        unit in ("minute", "hour", "century")
        or (unit == "day" and hit.word("which") != "this")
        or hit.tokens.word(hit.first - 1) == "the"
    ):
        return None
    if hit.word_at(hit.first) == "the" and not hit.has("boundary"):
        return None
    if unit == "day":
        return found(hit, Step("day", 0, "running"))
    side = None
    if hit.word("which") == "this" and hit.has("within") and hit.word("within") in ("earlier", "later"):
        side = "before" if hit.word("within") == "earlier" else "after"
    return found(hit, Step(unit, int(hit.value("which")), "published", mod=mod_of(hit), side=side))  # type: ignore[arg-type]


def units_end(hit: Hit) -> list[Found] | None:
    """Year's end."""
    return found(hit, Step(hit.value("unit"), 0, "told", mod="END"))


def steps_from_publication(hit: Hit) -> list[Found] | None:
    """Three days ago, a few weeks ago, two months from now."""
    forward = hit.tokens.word(hit.last) == "now"
    return found(hit, stepped(hit, "published", forward))


# From the date the text has reached


def same_unit(hit: Hit) -> list[Found] | None:
    """The same day, that year, later that month; "the week" alone only with a word such as "the end of"."""
    words = [hit.word_at(i) for i in range(hit.first, hit.last + 1)]
    unit = hit.value("unit")
    if unit in ("minute", "hour"):
        return None
    if "same" in words or "that" in words:
        if words == ["that", unit] and unit in ("weekend",):
            return found(hit, Step("weekend", 0, "running"))
        return found(hit, Step(unit, 0, "running", mod=mod_of(hit)))
    if mod_of(hit) is None or unit == "day":
        return None
    return found(hit, Step(unit, 0, "told", mod=mod_of(hit)))


def same_part(hit: Hit) -> list[Found]:
    """That evening, the same night."""
    return found(hit, Step("day", 0, "running", hour=Hour(hit.value("part"))))


def next_unit(hit: Hit) -> list[Found] | None:
    """The next day, the following year, the previous month, the next morning."""
    count = int(hit.value("running_which"))
    if hit.has("part"):
        return found(hit, Step("day", count, "running", hour=Hour(hit.value("part"))))
    if hit.value("unit") in ("minute", "hour", "century"):
        return None
    ahead = hit.word("running_which") in ("next", "following")
    if ahead and preceded(hit, "over", "for", "within", "during", "in"):
        return found(hit, Length(1, hit.value("unit"), toward=1))
    return found(hit, Step(hit.value("unit"), count, "running", mod=mod_of(hit)))


def before_last(hit: Hit) -> list[Found] | None:
    """The week before last."""
    unit = hit.value("unit")
    return None if unit in ("minute", "hour") else found(hit, Step(unit, -2, "published"))


def unit_after(hit: Hit) -> list[Found] | None:
    """The day before, the week after, the year following."""
    word = hit.tokens.word(hit.last)
    unit = hit.value("unit")
    if unit in ("minute", "hour"):
        return None
    back = word in ("before", "previous") or hit.has("before")
    # "The day before the vote" counts from the vote, which may be at any time.
    counted_from_noun = word in ("before", "after") and not ends_clause(hit)
    return found(hit, Step(unit, -1 if back else 1, "unsaid" if counted_from_noun else "running"))


def steps_on(hit: Hit) -> list[Found] | None:
    """Three days later, a year earlier, weeks later."""
    return found(hit, stepped(hit, "running", hit.has("after")))


def steps_before(hit: Hit) -> list[Found] | None:
    """Two years before (but in "two years before the war" only the length is known)."""
    if not ends_clause(hit):
        return None
    return found(hit, stepped(hit, "running", hit.tokens.word(hit.last) == "after"))


def stepped(hit: Hit, anchor: str, forward: bool) -> Step:
    """So many units from an anchor."""
    amount = amount_of(hit)
    unit = unit_of(hit)
    whole = amount is not None and amount == int(amount) and abs(amount) < 100_000
    count = (int(amount) if forward else -int(amount)) if whole and amount is not None else None
    return Step(unit, count, anchor, forward=forward)  # type: ignore[arg-type]


# Durations


def duration(hit: Hit) -> list[Found] | None:
    """Two months, a few days, nearly a year, three-day. Ages and rates are no durations here."""
    after = hit.tokens.word(hit.last + 1)
    if after in ("old", "olds", "aged") or (after == "-" and hit.word_at(hit.last + 2) in ("old", "olds")):
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


# The time of day and the vague


def clock(hit: Hit) -> list[Found] | None:
    """At 15:00, 11 a.m., noon."""
    value = clock_value(hit)
    if value is None:
        return None
    certain = hit.has("half_day") or hit.has("hour_name") or hit.last > hit.first
    if not certain and not preceded(
        hit, "at", "by", "until", "till", "around", "about", "from", "since", "before", "after"
    ):
        return None
    return found(hit, Clock(Hour(value)))


def vague(hit: Hit) -> list[Found] | None:
    """Now, currently, recently; not the "now" that opens a remark."""
    if hit.word("vague") == "now" and (hit.tokens.word(hit.last + 1) in (",", "that") or preceded(hit, "from")):
        return None
    return found(hit, Vague(hit.value("vague")))


def at_present(hit: Hit) -> list[Found]:
    """At present; the preposition stays outside."""
    return [Found(hit.last, hit.last, Vague("PRESENT_REF"))]


def present(hit: Hit) -> list[Found] | None:
    """These days, at the moment."""
    if hit.word_at(hit.first) == "at":
        return [Found(hit.first + 1, hit.last, Vague("PRESENT_REF"))]
    if hit.tokens.word(hit.last) == "present" and not stands_alone(hit):
        return None
    return found(hit, Vague("PRESENT_REF"))


def recent(hit: Hit) -> list[Found] | None:
    """Recent years."""
    return found(hit, Vague("PAST_REF"))


def past(hit: Hit) -> list[Found] | None:
    """In the past."""
    return found(hit, Vague("PAST_REF")) if stands_alone(hit) else None


def future(hit: Hit) -> list[Found]:
    """The near future."""
    return found(hit, Vague("FUTURE_REF"))
