"""Imports point one way: a part of the package may import from earlier lines of the table, never from later ones."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso

ORDER = (
    ("errors", "ids", "schema"),
    ("fetching",),
    ("knowledge", "readers", "frames"),
    ("models",),
    ("stages",),
    ("pipeline",),
    ("config",),
    ("api",),
    ("store",),
    ("relations",),
    ("formats", "runners"),
    ("asking",),
    ("evaluation",),
    ("demo",),
    ("web",),
    ("server",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}

# What goes against the table, and why it stands all the same.
EXCEPTIONS = {
    ("api", "store"): "names the store and its runs in annotations; nothing is imported at run time",
    ("api", "asking"): "`sayso.open_store` is the Python API in one line; it is imported when called",
}

PACKAGE = Path(sayso.__file__).parent


def modules() -> Iterator[tuple[str, Path]]:
    """Every file with the name of the part of the package it belongs to."""
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part != "__init__":
            yield part, path


def imported_parts(path: Path) -> Iterator[str]:
    """The parts of the package that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full, not relative"
            names = [node.module or ""]
            if node.module == "sayso":
                names = [f"sayso.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            part = rest.partition(".")[0]
            if package == "sayso" and part in LEVEL:
                yield part


def imports_between_parts() -> dict[tuple[str, str], list[str]]:
    """(importing part, imported part) with the files in which it happens."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for part, path in modules():
        for imported in imported_parts(path):
            if imported != part:
                found[part, imported].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_every_part_of_the_package_has_its_place_in_the_table() -> None:
    assert sorted({part for part, _ in modules()} - set(LEVEL)) == []


def test_imports_point_to_earlier_lines_of_the_table() -> None:
    against = {pair: files for pair, files in imports_between_parts().items() if LEVEL[pair[0]] <= LEVEL[pair[1]]}
    assert {pair: files for pair, files in against.items() if pair not in EXCEPTIONS} == {}


@pytest.mark.parametrize("pair", EXCEPTIONS, ids=" imports ".join)
def test_an_exception_is_still_needed(pair: tuple[str, str]) -> None:
    assert pair in imports_between_parts(), "nothing imports this way any more: take it out of EXCEPTIONS"


def test_the_pipeline_knows_only_the_record_and_the_errors() -> None:
    assert set(imported_parts(PACKAGE / "pipeline.py")) == {"schema", "errors"}


def test_stages_know_nothing_of_settings_storage_or_the_readers() -> None:
    known = {imported for part, path in modules() if part == "stages" for imported in imported_parts(path)}
    assert known <= {"schema", "errors", "ids", "knowledge", "models", "stages"}
