// The search of a copy without a server: every word has to begin a word of the title, the sentence or the name.
"use strict";
(() => {
  const MOST = 100;
  const ORDER = { name: 0, title: 1, sentence: 2 };
  const CALLED = { name: "name", title: "article", sentence: "sentence" };
  const bare = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  const box = document.getElementById("find"), list = document.getElementById("hits"), told = document.getElementById("told");
  box.value = asked;

  function wanted() {
    return bare(asked).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function found(words) {
    const begins = words.map((word) => new RegExp(`(^|[^\\p{L}\\p{N}])${word}`, "u"));
    return window.saysoWords
      .filter(([, text, where]) => { const all = bare(`${text} ${where}`); return begins.every((each) => each.test(all)); })
      .sort(([one], [other]) => ORDER[one] - ORDER[other]);
  }

  // The text with the words marked; letters with accents count as without.
  function marked(text, words) {
    const line = document.createElement("span");
    for (const piece of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
      const hit = piece && words.some((word) => bare(piece).startsWith(word));
      line.append(hit ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece);
    }
    return line;
  }

  function show([kind, text, where, file], words) {
    const item = document.createElement("li"), head = document.createElement("p"), quote = document.createElement("blockquote"), link = document.createElement("a");
    item.className = "told";
    head.className = "head";
    head.textContent = [CALLED[kind], where].filter(Boolean).join(" · ");
    quote.className = "sentence";
    quote.dir = "auto";
    link.href = file;
    link.append(marked(text, words));
    quote.append(link);
    item.append(head, quote);
    return item;
  }

  const words = wanted();
  if (!words.length) { told.textContent = "Type words into the box above. A word may be a beginning: sanct finds sanctions."; return; }
  const hits = found(words);
  list.replaceChildren(...hits.slice(0, MOST).map((hit) => show(hit, words)));
  told.textContent = hits.length > MOST ? `The first ${MOST} of ${hits.length} places.` : hits.length === 1 ? "1 place." : `${hits.length || "No"} places.${hits.length ? "" : " Try fewer words, or only their beginnings."}`;
})();
