"""Event data in the files of others: writes events as GDELT, ICEWS, POLECAT, Phoenix and PLOVER do, and reads theirs.

Each writer takes a store, the filters of `sayso events` and a path, which may be a folder, and gives the number of rows
by the name of the file. With `coding` it writes an imported coding again, as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sayso.formats.event_files import gdelt, icews, phoenix, plover, polecat, sidecar

# `write(store, filters, path, *, coding=None) -> dict[str, int]`
FORMATS: Mapping[str, Callable[..., dict[str, int]]] = {
    "gdelt": gdelt.write_gdelt,
    "gdelt-occurrences": gdelt.write_gdelt_occurrences,
    "icews": icews.write_icews,
    "polecat": polecat.write_polecat,
    "phoenix": phoenix.write_phoenix,
    "plover": plover.write_plover,
    "sidecar": sidecar.write_sidecar,
}
