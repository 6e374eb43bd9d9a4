"""GDELT 2.0: the table of events (61 columns) and that of mentions (16), separated by tabs and without a header.

A row is one actor acting on one other; what several did together stands in both directions. Actors are in CAMEO's
codes, places in FIPS 10-4. `write_gdelt` gives rows to each event, `write_gdelt_occurrences` to each occurrence, as its
first report tells it, with a mention for every report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection

from sayso.formats.event_files.actors import CameoActor, cameo_actor
from sayso.formats.event_files.again import write_again
from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.codes import columns
from sayso.formats.event_files.events import Party, StoredEvent
from sayso.formats.event_files.files import Files, paths
from sayso.formats.event_files.places import Spot, spot_of
from sayso.formats.event_files.reading import reports_of, stored_events
from sayso.formats.event_files.rows import Pair, act_of, directed, row_id
from sayso.formats.event_files.sidecar import sidecar_line
from sayso.store import EventFilter, Store

NAME = "gdelt"
FILES = ("gdelt.export.CSV", "gdelt.mentions.CSV", "gdelt.sidecar.jsonl")
AT_ONCE = 200
# The types of places: no match, country, American state and city, city and region elsewhere.
NOWHERE = 0
PLACE_TYPES = {
    ("country", True): 1,
    ("country", False): 1,
    ("region", True): 2,
    ("town", True): 3,
    ("town", False): 4,
    ("region", False): 5,
}
# Of mentions: a page on the web, or only the name of a source.
ON_THE_WEB, BY_NAME = 1, 2
NOT_NAMED = -1
# GDELT's confidence goes in steps of ten, from 10 to 100.
STEP = 10


def write_gdelt(store: Store, filters: EventFilter, path: Path, *, coding: str | None = None) -> dict[str, int]:
    """One row for each event and pair of those who take part, with its mention and what else Sayso knows beside it."""
    if coding is not None:
        return write_again(store, filters, path, coding, NAME)
    return _write(store, Choice(filters), path)


def write_gdelt_occurrences(store: Store, filters: EventFilter, path: Path) -> dict[str, int]:
    """The same for each occurrence, told as its first report tells it, with all its reports as mentions."""
    return _write(store, Choice(filters, first_reports=True), path)


def _write(store: Store, choice: Choice, path: Path) -> dict[str, int]:
    with store.reading() as connection, Files() as files:
        events, mentions, sidecar = (files.open(each) for each in paths(path, FILES))
        for stored, reports in _with_reports(connection, choice):
            ids = []
            for pair in directed(stored):
                row = event_row(stored, pair)
                ids.append(row["GLOBALEVENTID"])
                events.row([row[column] for column in columns("gdelt")])
                for report in reports:
                    mention = mention_row(stored, pair, report)
                    mentions.row([mention[column] for column in columns("mentions")])
            sidecar.line(sidecar_line(stored, ids))
    return files.counts()


def _with_reports(connection: Connection, choice: Choice) -> Iterator[tuple[StoredEvent, list[StoredEvent]]]:
    """Each event with the reports that count as its mentions: itself, or all those of its occurrence."""
    stored = stored_events(connection, choice)
    if not choice.first_reports:
        yield from ((each, [each]) for each in stored)
        return
    while batch := list(islice(stored, AT_ONCE)):
        reports = reports_of(connection, [each.occurrence.id for each in batch if each.occurrence])
        for each in batch:
            yield each, reports.get(each.occurrence.id, [each]) if each.occurrence else [each]


def event_row(stored: StoredEvent, pair: Pair) -> dict[str, object]:
    """The 61 columns of one row. What GDELT measures and Sayso does not, such as tone, stays empty."""
    act, occurrence = act_of(stored), stored.occurrence
    return {
        "GLOBALEVENTID": row_id(stored, pair),
        **_dates(stored.day),
        **_actor("Actor1", cameo_actor(pair[0])),
        **_actor("Actor2", cameo_actor(pair[1])),
        "IsRootEvent": stored.in_lead,
        "EventCode": act.cameo,
        "EventBaseCode": act.base,
        "EventRootCode": act.root,
        "QuadClass": act.cameo_quad,
        "GoldsteinScale": act.goldstein,
        "NumMentions": occurrence.reports if occurrence else 1,
        "NumSources": occurrence.origins if occurrence else 1,
        "NumArticles": occurrence.documents if occurrence else 1,
        "AvgTone": None,
        **_place("Actor1Geo", None),
        **_place("Actor2Geo", None),
        **_place("ActionGeo", spot_of(stored.event.location)),
        "DATEADDED": added(stored),
        "SOURCEURL": stored.article.url or stored.article.publisher,
    }


def mention_row(stored: StoredEvent, pair: Pair, report: StoredEvent) -> dict[str, object]:
    """The 16 columns of one mention of a row: one document that tells of it, and where in its text."""
    url = report.article.url
    return {
        "GLOBALEVENTID": row_id(stored, pair),
        "EventTimeDate": added(stored),
        "MentionTimeDate": added(report),
        "MentionType": ON_THE_WEB if url else BY_NAME,
        "MentionSourceName": (urlsplit(url).hostname if url else None) or report.article.publisher,
        "MentionIdentifier": url or report.article.publisher or report.article.id,
        "SentenceID": report.number,
        "Actor1CharOffset": _offset(pair[0], (*report.actors, *report.recipients)),
        "Actor2CharOffset": _offset(pair[1], (*report.recipients, *report.actors)),
        "ActionCharOffset": report.event.trigger.start,
        "InRawText": 1,
        "Confidence": max(STEP, round(report.event.confidence * 100 / STEP) * STEP),
        "MentionDocLen": report.article.length,
        "MentionDocTone": None,
        "MentionDocTranslationInfo": None,
        "Extras": None,
    }


def added(stored: StoredEvent) -> str:
    """When the event became known: at the beginning of the day of publication, else when it was coded."""
    if stored.article.published:
        return stored.article.published.replace("-", "")[:8] + "000000"
    return "".join(character for character in stored.run.started if character.isdigit())[:14]


def fraction_of(day: str) -> float:
    """The day as a fraction of its year as GDELT reckons, with months of thirty days."""
    year, month, number = (int(part) for part in day.split("-"))
    return round(year + ((month - 1) * 30 + number) / 365, 4)


def _dates(day: str | None) -> dict[str, object]:
    if day is None:
        return dict.fromkeys(("SQLDATE", "MonthYear", "Year", "FractionDate"))
    digits = day.replace("-", "")
    return {
        "SQLDATE": digits,
        "MonthYear": digits[:6],
        "Year": digits[:4],
        "FractionDate": f"{fraction_of(day):.4f}",
    }


def _actor(prefix: str, actor: CameoActor) -> dict[str, object]:
    types = (*actor.types, "", "", "")
    return {
        f"{prefix}Code": actor.code,
        f"{prefix}Name": actor.name.upper(),
        f"{prefix}CountryCode": actor.country,
        f"{prefix}KnownGroupCode": actor.group,
        f"{prefix}EthnicCode": "",
        f"{prefix}Religion1Code": "",
        f"{prefix}Religion2Code": "",
        f"{prefix}Type1Code": types[0],
        f"{prefix}Type2Code": types[1],
        f"{prefix}Type3Code": types[2],
    }


def _place(prefix: str, spot: Spot | None) -> dict[str, object]:
    if spot is None:
        empty = dict.fromkeys("FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split())
        return {f"{prefix}_Type": NOWHERE} | {f"{prefix}_{column}": value for column, value in empty.items()}
    return {
        f"{prefix}_Type": PLACE_TYPES[spot.grain, spot.in_united_states],
        f"{prefix}_FullName": spot.full_name,
        f"{prefix}_CountryCode": spot.fips,
        f"{prefix}_ADM1Code": spot.adm1,
        f"{prefix}_ADM2Code": "",
        f"{prefix}_Lat": spot.latitude,
        f"{prefix}_Long": spot.longitude,
        f"{prefix}_FeatureID": _feature(spot),
    }


def _feature(spot: Spot) -> str:
    """GDELT has the number of a place in the lists of American agencies here, which GeoNames' number would not be."""
    if spot.grain == "country":
        return spot.fips
    return spot.region_code if spot.grain == "region" and spot.in_united_states else ""


def _offset(party: Party | None, mentioned: Iterable[Party]) -> int:
    """Where a report names somebody, -1 where it does not."""
    if party is None:
        return NOT_NAMED
    return next((each.mention.start for each in mentioned if each.id == party.id), NOT_NAMED)
