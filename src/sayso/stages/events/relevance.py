"""Which matches are political events: somebody public takes part; private life is left out."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.schema import Entity
from sayso.stages.events.arguments import Participant, Participants
from sayso.stages.events.match import Match

# Sectors of PLOVER whose members act in public life by their office or trade.
PUBLIC = frozenset("GOV MIL COP JUD LEG PRM PTY REB SPY UAF OPP".split())
# What stands for the country of those who serve a body of states.
BODIES = frozenset({"EUR", "IGO", "UNO"})
# Sectors that say nothing of a public part.
PLAIN = frozenset({None, "CVL"})
# Types that stand for themselves where groups of people act or suffer together.
AMONG_PEOPLE = frozenset({"PROTEST", "ASSAULT", "COERCE", "MOBILIZE"})


OF_BODIES = AMONG_PEOPLE | {"RETREAT", "THREATEN"}
# Types that follow from others: the charge after the arrest, the demand of those who march.
FOLLOWING = AMONG_PEOPLE | {"ACCUSE", "REQUEST", "RETREAT"}


def political(matches: Sequence[Match], participants: Participants) -> list[Match]:
    """The matches with somebody public in them, and those about people whom such a match has brought into public life.

    "He was charged with sedition" tells of a private person, and is politics where police arrested him before.
    """
    sure = [match for match in matches if is_political(match, participants)]
    involved = {entity.id for match in sure for entity in participants_of(match, participants)}
    kept = {id(match) for match in sure}
    return [match for match in matches if id(match) in kept or continues(match, involved, participants)]


def participants_of(match: Match, participants: Participants) -> list[Entity]:
    """Everybody who acts or is acted on."""
    return [participants.entity(p) for p in (*match.actors, *match.recipients)]


def continues(match: Match, involved: set[str], participants: Participants) -> bool:
    """Whether it is an act of force, law or demand, and all who take part are known from other events."""
    everybody = participants_of(match, participants)
    return match.frame.event in FOLLOWING and bool(everybody) and all(e.id in involved for e in everybody)


def is_political(match: Match, participants: Participants) -> bool:
    """Whether somebody public takes part, or people together in an act of protest or force."""
    actors = [participants.entity(p) for p in match.actors]
    recipients = [participants.entity(p) for p in match.recipients]
    if match.frame.event == "CONSULT":
        # Who visits or meets decides: a scholar's visit to Spain, a reporter's talk with a minister are no diplomacy.
        return any(map(is_official, actors)) and (match.frame.mode == "visit" or not any(map(is_media, actors)))
    if not (actors or recipients) or "diplomatic" in match.frame.contexts:
        return True
    if any(map(is_public, (*actors, *recipients))):
        private = [is_unknown(p, e) or is_somebody(p, e) for p, e in zip(match.actors, actors, strict=True)]
        return match.frame.event in AMONG_PEOPLE or not (private and all(private))
    if match.frame.mode == "release" and any(entity.kind == "people" for entity in recipients):
        return True  # captives let go, by whomever: "the kidnapped students were released"
    if match.frame.event in OF_BODIES and any(entity.kind == "organisation" for entity in (*actors, *recipients)):
        return True  # of bodies not known further, force and retreat are politics, gifts and talks are not
    return match.frame.event in AMONG_PEOPLE and concerns_people(match, actors, recipients)


def concerns_people(match: Match, actors: Sequence[Entity], recipients: Sequence[Entity]) -> bool:
    """Whether groups are named that act or suffer together; "they fight" of nobody in particular says too little."""
    if match.frame.event == "ASSAULT" and not (recipients or match.used):
        return False
    return not all(map(is_private, actors or recipients))


def is_unknown(participant: Participant, entity: Entity) -> bool:
    """Whether a private person acts whom no table lists."""
    return is_private(entity) and not (participant.mention.reason or "").startswith("listed")


def is_somebody(participant: Participant, entity: Entity) -> bool:
    """Whether one of a people is meant, not the people: "a tourist from Norway"."""
    return entity.kind == "people" and participant.mention.text.split()[0].lower() in ("a", "an")


def is_official(entity: Entity) -> bool:
    """A state, body or armed group, a body of a country, or somebody in an office or trade of public life."""
    if entity.country and not is_media(entity) and (entity.kind == "organisation" or is_group(entity)):
        return True
    if entity.kind in ("state", "government", "igo", "armed_group") or entity.sector in PUBLIC:
        return True
    return serves_body(entity)


def serves_body(entity: Entity) -> bool:
    """A person in an office of a body of states: those have no sector of their own."""
    return entity.kind == "person" and entity.country in BODIES and entity.role is not None and not is_media(entity)


def is_group(entity: Entity) -> bool:
    """A group that a noun names, not a people or its civilians: "the Serbian delegation"."""
    return entity.kind == "people" and entity.sector != "CVL"


def is_public(entity: Entity) -> bool:
    """A state, body, armed group or office, or people of a country that the text names."""
    if is_official(entity):
        return True
    if is_private(entity):
        return False
    # A country that only the article lends a person makes no public figure of them.
    return entity.country is not None and entity.reason is None and not is_media(entity)


def is_media(entity: Entity) -> bool:
    """Whether the entity is an outlet or a journalist."""
    return entity.kind == "outlet" or entity.sector == "JRN"


def is_private(entity: Entity) -> bool:
    """A person of whom nothing public is known for certain."""
    if entity.kind != "person" or entity.sector not in PLAIN or serves_body(entity):
        return False
    return entity.wikidata is None or entity.reason is not None
