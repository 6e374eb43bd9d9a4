"""Checks expectations of a record: lines of JSONL with a text and what its record must, or must not, hold.

An expectation is an object with one key: `event`, `attribution`, `time`, `mention` or `assessment`, met when one item
of the record fits all that is asked; `no_event`, `no_attribution` or `no_mention`, met when none does; or `removed`,
with words that must not be in the coded text. An entity is written ISR (country), ISR.GOV (country and sector), Q7747
(id) or as part of a name; null means none, and a list any of them. Source: the conventions of the project's case files.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.evaluation.report import Code, Miss, Score, share
from sayso.formats.record import record_of
from sayso.readers import ReadOptions, read_documents

Expectation = dict[str, Any]
Item = Mapping[str, Any]
Fits = Callable[["RecordView", Item, Any], bool]

WIKIDATA_ID = re.compile(r"Q\d+")
COUNTRY_AND_SECTOR = re.compile(r"([A-Z]{3})(?:\.([A-Z]{3}))?")


def score_cases(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Expectations met: positive and negative apart, because an empty record meets every negative one."""
    met: dict[str, list[bool]] = {}
    misses: list[Miss] = []
    for case, document in zip(read_cases(path), read_documents([path], ReadOptions(format="jsonl")), strict=True):
        failed = unmet(case, record_of(code(document)))
        for expectation in case["expect"]:
            is_met = expectation not in failed
            met.setdefault(kind_of(expectation), []).append(is_met)
            if not is_met:
                misses.append(Miss(case["id"], kind_of(expectation), json.dumps(expectation, ensure_ascii=False)))
    return case_scores(met), tuple(misses)


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise InputError(str(path), f"not JSON ({error})", "Write one case on each line", line=number) from error
        if not isinstance(case, dict) or not all(is_expectation(each) for each in case.get("expect") or [None]):
            remedy = "Write a list of objects with one key each under `expect`"
            raise InputError(str(path), "the case expects nothing that can be checked", remedy, line=number)
        cases.append(case)
    return cases


def is_expectation(value: object) -> bool:
    """Whether it is an object with one key."""
    return isinstance(value, dict) and len(value) == 1


def case_scores(met: Mapping[str, list[bool]]) -> tuple[Score, ...]:
    """Positive and negative expectations, then each kind."""
    positive = [each for kind, outcomes in met.items() if not is_negative(kind) for each in outcomes]
    negative = [each for kind, outcomes in met.items() if is_negative(kind) for each in outcomes]
    return (
        share("positive", sum(positive), len(positive), "Expectations met of what the record must hold"),
        share("negative", sum(negative), len(negative), "Expectations met of what the record must not hold"),
        *(
            share(kind, sum(outcomes), len(outcomes), f"Expectations met of the kind {kind}")
            for kind, outcomes in sorted(met.items())
        ),
    )


def kind_of(expectation: Expectation) -> str:
    """The one key of an expectation."""
    (kind,) = expectation
    return kind


def is_negative(kind: str) -> bool:
    """Whether an empty record meets expectations of this kind."""
    return kind.startswith("no_") or kind == "removed"


def unmet(case: Mapping[str, Any], record: Mapping[str, Any]) -> list[Expectation]:
    """The expectations of a case that its record does not meet."""
    view = RecordView(record)
    return [expectation for expectation in case["expect"] if not view.meets(expectation)]


class RecordView:
    """A record with its items by id, to ask whether one fits an expectation."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.text: str = record["document"]["text"]
        self.entities = items_by_id(record.get("entities", ()))
        self.mentions = items_by_id(record.get("mentions", ()))
        self.attributions = items_by_id(record.get("attributions", ()))

    def meets(self, expectation: Expectation) -> bool:
        """Whether the record meets one expectation."""
        kind = kind_of(expectation)
        asked = expectation[kind]
        if kind == "removed":
            return letters(asked) not in letters(self.text)
        layer, tests = KINDS.get(kind.removeprefix("no_"), (None, {}))
        if layer is None or (kind.startswith("no_") and kind not in NEGATIVE_KINDS):
            raise InputError(
                kind, "there is no such expectation", f"Write one of {', '.join([*KINDS, *NEGATIVE_KINDS, 'removed'])}"
            )
        if unknown := sorted(set(asked) - set(tests)):
            raise InputError(kind, f"no such keys: {', '.join(unknown)}", f"There are {', '.join(tests)}")
        fits = any(all(tests[key](self, item, asked[key]) for key in asked) for item in self.record.get(layer, ()))
        return fits != kind.startswith("no_")

    def is_entity(self, mention_id: str | None, asked: str | list[str | None] | None) -> bool:
        """Whether a mention refers to what is asked for."""
        if isinstance(asked, list):
            return any(self.is_entity(mention_id, each) for each in asked)
        if asked is None or mention_id is None:
            return asked is None and mention_id is None
        mention = self.mentions.get(mention_id, {})
        entity = self.entities.get(mention.get("entity") or "", {})
        if WIKIDATA_ID.fullmatch(asked):
            return asked in (entity.get("id"), entity.get("wikidata"))
        if code := COUNTRY_AND_SECTOR.fullmatch(asked):
            return entity.get("country") == code[1] and code[2] in (None, entity.get("sector"))
        return any(asked.lower() in (words or "").lower() for words in (entity.get("name"), mention.get("text")))

    def chain(self, attribution_id: str | None) -> list[str | None]:
        """The sources from the outermost to this attribution's; the same entity twice in a row counts once."""
        sources: list[str | None] = []
        seen: set[str] = set()
        while attribution_id in self.attributions and attribution_id not in seen:
            seen.add(attribution_id)
            attribution = self.attributions[attribution_id]
            source = attribution.get("source")
            if not (sources and self.is_same_entity(sources[0], source)):
                sources.insert(0, source)
            attribution_id = attribution.get("parent")
        return sources

    def is_same_entity(self, first: str | None, second: str | None) -> bool:
        """Whether two mentions refer to the same known entity."""
        entities = [self.mentions.get(mention or "", {}).get("entity") for mention in (first, second)]
        return bool(entities[0]) and entities[0] == entities[1]

    def is_chain(self, attribution_id: str | None, asked: list[Any]) -> bool:
        """Whether the sources are those asked for, outermost first."""
        sources = self.chain(attribution_id)
        return len(sources) == len(asked) and all(map(self.is_entity, sources, asked))

    def chain_holds(self, attribution_id: str | None, asked: list[Any]) -> bool:
        """Whether each of those asked for is among the sources."""
        sources = self.chain(attribution_id)
        return all(any(self.is_entity(source, each) for source in sources) for each in asked)

    def takes_part(self, mention_ids: list[str], asked: Any) -> bool:
        """Whether one of the mentions is asked for; None asks for nobody."""
        return any(self.is_entity(each, asked) for each in mention_ids) if asked is not None else not mention_ids

    def claims(self, event: Item, *, by_publisher: bool) -> list[Item]:
        """The claims of the publisher, or those of the innermost attribution, which may be the publisher's too."""
        own = [claim for claim in self.record.get("claims", ()) if claim["event"] == event["id"]]
        if by_publisher:
            return [claim for claim in own if claim.get("attribution") is None and claim.get("claimant") is None]
        return [claim for claim in own if claim.get("attribution") == event.get("attribution")]

    def content(self, attribution: Item) -> str:
        """The letters and digits of a content."""
        spans = attribution.get("content", ())
        return letters(" ".join(self.text[span["start"] : span["end"]] for span in spans))


def items_by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Items of a layer by their id."""
    return {item["id"]: item for item in items}


def letters(words: str) -> str:
    """The plain letters and the digits of some words, in small letters: marks and spaces do not count."""
    return re.sub(r"[^a-z0-9]+", "", words.lower())


def any_of(asked: Any) -> list[Any]:
    """What is asked for as a list."""
    return asked if isinstance(asked, list) else [asked]


def one_of(field: str) -> Fits:
    """A test that the field holds what is asked for."""
    return lambda view, item, asked: item.get(field) in any_of(asked)


def words_in(field: str) -> Fits:
    """A test that the words of a field hold one of those asked for."""
    return lambda view, item, asked: any(
        words.lower() in ((item.get(field) or {}).get("text") or "").lower() for words in any_of(asked)
    )


def claimed(field: str, *, by_publisher: bool = False) -> Fits:
    """A test that a claim about the event holds what is asked for."""
    return lambda view, item, asked: any(
        claim.get(field) in any_of(asked) for claim in view.claims(item, by_publisher=by_publisher)
    )


def is_dated(view: RecordView, event: Item, asked: str | list[str]) -> bool:
    """Whether the event's interval is the day, month or year asked for."""
    return any(interval(event) == period(each) for each in any_of(asked))


def is_between(view: RecordView, event: Item, asked: list[str]) -> bool:
    """Whether the event's interval lies within the first and last day asked for."""
    begin, end = interval(event)
    return bool(begin) and asked[0] <= begin and end <= asked[1]


def interval(event: Item) -> tuple[str, str]:
    """First and last day of an event; empty where it has no date."""
    date = event.get("date") or {}
    return date.get("begin") or "", date.get("end") or ""


def period(written: str) -> tuple[str, str]:
    """First and last day of YYYY, YYYY-MM or a day."""
    if len(written) == 4:
        return f"{written}-01-01", f"{written}-12-31"
    if len(written) == 7:
        last = calendar.monthrange(int(written[:4]), int(written[5:]))[1]
        return f"{written}-01", f"{written}-{last:02d}"
    return written, written


def is_located(view: RecordView, event: Item, asked: str) -> bool:
    """Whether the event's place has the country or the name asked for."""
    place = event.get("location") or {}
    return asked in (place.get("country"), place.get("name"))


def is_same_name(first: str, second: str) -> bool:
    """Whether two names are equal, or one is the end of the other ("Ana Ruiz", "President Ana Ruiz")."""
    short, long = sorted((first.lower(), second.lower()), key=len)
    if short == long:
        return True
    return len(short) > 2 and long.endswith(short) and not long[-len(short) - 1].isalnum()


EVENT: Mapping[str, Fits] = {
    "type": one_of("type"),
    "mode": one_of("mode"),
    "status": one_of("status"),
    "actor": lambda view, item, asked: view.takes_part(item.get("actors", []), asked),
    "recipient": lambda view, item, asked: view.takes_part(item.get("recipients", []), asked),
    "trigger": words_in("trigger"),
    "date": is_dated,
    "between": is_between,
    "chain": lambda view, item, asked: view.is_chain(item.get("attribution"), asked),
    "chain_has": lambda view, item, asked: view.chain_holds(item.get("attribution"), asked),
    "certainty": claimed("certainty"),
    "polarity": claimed("polarity"),
    "publisher": claimed("certainty", by_publisher=True),
    "location": is_located,
}
ATTRIBUTION: Mapping[str, Fits] = {
    "kind": one_of("kind"),
    "source": lambda view, item, asked: view.is_entity(item.get("source"), asked),
    "addressee": lambda view, item, asked: view.is_entity(item.get("addressee"), asked),
    "content": lambda view, item, asked: letters(asked) in view.content(item),
    "content_not": lambda view, item, asked: letters(asked) not in view.content(item),
    "cue": words_in("cue"),
    "chain": lambda view, item, asked: view.is_chain(item["id"], asked),
    "polarity": one_of("polarity"),
}
TIME: Mapping[str, Fits] = {
    "text": lambda view, item, asked: item["text"].lower() == asked.lower(),
    "value": one_of("value"),
    "begin": one_of("begin"),
    "end": one_of("end_date"),
}
MENTION: Mapping[str, Fits] = {
    "text": lambda view, item, asked: is_same_name(item["text"], asked),
    "entity": lambda view, item, asked: view.is_entity(item["id"], asked),
    "form": one_of("form"),
}
ASSESSMENT: Mapping[str, Fits] = {
    "pair": lambda view, item, asked: set(item.get("between", ())) == set(asked),
    "direction": one_of("direction"),
    "status": one_of("status"),
}
KINDS: Mapping[str, tuple[str, Mapping[str, Fits]]] = {
    "event": ("events", EVENT),
    "attribution": ("attributions", ATTRIBUTION),
    "time": ("times", TIME),
    "mention": ("mentions", MENTION),
    "assessment": ("assessments", ASSESSMENT),
}
NEGATIVE_KINDS = ("no_event", "no_attribution", "no_mention")
