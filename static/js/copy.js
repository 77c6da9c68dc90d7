// “Copy link”, “Copy quote” and “Copy”: buttons that are only there when they work. What they say is in the tag's data.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const status = Object.assign(document.createElement("p"), { className: "copied" });
  status.setAttribute("role", "status");
  document.body.append(status);
  const links = new Map([...document.querySelectorAll(".turn__do [data-copy=link]")].map((link) => [link.closest(".turn"), link.href]));
  let forget;

  const copy = async (kind, text) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a secure connection there is no clipboard: a field is, and it can be copied from.
      const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
      document.body.append(field);
      field.select();
      done = document.execCommand("copy");
      field.remove();
    }
    status.textContent = done ? said[`${kind}Done`] : said.failed;
    clearTimeout(forget);
    forget = setTimeout(() => (status.textContent = ""), 4000);
  };

  // The words of one turn, as far as they are in `range`: what two people say is nobody's quotation.
  const wordsIn = (turn, range) =>
    [...turn.querySelectorAll(".turn__words > p")]
      .filter((paragraph) => !range || range.intersectsNode(paragraph))
      .map((paragraph) => {
        const part = document.createRange();
        part.selectNodeContents(paragraph);
        if (range && range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
        if (range && range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
        const words = part.cloneContents();
        for (const end of words.querySelectorAll("br")) end.replaceWith("\n");
        return words.textContent.replace(/\s*\n\s*/g, "\n").trim();
      })
      .filter(Boolean)
      .join("\n\n");

  const quote = (own) => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const all = [...document.querySelectorAll(".turn")];
    const chosen = range && all.find((turn) => wordsIn(turn, range) && (!own || turn === own));
    const turn = chosen || own || document.querySelector(".turn:target, .turn:has(:target)") || document.querySelector(".turn--answer, .turn--statement") || all[0];
    const parts = { words: wordsIn(turn, chosen ? range : null), who: turn.dataset.who, link: links.get(turn) };
    return turn.closest("[data-quotation]").dataset.quotation.replace(/\{(words|who|link)\}/g, (_, name) => parts[name]);
  };

  const button = (kind, text, turn) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "do", textContent: said[kind] });
    if (turn) made.ariaLabel = said[`${kind}Of`].replace("{turn}", () => turn.ariaLabel);
    let ready;
    // A tap takes the selection away before it becomes a click, so the words are taken when the finger comes down.
    made.addEventListener("pointerdown", () => (ready = text()));
    made.addEventListener("click", () => {
      copy(kind, ready ?? text());
      ready = undefined;
    });
    return made;
  };

  for (const link of document.querySelectorAll("a[data-copy=link]")) {
    if (link.className) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        location.hash = link.parentElement.id;
        copy("link", link.href);
      });
      continue;
    }
    const turn = link.closest(".turn");
    if (turn) link.after(" ", button("quotation", () => quote(turn), turn));
    link.replaceWith(button("link", () => link.href, turn));
  }
  for (const place of document.querySelectorAll("[data-copy=quotation]")) {
    place.append(button("quotation", () => quote()));
    place.hidden = false;
  }
  for (const text of document.querySelectorAll("[data-copy=text]")) text.after(button("text", () => text.textContent));
})();
