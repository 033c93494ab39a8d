// A box to sign in, with a finger, a pen or a mouse. What is drawn is kept as whole numbers on a
// sheet of 600 by 200; the server checks them again. Without this script a button signs instead.
(() => {
  const WIDTH = 600;
  const HEIGHT = 200;
  const STEP = 4;
  const MOST_POINTS = 2500;
  const MOST_STROKES = 80;

  const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));

  const dataOf = (stroke) => {
    const points = [];
    for (let at = 0; at < stroke.length; at += 2) points.push(`${stroke[at]} ${stroke[at + 1]}`);
    return `M${points[0]}L${(points.length > 1 ? points.slice(1) : points).join(" ")}`;
  };

  const begin = (pad) => {
    const sheet = pad.querySelector("[data-pad-sheet]");
    const ink = pad.querySelector("[data-pad-ink]");
    const field = pad.querySelector("[data-pad-strokes]");
    let strokes = [];
    let current = null;
    let points = 0;

    const show = () => {
      ink.setAttribute("d", strokes.map(dataOf).join(" "));
      field.value = strokes.length ? JSON.stringify(strokes) : "";
      pad.classList.toggle("is-empty", strokes.length === 0);
    };
    const placeOf = (event) => {
      const box = sheet.getBoundingClientRect();
      return [
        within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
        within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
      ];
    };
    const add = (event) => {
      if (points >= MOST_POINTS) return;
      const [x, y] = placeOf(event);
      const last = current.length - 2;
      if (last >= 0 && Math.hypot(x - current[last], y - current[last + 1]) < STEP) return;
      current.push(x, y);
      points += 1;
    };

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button > 0 || strokes.length >= MOST_STROKES) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      current = [];
      strokes.push(current);
      add(event);
      show();
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!current) return;
      const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const move of moves.length ? moves : [event]) add(move);
      show();
    });
    const end = () => {
      if (current && !current.length) strokes.pop();
      current = null;
      show();
    };
    sheet.addEventListener("pointerup", end);
    sheet.addEventListener("pointercancel", end);
    pad.querySelector("[data-pad-clear]").addEventListener("click", () => {
      strokes = [];
      current = null;
      points = 0;
      show();
    });
    pad.hidden = false;
    show();
  };

  for (const pad of document.querySelectorAll("[data-signature-pad]")) begin(pad);
})();
