// Keeps what is typed into a form and not saved in this browser, under the user's key, and offers it again.
// It goes when the server has said that it was saved, at logout, and after a week. Nothing is put back unasked.
(() => {
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const meta = document.querySelector("meta[name=desk-user]");
  const user = meta?.content;
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return null; // it is forbidden here, and so nothing is kept
    }
  })();
  if (!store || !user) {
    return;
  }

  // All entries, each under desk:<user>:<key of its own>

  const mine = `desk:${user}:`;
  const keys = (start) => Object.keys(store).filter((key) => key.startsWith(start));
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  for (const key of keys("desk:")) {
    if (!(Date.now() - read(key).at < WEEK)) {
      store.removeItem(key);
    }
  }
  const saved = document.cookie.match(/(?:^|; )desk-saved=([\w-]+)/);
  if (saved) {
    store.removeItem(mine + saved[1]);
  }
  let isLeaving = false;
  document.querySelector("#logout-form")?.addEventListener("submit", () => {
    isLeaving = true;
    keys(mine).forEach((key) => store.removeItem(key));
  });

  // A form of this page: the record's, and one to add a comment

  const template = document.querySelector("#desk-kept");
  const here = location.pathname.replace(/^.*?(?=\/admin\/)/, "") + (location.search.match(/conference=\d+/) || "");
  const watch = (form, address) => {
    const ROW = /^(\w+)-(\d+)-(\w+)$/;
    const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value;

    const isKept = (field) =>
      field.name && !field.disabled && !/^(_|csrf|choice-|kept$)|__prefix__|_FORMS$/.test(field.name) &&
      !["file", "password", "hidden", "submit", "button"].includes(field.type);
    const fields = () => [...form.elements].filter(isKept);
    const valueOf = (field) => {
      if (field.options) {
        return [...field.selectedOptions].map((option) => [option.value, option.text]);
      }
      return /checkbox|radio/.test(field.type) ? field.checked : field.value;
    };
    const isChanged = (field) => {
      if (field.options) {
        const options = [...field.options];
        const given = options.filter((option) => option.defaultSelected);
        const first = given.length || field.multiple ? given : options.slice(0, 1);
        return String(first.map((option) => option.value)) !== String(valueOf(field).map(([value]) => value));
      }
      return /checkbox|radio/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
    };
    const isSame = (field, value) => {
      const plain = (each) => (Array.isArray(each) ? String(each.map(([key]) => key)) : each);
      return plain(valueOf(field)) === plain(value);
    };
    const nameOf = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);
    const labelOf = (field) => {
      const head = field.closest(".inline-related")?.querySelectorAll("h3 > b, h3 > .inline_label") || [];
      const row = [...head].map((each) => each.innerText).join(" ");
      const label = field.labels?.[0]?.innerText || field.getAttribute("aria-label") || field.name;
      return [row, label.replace(/[:：]$/, "")].filter(Boolean).join(", ");
    };

    let id = crypto.randomUUID?.() || String(Date.now()) + Math.random().toString(36).slice(2);
    let carried = []; // the names of fields that came back with a form that was refused
    const keyField = Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: id });
    form.append(keyField);

    const keep = () => {
      const typed = fields().filter((field) => isChanged(field) || carried.includes(nameOf(field)));
      if (isLeaving) {
        return;
      }
      if (!typed.length) {
        store.removeItem(mine + id);
        return;
      }
      const entry = { address, at: Date.now(), revision_number: hidden("revision_number"), outside: {}, rows: {}, fields: {} };
      form.querySelectorAll("input[type=hidden][name^=initial-]").forEach((each) => {
        entry.outside[each.name] = each.value;
      });
      for (const field of typed) {
        const row = field.name.match(ROW);
        if (row) {
          entry.rows[`${row[1]}-${row[2]}`] = hidden(`${row[1]}-${row[2]}-id`) || "";
        }
        entry.fields[nameOf(field)] = { value: valueOf(field), label: labelOf(field) };
      }
      try {
        store.setItem(mine + id, JSON.stringify(entry));
      } catch {
        // it is full: what is typed stands in the form, as it would without this script
      }
    };
    let waiting = 0;
    const keepSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    };
    ["input", "change", "keyup", "click"].forEach((name) => document.addEventListener(name, keepSoon));
    form.addEventListener("submit", keep);
    window.addEventListener("pagehide", keep);

    // Where a kept field stands today: its row may have another number, or must be added

    const findRow = (prefix, rowId, fresh) => {
      const [group] = prefix.split(/-\d+$/);
      if (rowId) {
        const there = [...form.querySelectorAll(`input[type=hidden][name^="${group}-"][name$="-id"]`)];
        return there.find((each) => each.value === rowId)?.name.replace(/-id$/, "");
      }
      return `${group}-${Number(hidden(`${group}-INITIAL_FORMS`)) + fresh}`;
    };
    const places = (entry) => {
      const found = {};
      const fresh = {};
      const order = (prefix) => Number(prefix.match(/\d+$/)[0]);
      for (const prefix of Object.keys(entry.rows).sort((one, other) => order(one) - order(other))) {
        const [group] = prefix.split(/-\d+$/);
        fresh[group] ??= 0;
        found[prefix] = findRow(prefix, entry.rows[prefix], fresh[group]);
        fresh[group] += entry.rows[prefix] ? 0 : 1;
      }
      return found;
    };
    const findField = (name, rows, adds) => {
      const [plain, choice] = name.split("=");
      const row = plain.match(ROW);
      const now = row ? rows[`${row[1]}-${row[2]}`] && `${rows[`${row[1]}-${row[2]}`]}-${row[3]}` : plain;
      const search = () => fields().find((each) => each.name === now && (choice === undefined || each.value === choice));
      for (let tries = 0; adds && row && now && !search() && tries < 50; tries += 1) {
        document.querySelector(`#${row[1]}-group .add-row a`)?.click();
      }
      return now && search();
    };
    const openedAt = (entry) => entry.revision_number ?? entry.version; // so named by an earlier release
    const putBack = (entry) => {
      const rows = places(entry);
      const lost = [];
      for (const [name, { value, label }] of Object.entries(entry.fields)) {
        const field = findField(name, rows, true);
        if (!field) {
          lost.push([label, value]);
        } else if (field.options) {
          for (const [key, text] of value) {
            if (![...field.options].some((option) => option.value === key)) {
              field.add(new Option(text, key));
            }
          }
          const chosen = value.map(([key]) => key);
          [...field.options].forEach((option) => { option.selected = chosen.includes(option.value); });
        } else if (typeof value === "boolean") {
          field.checked = value;
        } else {
          field.value = value;
        }
        field?.closest("details")?.setAttribute("open", "");
        field?.dispatchEvent(new Event("change", { bubbles: true }));
      }
      // As it was opened then: so the server compares it with what others have saved since.
      for (const [name, value] of Object.entries({ revision_number: openedAt(entry), ...entry.outside })) {
        const field = form.querySelector(`input[type=hidden][name="${name}"]`);
        if (field && value !== undefined) {
          field.value = value;
        }
      }
      return lost;
    };

    // The offer

    const say = (value) => (Array.isArray(value) ? value.map(([, text]) => text).join(", ") : String(value === true ? "✓" : value));
    const list = (bar, rows) => {
      const shown = bar.querySelector("dl");
      shown.replaceChildren();
      for (const [label, value] of rows.filter(([, each]) => each !== false)) {
        const [term, words] = ["dt", "dd"].map((tag) => document.createElement(tag));
        term.textContent = label;
        words.textContent = say(value) || "—";
        shown.append(term, words);
      }
      shown.hidden = false;
    };
    const offer = (key, entry) => {
      const bar = template.content.firstElementChild.cloneNode(true);
      const day = { dateStyle: "long", timeStyle: "short" };
      bar.querySelector("time").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, day);
      bar.querySelector("[data-behind]").hidden = openedAt(entry) === hidden("revision_number");
      bar.addEventListener("click", ({ target }) => {
        const rows = Object.values(entry.fields).map(({ label, value }) => [label, value]);
        const lost = target.value === "put" ? putBack(entry) : [];
        keep();
        if (target.value === "show") {
          list(bar, rows);
        } else if (lost.length) {
          bar.querySelector("[data-lost]").hidden = false;
          list(bar, lost);
          target.remove();
        } else if (target.value) {
          store.removeItem(key);
          bar.remove();
          form.querySelector("input:not([type=hidden]), textarea")?.focus();
        }
      });
      form.before(bar);
    };
    for (const key of keys(mine)) {
      const entry = read(key);
      if (entry.address !== address || !entry.fields) {
        continue;
      }
      const rows = places(entry);
      const isThere = Object.entries(entry.fields).every(([name, { value }]) => {
        const field = findField(name, rows, false);
        return field && isSame(field, value);
      });
      if (!isThere) {
        offer(key, entry);
      } else if (meta.dataset.sent && address === here) { // a form that was refused, with all that was typed
        id = keyField.value = key.slice(mine.length);
        carried = Object.keys(entry.fields);
      } else {
        store.removeItem(key);
      }
    }
  };
  if (template) {
    const form = document.querySelector("#content-main > form[method=post]");
    if (form) {
      watch(form, here);
    }
    document.querySelectorAll("form[data-kept]").forEach((other) => watch(other, here + other.dataset.kept));
  }
})();
