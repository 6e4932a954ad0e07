/* The context: each part folds under its heading, and the whole can be put out of sight; both are remembered here. */

const STORE = "manyi.folded";
const WHOLE = "manyi.context";

function folded() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORE)) ?? []);
  } catch {
    return new Set();
  }
}

function draw() {
  const away = folded();
  for (const button of document.querySelectorAll("#side .fold")) {
    const isAway = away.has(button.dataset.fold);
    button.ariaExpanded = String(!isAway);
    button.closest("section").classList.toggle("folded", isAway);
  }
  const desk = document.querySelector("m-desk");
  if (desk) desk.dataset.context = localStorage.getItem(WHOLE) ?? "on";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#side .fold");
  if (button) {
    const away = folded();
    if (!away.delete(button.dataset.fold)) away.add(button.dataset.fold);
    localStorage.setItem(STORE, JSON.stringify([...away]));
    draw();
  }
  if (event.target.closest("[data-context-switch]")) {
    localStorage.setItem(WHOLE, localStorage.getItem(WHOLE) === "off" ? "on" : "off");
    draw();
  }
});
for (const name of ["htmx:afterSettle", "manyi:refreshed"]) document.addEventListener(name, draw);
draw();
