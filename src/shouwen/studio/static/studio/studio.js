// Keys and paint of the studio. a confirms, e changes, s sets aside, c splits, m joins, u undoes,
// n goes to the next open one. Keys belong to the page: none is lost while an answer is under way.
(() => {
  "use strict";
  const LOOKS = { open: "is-open", accepted: "is-fine", note: "is-aside", set_aside: "is-aside" };
  const KEYS = ["a", "e", "s", "c", "m", "u"];
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const marksOf = (card) => document.querySelectorAll(`mark[data-target="${CSS.escape(card.id)}"]`);

  // The card last looked at; it counts also while the focus is on its way to the next.
  let picked = "";
  const current = () =>
    document.activeElement.closest("[data-card]") || document.getElementById(picked);

  const show = (card) => {
    picked = card.id;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };

  const next = () => {
    const all = cards();
    const here = all.indexOf(current());
    const after = [...all.slice(here + 1), ...all.slice(0, here + 1)];
    const open = after.find((card) => card.dataset.verdict === "open");
    if (open) show(open);
  };

  const repaint = (card) => {
    for (const mark of marksOf(card)) {
      const look = card.id.startsWith("sentence-") && card.dataset.verdict === "open";
      mark.className = look ? "uncov" : LOOKS[card.dataset.verdict];
    }
  };

  // What is decided with a key goes on to the next open one by itself. Keys pressed before its
  // answer came wait their turn: they were meant for the card that is shown then.
  let goOn = false;
  let waiting = false;
  let kept = [];

  const act = (key) => {
    if (key === "n") return next();
    const card = current();
    if (!card) return next(); // nothing is decided about what nobody looked at
    const button = card.querySelector(`[data-do="${CSS.escape(key)}"]`);
    if (!button) return;
    const asks = button.matches("button") && (button.form || button).matches("[hx-post]");
    const own = button.matches("[hx-post]");
    waiting = asks || own;
    goOn = waiting;
    button.click();
  };

  const press = (key) => {
    if (waiting) kept.push(key);
    else act(key);
  };

  const goThrough = () => {
    waiting = false;
    while (kept.length && !waiting) act(kept.shift());
  };

  const wantsKeys = () => {
    try {
      return localStorage.getItem("single-keys") !== "off";
    } catch {
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !wantsKeys()) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
    if (!KEYS.includes(event.key) || !cards().length) return;
    event.preventDefault();
    press(event.key);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) return press("n");
    const mark = event.target.closest("mark[data-target]");
    const card = mark && document.getElementById(mark.dataset.target);
    if (card) show(card);
  });

  document.addEventListener("focusin", () => {
    const card = document.activeElement.closest("[data-card]");
    if (card) picked = card.id;
    for (const mark of document.querySelectorAll("mark.is-picked")) mark.classList.remove("is-picked");
    if (card) for (const mark of marksOf(card)) mark.classList.add("is-picked");
  });

  // One answer renews the card and the bar above; it is heard once for each.
  let answered = null;
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr === answered) return;
    answered = event.detail.xhr;
    const card = document.getElementById(event.detail.target.id);
    if (!card || !card.matches("[data-card]")) return;
    repaint(card);
    show(card);
    if (goOn) next();
    goOn = false;
    goThrough();
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failed, () => {
      waiting = goOn = false;
      kept = [];
    });
  }

  // An address that names a card shows it.
  const named = document.getElementById(location.hash.slice(1));
  if (named && named.matches("[data-card]")) show(named);
})();
