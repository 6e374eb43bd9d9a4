"""Imported codings: writes them, gives their files back byte for byte, and says which acts of countries they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Select, and_, func, select

from sayso.errors import SettingsError
from sayso.store.runs import Run
from sayso.store.sides import Side
from sayso.store.tables import metadata

LINES_AT_ONCE = 1000

codings, files, lines, dyads = (
    metadata.tables[name] for name in ("imported_codings", "imported_files", "imported_lines", "imported_dyads")
)


@dataclass(frozen=True, slots=True)
class ImportedCoding:
    """Event data of others under a name of the user's; `format` is gdelt, icews or polecat."""

    id: int
    name: str
    format: str


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """What a line says, as far as codings are compared by it. `pairs` are (actor, recipient) as alpha-3 codes.

    `quad` is that of PLOVER's `type` where the code has one, else that of the file, so that all are measured alike.
    """

    event_id: str
    day: str
    actor: str | None
    recipient: str | None
    code: str | None
    type: str | None
    quad: int | None
    score: float | None
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of a file as it came; `event` is None for a header, an empty line and one that cannot be read."""

    number: int
    raw: bytes
    event: ImportedEvent | None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file to keep: its name, the digest that tells it from others, its columns and whether it begins with them."""

    name: str
    sha256: str
    columns: Sequence[str]
    has_header: bool


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is kept."""

    id: int
    name: str
    has_header: bool


@dataclass(frozen=True, slots=True)
class ImportedAct:
    """One act of one country towards another; `forth` is True where side A acts."""

    day: str
    forth: bool
    quad: int | None
    type: str | None


def coding_named(connection: Connection, name: str) -> ImportedCoding:
    """The coding of that name; `SettingsError` where there is none."""
    found = find_coding(connection, name)
    if found is None:
        names = connection.scalars(select(codings.c.name).order_by(codings.c.name)).all()
        there = f"There are {', '.join(names)}" if names else "None has been imported: see `sayso import`"
        raise SettingsError(f"--coding {name}: the store holds no imported coding of that name. {there}.")
    return found


def find_coding(connection: Connection, name: str) -> ImportedCoding | None:
    """The coding of that name, if there is one."""
    row = connection.execute(select(codings).where(codings.c.name == name)).mappings().one_or_none()
    return ImportedCoding(row["id"], row["name"], row["format"]) if row else None


def make_coding(connection: Connection, name: str, format: str) -> ImportedCoding:
    """The coding of that name, made where there is none; `SettingsError` where it is of another format."""
    found = find_coding(connection, name)
    if found is None:
        query = codings.insert().values(name=name, format=format).returning(codings.c.id)
        return ImportedCoding(connection.execute(query).scalar_one(), name, format)
    if found.format != format:
        raise SettingsError(
            f"--name {name}: this coding holds {found.format} files, not {format}. Choose another name."
        )
    return found


def holds_file(connection: Connection, coding: ImportedCoding, sha256: str) -> bool:
    """Whether the coding has this very file already."""
    query = select(files.c.id).where(files.c.coding_id == coding.id, files.c.sha256 == sha256)
    return connection.scalar(query) is not None


def keep_file(
    connection: Connection, coding: ImportedCoding, run: Run, file: ImportedFile, content: Iterable[ImportedLine]
) -> tuple[int, int]:
    """Keep a file, every line of it. How many lines are events, and how many could not be read."""
    values = {"coding_id": coding.id, "run_id": run.id, "name": file.name, "sha256": file.sha256}
    values |= {"columns": list(file.columns), "has_header": int(file.has_header), "events": 0, "unreadable": 0}
    file_id = connection.execute(files.insert().returning(files.c.id), values).scalar_one()
    events = unreadable = 0
    several = iter(content)
    while batch := list(islice(several, LINES_AT_ONCE)):
        connection.execute(lines.insert(), [_line_row(file_id, line) for line in batch])
        pairs = [row for line in batch for row in _dyad_rows(coding.id, file_id, line)]
        if pairs:
            connection.execute(dyads.insert(), pairs)
        events += sum(line.event is not None for line in batch)
        unreadable += sum(line.unreadable for line in batch)
    connection.execute(files.update().where(files.c.id == file_id).values(events=events, unreadable=unreadable))
    return events, unreadable


def files_of(connection: Connection, coding: ImportedCoding) -> list[StoredFile]:
    """The files of a coding in the order in which they came."""
    query = select(files.c.id, files.c.name, files.c.has_header).where(files.c.coding_id == coding.id)
    return [
        StoredFile(row.id, row.name, bool(row.has_header)) for row in connection.execute(query.order_by(files.c.id))
    ]


def lines_of(connection: Connection, file: StoredFile) -> Iterator[bytes]:
    """The lines of a file as they came, each with its end."""
    query = select(lines.c.raw).where(lines.c.file_id == file.id).order_by(lines.c.line)
    for batch in connection.execute(query.execution_options(stream_results=True)).partitions(LINES_AT_ONCE):
        yield from (bytes(row.raw) for row in batch)


def days_covered(connection: Connection, coding: ImportedCoding) -> tuple[str, str] | None:
    """The first and the last day of a coding, be the events between whom they may."""
    query = select(func.min(lines.c.day), func.max(lines.c.day)).join(files, files.c.id == lines.c.file_id)
    first, last = connection.execute(query.where(files.c.coding_id == coding.id)).one()
    return None if first is None else (first, last)


def acts_between(
    connection: Connection, coding: ImportedCoding, sides: tuple[Side, Side], first: str, last: str
) -> Iterator[ImportedAct]:
    """The acts of two countries towards one another on these days; the world is every country but the other side."""
    for forth, (a, b) in ((True, sides), (False, sides[::-1])):
        query = _between(a, b).where(dyads.c.coding_id == coding.id, dyads.c.day >= first, dyads.c.day <= last)
        for row in connection.execute(query):
            yield ImportedAct(row.day, forth, row.quad, row.type)


def _between(a: Side, b: Side) -> Select[tuple[str, int | None, str | None]]:
    ends = [column == side.country for column, side in ((dyads.c.a_country, a), (dyads.c.b_country, b)) if side.country]
    return select(dyads.c.day, dyads.c.quad, dyads.c.type).where(and_(*ends)).order_by(dyads.c.day, dyads.c.id)


def _line_row(file_id: int, line: ImportedLine) -> dict[str, object]:
    event = line.event
    return {
        "file_id": file_id,
        "line": line.number,
        "raw": line.raw,
        "event_id": event.event_id if event else None,
        "day": event.day if event else None,
        "actor": event.actor if event else None,
        "recipient": event.recipient if event else None,
        "code": event.code if event else None,
        "type": event.type if event else None,
        "quad": event.quad if event else None,
        "score": event.score if event else None,
    }


def _dyad_rows(coding_id: int, file_id: int, line: ImportedLine) -> Iterator[dict[str, object]]:
    if line.event is None:
        return
    for a, b in line.event.pairs:
        yield {
            "coding_id": coding_id,
            "file_id": file_id,
            "line": line.number,
            "a_country": a,
            "b_country": b,
            "day": line.event.day,
            "quad": line.event.quad,
            "type": line.event.type,
        }
