"""Phoenix: 26 columns separated by tabs, without a header. Column 22 is the state, column 23 the country.

Readers of Phoenix data disagree about these two; this is the order in which its own program wrote them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.formats.event_files.actors import CameoActor, cameo_actor
from sayso.formats.event_files.codes import penta_of_cameo
from sayso.formats.event_files.events import StoredEvent
from sayso.formats.event_files.places import spot_of
from sayso.formats.event_files.rows import Pair, act_of, directed, row_id
from sayso.formats.event_files.writing import write_table
from sayso.store import EventFilter, Store

NAME = "phoenix"
FILES = ("phoenix.tsv", "phoenix.sidecar.jsonl")
# What Phoenix takes for the root of an actor besides countries, and for a role; all else is an attribute.
ROOTS = frozenset(("IGO", "NGO", "IMG", "MNC"))
ROLES = frozenset("GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split())


def write_phoenix(store: Store, filters: EventFilter, path: Path) -> dict[str, int]:
    """One row for each event and pair of those who take part, and what else Sayso knows beside it."""
    return write_table(store, filters, path, FILES, event_rows, format=NAME, header=False)


def event_rows(stored: StoredEvent) -> Iterator[dict[str, object]]:
    """The rows of an event."""
    return (event_row(stored, pair) for pair in directed(stored))


def event_row(stored: StoredEvent, pair: Pair) -> dict[str, object]:
    """The 26 columns."""
    act, spot, day = act_of(stored), spot_of(stored.event.location), stored.day or ""
    issues = Counter(stored.event.contexts)
    return {
        "EventID": row_id(stored, pair),
        "Date": day.replace("-", ""),
        "Year": day[:4],
        "Month": day[5:7],
        "Day": day[8:10],
        **_actor("SourceActor", cameo_actor(pair[0], iso=True)),
        **_actor("TargetActor", cameo_actor(pair[1], iso=True)),
        "EventCode": act.cameo,
        "EventRootCode": act.root,
        "PentaClass": penta_of_cameo(act.cameo),
        "GoldsteinScore": act.goldstein,
        "Issues": ";".join(f"{name},{count}" for name, count in issues.items()),
        "Lat": spot.latitude if spot else None,
        "Lon": spot.longitude if spot else None,
        "LocationName": spot.name if spot else None,
        "StateName": spot.province if spot else None,
        "CountryCode": spot.country if spot else None,
        "SentenceID": f"{stored.article.id}_{stored.number}" if stored.number else stored.article.id,
        "URLs": stored.article.url,
        "NewsSources": stored.article.publisher,
    }


def _actor(prefix: str, actor: CameoActor) -> dict[str, object]:
    root = actor.kind if actor.kind in ROOTS else actor.country if not actor.kind else ""
    role = actor.role if actor.role in ROLES else ""
    others = [actor.kind, actor.country, actor.role, actor.group]
    return {
        f"{prefix}Full": actor.code,
        f"{prefix}Entity": root,
        f"{prefix}Role": role,
        f"{prefix}Attribute": ";".join(dict.fromkeys(part for part in others if part not in ("", root, role))),
    }
