// The regulation file beside its text: shown and put away, and renewed without losing a letter, the
// place or the mark. f goes to the file, Escape in it back to the text.
(() => {
  "use strict";
  const panes = document.querySelector(".studio-panes");
  if (!panes) return;
  const KEPT = "studio-file";
  const wide = matchMedia("(min-width: 75rem)");
  const pane = () => document.getElementById("file-pane");
  const field = () => pane().querySelector("textarea");
  const remembered = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };

  // Wide pages show the file beside the text unless it was put away, narrow ones either of both.
  let chosen = wide.matches ? remembered() !== "away" : location.hash.startsWith("#line-");
  const places = { true: 0, false: 0 };

  const draw = () => {
    panes.classList.toggle("has-file", chosen);
    for (const link of document.querySelectorAll("[data-pane]")) {
      const name = link.dataset.pane;
      if (name === "") link.setAttribute("aria-pressed", String(chosen));
      else if ((name === "file") === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  const choose = (file) => {
    if (file === chosen) return;
    places[chosen] = window.scrollY;
    chosen = file;
    if (wide.matches) remembered(file ? "there" : "away");
    draw();
    if (!wide.matches) window.scrollTo(0, places[chosen]);
  };

  for (const link of document.querySelectorAll('[data-pane=""]')) link.setAttribute("role", "button");
  draw();
  wide.addEventListener("change", () => {
    chosen = wide.matches && remembered() !== "away";
    draw();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-pane]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      // A key leads to the file, a click on the button puts it away, too.
      const byKey = event.detail === 0;
      choose(link.dataset.pane ? link.dataset.pane === "file" : byKey || !chosen);
      if (byKey && chosen && field()) field().focus({ preventScroll: wide.matches });
    }
    if (event.target.closest("[data-line]") && !pane().contains(event.target)) choose(true);
  }, true);

  let card = "";
  document.addEventListener("focusin", (event) => {
    const near = event.target.closest("[data-card]");
    if (near) card = near.id;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.target !== field()) return;
    if (!wide.matches) choose(false);
    const last = document.getElementById(card) || document.querySelector("[data-card]");
    (last || document.getElementById("page")).focus();
  });

  // Where a place in a text stands once the text was changed around it.
  const moved = (place, before, after) => {
    let same = 0;
    while (same < before.length && before[same] === after[same]) same += 1;
    return place <= same ? place : Math.max(same, place + after.length - before.length);
  };

  let held = null;
  const isPane = (event) => event.detail.target && event.detail.target.id === "file-pane";

  document.addEventListener("htmx:beforeRequest", (event) => {
    // What is being saved is not typed into until its answer has come.
    if (event.detail.elt.id === "file-form" && field()) field().readOnly = true;
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failed, () => { if (field()) field().readOnly = false; });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPane(event)) return;
    const text = field();
    if (!text) return;
    const sent = event.detail.requestConfig.parameters.text;
    // Somebody typed on while the answer was under way: it is asked for again.
    if (sent !== undefined && String(sent).replaceAll("\r\n", "\n") !== text.value) {
      event.detail.shouldSwap = false;
      htmx.trigger(document.body, "decided");
      return;
    }
    held = {
      value: text.value, top: text.scrollTop, left: text.scrollLeft,
      start: text.selectionStart, end: text.selectionEnd,
      hadFocus: document.activeElement === text,
      hadInside: pane().contains(document.activeElement),
    };
  });

  const count = () => {
    const faults = document.getElementById("file-faults");
    const number = faults ? faults.dataset.errors : "0";
    for (const badge of document.querySelectorAll("[data-file-faults]")) {
      badge.textContent = number === "0" ? "" : number;
    }
  };

  const mark = () => {
    const gutter = document.querySelector("[data-gutter]");
    if (!gutter) return;
    for (const line of gutter.children) line.classList.remove("has-error", "has-notice");
    for (const [sort, look] of [["notice", "has-notice"], ["error", "has-error"]]) {
      for (const link of document.querySelectorAll(`#file-faults .fault-${sort} [data-line]`)) {
        const line = gutter.children[Number(link.dataset.line) - 1];
        if (line) line.className = look;
      }
    }
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "file-pane" && event.detail.target.id !== "file-faults") return;
    count();
    mark();
    const text = field();
    if (!held || !text || event.detail.target.id !== "file-pane") return;
    const { value, top, left, start, end, hadFocus, hadInside } = held;
    held = null;
    text.setSelectionRange(moved(start, value, text.value), moved(end, value, text.value));
    if (hadFocus || hadInside) text.focus({ preventScroll: true });
    text.scrollTop = top;
    text.scrollLeft = left;
  });
})();
