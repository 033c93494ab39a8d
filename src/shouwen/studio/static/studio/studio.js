// Keys and paint of the studio: a confirms, e changes, s sets aside, n goes to the next open one.
(() => {
  "use strict";
  const LOOKS = { open: "is-open", accepted: "is-fine", note: "is-aside", set_aside: "is-aside" };
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const current = () => document.activeElement.closest("[data-card]");

  const marksOf = (card) => document.querySelectorAll(`mark[data-target="${CSS.escape(card.id)}"]`);

  const show = (card) => {
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

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) return next();
    const mark = event.target.closest("mark[data-target]");
    const card = mark && document.getElementById(mark.dataset.target);
    if (card) show(card);
  });

  document.addEventListener("focusin", () => {
    const card = current();
    for (const mark of document.querySelectorAll("mark.is-picked")) mark.classList.remove("is-picked");
    if (card) for (const mark of marksOf(card)) mark.classList.add("is-picked");
  });

  // What is decided with a key goes on to the next open one by itself.
  let goOn = false;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = current();
    if (!card || event.target.closest("input, textarea, select")) return;
    const button = card.querySelector(`[data-do="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    goOn = event.key !== "e";
    button.click();
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
  });
})();
