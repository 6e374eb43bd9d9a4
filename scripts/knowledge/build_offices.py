"""Builds `people.csv` and `offices.csv`: who held which office of state, from which day to which.

Heads of state and government come from a Wikidata extract, ministers of six countries from another; the
tables in `scripts/knowledge/offices/` correct both and add what they lack. Run it again after any change
there; the same input gives the same output.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from sayso.ids import slug
from sayso.knowledge.tables import FOLDER, Row, read_table

HERE = Path(__file__).resolve().parent
INPUTS = HERE / "offices"
KNOWLEDGE = HERE.parents[1] / "src" / "sayso" / "knowledge"

EARLIEST = "2000"
SNAPSHOT_END = "2022-12-15"  # the foreign ministers' snapshot shows who was in office in mid-December 2022
FOREVER = "2100-01-01"  # stands for an open end where spans are compared
HANDOVER_DAYS = 120  # two sources that disagree by less than this about one handover are reconciled
NON_STATE_CODES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG"})

HEADER = """\
# {what}
# Sources: heads of state and government to October 2025 from a Wikidata extract (cfmessias/geografia); ministers of
# the USA, the United Kingdom, Russia, Ukraine, Israel and Iran to 2022 and foreign ministers of December 2022 from
# every-politician-scrapers (Wikidata). Wikidata is CC0. Corrections, English name forms and everything else, among it
# all changes after those sources end, were written by hand for this project from public knowledge and news reports.
# Four bare facts of 2026 (heads of government of the United Kingdom and Vietnam, presidents of Vietnam and Myanmar)
# come from the snapshot of 2026-08-22 of open-data-archive/world-leaders-current (a compilation under CC BY-SA 4.0).
# Built by scripts/knowledge/build_offices.py: change its input tables, not this file.
"""
PEOPLE_HEADER = (
    HEADER.format(what="People who hold or held an office in offices.csv.")
    + """\
# id: Wikidata QID, else a slug of the name. aliases: full forms, never a bare surname, mononyms apart.
# country: alpha-3 of nationality, or the body's code where only the office is known. Of several offices that a person
# holds at once, the one in this country is the principal one (the British monarch reigns in fifteen states).
"""
)
OFFICES_HEADER = (
    HEADER.format(what="Tenures: one row for each time a person held an office.")
    + """\
# begin and end are half-open, [begin, end): on the day of a change the new holder holds the office. A month or a year
# stands where the day is not known. Empty end: still in office, or the end is not known and nobody follows.
# country: alpha-3, or UNO, EUR, IGO, NGO for officials of a body. sector: PLOVER, empty for officials of such bodies.
# The rows of a country stand in order of rank; office is one of these, highest first:
{offices}
"""
)


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office: its usual English title, PLOVER sector, and how many holders a state has at a time."""

    title: str
    sector: str
    holders: str


def office_kinds() -> dict[str, Office]:
    """The kinds of office in order of rank."""
    rows = read_table(FOLDER / "office_kinds.csv", ("office", "title", "sector", "holders"))
    return {row["office"]: Office(row["title"], row["sector"], row["holders"]) for row in rows}


OFFICES = office_kinds()

Seat = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tenure:
    """One holder of one office for one stretch of time; `holder` is a QID or, for hand-written rows, a name."""

    country: str
    office: str
    holder: str
    begin: str
    end: str = ""
    title: str = ""
    sector: str = ""

    @property
    def seat(self) -> Seat:
        """What holders follow one another in: an office of a country, or one title of it."""
        return self.country, self.office, self.title if OFFICES[self.office].holders == "one a title" else ""

    def overlaps(self, other: Tenure) -> bool:
        """Whether both hold on at least one day."""
        return (not other.end or self.begin < other.end) and (not self.end or other.begin < self.end)

    def lies_mostly_in(self, other: Tenure) -> bool:
        """Whether the other covers more than half of this one; a prime minister who rises later is none of both."""
        begin, end = max(self.begin, other.begin), min(self.end or FOREVER, other.end or FOREVER)
        return begin < end and 2 * days_between(begin, end) > days_between(self.begin, self.end or FOREVER)


@dataclass(slots=True)
class Person:
    """One person as `people.csv` lists them."""

    id: str
    name: str
    aliases: list[str] = field(default_factory=list)
    gender: str = ""
    country: str = ""


class People:
    """The persons known so far, found by id or by name within a country."""

    def __init__(self) -> None:
        self.by_id: dict[str, Person] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._countries: dict[str, set[str]] = defaultdict(set)

    def add(self, id: str, name: str, *, country: str, aliases: Iterable[str] = ()) -> Person:
        """The person with this id; the first name given stays, later ones become no aliases."""
        person = self.by_id.setdefault(id, Person(id, name))
        person.aliases.extend(alias for alias in aliases if alias not in person.aliases)
        self._countries[id].add(country)
        for form in (name, *aliases):
            self._by_name[fold(form)].add(id)
        return person

    def find(self, name: str, country: str) -> str | None:
        """The id of the one person of that name known in that country, or anywhere if they serve a body."""
        named = self._by_name.get(fold(name), set())
        ids = {id for id in named if country in self._countries[id]}
        if not ids and country in NON_STATE_CODES:
            ids = named
        return next(iter(ids)) if len(ids) == 1 else None


def main() -> None:
    """Builds both tables, prints what was built and what is doubtful, and fails on any problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, default=HERE.parents[2] / "shared" / "facts")
    parser.add_argument("--output", type=Path, default=KNOWLEDGE)
    options = parser.parse_args()

    people, tenures = build(options.facts)
    problems = [problem for check in CHECKS for problem in check(people, tenures)]
    write_people(options.output / "people.csv", people)
    write_offices(options.output / "offices.csv", people, tenures)
    print(summary(people, tenures))
    for problem in problems:
        print("PROBLEM", problem)
    if problems:
        raise SystemExit(1)


def build(facts: Path) -> tuple[dict[str, Person], list[Tenure]]:
    """Every person and tenure from the facts folder and the hand-written tables."""
    people = People()
    add_named_people(people)
    history = list(read_leaders(facts / "leaders_history.csv", people))
    ministers = [tenure for row in positions() for tenure in read_ministers(facts, row, people)]
    snapshot = list(read_foreign_ministers(facts, people))
    curated = [resolve(tenure, people) for tenure in curated_tenures()]

    found = layered(in_order(curated), in_order(ministers))
    found = layered(found, in_order(history))
    tenures = in_order(without_covered_seats(found, snapshot))
    rank = {office: number for number, office in enumerate(OFFICES)}
    titled = with_titles(tenures, people)
    tenures = sorted(titled, key=lambda row: (row.country, rank[row.office], row.begin, row.title, row.holder))
    held = {tenure.holder for tenure in tenures}
    persons = {id: person for id, person in people.by_id.items() if id in held}
    complete(persons, tenures)
    return persons, tenures


# --- reading -----------------------------------------------------------------------------------------------------


def add_named_people(people: People) -> None:
    """The people whose English name, aliases or id are settled by hand."""
    for row in read_table(INPUTS / "persons.csv", ("id", "name", "aliases", "country")):
        id = row.get("id") or slug(row["name"])
        person = people.add(id, row["name"], country=row["country"], aliases=row.items("aliases"))
        person.country = row["country"]


def read_leaders(path: Path, people: People) -> Iterator[Tenure]:
    """Heads of state and government since 2000, without the rows that are wrong or of no state."""
    states = country_names()
    dropped = {(row["country"], row["office"], row["qid"], row["begin"]) for row in leader_drops()}
    for cells in csv_rows(path):
        country, office, qid = cells["iso3"], cells["role"], cells["person_qid"]
        begin, end = cells["start"][:10], cells["end"][:10]
        keys = {(country, office, q, b) for q in (qid, "*") for b in (begin, "")}
        if country not in states or not is_day(begin) or (end and not is_day(end)) or keys & dropped:
            continue
        if end and end <= EARLIEST:
            continue
        people.add(qid, cells["person"], country=country)
        yield Tenure(country, office, qid, begin, end)


def read_ministers(facts: Path, row: Row, people: People) -> Iterator[Tenure]:
    """The holders of one position in one of the ministers' files."""
    for cells in csv_rows(facts / "ministers" / f"{row['file']}.holders21.csv"):
        ended = cells["end"] and cells["end"] <= EARLIEST
        name = re.sub(r", (?:Baron|Baroness|Jr\.|Sr\.).*", "", cells["person"])
        # Also holders of other positions, so that hand-written rows about them find their id.
        people.add(cells["personID"], name, country=row["country"])
        if cells["position"] != row["position"] or not cells["start"] or ended:
            continue
        if cells["end"] and cells["end"] < cells["start"]:
            continue
        yield Tenure(
            row["country"], row["office"], cells["personID"], cells["start"], cells["end"], row["title"], row["sector"]
        )


def read_foreign_ministers(facts: Path, people: People) -> Iterator[Tenure]:
    """Foreign ministers in office in December 2022: known to hold until then, not beyond."""
    codes = {row["label"]: row["country"] for row in read_table(INPUTS / "snapshot.csv", ("label", "country"))}
    for cells in csv_rows(facts / "ministers" / "world.foreign-ministers.wikidata.csv"):
        country = codes.get(cells["countryLabel"])
        begin = cells["start"][:10]
        if country is None or not cells["name"] or not is_day(begin):
            continue
        name = re.sub(r"^(?:Dr\.|Prince|Sheikh|Archbishop) |, Sr\.$", "", cells["name"])
        people.add(cells["person"], name, country=country)
        yield Tenure(country, "foreign_minister", cells["person"], begin, SNAPSHOT_END)


def curated_tenures() -> Iterator[Tenure]:
    """The hand-written tenures; `holder` is still the person's name."""
    columns = ("country", "office", "person", "begin", "end", "title", "sector")
    for path in sorted(INPUTS.glob("tenures_*.csv")):
        for row in read_table(path, columns):
            if row["office"] not in OFFICES:
                raise row.error(f"unknown office {row['office']}")
            if row["end"] and row["end"] <= row["begin"]:
                raise row.error("ends before it begins")
            yield Tenure(*(row[column] for column in columns))


def resolve(tenure: Tenure, people: People) -> Tenure:
    """The tenure with its person's id: one already known by that name in that country, else a new slug."""
    id = people.find(tenure.holder, tenure.country)
    if id is None:
        id = slug(tenure.holder)
        people.add(id, tenure.holder, country=tenure.country)
    return replace(tenure, holder=id)


def positions() -> Iterator[Row]:
    """Which positions of the ministers' files are which office."""
    return read_table(INPUTS / "positions.csv", ("file", "position", "country", "office", "title", "sector"))


def leader_drops() -> Iterator[Row]:
    """Rows of the leaders' file that are left out, with the reason."""
    return read_table(INPUTS / "leader_drops.csv", ("country", "office", "qid", "begin", "reason"))


def country_names() -> dict[str, str]:
    """English names as they stand in titles ("the United States"), by code."""
    return {row["code"]: row["name"] for row in read_table(INPUTS / "countries.csv", ("code", "name"))}


def joint_seats() -> set[tuple[str, str]]:
    """Offices that several people hold together."""
    return {
        (row["country"], row["office"])
        for row in read_table(FOLDER / "joint_offices.csv", ("country", "office", "reason"))
    }


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a plain CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- putting tenures in order --------------------------------------------------------------------------------------


def by_seat(tenures: Iterable[Tenure]) -> dict[Seat, list[Tenure]]:
    """The tenures of each seat, by begin."""
    seats: dict[Seat, list[Tenure]] = defaultdict(list)
    for tenure in sorted(tenures, key=lambda row: (row.begin, row.end or "9999", row.holder)):
        seats[tenure.seat].append(tenure)
    return seats


def layered(better: list[Tenure], worse: Iterable[Tenure]) -> list[Tenure]:
    """Both together; where they speak of the same office and time, the better source replaces the worse."""
    seats = by_seat(better)
    kept = [part for tenure in worse for part in remainders(tenure, seats.get(tenure.seat, []))]
    return better + kept


def remainders(tenure: Tenure, better: Sequence[Tenure]) -> list[Tenure]:
    """What of a tenure no better-sourced tenure of the same office covers or contradicts."""
    for other in better:
        if other.holder == tenure.holder and other.overlaps(tenure):
            return []
    if is_joint(tenure.seat):
        return [tenure]
    parts = [tenure]
    for other in better:
        parts = [part for whole in parts for part in minus(whole, other)]
    return parts


def minus(tenure: Tenure, other: Tenure) -> list[Tenure]:
    """The tenure before and after another one."""
    if not tenure.overlaps(other):
        return [tenure]
    if not other.end and other.begin < tenure.begin:
        # A source that stops before this term began leaves its last holder open; this is the successor.
        return [tenure]
    if not tenure.end and tenure.begin < other.begin:
        # Its end is not known: whoever follows first, in whichever source, will close it.
        return [tenure]
    parts = []
    if tenure.begin < other.begin:
        parts.append(replace(tenure, end=other.begin))
    if other.end and tenure.end and other.end < tenure.end:
        parts.append(replace(tenure, begin=other.end))
    return parts


def without_covered_seats(found: list[Tenure], snapshot: Iterable[Tenure]) -> list[Tenure]:
    """Adds the snapshot's rows for offices of which nothing else is known."""
    covered = {tenure.seat for tenure in found}
    return found + [tenure for tenure in snapshot if tenure.seat not in covered]


def in_order(tenures: Iterable[Tenure]) -> list[Tenure]:
    """All tenures with each seat's holders following one another."""
    return [tenure for seat in by_seat(tenures).values() for tenure in in_succession(seat)]


def in_succession(tenures: list[Tenure]) -> list[Tenure]:
    """One seat's tenures merged by person, and each closed by the next where the seat has one holder."""
    joint = bool(tenures) and is_joint(tenures[0].seat)
    bounded = tenures if joint else [row for tenure in tenures for row in bounded_by(tenure, tenures)]
    merged = [tenure for person in by_holder(bounded).values() for tenure in merge(person)]
    merged.sort(key=lambda row: (row.begin, row.holder))
    if joint or not merged:
        return merged
    closed = [handed_over(tenure, after) for tenure, after in pairwise(merged)]
    # What a handover leaves empty was an acting holder of a day.
    return [tenure for tenure in [*closed, merged[-1]] if tenure.begin != tenure.end]


def bounded_by(tenure: Tenure, seat: Sequence[Tenure]) -> list[Tenure]:
    """An open tenure ended by the next holder, or nothing where the same term stands there with its end.

    This comes before merging, else the two terms of one person would swallow the holder between them.
    """
    later = [other.begin for other in seat if other.holder != tenure.holder and other.begin > tenure.begin]
    if tenure.end or not later:
        return [tenure]
    if any(row.holder == tenure.holder and row.begin == tenure.begin and row.end for row in seat):
        return []
    return [replace(tenure, end=min(later))]


def by_holder(tenures: Iterable[Tenure]) -> dict[tuple[str, str], list[Tenure]]:
    """Tenures of the same person under the same title."""
    holders: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        holders[(tenure.holder, tenure.title)].append(tenure)
    return holders


def merge(tenures: list[Tenure]) -> list[Tenure]:
    """One person's tenures of one office with those that overlap or touch joined.

    A begin on 1 January beside another begin in the same year is the same fact known only to the year.
    """
    days = {row.begin for row in tenures if not row.begin.endswith("-01-01")}
    exact = [row for row in tenures if not (row.begin.endswith("-01-01") and any(d[:4] == row.begin[:4] for d in days))]
    merged: list[Tenure] = []
    for row in sorted(exact, key=lambda row: (row.begin, row.end or "9999")):
        last = merged[-1] if merged else None
        if last is None or (last.end and row.begin > next_day(last.end)):
            merged.append(row)
        else:
            end = "" if not last.end or not row.end else max(last.end, row.end)
            merged[-1] = replace(last, end=end)
    return merged


def handed_over(tenure: Tenure, after: Tenure) -> Tenure:
    """The tenure closed on the day its successor begins, where the two meet or nearly meet.

    Wikidata gives the last day as often as the first day of the next holder, so a gap of one day is closed too.
    """
    if not tenure.end or next_day(tenure.end) == after.begin:
        return replace(tenure, end=after.begin)
    contained = after.end and after.end < tenure.end
    if after.begin < tenure.end and not contained and days_between(after.begin, tenure.end) <= HANDOVER_DAYS:
        return replace(tenure, end=after.begin)
    return tenure


def is_joint(seat: Seat) -> bool:
    """Whether several people may hold this office at once."""
    country, office, _ = seat
    return (country, office) in JOINT or OFFICES[office].holders == "many"


def is_day(text: str) -> bool:
    """Whether the text is an ISO day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def next_day(day: str) -> str:
    """The day after; a month or year stays as it is."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if is_day(day) else day


def days_between(first: str, second: str) -> int:
    """Days from one date to another, a month or year counted from its first day."""
    begin, end = (date.fromisoformat((text + "-01-01")[:10]) for text in (first, second))
    return (end - begin).days


# --- titles and names ----------------------------------------------------------------------------------------------


def with_titles(tenures: list[Tenure], people: People) -> Iterator[Tenure]:
    """Fills title and sector where the row has none of its own."""
    names, women = country_names(), women_ids(people)
    columns = ("country", "office", "title", "title_female")
    special = {(row["country"], row["office"]): row for row in read_table(INPUTS / "titles.csv", columns)}
    reigns: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if tenure.office == "head_of_state":
            reigns[(tenure.country, tenure.holder)].append(tenure)
    for tenure in tenures:
        office = tenure.office
        # Where one person is both, the head of government is called by the higher title.
        both = any(tenure.lies_mostly_in(reign) for reign in reigns[(tenure.country, tenure.holder)])
        if office == "head_of_government" and both:
            office = "head_of_state"
        row = special.get((tenure.country, office))
        usual = OFFICES[office].title.format(country=names.get(tenure.country, tenure.country))
        title = tenure.title or (row and form_for(row, tenure.holder in women)) or usual
        sector = "" if tenure.sector == "-" else tenure.sector or OFFICES[tenure.office].sector
        yield replace(tenure, title=title, sector=sector)


def form_for(row: Row, is_woman: bool) -> str:
    """The title of a man or a woman."""
    return (row["title_female"] or row["title"]) if is_woman else row["title"]


def women_ids(people: People) -> set[str]:
    """The ids of the women; every name in the tables was read through for it."""
    names = {fold(row["name"]) for row in read_table(INPUTS / "women.csv", ("name",))}
    return {id for id, person in people.by_id.items() if fold(person.name) in names}


def complete(persons: dict[str, Person], tenures: Sequence[Tenure]) -> None:
    """Fills gender, country and the ASCII aliases."""
    women = {fold(row["name"]) for row in read_table(INPUTS / "women.csv", ("name",))}
    unsure = {fold(row["name"]) for row in read_table(INPUTS / "gender_unknown.csv", ("name",))}
    for tenure in tenures:
        person = persons[tenure.holder]
        if not person.country or person.country in NON_STATE_CODES:
            person.country = tenure.country
    for person in persons.values():
        folded = fold(person.name)
        person.gender = "f" if folded in women else "" if folded in unsure else "m"
        plain = [ascii_form(form) for form in (person.name, *person.aliases)]
        forms = dict.fromkeys([*person.aliases, *plain])
        person.aliases = [form for form in forms if form != person.name]


def ascii_form(name: str) -> str:
    """The name as papers without diacritics print it: "Péter Szijjártó" becomes "Peter Szijjarto"."""
    for letter, plain in LETTERS.items():
        name = name.replace(letter, plain)
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "ð": "d", "Ð": "D", "þ": "th",
    "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "ə": "a", "’": "'", "ʻ": "'", "‑": "-",
}  # fmt: skip


def fold(name: str) -> str:
    """The form names are compared in: no diacritics, case or punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", ascii_form(name).lower()).strip()


# --- checks --------------------------------------------------------------------------------------------------------


def overlapping_holders(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Two people in an office that has one holder at a time."""
    problems = []
    for seat, rows in by_seat(tenures).items():
        if is_joint(seat):
            continue
        for number, tenure in enumerate(rows):
            for other in rows[number + 1 :]:
                if tenure.overlaps(other):
                    names = " and ".join(
                        f"{people[row.holder].name} ({row.holder}) {row.begin}..{row.end}" for row in (tenure, other)
                    )
                    problems.append(f"{' '.join(seat[:2])}: {names} overlap")
    return problems


def ends_before_begins(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Tenures that end before they begin, and dates that are none."""
    problems = []
    for row in tenures:
        name = people[row.holder].name
        if row.end and row.end <= row.begin:
            problems.append(f"{row.country}/{row.office}: {name} ends {row.end}, begins {row.begin}")
        if not all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) for text in (row.begin, row.end) if text):
            problems.append(f"{row.country}/{row.office}: {name} has a malformed date")
    return problems


def unknown_countries(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Codes that are neither a country's nor a body's."""
    known = country_names().keys() | NON_STATE_CODES
    used = {row.country for row in tenures} | {person.country for person in people.values()}
    return [f"unknown country {code!r}" for code in sorted(used - known)]


def missing_people(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Tenures of nobody, and ids that are neither a QID nor a slug."""
    missing = [f"no person {row.holder}" for row in tenures if row.holder not in people]
    shape = re.compile(r"Q[1-9]\d*|[a-z0-9]+(-[a-z0-9]+)*")
    return missing + [f"malformed id {id!r}" for id in people if not shape.fullmatch(id)]


def shared_names(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Names and aliases that lead to two people without being listed as ambiguous."""
    ambiguous = {fold(row["name"]) for row in read_table(INPUTS / "ambiguous_names.csv", ("name",))}
    bearers: dict[str, set[str]] = defaultdict(set)
    for person in people.values():
        for form in (person.name, *person.aliases):
            bearers[fold(form)].add(person.id)
    return [
        f"the name {name!r} is shared by {', '.join(sorted(ids))}"
        for name, ids in sorted(bearers.items())
        if len(ids) > 1 and name not in ambiguous
    ]


def lost_rows(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Hand-written tenures whose first day their holder does not hold in the result."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for person in people.values():
        for form in (person.name, *person.aliases):
            bearers[fold(form)].add(person.id)
    held: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        held[(tenure.country, tenure.office)].append(tenure)
    return [
        f"{row.country} {row.office}: {row.holder} from {row.begin} is lost"
        for row in curated_tenures()
        if not any(
            other.holder in bearers[fold(row.holder)]
            and other.begin <= row.begin
            and (not other.end or row.begin < other.end)
            for other in held[(row.country, row.office)]
        )
    ]


def unused_corrections(people: dict[str, Person], tenures: Sequence[Tenure]) -> list[str]:
    """Hand-written rows about people who hold no office: a name was misspelt or a row has become idle."""
    names = {fold(form) for person in people.values() for form in (person.name, *person.aliases)}
    listed = [row["name"] for row in read_table(INPUTS / "women.csv", ("name",))]
    listed += [row["name"] for row in read_table(INPUTS / "persons.csv", ("id", "name", "aliases", "country"))]
    listed += [row["name"] for row in read_table(INPUTS / "gender_unknown.csv", ("name",))]
    return [f"{name} is listed by hand but holds no office" for name in listed if fold(name) not in names]


Check = Callable[[dict[str, Person], Sequence[Tenure]], list[str]]
CHECKS: tuple[Check, ...] = (
    overlapping_holders,
    ends_before_begins,
    unknown_countries,
    missing_people,
    shared_names,
    lost_rows,
    unused_corrections,
)
JOINT = joint_seats()


# --- writing -------------------------------------------------------------------------------------------------------


def write_people(path: Path, people: dict[str, Person]) -> None:
    """Writes `people.csv`, by name."""
    rows = sorted(people.values(), key=lambda person: (fold(person.name), person.id))
    cells = [[row.id, row.name, "|".join(row.aliases), row.gender, row.country] for row in rows]
    write_table(path, PEOPLE_HEADER, ["id", "name", "aliases", "gender", "country"], cells)


def write_offices(path: Path, people: dict[str, Person], tenures: Sequence[Tenure]) -> None:
    """Writes `offices.csv`, by country, rank of the office and begin."""
    listed = sorted({tenure.office for tenure in tenures}, key=list(OFFICES).index)
    lines = ["# " + ", ".join(listed[start : start + 4]) for start in range(0, len(listed), 4)]
    cells = [[t.holder, t.office, t.title, t.country, t.sector, t.begin, t.end] for t in tenures]
    columns = ["person", "office", "title", "country", "sector", "begin", "end"]
    write_table(path, OFFICES_HEADER.format(offices="\n".join(lines)), columns, cells)


def write_table(path: Path, header: str, columns: list[str], rows: Iterable[list[str]]) -> None:
    """Writes a table with its comment lines."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(header)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def summary(people: dict[str, Person], tenures: Sequence[Tenure]) -> str:
    """Counts for the person who runs the script."""
    counts: dict[str, int] = defaultdict(int)
    for tenure in tenures:
        counts[tenure.office] += 1
    qids = sum(1 for id in people if id.startswith("Q") and id[1:].isdigit())
    lines = [
        f"{len(people)} people ({qids} with QID), {len(tenures)} tenures, "
        f"{len({tenure.country for tenure in tenures})} countries and bodies"
    ]
    lines += [f"  {counts[office]:5} {office}" for office in OFFICES if counts[office]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
