// Asks before something is stopped. The answer is no unless the button that names the action is pressed.

let dialog;

function make() {
  dialog = document.createElement("dialog");
  dialog.id = "confirm";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  const title = document.createElement("h2");
  title.id = "confirm-title";
  const text = document.createElement("p");
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "buttons";
  const cancel = document.createElement("button");
  cancel.value = "no";
  cancel.textContent = "Cancel";
  cancel.autofocus = true;
  const go = document.createElement("button");
  go.value = "yes";
  go.className = "danger";
  form.append(cancel, go);
  dialog.append(title, text, form);
  document.body.append(dialog);
}

/** Resolves to whether to go on. */
export function confirmAction(title, text, verb) {
  if (!dialog) {
    make();
  }

  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("p").textContent = text;
  dialog.querySelector("button.danger").textContent = verb;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
