// One process in the table.

import { duration, memory, percent } from "./format.js";
import { Spark } from "./spark.js";

const classes = { RUNNING: "statusrunning", FATAL: "statuserror", BACKOFF: "statuserror" };

/** Puts a state into the element that shows it. */
export function showState(element, state) {
  element.textContent = state.toLowerCase();
  element.className = `status ${classes[state] ?? "statusnominal"}`;
}

export class Row {
  #status;
  #description;
  #cpuCell;
  #memoryCell;
  #startedAt;
  #text;
  #cpu;
  #memory;

  /** @param element the row; @param old the one that showed the same process before, for its samples. */
  constructor(element, old) {
    this.element = element;
    this.name = element.dataset.name;
    this.state = element.dataset.state;
    this.pid = Number(element.dataset.pid);
    this.box = element.querySelector("input[name=select]");
    this.#status = element.querySelector(".status");
    this.#description = element.querySelector(".desc");
    this.#cpuCell = element.querySelector(".cpu");
    this.#memoryCell = element.querySelector(".mem");
    this.#startedAt = performance.now() - Number(element.dataset.uptime) * 1000;
    this.#cpu = old?.#cpu ?? new Spark(percent, 5);
    this.#memory = old?.#memory ?? new Spark(memory, 1024);
    this.#describe();
  }

  update(data, flash) {
    const changed = this.state !== data.state;
    this.state = data.state;
    this.#startedAt = performance.now() - data.uptime * 1000;
    if (this.pid !== data.pid) {
      this.pid = data.pid;
      this.#cpu.clear();
      this.#memory.clear();
    }

    if (changed) {
      this.element.dataset.state = data.state;
      showState(this.#status, data.state);
      this.#describe();
      if (flash) {
        this.element.classList.remove("changed");
        requestAnimationFrame(() => this.element.classList.add("changed"));
      }
    }

    const text = data.state === "RUNNING" ? this.#runningText() : data.description;
    if (this.#description.textContent !== text) {
      this.#description.textContent = text;
    }
  }

  sample(cpu, resident) {
    this.#cpu.add(cpu);
    this.#memory.add(resident);
  }

  /** Called for rows that can be seen. */
  draw() {
    if (this.#cpu.latest !== null) {
      this.#cpu.draw(this.#cpuCell);
      this.#memory.draw(this.#memoryCell);
    }
  }

  /** Once a second, for rows that can be seen. */
  tick() {
    if (this.state === "RUNNING") {
      this.#description.textContent = this.#runningText();
    }
  }

  /** The same rules as the daemon's filter. */
  matches(words) {
    return words.every((word) => {
      if (word.startsWith("state:")) {
        return this.state.toLowerCase() === word.slice(6);
      }

      return word.startsWith("group:") ? this.element.parentElement.dataset.group.toLowerCase() === word.slice(6) : this.#text.includes(word);
    });
  }

  #runningText() {
    return `pid ${this.pid}, uptime ${duration((performance.now() - this.#startedAt) / 1000)}`;
  }

  #describe() {
    const [first, ...rest] = this.name.split(":");
    this.#text = `${first}:${rest.length > 0 ? rest.join(":") : first} ${this.state}`.toLowerCase();
  }
}
