"""Who said what, to whom and where: the attributions of a record as flat rows, for a table, CSV or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import Names, listing
from sayso.frames import BETWEEN_SOURCES
from sayso.schema import Attribution, CodedDocument

BETWEEN_PIECES = " … "
UNNAMED = "?"


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One attribution. `chain` holds the sources, outermost first; `?` is a source that the text leaves out.

    `start` and `end` are the first and last character of the content in the document's text.
    """

    document_id: str
    attribution_id: str
    publisher: str | None
    published: str | None
    source: str | None
    source_id: str | None
    source_country: str | None
    source_sector: str | None
    addressee: str | None
    cue: str | None
    kind: str
    content: str
    polarity: str
    certainty: str
    chain: str
    start: int
    end: int
    reason: str | None


def quotes_of(coded: CodedDocument, by: str | None = None) -> Iterator[QuoteRow]:
    """The attributions of a document in order of the text, all or those of one source.

    `by` is a country ("ISR"), country and sector ("ISR.GOV"), a Wikidata id, or part of a name.
    """
    names = Names(coded)
    attributions = {attribution.id: attribution for attribution in coded.attributions}
    for attribution in coded.attributions:
        if by is None or is_by(attribution, by, names):
            yield quote_row(coded, attribution, attributions, names)


def quote_row(
    coded: CodedDocument, attribution: Attribution, attributions: dict[str, Attribution], names: Names
) -> QuoteRow:
    """One row."""
    document, text = coded.document, coded.document.text
    mention = names.mentions.get(attribution.source or "")
    entity = names.entities.get(mention.entity or "") if mention else None
    return QuoteRow(
        document_id=document.id,
        attribution_id=attribution.id,
        publisher=document.publisher,
        published=document.published,
        source=names.plain(attribution.source),
        source_id=entity.id if entity else None,
        source_country=entity.country if entity else None,
        source_sector=entity.sector if entity else None,
        addressee=names.plain(attribution.addressee),
        cue=attribution.cue.text if attribution.cue else None,
        kind=attribution.kind,
        content=BETWEEN_PIECES.join(text[span.start : span.end] for span in attribution.content),
        polarity=attribution.polarity,
        certainty=attribution.certainty,
        chain=BETWEEN_SOURCES.join(chain_of(attribution, attributions, names)),
        start=attribution.content[0].start,
        end=attribution.content[-1].end,
        reason=attribution.reason,
    )


def chain_of(attribution: Attribution, attributions: dict[str, Attribution], names: Names) -> list[str]:
    """The sources around and including this one, outermost first; the same one twice in a row counts once."""
    chain: list[str] = []
    level: Attribution | None = attribution
    while level is not None:
        name = names.plain(level.source) or UNNAMED
        if not chain or chain[-1] != name:
            chain.append(name)
        level = attributions.get(level.parent or "")
    return chain[::-1]


def is_by(attribution: Attribution, wanted: str, names: Names) -> bool:
    """Whether the source of the attribution is who was asked for."""
    mention = names.mentions.get(attribution.source or "")
    if mention is None:
        return False
    entity = names.entities.get(mention.entity or "")
    if re.fullmatch(r"[A-Z]{3}(\.[A-Z]{3})?", wanted):
        country, _, sector = wanted.partition(".")
        coded = entity is not None and entity.country == country and (not sector or entity.sector == sector)
        return coded or wanted in (mention.text, entity.name if entity else None)
    if entity and wanted in (entity.id, entity.wikidata):
        return True
    return wanted.lower() in mention.text.lower() or bool(entity and wanted.lower() in entity.name.lower())


def quotes_table(rows: Sequence[QuoteRow]) -> Table:
    """The rows for a person; the column of publishers only where one is known."""
    published = any(row.publisher for row in rows)
    columns = (("date", 0), ("who", 4), ("says", 2), ("to whom", 3), ("what", 12), ("where", 3))
    table = listing(columns if published else columns[:-1])
    for row in rows:
        marks = ("“", "”") if row.kind in ("direct", "scare") else ("", "")
        table.add_row(
            row.published or "?",
            Text(row.chain.replace(BETWEEN_SOURCES, " › ")),
            Text((row.cue or "—") + (" (not)" if row.polarity == "negative" else "")),
            Text(row.addressee or ""),
            Text(marks[0] + row.content + marks[1], style="italic" if marks[0] else ""),
            *([Text(row.publisher or "", style="dim")] if published else []),
        )
    return table
