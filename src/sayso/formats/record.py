"""The record as JSON (DESIGN: a contract): one object a document, and the JSON Schema derived from the dataclasses."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    Issue,
    Mention,
    TimeExpression,
)

# The page a document came from is kept in the store; in the record it would drown the rest.
LEFT_OUT = ("raw",)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything Sayso says about one document. Offsets refer to `document.text`."""

    schema: Literal["sayso/1"]
    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    assessments: tuple[Assessment, ...]
    issues: tuple[Issue, ...]


def record_of(coded: CodedDocument) -> dict[str, Any]:
    """The record as plain dictionaries and lists."""
    layers = {field.name: getattr(coded, field.name) for field in fields(Record) if field.name != "schema"}
    record = asdict(Record(schema="sayso/1", **layers))
    for name in LEFT_OUT:
        del record["document"][name]
    return record


def to_json(coded: CodedDocument) -> str:
    """The record on one line."""
    return json.dumps(record_of(coded), ensure_ascii=False)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Record).json_schema(mode="serialization")
    for definition in (schema, *schema["$defs"].values()):
        definition["additionalProperties"] = False
        definition["required"] = [name for name in definition["properties"] if name not in LEFT_OUT]
    for name in LEFT_OUT:
        del schema["$defs"]["Document"]["properties"][name]
    title = "A Sayso record"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
