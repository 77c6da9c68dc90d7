// The desk of a running transcript: its forms are sent without leaving the page, what others add shows by itself, and it
// is worked with keys alone.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const off = "press-room-live-keys-off";
  const pause = 4000; // milliseconds between two looks
  const root = () => document.querySelector("[data-live]");
  const find = (name) => root().querySelector(name);
  const entry = () => find("[data-live-entry]");
  const typed = ["key", "public_id", "was", "speaker", "outlet", "journalist", "kind", "text"];
  let chain = Promise.resolve(), waiting = 0, awaitsNumber = false, kept = null, isLost = false;

  const areOn = () => localStorage.getItem(off) !== "1";
  const help = () => {
    find("[data-live-help]").hidden = false;
    find("[data-live-toggle]").textContent = areOn() ? said.on : said.off;
  };
  const tell = (words) => {
    const list = document.createElement("ul");
    const line = list.appendChild(document.createElement("li"));
    list.className = "messagelist";
    list.setAttribute("role", "alert");
    line.className = "error";
    line.textContent = words;
    document.querySelector(".messagelist")?.remove();
    document.querySelector("#content").before(list);
  };
  const status = document.createElement("p");
  status.className = "live__said";
  status.setAttribute("role", "status");
  root().before(status);

  const isEdit = (form) => Boolean(form.elements.key.value || form.elements.public_id.value);
  const isBlank = (form) => !isEdit(form) && !form.elements.text.value.trim();
  const fill = (form, body) => {
    for (const name of typed) form.elements[name].value = body?.get(name) ?? "";
    for (const radio of form.elements.who) radio.checked = radio.value === body?.get("who");
  };
  // What stands there gives way to a turn that is to be changed, and comes back behind it.
  const setAside = () => {
    if (!isEdit(entry()) && !isBlank(entry())) kept = new FormData(entry());
  };

  // Only what is another is made again: what is being typed stays, and so does the place on the page.
  const swap = (fresh, name, after) => {
    const [old, made] = [find(name), fresh.querySelector(name)];
    if (!made) return old?.remove();
    const hadFocus = old?.contains(document.activeElement);
    if (old) old.replaceWith(document.adoptNode(made));
    else find(after).after(document.adoptNode(made));
    return hadFocus && root().focus();
  };
  const show = async (answer, { isEntry = false, isCaptions = false, isLook = false } = {}) => {
    if (answer.status === 204) return;
    if (!answer.ok && answer.status !== 403) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    const made = fresh?.querySelector("[data-live-entry]");
    if (!made) {
      tell(fresh ? said.over : said.out);
      throw new Error();
    }
    root().dataset.liveTag = fresh.dataset.liveTag;
    const before = find("#live-queue").textContent.trim();
    swap(fresh, ".live__state");
    swap(fresh, ".live__queue");
    swap(fresh, ".live__recent", ".live__queue");
    if (isCaptions) swap(fresh, ".live__captions");
    const now = find("#live-queue").textContent.trim();
    if (isLook) {
      if (now !== before) status.textContent = now;
      return;
    }
    document.querySelector(".messagelist")?.remove();
    const told = page.querySelector(".messagelist");
    if (told) document.querySelector("#content").before(document.adoptNode(told));
    const opens = !isBlank(made); // it is to be changed, or was refused
    if (!opens && !(isEntry && isEdit(entry()))) return;
    if (opens) setAside();
    entry().replaceWith(document.adoptNode(made));
    if (!opens && kept) {
      fill(entry(), kept);
      kept = null;
    }
    const words = find("textarea[name=text]");
    if (!words.value) return root().focus();
    words.focus();
    return words.setSelectionRange(words.value.length, words.value.length);
  };

  // One after the other, however quickly they are asked for.
  const then = (step) => {
    waiting += 1;
    chain = chain.then(step).finally(() => { waiting -= 1; });
  };
  const send = (address, body, what = {}) => then(async () => {
    try {
      await show(await fetch(address, body ? { method: "POST", body } : {}), what);
      isLost = false;
    } catch (error) {
      if (error.message) tell(said.failed);
      if (what.isEntry && body && !(body.get("key") || body.get("public_id"))) {
        setAside();
        fill(entry(), body);
        find("textarea[name=text]").focus();
      }
    }
  });
  const look = () => {
    if (waiting || document.hidden) return;
    then(async () => {
      try {
        await show(await fetch(`${location.pathname}?seen=${root().dataset.liveTag}`), { isLook: true });
        if (isLost) document.querySelector(".messagelist")?.remove();
        isLost = false;
      } catch (error) {
        if (error.message && !isLost) tell(said.lost);
        isLost = true;
      }
    });
  };
  setInterval(look, pause);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!root().contains(form)) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    const isEntry = form === entry();
    if (isEntry && !isEdit(form) && form.elements.text.value.trim()) {
      fill(form); // the next turn can be typed while this one is under way
      root().focus();
    }
    send(form.action, body, { isEntry, isCaptions: Boolean(form.closest(".live__captions")) });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-live-toggle]")) {
      localStorage.setItem(off, areOn() ? "1" : "0");
      help();
    }
    const link = event.target.closest("a[data-live-get]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send(link.href, null, { isEntry: true });
  });

  const choose = (radio) => {
    radio.checked = true;
    const fields = { question: "outlet", other: "speaker" };
    find(`[name=${fields[radio.value] ?? "text"}]`).focus();
  };
  // What was chosen last is not chosen for the next turn, but typing a name chooses who it is of.
  document.addEventListener("input", (event) => {
    const of = { outlet: "question", journalist: "question", speaker: "other" }[event.target.name];
    if (of && event.target.closest("[data-live-entry]")) find(`[name=who][value=${of}]`).checked = true;
  });

  const press = (key) => {
    const target = awaitsNumber
      ? find(`[data-live-correct="${CSS.escape(key)}"]`)
      : find(/^[0-9]$/.test(key) ? `[data-live-digit="${key}"]` : `[data-live-key="${CSS.escape(key)}"]`);
    awaitsNumber = !awaitsNumber && key === "c";
    root().toggleAttribute("data-live-awaits", awaitsNumber);
    if (!target || target.disabled) return;
    if (target.type === "radio") choose(target);
    else target.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // Chinese that is being composed has these keys to itself
    const field = event.target.closest?.("textarea, input:not([type=radio], [type=hidden]), select");
    if (field && root().contains(field)) {
      if (event.key === "Escape") root().focus();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        field.form.requestSubmit(field.form.querySelector("[name=do]"));
      } else if (event.key === "Enter" && field.name !== "text" && field.form === entry()) {
        event.preventDefault();
        find(field.name === "outlet" ? "[name=journalist]" : "[name=text]").focus();
      }
      return;
    }
    if (field || !areOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (!awaitsNumber && !/^[0-9a-z]$/.test(key) && key !== "escape") return;
    if (find(`[data-live-key="${CSS.escape(key)}"], [data-live-digit="${CSS.escape(key)}"]`)) event.preventDefault();
    if (waiting && !find(`[data-live-digit="${key}"]`)) then(() => press(key)); // of what will stand there then
    else press(key);
  });

  help();
  if (!find("textarea[name=text]").value) root().focus();
})();
