"""The documentation cannot drift: its example is a real run, and every command and setting appears in it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from sayso.cli import app
from sayso.config import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
def test_example_of_the_readme_is_what_sayso_prints() -> None:
    writer = script("write_readme_example")
    assert writer.OPENING + writer.example() + writer.CLOSING in README, "run scripts/write_readme_example.py"


def test_every_command_is_in_the_readme() -> None:
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    assert [name for name in names if f"sayso {name}" not in README] == []


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"`{name}`" not in page] == []


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_data_file_says_where_its_facts_come_from() -> None:
    tables = (ROOT / "src" / "sayso" / "knowledge").rglob("*.csv")
    assert [table.name for table in tables if not table.read_text("utf-8").startswith("#")] == []
