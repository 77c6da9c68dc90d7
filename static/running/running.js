// The page of a running transcript: every ten seconds it asks whether there is more, and adds it at the end.
"use strict";

(() => {
  const said = document.currentScript.dataset;
  const find = (name) => document.querySelector(`[data-running-${name}]`);
  const box = document.querySelector("[data-running]");
  const [last, status, button] = ["last", "said", "pause"].map(find);
  const from = Number(box.dataset.after);
  let revision, timer, isPaused, isOver;

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

  // Words that were put right, and what was taken back: they come from the page itself.
  const mend = async (marks) => {
    const changed = chapters().filter((each) => marks[each.id] !== each.dataset.mark);
    if (!changed.length) return false;
    const page = parse(await (await fetch(location.pathname)).text());
    for (const old of changed) {
      const now = page.getElementById(old.id);
      if (now) old.replaceWith(document.importNode(now, true));
      else if (!(old.id in marks)) old.remove();
    }
    return true;
  };

  const ask = async () => {
    const answer = await fetch(`${box.dataset.running}?after=${count()}`, { cache: "no-cache" });
    if ([404, 410].includes(answer.status)) {
      isOver = true;
      return say(said.over);
    }
    if (!answer.ok) throw new Error(answer.status);
    const news = await answer.json();
    if (news.revision === revision) return undefined;
    const isMended = await mend(news.marks);
    const found = news.exchanges.filter((each) => !document.getElementById(each.id));
    add(found);
    last.innerHTML = news.said;
    if (revision !== undefined || found.length || isMended) {
      const names = found.map((each) => said.added.replace("{n}", each.number));
      say(...names, isMended && said.changed);
    }
    revision = news.revision;
    return undefined;
  };

  const wait = () => {
    clearTimeout(timer);
    if (!isPaused && !isOver && !document.hidden) timer = setTimeout(go, 10000);
  };
  const go = () => ask().catch(() => say(said.lost)).finally(wait);

  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    button.textContent = isPaused ? said.resume : said.pause;
    if (isPaused) clearTimeout(timer);
    else go();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (!isPaused && !isOver) go();
  });
  wait();
})();
