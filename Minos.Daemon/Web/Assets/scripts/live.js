// The stream of changes. It is closed while nobody looks at the page, so that the daemon has nothing to do for it.

const hiddenDelay = 10_000;

/**
 * Calls the handlers by the names of the events: snapshot, state, groups, usage.
 * The browser connects again by itself; each connection begins with a snapshot.
 */
export function watch(handlers) {
  const light = document.getElementById("live");
  let source = null;
  let life = null;
  let closing = 0;

  function show(state, text) {
    light.hidden = false;
    if (light.dataset.state !== state) {
      light.dataset.state = state;
      light.textContent = text;
    }

    document.documentElement.classList.toggle("stale", state !== "on");
  }

  function open() {
    source = new EventSource("events");
    source.addEventListener("open", () => show("on", "live"));
    source.addEventListener("error", () => {
      show("off", "not connected");
      // The browser gives up when the answer is not a stream (a proxy's error page).
      if (source.readyState === EventSource.CLOSED) {
        close();
        setTimeout(resume, 3000);
      }
    });
    for (const [name, handler] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => receive(name, handler, JSON.parse(event.data)));
    }
  }

  function receive(name, handler, data) {
    if (name === "snapshot") {
      if (life !== null && life !== data.life) {
        // Another daemon, perhaps another version: its page, its token.
        location.reload();
        return;
      }

      life = data.life;
    }

    handler(data);
  }

  function close() {
    source?.close();
    source = null;
  }

  function resume() {
    if (source === null && !document.hidden) {
      open();
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(closing);
    if (document.hidden) {
      closing = setTimeout(close, hiddenDelay);
    } else {
      resume();
    }
  });
  open();
}
