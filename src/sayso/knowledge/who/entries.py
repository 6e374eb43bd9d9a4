"""Tells what is known of one entity, office or role noun on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sayso.knowledge.facts import Fact, Knowledge, Office, RoleNoun, Usage, holding
from sayso.knowledge.places import Place, load_places
from sayso.knowledge.who.answer import Codes, Entry, Line, Tenure

# What is said of a name by the way it stands for its entity.
USAGES: dict[Usage, str] = {
    "name": "names",
    "region": "names",
    "place": "names",
    "adjective": "adjectives",
    "national": "its people",
    "capital": "capital",
    "metonym": "metonyms",
    "seat": "seat",
}
LEADERS = {
    "head_of_state": "head of state",
    "head_of_government": "head of government",
    "foreign_minister": "foreign minister",
}


class Entries:
    """Makes entries out of the facts, as of one day."""

    def __init__(self, knowledge: Knowledge, day: str) -> None:
        self.knowledge = knowledge
        self.day = day

    def of_entity(self, identity: str) -> Entry:
        """A listed entity by its id."""
        if identity in self.knowledge.countries:
            return self.state(identity)
        if identity in self.knowledge.people:
            return self.person(self.knowledge.people[identity])
        facts = [fact for _, fact in self.knowledge.facts_by_id[identity]]
        if identity.partition(".")[0] in self.knowledge.countries:
            return self.body(facts[0])
        return self.listed(holding(facts, self.day)[0] if holding(facts, self.day) else facts[0])

    # Kinds of entity

    def state(self, code: str) -> Entry:
        """A state: its words, its leaders on the day."""
        fact = self.knowledge.countries[code]
        lines = [*self.name_lines(code, f"{code}.CVL", f"{code}.GOV"), *self.leaders(code)]
        return Entry(code, fact.name, "state", self.codes(fact), tuple(lines))

    def person(self, fact: Fact) -> Entry:
        """A person: names, and the offices over time with the one that counts on the day."""
        held = self.knowledge.office_on(fact.id, self.day)
        former = self.knowledge.former_office(fact.id, self.day)
        lines = [*self.name_lines(fact.id), Line("on the day", *self.standing(fact, held, former))]
        country, sector = fact.country, None
        if held:
            country, sector = held.country, held.sector
        elif former:
            country, sector = former.country or fact.country, "ELI"
        offices = self.knowledge.offices.get(fact.id, ())
        tenures = tuple(self.tenure(office) for office in sorted(offices, key=lambda office: office.begin))
        return Entry(fact.id, fact.name, "person", self.codes(fact, country, sector), tuple(lines), tenures)

    def standing(self, fact: Fact, held: Office | None, former: Office | None) -> tuple[str, str]:
        """What the person is on the day, with the reason."""
        if held:
            return f"{held.title} ({coded(held.country, held.sector)})", held.origin
        if former:
            elite = coded(former.country or fact.country, "ELI")
            return f"former {former.title} ({elite}), until {former.end}", former.origin
        return f"no office ({fact.country or 'no country'}); the text must say what they are", fact.origin

    def body(self, fact: Fact) -> Entry:
        """The government or people of a state, known by their metonyms or nouns."""
        state = self.knowledge.countries[fact.country or ""]
        lines = [*self.name_lines(fact.id), Line("state", f"{state.name} ({state.id})", state.origin)]
        return Entry(fact.id, fact.name, fact.kind, self.codes(fact), tuple(lines))

    def listed(self, fact: Fact) -> Entry:
        """An organisation, armed group, outlet, people or place, in the period of the day."""
        lines = [*self.name_lines(fact.id), *self.periods(fact.id)]
        if fact.ownership:
            lines.append(Line("ownership", fact.ownership, fact.origin))
        if fact.needs_context or any(one.needs_context for _, one in self.knowledge.facts_by_id[fact.id]):
            words = [name for name, one in self.knowledge.facts_by_id[fact.id] if one.needs_context]
            lines.append(Line("with care", f"{listing(words)}: only beside a word of speaking", fact.origin))
        tenures = tuple(self.tenure(office) for office in self.heads_of(fact))
        codes = self.codes(fact, geonames=geonames_of(fact))
        return Entry(fact.id, fact.name, fact.kind, codes, tuple(lines), tenures)

    def place(self, place: Place) -> Entry:
        """A town or region of the gazetteer."""
        state = self.knowledge.countries.get(place.country)
        inhabitants = f", {place.population:,} inhabitants" if place.population else ""
        where = f"{place.kind} in {state.name if state else place.country}{inhabitants}"
        lines = (
            Line("what", where, f"places.csv, GeoNames {place.geonames}"),
            Line("where", f"{place.latitude:.2f}, {place.longitude:.2f}", f"places.csv, GeoNames {place.geonames}"),
        )
        fact = Fact(place.id, place.name, "place", "place", place.country)
        return Entry(place.id, place.name, "place", self.codes(fact, geonames=place.geonames), lines)

    def role(self, role: RoleNoun) -> Entry:
        """A role noun: its sector, and whose it is where it serves others."""
        if role.sector is None:
            sector = "that of whom they serve or speak for: GOV for a state, an organisation's own"
        else:
            sector = f"{role.sector}: {self.knowledge.sector_meanings.get(role.sector, '')}".rstrip(": ")
        lines = [Line("sector", sector, role.origin), Line("stands for", KINDS[role.kind], role.origin)]
        if role.office:
            lines.append(
                Line("office", f"{role.office}: who holds it, where the text says of which country", role.origin)
            )
        return Entry(role.noun, role.noun, "role noun", Codes(sector=role.sector), tuple(lines))

    def office(self, title: str, offices: Sequence[Office]) -> Entry:
        """An office: who holds it on the day, who held it before and after."""
        held = [office for office in offices if office.held_on(self.day)]
        first = (held or list(offices))[0]
        holders = dict.fromkeys(self.name_of(office.person) for office in held)
        value = listing(holders) if held else "nobody that the tables know"
        lines = [Line("on the day", value, held[0].origin if held else "offices.csv")]
        if len(holders) > 1:
            lines.append(Line("several", "an office without a name then stands for the body, not a person", "rule"))
        fact = Fact(first.office, title, "government", "name", first.country, first.sector)
        tenures = tuple(self.tenure(office) for office in sorted(offices, key=lambda office: office.begin))
        return Entry(f"{first.country}.{first.office}", title, "office", self.codes(fact), tuple(lines), tenures)

    def unnamed_body(self, country: str, role: RoleNoun, words: str) -> Entry:
        """The body of a state that a role noun names: "the Israeli army"."""
        sector = role.sector or "GOV"
        state = self.knowledge.countries[country]
        name = f"{self.knowledge.sectors.get(sector, sector)} {state.name}"
        fact = Fact(f"{country}.{sector}", name, "government", "name", country, sector)
        lines = (
            Line("country", f"{state.name} ({country})", state.origin),
            Line("sector", f"{sector}: {self.knowledge.sector_meanings.get(sector, '')}", role.origin),
        )
        return Entry(fact.id, name, "government", self.codes(fact), lines)

    # Lines

    def name_lines(self, *identities: str) -> Iterator[Line]:
        """The names by usage, each with the tables they come from."""
        by_label: dict[str, dict[str, str]] = {}
        for identity in identities:
            for name, fact in self.knowledge.facts_by_id.get(identity, ()):
                by_label.setdefault(USAGES[fact.usage], {})[name] = fact.origin
        for label in dict.fromkeys(USAGES.values()):
            names = by_label.get(label, {})
            if names:
                shown = [name for name in names if "’" not in name or name.replace("’", "'") not in names]
                yield Line(label, listing(shown), listing(dict.fromkeys(names.values())))

    def leaders(self, country: str) -> Iterator[Line]:
        """Who leads a state on the day."""
        for office, label in LEADERS.items():
            held = [one for one in self.knowledge.holders.get((office, country), ()) if one.held_on(self.day)]
            if held:
                people = dict.fromkeys(f"{self.name_of(one.person)}, {one.title}" for one in held)
                yield Line(label, "; ".join(people), held[0].origin)

    def periods(self, identity: str) -> Iterator[Line]:
        """Country and sector of an organisation, by period where it changed."""
        facts = [fact for _, fact in self.knowledge.facts_by_id[identity]]
        periods = {(fact.begin, fact.end): fact for fact in facts if fact.usage in ("name", "region", "place")}
        for (begin, end), fact in sorted(periods.items()):
            what = f"{self.whose(fact.country)} ({coded(fact.country, fact.sector)})" if fact.country else "no country"
            if not begin and not end:
                yield Line("of", what, fact.origin)
                continue
            mark = "▶ " if fact.holds_on(self.day) and len(periods) > 1 else ""
            until = f", until {end}" if end else ""
            yield Line(mark + (f"from {begin}" if begin else "at first"), what + until, fact.origin)

    def whose(self, country: str | None) -> str:
        """A state's name, or what a code that is no state's stands for."""
        state = self.knowledge.countries.get(country or "")
        return state.name if state else NON_STATES.get(country or "", country or "no country")

    def heads_of(self, fact: Fact) -> list[Office]:
        """Those who lead an organisation: their titles end with one of its names."""
        if fact.kind not in ("igo", "organisation", "armed_group", "government"):
            return []
        names = {name for name, one in self.knowledge.facts_by_id[fact.id] if one.usage == "name"}
        found = []
        for (kind, _), offices in self.knowledge.holders.items():
            if kind in ("igo_head", "party_leader", "armed_group_leader"):
                heads = [office for office in offices if not office.title.startswith("Deputy ")]
                found += [office for office in heads if any(ends_with(office.title, name) for name in names)]
        return sorted(found, key=lambda office: office.begin)

    def tenure(self, office: Office) -> Tenure:
        """A tenure for the answer."""
        return Tenure(
            self.name_of(office.person),
            office.title,
            office.office,
            office.country,
            office.sector,
            office.begin,
            office.end,
            office.held_on(self.day),
            office.origin,
        )

    def codes(
        self, fact: Fact, country: str | None = None, sector: str | None = None, *, geonames: int | None = None
    ) -> Codes:
        """All codes of an entity."""
        country, sector = country or fact.country, sector or fact.sector
        numbers = self.knowledge.numbers_of(country, self.day)
        return Codes(
            country if country in self.knowledge.countries else None,
            country,
            sector,
            numbers.cow if numbers else None,
            numbers.gw if numbers else None,
            fact.wikidata,
            geonames,
        )

    def name_of(self, person: str) -> str:
        """A person's name."""
        return self.knowledge.people[person].name


# PLOVER's codes in the place of a country.
NON_STATES = {
    "UNO": "the United Nations",
    "EUR": "the European Union",
    "IGO": "an organisation of states",
    "NGO": "a non-governmental organisation",
    "IMG": "an armed group across borders",
    "MNC": "a company across borders",
    "ISM": "a movement across borders",
}
KINDS = {
    "person": "a person; the plural a group",
    "group": "several people, or a unit",
    "body": "an institution",
    "document": "a text that speaks, with the sector of its issuer",
}


def geonames_of(fact: Fact) -> int | None:
    """The GeoNames id of a listed region or town, where the gazetteer has just one of that name in its country."""
    if fact.kind != "place" or not fact.country:
        return None
    place = load_places().inside(fact.name, "region" if fact.usage == "region" else "town", fact.country)
    return place.geonames if place else None


def coded(country: str | None, sector: str | None) -> str:
    """Country and sector as PLOVER writes them."""
    return ".".join(part for part in (country, sector) if part) or "no country"


def ends_with(title: str, name: str) -> bool:
    """Whether a title is that of a body: "Secretary General of NATO"."""
    return title.endswith((f" of {name}", f" of the {name}", f" of the {name} Commission"))


def listing(items: Iterable[str]) -> str:
    """Words with commas between."""
    return ", ".join(items)
