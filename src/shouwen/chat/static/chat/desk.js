// One conversation at a colleague's desk: new messages as they come, answers sent once and in order.
(() => {
  const room = document.querySelector("[data-chat]");
  if (!room) return;
  const { dataset } = room;
  const find = (selector) => room.querySelector(selector);
  const [said, clocks, status, typing] = [
    "[data-said]", "[data-clocks]", "[data-status]", "[data-typing]",
  ].map(find);
  const form = find("[data-form-say]");
  const box = find(".chat-suggest");
  const csrf = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  let last = 0;
  let read = 0;
  let asking = false;
  let again = false;
  let sending = false;
  let waits = 1000;
  const kept = [];

  const tell = (text) => {
    status.textContent = text;
    status.hidden = !text;
  };
  const ask = async (address, data) => {
    const answer = await fetch(address, { method: data ? "POST" : "GET", body: data, headers: csrf });
    if (answer.status >= 500) throw new Error(String(answer.status));
    return { code: answer.status, told: await answer.json().catch(() => ({})) };
  };
  const pendingOf = (key) => said.querySelector(`.said-kept[data-key="${CSS.escape(key)}"]`);
  let typingUntil = 0;
  const showTyping = (isTyping) => {
    typing.textContent = isTyping ? dataset.textTyping : "";
    typing.hidden = !isTyping;
    clearTimeout(typingUntil);
    if (isTyping) typingUntil = setTimeout(() => showTyping(false), 6000);
  };

  const take = (told) => {
    const stays = said.scrollHeight - said.scrollTop - said.clientHeight < 80;
    if (told.html) {
      const page = new DOMParser().parseFromString(`<ol>${told.html}</ol>`, "text/html");
      for (const row of page.querySelectorAll("li[data-number]")) {
        if (said.querySelector(`li[data-number="${CSS.escape(row.dataset.number)}"]`)) continue;
        const mine = row.dataset.key && pendingOf(row.dataset.key);
        if (mine) mine.remove();
        said.insertBefore(document.adoptNode(row), said.querySelector(".said-kept"));
      }
    }
    last = Math.max(last, told.last || 0);
    if (told.clocks !== undefined && clocks.innerHTML !== told.clocks) {
      clocks.innerHTML = told.clocks;
      htmx.process(clocks);
    }
    showTyping(told.typing);
    for (const row of said.querySelectorAll(".said-mine[data-number]")) {
      const isRead = Number(row.dataset.number) <= (told.read || 0);
      row.classList.toggle("is-read", isRead);
      row.dataset.read = isRead ? dataset.textRead : "";
    }
    if (stays) said.scrollTop = said.scrollHeight;
    if (form && told.state === "closed") location.reload();
    else if (told.more) again = true;
  };
  const hear = async () => {
    if (asking) return void (again = true);
    asking = true;
    again = false;
    try {
      const { code, told } = await ask(`${dataset.news}?after=${last}`);
      if (code === 200) {
        tell("");
        take(told);
        seeing();
      }
    } catch {
      tell(dataset.textLost);
    } finally {
      asking = false;
    }
    if (again) hear();
  };
  const seeing = (isTyping) => {
    if (document.hidden || (!isTyping && read >= last)) return;
    read = last;
    const data = new FormData();
    data.set("number", last);
    if (isTyping) data.set("typing", "on");
    ask(dataset.seen, data).catch(() => {});
  };
  setInterval(() => document.hidden || hear(), 3000);
  document.addEventListener("visibilitychange", () => document.hidden || hear());
  if (window.shouwenLive) {
    const heard = (news) =>
      "passing" in news ? news.by === "customer" && showTyping(true) : hear();
    window.shouwenLive.hear(dataset.chat, 0, heard, { lost: hear });
  }
  hear();
  if (!form) return;

  // ── sending ────────────────────────────────────────────────────────────────────────────────
  const text = form.elements.text;
  const sendOn = async () => {
    if (sending) return;
    sending = true;
    try {
      while (kept.length) {
        const one = kept[0];
        one.data.set("seen", last);
        const { code, told } = await ask(dataset.say, one.data);
        kept.shift();
        if (code !== 200) refuse(one, told);
        take(told);
        waits = 1000;
      }
    } catch {
      tell(dataset.textLost);
      setTimeout(sendOn, waits);
      waits = Math.min(waits * 2, 15000);
    } finally {
      sending = false;
    }
  };
  // What was refused goes back to where it was typed, unless something else is being written.
  const refuse = (one, told) => {
    const row = pendingOf(one.data.get("key"));
    if (row) row.remove();
    if (!text.value) text.value = one.data.get("text");
    tell(told.refused || Object.values(told.faults || {}).flat()[0] || dataset.textLost);
  };
  const write = (file) => {
    const data = new FormData();
    data.set("key", newKey());
    data.set("text", file ? "" : text.value.trim());
    if (form.elements.mode.checked) data.set("mode", "note");
    if (file) data.set("file", file);
    if (!file && !data.get("text")) return;
    kept.push({ data });
    const row = document.createElement("li");
    row.className = "said said-mine said-kept";
    row.dataset.key = data.get("key");
    row.textContent = data.get("text") || file.name;
    said.append(row);
    said.scrollTop = said.scrollHeight;
    if (!file) text.value = "";
    text.dispatchEvent(new Event("input", { bubbles: true }));
    sendOn();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(null);
  });
  form.elements.file.addEventListener("change", () => {
    for (const file of form.elements.file.files) write(file);
    form.elements.file.value = "";
  });

  // ── kept replies with /, clauses with ? ────────────────────────────────────────────────────
  let turn = 0;
  const looking = () => {
    const before = text.value.slice(0, text.selectionStart);
    const found = /(?:^|[\s，。！；：、])([/?？])([^\s/?？]{0,20})$/.exec(before);
    if (!found) return null;
    return { sign: found[1], words: found[2], from: before.length - found[2].length - 1 };
  };
  const hide = () => {
    turn += 1;
    box.hidden = true;
  };
  const select = (option) => {
    for (const each of box.children) each.setAttribute("aria-selected", each === option);
    option.scrollIntoView({ block: "nearest" });
  };
  const suggest = async () => {
    const wanted = looking();
    if (!wanted) return hide();
    const mine = (turn += 1);
    const kind = wanted.sign === "/" ? "phrase" : "knowledge";
    const query = new URLSearchParams({ for: kind, q: wanted.words });
    const answer = await fetch(`${dataset.suggest}?${query}`).catch(() => null);
    if (mine !== turn || !answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    box.replaceChildren(...page.body.children);
    box.hidden = !box.children.length;
    if (!box.hidden) select(box.firstElementChild);
  };
  const insert = (option) => {
    const wanted = looking();
    if (!wanted) return;
    text.setRangeText(option.dataset.insert, wanted.from, text.selectionStart, "end");
    hide();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    hide();
    text.focus();
  };
  box.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    insert(option);
  });
  text.addEventListener("blur", hide);

  let typedAt = 0;
  text.addEventListener("input", (event) => {
    if (!event.isComposing) suggest();
    if (form.elements.mode.checked || Date.now() - typedAt < 3000) return;
    typedAt = Date.now();
    const open = document.documentElement.dataset.liveSocket === "open";
    if (open) window.shouwenLive.pass(dataset.chat, { typing: true });
    else seeing(true);
  });
  text.addEventListener("compositionend", suggest);
  text.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const now = box.querySelector("[aria-selected=true]");
    if (!box.hidden && now) {
      const ways = {
        ArrowDown: () => select(now.nextElementSibling || box.firstElementChild),
        ArrowUp: () => select(now.previousElementSibling || box.lastElementChild),
        Enter: () => insert(now),
        Tab: () => insert(now),
        Escape: hide,
      };
      if (!ways[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      ways[event.key]();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
})();
