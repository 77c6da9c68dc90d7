// What the time in the field is in words, on the office's clocks, and how long it is until then.
"use strict";

(() => {
  const MINUTE = 60_000;
  const DAY = 1440 * MINUTE;
  const field = document.querySelector("[data-zone]");
  if (!field || !Intl.RelativeTimeFormat) return;
  const { zone, past, unclear } = field.dataset;
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const clock = new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  const words = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "numeric", timeZoneName: "shortOffset" });
  const relative = new Intl.RelativeTimeFormat(language);
  const said = Object.assign(document.createElement("div"), { className: "help desk-moment" });
  said.setAttribute("role", "status");
  field.closest(".form-row").append(said);

  // What the office's clocks show at a moment, as if they showed UTC.
  const shown = (moment) => {
    const parts = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  };

  // The moments at which the clocks show what was typed: none or two on the day on which they are changed.
  const moments = (typed) => {
    const offsets = [typed - DAY, typed + DAY].map((near) => shown(near) - near);
    return [...new Set(offsets)].map((offset) => typed - offset).filter((moment) => shown(moment) === typed);
  };

  const until = (moment) => {
    const minutes = Math.round((moment - Date.now()) / MINUTE);
    if (minutes < 60) return relative.format(minutes, "minute");
    if (minutes < 2880) return relative.format(Math.round(minutes / 60), "hour");
    const days = Math.round(minutes / 1440);
    return days < 60 ? relative.format(days, "day") : relative.format(Math.floor(days / 30.44), "month");
  };

  const say = () => {
    const typed = Date.parse(`${field.value}Z`);
    if (Number.isNaN(typed)) return (said.textContent = "");
    const found = moments(typed);
    if (found.length !== 1) return (said.textContent = unclear);
    said.textContent = found[0] <= Date.now() ? past : `${words.format(found[0])} · ${until(found[0])}`;
  };

  field.addEventListener("input", say);
  say();
})();
