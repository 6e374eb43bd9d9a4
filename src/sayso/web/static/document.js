// Keys for an article: each presses a link that is there anyway.
"use strict";

(() => {
  const press = (which) => () => document.querySelector(which)?.click();
  let stepping = false;

  for (const [key, step, what] of [["j", "next", "next record"], ["k", "previous", "previous record"], ["x", "none", "choose nothing"]]) {
    sayso.key(key, what, () => { stepping = true; press(`[data-step="${step}"]`)(); });
  }
  sayso.key("c", "who asserts and who denies the chosen event", press('[data-open="claim"]'));
  sayso.key("v", "all of the chosen event", press('[data-open="event"]'));
  [["names", "names"], ["quotations", "quotations"], ["acts", "events"], ["ties", "assessments"]].forEach(([layer, name], at) => {
    sayso.key(String(at + 1), `show or hide ${name}`, press(`[data-layer="${layer}"]`));
  });
  sayso.key("t", "show or hide all highlights", press('[data-layer="all"]'));

  // Whoever steps by key has not looked at the place yet; whoever clicked on it has.
  document.addEventListener("htmx:afterSettle", () => {
    const title = document.getElementById("chosen-title");
    if (title) sayso.say(title.textContent);
    if (!stepping) return;
    stepping = false;
    const place = document.querySelector(".text [aria-current]");
    const box = place?.getBoundingClientRect();
    if (box && (box.top < 60 || box.bottom > innerHeight * 0.55)) place.scrollIntoView({ block: "center" });
  });
})();
