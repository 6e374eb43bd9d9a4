// From hit to hit by key.
"use strict";

(() => {
  const links = () => [...document.querySelectorAll(".hit .snippet a")];
  const step = (by) => () => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };
  for (const key of ["j", "ArrowDown"]) sayso.key(key, "next hit", step(1));
  for (const key of ["k", "ArrowUp"]) sayso.key(key, "previous hit", step(-1));
})();
