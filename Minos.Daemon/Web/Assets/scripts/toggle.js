// The button that goes from the system's theme to dark to light and back.

const order = ["system", "dark", "light"];

export function watchTheme() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const show = () => {
    button.title = `Theme: ${root.dataset.theme ?? "system"}`;
    button.setAttribute("aria-label", button.title);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(root.dataset.theme ?? "system") + 1) % order.length];
    if (next === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = next;
    }

    try {
      localStorage.setItem("minos.theme", next);
    } catch {
      // Forgotten with the page, then.
    }

    show();
  });
  show();
}
