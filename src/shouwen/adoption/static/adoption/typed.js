// Keeps what is typed into form[data-keep] on the server, a moment after the last key, so that a
// closed browser loses nothing. The form's own button saves it for everybody. Forms may come later
// than the page; one that was replaced lets go of what it did not send.
(() => {
  "use strict";
  const PAUSE = 1000;
  const AGAIN = 5000;
  const waiting = new Map();

  const say = (form, words) => {
    const state = form.querySelector("[data-kept]");
    if (state) state.textContent = words;
  };

  const letGo = (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
  };

  const later = (form, pause) => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => send(form, false), pause));
  };

  const send = async (form, leaving) => {
    letGo(form);
    if (!form.isConnected) return;
    try {
      const body = new URLSearchParams(new FormData(form));
      const keepalive = leaving && body.toString().length < 60000;
      const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive });
      if (answer.redirected) throw new Error("signed out");
      say(form, await answer.text());
    } catch {
      say(form, form.dataset.textNotKept || "");
      if (!waiting.has(form)) later(form, AGAIN);
    }
  };

  const typed = (event) => {
    const form = event.target.closest("form[data-keep]");
    if (form && event.target.type !== "hidden") later(form, PAUSE);
  };
  const sendAll = () => {
    for (const form of [...waiting.keys()]) send(form, true);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", (event) => letGo(event.target));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) sendAll();
  });
  window.addEventListener("pagehide", sendAll);
})();
