// The line numbers follow the text; a fault's button shows its line in the text. The editor may
// come later than the page, or anew: it is looked up each time.
(() => {
  "use strict";
  const parts = () => {
    const editor = document.querySelector("[data-editor]");
    if (!editor) return null;
    return { editor, text: editor.querySelector("textarea"), gutter: editor.querySelector("[data-gutter]") };
  };

  const follow = ({ text, gutter }) => { gutter.scrollTop = text.scrollTop; };

  const renumber = (all) => {
    const { text, gutter } = all;
    const wanted = text.value.split("\n").length;
    while (gutter.children.length < wanted) {
      const line = document.createElement("li");
      line.textContent = String(gutter.children.length + 1);
      gutter.append(line);
    }
    while (gutter.children.length > wanted) gutter.lastElementChild.remove();
    follow(all);
  };

  const show = (all, number, pick) => {
    const { editor, text, gutter } = all;
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
    follow(all);
    if (pick) editor.scrollIntoView({ block: "nearest" });
  };

  const inEditor = (event) => event.target instanceof Element && event.target.closest("[data-editor]");
  // Scrolling does not bubble.
  document.addEventListener("scroll", (event) => { if (inEditor(event)) follow(parts()); }, true);
  document.addEventListener("input", (event) => { if (inEditor(event)) renumber(parts()); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    const all = link && parts();
    if (!all) return;
    event.preventDefault();
    show(all, Number(link.dataset.line), true);
  });
  // At first the line is only brought into view: a phone would open its keyboard.
  const begin = (all) => {
    const asked = /^#line-(\d+)$/.exec(location.hash);
    const first = document.querySelector("[data-line]");
    if (asked) show(all, Number(asked[1]), false);
    else if (first) show(all, Number(first.dataset.line), false);
  };
  if (parts()) begin(parts());
})();
