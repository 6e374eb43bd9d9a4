"""The types that a brat export uses, gathered as it goes, and the `annotation.conf` that declares them."""

from __future__ import annotations

import re

TIME = "time"
CUE = "cue"
# The role of the attribution that an event stands in.
OUTSIDE = "SaidIn"
ROLES = ("Actor", "Recipient", "Via")
UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class Types:
    """What was asked for is what is declared."""

    def __init__(self) -> None:
        self._entities: set[str] = set()
        self._attributions: set[str] = set()
        self._events: set[str] = set()
        self._values: dict[str, set[str]] = {}

    def entity(self, kind: str) -> str:
        """The type of a mention, a time or a cue."""
        return _noted(self._entities, name_of(kind))

    def attribution(self, kind: str) -> str:
        """The type of what is said."""
        return _noted(self._attributions, f"Said-{kind}")

    def event(self, type: str) -> str:
        """The type of an event."""
        return _noted(self._events, name_of(type))

    def value(self, attribute: str, value: str) -> str:
        """A value of an attribute."""
        return _noted(self._values.setdefault(attribute, set()), name_of(value, capital=False))

    def configuration(self) -> str:
        """The file, with its four sections."""
        said = "|".join(sorted(self._attributions))
        lines = ["[entities]", *sorted(self._entities), *sorted(self._attributions), "", "[relations]"]
        if said:
            lines += [f"{name} Arg1:{said}, Arg2:<ENTITY>" for name in ("Source", "Cue", "Addressee")]
            lines += [f"Parent Arg1:{said}, Arg2:{said}"]
        # What is said holds mentions, and what others say: without this line brat takes that for a fault.
        lines += ["<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]"]
        roles = [f"{role}*:<ENTITY>" for role in ROLES] + [f"When?:{name_of(TIME)}"]
        roles += [f"{OUTSIDE}?:{said}"] if said else []
        lines += [f"{type} {', '.join([*roles, 'Within?:<EVENT>'])}" for type in sorted(self._events)]
        lines += ["", "[attributes]"]
        for name, values in sorted(self._values.items()):
            bearer = "<EVENT>" if name in ("Status", "Mode", "Quad") else "<ENTITY>"
            lines.append(f"{name} Arg:{bearer}, Value:{'|'.join(sorted(values))}")
        return "\n".join(lines) + "\n"


def name_of(kind: str, *, capital: bool = True) -> str:
    """A kind in the letters that brat takes for a type: "armed_group" becomes "Armed_group"."""
    safe = UNSAFE.sub("_", kind) or "_"
    return safe[0].upper() + safe[1:] if capital else safe


def _noted(names: set[str], name: str) -> str:
    names.add(name)
    return name
