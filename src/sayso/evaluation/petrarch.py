"""Scores events with their actors on the unit-test records of PETRARCH: sentences about invented states, coded in WEIS.

Definition. The invented actors are given as facts of the user's own (`petrarch_actors.toml`: names, adjectives and
capitals, as a dictionary of actors holds them). A record's events are *dyads*: a category of WEIS, or of CAMEO in some
later records, and who acts and whom it is done to, each as a country or kind of organisation. `weis_types.csv` says
which PLOVER types are right for a category. A record is right when its dyads and the coded ones pair off one to one
with none left over; where it has none, when none is coded. *Root* asks the same of the categories alone. Source: own.

Choices that make a record easier to meet:
- Tests of the program's refusals, and records whose codes are in no category (345, 802, 901 to 915, made up for tests
  of the dictionary), are passed over; `sentence of all` counts them as wrong. Of the latter, `made-up code` says in how
  many an act between the right two was coded, whatever its type.
- Comments and denials, which PLOVER does not record, and gold events without an actor or a recipient are not asked for.
- Of the coded events those count whose actor and recipient have a country, as the records' coder requires, unless they
  are within another event, negated, hypothetical or told as background: that coder has no statuses, and the records
  leave out "after Calenardhon crowds burned down its embassy".
- An event to come counts as its own type or as the promise or threat that it is, since the records ignore tense.
- An act done together, or coded in both directions (a visit and its reception), is one dyad that fits either direction.

Out of reach, but counted: codes that the test's dictionary gives a verb against its meaning ("acts strangely" as a
proposal, "wire tap" negated as an agreement), ungrammatical sentences coded as if they were right, names and verbs one
letter off that are coded or passed over by a rule of the program, new actors named by all their words, and one sentence
with several codings under several settings. PETRARCH2 itself, with the dictionaries made for the tests, codes 91 of the
284 records exactly, by full code.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from sayso.errors import InputError
from sayso.evaluation.matching import best_pairs
from sayso.evaluation.plover_gsr import comparable_type, is_comparable
from sayso.evaluation.report import Code, Counts, Miss, Score, precision_recall_f1, share
from sayso.knowledge.tables import read_table
from sayso.schema import CodedDocument, Document, Event

WEIS = Path(__file__).with_name("weis_types.csv")
ACTORS = Path(__file__).with_name("petrarch_actors.toml")
COLUMNS = ("code", "scheme", "name", "type")
# Codes of the records as ours: those of bodies, old or made-up codes of real states, one that is a real state's, and
# those of persons that stand for their people.
OTHER_CODES = {
    "IGOEEU": "EUR",
    "NGM": "NGO",
    "KUW": "KWT",
    "NZE": "NZL",
    "ZBW": "ZWE",
    "RHO": "ZWE",
    "GMW": "DEU",
    "ERI": "XER",
    "FRO": "SHR",
    "BIL": "SHR",
    "SAM": "SHR",
    "ELR": "ELF",
    "GAL": "ELF",
    "ORC": "HOB",
    "MRG": "MOR",
}
NOBODY = ("---", "###")


@dataclass(frozen=True, slots=True)
class Dyad:
    """One act: what may be right as its type, who acts and whom it is done to; `mutual` where either may be either."""

    types: frozenset[str]
    actor: str
    recipient: str
    mutual: bool = False
    category: str = ""

    def fits(self, other: Dyad) -> bool:
        """Whether two acts are the same."""
        return bool(self.types & other.types) and self.joins(other)

    def joins(self, other: Dyad) -> bool:
        """Whether the same two take part, in the same direction unless it was done together."""
        ours, theirs = (self.actor, self.recipient), (other.actor, other.recipient)
        return ours == theirs or ((self.mutual or other.mutual) and ours == theirs[::-1])

    def __str__(self) -> str:
        arrow = "↔" if self.mutual else "→"
        return f"{self.category or '/'.join(sorted(self.types))} {self.actor}{arrow}{self.recipient}"


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A sentence with its events as (code, actor, recipient); None where the record tests a refusal."""

    id: str
    published: str | None
    text: str
    events: frozenset[tuple[str, str, str]] | None


@dataclass(frozen=True, slots=True)
class CodedRecord:
    """A record, the acts it asks for, the acts that were coded, and the pairs of them that agree."""

    gold: GoldRecord
    asked: tuple[Dyad, ...]
    found: tuple[Dyad, ...]
    pairs: tuple[tuple[int, int], ...]
    roots_right: bool
    is_made_up: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing and nothing in excess."""
        return len(self.pairs) == len(self.asked) == len(self.found)


def score_records(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Code each sentence and compare its dyads."""
    categories = {row["code"]: frozenset(row.items("type")) for row in read_table(WEIS, COLUMNS)}
    records = read_records(path)
    answered = [coded_record(gold, code, categories) for gold in records if gold.events is not None]
    coded = [each for each in answered if not each.is_made_up]
    made_up = [each for each in answered if each.is_made_up]
    refusals = len(records) - len(answered)
    counts = Counts(
        sum(len(each.pairs) for each in coded),
        sum(len(each.found) for each in coded),
        sum(len(each.asked) for each in coded),
    )
    over = f"{refusals} tests of refusals and {len(made_up)} with made-up codes passed over"
    scores = (
        share("sentence", *right_of(coded), f"Sentences with the gold's events exactly, actors included; {over}"),
        share("sentence of all", right_of(coded)[0], len(records), "The same, with those passed over counted as wrong"),
        share("sentence with events", *right_of([each for each in coded if each.asked]), "Those that ask for an event"),
        share("root", sum(each.roots_right for each in coded), len(coded), "Sentences right by category, whoever acts"),
        *precision_recall_f1("event", counts, "Events with actor and recipient"),
        share("made-up code", *right_of(made_up), "An act between the right two"),
    )
    return scores, tuple(record_misses(coded))


def right_of(coded: Sequence[CodedRecord]) -> tuple[int, int]:
    """How many records are right, and of how many."""
    return sum(each.is_right for each in coded), len(coded)


def coded_record(gold: GoldRecord, code: Code, categories: Mapping[str, frozenset[str]]) -> CodedRecord:
    """Code a sentence and pair its dyads with those of the record."""
    coded = code(Document(gold.id, gold.text, published=gold.published, language="en"))
    events = [event for event in coded.events if is_comparable(event) and event.status != "historical"]
    asked = tuple(gold_dyads(gold.events or frozenset(), categories))
    found = tuple(unique(dyad for event in events for dyad in event_dyads(coded, event)))
    fits = {(i, j): 1.0 for i, each in enumerate(asked) for j, other in enumerate(found) if each.fits(other)}
    return CodedRecord(
        gold,
        asked,
        found,
        tuple(best_pairs(fits)),
        roots_right=same_types(asked, [event for event in events if has_dyad(event)]),
        is_made_up=any(category_of(code, categories) is None for code, _, _ in gold.events or ()),
    )


def gold_dyads(events: frozenset[tuple[str, str, str]], categories: Mapping[str, frozenset[str]]) -> Iterator[Dyad]:
    """The acts of a record that PLOVER knows, one in both directions once; any type is right for a made-up code."""
    any_type = frozenset[str]().union(*categories.values())
    acts = {(category_of(code, categories) or "", actor, recipient) for code, actor, recipient in events}
    for category, actor, recipient in sorted(acts):
        types = categories.get(category, any_type)
        both_ways = actor != recipient and (category, recipient, actor) in acts
        if types and not (both_ways and actor > recipient):
            yield Dyad(types, actor, recipient, mutual=both_ways, category=category)


def category_of(code: str, categories: Mapping[str, frozenset[str]]) -> str | None:
    """The longest row that a code begins with; None where there is none."""
    return next((code[:length] for length in range(len(code), 1, -1) if code[:length] in categories), None)


def event_dyads(coded: CodedDocument, event: Event) -> Iterator[Dyad]:
    """The dyads of an event: each actor with each recipient, or the actors among one another."""
    types = frozenset({event.type, comparable_type(event)})
    actors, recipients = countries_of(coded, event.actors), countries_of(coded, event.recipients)
    if event.recipients:
        yield from (Dyad(types, actor, recipient) for actor, recipient in product(actors, recipients))
    else:
        yield from (Dyad(types, first, second, mutual=True) for first, second in combinations(actors, 2))


def countries_of(coded: CodedDocument, mentions: Sequence[str]) -> list[str]:
    """The countries, or kinds of organisation, of the mentions, each once, sorted."""
    entity_of = {mention.id: mention.entity for mention in coded.mentions}
    country_of = {entity.id: entity.country for entity in coded.entities}
    found = {country_of.get(entity_of.get(mention) or "") for mention in mentions}
    return sorted(country for country in found if country)


def has_dyad(event: Event) -> bool:
    """Whether somebody acts and somebody is acted on, known or not."""
    return bool(event.actors and event.recipients) or len(event.actors) > 1


def same_types(asked: Sequence[Dyad], events: Sequence[Event]) -> bool:
    """Whether the categories pair off with the types that were coded, each counted once."""
    wanted = {dyad.category: dyad.types for dyad in asked}
    coded = sorted({(event.type, comparable_type(event)) for event in events})
    fits = {(i, j): 1.0 for i, right in enumerate(wanted.values()) for j, each in enumerate(coded) if right & {*each}}
    return len(best_pairs(fits)) == len(wanted) == len(coded)


def unique(dyads: Iterable[Dyad]) -> list[Dyad]:
    """Each dyad once; what is done together and also by one to the other is one act."""
    kept: list[Dyad] = []
    for dyad in sorted(dyads, key=lambda each: not each.mutual):
        if not any(dyad.types == other.types and dyad.joins(other) for other in kept):
            kept.append(dyad)
    return kept


def record_misses(coded: Sequence[CodedRecord]) -> Iterator[Miss]:
    """Dyads that were missed, and dyads in excess."""
    for each in coded:
        asked, found = {i for i, _ in each.pairs}, {j for _, j in each.pairs}
        missed = [dyad for i, dyad in enumerate(each.asked) if i not in asked]
        excess = [dyad for j, dyad in enumerate(each.found) if j not in found]
        for dyad in missed:
            instead = ", ".join(map(str, excess)) or "nothing else"
            yield Miss(each.gold.id, f"{dyad.category} missed", f"{dyad}, coded {instead}: {each.gold.text}")
        for dyad in excess:
            yield Miss(each.gold.id, f"{'/'.join(sorted(dyad.types))} in excess", f"{dyad}: {each.gold.text}")


def read_records(path: Path) -> list[GoldRecord]:
    """The records of a file. A sentence may stand in several, with other codes under other dates and dictionaries."""
    try:
        records = list(ElementTree.fromstring(path.read_text(encoding="utf-8")).iter("Sentence"))
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(str(path), f"not XML ({error})", "Give the XML file of PETRARCH records") from error
    return [gold_record(record) for record in records]


def gold_record(record: ElementTree.Element) -> GoldRecord:
    """One record."""
    text = " ".join((record.findtext("Text") or "").split())
    codings = record.findall("EventCoding")
    refused = any(coding.get("error") for coding in codings)
    events = frozenset(
        (coding.get("eventcode", ""), country_of_code(coding.get("sourcecode", "")), country_of_code(target))
        for coding in codings
        if (target := coding.get("targetcode", "")) and not {coding.get("sourcecode", "")[:3], target[:3]} & {*NOBODY}
    )
    return GoldRecord(record.get("id") or text, day_of(record.get("date")), text, None if refused else events)


def country_of_code(code: str) -> str:
    """The country or kind of organisation at the head of an actor's code; a name in words stays as it is."""
    if code.startswith('"'):
        return code
    return OTHER_CODES.get(code) or OTHER_CODES.get(code[:3], code[:3])


def day_of(stamp: str | None) -> str | None:
    """An ISO day from eight digits."""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}" if stamp and len(stamp) == 8 and stamp.isdigit() else None
