"""The `datapackage.json` beside exported tables: what each file and column is, after the Frictionless standard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sayso.formats.exporting.layout import Field, Layout
from sayso.formats.exporting.table_files import TableFile
from sayso.store import EventFilter

NAME = "datapackage.json"
MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
FIELD_TYPES = {"text": "string", "day": "date", "moment": "datetime", "json": "object"}
RIGHTS = (
    "The texts and quotations belong to their publishers; their rights bound what may be passed on. The package states "
    "no licence: that of the codings is for whoever made them to choose. Facts from the sources listed come under "
    "their own licences."
)
SOURCES = (
    {"title": "GeoNames (CC BY 4.0): coordinates and ids of places", "path": "https://www.geonames.org/"},
    {"title": "Wikidata (CC0): ids of entities", "path": "https://www.wikidata.org/"},
    {
        "title": "PLOVER (CC BY-SA 4.0): event types, modes, contexts, scores",
        "path": "https://github.com/openeventdata/PLOVER",
    },
)


def write_data_package(folder: Path, files: Sequence[TableFile], filters: EventFilter) -> None:
    """Describe the files, which are whole by now."""
    chosen = {name: value for name, value in asdict(filters).items() if value}
    package = {
        "name": "sayso-export",
        "title": "Events, claims and attributions coded by Sayso",
        "description": f"{_what(chosen)} {RIGHTS}",
        "profile": "data-package",
        "created": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "sources": list(SOURCES),
        "sayso": {"version": version("sayso"), "filters": chosen, "empty": [f.path.name for f in files if _is_bare(f)]},
        "resources": [_resource(file) for file in files if not _is_bare(file)],
    }
    words = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / NAME).write_text(words, encoding="utf-8", newline="\n")


def _what(chosen: dict[str, Any]) -> str:
    if not chosen:
        return "All documents of a store with the current coding of each."
    told = ", ".join(f"{name} {value if isinstance(value, str) else '/'.join(value)}" for name, value in chosen.items())
    return f"The events of a store that pass these filters, and what they refer to: {told}."


def _is_bare(file: TableFile) -> bool:
    """Whether a file has nothing in it, not so much as a header, which validators take for an error."""
    return file.path.suffix == ".jsonl" and not file.rows


def _resource(file: TableFile) -> dict[str, Any]:
    format = file.path.suffix.removeprefix(".")
    table_profile = {} if format == "parquet" else {"profile": "tabular-data-resource"}
    keyed = {"dialect": {"json": {"keyed": True}}} if format == "jsonl" else {}
    return {
        "name": file.layout.name.replace("_", "-"),
        "title": file.layout.name,
        "description": file.layout.meaning,
        "path": file.path.name,
        **table_profile,
        "format": format,
        "mediatype": MEDIA_TYPES[format],
        "encoding": "utf-8",
        **keyed,
        "bytes": file.path.stat().st_size,
        "hash": f"sha256:{_sha256(file.path)}",
        "rows": file.rows,
        "schema": _schema(file),
    }


def _schema(file: TableFile) -> dict[str, Any]:
    layout = file.layout
    keys = list(_foreign_keys(layout))
    return {
        "fields": [_field(file, field) for field in layout.fields],
        "primaryKey": list(layout.key),
        "missingValues": [""],
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(file: TableFile, field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    # A text may be empty, which a reader of CSV takes for missing.
    if not field.optional and (field.kind != "text" or field.name in file.layout.key or field.values):
        constraints["required"] = True
    if field.values:
        constraints["enum"] = list(field.values)
    type = FIELD_TYPES.get(field.kind, field.kind)
    if field.kind == "day" and file.odd_days.get(field.name):
        type = "string"
    told = {"description": field.meaning} if field.meaning else {}
    names = {"references": f"{field.names}.id"} if field.names else {}
    return {"name": field.name, "type": type, **told, **({"constraints": constraints} if constraints else {}), **names}


def _foreign_keys(layout: Layout) -> Iterable[dict[str, Any]]:
    """The references that every row has: validators take a key with an empty part for a broken one.

    Those that may be empty are told by `references` of their field.
    """
    names = {field.name for field in layout.fields}
    coding = ["document_id", "run_id"]
    if layout.of_coding and layout.name not in ("codings", "origins", "issues"):
        yield _foreign_key(coding, "codings", coding)
    for field in layout.fields:
        if field.names is None or field.optional:
            continue
        inside = layout.of_coding and "run_id" in names and field.names not in ("documents", "runs", "occurrences")
        own, target = ([*coding, field.name], [*coding, "id"]) if inside else ([field.name], ["id"])
        yield _foreign_key(own, field.names, target)


def _foreign_key(own: list[str], table: str, target: list[str]) -> dict[str, Any]:
    return {"fields": own, "reference": {"resource": table.replace("_", "-"), "fields": target}}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
