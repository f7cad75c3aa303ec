import { watchTheme } from "./toggle.js";
import { takeOverForms } from "./actions.js";
import { showStatus } from "./status.js";
import { showProcess } from "./process.js";
import { followLog } from "./log.js";

const view = document.body.dataset.view;
watchTheme();
takeOverForms();
if (view === "status") {
  showStatus();
} else if (view === "process") {
  showProcess();
}

const log = document.querySelector("section.log");
if (log) {
  followLog(log);
}
