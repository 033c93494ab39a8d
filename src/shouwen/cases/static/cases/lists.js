// Ticks on a list: all of a page at once, and how many are ticked.
(() => {
  const ticks = () => [...document.querySelectorAll("[data-pick]")];
  const all = document.querySelector("[data-pick-all]");
  const number = document.querySelector("[data-picked-number]");
  if (!all || !number) return;

  const show = () => {
    const picked = ticks().filter((tick) => tick.checked).length;
    number.textContent = picked;
    number.hidden = !picked;
    all.checked = picked > 0 && picked === ticks().length;
    all.indeterminate = picked > 0 && !all.checked;
  };

  document.addEventListener("change", (event) => {
    if (event.target === all) for (const tick of ticks()) tick.checked = all.checked;
    if (event.target === all || event.target.matches("[data-pick]")) show();
  });
  window.addEventListener("pageshow", show);
})();
