"""Writes docs/record.schema.json from the dataclasses; a test fails when it has fallen behind."""

from __future__ import annotations

import json
from pathlib import Path

from sayso.formats.record import json_schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "record.schema.json"


def main() -> None:
    """Write the file."""
    TARGET.write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
