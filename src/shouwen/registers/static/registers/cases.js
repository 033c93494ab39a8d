// Fields that one case asks for are written anew when another field changes. What was typed into
// them while the answer was on its way stays, as does where the cursor was.
(() => {
  const place = () => document.getElementById("cases");
  const controls = () => [...(place() ? place().querySelectorAll("[name]") : [])];
  const isTicked = (control) => control.type === "radio" || control.type === "checkbox";
  const keyOf = (control) => (isTicked(control) ? `${control.name}=${control.value}` : control.name);
  const valueOf = (control) => (isTicked(control) ? control.checked : control.value);
  const values = () => new Map(controls().map((control) => [keyOf(control), valueOf(control)]));
  let sent = new Map();
  let typed = new Map();

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id === "cases") sent = values();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "cases") return;
    typed = new Map([...values()].filter(([key, value]) => sent.has(key) && sent.get(key) !== value));
  });

  // Before the next question is asked, so that it already says what was typed meanwhile.
  document.addEventListener("htmx:afterSwap", () => {
    const lost = controls().filter((control) => typed.has(keyOf(control)));
    for (const control of lost) {
      if (isTicked(control)) control.checked = typed.get(keyOf(control));
      else control.value = typed.get(keyOf(control));
    }
    typed = new Map();
    // What is reckoned from them has not seen them yet.
    if (lost.length) lost[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
