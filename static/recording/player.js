// The recording beside the words: it plays from a paragraph's time, and the words that are heard are marked.
"use strict";

(() => {
  const box = document.getElementById("player");
  const said = box.dataset;
  const bar = box.querySelector(".player__do");
  const status = bar.querySelector("[role=status]");
  const DOCKED = "player--docked";
  const PATIENCE = 3000; // milliseconds, as long as the server asks for when others are listening
  let media = box.querySelector("audio, video");
  let marks = [];
  let heard;
  let tries = 0;

  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const follow = make("input", { type: "checkbox", checked: true });
  const label = make("label", { hidden: true });
  label.append(follow, said.follow);
  const away = make("a", { hidden: true, textContent: said.away });
  const button = (text) => make("button", { type: "button", className: "do", textContent: text, hidden: true });
  const copyLink = button(said.copyLink);
  const close = button(said.close);
  bar.prepend(label);
  bar.append(away, copyLink, close);

  const gather = () => {
    marks = [...document.querySelectorAll(".spoken")]
      .map((link) => ({ at: Number(link.hash.slice(3)), words: link.nextElementSibling, link }))
      .sort((one, other) => one.at - other.at);
  };

  // What is fully to be seen above the player stays where it is.
  const show = (words) => {
    const { top, bottom } = words.getBoundingClientRect();
    const foot = box.classList.contains(DOCKED) ? box.getBoundingClientRect().top : innerHeight;
    if (top >= 0 && bottom <= foot) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    const isLong = bottom - top > foot;
    scrollBy({ top: isLong ? top - 16 : top - (foot - (bottom - top)) / 2, behavior });
  };

  const mark = (seconds) => {
    const place = marks.findLastIndex((each) => each.at <= seconds);
    const isAway = said.seekUrl && (place < 0 || (said.until && seconds >= Number(said.until)));
    const next = isAway || place < 0 ? undefined : marks[place].words;
    away.hidden = !isAway;
    if (isAway) away.href = `${said.seekUrl}?t=${Math.floor(seconds)}`;
    if (next === heard) return;
    heard?.classList.remove("is-heard");
    heard?.removeAttribute("aria-current");
    heard = next;
    heard?.classList.add("is-heard");
    heard?.setAttribute("aria-current", "true");
    if (heard && follow.checked) show(heard);
  };

  const dock = (isDocked) => {
    box.classList.toggle(DOCKED, isDocked);
    label.hidden = close.hidden = !isDocked;
    copyLink.hidden = !isDocked || !said.seekUrl;
  };

  const arm = () => {
    media.addEventListener("play", () => {
      status.textContent = "";
      dock(true);
    });
    media.addEventListener("timeupdate", () => {
      tries = 0;
      if (box.classList.contains(DOCKED)) mark(media.currentTime);
    });
    media.addEventListener("error", () => {
      if (tries++ > 2) return (status.textContent = said.failed);
      const at = media.currentTime;
      setTimeout(() => {
        media.load();
        start(at);
      }, PATIENCE);
    });
  };

  // A recording elsewhere is loaded from there on a click alone.
  const load = (at) => {
    if (media) return;
    media = make(said.kind, { controls: true, preload: "auto", src: said.url });
    media.ariaLabel = box.querySelector("h2").textContent;
    box.querySelector(".player__away").after(media);
    box.querySelector("[data-load]").hidden = true;
    arm();
    start(at ?? 0);
  };

  const start = (seconds) => {
    media.currentTime = seconds;
    media.play().catch(() => {}); // what went wrong is an event
  };

  const arrive = (event) => {
    const link = event.target.closest?.(".spoken");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const at = Number(link.hash.slice(3));
    if (!media) load(at);
    else start(at);
    dock(true);
    mark(at);
  };

  const copy = async () => {
    const address = `${said.seekUrl}?t=${Math.floor(media.currentTime)}`;
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = said.copied;
    } catch {
      status.textContent = said.uncopied;
    }
  };

  document.addEventListener("click", arrive);
  addEventListener("chapter", gather); // exchanges that came later
  // Whoever scrolls reads elsewhere: the words are marked, and the page stays.
  for (const way of ["wheel", "touchmove"]) addEventListener(way, () => (follow.checked = false), { passive: true });
  follow.addEventListener("change", () => follow.checked && heard && show(heard));
  copyLink.addEventListener("click", copy);
  close.addEventListener("click", () => {
    media.pause();
    dock(false);
    mark(-1);
    away.hidden = true;
    (media.isConnected ? media : box).focus();
  });
  // The arrow keys move in the recording, and do not turn the page.
  box.addEventListener("keydown", (event) => event.stopPropagation());

  gather();
  if (media) arm();
  else {
    const offer = box.querySelector("[data-load]");
    offer.hidden = false;
    offer.addEventListener("click", () => load(Number(said.at)));
  }
  if (said.at) {
    const at = Number(said.at);
    if (media) media.currentTime = at;
    mark(at);
  }
})();
