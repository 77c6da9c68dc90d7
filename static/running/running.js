// The page of a running transcript: every ten seconds it asks whether there is more, and adds it at the end.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const find = (name) => document.querySelector(`[data-running-${name}]`);
  const box = document.querySelector("[data-running]");
  const [last, status, button] = ["last", "said", "pause"].map(find);
  const from = Number(box.dataset.after);
  let revision, timer, isPaused, isOver, isLost;

  const chapters = () => [...box.querySelectorAll(".chapter")];
  const count = () => Math.max(from, ...chapters().map((each) => Number(each.dataset.number)));
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const say = (...words) => { status.textContent = words.filter(Boolean).join(" "); };

  const add = (found) => {
    for (const { html } of found) {
      const chapter = document.importNode(parse(html).querySelector(".chapter"), true);
      box.append(chapter);
      dispatchEvent(new CustomEvent("chapter", { detail: chapter }));
    }
    if (found.length) find("empty")?.remove();
    for (const link of document.querySelectorAll("[data-running-newer]")) link.search = `?after=${count()}`;
  };

  // Words that were put right, and what was taken back: they come from the page itself, of which a shared cache may
  // still have the one before; then they are asked for again.
  const others = (marks) => chapters().filter((each) => marks[each.id] !== each.dataset.mark);
  const mend = async (marks) => {
    const changed = others(marks);
    if (!changed.length) return false;
    const first = Math.min(...changed.map((each) => Number(each.dataset.number)));
    const answer = await fetch(`${location.pathname}?after=${first - 1}`, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    const page = parse(await answer.text());
    for (const old of changed) {
      const now = page.getElementById(old.id);
      if (now) old.replaceWith(document.importNode(now, true));
      else if (!(old.id in marks)) old.remove();
    }
    const list = page.querySelector(".running__changes");
    const shown = document.querySelector(".running__changes");
    if (list && shown) shown.replaceWith(document.importNode(list, true));
    else if (list) document.querySelector(".running__more").after(document.importNode(list, true));
    return true;
  };

  const ask = async () => {
    const answer = await fetch(`${box.dataset.running}?after=${count()}`, { cache: "no-cache" });
    if ([404, 410].includes(answer.status)) {
      isOver = true;
      say(said.over);
      for (const each of [button, ...document.querySelectorAll("[data-running-newer]")]) each.remove();
      const again = document.createElement("a");
      again.href = location.pathname;
      again.textContent = said.again;
      return status.append(" ", again);
    }
    if (!answer.ok) throw new Error(answer.status);
    const news = await answer.json();
    if (isLost) say();
    isLost = false;
    if (news.revision === revision) return undefined;
    const isMended = await mend(news.marks);
    const found = news.exchanges.filter((each) => !document.getElementById(each.id));
    add(found);
    last.innerHTML = news.said;
    if (found.length || isMended) {
      const names = found.map((each) => said.added.replace("{n}", each.number));
      say(...names, isMended && said.changed);
    }
    if (!others(news.marks).length && count() >= news.total) revision = news.revision;
    return undefined;
  };

  const wait = () => {
    clearTimeout(timer);
    if (!isPaused && !isOver && !document.hidden) timer = setTimeout(go, 10000);
  };
  const lose = () => {
    if (!isLost) say(said.lost); // once: a reader of the screen would say it every ten seconds
    isLost = true;
  };
  const go = () => {
    clearTimeout(timer);
    return ask().catch(lose).finally(wait);
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    button.textContent = isPaused ? said.resume : said.pause;
    if (isPaused) clearTimeout(timer);
    else go();
  });
  // Behind the back button stands the page as it was left.
  addEventListener("pageshow", (event) => {
    const [how] = performance.getEntriesByType("navigation");
    if ((event.persisted || how?.type === "back_forward") && !isPaused && !isOver) go();
  });
  // “Newer” asks at once, and leads to the last of what is here.
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-running-newer]") || event.ctrlKey || event.metaKey || isOver) return;
    event.preventDefault();
    const before = count();
    await go();
    const newer = chapters().find((each) => Number(each.dataset.number) > before) ?? chapters().at(-1);
    newer?.focus();
    if (count() === before && !isLost && !isOver) say(said.nothing);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (!isPaused && !isOver) go();
  });
  wait();
})();
