// Dragging a shift to another person or day; the cell's own page does the same without script.
(() => {
  let dragged = null;

  const cellOf = (event) =>
    event.target instanceof Element ? event.target.closest("#roster td[data-day]") : null;

  const mark = (cell) => {
    for (const each of document.querySelectorAll("#roster .is-target")) {
      each.classList.remove("is-target");
    }
    if (cell) cell.classList.add("is-target");
  };

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("#roster [data-shift]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.shift);
  });

  document.addEventListener("dragover", (event) => {
    const cell = dragged && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    mark(cell);
  });

  // One listener for all cells: a month of three hundred people has eight thousand of them.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#roster a.put");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    htmx.ajax("GET", link.pathname + link.search, {
      target: "#panel-body", select: "#page", swap: "innerHTML",
    });
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });

  document.addEventListener("drop", (event) => {
    const cell = dragged && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    const table = document.getElementById("roster");
    htmx.ajax("POST", table.dataset.put, {
      target: "#verdict",
      swap: "outerHTML",
      values: {
        do: "move",
        drag: "1",
        shift: dragged.dataset.shift,
        day: cell.dataset.day,
        member: cell.closest("tr").dataset.who,
        span: table.dataset.span,
        from: table.dataset.from,
        idempotency_key: `${table.dataset.key}${Date.now()}`,
      },
    });
    dragged = null;
    mark(null);
  });
})();
