"""What the time of day and vague words say: at 15:00, now, recently."""

from __future__ import annotations

from sayso.stages.times.context import stands_alone
from sayso.stages.times.grammar import Hit
from sayso.stages.times.meanings import Clock, Found, Hour, Vague
from sayso.stages.times.slots import clock_value, found, preceded


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
