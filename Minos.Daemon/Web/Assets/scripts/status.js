// The table of processes: brought up to date row by row, filtered, selected, walked through with the arrow keys.

import { say } from "./actions.js";
import { watch } from "./live.js";
import { Row } from "./row.js";

const rows = new Map();
const byPid = new Map();
const inSight = new Set();
const counts = new Map();
let words = [];
let drawing = 0;

const sight = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const row = rows.get(entry.target.dataset.name);
    if (entry.isIntersecting && row) {
      inSight.add(row);
      row.draw();
      row.tick();
    } else if (row) {
      inSight.delete(row);
    }
  }
}, { rootMargin: "100px" });

export function showStatus() {
  const table = document.getElementById("processes");
  if (table) {
    adopt(table);
    setUpFilter();
    setUpSelection();
    setUpKeys();
  }

  watch({
    snapshot: (data) => {
      if (data.processes.length !== rows.size || data.processes.some((p) => !rows.has(p.name))) {
        replaceTable();
      } else {
        data.processes.forEach((p) => update(p, true));
        summarize();
      }
    },
    state: (data) => {
      update(data, false);
      summarize();
    },
    groups: replaceTable,
    usage: (data) => {
      for (const [pid, cpu, memory] of data) {
        byPid.get(pid)?.sample(cpu / 100, memory);
      }

      // Several come at once when the stream begins.
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => inSight.forEach((row) => row.draw()));
    },
  });
  setInterval(() => inSight.forEach((row) => row.tick()), 1000);
}

/** Takes the rows of a table that the daemon has made. */
function adopt(table) {
  const old = new Map(rows);
  rows.clear();
  byPid.clear();
  inSight.clear();
  counts.clear();
  sight.disconnect();
  for (const element of table.querySelectorAll("tr[data-name]")) {
    const row = new Row(element, old.get(element.dataset.name));
    rows.set(row.name, row);
    if (row.pid) {
      byPid.set(row.pid, row);
    }

    counts.set(row.state, (counts.get(row.state) ?? 0) + 1);
    sight.observe(element);
  }
}

function update(data, quiet) {
  const row = rows.get(data.name);
  if (!row) {
    return;
  }

  if (row.state !== data.state) {
    counts.set(row.state, (counts.get(row.state) ?? 0) - 1);
    counts.set(data.state, (counts.get(data.state) ?? 0) + 1);
    if (!quiet && data.state === "FATAL") {
      say(`${data.name} could not be started: ${data.description}`, true);
    }
  }

  if (row.pid !== data.pid) {
    byPid.delete(row.pid);
    if (data.pid) {
      byPid.set(data.pid, row);
    }
  }

  row.update(data, !quiet);
  if (words.length > 0) {
    show(row);
  }

  changedGroups.add(row.element.parentElement);
}

const changedGroups = new Set();
let summarizing = false;

/** The counts of the head and of the groups, once for all the changes that come together. */
function summarize() {
  if (summarizing) {
    return;
  }

  summarizing = true;
  requestAnimationFrame(() => {
    summarizing = false;
    for (const link of document.querySelectorAll(".counts a[data-count]")) {
      const count = counts.get(link.dataset.count) ?? 0;
      link.firstElementChild.textContent = count;
      link.parentElement.classList.toggle("none", count === 0);
    }

    for (const group of changedGroups) {
      const members = [...group.querySelectorAll("tr[data-name]")];
      const tally = group.querySelector(".tally");
      if (tally) {
        tally.textContent = `${members.filter((m) => m.dataset.state === "RUNNING").length} of ${members.length} running`;
      }

      group.hidden = members.every((m) => m.hidden);
    }

    changedGroups.clear();
    tellShown();
  });
}

/** Groups have come or gone: the daemon's own table again. */
async function replaceTable() {
  const response = await fetch("index.html", { cache: "no-store" }).catch(() => null);
  if (!response?.ok) {
    return;
  }

  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const table = document.getElementById("processes");
  const fresh = page.getElementById("processes");
  if (!table || !fresh) {
    // From nothing to something, or back: the whole page is another.
    if (table || fresh) {
      location.reload();
    }

    return;
  }

  const selected = new Set([...table.querySelectorAll("input[name=select]:checked")].map((box) => box.value));
  while (table.tBodies.length > 0) {
    table.tBodies[0].remove();
  }

  table.append(...document.adoptNode(fresh).tBodies);
  for (const box of table.querySelectorAll("input[name=select]")) {
    box.checked = selected.has(box.value);
  }

  document.querySelector(".counts a[data-filter='']").firstElementChild.textContent = table.querySelectorAll("tr[data-name]").length;
  adopt(table);
  filter();
  summarize();
}

function setUpFilter() {
  const box = document.getElementById("filter");
  box.addEventListener("input", filter);
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  for (const link of document.querySelectorAll(".counts a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      box.value = link.dataset.filter;
      filter();
    });
  }

  filter();
}

function filter() {
  const text = document.getElementById("filter").value.trim().toLowerCase();
  words = text.split(/\s+/).filter((word) => word !== "");
  for (const row of rows.values()) {
    show(row);
  }

  for (const group of document.getElementById("processes").tBodies) {
    group.hidden = ![...group.rows].some((row) => row.dataset.name !== undefined && !row.hidden);
  }

  for (const link of document.querySelectorAll(".counts a")) {
    link.toggleAttribute("aria-current", link.dataset.filter === text);
  }

  const address = new URL(location.href);
  address.searchParams.delete("message");
  if (text === "") {
    address.searchParams.delete("filter");
  } else {
    address.searchParams.set("filter", text);
  }

  history.replaceState(null, "", address);
  tellShown();
  tellSelected();
}

/** What is not shown is not selected either: nothing happens to what nobody sees. */
function show(row) {
  row.element.hidden = !row.matches(words);
  if (row.element.hidden && row.box.checked) {
    row.box.checked = false;
  }
}

function tellShown() {
  let shown = 0;
  for (const row of rows.values()) {
    shown += row.element.hidden ? 0 : 1;
  }

  const text = words.length === 0 ? "" : `${shown} of ${rows.size}`;
  const place = document.getElementById("shown");
  if (place && place.textContent !== text) {
    place.textContent = text;
  }
}

function setUpSelection() {
  const every = document.getElementById("every");
  every.hidden = false;
  every.addEventListener("change", () => {
    for (const row of rows.values()) {
      row.box.checked = every.checked && !row.element.hidden;
    }

    tellSelected();
  });
  document.getElementById("actions").addEventListener("change", (event) => {
    if (event.target.name === "select") {
      tellSelected();
    }
  });
  tellSelected();
}

function tellSelected() {
  let selected = 0;
  let shown = 0;
  for (const row of rows.values()) {
    selected += row.box.checked ? 1 : 0;
    shown += row.element.hidden ? 0 : 1;
  }

  const every = document.getElementById("every");
  every.checked = selected > 0 && selected === shown;
  every.indeterminate = selected > 0 && selected < shown;
  document.getElementById("selected").textContent = selected === 0 ? "None selected" : `${selected} selected`;
  for (const button of document.querySelectorAll("#selection button")) {
    button.disabled = selected === 0;
  }
}

function setUpKeys() {
  const box = document.getElementById("filter");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }

    const row = event.target.closest?.("#processes tr");
    if (event.key === "/" && !event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target === box) {
      box.value = "";
      filter();
    } else if (event.key === "ArrowDown" && event.target === box) {
      event.preventDefault();
      document.querySelector("#processes tr[data-name]:not([hidden]) .name a")?.focus();
    } else if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(row, event.target, event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling");
    }
  });
}

/** The same control in the next row that is shown and has it; else the name. */
function step(row, control, direction) {
  let next = row;
  do {
    next = next[direction] ?? next.parentElement[direction]?.rows?.[direction === "nextElementSibling" ? 0 : next.parentElement[direction].rows.length - 1];
  } while (next && (next.hidden || next.parentElement.hidden || next.dataset.name === undefined));
  if (next) {
    const same = control.className ? next.querySelector(`.${control.className}`) : next.cells[control.closest("td, th").cellIndex]?.querySelector("a, input, button");
    (same?.checkVisibility() ? same : next.querySelector(".name a")).focus();
  }
}

