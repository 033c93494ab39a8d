// Keeps [data-live="seconds"] elements fresh while their tab is in view and nobody types in them.
(() => {
  const lastAsked = new WeakMap();

  const isBusy = (element) =>
    element.matches(".htmx-request") ||
    element.contains(document.querySelector("dialog[open], details.menu[open]")) ||
    (element.contains(document.activeElement) &&
      document.activeElement.matches("input, textarea, select"));

  const refresh = (now) => {
    for (const element of document.querySelectorAll("[data-live]")) {
      const seconds = Math.max(2, Number(element.dataset.live) || 10);
      if (!lastAsked.has(element)) lastAsked.set(element, now);
      if (now - lastAsked.get(element) < seconds * 1000 || isBusy(element)) continue;
      lastAsked.set(element, now);
      htmx.trigger(element, "live");
    }
  };

  setInterval(() => {
    if (!document.hidden) refresh(performance.now());
  }, 1000);

  // The row that had the focus keeps it after its list was renewed.
  let focused = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = document.activeElement.closest("[data-row][id]");
    focused = row && event.detail.target.contains(row) ? row.id : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const row = focused && document.getElementById(focused);
    focused = "";
    if (!row) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  });
})();
