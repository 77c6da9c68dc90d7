// The desk of a running transcript: its forms are sent without leaving the page, and it is worked with keys alone.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const off = "press-room-live-keys-off";
  const root = () => document.querySelector("[data-live]");
  const find = (name) => root().querySelector(name);
  let isBusy = false, awaitsNumber = false;

  const areOn = () => localStorage.getItem(off) !== "1";
  const help = () => {
    find("[data-live-help]").hidden = false;
    find("[data-live-toggle]").textContent = areOn() ? said.on : said.off;
  };
  const tell = (words) => {
    const list = document.createElement("ul");
    const line = list.appendChild(document.createElement("li"));
    list.className = "messagelist";
    line.className = "error";
    line.textContent = words;
    document.querySelector(".messagelist")?.remove();
    document.querySelector("#content").before(list);
  };

  // What was typed meanwhile stays: only the form that was sent is made anew.
  const show = async (answer, isEntry) => {
    if (!answer.ok && answer.status !== 403) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh || !fresh.querySelector("[data-live-entry]")) return location.reload();
    if (!isEntry) fresh.querySelector("[data-live-entry]").replaceWith(find("[data-live-entry]"));
    root().replaceWith(document.adoptNode(fresh));
    document.querySelector(".messagelist")?.remove();
    const told = page.querySelector(".messagelist");
    if (told) document.querySelector("#content").before(document.adoptNode(told));
    help();
    if (isEntry) {
      const words = find("textarea[name=text]");
      if (words.value) words.focus();
      else root().focus();
    }
    return undefined;
  };
  const send = async (address, body, isEntry) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await show(await fetch(address, body ? { method: "POST", body } : {}), isEntry);
    } catch {
      tell(said.failed);
    } finally {
      isBusy = false;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!root().contains(form)) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    send(form.action, body, form.matches("[data-live-entry]"));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-live-toggle]")) {
      localStorage.setItem(off, areOn() ? "1" : "0");
      help();
    }
    const link = event.target.closest("a[data-live-get]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send(link.href, null, true);
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

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("textarea, input:not([type=radio], [type=hidden]), select");
    if (field && root().contains(field)) {
      if (event.key === "Escape") root().focus();
      if (event.key === "Enter" && field.name !== "text" && field.form?.matches("[data-live-entry]")) {
        event.preventDefault();
        find(field.name === "outlet" ? "[name=journalist]" : "[name=text]").focus();
      }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        field.form.requestSubmit(field.form.querySelector("[name=do]"));
      }
      return;
    }
    if (field || !areOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const target = awaitsNumber
      ? find(`[data-live-correct="${key}"]`)
      : find(/^[0-9]$/.test(key) ? `[data-live-digit="${key}"]` : `[data-live-key="${CSS.escape(key)}"]`);
    awaitsNumber = !awaitsNumber && key === "c";
    if (!target || target.disabled) return;
    event.preventDefault();
    if (target.type === "radio") choose(target);
    else target.click();
  });

  help();
  if (!find("textarea[name=text]").value) root().focus();
})();
