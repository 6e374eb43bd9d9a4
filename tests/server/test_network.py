"""The network: the figures of relations, edges that lead there, and the same picture each time."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sayso.server.network import CONFLICTUAL, COOPERATIVE, MIXED, Edge, Network, Node
from sayso.server.network_picture import draw_network, width_of

pytestmark = pytest.mark.model


def test_the_figures_of_an_edge_are_those_of_the_relation_in_its_direction(client: TestClient) -> None:
    edges = client.get("/api/network").json()["edges"]
    assert len(edges) > 20
    for edge in edges[:8]:
        address = f"/api/relation/{edge['actor']}/{edge['recipient']}"
        periods = client.get(address, params={"by": "year", "direction": "a-to-b"}).json()["periods"]
        told = [period for period in periods if period["occurrences"]]
        for name in ("occurrences", "reports", "origins", "verbal_conflict", "material_cooperation"):
            assert sum(period[name] for period in told) == edge[name], (address, name)


def test_an_ego_network_has_everybody_around_one(client: TestClient) -> None:
    found = client.get("/api/network", params={"around": "RUS", "most": 5}).json()
    codes = [node["code"] for node in found["nodes"]]
    assert codes[0] == "RUS" and len(codes) <= 6 and found["others"] > 0
    person = client.get("/api/network", params={"around": "Q7747"}).json()
    assert person["nodes"][0]["code"] == "Q7747"
    assert any("Q7747" in (edge["actor"], edge["recipient"]) for edge in person["edges"])


def test_edges_of_few_origins_are_hidden_and_counted(client: TestClient) -> None:
    everything = client.get("/api/network").json()
    fewer = client.get("/api/network", params={"fewest": 3}).json()
    assert all(edge["origins"] >= 3 for edge in fewer["edges"])
    assert len(fewer["edges"]) + fewer["hidden"] == len(everything["edges"])
    assert "are hidden" in fewer["caption"]


def test_days_narrow_it(client: TestClient) -> None:
    everything = client.get("/api/network").json()["edges"]
    year = client.get("/api/network", params={"since": "2022-01-01", "until": "2022-12-31"}).json()["edges"]
    assert 0 < sum(edge["occurrences"] for edge in year) < sum(edge["occurrences"] for edge in everything)


def test_the_csv_and_the_gexf_have_it_too(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/network.csv").text)))
    assert [row["actor"] for row in rows] == [edge["actor"] for edge in client.get("/api/network").json()["edges"]]
    graph = ElementTree.fromstring(client.get("/api/network/gexf").text)
    assert len(list(graph.iter("{http://gexf.net/1.3}edge"))) > 30


def test_the_picture_is_the_same_each_time_and_well_formed(client: TestClient) -> None:
    first, again = (client.get("/api/network/plot.svg").text for _ in range(2))
    assert first == again
    drawn = ElementTree.fromstring(first)
    kinds = {group.get("class") for group in drawn.iter("{http://www.w3.org/2000/svg}g")}
    assert {"edge is-cooperation", "edge is-conflict", "node"} <= kinds


def test_each_quarter_has_a_picture_without_javascript(client: TestClient) -> None:
    page = client.get("/network", params={"by": "quarter"}).text
    assert "2022-Q1" in page and page.count('class="network"') > 4


@pytest.mark.parametrize("query", ["most=1", "most=9999", "fewest=0", "by=century"])
def test_what_is_out_of_bounds_is_answered_with_a_problem(client: TestClient, query: str) -> None:
    assert client.get(f"/api/network?{query}").status_code == 422
    assert client.get("/api/network?around=Nobody").status_code == 404


def test_the_balance_decides_the_kind_of_an_edge() -> None:
    edge = Edge("RUS", "ISR")
    edge.quads.update({1: 2})
    assert (edge.balance, edge.kind) == (1.0, COOPERATIVE)
    edge.quads.update({4: 2})
    assert (edge.balance, edge.kind) == (0.0, MIXED)
    edge.quads.update({3: 6})
    assert edge.kind == CONFLICTUAL


def test_names_in_a_picture_are_words_never_markup() -> None:
    hostile = '<script>alert("x")</script>'
    edge = Edge("AAA", "BBB", origins=1)
    edge.quads.update({1: 1})
    nodes = (Node("AAA", hostile, 0.5, 0.0), Node("BBB", "B & C", 0.5, 1.0))
    svg = draw_network(Network(nodes, (edge,), (), 0, 0), title=hostile)
    assert "<script" not in svg
    drawn = ElementTree.fromstring(svg)
    assert hostile in [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert width_of(edge, 1) > 1


@pytest.mark.slow
def test_an_edge_of_the_list_leads_to_the_relation_and_a_node_to_its_network(page: Page) -> None:
    page.goto("/network")
    expect(page.locator("[data-graph] canvas").first).to_be_visible()
    page.locator(".twin tbody th a").first.click()
    expect(page).to_have_url(re.compile("around="))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The network of")
    page.locator(".twin tbody td:last-child a").first.click()
    expect(page).to_have_url(re.compile("/relation/"))
