{% load i18n %}// Puts a button on a page that opens a window to talk to us. One script tag is all:
// <script src="…/chat/widget.js" defer></script>, with data-language="en" or data-side="left" if wanted.
(() => {
  "use strict";
  if (window.shouwenChat) return;
  const self = document.currentScript;
  const given = self ? self.dataset : {};
  const language = given.language || document.documentElement.lang || "";
  const english = /^en/i.test(language);
  const address = new URL("{{ address|escapejs }}");
  if (language) address.searchParams.set("lang", english ? "en" : "zh-hans");
  address.searchParams.set("framed", "1");
  const words = english
    ? { open: "Chat with us", close: "Close the chat", frame: "Chat" }
    : { open: "\u5728\u7ebf\u5ba2\u670d", close: "\u6536\u8d77\u5ba2\u670d\u7a97\u53e3", frame: "\u5728\u7ebf\u5ba2\u670d" };
  const side = given.side === "left" ? "left" : "right";

  // Set by script, not by a style sheet or an attribute, so that strict policies of the page hold.
  const dress = (element, style) => Object.assign(element.style, style);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.open;
  button.setAttribute("aria-expanded", "false");
  dress(button, {
    position: "fixed", bottom: "max(16px, env(safe-area-inset-bottom))", [side]: "16px",
    zIndex: "2147483000", minHeight: "48px", padding: "0 20px", border: "0", borderRadius: "24px",
    background: "#1f5fa8", color: "#fff", font: "600 16px/1.4 system-ui, sans-serif",
    boxShadow: "0 4px 16px rgb(31 35 40 / 25%)", cursor: "pointer",
  });

  let frame = null;
  const fit = () => {
    if (!frame) return;
    const small = window.innerWidth < 520;
    dress(frame, {
      position: "fixed", zIndex: "2147483001", border: small ? "0" : "1px solid #e6e3dc",
      bottom: small ? "0" : "80px", [side]: small ? "0" : "16px",
      width: small ? "100%" : "380px", height: small ? "100%" : "min(600px, calc(100vh - 100px))",
      borderRadius: small ? "0" : "12px", background: "#fff",
      boxShadow: "0 8px 28px rgb(31 35 40 / 20%)",
    });
  };
  const show = (open) => {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.src = address.href;
      frame.title = words.frame;
      document.body.append(frame);
      fit();
    }
    if (frame) frame.hidden = !open;
    if (frame) frame.style.display = open ? "block" : "none";
    button.textContent = open ? words.close : words.open;
    button.setAttribute("aria-expanded", String(open));
    if (open) frame.focus();
    else button.focus();
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  window.addEventListener("resize", fit);
  window.addEventListener("message", (event) => {
    if (event.origin === address.origin && event.data === "shouwen-chat:close") show(false);
  });
  const begin = () => document.body.append(button);
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
  window.shouwenChat = { open: () => show(true), close: () => show(false) };
})();
