"""The notebooks run from the first cell to the last, and are kept without what they print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "docs" / "notebooks").glob("*.ipynb"))


def printed(notebook: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The source of each cell with what each of its outputs shows, by MIME type."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield cell.source, output.get("data", {"text/plain": output.get("text", "")})


def read(path: Path) -> Any:
    reader: Any = nbformat  # which has no types
    return reader.read(path, as_version=4)


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == ["relation.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_not_kept(path: Path) -> None:
    notebook = read(path)
    assert list(printed(notebook)) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.model
@pytest.mark.slow
def test_the_relation_notebook_shows_a_series_two_plots_and_the_sentences(tmp_path: Path) -> None:
    notebook = read(NOTEBOOKS[0])
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = list(printed(notebook))
    plots = [data for source, data in shown if source.endswith(("plot(relation)", "plot(comparison)"))]
    assert len(plots) == 2 and all("vega" in data["text/html"].lower() for data in plots)
    everything = " ".join(str(data.get("text/plain", "")) for _, data in shown)
    assert "Russia and Israel, as anybody claims it" in everything
    assert "apologised" in everything and "demo-023/e1" in everything
    assert not [source for source, data in shown if "Error" in str(data.get("text/plain", ""))]
