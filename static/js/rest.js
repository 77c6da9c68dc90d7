// The page with the first hundred exchanges of a long conference: the others come when they are nearly read.
"use strict";

(() => {
  const rest = document.querySelector("[data-rest]");
  const whole = rest.querySelector("a").href;
  const shown = document.querySelectorAll(".chapter").length;
  let coming;

  // What an address names may stand on the page with all of them only.
  const seek = () => {
    const name = decodeURIComponent(location.hash.slice(1).split(":~:")[0]);
    if (name && !document.getElementById(name)) location.replace(`${whole}#${name}`);
  };

  const come = async () => {
    const answer = await fetch(whole);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const chapters = [...page.querySelectorAll(".chapter")].slice(shown);
    rest.replaceWith(...chapters);
    for (const link of document.querySelectorAll(".spine a, .jumps a")) if (link.hash && link.href === whole + link.hash) link.href = link.hash;
    for (const chapter of chapters) dispatchEvent(new CustomEvent("chapter", { detail: chapter }));
    removeEventListener("hashchange", seek);
  };
  // Once it failed, the link is still there, and the next reason to load tries again.
  const load = () => (coming ??= come().catch(() => (coming = undefined)));

  addEventListener("hashchange", seek);
  seek();
  new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && load(), { rootMargin: "3000px" }).observe(rest);
  addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && ["f", "p"].includes(event.key) && load());
})();
