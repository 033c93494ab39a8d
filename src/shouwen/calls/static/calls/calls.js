// Clocks that run between two looks at the server: how long something goes on, and until when to wait.
(() => {
  const two = (n) => String(n).padStart(2, "0");
  const clock = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    const minutes = Math.floor(s / 60) % 60;
    return s >= 3600
      ? `${Math.floor(s / 3600)}:${two(minutes)}:${two(s % 60)}`
      : `${minutes}:${two(s % 60)}`;
  };
  const tick = () => {
    const now = Date.now();
    for (const each of document.querySelectorAll("[data-since]"))
      each.textContent = clock((now - Date.parse(each.dataset.since)) / 1000);
    for (const each of document.querySelectorAll("[data-until]")) {
      const left = (Date.parse(each.dataset.until) - now) / 1000;
      each.textContent = left > 0 ? clock(left + 0.99) : each.dataset.done;
      each.classList.toggle("is-over", left <= 0);
    }
  };
  tick();
  setInterval(tick, 250);
  document.addEventListener("htmx:afterSettle", tick);
})();
