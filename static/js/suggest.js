// Offers names that begin as what is typed in a search field; choosing one leads to what was said.
"use strict";

for (const [number, form] of document.querySelectorAll("form[data-suggest]").entries()) {
  const make = (tag, attributes, ...inside) => {
    const made = typeof tag === "string" ? document.createElement(tag) : tag;
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...inside);
    return made;
  };
  const id = `suggest-${number}`;
  const list = make("div", { id, class: "suggest", hidden: "", role: "listbox", "aria-label": form.dataset.label });
  const status = make("p", { class: "unseen", role: "status" });
  const input = make(form.elements.q, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, autocomplete: "off" });
  const options = list.children;
  let at, timer, asking;

  const open = (isOpen, to = -1) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    at = to;
    for (const option of options) option.setAttribute("aria-selected", option === options[at]);
    input.setAttribute("aria-activedescendant", options[at]?.id ?? "");
    options[at]?.scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    asking = new AbortController();
    const question = new URLSearchParams({ q: input.value.trim() });
    // A newer question takes this one's place; without a connection the form works alone.
    const answer = await fetch(`${form.dataset.suggest}?${question}`, asking).then((it) => it.json()).catch(() => null);
    if (!answer) return;
    const [, names, kinds, urls] = answer;
    list.replaceChildren(
      ...names.map((name, index) => {
        const option = make("div", { id: `${id}-${index}`, role: "option" }, name, " ", make("span", { class: "role" }, kinds[index]));
        option.onclick = () => location.assign(urls[index]);
        return option;
      }),
    );
    open(names.length > 0);
    status.textContent = form.dataset.count.replace("{n}", names.length);
  };

  const wait = (event) => {
    clearTimeout(timer);
    asking?.abort();
    if (event.type === "blur") open(false);
    else if (!event.isComposing) timer = setTimeout(ask, 150);
  };

  open(false);
  form.append(list, status);
  for (const type of ["input", "compositionend", "blur"]) input.addEventListener(type, wait);
  list.onpointerdown = (event) => event.preventDefault(); // the field keeps the focus
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = options.length + 1; // the field itself is one
    if (event.isComposing || places === 1) return;
    if (step) open(true, ((at + 1 + step + places) % places) - 1);
    else if (list.hidden) return;
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && at >= 0) options[at].click();
    else return;
    event.preventDefault();
  };
}
