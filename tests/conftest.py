"""What many tests share: the pipeline with the real model, loaded once, and an empty folder without any settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from sayso.api import build_pipeline
from sayso.config import Settings
from sayso.pipeline import Pipeline
from sayso.schema import CodedDocument, Document

Code = Callable[..., CodedDocument]

# On a developer's machine every run searches anew; CI takes the same examples each time, so that a change is judged
# by what it does and not by luck.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """All stages over the default model. Tests that use it are marked `model`."""
    return build_pipeline(Settings())


@pytest.fixture(scope="session")
def code(pipeline: Pipeline) -> Code:
    """`code(text, published=…)` codes a text just as it stands, without the cleaning of the readers."""

    def code_text(text: str, *, published: str | None = "2023-02-28", publisher: str | None = None) -> CodedDocument:
        return pipeline.code(Document("d1", text, published=published, publisher=publisher))

    return code_text


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without SAYSO_… in the environment: no settings but those a test makes."""
    for name in [name for name in os.environ if name.startswith("SAYSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
