/* Being told while the desk is open: a soft sound and a notice of the desktop when something new comes; what a ticket
   had to tell is seen once it is opened. And the switch for push messages:

   <m-push data-push-key="…" data-url="/notices/browsers" data-text-on=… data-text-off=… data-text-refused=… data-text-failed=… data-text-none=…>
     <span data-state></span><button data-turn="on" hidden>…</button><button data-turn="off" hidden>…</button></m-push> */

import { send, text } from "../core/js/dom.js";

const badge = () => document.querySelector("#badge-notices");
const place = () => new URL(badge().dataset.liveUrl, location.href);
let context = null;

/** Two short tones, made here so that no file is loaded. */
function sound() {
  context ??= new AudioContext();
  for (const [start, pitch] of [[0, 660], [0.12, 880]]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.06, context.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + start + 0.25);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + start);
    tone.stop(context.currentTime + start + 0.25);
  }
}

async function happened({ detail }) {
  const me = document.querySelector("[data-me]")?.dataset.me;
  if (detail.verb !== "notice.sent" || !badge() || (me && !detail.topics?.includes(me))) return;
  if (detail.ticket && String(detail.ticket) === openTicket() && !document.hidden) return seen();
  const answer = await fetch(new URL("newest", place()), { credentials: "same-origin" }).then((found) => found.json(), () => ({}));
  if (!answer.notice || answer.quiet) return;
  if (answer.sound && navigator.userActivation?.hasBeenActive) sound();
  if (document.hidden && globalThis.Notification?.permission === "granted") {
    const shown = new Notification(answer.notice.title, { body: answer.notice.body, tag: answer.notice.url });
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(answer.notice.url || place().pathname.replace("badge", ""));
    });
  }
}

const openTicket = () => document.querySelector("#conversation[data-ticket]")?.dataset.ticket ?? "";
let seenTicket = "";

async function seen() {
  const ticket = openTicket();
  if (!ticket || !badge() || badge().hidden) return;
  const answer = await send(new URL("seen", place()), { body: new URLSearchParams({ ticket }) }).catch(() => null);
  if (!answer?.ok) return;
  const { refresh } = await import("../core/js/live.js");
  refresh(badge());
}

function opened() {
  if (openTicket() === seenTicket) return;
  seenTicket = openTicket();
  seen();
}

document.addEventListener("manyi:event", happened);
document.addEventListener("htmx:afterSettle", opened);
document.addEventListener("visibilitychange", () => document.hidden || seen());
opened();

class Push extends HTMLElement {
  async connectedCallback() {
    this.addEventListener("click", (event) => event.target.dataset.turn && this.#turn(event.target.dataset.turn));
    this.#draw();
  }

  async #registration() {
    return navigator.serviceWorker && globalThis.PushManager ? navigator.serviceWorker.getRegistration("/") : null;
  }

  async #draw() {
    const registration = await this.#registration();
    const subscription = await registration?.pushManager.getSubscription();
    const state = !registration ? "none" : Notification.permission === "denied" ? "refused" : subscription ? "on" : "off";
    this.querySelector("[data-state]").textContent = text(state, this);
    for (const button of this.querySelectorAll("[data-turn]")) button.hidden = state !== (button.dataset.turn === "on" ? "off" : "on");
  }

  async #turn(way) {
    const { pushManager } = await this.#registration();
    const known = await pushManager.getSubscription();
    if (way === "off" && known) {
      await send(this.dataset.url, { method: "DELETE", body: JSON.stringify({ endpoint: known.endpoint }) });
      await known.unsubscribe();
    } else if (way === "on" && (await Notification.requestPermission()) === "granted") {
      const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.pushKey }).catch(() => null);
      const { endpoint, keys } = made?.toJSON() ?? {};
      if (!endpoint) return (this.querySelector("[data-state]").textContent = text("failed", this));
      await send(this.dataset.url, { body: JSON.stringify({ endpoint, key: keys.p256dh, secret: keys.auth }) });
    }
    this.#draw();
  }
}

customElements.define("m-push", Push);
