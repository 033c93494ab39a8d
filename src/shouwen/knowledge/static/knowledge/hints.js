// Looks at what is being written in [data-hints] fields and says beneath what the rules make of it.
// The server judges; nothing is decided here, and sending is never held up.
(() => {
  const PAUSE = 400;
  const states = new WeakMap();
  let made = 0;

  const regionOf = (field) => {
    const known = states.get(field);
    if (known) return known;
    const region = document.createElement("div");
    made += 1;
    region.id = `hints-${made}`;
    region.className = "hints";
    region.setAttribute("aria-live", "polite");
    field.after(region);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${region.id}` : region.id);
    const state = { region, timer: 0, asked: null, said: "" };
    states.set(field, state);
    return state;
  };

  const headers = () => {
    const given = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    return { ...given, "X-Requested-With": "fetch" };
  };

  // A note for colleagues is nobody's reply: data-hints-unless="mode=note".
  const isSpared = (field) => {
    const [name, value] = (field.dataset.hintsUnless || "").split("=");
    if (!name || !field.form) return false;
    return new FormData(field.form).get(name) === value;
  };

  const situationOf = (field) => {
    const chosen = field.form && new FormData(field.form).get("situation");
    return chosen || field.dataset.hints;
  };

  const show = (state, html) => {
    // What is there already is not read out again.
    if (state.said === html) return;
    state.said = html;
    state.region.innerHTML = html;
    if (window.htmx) htmx.process(state.region);
  };

  const look = async (field, state) => {
    if (state.asked) state.asked.abort();
    if (!field.value.trim() || isSpared(field)) return show(state, "");
    state.asked = new AbortController();
    const data = new FormData();
    data.set("text", field.value);
    data.set("situation", situationOf(field));
    try {
      const answer = await fetch(field.dataset.hintsUrl, {
        method: "POST",
        body: data,
        headers: headers(),
        credentials: "same-origin",
        redirect: "error",
        signal: state.asked.signal,
      });
      if (answer.ok || answer.status === 413) show(state, (await answer.text()).trim());
      // Too many looks: what was said stays until there is room again.
      if (answer.status === 429) state.timer = setTimeout(() => look(field, state), 5000);
    } catch {
      // Without network nothing is said; what was typed is not in danger.
    }
    return undefined;
  };

  const soon = (field) => {
    const state = regionOf(field);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => look(field, state), PAUSE);
  };

  const fieldIn = (target) => (target.matches && target.matches("[data-hints]") ? target : null);

  // The place is there before anything is said in it, so that it is read out.
  document.addEventListener("focusin", (event) => {
    const field = fieldIn(event.target);
    if (field) regionOf(field);
  });
  document.addEventListener("input", (event) => {
    const field = fieldIn(event.target);
    if (field && !event.isComposing) soon(field);
  });
  document.addEventListener("compositionend", (event) => {
    const field = fieldIn(event.target);
    if (field) soon(field);
  });
  // Another situation, or a note instead of a reply, is looked at anew.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !event.target.matches("select, input[type=radio]")) return;
    for (const field of form.querySelectorAll("[data-hints]")) soon(field);
  });
})();
