"""Plots: one specification, drawn offline into PNG, SVG and HTML, with gaps left empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair
import pytest

from sayso.errors import SettingsError
from sayso.relations import compare, relation
from sayso.relations.plots import KINDS, SCHEMA, plot, specification, write_plot
from sayso.store import Store, open_store

from .acts import Act, article


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    acts = [Act("RUS ISR", "", f"{2018 + n // 12}-{n % 12 + 1:02}-10", 5.0 + n % 2) for n in range(24)]
    acts += [Act("RUS", "ISR", f"{2021 + n // 12}-{n % 12 + 1:02}-10", -6.0 - n % 2, 4) for n in range(24)]
    with open_store(tmp_path_factory.mktemp("plots") / "news.db") as opened:
        run = opened.begin_run()
        opened.add(article("d1", *acts, country="RUS"), run, on_error="raise")
        yield opened


def values(spec: Any, key: str) -> list[dict[str, Any]]:
    """All rows of data in a specification that have this key."""
    if isinstance(spec, dict):
        if "values" in spec and isinstance(spec["values"], list):
            return [row for row in spec["values"] if isinstance(row, dict) and key in row]
        return [row for part in spec.values() for row in values(part, key)]
    return [row for part in spec for row in values(part, key)] if isinstance(spec, list) else []


def test_bars_stand_only_where_there_is_data(store: Store) -> None:
    found = relation(store, "RUS", "ISR")
    spec = plot(found).to_dict()
    bars = values(spec, "kind")
    assert {bar["period"] for bar in bars} == {period.begin[:7] for period in found.with_data()}
    assert {bar["kind"] for bar in bars} == {"verbal cooperation", "material conflict"} < set(KINDS)
    assert all((bar["to"] > 0) == ("cooperation" in bar["kind"]) for bar in bars)


def test_the_specification_is_one_that_altair_would_write(store: Store) -> None:
    chart = plot(relation(store, "RUS", "ISR", by="year"))
    assert SCHEMA == altair.SCHEMA_URL
    # Altair checks it against the schema of Vega-Lite here.
    assert chart.to_dict()["vconcat"] == specification(relation(store, "RUS", "ISR", by="year"))["vconcat"]


def test_the_line_breaks_at_a_gap_and_change_points_are_called_suggested(store: Store) -> None:
    spec = plot(relation(store, "RUS", "ISR")).to_dict()
    assert len({row["run"] for row in values(spec, "run")}) == 2
    assert {row["label"] for row in values(spec, "earliest")} == {"suggested"}


def test_the_caption_in_words_is_part_of_the_plot(store: Store) -> None:
    spec = str(plot(relation(store, "RUS", "ISR")).to_dict())
    assert "of cooperation and" in spec and "As anybody claims it" in spec


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!DOCTYPE html>")])
def test_each_format_is_written_offline(store: Store, tmp_path: Path, suffix: str, start: bytes) -> None:
    path = tmp_path / f"plot.{suffix}"
    write_plot(relation(store, "RUS", "ISR"), path)
    assert path.read_bytes().startswith(start)
    assert b"https://cdn" not in path.read_bytes()


def test_a_comparison_has_a_panel_for_each_perspective(store: Store, tmp_path: Path) -> None:
    found = compare(store, "RUS", "ISR", perspectives=("own", "A"))
    assert len(plot(found).to_dict()["vconcat"]) == 2
    write_plot(found, tmp_path / "plot.svg")
    assert "Russia tells it" in (tmp_path / "plot.svg").read_text("utf-8")


def test_nothing_to_draw_and_impossible_files_are_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing to draw"):
        write_plot(relation(store, "RUS", "UKR"), tmp_path / "plot.png")
    with pytest.raises(SettingsError, match=r"\.png, \.svg, \.html"):
        write_plot(relation(store, "RUS", "ISR"), tmp_path / "plot.pdf")
    with pytest.raises(SettingsError, match="does not exist"):
        write_plot(relation(store, "RUS", "ISR"), tmp_path / "nowhere" / "plot.png")
