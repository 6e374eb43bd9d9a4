"""Which dated event some words mean: by its name, or by a noun ("the coup") where the countries leave one candidate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.knowledge.dated_events import DatedEvent, DatedEvents, folded
from sayso.stages.times.context import FUNCTION_WORDS

# The nouns by which news speaks of an event it has named before or takes as known.
NOUNS: Mapping[str, tuple[str, ...]] = {
    "war": ("war",),
    "invasion": ("invasion",),
    "coup": ("coup",),
    "coup d'état": ("coup",),
    "putsch": ("coup",),
    "takeover": ("coup",),
    "ceasefire": ("ceasefire",),
    "cease-fire": ("ceasefire",),
    "truce": ("ceasefire",),
    "armistice": ("ceasefire",),
    "revolution": ("revolution",),
    "uprising": ("uprising", "revolution"),
    "referendum": ("referendum",),
    "annexation": ("annexation",),
    "genocide": ("genocide",),
    "earthquake": ("disaster",),
    "election": ("election",),
    "elections": ("election",),
    "summit": ("summit",),
    "deal": ("agreement",),
    "agreement": ("agreement",),
    "accord": ("agreement",),
    "accords": ("agreement",),
    "treaty": ("agreement",),
    "attack": ("attack",),
    "attacks": ("attack",),
    "withdrawal": ("withdrawal",),
    "independence": ("independence",),
}
# Of these there are so many that a bare noun mostly means one that is in no table.
NEED_MORE_THAN_A_COUNTRY = frozenset({"election", "summit", "agreement", "attack", "disaster", "withdrawal"})
# Words before the noun that change nothing about which event it is.
NEUTRAL = frozenset(
    "military full-scale failed attempted bloody brutal bloodless armed civil nuclear peace popular palace army"
    " large-scale wider ongoing presidential parliamentary general national deadly massive terror terrorist"
    " constitutional independence status".split()
)
# A bare noun means what lasts still or is no older than this at publication, in years.
REMEMBERED = 10
REMEMBERED_BRIEFLY = {"referendum": 1, "ceasefire": 1}
WENT_ON = re.compile(
    r"\s+(?:began|begins|started|erupted|ended|collapsed|broke out|took (?:effect|place|hold)"
    r"|came into (?:force|effect))\b"
)
WORD = re.compile(r"[^\s,;:.!?()“”\"]+(?:\.(?=\w)[^\s,;:.!?()“”\"]+)*")
WORD_OF_NAME = re.compile(r"[^\s,;:!?()“”\"]+")  # "Jan. 6", "U.S."
TAIL = re.compile(r"\s+(?P<word>of|in|against|on|with|between|over)\s+(?:the\s+)?")
SPACES = re.compile(r"[ \t]+")
POSSESSIVE = re.compile(r"['’]s?(?=\s)")
STEP = re.compile(r"[ \t]*,?[ \t]+|\n(?!\s*\n)")
ARTICLE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a country or of somebody or something of it; `whole` where it means the country itself."""

    start: int
    end: int
    country: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Named:
    """An event that words mean, where the words stand; `ended` where they go on "… ended"."""

    start: int
    end: int
    event: DatedEvent
    ended: bool = False


class Naming:
    """Finds the event that the words at a place of one document mean."""

    def __init__(self, text: str, dated: DatedEvents, published: str | None, places: Sequence[Place]) -> None:
        self.text = text
        self.dated = dated
        self.published = published
        self.places = {place.start: place for place in sorted(places, key=lambda place: place.end)}
        counts = Counter(place.country for place in places)
        self.countries = frozenset(counts)
        # What the document is about: a country named in passing makes no event known.
        self.main = frozenset(country for country, count in counts.items() if 2 * count >= max(counts.values()))

    def at(self, start: int) -> Named | None:
        """The event named from `start` on, or None where the words name none or leave several."""
        article = ARTICLE.match(self.text, start)
        first = article.end() if article else start
        found = self.by_name(start, first) or (self.by_noun(start, first) if article else None)
        found = found or (self.by_noun(start, start) if start in self.places else None)
        if found is None or not self.ends_at(found.end):
            return None
        following = next_word(self.text, found.end)
        return Named(start, found.end, found.event, following == "ended")

    def by_name(self, start: int, first: int) -> Named | None:
        """The event whose name stands there; the longest name wins."""
        opening = WORD_OF_NAME.match(self.text, first)
        if opening is None or folded(opening[0]).rstrip(".") not in self.dated.first_words:
            return None
        ends = list(word_ends(self.text, first, self.dated.longest))
        for end in reversed(ends):
            words = " ".join(self.text[first:end].split())
            for form in (words, words.replace(",", "")):
                if found := self.dated.named(form):
                    event = self.only(found)
                    return Named(start, end, event) if event else None
        return None

    def only(self, events: Iterable[DatedEvent]) -> DatedEvent | None:
        """The one that had begun, and of several that which the document's countries leave."""
        begun = [event for event in events if self.has_begun(event)]
        if len(begun) > 1:
            begun = [event for event in begun if self.countries.intersection(event.countries)]
        return begun[0] if len(begun) == 1 else None

    def has_begun(self, event: DatedEvent) -> bool:
        """Whether it had begun when the document came out."""
        return self.published is None or event.first_day <= self.published

    def by_noun(self, start: int, first: int) -> Named | None:
        """The event that "the 2021 coup", "Iraq's invasion of Kuwait" or a bare "the war" means."""
        year: str | None = None
        said: set[str] = set()
        position = first
        for _ in range(5):
            if (place := self.places.get(position)) is not None:
                if not place.whole:
                    return None
                said.add(place.country)
                position = after_possessive(self.text, place.end)
            else:
                word = WORD.match(self.text, position)
                if word is None:
                    return None
                if kinds := NOUNS.get(word[0].lower().replace("’", "'")):
                    end = self.with_tail(word.end(), said)
                    event = self.chosen(kinds, year, said) if end else None
                    return Named(start, end, event) if event and end else None
                if YEAR.fullmatch(word[0]) and year is None:
                    year = word[0]
                elif word[0].lower() not in NEUTRAL:
                    return None
                position = word.end()
            step = STEP.match(self.text, position)
            if step is None or "," in step[0]:
                return None
            position = step.end()
        return None

    def with_tail(self, end: int, said: set[str]) -> int | None:
        """Where the phrase ends with "of Kuwait", "in Myanmar"; None where it goes on with what is no country."""
        tail = TAIL.match(self.text, end)
        if tail is None:
            return end
        place = self.places.get(tail.end())
        if place is None:
            return end if tail["word"] in ("in", "on", "with") and not self.text[tail.end() :][:1].isupper() else None
        if not place.whole:
            return None
        said.add(place.country)
        return place.end

    def chosen(self, kinds: Sequence[str], year: str | None, said: set[str]) -> DatedEvent | None:
        """The one candidate that year and countries leave, or None."""
        events = [event for kind in kinds for event in self.dated.by_kind.get(kind, ()) if self.has_begun(event)]
        if year is not None:
            events = [event for event in events if event.begin[:4] == year]
        countries = said or self.countries
        events = [event for event in events if countries.intersection(event.countries)]
        if said:
            events = [event for event in events if said <= set(event.countries)]
        bare = year is None and len(said) < 2
        if bare and NEED_MORE_THAN_A_COUNTRY.intersection(kinds):
            return None
        if bare:
            events = self.current(events)
        whole = [event for event in events if self.countries.issuperset(event.countries)]
        left = whole if whole and not said else events
        if len(left) != 1 or not (said or self.main.intersection(left[0].countries)):
            return None
        return left[0]

    def current(self, events: Sequence[DatedEvent]) -> list[DatedEvent]:
        """What a bare noun can mean on the day of publication: what lasts, else what is remembered."""
        if self.published is None:
            return []
        lasting = [event for event in events if not event.is_over(self.published)]
        if lasting and all(event.kind == "war" for event in lasting):
            return lasting
        return [
            event
            for event in events
            if (event.last_day or self.published)
            >= years_before(self.published, REMEMBERED_BRIEFLY.get(event.kind, REMEMBERED))
        ]

    def ends_at(self, end: int) -> bool:
        """Whether the phrase ends there and is no part of a longer one ("the coup leader")."""
        rest = self.text[end : end + 1]
        if rest and (rest.isalnum() or rest in "-–'’/"):
            return False
        word = next_word(self.text, end)
        if word is None or word in FUNCTION_WORDS or WENT_ON.match(self.text, end):
            return True
        return end + 1 in self.places  # the subject of the main clause: "since the coup Niger has …"


def years_before(day: str, years: int) -> str:
    """The same day so many years earlier (29 February may be no day of the calendar: good enough to compare with)."""
    return f"{max(int(day[:4]) - years, 1):04d}{day[4:]}"


def next_word(text: str, end: int) -> str | None:
    """The word that follows after nothing but spaces, in lower case."""
    step = SPACES.match(text, end)
    word = WORD.match(text, step.end()) if step else None
    return word[0].lower() if word else None


def after_possessive(text: str, end: int) -> int:
    """Where a possessive ending behind the position ends."""
    ending = POSSESSIVE.match(text, end)
    return ending.end() if ending else end


def word_ends(text: str, start: int, most: int) -> Iterable[int]:
    """Where the first, second … word from `start` on end, as far as no mark stands between."""
    position = start
    for _ in range(most):
        word = WORD_OF_NAME.match(text, position)
        if word is None:
            return
        if word[0].endswith("."):
            yield word.end() - 1
        yield word.end()
        step = STEP.match(text, word.end())
        if step is None:
            return
        position = step.end()
