// The last two minutes of a number, as a small picture with the number beside it.

const samples = 60;
const width = 60;
const height = 16;
const space = "http://www.w3.org/2000/svg";

/** Keeps the samples of one number; draws only where it is attached to an element. */
export class Spark {
  #values = new Float32Array(samples);
  #count = 0;
  #element = null;
  #line = null;
  #area = null;
  #label = null;
  #format;
  #least;

  /** @param format makes the text of a value; @param least the smallest value that fills the height. */
  constructor(format, least) {
    this.#format = format;
    this.#least = least;
  }

  get latest() {
    return this.#count === 0 ? null : this.#values[(this.#count - 1) % samples];
  }

  add(value) {
    this.#values[this.#count % samples] = value;
    this.#count++;
  }

  clear() {
    this.#count = 0;
    if (this.#element) {
      this.#label.textContent = "";
      this.#line.setAttribute("d", "");
      this.#area.setAttribute("d", "");
    }
  }

  draw(element) {
    if (this.#element !== element) {
      this.#attach(element);
    }

    const held = Math.min(this.#count, samples);
    if (held === 0) {
      return;
    }

    let top = this.#least;
    for (let i = 0; i < held; i++) {
      top = Math.max(top, this.#values[i] * 1.1);
    }

    let path = "";
    const step = width / (samples - 1);
    for (let i = 0; i < held; i++) {
      const value = this.#values[(this.#count - held + i) % samples];
      const x = width - (held - 1 - i) * step;
      path += `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`;
    }

    this.#line.setAttribute("d", path);
    this.#area.setAttribute("d", `${path}V${height}H${(width - (held - 1) * step).toFixed(1)}Z`);
    this.#label.textContent = this.#format(this.latest);
  }

  #attach(element) {
    this.#element = element;
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("preserveAspectRatio", "none");
    picture.setAttribute("aria-hidden", "true");
    picture.classList.add("spark");
    this.#area = document.createElementNS(space, "path");
    this.#area.classList.add("area");
    this.#line = document.createElementNS(space, "path");
    this.#line.classList.add("line");
    picture.append(this.#area, this.#line);
    this.#label = document.createElement("span");
    this.#label.className = "value";
    element.replaceChildren(this.#label, picture);
  }
}
