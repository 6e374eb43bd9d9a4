"""Scores event types on the unit-test records of PETRARCH: sentences about invented countries, with the codes of WEIS.

Definition. Per sentence the WEIS categories of the gold and the PLOVER types that were coded, paired one to one where
`weis_types.csv` has the type for the category; counted over all sentences. Actors are not compared, since the invented
ones stand in dictionaries of their own. Records of the same sentence, which differ in those dictionaries only, are
joined; those that test the program's refusals, or have codes made up for the test, are passed over. Source: own.
PETRARCH2 itself, with its dictionaries, codes 91 of the 284 records exactly, actors included.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import InputError
from sayso.evaluation.matching import best_pairs
from sayso.evaluation.plover_gsr import comparable_type, is_comparable
from sayso.evaluation.report import Code, Miss, Score, precision_recall_f1
from sayso.evaluation.times import Score as Counts
from sayso.knowledge.tables import read_table
from sayso.schema import Document

WEIS = Path(__file__).with_name("weis_types.csv")
COLUMNS = ("root", "name", "type")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with its WEIS categories, two digits each."""

    id: str
    published: str | None
    text: str
    roots: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence, the categories that PLOVER has types for, the types coded, and the pairs that agree."""

    gold: GoldSentence
    roots: tuple[str, ...]
    types: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]


def score_records(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Code each sentence once and compare its types."""
    weis = {row["root"]: row.items("type") for row in read_table(WEIS, COLUMNS)}
    coded = [coded_sentence(gold, code, weis) for gold in read_sentences(path) if gold.roots <= weis.keys()]
    counts = Counts(
        sum(len(each.pairs) for each in coded),
        sum(len(each.types) for each in coded),
        sum(len(each.roots) for each in coded),
    )
    return precision_recall_f1("type", counts, "Types of events in a sentence"), tuple(type_misses(coded))


def coded_sentence(gold: GoldSentence, code: Code, weis: Mapping[str, Sequence[str]]) -> CodedSentence:
    """Code a sentence and pair its types with the gold categories."""
    events = code(Document(gold.id, gold.text, published=gold.published, language="en")).events
    types = tuple(sorted({comparable_type(event) for event in events if is_comparable(event)}))
    roots = tuple(root for root in sorted(gold.roots) if weis[root])
    pairs = best_pairs({(i, j): 1.0 for i, root in enumerate(roots) for j, x in enumerate(types) if x in weis[root]})
    return CodedSentence(gold, roots, types, tuple(pairs))


def type_misses(coded: Sequence[CodedSentence]) -> Iterator[Miss]:
    """Categories that were missed, and types in excess."""
    for each in coded:
        matched_roots, matched_types = {i for i, _ in each.pairs}, {j for _, j in each.pairs}
        for i, root in enumerate(each.roots):
            if i not in matched_roots:
                yield Miss(each.gold.id, f"WEIS {root} missed", f"coded {each.types or 'nothing'}: {each.gold.text}")
        for j, name in enumerate(each.types):
            if j not in matched_types:
                yield Miss(each.gold.id, f"{name} in excess", each.gold.text)


def read_sentences(path: Path) -> list[GoldSentence]:
    """The sentences of a file, each once, with the categories of all its records."""
    try:
        records = list(ElementTree.fromstring(path.read_text(encoding="utf-8")).iter("Sentence"))
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(str(path), f"not XML ({error})", "Give the XML file of PETRARCH records") from error
    by_text: dict[str, GoldSentence] = {}
    for record in records:
        text = " ".join((record.findtext("Text") or "").split())
        codings = record.findall("EventCoding")
        if not text or any(coding.get("error") for coding in codings):
            continue
        roots = frozenset(coding.get("eventcode", "")[:2] for coding in codings) - {""}
        first = by_text.get(text) or GoldSentence(record.get("id") or text, day_of(record.get("date")), text, roots)
        by_text[text] = GoldSentence(first.id, first.published, text, first.roots | roots)
    return list(by_text.values())


def day_of(stamp: str | None) -> str | None:
    """An ISO day from eight digits."""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}" if stamp and len(stamp) == 8 and stamp.isdigit() else None
