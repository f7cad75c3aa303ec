// Runs before the page is painted: the chosen theme, and what only works with scripts.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("minos.theme");
    if (theme === "dark" || theme === "light") {
      root.dataset.theme = theme;
    }
  } catch {
    // Storage may be forbidden; the system's own theme is used then.
  }
})();
