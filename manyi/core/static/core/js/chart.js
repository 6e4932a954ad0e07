/* The values under the pointer, at once: any part of a chart with a <title> inside (.chart-hit, .chart-column). The
   picture and its table say the same without this. */

let tip = null;

function show(event) {
  const part = event.target.closest?.(".chart-hit, .chart-column");
  if (!part) return hide();
  const title = part.querySelector("title");
  // The browser's own late tooltip would double ours.
  if (title) {
    part.dataset.tip = title.textContent;
    title.remove();
  }
  tip ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "chart-tip" }));
  tip.hidden = false;
  tip.textContent = part.dataset.tip;
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(8, event.clientY - tip.offsetHeight - 10)}px`;
}

function hide() {
  if (tip) tip.hidden = true;
}

document.addEventListener("pointermove", (event) => (event.target.closest?.(".chart-svg") ? show(event) : hide()), { passive: true });
document.addEventListener("pointerleave", hide);
