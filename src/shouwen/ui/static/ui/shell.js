// The shell's small manners: side panel, questions before deeds, menus, failures said aloud.
(() => {
  const body = document.body;

  // A clause chip opens its explanation beside the page; without this file it is a plain link.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "panel-body") return;
    const panel = document.getElementById("panel");
    const address = event.detail.pathInfo && event.detail.pathInfo.requestPath;
    panel.querySelector("[data-panel-page]").href = address || "#";
    // Only the page itself is called “page”.
    const inner = panel.querySelector("#page");
    if (inner) inner.removeAttribute("id");
    const heading = event.detail.target.querySelector("h1");
    if (heading) document.getElementById("panel-title").textContent = heading.textContent.trim();
    bootstrap.Offcanvas.getOrCreateInstance(panel).show();
  });

  // Modified clicks on a chip mean “new tab”, as on any link.
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest("[data-panel]")) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopImmediatePropagation();
    },
    true,
  );

  const ask = (question, yes, tone) =>
    new Promise((answer) => {
      const dialog = document.getElementById("confirm-dialog");
      const button = dialog.querySelector("[data-yes]");
      dialog.querySelector("#confirm-question").textContent = question;
      button.textContent = yes || body.dataset.textYes;
      button.className = tone === "late" ? "btn btn-danger" : "btn btn-primary";
      dialog.returnValue = "no";
      dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-confirm]") || form.hasAttribute("hx-post")) return;
    if (form.dataset.confirmed) return;
    event.preventDefault();
    const submitter = event.submitter;
    ask(form.dataset.confirm, form.dataset.confirmYes, form.dataset.confirmTone).then((yes) => {
      if (!yes) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    });
  });

  document.addEventListener("htmx:confirm", (event) => {
    const source = event.detail.elt;
    const question = event.detail.question || source.dataset.confirm;
    if (!question) return;
    event.preventDefault();
    ask(question, source.dataset.confirmYes, source.dataset.confirmTone).then((yes) => {
      if (yes) event.detail.issueRequest(true);
    });
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "dialog") return;
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    if (form.method !== "post" || form.matches("[hx-post]")) return;
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      delete form.dataset.confirmed;
    }
  });

  const say = (text) => {
    const region = document.getElementById("messages");
    if (!region || region.dataset.said === text) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-late";
    notice.textContent = text;
    region.append(notice);
    region.dataset.said = text;
  };
  document.addEventListener("htmx:sendError", () => say(body.dataset.textOffline));
  document.addEventListener("htmx:responseError", () => say(body.dataset.textError));
  document.addEventListener("htmx:beforeRequest", () => {
    const region = document.getElementById("messages");
    if (region) delete region.dataset.said;
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) window.shouwenTheme(choice.dataset.themeChoice);
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A filter bar answers as soon as something is chosen; typing waits for Enter.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form && !event.target.matches("input[type=search], input[type=text]")) form.requestSubmit();
  });

  // After a refusal the first field to mend is where the cursor goes.
  const toRefusal = (root) => {
    const field = root.querySelector("[data-refused] :is(input, select, textarea)");
    if (field) field.focus();
  };
  // Only once the page has scrolled to its fragment, which would take the focus away again.
  window.addEventListener("load", () => requestAnimationFrame(() => toRefusal(document)));
  document.addEventListener("htmx:afterSettle", (event) => toRefusal(event.target));
})();
