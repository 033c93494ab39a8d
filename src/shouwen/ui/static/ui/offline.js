// Forms marked data-offline may be filled in without network: they are kept on this device and
// sent once it is back, never twice (each carries its key), with the time they were filled in.
(() => {
  const body = document.body;
  const member = body.dataset.member || "";
  const texts = body.dataset;
  const STORE = "waiting";

  const database = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open("shouwen", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });

  const within = async (mode, act) => {
    const base = await database();
    return new Promise((done, fail) => {
      const change = base.transaction(STORE, mode);
      const asked = act(change.objectStore(STORE));
      change.oncomplete = () => done(asked && asked.result);
      change.onerror = change.onabort = () => fail(change.error);
    }).finally(() => base.close());
  };
  const put = (entry) => within("readwrite", (store) => store.put(entry));
  const drop = (key) => within("readwrite", (store) => store.delete(key));
  const all = async () => {
    const found = await within("readonly", (store) => store.getAll());
    return found.sort((a, b) => a.doneAt.localeCompare(b.doneAt));
  };

  const isReachable = async () => {
    if (!navigator.onLine) return false;
    try {
      const signal = AbortSignal.timeout(4000);
      return (await fetch("/healthz", { cache: "no-store", signal })).ok;
    } catch {
      return false;
    }
  };

  const say = (text, tone) => {
    const region = document.getElementById("messages");
    if (!region) return;
    const notice = document.createElement("div");
    notice.className = `notice notice-${tone}`;
    notice.textContent = text;
    region.append(notice);
  };

  // ── keeping a form ──────────────────────────────────────────────────────────────────────────

  const keyField = (form) => form.elements.namedItem(form.dataset.offline || "idempotency_key");

  // The time in the form is the time the page was made; a page kept since yesterday would lie.
  const renewTimes = (form) => {
    for (const input of form.querySelectorAll("input[type=datetime-local]")) {
      if (!input.value || input.value !== input.defaultValue) continue;
      const zone = { timeZone: texts.timeZone || undefined, hourCycle: "h23" };
      const parts = new Intl.DateTimeFormat("sv-SE", {
        ...zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      });
      input.value = parts.format(new Date()).replace(" ", "T");
    }
  };

  // A page kept on the device may be used again; what was filled in before had its key.
  const USED = "keys-used";
  const takeKey = (field) => {
    const used = JSON.parse(localStorage.getItem(USED) || "[]");
    if (used.includes(field.value)) field.value = crypto.randomUUID().replaceAll("-", "");
    localStorage.setItem(USED, JSON.stringify([...used.slice(-199), field.value]));
  };

  const keep = async (form, submitter) => {
    renewTimes(form);
    takeKey(keyField(form));
    const fields = [...new FormData(form, submitter)].filter(
      ([name]) => name !== "csrfmiddlewaretoken",
    );
    const heading = document.querySelector("h1");
    await put({
      key: keyField(form).value,
      member,
      action: new URL(form.action, location.href).pathname + new URL(form.action, location.href).search,
      page: location.pathname + location.search,
      title: form.dataset.offlineTitle || (heading ? heading.textContent.trim() : document.title),
      fields,
      doneAt: new Date().toISOString(),
      problem: "",
    });
  };

  const keptInstead = (form) => {
    const note = document.querySelector("#kept-on-device").content.cloneNode(true);
    form.replaceWith(note);
    const place = document.querySelector(".kept-note");
    place.focus();
    place.scrollIntoView({ block: "center" });
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-offline]") || form.dataset.online || !member) return;
      // The question before a deed comes first; it sends the form again.
      if (form.dataset.confirm && !form.dataset.confirmed) return;
      if (!keyField(form) || !("indexedDB" in window)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.asking) return;
      form.dataset.asking = "yes";
      const submitter = event.submitter;
      isReachable().then(async (yes) => {
        delete form.dataset.asking;
        if (yes) {
          form.dataset.online = "yes";
          form.requestSubmit(submitter);
          return;
        }
        try {
          await keep(form, submitter);
          keptInstead(form);
          count();
        } catch {
          say(texts.textOffline, "late");
        }
      });
    },
    true,
  );
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-online]")) delete form.dataset.online;
  });

  // ── sending what was kept ───────────────────────────────────────────────────────────────────

  const cookie = (name) => {
    const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };

  const problemOf = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector(".form-errors, [data-refused] .refusal, .errorlist, .notice-late, h1");
    return (found ? found.textContent.trim().replace(/\s+/g, " ") : "") || String(answer.status);
  };

  const send = async (entry) => {
    const data = new FormData();
    for (const [name, value] of entry.fields) data.append(name, value);
    data.set("done_at", entry.doneAt);
    data.set("sent_at", new Date().toISOString());
    const headers = { "X-CSRFToken": cookie("csrftoken"), "X-Shouwen-Sent-Later": "yes" };
    const answer = await fetch(entry.action, { method: "POST", body: data, headers });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const word = answer.headers.get("X-Shouwen-Sent-Later");
    if (word === "done") await drop(entry.key);
    else if (!word) await put({ ...entry, problem: await problemOf(answer) });
    return word || "refused";
  };

  const sendAll = async () => {
    const waiting = (await all()).filter((each) => each.member === member && !each.problem);
    if (!member || !waiting.length || !(await isReachable())) return;
    const told = { done: 0, refused: 0 };
    for (const entry of waiting) {
      const word = await send(entry).catch(() => "sign-in");
      if (word === "sign-in") break;
      told[word] += 1;
    }
    if (told.done) say(texts.textSentLater.replace("{n}", told.done), "fine");
    if (told.refused) say(texts.textNotTaken.replace("{n}", told.refused), "late");
    await count();
  };

  // Two windows would send the same twice; the server would not mind, the network might.
  const sendInTurn = () =>
    navigator.locks
      ? navigator.locks.request("shouwen-waiting", { ifAvailable: true }, (lock) => lock && sendAll())
      : sendAll();

  // ── what waits ──────────────────────────────────────────────────────────────────────────────

  const list = document.querySelector("[data-waiting-list]");

  const line = (entry) => {
    const row = document.querySelector("#waiting-line").content.cloneNode(true);
    const time = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: "medium", timeStyle: "short", timeZone: texts.timeZone || undefined,
    });
    row.querySelector("[data-title]").textContent = entry.title;
    row.querySelector("[data-time]").textContent = time.format(new Date(entry.doneAt));
    row.querySelector("[data-problem]").textContent = entry.problem;
    row.querySelector("[data-open]").href = entry.page;
    row.querySelector("[data-again]").hidden = !entry.problem;
    row.querySelector("[data-again]").addEventListener("click", async () => {
      await put({ ...entry, problem: "" });
      await sendInTurn();
      await count();
    });
    row.querySelector("[data-drop]").addEventListener("submit", async (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      await drop(entry.key);
      await count();
    });
    return row;
  };

  const count = async () => {
    const mine = (await all()).filter((each) => each.member === member);
    for (const badge of document.querySelectorAll("[data-waiting]")) {
      badge.hidden = !mine.length;
      badge.querySelector("[data-waiting-number]").textContent = mine.length;
    }
    if (!list) return;
    list.replaceChildren(...mine.map(line));
    document.querySelector("[data-waiting-none]").hidden = mine.length > 0;
  };

  const tellNetwork = () => {
    const bar = document.getElementById("no-network");
    if (bar) bar.hidden = navigator.onLine;
  };

  window.addEventListener("online", () => {
    tellNetwork();
    sendInTurn();
  });
  window.addEventListener("offline", tellNetwork);
  tellNetwork();

  // ── the worker that keeps pages ─────────────────────────────────────────────────────────────

  const tellWorker = (message) =>
    navigator.serviceWorker.ready.then((found) => found.active && found.active.postMessage(message));

  const keepPages = () => {
    const pages = [...document.querySelectorAll("a[data-offline-keep]")].map((each) => each.href);
    if (pages.length) tellWorker({ type: "keep", pages: pages.slice(0, 40) });
  };

  if ("serviceWorker" in navigator && body.dataset.worker) {
    const lang = document.documentElement.lang;
    const was = JSON.parse(localStorage.getItem("shouwen-kept") || "{}");
    navigator.serviceWorker.register(body.dataset.worker).catch(() => {});
    // Another member or language: what was kept is not theirs.
    if (was.member !== member || was.lang !== lang) tellWorker({ type: "forget" });
    localStorage.setItem("shouwen-kept", JSON.stringify({ member, lang }));
    if (member && navigator.onLine) keepPages();
  }

  if (!("indexedDB" in window)) return;
  count().catch(() => {});
  sendInTurn();
  setInterval(() => {
    if (!document.hidden) sendInTurn();
  }, 30_000);
})();
