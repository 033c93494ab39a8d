"""What may be wrong with a page that is shown: for a screen reader, a phone, a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

GRAVE = ("serious", "critical")
# axe-core describes one example of what passed instead of everything on the page.
FAULTS_ONLY = {"resultTypes": ["violations"]}
NARROW = ViewportSize(width=375, height=900)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Latin letters that a Chinese page says too.
SAID_IN_CHINESE = re.compile(
    r"\b(CSV|csv|XLSX|PDF|gz|YAML|UTF-8|GB18030|MB|TOTP|Ctrl|Enter|Esc|EN|ID|[A-Z]\d{8}-\d{4}|C\d{6}|v\d+)\b"
)
# Where the product speaks itself. What members, customers and regulations said stands elsewhere,
# or is marked with the language it is in.
OWN_WORDS = """() => {
  const found = [];
  const say = (place, text) => {
    text = (text || "").replace(/《[^》]*》/g, " ").replace(/\\s+/g, " ").trim();
    if (text) found.push([place, text]);
  };
  const own = (e) => !e.closest("[lang]:not(html)") && !e.closest(".member, .clause, .quote");
  const bare = (e) => {
    const copy = e.cloneNode(true);
    copy.querySelectorAll("[lang], .member, kbd, .clause, select, svg").forEach((x) => x.remove());
    return copy.textContent;
  };
  const places = "nav a, main button, main .btn, main label, main legend, main th, main dt, " +
    "main .empty, main .form-text, main summary, main .tile, .tools button, dialog dd, " +
    ".skip, main .notice, .auth label, .auth button";
  for (const e of document.querySelectorAll(places)) if (own(e)) say(e.tagName, bare(e));
  for (const name of ["aria-label", "placeholder", "alt"])
    for (const e of document.querySelectorAll(`[${name}]`))
      if (own(e)) say(name, e.getAttribute(name));
  return found;
}"""
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
}"""
UNFOLD = "() => document.querySelectorAll('main details').forEach((e) => { e.open = true; })"


def unfold(page: Page) -> None:
    """Open everything that can be folded, so that it is looked at too."""
    page.evaluate(UNFOLD)


def barriers(page: Page) -> Iterator[str]:
    """Yield what axe-core calls serious or critical."""
    for violation in Axe().run(page, options=FAULTS_ONLY).response["violations"]:
        if violation["impact"] in GRAVE:
            places = [node["target"] for node in violation["nodes"][:3]]
            yield f"{violation['id']}: {violation['help']} {places}"


def overflow(page: Page) -> Iterator[str]:
    """Yield what makes the page wider than the window."""
    for element in page.evaluate(TOO_WIDE):
        yield f"too wide: {element}"


@contextmanager
def on_a_phone(page: Page) -> Iterator[None]:
    """Look at the page as wide as a phone for a while; the server sends the same to both."""
    window = page.viewport_size or NARROW
    if window["width"] > NARROW["width"]:
        page.set_viewport_size(NARROW)
    yield
    if window["width"] > NARROW["width"]:
        page.set_viewport_size(window)


def foreign_words(page: Page, language: str, names: frozenset[str]) -> Iterator[str]:
    """Yield where the product speaks the other language; ``names`` are data, not words."""
    for place, text in page.evaluate(OWN_WORDS):
        rest = text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, " ")
        foreign = CHINESE.search(rest) if language == "en" else _latin(rest)
        if foreign:
            yield f"{place} speaks another language: {text[:120]}"


def _latin(text: str) -> re.Match[str] | None:
    return LATIN.search(SAID_IN_CHINESE.sub(" ", text))
