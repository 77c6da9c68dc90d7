// The arrow keys turn the pages of a conference; on the page that has them all they lead from exchange to exchange.
"use strict";

(() => {
  const step = (way) => {
    const page = document.querySelector(`.pager a[rel=${way}]`);
    if (page) return page;
    // The exchange that is being read is the last whose beginning has passed the middle of the window.
    const chapters = [...document.querySelectorAll(".chapter[id]")];
    const here = chapters.filter((each) => each.getBoundingClientRect().top < innerHeight / 2).pop();
    return here?.querySelector(`.jumps a[rel=${way}]`) ?? (way === "next" ? chapters[0] && { href: `#${chapters[0].id}` } : null);
  };

  addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const link = step(way);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  });

  for (const hint of document.querySelectorAll(".keys")) hint.hidden = !matchMedia("(hover: hover)").matches;
  document.querySelector(".pager a[rel=prev]")?.setAttribute("aria-keyshortcuts", "ArrowLeft");
  document.querySelector(".pager a[rel=next]")?.setAttribute("aria-keyshortcuts", "ArrowRight");
})();
