"""Who takes part in an event, in the codes of CAMEO: country, known group, role, and all of them in one."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.formats.event_files.codes import cameo_sectors, countries, groups
from sayso.formats.event_files.events import Party

# PLOVER's codes in the place of a country, with CAMEO's for such an actor: what it is, a country or region, a group.
INTERNATIONAL = {
    "UNO": ("IGO", "", "UNO"),
    "EUR": ("IGO", "EUR", "EEC"),
    "IGO": ("IGO", "", ""),
    "NGO": ("NGO", "", ""),
    "IMG": ("IMG", "", ""),
    "ISM": ("NGM", "", ""),
    "MNC": ("MNC", "", ""),
}


@dataclass(frozen=True, slots=True)
class CameoActor:
    """One actor in CAMEO's terms; what is not known is "". `kind` is IGO, NGO and the like for those of no state."""

    name: str = ""
    kind: str = ""
    country: str = ""
    group: str = ""
    role: str = ""

    @property
    def code(self) -> str:
        """All codes in one: RUSGOV, IGOUNO, PSEREBHMS."""
        parts = (self.kind, self.country, self.role, self.group)
        return "".join(dict.fromkeys(part for part in parts if part))

    @property
    def types(self) -> tuple[str, ...]:
        """The codes of what sort of actor it is, the broadest first."""
        return tuple(part for part in (self.kind, self.role) if part)


def cameo_actor(party: Party | None, *, iso: bool = False) -> CameoActor:
    """The actor in CAMEO's codes, of nobody an empty one; `iso` takes the alpha-3 code of a country as it is.

    A country that CAMEO's list lacks, such as South Sudan, keeps its alpha-3 code.
    """
    if party is None:
        return CameoActor()
    if party.entity is None:
        # "They" would be no name.
        return CameoActor(name="" if party.mention.form == "pronoun" else party.name)
    entity = party.entity
    kind, country, group = INTERNATIONAL.get(entity.country or "", ("", entity.country or "", ""))
    if not iso and country in countries():
        country = countries()[country].cameo or country
    role = cameo_sectors().get(entity.sector or "", "")
    return CameoActor(entity.name, kind, country, groups().get(entity.id, group), role)
