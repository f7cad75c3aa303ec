// A log that is followed, and searched in what has come so far.

const history = 256 * 1024;
const maxLines = 5000;
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])|\r(?=\n|$)/g;
const retryDelay = 2000;

export function followLog(section) {
  const view = section.querySelector("#log");
  const box = section.querySelector("#search");
  const only = section.querySelector("#only");
  const hits = section.querySelector("#hits");
  const follow = section.querySelector("#follow");
  const address = `logtail/${encodeURIComponent(section.dataset.name)}/${section.dataset.channel}?limit=${history}`;
  const lines = [];
  let rest = "";
  let needle = "";
  let found = 0;
  let following = true;

  section.querySelector(".search").hidden = false;
  follow.hidden = false;
  section.classList.add("followed");

  follow.addEventListener("click", () => setFollowing(!following));
  box.addEventListener("input", search);
  only.addEventListener("change", search);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.value = "";
      search();
    } else if (event.key === "Enter") {
      event.preventDefault();
      goToHit(event.shiftKey ? -1 : 1);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  view.addEventListener("wheel", (event) => event.deltaY < 0 && setFollowing(false), { passive: true });
  view.addEventListener("keydown", (event) => {
    if (["ArrowUp", "PageUp", "Home"].includes(event.key)) {
      setFollowing(false);
    } else if (event.key === "End") {
      setFollowing(true);
    }
  });
  view.addEventListener("touchmove", () => setFollowing(false), { passive: true });
  read();

  async function read() {
    for (;;) {
      try {
        const response = await fetch(address, { cache: "no-store" });
        if (response.status === 404) {
          follow.hidden = true;
          return;
        }

        if (response.ok) {
          await consume(response.body.pipeThrough(new TextDecoderStream()).getReader());
        }
      } catch {
        // The daemon is away; it may come back.
      }

      await new Promise((resolve) => setTimeout(resolve, retryDelay));
    }
  }

  async function consume(reader) {
    lines.length = 0;
    rest = "";
    found = 0;
    view.replaceChildren();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }

      append(value);
    }
  }

  function append(text) {
    const parts = (rest + text).split("\n");
    rest = parts.pop();
    view.querySelector(".rest")?.remove();
    const fragment = document.createDocumentFragment();
    for (const part of parts.slice(-maxLines)) {
      const line = part.replace(escapes, "");
      lines.push(line);
      fragment.append(element(line));
    }

    if (rest !== "") {
      // A line that has no end yet, a prompt perhaps.
      const last = element(rest.replace(escapes, ""), false);
      last.classList.add("rest");
      fragment.append(last);
    }

    view.append(fragment);
    const extra = lines.length - maxLines;
    if (extra > 0) {
      lines.splice(0, extra);
      for (let i = 0; i < extra; i++) {
        found -= view.firstElementChild.querySelectorAll("mark").length;
        view.firstElementChild.remove();
      }
    }

    tell();
    scroll();
  }

  function element(line, counts = true) {
    const made = document.createElement("div");
    if (needle === "") {
      made.textContent = line + "\n";
      return made;
    }

    const lower = line.toLowerCase();
    let from = 0;
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
      const mark = document.createElement("mark");
      mark.textContent = line.slice(at, at + needle.length);
      made.append(line.slice(from, at), mark);
      from = at + needle.length;
      found += counts ? 1 : 0;
    }

    made.append(line.slice(from) + "\n");
    made.hidden = from === 0 && only.checked;
    return made;
  }

  function search() {
    needle = box.value.toLowerCase();
    found = 0;
    const fragment = document.createDocumentFragment();
    lines.forEach((line) => fragment.append(element(line)));
    if (rest !== "") {
      const last = element(rest.replace(escapes, ""), false);
      last.classList.add("rest");
      fragment.append(last);
    }

    view.replaceChildren(fragment);
    tell();
    scroll();
    if (!following && needle !== "") {
      goToHit(-1);
    }
  }

  function goToHit(direction) {
    const marks = [...view.querySelectorAll("mark")];
    if (marks.length === 0) {
      return;
    }

    const current = marks.findIndex((mark) => mark.classList.contains("current"));
    const next = current < 0 ? (direction > 0 ? 0 : marks.length - 1) : (current + direction + marks.length) % marks.length;
    marks[current]?.classList.remove("current");
    marks[next].classList.add("current");
    setFollowing(false);
    marks[next].scrollIntoView({ block: "center" });
  }

  function tell() {
    const text = needle === "" ? "" : `${found} ${found === 1 ? "match" : "matches"}`;
    if (hits.textContent !== text) {
      hits.textContent = text;
    }
  }

  function scroll() {
    if (following) {
      view.scrollTop = view.scrollHeight;
    }
  }

  function setFollowing(value) {
    following = value;
    follow.setAttribute("aria-pressed", String(value));
    scroll();
  }
}
