// The customer's window. What is written is kept in the browser until the server has it, and sent
// one after the other under its own key: nothing is lost, doubled or out of order.
(() => {
  const body = document.body;
  const { dataset } = body;
  const find = (selector) => document.querySelector(selector);
  const [said, status, typing] = ["[data-said]", "[data-status]", "[data-typing]"].map(find);
  const [begin, say, rate] = ["begin", "say", "rate"].map((name) => find(`[data-form-${name}]`));
  const fault = find("[data-fault]");
  const TOKEN = "shouwen-chat-token";
  const KEPT = "shouwen-chat-kept";
  // While the socket tells what is new, the page looks by itself for reading marks alone.
  const EVERY = 3000;
  const SELDOM = 15000;
  const LONGEST_SAID = 1000;

  // A browser may refuse its store within a frame; then the conversation lasts as long as the page.
  const store = (() => {
    const inside = new Map();
    try {
      localStorage.setItem("shouwen-chat-try", "1");
      localStorage.removeItem("shouwen-chat-try");
      return localStorage;
    } catch {
      return {
        getItem: (key) => inside.get(key) ?? null,
        setItem: (key, value) => inside.set(key, value),
        removeItem: (key) => inside.delete(key),
      };
    }
  })();
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  let token = store.getItem(TOKEN) || "";
  let last = 0;
  let state = "";
  let stream = "";
  let sending = false;
  let asking = false;
  let waits = 1000;
  let read = 0;
  let kept = JSON.parse(store.getItem(KEPT) || "[]");
  const files = new Map();

  const ask = async (address, data) => {
    const headers = token ? { "Shouwen-Chat": token } : {};
    const method = data ? "POST" : "GET";
    const answer = await fetch(address, { method, body: data, headers, credentials: "omit" });
    const told = answer.status < 500 ? await answer.json().catch(() => ({})) : null;
    if (!told) throw new Error(String(answer.status));
    return { status: answer.status, told };
  };
  const show = (element, shown) => {
    element.hidden = !shown;
  };
  const tell = (text) => {
    status.textContent = text;
    show(status, Boolean(text));
  };

  // ── what is on the screen ──────────────────────────────────────────────────────────────────
  const atEnd = () => said.scrollHeight - said.scrollTop - said.clientHeight < 80;
  const toEnd = () => {
    said.scrollTop = said.scrollHeight;
  };
  const take = (told) => {
    const stays = atEnd();
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
    state = told.state || state;
    listen(told.stream);
    draw(told);
    if (stays) toEnd();
    if (told.more) hear();
  };
  const pendingOf = (key) => said.querySelector(`.said-kept[data-key="${CSS.escape(key)}"]`);

  const draw = (told) => {
    const isOver = state === "closed";
    show(begin, !token);
    show(said, Boolean(token));
    show(say, Boolean(token) && !isOver);
    show(find("[data-do-end]"), ["waiting", "talking"].includes(state));
    show(rate, isOver && !told.stars);
    show(find("[data-thanks]"), isOver && Boolean(told.stars));
    show(find("[data-again]"), isOver);
    const place = told.place ? dataset.textPlace.replace("{place}", told.place) : "";
    const about = told.minutes ? dataset.textMinutes.replace("{minutes}", told.minutes) : "";
    tell([place, about].filter(Boolean).join(" "));
    showTyping(told.typing && state !== "closed");
    for (const row of said.querySelectorAll(".said-mine[data-number]")) {
      const isRead = Number(row.dataset.number) <= (told.read || 0);
      row.classList.toggle("is-read", isRead);
      row.dataset.read = isRead ? dataset.textRead : "";
    }
  };
  let typingUntil = 0;
  const showTyping = (isTyping) => {
    typing.textContent = isTyping ? dataset.textTyping : "";
    show(typing, Boolean(isTyping));
    clearTimeout(typingUntil);
    if (isTyping) typingUntil = setTimeout(() => showTyping(false), 6000);
  };

  // ── hearing ────────────────────────────────────────────────────────────────────────────────
  const hear = async () => {
    if (!token || asking) return;
    asking = true;
    try {
      const { status: code, told } = await ask(`${dataset.news}&after=${last}`);
      if (code === 404) return void forget();
      waits = 1000;
      take(told);
      seeing();
    } catch {
      tell(dataset.textLost);
    } finally {
      asking = false;
    }
  };
  const listen = (name) => {
    if (!name || name === stream || !window.shouwenLive) return;
    stream = name;
    const heard = (news) => {
      if ("passing" in news) showTyping(news.passing.typing);
      else if (!(news.body.last <= last)) hear();
    };
    window.shouwenLive.hear(stream, 0, heard, { token, lost: hear });
  };
  const seeing = (isTyping) => {
    if (document.hidden || (!isTyping && read >= last)) return;
    read = last;
    const data = new FormData();
    data.set("number", last);
    if (isTyping) data.set("typing", "on");
    ask(dataset.seen, data).catch(() => {});
  };
  const forget = () => {
    store.removeItem(TOKEN);
    store.removeItem(KEPT);
    token = "";
    stream = "";
    state = "";
    last = 0;
    read = 0;
    kept = [];
    said.replaceChildren();
    draw({});
    begin.querySelector("input").focus();
  };
  const isOnSocket = () => stream && document.documentElement.dataset.liveSocket === "open";
  let looked = 0;
  setInterval(() => {
    const every = isOnSocket() && state === "talking" ? SELDOM : EVERY;
    if (document.hidden || state === "closed" || Date.now() - looked < every - EVERY / 2) return;
    looked = Date.now();
    hear();
  }, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || hear());
  window.addEventListener("online", () => {
    hear();
    sendOn();
  });

  // ── writing ────────────────────────────────────────────────────────────────────────────────
  const keep = () => store.setItem(KEPT, JSON.stringify(kept.filter((each) => !each.hasFile)));
  const write = (text, file) => {
    const one = { key: newKey(), text, hasFile: Boolean(file) };
    if (file) files.set(one.key, file);
    kept.push(one);
    keep();
    drawKept(one, file);
    toEnd();
    sendOn();
  };
  const drawKept = (one, file) => {
    const row = document.createElement("li");
    row.className = "said said-customer said-mine said-kept";
    row.dataset.key = one.key;
    const text = document.createElement("p");
    text.className = "said-text";
    text.textContent = one.text || (file && file.name) || "";
    const note = document.createElement("p");
    note.className = "said-who";
    note.textContent = dataset.textWait;
    row.append(note, text);
    said.append(row);
  };
  const drop = (one) => {
    kept = kept.filter((each) => each !== one);
    files.delete(one.key);
    keep();
  };
  // A message that merely goes on needs no request of its own; any other answer than a number, and
  // none at all, sends it by the form, under the same key.
  const saidBySocket = async (one) => {
    if (!isOnSocket() || files.has(one.key) || one.text.length > LONGEST_SAID) return false;
    const lang = new URL(dataset.say, location.href).searchParams.get("lang");
    const told = await window.shouwenLive.say(stream, one.key, { key: one.key, text: one.text, lang });
    if (!told.number) return false;
    drop(one);
    settle(one, told);
    return true;
  };
  const settle = (one, told) => {
    const row = pendingOf(one.key);
    if (told.number !== last + 1 || !row) return void hear();
    last = told.number;
    row.classList.remove("said-kept");
    row.dataset.number = told.number;
    const at = document.createElement("time");
    at.dateTime = told.at;
    at.textContent = told.time;
    row.querySelector(".said-who").replaceChildren(at);
    said.insertBefore(row, said.querySelector(".said-kept"));
  };
  const sendOn = async () => {
    if (sending || !token) return;
    sending = true;
    try {
      while (kept.length) {
        const one = kept[0];
        if (await saidBySocket(one)) continue;
        const data = new FormData();
        data.set("key", one.key);
        data.set("text", one.text);
        data.set("seen", last);
        if (files.has(one.key)) data.set("file", files.get(one.key));
        const { status: code, told } = await ask(dataset.say, data);
        if (code === 429) throw new Error("later");
        drop(one);
        if (code === 200) take(told);
        else refuse(one, told);
      }
      waits = 1000;
    } catch {
      tell(dataset.textLost);
      setTimeout(sendOn, waits);
      waits = Math.min(waits * 2, 15000);
    } finally {
      sending = false;
    }
  };
  const reason = (told) =>
    told.refused || Object.values(told.faults || {}).flat()[0] || dataset.textFailed;
  const refuse = (one, told) => {
    const row = pendingOf(one.key);
    if (row) row.querySelector(".said-who").textContent = reason(told);
    if (row) row.classList.replace("said-kept", "said-refused");
    hear();
  };

  let typedAt = 0;
  say.addEventListener("input", () => {
    if (Date.now() - typedAt < 3000) return;
    typedAt = Date.now();
    if (isOnSocket()) window.shouwenLive.pass(stream, { typing: true });
    else seeing(true);
  });
  say.elements.text.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    say.requestSubmit();
  });
  say.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = say.elements.text.value.trim();
    if (!text) return;
    say.elements.text.value = "";
    write(text, null);
  });
  say.elements.file.addEventListener("change", () => {
    for (const file of say.elements.file.files) write("", file);
    say.elements.file.value = "";
  });

  // ── beginning, ending, rating ──────────────────────────────────────────────────────────────
  const blame = (told) => {
    fault.textContent = reason(told);
    show(fault, true);
    const field = begin.elements[Object.keys(told.faults || {})[0]];
    if (field) field.focus();
  };
  let beginKey = newKey();
  begin.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const data = new FormData(begin);
    data.set("key", beginKey);
    try {
      const { status: code, told } = await ask(dataset.begin, data);
      if (code !== 200) return void blame(told);
      show(fault, false);
      token = told.token;
      store.setItem(TOKEN, token);
      beginKey = newKey();
      begin.elements.text.value = "";
      take(told);
      toEnd();
      say.elements.text.focus();
    } catch {
      blame({});
    } finally {
      sending = false;
    }
  });
  find("[data-do-end]").addEventListener("click", async () => {
    if (!window.confirm(dataset.textSure)) return;
    await ask(dataset.end, new FormData()).catch(() => {});
    hear();
  });
  rate.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { told } = await ask(dataset.rate, new FormData(rate)).catch(() => ({ told: {} }));
    if (told.stars) draw(told);
    else tell(reason(told));
  });
  find("[data-again]").addEventListener("click", forget);
  const shut = find("[data-shut]");
  show(shut, window.parent !== window);
  shut.addEventListener("click", () => window.parent.postMessage("shouwen-chat:close", "*"));

  for (const one of kept) drawKept(one);
  if (token) hear().then(sendOn);
  else draw({});
})();
