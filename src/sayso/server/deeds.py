"""Acts in a plain sentence: "Russia threatened Israel". Words for a headline; the article's own stand below it."""

from __future__ import annotations

from collections.abc import Sequence

# For each type: what one does to another, and what one does where nobody else is named.
VERBS = {
    "AGREE": ("agreed with", "agreed"),
    "CONSULT": ("talked with", "held talks"),
    "SUPPORT": ("supported", "gave support"),
    "COOPERATE": ("worked together with", "worked together"),
    "CONCEDE": ("gave way to", "gave way"),
    "AID": ("helped", "gave help"),
    "RETREAT": ("eased its measures against", "eased its measures"),
    "REQUEST": ("asked something of", "made a demand"),
    "ACCUSE": ("criticised or accused", "made accusations"),
    "REJECT": ("turned down", "refused"),
    "THREATEN": ("threatened", "made threats"),
    "PROTEST": ("protested against", "protested"),
    "SANCTION": ("took sanctions against", "took sanctions"),
    "MOBILIZE": ("made a show of force against", "made a show of force"),
    "COERCE": ("used coercion against", "used coercion"),
    "ASSAULT": ("attacked", "attacked"),
}
MOST_NAMED = 4


def deed(type: str, actors: Sequence[str], recipients: Sequence[str]) -> str:
    """Who did what to whom in one sentence, without its full stop."""
    transitive, alone = VERBS.get(type, (f"({type}) –", f"({type})"))
    who = listed(actors) or "Somebody"
    return f"{who} {transitive} {listed(recipients)}" if recipients else f"{who} {alone}"


def listed(names: Sequence[str]) -> str:
    """Names as in a sentence: "Israel, Britain and the United States"."""
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return f"{', '.join(shown)} and {len(names) - MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""
