"""Whether two tellings tell one and the same act: what rules it out, and what speaks for it.

Rules come first and are strict, because two acts taken for one are worse than one taken for two: another recipient,
another day, another place rule it out. What is left is weighed: who, when, where, by which words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import cos, hypot, radians

from sayso.knowledge.kin_types import load_kin_types
from sayso.store.tellings import Party, Telling

# Weights were set on forty of the pairs in `tests/cases/occurrences.jsonl`; the other twenty were kept apart.
ENOUGH = 3.6
SAME_DAY, SAME_TIME, LATER_TOLD, LONG_AFTER = 1.5, 0.6, 1.0, 0.2
SAME_FRAME, SAME_TRIGGER, SAME_CAMEO, SAME_MODE = 1.0, 1.0, 0.4, 0.4
SAME_PLACE, SAME_TOWN, NUMBER = 1.2, 0.3, 0.4
WORDS = 2.5
KIN, OTHER_MODE, ONE_SIDE = -0.6, -0.4, -0.6

# Where nobody is the same in both for sure, nothing else is enough.
NOBODY = -100.0

# A report without a day of its own tells what happened on the day of publication or shortly before.
TOLD_WITHIN = 2
# A denial comes when somebody asks: weeks after the act as a rule, a year at most.
DENIED_WITHIN = 400
SOON_DENIED = 45
KM_PER_DEGREE = 111.0
NEAR_KM = 60.0

HAPPENED = frozenset({"actual", "historical", "negated"})
# Acts done together may be told from either side.
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
# Of what is said, the words decide: two accusations of one day by the same speaker may be about two things.
SAID = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "SUPPORT", "AGREE", "CONCEDE"})
SAID_ALIKE = 0.12
LONG_AFTER_ALIKE = 0.3
GENERIC = frozenset({"state", "government", "people"})
RULERS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
APART = frozenset({"REB", "OPP", "UAF", "SEP"})

# What is done at a place; talks and statements may be told from another than where they were held.
DONE_SOMEWHERE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"})
PLACE_NAMED = re.compile(
    r"\b(?:in|at|near|outside|inside|around) (?:the )?(?:(?:city|town|village) of )?"
    r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
)
AGAIN = re.compile(
    r"\b(?:again|another|second|third|fourth|further|additional|anew|renewed|repeated)\b|\bmore (?!than)", re.I
)
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d,.]*\d|\d")
COMMON = frozenset(
    """a about after against ago all also an and are as at be because been before being between both but by can could
    day days did do does during each for from further had has have he her here him his how i if in into is it its last
    late later like many may might more most much must near new next no not now of off on one only or other our out over
    own per said same say says she should since so some such than that the their them then there these they this those
    through to told too two under until up upon us very was we week were what when where which while who whom why will
    with would year years yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december according accused official officials
    minister ministry president government spokesman spokeswoman reported report reports""".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """How much speaks for one act, and what, in words."""

    score: float
    because: str


def same_act(one: Telling, other: Telling) -> Match | None:
    """What speaks for two tellings telling one act, or None where something rules it out or it is too little."""
    who, when = _parties(one, other), _dates(one, other)
    if is_ruled_out(one, other) or who is None or when is None:
        return None
    alike = 0.0 if in_one_sentence(one, other) else likeness_of_words(one, other)
    if one.type in SAID and alike < SAID_ALIKE and _frame(one) != _frame(other):
        return None
    if when[0] == LONG_AFTER and alike < LONG_AFTER_ALIKE:
        return None
    if one.type in DONE_SOMEWHERE and _are_elsewhere(one, other):
        return None
    if bool(AGAIN.search(one.sentence)) != bool(AGAIN.search(other.sentence)) and when[0] < SAME_DAY:
        return None
    if who == (NOBODY, "") and in_one_town(one, other) and when[0] == SAME_DAY:
        # "Students marched in Dhaka" and "protesters took to the streets of Dhaka": nobody else need be the same.
        who = SAME_TOWN, ""
    reasons = [who, when, *_acts(one, other), *_scenes(one, other)]
    if alike:
        reasons.append((WORDS * alike, f"{alike:.0%} of the words"))
    score = sum(weight for weight, _ in reasons)
    if score < ENOUGH:
        return None
    return Match(score, ", ".join(words for weight, words in reasons if weight > 0 and words))


def is_ruled_out(one: Telling, other: Telling) -> bool:
    """Whether the two cannot tell one act: another kind, status, place or day, or somebody else takes part."""
    return (
        not (_kinds_fit(one, other) and _statuses_fit(one, other) and _places_fit(one, other))
        or _parties(one, other) is None
        or _dates(one, other) is None
    )


def days_of(telling: Telling) -> tuple[date, date] | None:
    """The first and last day on which the act may have been done; None where nobody knows."""
    published, begin, end = (_day(each) for each in (telling.published, telling.begin, telling.end))
    if telling.dated and begin and end:
        return begin, end
    told = published or begin
    if told is None:
        return None
    if telling.status in ("future", "hypothetical"):
        return told, told + timedelta(days=TOLD_WITHIN)
    if telling.status == "negated":
        return told - timedelta(days=SOON_DENIED), told
    return told - timedelta(days=DENIED_WITHIN if telling.denied else TOLD_WITHIN), told


@lru_cache(maxsize=20000)
def stems(sentence: str) -> frozenset[str]:
    """The words of a sentence that carry meaning, cut to their stems, and its numbers."""
    words = (word.removesuffix("'s").removesuffix("’s") for word in TOKEN.findall(sentence.casefold()))
    return frozenset(stem(word) for word in words if word not in COMMON)


def stem(word: str) -> str:
    """The word without the endings of inflexion: "shelling", "shelled" and "shells" are one."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word.removesuffix("y") if len(word) > 3 else word


def likeness_of_words(one: Telling, other: Telling) -> float:
    """Dice's coefficient of the stems of both sentences, without the names of those who take part."""
    names = _names(one) | _names(other)
    ours, theirs = stems(one.sentence) - names, stems(other.sentence) - names
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def in_one_sentence(one: Telling, other: Telling) -> bool:
    """Whether both stand in one sentence of one document, whose words then speak for nothing."""
    same_coding = (one.document_id, one.run_id) == (other.document_id, other.run_id)
    return same_coding and one.sentence_start == other.sentence_start


def in_one_town(one: Telling, other: Telling) -> bool:
    """Whether both name the same place, and one smaller than a state."""
    return is_town(one) and (one.place or "").casefold() == (other.place or "").casefold()


def is_town(telling: Telling) -> bool:
    """Whether the telling says where it was, more closely than by a state."""
    return telling.place is not None and telling.latitude is not None


def _kinds_fit(one: Telling, other: Telling) -> bool:
    if one.type == other.type:
        return True
    return not in_one_sentence(one, other) and other.type in load_kin_types().get(one.type, frozenset())


def _statuses_fit(one: Telling, other: Telling) -> bool:
    statuses = {one.status, other.status}
    if any(each.status == "negated" and each.within for each in (one, other)) and len(statuses) > 1:
        # Who refuses an act does not deny that it was done.
        return False
    if statuses <= HAPPENED or len(statuses) == 1:
        return True
    # What was announced for a day and then done on it is one occurrence, told before and after.
    if "hypothetical" in statuses or not (one.dated and other.dated):
        return False
    before, after = (one, other) if one.status == "future" else (other, one)
    return (before.published or "") <= (after.end or "") and after.status != "negated"


def _places_fit(one: Telling, other: Telling) -> bool:
    """Whether both may have been done in one place: towns far from one another rule it out."""
    if not one.place or not other.place or one.place.casefold() == other.place.casefold():
        return True
    if one.place_country and other.place_country and one.place_country != other.place_country:
        return False
    apart = _distance(one, other)
    return apart is None or apart <= NEAR_KM


def _are_elsewhere(one: Telling, other: Telling) -> bool:
    """Whether each sentence names places and they share none: so villages that nobody lists are told apart."""
    ours, theirs = _places_named(one.sentence), _places_named(other.sentence)
    known = one.place and other.place
    return not known and bool(ours and theirs) and not ours & theirs


def _places_named(sentence: str) -> frozenset[str]:
    found = (match[1].casefold() for match in PLACE_NAMED.finditer(sentence))
    return frozenset(name for name in found if name.split()[0] not in COMMON)


def _distance(one: Telling, other: Telling) -> float | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    east = (one.longitude - other.longitude) * cos(radians((one.latitude + other.latitude) / 2))
    return hypot(one.latitude - other.latitude, east) * KM_PER_DEGREE


def _parties(one: Telling, other: Telling) -> tuple[float, str] | None:
    """How well those who take part agree; None where somebody is another."""
    if one.type in MUTUAL and other.type in MUTUAL:
        if _is_joint(one) or _is_joint(other):
            return _joint(one, other)
        found = [fit for fit in (_directed(one, other), _directed(one, _turned(other))) if fit is not None]
        return max(found, default=None)
    return _directed(one, other)


def _joint(one: Telling, other: Telling) -> tuple[float, str] | None:
    """How well all who take part agree, whoever is told to act."""
    fit = _side(one.actors + one.recipients, other.actors + other.recipients)
    if fit is None:
        return None
    if fit[1] == 0:
        return NOBODY, ""
    # The same two, or the same one with somebody who is told in one report only.
    return fit[0] * 2 + (ONE_SIDE if fit[1] < 2 else 0.0), _named("between", one.actors + one.recipients)


def _directed(one: Telling, other: Telling) -> tuple[float, str] | None:
    """How well those who act agree, and those who are acted on."""
    acting, suffering = _side(one.actors, other.actors), _side(one.recipients, other.recipients)
    if acting is None or suffering is None:
        return None
    if not (acting[1] or suffering[1]):
        return NOBODY, ""
    weight = acting[0] + suffering[0] + (0.0 if acting[1] and suffering[1] else ONE_SIDE)
    words = [_named("by", one.actors) if acting[1] else "", _named("on", one.recipients) if suffering[1] else ""]
    return weight, " ".join(word for word in words if word)


def _is_joint(telling: Telling) -> bool:
    """Whether several do it together and nobody is told to be the one to whom it is done."""
    return len(telling.actors) > 1 and not telling.recipients


def _turned(telling: Telling) -> Telling:
    """A visit told by the host, a call told by who was called."""
    return replace(telling, actors=telling.recipients, recipients=telling.actors)


def _side(ours: Sequence[Party], theirs: Sequence[Party]) -> tuple[float, int] | None:
    """How well two groups agree and in how many of their members; None where one has somebody whom the other lacks.

    A group that names fewer than the other may be part of it, and one that nobody is named of agrees with any.
    """
    fewer, more = sorted((ours, theirs), key=len)
    fits = []
    for party in fewer:
        fit = max((_party(party, each) for each in more), key=lambda found: -1.0 if found is None else found)
        if fit is None:
            return None
        fits.append(fit)
    sure = [fit for fit in fits if fit > 0]
    return (sum(sure) / len(fits) if fits else 0.0), len(sure)


def _party(one: Party, other: Party) -> float | None:
    """From 1, the same, to 0, which leaves it open; None for two that are different."""
    if one.entity is not None and one.entity == other.entity:
        return 1.0
    if one.name.casefold() == other.name.casefold():
        return 0.9
    if one.country is None or other.country is None:
        if one.form == other.form == "name" and one.entity and other.entity:
            return None
        return 0.0
    if one.country != other.country or (one.sector in APART) != (other.sector in APART):
        return None
    if one.kind in GENERIC or other.kind in GENERIC:
        return _generic(one, other)
    if one.kind == other.kind and one.form == other.form == "name":
        return None
    return 0.2


def _generic(one: Party, other: Party) -> float:
    """A state and whoever acts for it: "Moscow" may be its president, its ministry or its army."""
    plain, special = (one, other) if one.kind in GENERIC else (other, one)
    if special.kind == "state" or plain.kind == special.kind == "government":
        return 0.8
    if special.sector in RULERS or special.kind in GENERIC:
        return 0.8 if plain.sector in RULERS or plain.kind == "state" else 0.3
    return 0.5 if special.kind == "place" else 0.3


def _dates(one: Telling, other: Telling) -> tuple[float, str] | None:
    """How well the days agree; None where they rule one another out."""
    ours, theirs = days_of(one), days_of(other)
    if ours is None or theirs is None:
        return 0.0, ""
    begin, end = max(ours[0], theirs[0]), min(ours[1], theirs[1])
    if begin > end:
        return None
    if one.dated and other.dated:
        if ours == theirs and one.precision == "day":
            return SAME_DAY, f"on {begin.isoformat()}"
        return (SAME_TIME if _short(ours) and _short(theirs) else SAME_TIME / 2), "at one time"
    if one.dated or other.dated:
        told = theirs[1] if one.dated else ours[1]
        if (told - end).days > SOON_DENIED:
            return LONG_AFTER, ""
        return (LATER_TOLD, "told within days") if _short(ours) and _short(theirs) else (SAME_TIME, "at one time")
    apart = abs((ours[1] - theirs[1]).days)
    return (LATER_TOLD - 0.3 * min(apart, 3)), "told within days"


def _short(days: tuple[date, date]) -> bool:
    return (days[1] - days[0]).days <= 7


def _acts(one: Telling, other: Telling) -> Iterable[tuple[float, str]]:
    if one.type != other.type:
        yield KIN, ""
    if _frame(one) == _frame(other):
        yield SAME_FRAME, "same frame"
    elif stems(one.trigger) & stems(other.trigger):
        yield SAME_TRIGGER, "same verb"
    if one.cameo is not None and one.cameo == other.cameo:
        yield SAME_CAMEO, "same code"
    if one.mode and other.mode:
        yield (SAME_MODE, "same mode") if one.mode == other.mode else (OTHER_MODE, "")


def _scenes(one: Telling, other: Telling) -> Iterable[tuple[float, str]]:
    if one.place and other.place and one.place.casefold() == other.place.casefold():
        yield SAME_PLACE, f"in {one.place}"
    numbers = {word for word in stems(one.sentence) & stems(other.sentence) if word[0].isdigit()}
    if numbers:
        yield NUMBER, "same numbers"


def _frame(telling: Telling) -> str:
    """The pattern that coded it, without what made its status."""
    return telling.reason.partition(";")[0]


def _names(telling: Telling) -> frozenset[str]:
    return stems(" ".join(party.name for party in (*telling.actors, *telling.recipients)))


def _named(word: str, parties: Sequence[Party]) -> str:
    return f"{word} {' and '.join(party.name for party in parties)}" if parties else ""


def _day(day: str | None) -> date | None:
    try:
        return date.fromisoformat((day or "")[:10])
    except ValueError:
        return None
