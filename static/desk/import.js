// Shows how far a file has been sent, lets the preview follow each choice, and reads a batch on, without another page.
(() => {
  const find = (id) => document.getElementById(id);
  const main = find("content-start");
  let silence; // the end of what is said
  const say = (words) => {
    clearTimeout(silence);
    find("import-status").textContent = words || "";
  };
  let isBusy = false;
  let hasTyped = false;
  let waiting = null;

  // What is sent, with the token of whoever is logged in now: logging in again in another window makes a new one.
  const pack = (form) => {
    const body = new FormData(form);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) {
      body.set("csrfmiddlewaretoken", token[1]);
    }
    return body;
  };
  const isLogin = (address) => new URL(address).pathname.endsWith("/login/");

  const read = (text) => new DOMParser().parseFromString(text, "text/html");

  // Put the page that was answered in the place of this one: focus, open parts and the place on the screen stay.
  const show = (page, address) => {
    const fresh = page.getElementById("content-start");
    const crumbs = page.querySelector(".breadcrumbs");
    if (!fresh || !crumbs) {
      location.assign(address);
      return;
    }
    const focused = document.activeElement;
    const top = focused.getBoundingClientRect().top;
    const scrolled = find("import-labels")?.scrollTop;
    const open = [...main.querySelectorAll("details[id][open]")];
    const files = main.querySelector("[type=file]");
    main.replaceChildren(...fresh.childNodes);
    open.forEach((part) => find(part.id)?.setAttribute("open", ""));
    main.querySelector("[type=file]")?.replaceWith(files);
    document.querySelector(".breadcrumbs").replaceWith(crumbs);
    document.title = page.title;
    if (new URL(address).pathname !== location.pathname) {
      history.pushState(null, "", address);
      scrollTo(0, 0);
      main.focus();
      goOn();
      return;
    }
    goOn();
    find("import-labels")?.scrollTo(0, scrolled);
    const again = find(focused.id) || main.querySelector("[autofocus]");
    again?.focus({ preventScroll: true });
    if (main.querySelector(".errorlist, .messagelist")) {
      scrollTo(0, 0);
    } else if (again) {
      scrollBy(0, again.getBoundingClientRect().top - top);
    }
  };

  const follow = async (form, button) => {
    if (isBusy) {
      waiting = [form, button];
      return;
    }
    isBusy = true;
    hasTyped = false;
    say(form.dataset.working);
    const body = pack(form);
    body.append(button?.name || "_look", button?.value || "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body });
      const page = read(await answer.text());
      const next = waiting;
      isBusy = false;
      waiting = null;
      if (!answer.ok || isLogin(answer.url)) {
        say(answer.ok ? form.dataset.login : form.dataset.failed);
        return;
      }
      const now = page.querySelector("[name=as_of]");
      const isToldOff = page.querySelector(".messagelist");
      if (now && !isToldOff && (next || hasTyped)) {
        form.elements.as_of.value = now.value;
      }
      if (next && now && !isToldOff) {
        follow(...next);
      } else if (!hasTyped || !now || isToldOff) {
        show(page, answer.url);
        say(form.dataset.done);
        silence = setTimeout(say, 4000);
      }
    } catch {
      form.submit();
    }
  };

  // A batch of which files are still to be read is read on, a few seconds at a time, as long as its page is open.
  const goOn = () => find("batch-on") && follow(find("batch-on"), find("batch-on").querySelector("button"));

  const send = (form, button) => {
    const bar = form.querySelector("progress");
    const request = new XMLHttpRequest();
    const tell = (words) => {
      bar.previousElementSibling.textContent = words;
      say(words);
    };
    bar.parentElement.hidden = false;
    button.disabled = true;
    tell(form.dataset.sending);
    request.upload.onprogress = (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
    };
    request.upload.onload = () => {
      bar.removeAttribute("value");
      tell(form.dataset.reading);
    };
    const fail = (words) => {
      tell(words);
      bar.max = 1;
      bar.value = 0;
      button.disabled = false;
    };
    request.onload = () => {
      if (request.status !== 200 || isLogin(request.responseURL)) {
        fail(request.status === 200 ? form.dataset.login : form.dataset.failed);
        return;
      }
      say();
      show(read(request.responseText), request.responseURL);
    };
    request.onerror = () => fail(form.dataset.failed);
    request.open("POST", location.href);
    request.send(pack(form));
  };

  main.addEventListener("input", () => { hasTyped = isBusy; });
  // A list of names that is full holds only the first ones of the house: the others are asked for.
  let asked;
  main.addEventListener("input", ({ target }) => {
    const list = target.list;
    const name = target.value.trim();
    clearTimeout(asked);
    if (!list?.dataset.search || name.length < 2) {
      return;
    }
    asked = setTimeout(async () => {
      const answer = await fetch(list.dataset.search + encodeURIComponent(name));
      const { results } = answer.ok ? await answer.json() : { results: [] };
      const known = new Set(Array.from(list.options, (option) => option.value));
      list.append(...results.filter(({ text }) => !known.has(text)).map(({ text }) => new Option(text, text)));
    }, 200);
  });

  main.addEventListener("change", ({ target }) => target.form?.id === "import-form" && follow(target.form));
  main.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    const isUpload = target.id === "import-upload";
    if (isUpload || (target.id === "import-form" && !["_confirm", "_drop"].includes(submitter?.name))) {
      event.preventDefault();
      (isUpload ? send : follow)(target, submitter);
    }
  });
  addEventListener("popstate", () => location.reload());
  goOn();
})();
