"""Scores CAMEO roots on the unit-test records of PETRARCH2: sentences about invented countries, with CAMEO codes.

Definition. Per sentence the set of roots (the first two digits of the codes) in the gold and in what was coded, counted
over all sentences. Actors are not compared, since the invented ones stand in dictionaries of their own. Records of the
same sentence, which differ in those dictionaries only, are joined; those that test the program's refusals are passed
over. Source: own. PETRARCH2 itself, with its dictionaries, codes 91 of the 284 records exactly, actors included.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import InputError
from sayso.evaluation.plover_gsr import is_comparable
from sayso.evaluation.report import Code, Miss, Score, precision_recall_f1
from sayso.evaluation.times import Score as Counts
from sayso.schema import Document


@dataclass(frozen=True, slots=True)
class CodedRoots:
    """A sentence with its gold roots and those that were coded."""

    id: str
    text: str
    gold: frozenset[str]
    found: frozenset[str]


def score_records(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Code each sentence once and compare its roots."""
    coded = []
    for name, (day, text, gold) in read_records(path).items():
        events = code(Document(name, text, published=day, language="en")).events
        found = frozenset(event.cameo[:2] for event in events if event.cameo and is_comparable(event))
        coded.append(CodedRoots(name, text, gold, found))
    return precision_recall_f1("root", count_roots(coded), "CAMEO roots in a sentence"), tuple(root_misses(coded))


def count_roots(coded: Sequence[CodedRoots]) -> Counts:
    """The roots of all sentences together."""
    return Counts(
        sum(len(each.gold & each.found) for each in coded),
        sum(len(each.found) for each in coded),
        sum(len(each.gold) for each in coded),
    )


def root_misses(coded: Sequence[CodedRoots]) -> Iterator[Miss]:
    """Roots that were missed, and roots in excess."""
    for each in coded:
        for root in sorted(each.gold - each.found):
            found = ", ".join(sorted(each.found)) or "nothing"
            yield Miss(each.id, f"root {root} missed", f"coded {found}: {each.text}")
        for root in sorted(each.found - each.gold):
            yield Miss(each.id, f"root {root} in excess", each.text)


def read_records(path: Path) -> dict[str, tuple[str | None, str, frozenset[str]]]:
    """Day, text and gold roots by the id of the first record that has the sentence."""
    try:
        sentences = ElementTree.fromstring(path.read_text(encoding="utf-8")).iter("Sentence")
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(str(path), f"not XML ({error})", "Give the XML file of PETRARCH records") from error
    records: dict[str, tuple[str | None, str, frozenset[str]]] = {}
    first: dict[str, str] = {}
    for sentence in sentences:
        text = " ".join((sentence.findtext("Text") or "").split())
        codings = sentence.findall("EventCoding")
        if not text or any(coding.get("error") for coding in codings):
            continue
        roots = frozenset(coding.get("eventcode", "")[:2] for coding in codings) - {""}
        name = first.setdefault(text, sentence.get("id") or text)
        _, _, before = records.get(name, (None, text, frozenset[str]()))
        records[name] = (day_of(sentence.get("date")), text, before | roots)
    return records


def day_of(stamp: str | None) -> str | None:
    """An ISO day from eight digits."""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}" if stamp and len(stamp) == 8 and stamp.isdigit() else None
