// Sends the page's forms without leaving the page, after asking where something would be stopped.

import { confirmAction } from "./dialog.js";

const goodNewsTime = 10_000;

export function takeOverForms() {
  document.getElementById("message").addEventListener("click", () => say(""));
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter) {
        event.preventDefault();
        run(form, event.submitter);
      }
    });
  }
}

let forgetting = 0;

/** Shows a sentence where screen readers hear it: good news for a while, bad news until the next. */
export function say(message, failed = false) {
  const place = document.getElementById("message");
  clearTimeout(forgetting);
  place.textContent = message;
  place.classList.toggle("none", message === "");
  place.classList.toggle("failed", failed);
  if (message !== "" && !failed) {
    forgetting = setTimeout(say, goodNewsTime, "");
  }
}

async function run(form, button) {
  const question = questionFor(form, button);
  if (question && !(await confirmAction(question.title, question.text, button.textContent.replace(/ all$/, "")))) {
    button.focus();
    return;
  }

  const body = new URLSearchParams(new FormData(form, button));
  const address = button.getAttribute("formaction") ?? form.getAttribute("action");
  button.setAttribute("aria-busy", "true");
  say("");
  try {
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const type = response.headers.get("Content-Type") ?? "";
    const answer = type.startsWith("application/json") ? await response.json() : null;
    say(answer?.message ?? `The daemon answered ${response.status} ${response.statusText}`, !answer?.ok);
  } catch {
    say("The daemon does not answer", true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function questionFor(form, button) {
  if (button.dataset.clears) {
    return { title: `Clear the log of ${nameOf(form, button)}?`, text: "What has been logged, stdout and stderr, is removed." };
  }

  const verb = button.textContent.replace(/ all$/, "");
  switch (button.dataset.stops) {
    case "one":
      return { title: `${verb} ${nameOf(form, button)}?`, text: textForOne(verb) };
    case "group": {
      const group = button.closest("tbody");
      return { title: `${verb} group ${group.dataset.group}?`, text: affected(running(group.rows)) };
    }
    case "all":
      return {
        title: `${verb} all processes?`,
        text: affected(running(document.querySelectorAll("#processes tr[data-name]"))) + startsToo(verb),
      };
    case "selected": {
      const rows = [...form.querySelectorAll("input[name=select]:checked")].map((box) => box.closest("tr"));
      return rows.length === 0 ? null : { title: `${verb} ${count(rows.length)}?`, text: affected(running(rows)) };
    }
    default:
      return null;
  }
}

const textForOne = (verb) =>
  verb === "Restart" ? "It is stopped, and started again when it has ended." : "It is sent its stop signal, and stays stopped until it is started.";

const startsToo = (verb) => (verb === "Restart" ? " Processes that are stopped now are started too." : "");

const count = (n) => (n === 1 ? "1 process" : `${n} processes`);

const affected = (n) => (n === 0 ? "None of them is running now." : `${count(n)} that ${n === 1 ? "is" : "are"} running now will be stopped.`);

function running(rows) {
  return [...rows].filter((row) => ["RUNNING", "STARTING", "BACKOFF"].includes(row.dataset.state)).length;
}

function nameOf(form, button) {
  return button.closest("[data-name]")?.dataset.name ?? form.elements.processname?.value ?? "";
}
