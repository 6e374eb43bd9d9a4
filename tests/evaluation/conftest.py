"""The data sets that stand beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the data sets: SAYSO_SHARED, or `shared` beside the repository."""
    folder = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")
    if not (folder / "gold").is_dir():
        pytest.skip(f"no data sets at {folder}: set SAYSO_SHARED to the folder that holds gold/, cases/ and tools/")
    return folder
