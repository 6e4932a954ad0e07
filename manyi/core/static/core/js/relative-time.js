/* A time that keeps telling how far away it is.

   <m-relative-time datetime="2026-11-22T10:04:00+08:00" title="22 November 2026, 10:04">5 minutes ago</m-relative-time>

   The server's words stay until they are wrong; all elements of a page share one timer. */

import { text } from "./dom.js";

const STEPS = [[3600, "minute", 60], [86400, "hour", 3600], [604800, "day", 86400], [2629800, "week", 604800], [31557600, "month", 2629800], [Infinity, "year", 31557600]];
const alive = new Set();
const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });

/** The distance between two times in words, e.g. "5 minutes ago". */
export function relative(at, now = Date.now()) {
  const seconds = (at - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 60) return text("justNow");
  const [, unit, length] = STEPS.find(([limit]) => distance < limit);
  return format.format(Math.trunc(seconds / length), unit);
}

class RelativeTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  connectedCallback() {
    alive.add(this);
    this.update();
  }

  disconnectedCallback() {
    alive.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  update() {
    const at = Date.parse(this.getAttribute("datetime"));
    if (Number.isNaN(at)) return;
    const words = relative(at);
    if (this.textContent !== words) this.textContent = words;
  }
}

customElements.define("m-relative-time", RelativeTime);
setInterval(() => alive.forEach((element) => element.update()), 30000);
document.addEventListener("visibilitychange", () => document.hidden || alive.forEach((element) => element.update()));
