/* Matching: Enter posts the line, Space fills or clears the amount of a row. The other
   keys are links and buttons with data-key, which app.js presses. */
"use strict";

(() => {
  const isFree = (target) =>
    target === document.body || target.closest?.(".bl") !== null || target.id === "main";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key !== "Enter" || event.repeat || !isFree(event.target)) return;
    const post = document.querySelector("[data-post]");
    if (!post) return;
    event.preventDefault();
    post.click();
  });

  const fill = (button) => {
    const box = document.getElementById(button.dataset.fill);
    if (!box) return;
    box.value = box.value.trim() ? "" : button.dataset.open;
    button.closest("tr").toggleAttribute("data-ticked", box.value !== "");
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (button) fill(button);
  });
})();
