// “Copy link”, “Copy quote” and “Copy”: buttons that are only there when they work. What they say is in the tag's data.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const status = Object.assign(document.createElement("p"), { className: "copied" });
  status.setAttribute("role", "status");
  document.body.append(status);
  const links = new Map();
  const LONGEST = 300; // characters of selected words in an address
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

  const textOf = (range) => {
    const copied = range.cloneContents();
    for (const end of copied.querySelectorAll("br")) end.replaceWith("\n");
    return copied.textContent;
  };

  const allOf = (paragraph) => {
    const all = document.createRange();
    all.selectNodeContents(paragraph);
    return all;
  };

  // The parts of the paragraphs of one turn that are in `range`: what two people say is nobody's quotation.
  const partsIn = (turn, range) =>
    [...turn.querySelectorAll(".turn__words > p")]
      .filter((paragraph) => !range || range.intersectsNode(paragraph))
      .map((paragraph) => {
        const part = allOf(paragraph);
        if (range && range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
        if (range && range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
        return { paragraph, part, words: textOf(part).replace(/\s*\n\s*/g, "\n").trim() };
      })
      .filter(({ words }) => words);

  const wordsIn = (turn, range) => partsIn(turn, range).map(({ words }) => words).join("\n\n");

  const selected = () => {
    const selection = getSelection();
    return selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  };

  const chosenIn = (range, own) => range && [...document.querySelectorAll(".turn")].find((turn) => (!own || turn === own) && wordsIn(turn, range));

  // The address of the selected words in their first paragraph. Browsers find whole words only, so what is cut is made whole.
  const linkTo = (plain, own) => {
    const range = selected();
    const turn = chosenIn(range, own);
    if (!turn) return plain;
    const { paragraph, part } = partsIn(turn, range)[0];
    const link = paragraph.querySelector(".pilcrow");
    if (!link) return plain;
    const before = allOf(paragraph);
    before.setEnd(part.startContainer, part.startOffset);
    const start = textOf(before).length;
    const end = start + textOf(part).length;
    let words = "";
    const segmenter = new Intl.Segmenter(paragraph.closest("[lang]").lang || undefined, { granularity: "word" });
    for (const { index, segment } of segmenter.segment(textOf(allOf(paragraph)))) {
      if (index >= end || words.length + segment.length > LONGEST) break;
      if (index + segment.length > start) words += segment;
    }
    words = words.replace(/\s+/g, " ").trim();
    return words ? `${link.href}${link.search ? "&" : "?"}text=${encodeURIComponent(words)}` : plain;
  };

  // What `citations.nest` does: quotations in a quotation have the inner marks; what does not add up stays as it is.
  const nest = (text, marks) => {
    const bare = marks.map((mark) => mark.trim());
    const open = [];
    const pieces = [];
    let from = 0;
    for (const { index: at, 0: char } of text.matchAll(/\p{P}/gu)) {
      const kind = char === '"' ? 4 : bare.indexOf(char);
      const top = open.at(-1);
      if (kind < 0 || (char === "’" && (top !== "‘" || /\p{L}’\p{L}/u.test(text.slice(at - 1, at + 2))))) continue;
      const closes = open.length > 0 && (kind === 4 ? open.includes(char) : kind % 2 === 1);
      if (closes ? top !== (kind === 4 ? char : bare[kind - 1]) : kind % 2) return text;
      if (!closes && !(top === char && /\n *$/.test(text.slice(0, at)))) open.push(char);
      const beside = closes ? at - 1 : at + 1;
      const spaced = marks[kind] !== bare[kind] && /\s/.test(text[beside] ?? "");
      pieces.push(text.slice(from, closes && spaced ? beside : at), marks[2 * (open.length % 2) + Number(closes)]);
      from = !closes && spaced ? beside + 1 : at + 1;
      if (closes) open.pop();
    }
    return open.length ? text : pieces.join("") + text.slice(from);
  };

  const quote = (own) => {
    const range = selected();
    const all = [...document.querySelectorAll(".turn")];
    const chosen = chosenIn(range, own);
    const turn = chosen || own || document.querySelector(".turn:target, .turn:has(:target)") || document.querySelector(".turn--answer, .turn--statement") || all[0];
    const { quotation, marks } = turn.closest("[data-quotation]").dataset;
    const words = nest(wordsIn(turn, chosen ? range : null), marks.split("|"));
    const parts = { words, who: turn.dataset.who ?? (turn.querySelector(".turn__name")?.textContent.trim() ?? ""), link: links.get(turn) };
    return quotation.replace(/\{(words|who|link)\}/g, (_, name) => parts[name]);
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

  const arm = (place) => {
    for (const link of place.querySelectorAll(".turn__do > a:first-child")) links.set(link.closest(".turn"), link.href);
    for (const link of place.querySelectorAll("a[data-copy=link], .pilcrow, .turn__do > a:first-child")) {
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
      link.replaceWith(button("link", () => linkTo(link.href, turn), turn));
    }
  };
  arm(document);
  addEventListener("chapter", (event) => arm(event.detail)); // one that came later
  for (const place of document.querySelectorAll("[data-copy=quotation]")) {
    place.append(button("quotation", () => quote()));
    place.hidden = false;
  }
  for (const text of document.querySelectorAll("[data-copy=text]")) text.after(button("text", () => text.textContent));
})();
