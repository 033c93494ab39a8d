// Attachments by dropping and pasting. Without this file the plain file input does the same.
(() => {
  document.documentElement.classList.add("has-script");

  const fieldOf = (form) => form && form.querySelector("input[type=file][data-drop]");

  const show = (input) => {
    const list = input.closest(".files-field").querySelector(".files-chosen");
    for (const old of list.querySelectorAll("[data-new]")) old.remove();
    for (const file of input.files) {
      const line = document.createElement("li");
      line.dataset.new = "";
      line.textContent = file.name;
      list.append(line);
    }
  };

  const add = (input, files) => {
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    show(input);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-drop]")) show(event.target);
  });

  document.addEventListener("paste", (event) => {
    const input = fieldOf(event.target.form);
    if (!input || !event.clipboardData.files.length) return;
    event.preventDefault();
    add(input, event.clipboardData.files);
  });

  const over = (event) => {
    const form = event.target.closest && event.target.closest("form");
    return event.dataTransfer && event.dataTransfer.types.includes("Files") ? fieldOf(form) : null;
  };
  document.addEventListener("dragover", (event) => {
    const input = over(event);
    if (!input) return;
    event.preventDefault();
    input.closest(".files-field").classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const input = over(event);
    if (input) input.closest(".files-field").classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const input = over(event);
    if (!input) return;
    event.preventDefault();
    input.closest(".files-field").classList.remove("is-over");
    add(input, event.dataTransfer.files);
  });
})();
