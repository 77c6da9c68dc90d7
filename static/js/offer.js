// Offers the page, once, in the language that the browser asks for; that it did is remembered in this browser alone.
"use strict";

(() => {
  const links = [...document.querySelectorAll("a[data-offer]")];
  const language = (tag) => tag.split("-")[0].toLowerCase();
  const find = (tag) => links.find((link) => language(link.hreflang) === language(tag));
  const here = language(document.documentElement.lang);
  const wanted = navigator.languages.find((tag) => language(tag) === here || find(tag));
  const link = wanted && language(wanted) !== here && find(wanted);
  const remember = () => localStorage.setItem("language-offered", "yes");
  try {
    for (const each of links) each.addEventListener("click", remember);
    if (!link || localStorage.getItem("language-offered")) return;
    remember();
  } catch {
    return; // what cannot be remembered would be offered on every page
  }
  const offer = Object.assign(document.createElement("aside"), { className: "offer", lang: link.lang });
  offer.setAttribute("aria-label", link.firstChild.data);
  const lead = Object.assign(document.createElement("a"), { href: link.href, hreflang: link.hreflang, textContent: link.dataset.offer });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "do", textContent: link.dataset.close });
  close.addEventListener("click", () => offer.remove());
  offer.append(lead, close);
  document.querySelector(".skip").after(offer);
})();
