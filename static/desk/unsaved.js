// Asks before the editor leaves a form with something typed and not saved.
(() => {
  const form = document.querySelector("#content-main > form");
  if (!form) {
    return;
  }
  const read = () => new URLSearchParams(new FormData(form)).toString();
  let before = null;
  let isSent = false;
  window.addEventListener("load", () => { before = read(); });
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && before !== null && read() !== before) {
      event.preventDefault();
    }
  });
})();
