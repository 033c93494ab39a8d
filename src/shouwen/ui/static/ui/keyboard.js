// Keys for people who answer all day. Nothing fires while somebody types or composes.
(() => {
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  // A box that is ticked is no place where somebody writes.
  const isTyping = (target) =>
    !target.matches("[data-pick]") &&
    target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;

  const wantsKeys = () => {
    try {
      return localStorage.getItem("single-keys") !== "off";
    } catch {
      return true;
    }
  };

  // Enter that ends a composition belongs to the input method, never to the form.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && isComposing(event)) event.stopImmediatePropagation();
    },
    true,
  );
  let composedAt = -1000;
  document.addEventListener("compositionend", (event) => (composedAt = event.timeStamp), true);
  document.addEventListener(
    "keydown",
    (event) => {
      // Safari reports the closing Enter after the composition has ended.
      if (event.key === "Enter" && event.timeStamp - composedAt < 60) event.preventDefault();
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    const form = event.target.closest("textarea, input") && event.target.form;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);

  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement.closest("[data-row]"));
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const openRow = (event) => {
    if (!event.target.matches("[data-row]")) return;
    const link = event.target.querySelector("[data-row-open], a[href]");
    if (link) link.click();
  };

  const tick = () => {
    const row = document.activeElement.closest("[data-row]");
    const box = row && row.querySelector("[data-pick]");
    if (box) box.click();
  };

  const open = () => {
    const row = document.activeElement.closest("[data-row]");
    const link = row && row.querySelector("[data-row-open], a[href]");
    if (link) link.click();
  };

  const help = () => {
    const dialog = document.getElementById("keyboard-help");
    if (dialog && !dialog.open) dialog.showModal();
  };

  const search = () => {
    const field = document.querySelector("[data-search]");
    if (field) field.select();
  };

  const press = (key) => {
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (named) named.matches("input, textarea, select") ? named.focus() : named.click();
    return named !== null;
  };

  const keys = { "?": help, "/": search, j: () => move(1), k: () => move(-1), x: tick, o: open };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isComposing(event) || isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") return openRow(event);
    if (!wantsKeys() || event.key.length !== 1) return;
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (press(event.key)) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keyboard-help]")) help();
    if (event.target.matches("dialog.keys")) event.target.close();
  });

  const choice = document.querySelector("[data-single-keys]");
  if (choice) {
    choice.checked = wantsKeys();
    choice.addEventListener("change", () => {
      try {
        localStorage.setItem("single-keys", choice.checked ? "on" : "off");
      } catch {
        // Without storage the shortcuts stay on.
      }
    });
  }
})();
