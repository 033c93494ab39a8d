// Checking with the keyboard: 1 to 4 mark a line, 5 keeps the place of the selected
// words, or the second of the recording.
(() => {
  const form = document.getElementById("card-form");
  if (!form) return;
  const lines = [...form.querySelectorAll("[data-line]")];
  const isTyping = (target) => target.closest("input:not([type=radio]), textarea, select") !== null;
  let here = lines.findIndex((line) => !line.querySelector("input:checked"));
  if (here < 0) here = 0;

  const show = () => {
    lines.forEach((line, place) => line.classList.toggle("is-here", place === here));
    lines[here].scrollIntoView({ block: "nearest" });
  };
  const go = (place) => {
    here = Math.max(0, Math.min(lines.length - 1, place));
    show();
  };

  // Where the selection stands in the whole text of its turn: marks inside do not count.
  const offset = (turn, node, within) => {
    const range = document.createRange();
    range.setStart(turn, 0);
    range.setEnd(node, within);
    return [...range.toString()].length;
  };
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return "";
    const range = selection.getRangeAt(0);
    const start = range.startContainer.parentElement.closest("[data-turn]");
    const end = range.endContainer.parentElement.closest("[data-turn]");
    if (!start || start !== end || start.hasAttribute("data-covered")) return "";
    const from = offset(start, range.startContainer, range.startOffset);
    const to = offset(start, range.endContainer, range.endOffset);
    return `${start.dataset.turn}:${from}:${to}`;
  };
  // Without selected words, the second of the recording that was played last.
  const heard = () => {
    const sound = [...form.ownerDocument.querySelectorAll("[data-sound][data-second]")].at(-1);
    if (!sound) return "";
    const second = Number(sound.dataset.second);
    return `${sound.dataset.sound}:${second}:${second + 1}`;
  };
  const pin = (line) => {
    const place = selected() || heard();
    if (!place) return;
    line.querySelector("[name^=at-]").value = place;
    line.querySelector("[data-pinned]").dispatchEvent(new Event("pinned"));
    changed();
  };

  const kept = form.querySelector("[data-kept]");
  let timer = 0;
  const keep = async () => {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
    kept.hidden = !answer.ok;
  };
  const changed = () => {
    kept.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep().catch(() => {}), 600);
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => clearTimeout(timer));

  for (const [place, line] of lines.entries()) {
    line.addEventListener("focusin", () => go(place));
    line.querySelector("[data-pin]").addEventListener("mousedown", (event) => event.preventDefault());
    line.querySelector("[data-pin]").addEventListener("click", () => pin(line));
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isTyping(event.target)) return;
    const number = Number(event.key);
    if (number >= 1 && number <= 4) {
      const box = lines[here].querySelectorAll("input[type=radio]")[number - 1];
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      go(here + 1);
    } else if (number === 5) pin(lines[here]);
    else if (event.key === "j") go(here + 1);
    else if (event.key === "k") go(here - 1);
    else return;
    event.preventDefault();
  });
  // Ctrl+Enter sends from anywhere on the page; inside a field the house's own keys do it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  show();
})();
