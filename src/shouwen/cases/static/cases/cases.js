// Attachments by dropping and pasting. Without this file the plain file input does the same.
(() => {
  document.documentElement.classList.add("has-script");

  const fieldOf = (form) => form && form.querySelector("input[type=file][data-drop]");

  const show = (input) => {
    const list = input.closest(".files-field").querySelector(".files-chosen");
    for (const old of list.querySelectorAll("[data-new]")) old.remove();
    for (const file of input.files) {
      const line = document.createElement("li");
      line.dataset.new = "";
      line.textContent = file.name;
      list.append(line);
    }
  };

  const add = (input, files) => {
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    show(input);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-drop]")) show(event.target);
  });

  document.addEventListener("paste", (event) => {
    const input = fieldOf(event.target.form);
    if (!input || !event.clipboardData.files.length) return;
    event.preventDefault();
    add(input, event.clipboardData.files);
  });

  const over = (event) => {
    const form = event.target.closest && event.target.closest("form");
    return event.dataTransfer && event.dataTransfer.types.includes("Files") ? fieldOf(form) : null;
  };
  document.addEventListener("dragover", (event) => {
    const input = over(event);
    if (!input) return;
    event.preventDefault();
    input.closest(".files-field").classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const input = over(event);
    if (input) input.closest(".files-field").classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const input = over(event);
    if (!input) return;
    event.preventDefault();
    input.closest(".files-field").classList.remove("is-over");
    add(input, event.dataTransfer.files);
  });
})();
// Drafts are kept on the server while somebody writes; without script the text is sent as ever.
(() => {
  const timers = new WeakMap();
  const PAUSE = 800;

  const save = async (text) => {
    const form = text.form;
    if (!form || !text.isConnected) return;
    const sent = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "token"]) sent.set(name, form.elements[name].value);
    const mode = form.querySelector("[name=mode]:checked");
    sent.set("mode", mode ? mode.value : "reply");
    sent.set("text", text.value);
    const answer = await fetch(text.dataset.draft, { method: "POST", body: sent }).catch(() => null);
    const said = form.querySelector(".draft-said");
    if (said && answer && answer.ok) said.textContent = text.value.trim() ? said.dataset.saved : "";
  };

  const soon = (text) => {
    clearTimeout(timers.get(text));
    timers.set(text, setTimeout(() => save(text), PAUSE));
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-draft]")) soon(event.target);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    const text = event.target.name === "mode" && form && form.querySelector("textarea[data-draft]");
    if (text && text.value) soon(text);
  });
  document.addEventListener(
    "submit",
    (event) => {
      const text = event.target.querySelector("textarea[data-draft]");
      if (text) clearTimeout(timers.get(text));
    },
    true,
  );
})();

// "/" offers kept replies and "@" colleagues; an input method is never interrupted.
(() => {
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const boxOf = (text) => text.parentElement.querySelector(".suggest");
  const chosen = (box) => box.querySelector("[aria-selected=true]");
  let asked = 0;

  // What is being looked for: the sign, the words after it, and where it begins.
  const looking = (text) => {
    const before = text.value.slice(0, text.selectionStart);
    const found = /(?:^|[\s，。！？；：、])([/])([^\s/]{0,20})$|(@)([^\s@]{0,20})$/.exec(before);
    if (!found) return null;
    const sign = found[1] || found[3];
    return { sign, words: found[2] || found[4] || "", from: before.lastIndexOf(sign) };
  };

  const hide = (text) => {
    const box = boxOf(text);
    asked += 1;
    box.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };

  const select = (text, option) => {
    for (const each of boxOf(text).children) each.setAttribute("aria-selected", each === option);
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const ask = async (text) => {
    const wanted = looking(text);
    if (!wanted) return hide(text);
    const turn = (asked += 1);
    const kind = wanted.sign === "@" ? "mention" : "phrase";
    const query = new URLSearchParams({ for: kind, q: wanted.words });
    const answer = await fetch(`${text.dataset.suggest}?${query}`).catch(() => null);
    if (turn !== asked || !answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    const box = boxOf(text);
    box.replaceChildren(...page.body.children);
    box.hidden = !box.children.length;
    if (!box.hidden) select(text, box.firstElementChild);
  };

  const take = (text, option) => {
    const wanted = looking(text);
    if (!wanted) return;
    text.setRangeText(option.dataset.insert, wanted.from, text.selectionStart, "end");
    hide(text);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  };

  const isOurs = (target) => target.matches && target.matches("textarea[data-suggest]");

  document.addEventListener("input", (event) => {
    if (isOurs(event.target) && !event.isComposing) ask(event.target);
  });
  document.addEventListener("compositionend", (event) => {
    if (isOurs(event.target)) ask(event.target);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      const text = event.target;
      if (!isOurs(text) || boxOf(text).hidden || isComposing(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const box = boxOf(text);
      const now = chosen(box);
      const ways = {
        ArrowDown: () => select(text, now.nextElementSibling || box.firstElementChild),
        ArrowUp: () => select(text, now.previousElementSibling || box.lastElementChild),
        Enter: () => take(text, now),
        Tab: () => take(text, now),
        Escape: () => hide(text),
      };
      if (!ways[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      ways[event.key]();
    },
    true,
  );

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest(".suggest > [role=option]");
    if (!option) return;
    event.preventDefault();
    take(option.closest(".field").querySelector("textarea[data-suggest]"), option);
  });
  document.addEventListener("focusout", (event) => {
    if (isOurs(event.target)) hide(event.target);
  });
})();

// A field that depends on another one is shown while that one says so; the server decides anyway.
(() => {
  const values = (form, name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked)
      .map((each) => each.value);

  const fit = () => {
    for (const control of document.querySelectorAll("[data-shown-if]")) {
      const wanted = control.dataset.shownValues.split(" ");
      const given = values(control.closest("form"), control.dataset.shownIf);
      const field = control.closest(".field");
      if (field) field.hidden = !given.some((value) => wanted.includes(value));
    }
  };
  document.addEventListener("change", fit);
  document.addEventListener("htmx:afterSettle", fit);
  fit();
})();
