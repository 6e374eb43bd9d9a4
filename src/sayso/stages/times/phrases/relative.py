"""What counts from publication or from the date the text has reached: weekdays, last week, two days later."""

from __future__ import annotations

from sayso.stages.times.context import ends_clause, noun_follows
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import Found, Hour, Length, Recurring, Step, Weekday
from sayso.stages.times.slots import amount_of, found, hour_of, mod_of, preceded, unit_of

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


def overnight(hit: Hit) -> list[Found] | None:
    """Overnight, of the night before the telling; "an overnight train" is no time."""
    if preceded(hit, "a", "an", "the", "of", "its") or noun_follows(hit):
        return None
    return found(hit, Step("day", 0, "told", hour=Hour("NI")))


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


def year_end(hit: Hit) -> list[Found] | None:
    """By year-end; "the year-end report" has a noun behind it."""
    if noun_follows(hit):
        return None
    return found(hit, Step(hit.word_at(hit.first), 0, "told", mod="END"))


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
