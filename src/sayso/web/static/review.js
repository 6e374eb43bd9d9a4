// Review by keyboard. Without it the same form is filled in and sent.
"use strict";

(() => {
  const form = document.getElementById("decision");
  const undo = document.getElementById("undo");
  let sent = false;

  // One key, one decision: a key that is held or pressed twice must not decide on the next event, unseen.
  const once = (act) => (event) => { if (!event.repeat && !sent) act(); };
  for (const each of [form, undo]) {
    each?.addEventListener("submit", (event) => { if (sent) event.preventDefault(); else sent = true; });
  }
  addEventListener("pageshow", () => { sent = false; });

  if (undo) sayso.key("u", "undo your last decision", once(() => undo.requestSubmit()));
  const last = document.getElementById("last");
  if (last) setTimeout(() => sayso.say(last.textContent.replace(/\s+/g, " ").trim()), 300);
  if (!form) return;

  const type = form.elements.type;
  const main = form.querySelector("button.main span");
  const buttons = [...form.querySelectorAll("[data-type]")];
  const fields = [...form.querySelectorAll("[data-field]")];
  const values = (field) => [...field.querySelectorAll("select, input")]
    .filter((each) => each.type !== "checkbox" || each.checked).map((each) => each.value).filter(Boolean).sort().join(" ");
  const before = new Map(fields.map((field) => [field, values(field)]));

  const tell = () => {
    for (const field of fields) field.classList.toggle("changed", values(field) !== before.get(field));
    const corrected = form.querySelector(".changed") !== null;
    main.textContent = corrected ? main.parentElement.dataset.correct : main.parentElement.dataset.accept;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.type === type.value));
  };
  const choose = (name) => {
    type.value = name;
    tell();
    sayso.say(`Type: ${name}`);
  };

  for (const [key, verdict, what] of [
    ["a", "accept", "accept as shown, or save what you corrected"],
    ["x", "reject", "reject: the sentence tells no such act"],
    ["s", "skip", "skip, leave it to others"],
  ]) {
    const button = form.querySelector(`button[value="${verdict}"]`);
    sayso.key(key, what, once(() => button.click()));
  }
  for (const [number, button] of buttons.entries()) {
    button.disabled = false;
    button.addEventListener("click", () => choose(button.dataset.type));
    sayso.key(String(number + 1), `the type ${button.dataset.type}`, () => choose(button.dataset.type));
  }
  for (const [key, name, what] of [
    ["t", "type", "another type: write its first letters"],
    ["w", "actors", "who acts: arrows or Tab, then Space"],
    ["m", "recipients", "on whom: arrows or Tab, then Space"],
    ["p", "status", "the status"],
    ["b", "attribution", "on whose say-so"],
  ]) {
    sayso.key(key, what, () => form.querySelector(`[data-field="${name}"]`).querySelector("input, select")?.focus());
  }

  form.addEventListener("change", tell);
  form.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select");
    if (!field) return;
    // In a list Enter means that it has been chosen from; a decision is made by a key of its own.
    if (event.key === "Escape" || event.key === "Enter") {
      event.preventDefault();
      field.blur();
      return;
    }
    if (field.type !== "checkbox" || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const boxes = [...field.closest("fieldset").querySelectorAll("input, select")];
    const next = boxes[boxes.indexOf(field) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });
  tell();
})();
