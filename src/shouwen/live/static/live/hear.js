// Hears streams over one socket for the whole page. Whatever breaks, each number comes once and in
// order: after a break the page says what it has, and gets the rest.
(() => {
  const address = document.currentScript.dataset.address;
  const streams = new Map();
  let socket = null;
  let waits = 500;
  // What was said and not answered yet, by stream and key; a page may always use its form instead.
  const unanswered = new Map();
  const PATIENCE = 8000;

  const send = (frame) => {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  const ask = (stream, one) => send({ hear: stream, after: one.after, token: one.token });

  const connect = () => {
    if (!address || !streams.size || socket) return;
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      waits = 500;
      document.documentElement.dataset.liveSocket = "open";
      for (const [stream, one] of streams) ask(stream, one);
    });
    socket.addEventListener("message", (event) => take(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      socket = null;
      for (const answer of [...unanswered.values()]) answer({});
      document.documentElement.dataset.liveSocket = "closed";
      setTimeout(connect, waits * (0.5 + Math.random()));
      waits = Math.min(waits * 2, 15000);
    });
  };

  const take = (frame) => {
    if ("said" in frame) {
      const answer = unanswered.get(`${frame.stream} ${frame.said}`);
      if (answer) answer(frame.answer);
      return;
    }
    const one = streams.get(frame.stream);
    if (!one) return;
    if ("role" in frame) {
      one.after = Math.min(one.after, frame.last);
      if (one.role) one.role(frame.role);
    } else if ("lost" in frame) {
      one.after = Math.max(one.after, frame.lost);
      if (one.lost) one.lost(frame.lost);
    } else if ("number" in frame) {
      if (frame.number <= one.after) return;
      if (frame.number > one.after + 1) return void ask(frame.stream, one);
      one.after = frame.number;
      one.take(frame);
    } else if ("passing" in frame) one.take(frame);
    else if (frame.refused) streams.delete(frame.stream);
  };

  const hear = (stream, after, takeIt, more = {}) => {
    const one = { ...more, after, take: takeIt };
    streams.set(stream, one);
    if (socket) ask(stream, one);
    else connect();
    return () => {
      if (streams.get(stream) !== one) return;
      streams.delete(stream);
      send({ leave: stream });
    };
  };
  // Resolves with the answer once it stands, with {} where it must go by the form.
  const say = (stream, key, body) => new Promise((resolve) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return void resolve({});
    const name = `${stream} ${key}`;
    const answer = (told) => {
      clearTimeout(until);
      unanswered.delete(name);
      resolve(told);
    };
    const until = setTimeout(() => answer({}), PATIENCE);
    unanswered.set(name, answer);
    send({ say: stream, key, body });
  });
  const pass = (stream, body) => send({ pass: stream, body });
  window.shouwenLive = { hear, pass, say };

  // A page that comes back into view does not wait for the next try.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connect();
  });

  // Elements that name a stream are renewed by its news; several at once renew them once.
  const due = new Map();
  const renew = (stream) => {
    if (due.has(stream)) return;
    due.set(stream, setTimeout(() => {
      due.delete(stream);
      const named = `[data-hear="${CSS.escape(stream)}"]`;
      for (const element of document.querySelectorAll(named)) htmx.trigger(element, "live");
    }, 120));
  };
  const begin = () => {
    for (const element of document.querySelectorAll("[data-hear]")) {
      const stream = element.dataset.hear;
      if (streams.has(stream)) continue;
      hear(stream, Number(element.dataset.heard) || 0, () => renew(stream), {
        lost: () => renew(stream),
      });
    }
  };
  begin();
  document.addEventListener("htmx:afterSettle", begin);
})();
