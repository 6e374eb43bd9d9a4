"""ClaimReview (schema.org, JSON-LD): for fact-checkers, the claims of a store as reviews that are still to be written.

One for each occurrence that somebody besides the publishers speaks to: who asserts it, who denies it, and where it
appeared. There is no rating, no reviewer and no address of a review: these are the fact-checker's to fill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, RowMapping, and_, func, select

from sayso.formats.exporting.batches import passing_events
from sayso.formats.exporting.json_stream import write_list
from sayso.formats.exporting.written import Written, file_at
from sayso.formats.terminal import counted
from sayso.schema import Status
from sayso.store import EventFilter, Store
from sayso.store.events import same_coding
from sayso.store.named import EventKey, rows_of_events
from sayso.store.tables import metadata
from sayso.store.ties import OPEN

OCCURRENCES_AT_ONCE = 100
# What is announced, supposed, or told not to have been is no claim that can be checked.
CHECKABLE: tuple[Status, ...] = ("actual", "historical")
UNNAMED = "somebody the text does not name"

Item = dict[str, Any]

claims = metadata.tables["claims"]
documents = metadata.tables["documents"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
reports = metadata.tables["reports"]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands on the event with this `key`; `own` says that it is the document's publisher."""

    name: str
    is_person: bool
    wikidata: str | None
    certainty: str
    polarity: str
    own: bool
    key: EventKey

    @property
    def asserts(self) -> bool:
        """Whether it is said to be so, be it but possibly."""
        return self.polarity == "positive" and self.certainty != OPEN

    @property
    def denies(self) -> bool:
        """Whether it is said not to be so."""
        return self.polarity == "negative" and self.certainty != OPEN


def write_claim_review(store: Store, filters: EventFilter, path: Path) -> Written:
    """One JSON-LD graph, a review a line."""
    file = file_at(path, "claims.jsonld")
    chosen = filters if filters.status else replace(filters, status=CHECKABLE)
    left_out = [0]
    with store.reading() as connection:
        count = write_list(
            file,
            '{"@context": "https://schema.org", "@graph": [',
            reviews(connection, chosen, left_out),
            lambda _: "]}",
        )
    told = f"left out: {counted(left_out[0], 'occurrence')} that only the publishers tell"
    return Written({file.name: count}, (told,) if left_out[0] else ())


def reviews(connection: Connection, filters: EventFilter, left_out: list[int]) -> Iterator[Item]:
    """A review for each occurrence with a claim that is not a publisher's own; the others are counted."""
    grouped = (
        (name, [key for _, key in keys]) for name, keys in groupby(_told(connection, filters), key=lambda row: row[0])
    )
    while batch := dict(islice(grouped, OCCURRENCES_AT_ONCE)):
        keys = [key for of_occurrence in batch.values() for key in of_occurrence]
        tellings = {_key(row, "event"): row for row in rows_of_events(connection, "tellings", keys)}
        parties = _by_event(rows_of_events(connection, "participants", keys), "event_id")
        articles = _articles(connection, keys)
        stands = _stands(connection, keys, articles)
        for occurrence, of_occurrence in batch.items():
            said = [stand for key in of_occurrence for stand in stands[key]]
            if all(stand.own for stand in said):
                left_out[0] += 1
                continue
            yield _review(occurrence, [tellings[key] for key in of_occurrence], parties, said, articles)


def _told(connection: Connection, filters: EventFilter) -> Iterator[tuple[str, EventKey]]:
    """Each event that passes with its occurrence, those of one occurrence together, the first told first."""
    passed = passing_events(filters).subquery()
    same = and_(same_coding(reports, passed), reports.c.event == passed.c.id, reports.c.undone == 0)
    occurrence = func.coalesce(reports.c.occurrence, passed.c.document_id + "/" + passed.c.id).label("occurrence")
    query = (
        select(occurrence, passed.c.document_id, passed.c.run_id, passed.c.id)
        .join(documents, documents.c.id == passed.c.document_id)
        .outerjoin(reports, same)
        .order_by(occurrence, documents.c.published.nulls_last(), passed.c.document_id, passed.c.id)
    )
    for row in connection.execute(query.execution_options(stream_results=True)):
        yield row[0], (row[1], row[2], row[3])


def _articles(connection: Connection, keys: Sequence[EventKey]) -> dict[str, RowMapping]:
    columns = (documents.c.id, documents.c.url, documents.c.title, documents.c.publisher, documents.c.published)
    query = select(*columns).where(documents.c.id.in_({key[0] for key in keys}))
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _stands(
    connection: Connection, keys: Sequence[EventKey], articles: dict[str, RowMapping]
) -> defaultdict[EventKey, list[Stand]]:
    """The claims on each event, in the order of the record."""
    who = and_(same_coding(mentions, claims), mentions.c.id == claims.c.claimant)
    known = and_(same_coding(entities, mentions), entities.c.id == mentions.c.entity)
    query = (
        select(
            claims, func.coalesce(entities.c.name, mentions.c.text).label("name"), entities.c.kind, entities.c.wikidata
        )
        .outerjoin(mentions, who)
        .outerjoin(entities, known)
        .where(claims.c.document_id.in_({key[0] for key in keys}))
        .order_by(claims.c.document_id, claims.c.run_id, claims.c.position)
    )
    wanted, found = set(keys), defaultdict[EventKey, list[Stand]](list)
    for row in connection.execute(query).mappings():
        if (key := _key(row, "event")) in wanted:
            own = row["attribution"] is None
            name = articles[row["document_id"]]["publisher"] if own else row["name"]
            is_person, wikidata = row["kind"] == "person", row["wikidata"]
            found[key].append(Stand(name or UNNAMED, is_person, wikidata, row["certainty"], row["polarity"], own, key))
    return found


def _review(
    occurrence: str,
    tellings: Sequence[RowMapping],
    parties: dict[EventKey, list[RowMapping]],
    said: Sequence[Stand],
    articles: dict[str, RowMapping],
) -> Item:
    first = tellings[0]
    id = f"urn:sayso:occurrence:{quote(occurrence, safe='')}"
    asserting = [stand for stand in said if stand.asserts]
    denying = [stand for stand in said if stand.denies]
    appearances = [_article(articles[each]) for each in dict.fromkeys(telling["document_id"] for telling in tellings)]
    claim = {
        "@type": "Claim",
        "@id": f"{id}:claim",
        "name": _name(first, parties[_key(first, "event")]),
        "text": first["sentence"],
        "author": _people(asserting),
        "datePublished": first["published"],
        "firstAppearance": appearances[0],
        "appearance": appearances,
        "comment": [_denial(stand, articles) for stand in _once(denying)],
    }
    return {
        "@type": "ClaimReview",
        "@id": id,
        "creativeWorkStatus": "Draft: unrated",
        "claimReviewed": first["sentence"],
        "reviewBody": _body(asserting, denying),
        "itemReviewed": {name: value for name, value in claim.items() if value},
    }


def _name(telling: RowMapping, parties: Sequence[RowMapping]) -> str:
    """The claim in short: "Iran, AID (military), Russia, 2022-10-17"."""
    act = f"{telling['type']} ({telling['mode']})" if telling["mode"] else telling["type"]
    actors, recipients = (
        " and ".join(dict.fromkeys(row["name"] for row in parties if row["role"] == role))
        for role in ("actor", "recipient")
    )
    return ", ".join(part for part in (actors, act, recipients, telling["begin_day"]) if part)


def _body(asserting: Sequence[Stand], denying: Sequence[Stand]) -> str:
    said = [
        f"{verb} by {', '.join(stand.name for stand in _once(stands))}."
        for verb, stands in (("Asserted", asserting), ("Denied", denying))
        if stands
    ]
    return " ".join(("Not rated.", *said))


def _once(stands: Sequence[Stand]) -> list[Stand]:
    """The first stand of each claimant."""
    return list({(stand.wikidata or stand.name): stand for stand in reversed(stands)}.values())[::-1]


def _people(stands: Sequence[Stand]) -> list[Item]:
    return [_agent(stand) for stand in _once(stands) if stand.name != UNNAMED]


def _agent(stand: Stand) -> Item:
    same = {"sameAs": f"http://www.wikidata.org/entity/{stand.wikidata}"} if stand.wikidata else {}
    return {"@type": "Person" if stand.is_person else "Organization", "name": stand.name, **same}


def _denial(stand: Stand, articles: dict[str, RowMapping]) -> Item:
    article = articles[stand.key[0]]
    told = {"url": article["url"], "datePublished": article["published"]}
    by = {} if stand.name == UNNAMED else {"author": _agent(stand)}
    return {
        "@type": "Comment",
        "text": f"Denied by {stand.name}",
        **by,
        **{name: value for name, value in told.items() if value},
    }


def _article(row: RowMapping) -> Item:
    publisher = {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None
    told = {
        "@type": "NewsArticle",
        "identifier": row["id"],
        "url": row["url"],
        "headline": row["title"],
        "datePublished": row["published"],
        "publisher": publisher,
    }
    return {name: value for name, value in told.items() if value}


def _by_event(rows: Sequence[RowMapping], column: str) -> defaultdict[EventKey, list[RowMapping]]:
    found = defaultdict[EventKey, list[RowMapping]](list)
    for row in rows:
        found[_key(row, column)].append(row)
    return found


def _key(row: RowMapping, column: str) -> EventKey:
    return row["document_id"], row["run_id"], row[column]
