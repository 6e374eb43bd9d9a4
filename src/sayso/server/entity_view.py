"""An actor as its page shows it: codes and offices on a day, whom it deals with, and what it stands by as a speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from sayso.asking import OpenStore
from sayso.knowledge.codebook import PLOVER, load_codebook
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.quads import COOPERATION
from sayso.knowledge.who import who_is
from sayso.knowledge.who.answer import Codes, Line, Tenure
from sayso.relations.profile import Dealings, Part, Profile
from sayso.relations.timeline.sayings import is_side, same_coding
from sayso.store.records import in_force
from sayso.store.sides import Side, side_of
from sayso.store.tables import metadata

MOST_PARTNERS = 12
MOST_OUTLETS = 10
MOST_CANDIDATES = 20
ACTS: tuple[Part, ...] = ("did", "did with", "had done to it")

codings = metadata.tables["codings"]
documents = metadata.tables["documents"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
attributions = metadata.tables["attributions"]
claims = metadata.tables["claims"]


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody the actor deals with: how many acts each way, and of which sign."""

    id: str
    name: str
    did: int
    together: int
    had_done: int
    cooperation: int
    conflict: int
    last: str | None

    @property
    def acts(self) -> int:
        """All acts that pass between the two."""
        return self.did + self.together + self.had_done


@dataclass(frozen=True, slots=True)
class Standing:
    """How often the actor, as a speaker, commits so far to an event: FactBank's scale."""

    certainty: str
    polarity: str
    claims: int


@dataclass(frozen=True, slots=True)
class Quoting:
    """How often an outlet gives the actor's words."""

    publisher: str | None
    attributions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables of facts say of an actor on a day, each line with where it stands."""

    name: str
    kind: str
    codes: Codes
    lines: tuple[Line, ...]
    tenures: tuple[Tenure, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """What the page of an actor shows, and `/api/entity` gives. `day` is that of codes and offices."""

    day: str
    profile: Profile
    known: Known | None
    partners: tuple[Partner, ...]
    standings: tuple[Standing, ...]
    quoting: tuple[Quoting, ...]

    @property
    def hedged(self) -> int | None:
        """Of 100 claims the actor commits to, how many it hedges; None where it commits to none."""
        committed = sum(each.claims for each in self.standings if each.certainty != "unknown")
        hedged = sum(each.claims for each in self.standings if each.certainty in ("probable", "possible"))
        return round(100 * hedged / committed) if committed else None

    def top(self, part: Part, most: int = 8) -> tuple[Dealings, ...]:
        """The most frequent dealings of one part."""
        return self.profile.of(part)[:most]


def view_entity(store: OpenStore, identity: str, on: str | None) -> EntityView:
    """The actor; with `on`, an ISO day, as it stood by the end of that day."""
    day = on or date.today().isoformat()
    profile = store.who(identity, until=on)
    with store.reading() as connection:
        side = side_of(connection, identity)
        standings, quoting = tuple(_standings(connection, side, on)), tuple(_quoting(connection, side, on))
    return EntityView(
        day=day,
        profile=profile,
        known=_known(profile.id, day),
        partners=_partners(profile.dealings),
        standings=standings,
        quoting=quoting,
    )


def candidates(store: OpenStore, asked: str) -> list[tuple[str, str]]:
    """(id, name) of those who may be meant by a name, for whoever has typed one that fits several or nobody."""
    hits = store.search(f"{asked}*", kinds=("entity",), limit=MOST_CANDIDATES)
    return list(dict.fromkeys((hit.id or "", hit.snippet.replace("[", "").replace("]", "")) for hit in hits))


def _known(identity: str, day: str) -> Known | None:
    entries = who_is(load_knowledge(), identity, day).entries
    entry = next((each for each in entries if each.id == identity), None)
    return Known(entry.name, entry.kind, entry.codes, entry.lines, entry.tenures) if entry else None


def _partners(dealings: Iterable[Dealings]) -> tuple[Partner, ...]:
    """Those with whom most acts pass, whichever way."""
    types = load_codebook(PLOVER).types
    found: dict[str, Partner] = {}
    for each in dealings:
        if each.part not in ACTS or each.counterpart_id is None:
            continue
        so_far = found.get(each.counterpart_id) or Partner(
            each.counterpart_id, each.counterpart or each.counterpart_id, 0, 0, 0, 0, 0, None
        )
        kind = types.get(each.type)
        friendly = kind is not None and kind.quad in COOPERATION
        found[each.counterpart_id] = Partner(
            id=so_far.id,
            name=so_far.name,
            did=so_far.did + each.occurrences * (each.part == "did"),
            together=so_far.together + each.occurrences * (each.part == "did with"),
            had_done=so_far.had_done + each.occurrences * (each.part == "had done to it"),
            cooperation=so_far.cooperation + each.occurrences * friendly,
            conflict=so_far.conflict + each.occurrences * (kind is not None and not friendly),
            last=max(filter(None, (so_far.last, each.last)), default=None),
        )
    return tuple(sorted(found.values(), key=lambda each: (-each.acts, each.name))[:MOST_PARTNERS])


def _standings(connection: Connection, side: Side, until: str | None) -> Iterator[Standing]:
    """How far the actor commits to what it tells, by certainty and polarity."""
    number = func.count()
    query = (
        select(claims.c.certainty, claims.c.polarity, number)
        .select_from(entities)
        .join(codings, same_coding(entities, codings))
        .join(documents, documents.c.id == entities.c.document_id)
        .join(mentions, same_coding(entities, mentions, mentions.c.entity == entities.c.id))
        .join(claims, same_coding(mentions, claims, claims.c.claimant == mentions.c.id))
        .where(is_side(side, entities), in_force(codings), *_by(until))
        .group_by(claims.c.certainty, claims.c.polarity)
        .order_by(number.desc(), claims.c.certainty, claims.c.polarity)
    )
    for row in connection.execute(query):
        yield Standing(*row)


def _quoting(connection: Connection, side: Side, until: str | None) -> Iterator[Quoting]:
    """Whose documents give the actor's words, the most frequent first."""
    number = func.count()
    query = (
        select(documents.c.publisher, number, func.count(documents.c.id.distinct()))
        .select_from(entities)
        .join(codings, same_coding(entities, codings))
        .join(documents, documents.c.id == entities.c.document_id)
        .join(mentions, same_coding(entities, mentions, mentions.c.entity == entities.c.id))
        .join(attributions, same_coding(mentions, attributions, attributions.c.source == mentions.c.id))
        .where(is_side(side, entities), in_force(codings), *_by(until))
        .group_by(documents.c.publisher)
        .order_by(number.desc(), documents.c.publisher)
        .limit(MOST_OUTLETS)
    )
    for row in connection.execute(query):
        yield Quoting(*row)


def _by(until: str | None) -> list[ColumnElement[bool]]:
    return [and_(func.substr(documents.c.published, 1, len(until)) <= until)] if until else []
