// The reason of a withdrawal stands in its place among the words that the public will read, as it is typed.
"use strict";

(() => {
  const shown = document.querySelector("[data-follows]");
  const field = shown && document.getElementById(shown.dataset.follows);
  if (!field) return;
  const empty = shown.textContent;
  field.addEventListener("input", () => (shown.textContent = field.value.trim() || empty));
})();
