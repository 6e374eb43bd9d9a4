"""Two codings of the same days: what is in both, what is in one, and how their series go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.event_files.imported_files import gdelt_row, table
from sayso.errors import SettingsError
from sayso.formats.event_files.incoming import import_codings
from sayso.relations.codings import Act, agreements, by_period, compare_codings, correlations
from sayso.store import Store, open_store

from .told import Telling


def acts(*told: str) -> list[Act]:
    """ "4>4A" is an assault on the 4th by side A: day, direction, quad, type."""
    types = {"A": "ASSAULT", "C": "COERCE", "M": "CONSULT"}
    return [Act(f"2022-05-{each[0].zfill(2)}", each[1] == ">", int(each[2]), types[each[3]]) for each in told]


def test_acts_match_by_day_direction_and_quad() -> None:
    first = acts("1>4A", "1>4A", "2<4A", "3>1M")
    second = acts("1>4A", "2>4A", "3>1M", "3>1M")
    rows = {each.quad: each for each in agreements("2022-05-01", "2022-05-31", first, second)}
    material = rows["material_conflict"]
    assert (material.first, material.second, material.both) == (3, 2, 1)
    assert (material.only_first, material.only_second) == (2, 1)
    assert (rows["all"].first, rows["all"].second, rows["all"].both) == (4, 4, 2)
    assert rows["verbal_conflict"].both == 0


def test_of_matching_acts_some_are_of_the_same_type() -> None:
    total = list(agreements("2022-05-01", "2022-05-31", acts("1>4A", "1>4C"), acts("1>4C", "1>4C")))[-1]
    assert (total.both, total.same_type) == (2, 1)


def test_periods_without_acts_are_left_out() -> None:
    rows = list(by_period(acts("1>4A"), acts("9>4A"), "week"))
    assert [(row.begin, row.quad, row.both) for row in rows] == [
        ("2022-04-25", "material_conflict", 0),
        ("2022-04-25", "all", 0),
        ("2022-05-09", "material_conflict", 0),
        ("2022-05-09", "all", 0),
    ]


def test_series_go_together_only_where_there_is_enough_to_tell() -> None:
    months = ["2022-04-01", "2022-05-01", "2022-06-01"]
    found = dict(correlations(acts("1>4A", "2>4A"), acts("3>4A"), months))
    assert found["material_conflict"] == found["all"] == 1.0
    assert found["verbal_conflict"] is None
    assert set(dict(correlations(acts("1>4A"), acts("1>4A"), months[:2])).values()) == {None}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "news.db")
    run = store.begin_run()
    for number, day in enumerate(("2022-05-04", "2022-06-04", "2022-07-04")):
        told = Telling(f"d{number}", "Russia shelled Ukraine.", day)
        shelled = told.event("shelled", "ASSAULT", [told.mention("Russia", "RUS")], [told.mention("Ukraine", "UKR")])
        told.claim(shelled, None, "certain")
        store.add(told.coded(), run, on_error="raise")
    content = table(
        "gdelt",
        gdelt_row(1, "2022-05-04", "RUS", "UKR", "190", 4),
        gdelt_row(2, "2022-05-04", "RUS", "UKR", "010", 1),
        gdelt_row(3, "2022-05-05", "UKR", "RUS", "112", 3),
        gdelt_row(4, "2022-06-05", "RUS", "UKR", "190", 4),
        gdelt_row(5, "2022-06-30", "FRA", "DEU", "040", 1),
    )
    (tmp_path / "theirs.CSV").write_bytes(content)
    import_codings(store, [tmp_path / "theirs.CSV"], format="gdelt", name="theirs")
    return store


def test_only_days_that_both_cover_are_compared(store: Store) -> None:
    found = compare_codings(store, "RUS", "UKR", codings=("sayso", "theirs"))
    total = found.totals[-1]
    assert (found.begin, found.end) == ("2022-05-04", "2022-06-30")
    assert (total.first, total.second, total.both, total.same_type) == (2, 3, 1, 1)
    assert found.statements == (0, 1)
    assert [(row["begin"], row["quad"]) for row in found.rows() if row["both"]] == [
        ("2022-05-01", "material_conflict"),
        ("2022-05-01", "all"),
    ]
    assert found.as_json()["codings"] == ["sayso", "theirs"]
    assert list(found.to_arrow().column_names) == list(found.columns())


def test_a_direction_and_the_other_order(store: Store) -> None:
    found = compare_codings(store, "RUS", "UKR", codings=("theirs", "sayso"), direction="b-to-a", by="day")
    assert (found.totals[-1].first, found.totals[-1].second) == (1, 0)


def test_the_world_is_every_other_country(store: Store) -> None:
    assert compare_codings(store, "FRA", "world", codings=("sayso", "theirs")).totals[-1].second == 1


@pytest.mark.parametrize(
    ("sides", "codings", "problem"),
    [
        (("RUS", "UKR"), ("sayso",), "needs two"),
        (("RUS", "UKR"), ("sayso", "sayso"), "needs two"),
        (("RUS", "UKR"), ("sayso", "nobody's"), "no imported coding of that name. There are theirs"),
        (("RUS.GOV", "UKR"), ("sayso", "theirs"), "compared by country"),
    ],
)
def test_what_cannot_be_compared_is_told(
    store: Store, sides: tuple[str, str], codings: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(SettingsError, match=problem):
        compare_codings(store, *sides, codings=codings)


def test_days_that_only_one_covers_are_told(store: Store) -> None:
    with pytest.raises(SettingsError, match="sayso covers 2022-05-04 to 2022-07-04, theirs covers"):
        compare_codings(store, "RUS", "UKR", codings=("sayso", "theirs"), since="2022-07-01")
