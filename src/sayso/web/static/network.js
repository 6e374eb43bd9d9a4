// Draws the network where it can be moved and clicked: a node leads to its own network, an edge to the relation. The
// places come with the page, so that it looks the same each time; the table below has all of it for the keyboard.
"use strict";
(() => {
  const place = document.querySelector("[data-graph]");
  if (!place) return;
  const graph = JSON.parse(document.getElementById("graph").textContent);
  const picture = place.innerHTML;
  const DASH = { cooperation: "solid", conflict: "dashed", mixed: "dotted" };
  let shown;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function style() {
    const ink = colour("--ink"), lines = { cooperation: colour("--coop-material"), conflict: colour("--conflict-material"), mixed: colour("--quiet") };
    return [
      { selector: "node", style: { width: 40, height: 40, "background-color": colour("--raised"), "border-color": ink, "border-width": 1.5, label: "data(name)", color: ink, "font-size": 14, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 4, "text-outline-color": colour("--paper"), "text-outline-width": 2 } },
      { selector: "node[?middle]", style: { "border-width": 4 } },
      { selector: "edge", style: { width: "data(width)", "curve-style": "unbundled-bezier", "control-point-distances": (edge) => 0.12 * distance(edge), "control-point-weights": 0.5, "target-arrow-shape": "triangle", "arrow-scale": 1.1, opacity: 0.85, "line-color": (edge) => lines[edge.data("kind")], "target-arrow-color": (edge) => lines[edge.data("kind")], "line-style": (edge) => DASH[edge.data("kind")] } },
      { selector: ".pale", style: { opacity: 0.12 } },
    ];
  }

  function distance(edge) {
    const a = edge.source().position(), b = edge.target().position();
    return -Math.hypot(a.x - b.x, a.y - b.y);
  }

  function draw() {
    shown?.destroy();
    place.replaceChildren();
    place.classList.add("is-drawn");
    shown = cytoscape({
      container: place,
      elements: [
        ...graph.nodes.map(({ x, y, ...data }) => ({ data, position: { x, y } })),
        ...graph.edges.map((data, number) => ({ data: { id: `edge-${number}`, ...data } })),
      ],
      layout: { name: "preset", fit: true, padding: 24 },
      style: style(),
      minZoom: 0.3, maxZoom: 3, userZoomingEnabled: false, autoungrabify: false,
    });
    shown.on("tap", "node, edge", (event) => { const href = event.target.data("href"); if (href) location.assign(href); });
    shown.on("mouseover", "node", (event) => { shown.elements().difference(event.target.closedNeighborhood()).addClass("pale"); });
    shown.on("mouseout", "node", () => { shown.elements().removeClass("pale"); });
    shown.on("mouseover", "edge", (event) => { place.title = event.target.data("told"); });
    shown.on("mouseout", "edge", () => { place.removeAttribute("title"); });
  }

  draw();
  document.addEventListener("sayso:theme", draw);
  addEventListener("beforeprint", () => { place.innerHTML = picture; });
  addEventListener("afterprint", draw);
})();
