// Sets the theme that was chosen last before anything is drawn; without a choice the system's holds.
"use strict";
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("sayso-theme"); } catch { /* storage may be forbidden */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
