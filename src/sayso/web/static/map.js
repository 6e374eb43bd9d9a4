// A click on a symbol of the map shows what happened there; the address says which place.
"use strict";
(() => {
  const table = () => document.querySelectorAll(".twin tbody a");

  function choose(href) {
    // A copy without a server has a page for each place, which the table leads to.
    if (!window.htmx) {
      const key = new URLSearchParams(href.split("?")[1]).get("place");
      const link = [...table()].find((each) => each.dataset.place === key);
      if (link) location.assign(link.href);
      return;
    }
    history.pushState({}, "", href);
    htmx.ajax("GET", href, { target: "#place", select: "#place", swap: "outerHTML", selectOOB: "#places" }).then(() => {
      const title = document.getElementById("place-title");
      title.scrollIntoView({ block: "nearest" });
      sayso.say(title.textContent.replace("close", ""));
    });
  }

  document.addEventListener("sayso:drawn", (event) => {
    event.detail.addEventListener("click", (_event, item) => { if (item?.datum?.href) choose(item.datum.href); });
  });
  sayso.key("w", "whole world, or closer", () => document.querySelector(".tabs a:not([aria-current])")?.click());
})();
