"""Shows how a reader judged the events coded in the Wikinews articles, each with its sentence, and the figures.

usage: show_judgements.py [--again] [GOLD_FILE]

With --again the articles are coded with the coder of today, and every event is named that was not judged, or not as it
is coded now: the figures count for the judged coding only.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.evaluation.wikinews import read_articles
from sayso.knowledge.tables import Row, read_table
from sayso.schema import CodedDocument, Event

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "evaluation"
EVENTS = FOLDER / "wikinews_events.csv"
MISSED = FOLDER / "wikinews_missed.csv"

PLACE = ("document", "start", "end", "sentence_start", "sentence_end", "trigger")
CODED = ("type", "mode", "status", "actors", "recipients", "date", "location", "source")
FIELDS = (
    "event", "type", "mode", "actors", "recipients", "status", "date", "location", "attribution", "claims",
)  # fmt: skip
EVENT_COLUMNS = (*PLACE, *CODED, *(f"{field}_right" for field in FIELDS), "defensible", "comment")
MISSED_COLUMNS = (*PLACE, "type", "mode", "status", "kind")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    name: str
    count: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 where nothing was judged."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %: the sample is small, and a reader should see how small."""
        if not self.of:
            return 0.0, 1.0
        z = 1.96
        centre = self.value + z * z / (2 * self.of)
        reach = z * sqrt(self.value * (1 - self.value) / self.of + z * z / (4 * self.of * self.of))
        scale = 1 + z * z / self.of
        return (centre - reach) / scale, (centre + reach) / scale


def main() -> None:
    """Print every judgement with its sentence where the articles are at hand, then the figures."""
    events, missed = list(read_table(EVENTS, EVENT_COLUMNS)), list(read_table(MISSED, MISSED_COLUMNS))
    files = [Path(word) for word in sys.argv[1:] if word != "--again"]
    gold = files[0] if files else gold_file()
    if gold.is_file() and "--again" in sys.argv:
        code = build_pipeline(load_settings()).code
        now = [cells for article in read_articles(gold) for cells in cells_of(code(article.document))]
        print("\n".join(changes([row.cells for row in events], now)), end="\n\n")
    elif gold.is_file():
        texts = texts_of(gold)
        for row in (*events, *missed):
            print(shown(row, texts), end="\n\n")
    else:
        print(
            f"No articles at {gold}, so no sentences: put the folder `shared` beside the repository, set SAYSO_SHARED "
            "to it, or name the file.",
            file=sys.stderr,
        )
    print(table(shares(events, missed)))


def gold_file() -> Path:
    """The articles in the folder of the data sets."""
    return Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared") / "gold" / "wikinews.jsonl"


def texts_of(gold: Path) -> dict[str, str]:
    """The text of each article by its id."""
    articles = (json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip())
    return {article["id"]: article["text"] for article in articles}


def shown(row: Row, texts: Mapping[str, str]) -> str:
    """One judgement for a person: the sentence with its trigger marked, what was coded, what was judged wrong."""
    text, start, end = texts.get(row["document"], ""), int(row["start"]), int(row["end"])
    if text[start:end] != row["trigger"]:
        raise row.error(f"the article has {text[start:end]!r} where {row['trigger']!r} was judged")
    before, after = text[int(row["sentence_start"]) : start], text[end : int(row["sentence_end"])]
    lines = [f"{row['document']} {start}-{end}", f"  {before}[[{row['trigger']}]]{after}"]
    if "kind" in row.cells:
        return "\n".join([*lines, f"  missed ({row['kind']}): {act_of(row)}"])
    where = " ".join(part for part in (row["date"], row["location"]) if part)
    source = f", according to {row['source']}" if row["source"] else ""
    lines.append(f"  {act_of(row)}: {row['actors'] or '-'} > {row['recipients'] or '-'}, {where}{source}")
    wrong = [field for field in FIELDS if row[f"{field}_right"] == "no"]
    verdict = f"wrong: {', '.join(wrong)}" if wrong else "right"
    lines.append(f"  {verdict}{' (defensible)' if row['defensible'] == 'yes' else ''}")
    return "\n".join([*lines, *([f"  {row['comment']}"] if row["comment"] else [])])


def act_of(row: Row) -> str:
    """Type, mode and status."""
    return " ".join(part for part in (row["type"], row["mode"], row["status"]) if part)


def cells_of(coded: CodedDocument) -> Iterator[dict[str, str]]:
    """The events of an article, each as its row has it before the judgements."""
    for event in sorted(coded.events, key=lambda event: (event.trigger.start, event.trigger.end)):
        attributions = [each for each in coded.attributions if each.id == event.attribution]
        yield {
            "document": coded.document.id,
            "start": str(event.trigger.start),
            "end": str(event.trigger.end),
            "sentence_start": str(event.sentence.start),
            "sentence_end": str(event.sentence.end),
            "trigger": event.trigger.text,
            "type": event.type,
            "mode": event.mode or "",
            "status": event.status,
            "actors": "|".join(name_of(coded, mention) for mention in event.actors),
            "recipients": "|".join(name_of(coded, mention) for mention in event.recipients),
            "date": date_of(event),
            "location": event.location.name if event.location else "",
            "source": "|".join(name_of(coded, each.source) for each in attributions if each.source),
        }


def name_of(coded: CodedDocument, mention_id: str) -> str:
    """Who is meant: the entity's name with country and sector, else the words of the mention."""
    mention = next(each for each in coded.mentions if each.id == mention_id)
    entity = next((each for each in coded.entities if each.id == mention.entity), None)
    if entity is None:
        return mention.text
    codes = ".".join(code for code in (entity.country, entity.sector) if code)
    return f"{entity.name} [{codes}]" if codes else entity.name


def date_of(event: Event) -> str:
    """One day, or begin and end."""
    if event.date is None:
        return ""
    return event.date.begin if event.date.begin == event.date.end else f"{event.date.begin}/{event.date.end}"


def changes(judged: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """What the coder does otherwise than when it was judged; an event is known again by its trigger and type."""
    before, today = {key_of(cells): cells for cells in judged}, {key_of(cells): cells for cells in now}
    for key in sorted(before.keys() | today.keys()):
        name = f"{key[0]} {key[1]} {(today.get(key) or before[key])['trigger']} {key[2]}"
        if key not in today:
            yield f"not coded any more: {name}"
        elif key not in before:
            yield f"not judged yet: {name}: {today[key]['actors'] or '-'} > {today[key]['recipients'] or '-'}"
        else:
            others = [column for column in CODED if before[key][column] != today[key][column]]
            yield from (f"coded otherwise: {name}: {column} {today[key][column] or '-'}" for column in others)
    both = [key for key in before if key in today]
    yield f"{len(before)} judged, {len(today)} coded today, {len(both)} the same in trigger and type"
    same = [before[key] for key in both if all(before[key][column] == today[key][column] for column in CODED)]
    good = sum(all(cells[f"{field}_right"] == "yes" for field in ("type", "actors", "recipients")) for cells in same)
    which = f"of the {len(same)} coded in every field as they were judged"
    yield f"{which}, {good} are right in type, actors and recipients"


def key_of(cells: Mapping[str, str]) -> tuple[str, int, str]:
    """Article, place of the trigger, type."""
    return cells["document"], int(cells["start"]), cells["type"]


def shares(events: Sequence[Row], missed: Sequence[Row]) -> list[Share]:
    """The two measures of the project first, then each field, then how many of the events told were found."""
    there = [row for row in events if right(row, "event", "type")]
    read = {row["document"] for row in missed}
    found = sum(right(row, "event", "type", "actors", "recipients") for row in events if row["document"] in read)
    told = sum(right(row, "event") for row in events if row["document"] in read) + len(missed)
    return [
        share("type with actors and recipients", events, "event", "type", "actors", "recipients"),
        share("status", events, "status"),
        share("status where the type is right", there, "status"),
        *(share(f"field {field}", events, field) for field in FIELDS if field != "status"),
        Share(f"found, in {len(read)} articles", found, told),
    ]


def share(name: str, rows: Sequence[Row], *fields: str) -> Share:
    """The share of rows with all these fields right, of those where all were judged."""
    judged = [row for row in rows if all(row[f"{field}_right"] for field in fields)]
    return Share(name, sum(right(row, *fields) for row in judged), len(judged))


def right(row: Row, *fields: str) -> bool:
    """Whether each of the fields was judged right."""
    return all(row[f"{field}_right"] == "yes" for field in fields)


def table(figures: Sequence[Share]) -> str:
    """The figures as they stand in docs/evaluation.md."""
    return "\n".join(["| judged | value | of | 95 % interval |", "|---|---|---|---|", *lines_of(figures)])


def lines_of(figures: Sequence[Share]) -> Iterator[str]:
    """One line a figure."""
    for figure in figures:
        low, high = figure.interval
        yield f"| {figure.name} | {figure.value:.3f} | {figure.count}/{figure.of} | {low:.2f} to {high:.2f} |"


if __name__ == "__main__":
    main()
