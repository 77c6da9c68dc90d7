// Says while a form is open that it is, shows who else has it open, and says when it is closed.
(() => {
  const notice = document.querySelector("#desk-presence");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!notice || !token) {
    return;
  }
  const words = (more) => {
    const data = new FormData();
    Object.entries({ csrfmiddlewaretoken: token, ...more }).forEach(([name, value]) => data.append(name, value));
    return data;
  };
  const stay = async () => {
    try {
      const answer = await fetch(notice.dataset.address, { method: "POST", body: words(), redirect: "error" });
      const html = answer.ok ? (await answer.text()).trim() : null;
      if (html !== null && html !== notice.innerHTML.trim()) {
        notice.innerHTML = html;
      }
    } catch {
      // the server is not there, or the session is over: the notice stays as it is
    }
  };
  setTimeout(stay, 5000); // the page before this one may have said that it was closed
  setInterval(stay, 45000);
  window.addEventListener("pagehide", () => navigator.sendBeacon(notice.dataset.address, words({ leave: "1" })));
  window.addEventListener("pageshow", (event) => event.persisted && stay());
})();
