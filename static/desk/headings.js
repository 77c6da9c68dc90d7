// Puts an offered topic into its field at once, and ticks all without another page.
(() => {
  const form = document.getElementById("headings-form");
  form.addEventListener("click", (event) => {
    const { name, value } = event.target;
    if (name === "_tick") {
      event.preventDefault();
      form.querySelectorAll("[name$='-ticked']").forEach((box) => { box.checked = value === "all"; });
    } else if (name === "_offers") {
      event.preventDefault();
      form.querySelectorAll("[name=_offer]").forEach((offer) => { offer.click(); });
      event.target.remove();
      form.querySelector("[name$='-topics']").focus();
    } else if (name === "_offer") {
      event.preventDefault();
      const [, number, topic] = value.match(/^(\d+):(.*)$/su);
      const field = form.elements[`form-${number}-topics`];
      const held = field.value.trim().replace(/[;；,，、]$/, "");
      field.value = [held, topic.replace(/[\\;；,，、]/g, "\\$&")].filter(Boolean).join("; ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      event.target.remove();
      field.focus();
    }
  });
})();
