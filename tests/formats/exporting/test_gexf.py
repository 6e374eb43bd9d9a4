"""GEXF, read back by networkx, and its structure by an XML parser."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from sayso.asking import OpenStore
from sayso.formats.exporting.days import merged, month_of, next_day
from sayso.schema import Claim, CodedDocument, Document, Entity, EventDate

from .examples import LATER, SECOND, event, mention

GEXF = "{http://gexf.net/1.3}"
FIELDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def read(path: Path) -> networkx.DiGraph:
    graph = networkx.read_gexf(path, version="1.3")
    assert graph.is_directed() and not graph.is_multigraph()
    return graph


@pytest.fixture
def graph(store: OpenStore, tmp_path: Path) -> networkx.DiGraph:
    store.export("gexf", tmp_path / "out.gexf")
    return read(tmp_path / "out.gexf")


def test_nodes_are_entities_and_edges_what_they_did(graph: networkx.DiGraph) -> None:
    # Two documents tell of the shipment; in Kyiv the two met, which goes both ways.
    assert set(graph.nodes) == {"IRN", "RUS"}
    assert graph.nodes["IRN"]["label"] == "Iran"
    assert {name: graph.nodes["IRN"][name] for name in ("kind", "country", "wikidata")} == {
        "kind": "state",
        "country": "IRN",
        "wikidata": "Q794",
    }
    there, back = graph.edges["IRN", "RUS"], graph.edges["RUS", "IRN"]
    assert {name: there[name] for name in (*FIELDS, "occurrences", "reports", "origins", "mutual", "weight")} == {
        "verbal_cooperation": 1,
        "material_cooperation": 1,
        "verbal_conflict": 0,
        "material_conflict": 0,
        "occurrences": 2,
        "reports": 3,
        "origins": 3,
        "mutual": 1,
        "weight": 2.0,
    }
    assert there["score_mean"] == (7.0 + 2.5) / 2
    assert (back["occurrences"], back["mutual"], back["material_cooperation"]) == (1, 1, 0)


def test_counts_are_those_of_the_relation(store: OpenStore, graph: networkx.DiGraph) -> None:
    relation = store.relation("IRN", "RUS", by="year", direction="a-to-b")
    periods = [each.figures for each in relation.periods if each.figures]
    edge = graph.edges["IRN", "RUS"]
    # The talks have no day, so that the relation, which is by day, leaves them out.
    assert sum(each.material_cooperation for each in periods) == edge["material_cooperation"] == 1
    assert sum(each.reports for each in periods) == edge["reports"] - 1


def test_edges_have_the_days_they_last_and_counts_by_month(graph: networkx.DiGraph) -> None:
    edge = graph.edges["IRN", "RUS"]
    assert edge["spells"] == [("2022-10-17", "2022-10-17")]
    assert edge["material_cooperation_by_month"] == [(1, "2022-10-01", "2022-10-31")]
    assert graph.graph["mode"] == "dynamic"


def test_what_has_no_day_has_no_spell_and_leaves_its_ends_open(graph: networkx.DiGraph) -> None:
    assert "spells" not in graph.edges["RUS", "IRN"]
    assert "start" not in graph.nodes["IRN"]


def test_an_entity_lasts_from_its_first_day_to_its_last(store: OpenStore, tmp_path: Path) -> None:
    store.export("gexf", tmp_path / "out.gexf", type=("AID",))
    graph = read(tmp_path / "out.gexf")
    assert (graph.nodes["IRN"]["start"], graph.nodes["IRN"]["end"]) == ("2022-10-17", "2022-10-17")


def test_only_actual_claimed_events_count_unless_a_status_is_asked_for(store: OpenStore, tmp_path: Path) -> None:
    store.export("gexf", tmp_path / "out.gexf", status=("hypothetical", "negated"))
    graph = read(tmp_path / "out.gexf")
    assert {(a, b): number for a, b, number in graph.edges(data="occurrences")} == {
        ("IRN", "RUS"): 1,
        ("RUS", "IRN"): 1,
    }


def test_the_structure_is_that_of_gexf_1_3(store: OpenStore, tmp_path: Path) -> None:
    store.export("gexf", tmp_path / "out.gexf")
    root = ElementTree.parse(tmp_path / "out.gexf").getroot()
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    [_, graph] = root
    assert {name: graph.get(name) for name in ("mode", "timeformat", "timerepresentation", "defaultedgetype")} == {
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
        "defaultedgetype": "directed",
    }
    assert [child.tag for child in graph] == [f"{GEXF}{name}" for name in (*("attributes",) * 3, "nodes", "edges")]
    declared = {
        (each.get("class"), attribute.get("id")): each.get("mode")
        for each in graph.iter(f"{GEXF}attributes")
        for attribute in each
    }
    for kind in ("node", "edge"):
        for item in graph.iter(f"{GEXF}{kind}"):
            for value in item.iter(f"{GEXF}attvalue"):
                mode = declared[kind, value.get("for")]
                assert (value.get("start") is not None) == (mode == "dynamic")
    for timed in graph.iter():
        days = [date.fromisoformat(timed.attrib[name]) for name in ("start", "end") if name in timed.attrib]
        assert days == sorted(days) and len(days) in (0, 2)
    ends = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    assert {edge.get(end) for edge in graph.iter(f"{GEXF}edge") for end in ("source", "target")} <= ends


def test_names_with_signs_of_xml_and_without_a_place_in_it(empty_store: OpenStore, tmp_path: Path) -> None:
    name = 'A&B <"Co">\x0b\t🚁 قوة'
    entities = (Entity("a&b", name, "armed_group"), SECOND.entities[1])
    days = (
        EventDate("2022-01-30", "2022-02-02", "range"),
        EventDate("2022-02-03", "2022-02-03", "day"),
        EventDate("-0044-03-15", "-0044-03-15", "day"),
    )
    acts = [
        event(f"e{n}", "shipped", LATER[:44], "AID", text=LATER, actors=("m1",), recipients=("m2",), quad=2, date=each)
        for n, each in enumerate(days)
    ]
    coded = CodedDocument(
        Document("d", LATER),
        entities=entities,
        mentions=(mention("m1", "Iran", "a&b", text=LATER), mention("m2", "Russia", "RUS", text=LATER)),
        events=tuple(acts),
        claims=tuple(Claim(each.id, None, None, "certain", "positive") for each in acts),
    )
    empty_store.add(coded, empty_store.begin_run())
    empty_store.export("gexf", tmp_path / "out.gexf")
    graph = read(tmp_path / "out.gexf")
    assert graph.nodes["a&b"]["label"] == name.replace("\x0b", "")
    edge = graph.edges["a&b", "RUS"]
    # Days that follow on one another are one spell; the year 44 before our era has none here, but counts.
    assert edge["spells"] == [("2022-01-30", "2022-02-03")]
    assert edge["occurrences"] == 3
    assert edge["material_cooperation_by_month"] == [(1, "2022-01-01", "2022-01-31"), (1, "2022-02-01", "2022-02-28")]


def test_an_empty_store_is_an_empty_graph(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("gexf", tmp_path / "out.gexf")
    assert len(read(tmp_path / "out.gexf")) == 0


def test_days_in_as_few_intervals_as_can_be() -> None:
    days = [
        ("2020-02-28", "2020-02-28"),
        ("2020-02-29", "2020-03-04"),
        ("2020-03-01", "2020-03-02"),
        ("2020-03-06", "2020-03-06"),
    ]
    assert merged(reversed(days)) == [("2020-02-28", "2020-03-04"), ("2020-03-06", "2020-03-06")]
    assert month_of("2020-02") == ("2020-02-01", "2020-02-29")
    assert next_day("9999-12-31") == "9999-12-31"


def test_an_undone_report_counts_on_its_own(store: OpenStore, tmp_path: Path) -> None:
    from sayso.relations.joining import undo

    [occurrence] = {each.occurrence for each in [store.claims("second/e1")]}
    undo(store, occurrence, "second/e1")
    store.export("gexf", tmp_path / "out.gexf")
    assert read(tmp_path / "out.gexf").edges["IRN", "RUS"]["material_cooperation"] == 2
