// Numbers the lines of a transcript, keeps its ids quiet, and lets the preview follow what is typed and where.
(() => {
  const form = document.getElementById("sheet-form");
  const text = form.elements.sheet;
  const desk = form.querySelector(".sheet-desk");
  const find = (id) => document.getElementById(id);
  const say = (words) => { find("sheet-status").textContent = words || ""; };
  const PAUSE = 400; // milliseconds without a key before the preview is asked for, and never less than it takes

  if (text.value.length > Number(form.dataset.most)) {
    say(form.dataset.long); // longer than any press conference yet: a plain field answers the keys more quickly
    return;
  }

  // The lines: a copy of the text, as long and wrapped alike, lies over it and bears what a textarea cannot.
  const paper = document.createElement("div");
  const copy = document.createElement("div");
  paper.className = "sheet-paper";
  copy.className = "sheet-lines";
  copy.lang = text.lang;
  copy.setAttribute("aria-hidden", "true");
  text.replaceWith(paper);
  paper.append(text, copy);
  text.rows = 1;

  const ID = /\s\[id=[^\];]*\]|;\s*id=[^\];]*|^(?:Id|编号)[:：]\s*\S+\s*$/iu;
  let lines = [];

  const draw = (line) => {
    const row = document.createElement("div");
    const found = ID.exec(line);
    if (found) {
      const id = document.createElement("span");
      id.className = "sheet-id";
      id.textContent = found[0];
      row.append(line.slice(0, found.index), id, line.slice(found.index + found[0].length));
    } else {
      row.textContent = line;
    }
    row.classList.toggle("sheet-break", line.startsWith("==="));
    return row;
  };

  // Only the lines that changed are drawn again.
  const redraw = () => {
    const now = text.value.split("\n");
    const most = Math.min(now.length, lines.length);
    let start = 0;
    while (start < most && now[start] === lines[start]) { start += 1; }
    let end = 0;
    while (end < most - start && now.at(-1 - end) === lines.at(-1 - end)) { end += 1; }
    const gone = [...copy.children].slice(start, lines.length - end);
    const next = copy.children[lines.length - end] || null;
    gone.forEach((row) => row.remove());
    const rows = document.createDocumentFragment();
    rows.append(...now.slice(start, now.length - end).map(draw));
    copy.insertBefore(rows, next);
    lines = now;
    text.scrollTop = 0;
  };

  const caretLine = () => text.value.slice(0, text.selectionStart).split("\n").length;

  const goTo = (line) => {
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    copy.children[line - 1]?.scrollIntoView({ block: "center" });
  };

  // The turn of the preview in which the cursor stands; on the lines that open an exchange, its first.
  const turnAt = (line) => {
    let opened = line;
    while (opened > 0 && !lines[opened - 1].startsWith("===")) { opened -= 1; }
    let found = null;
    for (const row of find("sheet-words")?.querySelectorAll(".preview-row") || []) {
      const at = Number(row.id.slice("turn-".length));
      if (at > line && found) { break; }
      if (at > opened) { found = row; }
      if (at > line) { break; }
    }
    return found;
  };

  const lead = () => {
    const words = find("sheet-words");
    const row = turnAt(caretLine());
    words?.querySelector(".preview-here")?.classList.remove("preview-here");
    if (!row) {
      return;
    }
    row.classList.add("preview-here");
    const top = row.offsetTop - words.scrollTop;
    if (top < 0 || top + Math.min(row.offsetHeight, 80) > words.clientHeight) {
      words.scrollTop = row.offsetTop - words.clientHeight / 4;
    }
  };

  const mark = () => {
    copy.querySelectorAll(".sheet-warning, .sheet-wrong").forEach((row) => row.classList.remove("sheet-warning", "sheet-wrong"));
    find("sheet-warnings").querySelectorAll("[data-line]").forEach((link) => {
      const how = link.closest(".sheet-error") ? "sheet-wrong" : "sheet-warning";
      copy.children[link.dataset.line - 1]?.classList.add(how);
    });
  };

  // Put what was answered in the place of what is shown. Where the text cannot be read, the words stay as they were.
  const show = (page) => {
    find("sheet-warnings").replaceWith(page.getElementById("sheet-warnings"));
    const fresh = page.getElementById("sheet-words");
    const words = find("sheet-words");
    if (fresh && words) {
      words.replaceChildren(...fresh.childNodes);
    } else if (fresh) {
      desk.append(fresh);
    }
    form.querySelector(".sheet-editor .errorlist")?.remove();
    mark();
    lead();
  };

  const pack = () => {
    const body = new FormData();
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // of whoever is logged in now
    body.set("csrfmiddlewaretoken", token ? token[1] : form.elements.csrfmiddlewaretoken.value);
    body.set("sheet", text.value);
    return body;
  };

  let waiting = 0;
  let took = 0;
  let asked = null;

  const follow = async () => {
    asked?.abort();
    if (text.value.length > Number(form.dataset.most)) {
      say(form.dataset.long);
      return;
    }
    const mine = new AbortController();
    asked = mine;
    const began = performance.now();
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: pack(), signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine.signal.aborted) {
        return;
      }
      if (new URL(answer.url).pathname.endsWith("/login/") || answer.status === 403) {
        say(form.dataset.login);
      } else if (!answer.ok) {
        say(form.dataset.failed);
      } else {
        say();
        show(page);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        say(form.dataset.failed);
      }
    }
    took = performance.now() - began;
  };

  const followSoon = () => {
    redraw();
    clearTimeout(waiting);
    waiting = setTimeout(follow, Math.max(PAUSE, took));
  };
  text.addEventListener("input", followSoon);
  text.addEventListener("change", followSoon); // another script has put something back
  text.addEventListener("scroll", () => { text.scrollTop = 0; });
  document.addEventListener("selectionchange", () => document.activeElement === text && lead());
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (link) {
      event.preventDefault();
      goTo(Number(link.dataset.line));
    }
  });

  redraw();
  mark();
})();
