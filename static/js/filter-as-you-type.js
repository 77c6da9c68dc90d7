// Narrows the list of names while one is typed: at once what the page has, then what the site knows.
(() => {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  const input = form.elements.q;
  const list = document.querySelector(form.dataset.filter);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  let last = "";
  let timer;

  function narrow() {
    for (const group of list.querySelectorAll(".names__group")) {
      const names = [...group.querySelectorAll("li")];
      for (const name of names) name.hidden = !plain(name.dataset.name).includes(plain(input.value));
      group.hidden = names.every((name) => name.hidden);
    }
  }

  async function ask() {
    const words = input.value.trim();
    const url = form.action + (words ? `?${new URLSearchParams({ q: words })}` : "");
    last = url;
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || url !== last) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.querySelector(form.dataset.filter).childNodes);
    history.replaceState(null, "", url);
  }

  function typed(event) {
    if (event.isComposing) return;
    narrow();
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  }

  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
})();
