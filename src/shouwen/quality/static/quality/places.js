// Places in what was said: jumping to one, in a text or at a second of a recording, and the player.
(() => {
  const STEP = 5;
  const soundOf = (turn) => document.querySelector(`[data-sound="${turn}"]`);
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  // The text node and the offset in it where a turn's n-th character stands.
  const spot = (turn, place) => {
    const walker = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT);
    let left = place;
    let last = [turn, 0];
    while (walker.nextNode()) {
      const characters = [...walker.currentNode.data];
      if (left <= characters.length)
        return [walker.currentNode, characters.slice(0, left).join("").length];
      left -= characters.length;
      last = [walker.currentNode, walker.currentNode.data.length];
    }
    return last;
  };
  const goTo = (place) => {
    const [turn, start, end] = place.split(":");
    const sound = soundOf(turn);
    const text = document.querySelector(`[data-turn="${turn}"]`);
    (sound || text || document.getElementById(turn))?.scrollIntoView({ block: "center" });
    if (sound) {
      sound.currentTime = Number(start);
      sound.play().catch(() => {});
    } else if (text && !text.hasAttribute("data-covered"))
      getSelection().setBaseAndExtent(...spot(text, Number(start)), ...spot(text, Number(end)));
  };

  // Which place a line is marked at; a second of a recording is told with it.
  const name = (link) => {
    const place = link.closest("[data-line]").querySelector("[name^=at-]").value;
    link.hidden = !place;
    link.dataset.goto = place;
    const second = link.querySelector("[data-second]");
    second.textContent = place.startsWith("call-") ? clock(Number(place.split(":")[1])) : "";
  };
  for (const link of document.querySelectorAll("[data-pinned]")) {
    name(link);
    link.addEventListener("pinned", () => name(link));
  }

  let current = null;
  for (const sound of document.querySelectorAll("[data-sound]")) {
    const drawn = document.querySelector(`[data-drawn="${sound.dataset.sound}"]`);
    const line = drawn.querySelector("line");
    const seconds = Number(drawn.dataset.seconds);
    current ??= sound;
    sound.addEventListener("play", () => (current = sound));
    sound.addEventListener("timeupdate", () => {
      const at = String((sound.currentTime / seconds) * Number(line.dataset.levels));
      line.setAttribute("x1", at);
      line.setAttribute("x2", at);
      for (const each of document.querySelectorAll("audio[data-second]"))
        if (each !== sound) delete each.dataset.second;
      sound.dataset.second = String(Math.floor(sound.currentTime));
    });
    drawn.addEventListener("click", (event) => {
      const box = drawn.getBoundingClientRect();
      goTo(`${sound.dataset.sound}:${((event.clientX - box.left) / box.width) * seconds}`);
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (!link) return;
    event.preventDefault();
    goTo(link.dataset.goto);
  });
  const isTyping = (target) => target.closest("input:not([type=radio]), textarea, select") !== null;
  document.addEventListener("keydown", (event) => {
    if (!current || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isTyping(event.target)) return;
    if (event.key === "0") current.paused ? current.play().catch(() => {}) : current.pause();
    else if (event.key === ",") current.currentTime = Math.max(0, current.currentTime - STEP);
    else if (event.key === ".") current.currentTime += STEP;
    else return;
    event.preventDefault();
  });
})();
