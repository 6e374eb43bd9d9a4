// Draws the charts of a page from the specifications in it, in the colours of the theme, without `eval`. Where periods
// can be chosen, a brush over the bars or a click on one shows what happened in them.
"use strict";
(() => {
  const DARK = {
    "#222222": "#e9e7e2", "#6f6f6f": "#a9a7a1", "#666666": "#a9a7a1", "#f4f4f4": "#26292d", "#e6e6e6": "#3a3d42",
    "#8A3E7A": "#d58fc4", "#009E73": "#2fc49a", "white": "#16181b",
  };
  const WIDTH = 760, ROOM_OF_AXIS = 70, ROOM_OF_LEGENDS = 900, LEAST = 240;
  const DAY = 86400000;
  let tooltip;

  // The colours of a specification are those of paper; `values` are data and stay as they are.
  function inTheme(value, dark) {
    if (Array.isArray(value)) return value.map((each) => inTheme(each, dark));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === "values" ? each : inTheme(each, dark)]));
    return dark && typeof value === "string" && value in DARK ? DARK[value] : value;
  }

  // In a copy without a server nothing can be fetched: the page has brought it along.
  function brought(value) {
    if (Array.isArray(value)) return value.map(brought);
    if (!value || typeof value !== "object") return value;
    const { url, ...rest } = value;
    if (typeof url === "string" && url in window.saysoFiles) return { ...rest, values: window.saysoFiles[url] };
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === "values" ? each : brought(each)]));
  }

  // Panels as wide as the page has room for.
  function fitted(value, width) {
    if (Array.isArray(value)) return value.map((each) => fitted(each, width));
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === "width" && each === WIDTH ? width : name === "values" ? each : fitted(each, width)]));
  }

  // The layer with the bars of each panel gets a brush along the axis of time, over the stretch that the address names.
  function withBrush(spec) {
    const address = new URL(location.href).searchParams;
    const [first, last] = ["from", "to"].map((name) => Date.parse(address.get(name)));
    const chosen = first <= last ? { value: { x: [first, last + DAY] } } : {};
    let number = 0;
    const visit = (part) => {
      for (const each of part.vconcat ?? []) visit(each);
      const bars = (part.layer ?? []).find((layer) => (layer.mark?.type ?? layer.mark) === "bar");
      if (bars) bars.params = [{ name: `brush${number++}`, select: { type: "interval", encodings: ["x"], mark: { fill: "#888888", fillOpacity: 0.18, stroke: "#888888" } }, ...chosen }];
    };
    visit(spec);
    return number;
  }

  function showTooltip(_handler, event, _item, value) {
    tooltip ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip" }));
    tooltip.hidden = !value;
    if (!value) return;
    tooltip.replaceChildren(...Object.entries(value).map(([name, words]) => {
      const line = document.createElement("div"), term = document.createElement("b");
      term.textContent = `${name} `;
      line.append(term, String(words));
      return line;
    }));
    const { clientWidth, clientHeight } = document.documentElement;
    tooltip.style.left = `${Math.max(4, Math.min(event.clientX + 14, clientWidth - tooltip.offsetWidth - 4))}px`;
    tooltip.style.top = `${Math.min(event.clientY + 14, clientHeight - tooltip.offsetHeight - 4)}px`;
  }

  async function specification(place) {
    const inPage = document.querySelector(`[data-spec="${CSS.escape(place.dataset.chart)}"]`);
    if (inPage) {
      const found = JSON.parse(inPage.textContent);
      return window.saysoFiles ? brought(found) : found;
    }
    const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The chart could not be had: ${answer.status}`);
    return answer.json();
  }

  async function draw(place) {
    place.given ??= await specification(place);
    const given = place.given;
    const width = Math.max(LEAST, Math.min(980, place.clientWidth - ROOM_OF_AXIS));
    const spec = fitted(inTheme(given, sayso.isDark()), width);
    if (given.usermeta?.aspect) spec.height = Math.round(width * given.usermeta.aspect);
    spec.config.title = { ...spec.config.title, color: getComputedStyle(place).color, subtitleColor: getComputedStyle(place).color };
    // One legend below the other where both beside one another would be cut off.
    if (width < ROOM_OF_LEGENDS) spec.config.legend = { ...spec.config.legend, layout: { bottom: { direction: "vertical", anchor: "start", margin: 8 } } };
    if (width < 480) spec.config.legend.columns = 2;
    const brushes = place.dataset.grain ? withBrush(spec) : 0;
    place.view?.finalize();
    const { view } = await vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, logLevel: vega.Error, tooltip: showTooltip });
    place.view = view;
    place.dispatchEvent(new CustomEvent("sayso:drawn", { bubbles: true, detail: view }));
    // The caption and the table say what is drawn; its hundreds of marks would only be in the way.
    place.querySelector("svg").setAttribute("aria-hidden", "true");
    for (let number = 0; number < brushes; number++) listen(view, `brush${number}`);
    if (brushes) view.addEventListener("click", (_event, item) => { if (item?.datum?.period) choose(moment(item.datum.begin), moment(item.datum.end)); });
  }

  const day = (time) => new Date(time).toISOString().slice(0, 10);
  const moment = (time) => new Date(time).getTime();

  function listen(view, brush) {
    let waiting;
    view.addSignalListener(brush, (_name, value) => {
      clearTimeout(waiting);
      const range = Object.values(value)[0];
      if (range) waiting = setTimeout(() => choose(...range.map(moment)), 350);
    });
  }

  // Shows what happened in the periods that a stretch of time touches; the address says which.
  function choose(begin, end) {
    const touched = [...document.querySelectorAll("#periods [data-begin]")].filter((link) => Date.parse(link.dataset.begin) < end && Date.parse(link.dataset.end) + DAY > begin);
    if (!touched.length) { show(day(begin), day(end)); return; }
    show(touched.map((link) => link.dataset.begin).sort()[0], touched.map((link) => link.dataset.end).sort().at(-1));
  }

  function show(first, last) {
    if (!window.htmx) {
      const link = document.querySelector(`#periods [data-begin="${first}"]`);
      if (link?.href) location.assign(link.href);
      return;
    }
    const address = new URL(location.href);
    address.searchParams.set("from", first);
    address.searchParams.set("to", last);
    address.searchParams.delete("cursor");
    address.hash = "";
    const path = address.pathname + address.search;
    history.pushState({}, "", path);
    htmx.ajax("GET", path, { target: "#acts", select: "#acts", swap: "outerHTML", selectOOB: "#periods" }).then(() => {
      document.querySelector("#periods .chosen a")?.setAttribute("aria-current", "true");
      sayso.say(`Shows ${first} to ${last}`);
    });
  }

  function step(forward) {
    const links = [...document.querySelectorAll("#periods [data-begin]")].sort((one, other) => one.dataset.begin < other.dataset.begin ? -1 : 1);
    const now = new URL(location.href).searchParams.get("from");
    const at = links.findIndex((link) => link.dataset.begin === now);
    const next = at < 0 ? links.at(forward ? 0 : -1) : links[at + (forward ? 1 : -1)];
    if (next) show(next.dataset.begin, next.dataset.end);
  }

  const places = () => document.querySelectorAll("[data-chart]");
  const drawAll = () => places().forEach((place) => draw(place));

  if (document.getElementById("periods")) {
    sayso.key("[", "period before", () => step(false));
    sayso.key("]", "period after", () => step(true));
  }
  addEventListener("popstate", () => location.reload());
  document.addEventListener("sayso:theme", drawAll);
  let resizing, widthBefore = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === widthBefore) return;
    widthBefore = innerWidth;
    clearTimeout(resizing);
    resizing = setTimeout(drawAll, 200);
  });
  drawAll();
})();
