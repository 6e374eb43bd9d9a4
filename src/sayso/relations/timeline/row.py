"""The row of a timeline, and which rows are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sayso.errors import SettingsError
from sayso.schema import Status
from sayso.store.events import check_days

Kind = Literal["act", "assessment", "quotation"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened or was said; names, ids, countries and keys are joined by "; ".

    An "act" is an occurrence with all its reports, or one event that is not joined: `asserted_by` are those who say
    that it took place, `denied_by` those who say that it did not, `certainty` is that of the firmest assertion,
    `reports` the number of events that tell it, `origins` that of their independent origins. Of an "assessment"
    `type` is the direction, and the actors are the two of whom it speaks; of a "quotation" `type` is its kind, the
    actor who speaks, and the recipient whom it is about. `key` leads to the sentence: the document and, in it, the
    event, assessment or attribution. `words` are those that tell it.
    """

    kind: Kind
    date_begin: str | None
    date_end: str | None
    precision: str | None
    actors: str
    actor_ids: str
    actor_countries: str
    type: str
    mode: str | None
    recipients: str
    recipient_ids: str
    recipient_countries: str
    status: str | None
    asserted_by: str
    denied_by: str
    certainty: str | None
    reports: int
    origins: int
    occurrence: str | None
    key: str
    events: str
    publisher: str | None
    published: str | None
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Which rows of a timeline to give; what is left out does not restrict.

    `since` and `until` are ISO days, both included; a row passes when any of its days does. `by` is whoever asserts
    or denies it: "own" for the publishers' own voice, "A", "B" or "third" for a side's people and outlets, a country,
    a name or an id. A `type` or `status` lets no quotation pass, and a `type` no assessment. `known_on` asks for the
    codings that the store had at the end of that day.
    """

    since: str | None = None
    until: str | None = None
    status: tuple[Status, ...] = ()
    type: tuple[str, ...] = ()
    by: str | None = None
    kinds: tuple[Kind, ...] = KINDS
    known_on: str | None = None

    def __post_init__(self) -> None:
        check_days(since=self.since, until=self.until, known_on=self.known_on)
        for kind in self.kinds:
            if kind not in KINDS:
                raise SettingsError(f"`kinds` has {kind!r}. It can hold: {', '.join(KINDS)}.")

    def in_time(self, begin: str | None, end: str | None) -> bool:
        """Whether a day of the interval is asked for; without days, nothing is."""
        if self.since and (end is None or end < self.since):
            return False
        return not (self.until and (begin is None or begin > self.until))
