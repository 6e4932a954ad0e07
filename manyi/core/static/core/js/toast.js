/* Short notices.

   <m-toast class="toasts" role="status" aria-live="polite"></m-toast>
   From a script: toast("Sent", {action: {label: "Undo", url: "/undo/3"}, seconds: 10, countdown: true})
   From the server: HX-Trigger: {"manyi:toast": {"text": "Sent", "tone": "bad", "undo": "/undo/3", "seconds": 10}}
   A notice stays while the pointer or the focus is on it. An action posts to its url or calls `run`. */

import { make, send, text } from "./dom.js";

const SECONDS = 6;

export function toast(words, options = {}) {
  document.querySelector("m-toast")?.show(words, options);
}

class Toast extends HTMLElement {
  connectedCallback() {
    document.addEventListener("manyi:toast", this.#heard);
    for (const notice of this.children) this.#arm(notice, SECONDS);
  }

  disconnectedCallback() {
    document.removeEventListener("manyi:toast", this.#heard);
  }

  show(words, { tone = "", action = null, seconds = SECONDS, countdown = false } = {}) {
    const notice = make("div", { class: `toast ${tone}` }, make("span", { class: "grow" }, words));
    if (action) notice.append(this.#actionButton(notice, action));
    const close = make("button", { class: "icon-button small", type: "button", "aria-label": text("close") }, "×");
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    this.append(notice);
    this.#arm(notice, action && !countdown ? Math.max(seconds, SECONDS) : seconds, countdown);
    return notice;
  }

  #heard = (event) => {
    const { text: words, tone, undo, seconds } = event.detail;
    const action = undo ? { label: text("undo"), url: undo } : null;
    this.show(words, { tone, action, seconds, countdown: Boolean(undo) });
  };

  #actionButton(notice, { label, url, run }) {
    const button = make("button", { class: "toast-action", type: "button", "data-key": url ? "z" : null }, label);
    button.addEventListener("click", async () => {
      notice.remove();
      if (run) return run();
      const response = await send(url).catch(() => null);
      if (!response?.ok) this.show(text("failed"), { tone: "bad" });
      document.dispatchEvent(new CustomEvent("manyi:undone", { detail: { url, ok: response?.ok ?? false } }));
    });
    return button;
  }

  /** Counts down once a second, and rests under the pointer or the focus. */
  #arm(notice, seconds, countdown = false) {
    let left = seconds;
    // Screen readers hear the notice once, not each second of it.
    const counter = make("span", { "aria-hidden": "true" });
    if (countdown) notice.querySelector(".toast-action")?.append(counter);
    const tick = () => {
      if (!notice.isConnected) return clearInterval(timer);
      counter.textContent = ` (${left})`;
      if (!countdown && notice.matches(":hover, :focus-within")) return;
      if ((left -= 1) < 0) notice.remove();
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
}

customElements.define("m-toast", Toast);
