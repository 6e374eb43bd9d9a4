"""Draws a network as SVG: for a page without JavaScript, for its quarters side by side, and to take away.

Edges bend to the left of their way, so that both directions are seen. Colours and dashes stand as attributes, which a
file needs, and have classes by which the page's style sheet changes them in the dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from sayso.relations.plots import INK, KINDS, QUIET
from sayso.server.network import CONFLICTUAL, COOPERATIVE, MIXED, Edge, Network, Node

WIDTH, HEIGHT = 900, 620
ROOM = 80
RADIUS = 20
WIDEST = 9.0
COLOURS = {COOPERATIVE: KINDS["material cooperation"], CONFLICTUAL: KINDS["material conflict"], MIXED: QUIET}
DASHES = {COOPERATIVE: "", CONFLICTUAL: "9 5", MIXED: "2 4"}
BEND = 0.12
FONT = "system-ui, sans-serif"


def draw_network(found: Network, edges: Sequence[Edge] | None = None, *, small: bool = False, title: str = "") -> str:
    """The picture; with `edges` those alone, on the same scale. A `small` one names nodes by their codes only."""
    shown = found.edges if edges is None else edges
    most = max((edge.origins for edge in found.edges), default=1)
    places = {node.code: place_of(node) for node in found.nodes}
    linked = {code for edge in shown for code in (edge.a, edge.b)}
    lines = [_edge(edge, places, most) for edge in shown]
    nodes = [_node(node, small, node.code in linked) for node in found.nodes]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(title)}" font-family="{FONT}" class="network">\n'
        + "\n".join([*lines, *nodes])
        + "\n</svg>\n"
    )


def place_of(node: Node) -> tuple[float, float]:
    """Where a node lies in the picture."""
    return round(ROOM + node.x * (WIDTH - 2 * ROOM), 1), round(ROOM * 0.7 + node.y * (HEIGHT - 1.4 * ROOM), 1)


def width_of(edge: Edge, most: int) -> float:
    """How wide an edge is: its area goes with its independent origins."""
    return round(1.2 + (WIDEST - 1.2) * math.sqrt(edge.origins / most) if most else 1.2, 2)


def _edge(edge: Edge, places: dict[str, tuple[float, float]], most: int) -> str:
    (ax, ay), (bx, by) = places[edge.a], places[edge.b]
    along, across = bx - ax, by - ay
    cx, cy = (ax + bx) / 2 + across * BEND, (ay + by) / 2 - along * BEND
    width = width_of(edge, most)
    head = 7 + 1.6 * width
    # The line ends where the head begins, and the head where the circle does.
    tx, ty = bx - cx, by - cy
    reach = math.hypot(tx, ty) or 1.0
    ux, uy = tx / reach, ty / reach
    px, py = bx - ux * (RADIUS + 1), by - uy * (RADIUS + 1)
    ex, ey = px - ux * head, py - uy * head
    side = head * 0.45
    colour, dash = COLOURS[edge.kind], DASHES[edge.kind]
    corners = f"{px:.1f},{py:.1f} {ex - uy * side:.1f},{ey + ux * side:.1f} {ex + uy * side:.1f},{ey - ux * side:.1f}"
    told = f"{edge.a} to {edge.b}: {edge.occurrences} occurrences, {edge.origins} origins, {edge.kind}"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<g class="edge is-{edge.kind}" opacity="0.9"><title>{escape(told)}</title>'
        f'<path d="M{ax:.1f},{ay:.1f}Q{cx:.1f},{cy:.1f} {ex:.1f},{ey:.1f}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/><polygon points="{corners}" fill="{colour}"/></g>'
    )


def _node(node: Node, small: bool, linked: bool) -> str:
    x, y = place_of(node)
    size = 26 if small else 12
    faint = "" if linked else ' opacity="0.35"'
    label = "" if small else _label(node, x, y)
    return (
        f'<g class="node"{faint}><circle cx="{x}" cy="{y}" r="{RADIUS}" fill="#ffffff" stroke="{INK}" '
        f'stroke-width="{2.5 if node.middle else 1.2}"/>'
        f'<text x="{x}" y="{y + size / 3:.1f}" font-size="{size if small else 11}" text-anchor="middle" fill="{INK}">'
        f"{escape(_short(node.code))}</text>{label}</g>"
    )


def _label(node: Node, x: float, y: float) -> str:
    """The name, outside of the circle that the nodes make."""
    if node.name == node.code:
        return ""
    below = node.y >= 0.5
    at = y + (RADIUS + 14 if below else -RADIUS - 6)
    return f'<text x="{x}" y="{at:.1f}" font-size="12" text-anchor="middle" fill="{INK}">{escape(node.name)}</text>'


def _short(code: str) -> str:
    return code if len(code) <= 7 else code[:6] + "…"
