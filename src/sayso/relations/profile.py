"""What a store knows of one actor: what it did, had done to it, said, and was said of it, and as whom it knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Text, and_, case, cast, func, literal, or_, select, true

from sayso.errors import SettingsError
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.who import who_is
from sayso.relations.timeline.sayings import Saying, is_side, same_coding, sayings_of
from sayso.store import Store
from sayso.store.events import check_days
from sayso.store.linked import same_event
from sayso.store.named import EventKey, rows_of_events
from sayso.store.records import in_force
from sayso.store.sides import WORLD, Side, is_end, side_of
from sayso.store.tables import metadata

Part = Literal["did", "did with", "had done to it", "said", "was said of it"]
PARTS: tuple[Part, ...] = ("did", "did with", "had done to it", "said", "was said of it")
# An act that is only planned, threatened or denied was not done; the timeline has these as well.
DONE = ("actual", "historical")
# PLOVER's codes in place of a country that many unlike bodies share.
NO_COUNTRIES = ("IGO", "IMG", "MNC", "NGM", "NGO")
MOST_NAMES = 12
MOST_RECENT = 5
# The type of dealings that are speech.
SPEECH = "attribution"
KEYS_AT_ONCE = 500

ties = metadata.tables["ties"]
documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
entities = metadata.tables["entities"]
mentions = metadata.tables["mentions"]
reports = metadata.tables["reports"]

PLACE = ties.c.document_id + literal("/") + ties.c.event
REPORTS = func.count(PLACE.distinct())
ACTS = func.count(func.coalesce(reports.c.occurrence, PLACE).distinct())


@dataclass(frozen=True, slots=True)
class Dealings:
    """How often one kind of act, or of speech, passed between the actor and one counterpart.

    `counterpart` is a country, where it is known and another one than the actor's, else a person or body; None where
    nobody is named. `occurrences` counts acts once, `reports` as often as they are told; in speech both are numbers of
    attributions. `key` is the document and the event or attribution of the latest, and `sentence` its sentence.
    """

    part: Part
    type: str
    counterpart: str | None
    counterpart_id: str | None
    occurrences: int
    reports: int
    first: str | None
    last: str | None
    key: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """How many acts, or attributions, one part has; an act towards several counterparts counts once."""

    part: Part
    occurrences: int
    reports: int


@dataclass(frozen=True, slots=True)
class KnownAs:
    """One name that documents give the actor, and how often."""

    name: str
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Role:
    """An office that the store has the actor in, from the first to the last day of publication."""

    role: str
    country: str | None
    sector: str | None
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the tables of facts have it; `end` is the first day after it, "" where it is open."""

    title: str
    begin: str
    end: str
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a store knows of one actor. `dealings` come in the order of the parts, the most frequent first.

    Acts count where they are told as done and somebody says so: what is planned, threatened or denied stands in the
    timeline.
    `said` and `said_of_it` are the most recent sayings, the last one first.
    """

    asked: str
    name: str
    id: str
    kind: str | None
    country: str | None
    documents: int
    first: str | None
    last: str | None
    names: tuple[KnownAs, ...]
    roles: tuple[Role, ...]
    offices: tuple[Office, ...]
    totals: tuple[Total, ...]
    dealings: tuple[Dealings, ...]
    said: tuple[Saying, ...]
    said_of_it: tuple[Saying, ...]

    def of(self, part: Part) -> tuple[Dealings, ...]:
        """The dealings of one part."""
        return tuple(each for each in self.dealings if each.part == part)


def profile(store: Store, asked: str, *, until: str | None = None) -> Profile:
    """The profile of a country, a part of one, a person or a group; `SettingsError` where nobody or several fit.

    With `until`, an ISO day, only what had happened or been published by its end counts.
    """
    check_days(until=until)
    with store.reading() as connection:
        side = side_of(connection, asked)
        if side.is_world:
            raise SettingsError("`sayso who` tells of a country, a person or a group; the world is everybody.")
        return _counted(connection, side, until, _known(connection, side, until))


def _known(connection: Connection, side: Side, until: str | None) -> Profile:
    """Who it is, without anything counted."""
    kind, country, number, first, last = _seen(connection, side, until)
    return Profile(
        asked=side.asked,
        name=side.name,
        id=side.code,
        kind=kind,
        country=country,
        documents=number,
        first=first,
        last=last,
        names=tuple(_names(connection, side)),
        roles=tuple(_roles(connection, side)) if side.ids else (),
        offices=tuple(_offices(side.code)) if kind == "person" else (),
        totals=(),
        dealings=(),
        said=(),
        said_of_it=(),
    )


def _counted(connection: Connection, side: Side, until: str | None, known: Profile) -> Profile:
    ends = _ends(side, until)
    said = [each for each in sayings_of(connection, side, None) if _by_then(each.published, until)]
    said_of_it = [each for each in sayings_of(connection, None, side) if _by_then(each.published, until)]
    return replace(
        known,
        totals=(
            *_totals(connection, ends),
            Total("said", len(said), len(said)),
            Total("was said of it", len(said_of_it), len(said_of_it)),
        ),
        dealings=(*_acts(connection, ends), *_speech(said, "said"), *_speech(said_of_it, "was said of it")),
        said=tuple(said[: -MOST_RECENT - 1 : -1]),
        said_of_it=tuple(said_of_it[: -MOST_RECENT - 1 : -1]),
    )


def _by_then(published: str | None, until: str | None) -> bool:
    return until is None or (published is not None and published[: len(until)] <= until)


def _seen(
    connection: Connection, side: Side, until: str | None
) -> tuple[str | None, str | None, int, str | None, str | None]:
    """Kind and country of the actor, the number of documents that name it, and the first and last day of these."""
    query = (
        select(
            func.max(case((entities.c.id == side.code, entities.c.kind))),
            func.max(entities.c.country),
            func.count(documents.c.id.distinct()),
            func.min(documents.c.published),
            func.max(documents.c.published),
        )
        .select_from(entities)
        .join(codings, same_coding(entities, codings))
        .join(documents, documents.c.id == entities.c.document_id)
        .where(is_side(side, entities), in_force(codings))
    )
    if until is not None:
        query = query.where(func.substr(documents.c.published, 1, len(until)) <= until)
    kind, country, number, first, last = connection.execute(query).one()
    return kind, country, number, first, last


def _names(connection: Connection, side: Side) -> Iterator[KnownAs]:
    """The names of the actor itself, not those of the people of a country."""
    number = func.count()
    query = (
        select(mentions.c.text, number, func.count(mentions.c.document_id.distinct()))
        .select_from(mentions)
        .join(codings, same_coding(mentions, codings))
        .where(mentions.c.entity.in_(side.ids or (side.code,)), mentions.c.form == "name", in_force(codings))
        .group_by(mentions.c.text)
        .order_by(number.desc(), mentions.c.text)
        .limit(MOST_NAMES)
    )
    for text, count, spread in connection.execute(query):
        yield KnownAs(text, count, spread)


def _roles(connection: Connection, side: Side) -> Iterator[Role]:
    first = func.min(documents.c.published)
    columns = (entities.c.role, entities.c.country, entities.c.sector)
    query = (
        select(*columns, first, func.max(documents.c.published))
        .select_from(entities)
        .join(codings, same_coding(entities, codings))
        .join(documents, documents.c.id == entities.c.document_id)
        .where(entities.c.id.in_(side.ids), entities.c.role.is_not(None), in_force(codings))
        .group_by(*columns)
        .order_by(first, entities.c.role)
    )
    for role, country, sector, since, until in connection.execute(query):
        yield Role(role, country, sector, since, until)


def _offices(identity: str) -> Iterator[Office]:
    for entry in who_is(load_knowledge(), identity, date.today().isoformat()).entries[:1]:
        for tenure in entry.tenures:
            yield Office(tenure.title, tenure.begin, tenure.end, tenure.why)


def _ends(side: Side, until: str | None) -> dict[Part, tuple[Any, Any]]:
    """Which ties are those of each part, and who is the counterpart in them."""
    in_time = true() if until is None else ties.c.begin <= until
    world = Side(WORLD, "the world")
    acts, undergoes = is_end(side, world, ties.c.a, ties.c.a_country), is_end(side, world, ties.c.b, ties.c.b_country)
    recipient = _counterpart(side, ties.c.b, ties.c.b_country)
    actor = _counterpart(side, ties.c.a, ties.c.a_country)
    return {
        "did": (and_(in_time, acts, ties.c.mutual == 0), recipient),
        "did with": (and_(in_time, or_(acts, undergoes), ties.c.mutual == 1), case((acts, recipient), else_=actor)),
        "had done to it": (and_(in_time, undergoes, ties.c.mutual == 0), actor),
    }


def _totals(connection: Connection, ends: dict[Part, tuple[Any, Any]]) -> Iterator[Total]:
    for part, (condition, _) in ends.items():
        occurrences, reported = connection.execute(_done(select(ACTS, REPORTS), condition)).one()
        yield Total(part, occurrences, reported)


def _acts(connection: Connection, ends: dict[Part, tuple[Any, Any]]) -> list[Dealings]:
    """What it did, did together with others, and had done to it: one row a type and counterpart."""
    counted = [
        (part, row)
        for part, (condition, counterpart) in ends.items()
        for row in connection.execute(_counts(condition, counterpart)).mappings()
    ]
    sentences = _sentences(connection, [_place(row["latest"]) for _, row in counted if row["latest"]])
    names = _names_of(connection, {row["counterpart"] for _, row in counted if row["counterpart"]})
    return sorted((_dealings(part, row, names, sentences) for part, row in counted), key=_order)


def _counterpart(side: Side, entity: Any, country: Any) -> Any:
    """The other country where there is one; bodies of none, and those of the actor's own country, by themselves."""
    foreign = country.is_not(None) & country.not_in(NO_COUNTRIES)
    if side.country is not None:
        foreign &= country != side.country
    return case((foreign, country), else_=entity)


def _counts(ends: ColumnElement[bool], counterpart: Any) -> Any:
    # The latest of a group in one pass: the day leads, so that the greatest text is the latest.
    latest = func.max(ties.c.begin + literal(" ") + cast(ties.c.run_id, Text) + literal(" ") + PLACE)
    columns = (
        ties.c.type,
        counterpart.label("counterpart"),
        ACTS.label("occurrences"),
        REPORTS.label("reports"),
        func.min(ties.c.begin).label("first"),
        func.max(ties.c.begin).label("last"),
        latest.label("latest"),
    )
    # By its label: a server takes the same expression with its parameters twice for two different ones.
    return _done(select(*columns), ends).group_by(ties.c.type, "counterpart")


def _done(query: Any, ends: ColumnElement[bool]) -> Any:
    """The query over the acts at these ends that are told as done and that somebody claims."""
    linked = and_(same_event(reports), reports.c.undone == 0)
    return (
        query.select_from(ties)
        .join(codings, same_coding(ties, codings))
        .outerjoin(reports, linked)
        .where(ends, ties.c.status.in_(DONE), ties.c.claimed == 1, in_force(codings))
    )


def _place(latest: str) -> EventKey:
    """The key of an event, from the text that says which one is the latest."""
    _, run, place = latest.split(" ", 2)
    document, _, event = place.rpartition("/")
    return document, int(run), event


def _sentences(connection: Connection, keys: Sequence[EventKey]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), KEYS_AT_ONCE):
        rows = rows_of_events(connection, "tellings", keys[start : start + KEYS_AT_ONCE])
        found |= {f"{row['document_id']}/{row['event']}": row["sentence"] for row in rows}
    return found


def _names_of(connection: Connection, identities: Iterable[str]) -> dict[str, str]:
    """What the store calls each of them; a country that no document names goes by its code."""
    query = select(entities.c.id, func.min(entities.c.name).label("name")).where(entities.c.id.in_(sorted(identities)))
    return {row.id: row.name for row in connection.execute(query.group_by(entities.c.id))}


def _dealings(part: Part, row: Any, names: dict[str, str], sentences: dict[str, str]) -> Dealings:
    document, _, event = _place(row["latest"]) if row["latest"] else ("", 0, "")
    place = f"{document}/{event}" if document else None
    other = row["counterpart"]
    return Dealings(
        part=part,
        type=row["type"],
        counterpart=names.get(other, other),
        counterpart_id=other,
        occurrences=row["occurrences"],
        reports=row["reports"],
        first=row["first"],
        last=row["last"],
        key=place,
        sentence=sentences.get(place or ""),
    )


def _speech(said: Iterable[Saying], part: Part) -> list[Dealings]:
    """What was said, by whom it was told or, of others, by who says it."""
    gathered: dict[str | None, list[Saying]] = {}
    for each in said:
        gathered.setdefault(each.addressee if part == "said" else each.source, []).append(each)
    return sorted((_spoken(part, other, sayings) for other, sayings in gathered.items()), key=_order)


def _spoken(part: Part, other: str | None, said: list[Saying]) -> Dealings:
    days = [each.published for each in said if each.published]
    last = said[-1]
    return Dealings(
        part=part,
        type=SPEECH,
        counterpart=other,
        counterpart_id=last.source_id if part == "was said of it" else None,
        occurrences=len(said),
        reports=len(said),
        first=min(days, default=None),
        last=max(days, default=None),
        key=last.place,
        sentence=last.sentence,
    )


def _order(each: Dealings) -> tuple[int, int, str, str]:
    return PARTS.index(each.part), -each.occurrences, each.type, each.counterpart or ""
