// The line numbers follow the text; a fault's button shows its line in the text.
(() => {
  "use strict";
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  const text = editor.querySelector("textarea");
  const gutter = editor.querySelector("[data-gutter]");

  const follow = () => { gutter.scrollTop = text.scrollTop; };

  const renumber = () => {
    const wanted = text.value.split("\n").length;
    while (gutter.children.length < wanted) {
      const line = document.createElement("li");
      line.textContent = String(gutter.children.length + 1);
      gutter.append(line);
    }
    while (gutter.children.length > wanted) gutter.lastElementChild.remove();
    follow();
  };

  const show = (number, pick) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    if (pick) {
      text.focus({ preventScroll: true });
      text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    }
    text.scrollTop = Math.max(0, (number - 4) * height);
    text.scrollLeft = 0;
    for (const line of gutter.querySelectorAll(".is-picked")) line.classList.remove("is-picked");
    gutter.children[number - 1]?.classList.add("is-picked");
    follow();
    if (pick) editor.scrollIntoView({ block: "nearest" });
  };

  text.addEventListener("scroll", follow);
  text.addEventListener("input", renumber);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    show(Number(link.dataset.line), true);
  });
  // At first the line is only brought into view: a phone would open its keyboard.
  const asked = /^#line-(\d+)$/.exec(location.hash);
  const first = document.querySelector("[data-line]");
  if (asked) show(Number(asked[1]), false);
  else if (first) show(Number(first.dataset.line), false);
})();
