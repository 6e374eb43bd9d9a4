"""A codebook for a person: its types with their modes and frames counted."""

from __future__ import annotations

from rich.table import Table

from sayso.formats.terminal import listing
from sayso.knowledge.codebook import Codebook

COLUMNS = (("type", 0), ("quad", 0), ("score", 0), ("CAMEO", 0), ("frames", 0), ("modes", 1))


def codebook_table(codebook: Codebook) -> Table:
    """One row a type."""
    table = listing(COLUMNS)
    for kind in codebook.types.values():
        counts = {mode: sum(frame.mode == mode for frame in kind.frames) for mode in kind.modes}
        modes = ", ".join(f"{mode} {count}" for mode, count in counts.items())
        table.add_row(kind.name, str(kind.quad), f"{kind.score:g}", kind.cameo or "", str(len(kind.frames)), modes)
    return table
