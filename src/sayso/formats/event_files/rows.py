"""What the rows of several formats share: who acts on whom, the act in CAMEO's terms, numbers for ids, clean cells."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import permutations, product

from sayso.formats.event_files.choice import is_announced
from sayso.formats.event_files.codes import cameo_labels, kinds, quad_of_cameo
from sayso.formats.event_files.events import Party, StoredEvent
from sayso.store.ties import is_mutual

# What would end a cell or a line, and what no text file should hold.
BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")
BASE = 3
ROOT = 2
# Whole numbers up to here are exact in R and in spreadsheets, which know no longer ones.
EXACT = 2**53 - 1
# R's integers, which the usual reader of ICEWS takes.
SHORT = 2**31 - 1

Pair = tuple[Party | None, Party | None]


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, as formats without a status write it; `cameo` is "" where a codebook of one's own gives none."""

    type: str
    mode: str | None
    cameo: str
    label: str
    quad: int
    cameo_quad: int
    score: float
    goldstein: float | None

    @property
    def base(self) -> str:
        """The code at the second level of CAMEO."""
        return self.cameo[:BASE]

    @property
    def root(self) -> str:
        """The code at the first level of CAMEO."""
        return self.cameo[:ROOT]


def act_of(stored: StoredEvent) -> Act:
    """The act; cooperation that is only announced is an agreement to cooperate."""
    event = stored.event
    announced = kinds()[event.type].announced if is_announced(event) and event.type in kinds() else None
    if announced and event.type != "AGREE":
        label, goldstein = cameo_labels()[announced]
        agree = kinds()["AGREE"]
        return Act("AGREE", None, announced, label, agree.quad, agree.quad, agree.score, goldstein)
    code = event.cameo or ""
    label = cameo_labels().get(code, ("", None))[0]
    quad = quad_of_cameo(code) or event.quad
    return Act(event.type, event.mode, code, label, event.quad, quad, event.score, event.goldstein)


def directed(stored: StoredEvent) -> list[Pair]:
    """Who acts on whom, each pair once. What several do together, each does to each other; None is nobody named."""
    actors, recipients = _each_once(stored.actors), _each_once(stored.recipients)
    if len(actors) > 1 and not recipients and is_mutual(stored.event):
        return list(permutations(actors, 2))
    return list(product(actors or [None], recipients or [None]))


def row_id(stored: StoredEvent, pair: Pair, most: int = EXACT) -> int:
    """A number for a row, the same in every export, as long as the event and those who take part are the same."""
    event = stored.event
    parts = (stored.id, str(event.trigger.start), event.type, *(party.id if party else "" for party in pair))
    return number_for("\x1f".join(parts), most)


def number_for(words: str, most: int = EXACT) -> int:
    """A positive number that stands for words; two may share one by chance, the more seldom the higher the most is."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:16], "big") % most + 1


def cell(value: object) -> str:
    """A value as a cell: nothing for None, numbers as they are read best, words without tabs and line ends."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    words = str(value)
    return words.strip() if words.isprintable() else BREAKS.sub(" ", words).strip()


def _each_once(parties: tuple[Party, ...]) -> list[Party | None]:
    return list({party.id: party for party in parties}.values())
