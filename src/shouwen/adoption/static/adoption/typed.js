// Keeps what is typed into form[data-keep] on the server, a moment after the last key, so that a
// closed browser loses nothing. The form's own button saves it for everybody.
(() => {
  "use strict";
  const PAUSE = 1000;
  const AGAIN = 5000;
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const state = form.querySelector("[data-kept]");
    let timer = 0;
    let fresh = false;

    const say = (words) => {
      if (state) state.textContent = words;
    };

    const send = async (leaving) => {
      clearTimeout(timer);
      if (!fresh) return;
      fresh = false;
      try {
        const body = new URLSearchParams(new FormData(form));
        const keepalive = leaving && body.toString().length < 60000;
        const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive });
        if (answer.redirected) throw new Error("signed out");
        say(await answer.text());
      } catch {
        fresh = true;
        say(form.dataset.textNotKept || "");
        timer = setTimeout(send, AGAIN);
      }
    };

    const later = (event) => {
      if (event.target.type === "hidden") return;
      fresh = true;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      fresh = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) send(true);
    });
    window.addEventListener("pagehide", () => send(true));
  }
})();
