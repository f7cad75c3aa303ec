// Numbers for people.

/** Seconds as Supervisor writes them: 0:01:02, or 1 day, 0:00:00. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86400);
  const pad = (n) => String(n).padStart(2, "0");
  const clock = `${Math.floor(whole / 3600) % 24}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return days === 0 ? clock : `${days} ${days === 1 ? "day" : "days"}, ${clock}`;
}

/** KiB with three digits and a unit. */
export function memory(kib) {
  let value = kib;
  for (const unit of ["KB", "MB", "GB"]) {
    if (value < 1000) {
      return `${value < 10 && unit !== "KB" ? value.toFixed(1) : Math.round(value)} ${unit}`;
    }

    value /= 1024;
  }

  return `${value.toFixed(1)} TB`;
}

/** Percent of one processor. */
export function percent(value) {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}
