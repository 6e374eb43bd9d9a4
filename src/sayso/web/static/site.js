// The keyboard, the switch of themes, and polite announcements. Pages work without any of it.
"use strict";

const sayso = {
  keys: new Map(),

  // A key, or two one after the other ("g o"), what it does in words, and the deed. Keys with the same words do the same.
  key(name, what, act) { this.keys.set(name, { what, act }); },

  // Said to whoever listens instead of looking.
  say(words) { document.getElementById("said").textContent = words; },

  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  },
};
window.sayso = sayso;

(() => {
  const ARROWS = { ArrowDown: "↓", ArrowUp: "↑" };
  const dialog = document.getElementById("keys");
  let before = "";

  sayso.key("/", "search", () => document.getElementById("find").focus());
  sayso.key("?", "these keys", () => show());
  for (const link of document.querySelectorAll(".top nav a")) {
    sayso.key(`g ${link.dataset.key}`, `go to ${link.textContent.toLowerCase()}`, () => link.click());
  }
  const everywhere = sayso.keys.size;

  // The list is made of the keys themselves, those of the page first, so that it names what works and nothing else.
  function show() {
    const keys = [...sayso.keys], lines = new Map();
    for (const [name, { what }] of [...keys.slice(everywhere), ...keys.slice(0, everywhere), ["Esc", { what: "close, or leave a field" }]]) {
      lines.set(what, [...(lines.get(what) ?? []), name]);
    }
    dialog.querySelector("dl").replaceChildren(...[...lines].map(([what, names]) => {
      const [line, term, words] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
      for (const key of names.join(" ").split(" ")) term.append(Object.assign(document.createElement("kbd"), { textContent: ARROWS[key] ?? key }), " ");
      words.textContent = what;
      line.append(term, words);
      return line;
    }));
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const found = sayso.keys.get(`${before} ${event.key}`) ?? sayso.keys.get(event.key);
    before = event.key;
    setTimeout(() => { before = ""; }, 1000);
    if (found) { event.preventDefault(); found.act(event); }
  });

  // On a phone the parts of the site stand in one line, which may be longer than the screen.
  document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.addEventListener("click", show);

  const themes = document.querySelector("[data-theme-switch]");
  const name = () => { themes.textContent = sayso.isDark() ? "Light" : "Dark"; };
  themes.hidden = false;
  themes.setAttribute("aria-label", "Change between light and dark");
  name();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { name(); document.dispatchEvent(new Event("sayso:theme")); });
  themes.addEventListener("click", () => {
    const theme = sayso.isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("sayso-theme", theme); } catch { /* it holds for this page */ }
    name();
    document.dispatchEvent(new Event("sayso:theme"));
  });

  // Empty fields of a form by GET say nothing, so they do not lengthen the address.
  document.addEventListener("submit", (event) => {
    if ((event.target.method || "get").toLowerCase() !== "get") return;
    for (const field of event.target.querySelectorAll("input, select")) {
      if (field.value === "") field.disabled = true;
    }
    setTimeout(() => { for (const field of event.target.elements) field.disabled = false; });
  });
})();
