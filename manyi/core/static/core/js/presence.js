/* <m-presence url="/presence/pulse" state="online"></m-presence>

   Says every minute that the page is open, and whether nothing was done in any tab for a while. One tab speaks for all.
   The answer is the presence that follows from it; the mark on the own picture and the menu show it. Chosen in the menu,
   it comes as `manyi:presence`. Who has come in is told at once what waits at the edges of the page. */

import { send } from "./dom.js";
import { refresh } from "./live.js";

const BEAT = 60_000;
const IDLE = 5 * 60_000;
const SPOKE = "manyi-pulse";
const ACTIVE = "manyi-active";
const INPUTS = ["pointerdown", "keydown", "wheel", "touchstart"];

class Presence extends HTMLElement {
  #timer = 0;
  #wasIdle = false;

  connectedCallback() {
    this.#active();
    for (const name of INPUTS) addEventListener(name, this.#active, { passive: true, capture: true });
    document.addEventListener("manyi:presence", this.#chosen);
    this.#timer = setInterval(() => this.#beat(), BEAT / 4);
    this.#beat();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("manyi:presence", this.#chosen);
    for (const name of INPUTS) removeEventListener(name, this.#active, { capture: true });
  }

  #active = () => {
    localStorage.setItem(ACTIVE, Date.now());
    if (this.#wasIdle) this.#beat(true);
  };

  #chosen = (event) => this.#show(event.detail.state);

  async #beat(now = false) {
    if (!now && Date.now() - Number(localStorage.getItem(SPOKE)) < BEAT) return;
    localStorage.setItem(SPOKE, Date.now());
    this.#wasIdle = Date.now() - Number(localStorage.getItem(ACTIVE)) > IDLE;
    const answer = await send(this.getAttribute("url"), { body: new URLSearchParams({ idle: this.#wasIdle ? "1" : "0" }) }).catch(() => null);
    if (answer?.ok) this.#show(await answer.text());
  }

  #show(state) {
    const old = this.getAttribute("state");
    if (old === state) return;
    this.setAttribute("state", state);
    for (const mark of document.querySelectorAll(".rail-me .presence")) mark.classList.replace(old, state);
    for (const choice of document.querySelectorAll("[data-presence]")) choice.setAttribute("aria-checked", String(choice.dataset.presence === state));
    if (state === "online") for (const part of document.querySelectorAll('[data-live-topic^="verb:"]')) refresh(part);
  }
}

customElements.define("m-presence", Presence);
