// The page of one process.

import { duration, memory, percent } from "./format.js";
import { watch } from "./live.js";
import { showState } from "./row.js";
import { Spark } from "./spark.js";

export function showProcess() {
  const section = document.getElementById("process");
  if (!section) {
    return;
  }

  const cpu = new Spark(percent, 5);
  const resident = new Spark(memory, 1024);
  const description = section.querySelector(".desc");
  let startedAt = performance.now() - Number(section.dataset.uptime) * 1000;
  let pid = Number(section.dataset.pid);

  function tick() {
    if (section.dataset.state === "RUNNING") {
      description.textContent = `pid ${pid}, uptime ${duration((performance.now() - startedAt) / 1000)}`;
    }
  }

  /** The daemon's own list again: what changes with the state is all over it. */
  async function refreshFacts() {
    const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (response?.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      section.querySelector(".facts").replaceWith(document.adoptNode(page.querySelector(".facts")));
    }
  }

  function update(data) {
    if (data.name !== section.dataset.name) {
      return;
    }

    startedAt = performance.now() - data.uptime * 1000;
    if (data.pid !== pid) {
      pid = data.pid;
      cpu.clear();
      resident.clear();
    }

    description.textContent = data.description;
    if (section.dataset.state !== data.state) {
      section.dataset.state = data.state;
      showState(section.querySelector(".status"), data.state);
      refreshFacts();
    }
  }

  watch({
    snapshot: (data) => data.processes.forEach(update),
    state: update,
    usage: (data) => {
      const sample = data.find(([p]) => p === pid);
      if (sample) {
        cpu.add(sample[1] / 100);
        resident.add(sample[2]);
        cpu.draw(section.querySelector(".cpu"));
        resident.draw(section.querySelector(".mem"));
      }
    },
  });
  setInterval(tick, 1000);
}
