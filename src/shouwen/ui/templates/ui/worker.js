{% load static %}// Keeps what is needed to work without network: the shell's files, and pages that allow it.
const SHELL = "shouwen-shell-{{ version }}";
const PAGES = "shouwen-pages";
const OFFLINE = "{{ offline_url }}";
const FILES = [{% for file in files %}"{% static file %}"{% if not forloop.last %}, {% endif %}{% endfor %}];

const put = async (name, address, answer) => (await caches.open(name)).put(address, answer);

const ask = (request, seconds) =>
  Promise.race([
    fetch(request),
    new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), seconds * 1000)),
  ]);

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll([...FILES, OFFLINE]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("shouwen-") && ![SHELL, PAGES].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const page = async (request) => {
  try {
    const answer = await ask(request, 8);
    if (answer.headers.get("{{ kept }}")) await put(PAGES, request.url, answer.clone());
    return answer;
  } catch {
    const held = await caches.match(request.url);
    return held || (await caches.match(OFFLINE)) || Response.error();
  }
};

const file = async (request) => {
  try {
    const answer = await ask(request, 8);
    if (answer.ok) await put(SHELL, request.url, answer.clone());
    return answer;
  } catch {
    return (await caches.match(request.url)) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("{{ static_url }}")) event.respondWith(file(request));
});

const keep = async (addresses) => {
  for (const address of addresses) {
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.headers.get("{{ kept }}")) await put(PAGES, address, answer);
  }
};

const forget = async () => {
  await caches.delete(PAGES);
  await (await caches.open(SHELL)).add(OFFLINE);
};

self.addEventListener("message", (event) => {
  if (event.data.type === "keep") event.waitUntil(keep(event.data.pages));
  if (event.data.type === "forget") event.waitUntil(forget());
});
