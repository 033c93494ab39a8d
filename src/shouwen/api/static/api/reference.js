// Says the few words of the reference's own frame in the page's language. What the description says
// is in that language already, and code, addresses and what was typed are left alone.
(() => {
  "use strict";
  const source = document.getElementById("reference-words");
  if (!source) return;
  const words = new Map(Object.entries(JSON.parse(source.textContent)));
  const LEFT = "pre, code, textarea, .markdown, .opblock-summary-path, .parameter__name, .prop-name";

  const say = (node) => {
    const said = node.nodeValue.trim();
    if (!words.has(said) || node.parentElement?.closest(LEFT)) return;
    node.nodeValue = node.nodeValue.replace(said, words.get(said));
  };
  const sayAll = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return say(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) say(texts.currentNode);
    for (const field of root.querySelectorAll("[placeholder], [aria-label]")) {
      for (const name of ["placeholder", "aria-label"]) {
        const value = words.get(field.getAttribute(name) ?? "");
        if (value) field.setAttribute(name, value);
      }
    }
  };

  const page = document.getElementById("swagger-ui");
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") say(change.target);
      for (const node of change.addedNodes) sayAll(node);
    }
  }).observe(page, { childList: true, subtree: true, characterData: true });
  sayAll(page);
})();
