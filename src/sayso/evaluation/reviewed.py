"""What reviewers found: the estimated precision by type, how far coders agree on each field, and where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from sqlalchemy import Connection

from sayso.evaluation.agreement import Agreement, agreement
from sayso.store.coded_fields import Labels, People, in_words, machine_codes, people_of, sentences_of, types_of
from sayso.store.decisions import FIELDS, Coded, Field, Review
from sayso.store.named import EventKey
from sayso.store.review_queue import is_whole, lot
from sayso.store.reviews import as_judged, standing

ALL = "all"
IS_EVENT = "event"
# The bound that the page counts down to.
WANTED_ERROR = 0.05
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the checked events of a type were right as coded; `low` and `high` bound it (Wilson, 95%).

    `right` events were accepted by all who checked them, `rejected` ones rejected by somebody.
    """

    type: str
    checked: int
    right: int
    corrected: int
    rejected: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Krippendorff's alpha of one field among those who judged it; "event" is whether it is one at all."""

    field: str
    alpha: float | None
    low: float | None
    high: float | None
    units: int
    pairs: int
    agreeing: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What was found so far.

    `drawn_by_chance` estimates the store's precision; `precision` is of all checks, most of them of doubtful events.
    `left` is how many more events drawn by chance bring that estimate within five points, at its present value.
    """

    reviewers: Mapping[str, int]
    precision: tuple[Precision, ...]
    drawn_by_chance: tuple[Precision, ...]
    left: int
    agreement: tuple[FieldAgreement, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one coder says of an event; `fields` is None where it is none. The machine's is called "Sayso"."""

    coder: str
    made: str | None
    verdict: str
    fields: Mapping[Field, str] | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An event on which coders differ, in which fields, and what each says; the machine's coding comes first."""

    document_id: str
    event: str
    sentence: str
    differs: tuple[str, ...]
    opinions: tuple[Opinion, ...]

    @property
    def key(self) -> str:
        """The event as addresses name it."""
        return f"{self.document_id}/{self.event}"


def progress(connection: Connection, *, with_agreement: bool = True) -> Progress:
    """What the decisions on current codings show; without agreement it takes a few milliseconds."""
    by_event = judged(standing(connection))
    types = types_of(connection, by_event)
    chance = _by_chance(by_event, types, whole=is_whole(connection))
    return Progress(
        reviewers=dict(Counter(review.reviewer for each in by_event.values() for review in each)),
        precision=tuple(_precision(by_event, _by_type(by_event, types))),
        drawn_by_chance=tuple(_precision(by_event, chance)),
        left=_left(by_event, chance.get(ALL, [])),
        agreement=tuple(_agreement(connection, by_event)) if with_agreement else (),
    )


def disagreements(connection: Connection) -> list[Disagreement]:
    """Events on which coders differ, by document and event."""
    by_event = {key: each for key, each in judged(standing(connection)).items() if len(each) > 1}
    coded = machine_codes(connection, by_event)
    people, sentences = people_of(connection, by_event), sentences_of(connection, by_event)
    found = []
    for key in sorted(by_event):
        labels = [_labels(key, coded[key], review, people) for review in by_event[key]]
        differs = [IS_EVENT] * (len({each is None for each in labels}) > 1)
        differs += [field for field in FIELDS if len({each[field] for each in labels if each}) > 1]
        if differs:
            opinions = [Opinion("Sayso", None, "codes", _words(people.labels(key, coded[key])))]
            for review, label in zip(by_event[key], labels, strict=True):
                opinions.append(Opinion(review.reviewer, review.made, review.verdict, _words(label)))
            found.append(Disagreement(key[0], key[2], sentences[key], tuple(differs), tuple(opinions)))
    return found


def judged(reviews: Iterable[Review]) -> dict[EventKey, list[Review]]:
    """The decisions that say whether an event is right, by event."""
    found: defaultdict[EventKey, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.judges:
            found[review.key].append(review)
    return dict(found)


def wilson(right: int, checked: int) -> tuple[float, float]:
    """The interval in which a share lies with 95% confidence; it stays within 0 and 1 for few checks too."""
    share, square = right / checked, Z * Z
    middle = (share + square / (2 * checked)) / (1 + square / checked)
    reach = Z / (1 + square / checked) * sqrt(share * (1 - share) / checked + square / (4 * checked * checked))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _by_type(keys: Iterable[EventKey], types: Mapping[EventKey, str]) -> dict[str, list[EventKey]]:
    """The events of each type, and all of them."""
    found: defaultdict[str, list[EventKey]] = defaultdict(list)
    for key in keys:
        for type in (ALL, types[key]):
            found[type].append(key)
    return dict(found)


def _by_chance(
    by_event: Mapping[EventKey, Sequence[Review]], types: Mapping[EventKey, str], *, whole: bool
) -> dict[str, list[EventKey]]:
    """Checked events that are a random sample, of all and of each type.

    Who draws by chance does not get again what was checked as doubtful, so the events drawn alone would look too good.
    All events have a lot: where the queue holds the whole store, every checked one up to the last lot drawn belongs to
    the sample, however it came to be checked. Of a large store so little is checked that it makes no difference.
    """
    drawn = {key for key, each in by_event.items() if any(review.drawn == "chance" for review in each)}
    of_type = drawn | {
        key for key, each in by_event.items() if any(review.drawn == "chance in type" for review in each)
    }
    samples = {type: keys for type, keys in _by_type(of_type, types).items() if type != ALL}
    if drawn:
        samples[ALL] = list(drawn)
    if not whole:
        return samples
    last = {type: max(map(lot, keys)) for type, keys in samples.items()}
    checked = _by_type(by_event, types)
    return {type: [key for key in checked[type] if lot(key) <= last[type]] for type in samples}


def _precision(
    by_event: Mapping[EventKey, Sequence[Review]], samples: Mapping[str, Sequence[EventKey]]
) -> Iterable[Precision]:
    """That of all types together, then of each, most checked first."""
    for type, keys in sorted(samples.items(), key=lambda sample: (sample[0] != ALL, -len(sample[1]), sample[0])):
        counts = Counter(_worst(by_event[key]) for key in keys)
        right, checked = counts["accept"], counts.total()
        low, high = wilson(right, checked)
        yield Precision(type, checked, right, counts["correct"], counts["reject"], right / checked, low, high)


def _worst(reviews: Sequence[Review]) -> str:
    """What those who checked an event found, where one fault is enough."""
    verdicts = {review.verdict for review in reviews}
    return next(verdict for verdict in ("reject", "correct", "accept") if verdict in verdicts)


def _left(by_event: Mapping[EventKey, Sequence[Review]], sample: Sequence[EventKey]) -> int:
    right = sum(_worst(by_event[key]) == "accept" for key in sample)
    # Before anything is checked, as many as a precision of one half would take.
    share = right / len(sample) if sample else 0.5
    needed = len(sample)
    while needed == 0 or _error(share, needed) > WANTED_ERROR:
        needed += 1
    return needed - len(sample)


def _error(share: float, checked: int) -> float:
    low, high = wilson(round(share * checked), checked)
    return (high - low) / 2


def _agreement(connection: Connection, by_event: Mapping[EventKey, Sequence[Review]]) -> Iterable[FieldAgreement]:
    twice = {key: each for key, each in by_event.items() if len(each) > 1}
    coded, people = machine_codes(connection, twice), people_of(connection, twice)
    labels = {key: [_labels(key, coded[key], each, people) for each in twice[key]] for key in twice}
    yield _of_field(IS_EVENT, agreement([[each is not None for each in of_event] for of_event in labels.values()]))
    for field in FIELDS:
        units = [[each[field] for each in of_event if each] for of_event in labels.values()]
        yield _of_field(field, agreement(units))


def _of_field(field: str, found: Agreement) -> FieldAgreement:
    return FieldAgreement(field, found.alpha, found.low, found.high, found.units, found.pairs, found.agreeing)


def _labels(key: EventKey, machine: Coded, review: Review, people: People) -> Labels | None:
    coded = as_judged(machine, review)
    return None if coded is None else people.labels(key, coded)


def _words(labels: Labels | None) -> Mapping[Field, str] | None:
    return None if labels is None else {field: in_words(label) for field, label in labels.items()}
