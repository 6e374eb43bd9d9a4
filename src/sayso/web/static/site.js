// The keyboard, the switch of themes, and polite announcements. Pages work without any of it.
"use strict";

const sayso = {
  keys: new Map(),

  // A key, or two one after the other ("g o"), and what it does.
  key(name, _what, act) { this.keys.set(name, act); },

  // Said to whoever listens instead of looking.
  say(words) { document.getElementById("said").textContent = words; },

  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  },
};
window.sayso = sayso;

(() => {
  const dialog = document.getElementById("keys");
  let before = "";

  sayso.key("/", "search", () => document.getElementById("find").focus());
  sayso.key("?", "these keys", () => dialog.showModal());
  // By the links of the header, which in a copy without a server lead elsewhere.
  for (const [key, name] of [["o", "Overview"], ["e", "Events"], ["m", "Map"], ["n", "Network"]]) {
    sayso.key(`g ${key}`, name, () => [...document.querySelectorAll(".top nav a")].find((link) => link.textContent === name)?.click());
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const act = sayso.keys.get(`${before} ${event.key}`) ?? sayso.keys.get(event.key);
    before = event.key;
    setTimeout(() => { before = ""; }, 1000);
    if (act) { event.preventDefault(); act(event); }
  });

  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());

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
