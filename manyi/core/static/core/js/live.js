/* One live stream per tab.

   <m-live url="http://host:8001/live" token="…" position="811"></m-live>
   <div class="banner" data-live-banner hidden>The connection is lost …</div>
   <section id="thread" data-live-topic="ticket:12 staff:3" data-live-url="/tickets/12/thread">…</section>

   Messages are JSON such as {"position": 812, "verb": "MessageReceived", "ticket": 12}. Each is dispatched on document
   as `manyi:event`; every element whose data-live-topic names one of its ids (ticket:12), its verb (verb:…) or one of its
   "topics" fetches its data-live-url and is morphed into the answer. A `reset` message refreshes all of them. A hidden
   tab waits until it is looked at; with while-seen it has no stream until then, for a browser opens only a few at a
   time. What others say (typing, viewing) is dispatched as `manyi:say`; say() speaks. After a lost connection the stream
   resumes behind the last id it saw: the browser sends Last-Event-ID; a stream opened anew says ?last_event_id=…. */

import { morph, parseFragment } from "./morph.js";

const REFRESH_DELAY = 60;
const BANNER_DELAY = 3000;
const LONGEST_WAIT = 30000;

const states = new WeakMap();
/* How often a part was swapped by an answer to what somebody did: what was fetched before that is old. */
const swaps = new WeakMap();
/* Survives the element: opening another ticket brings a new one, whose stream goes on where the last one was. */
let lastId = "";
/* Modules that come later listen too: what was missed since the page was made is told at once, and only once. */
const ready = document.readyState === "complete" ? Promise.resolve() : new Promise((done) => addEventListener("DOMContentLoaded", done));

/** Tell the others on a topic (ticket:12) what happens here: "typing", "viewing", "idle". */
export function say(topic, kind, data = {}) {
  const live = document.querySelector("m-live");
  const body = JSON.stringify({ token: live?.getAttribute("token"), topic, kind, data });
  return live && fetch(`${live.getAttribute("url")}/say`, { method: "POST", body, keepalive: true }).catch(() => null);
}

/** Fetch the newest version of a live element; calls that come meanwhile end in one more fetch. */
export async function refresh(element) {
  const state = states.get(element) ?? { busy: false, again: false };
  states.set(element, state);
  if (state.busy || document.hidden) {
    state.again = true;
    return;
  }
  state.busy = true;
  state.again = false;
  await new Promise((done) => setTimeout(done, REFRESH_DELAY));
  try {
    await load(element);
  } finally {
    state.busy = false;
    if (state.again && element.isConnected) refresh(element);
  }
}

async function load(element) {
  const before = swaps.get(element);
  const response = await fetch(element.dataset.liveUrl, { headers: { "HX-Request": "true", "X-Live": "true" }, credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) {
    if (response) element.dispatchEvent(new CustomEvent("manyi:gone", { bubbles: true, detail: { status: response.status } }));
    return;
  }
  const content = parseFragment(await response.text());
  const source = (element.id && content.getElementById(element.id)) || content.firstElementChild;
  if (!element.isConnected) {
    // Swapped meanwhile for an answer that may have been written before this news.
    const successor = element.id && document.getElementById(element.id);
    if (successor) refresh(successor);
    return;
  }
  if (!source) return;
  if (swaps.get(element) !== before) {
    states.get(element).again = true;
    return;
  }
  morph(element, source);
  window.htmx?.process(element);
  element.dispatchEvent(new CustomEvent("manyi:refreshed", { bubbles: true }));
}

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => swaps.set(target, (swaps.get(target) ?? 0) + 1));

/** The topics an event concerns, from its ids, its verb and what it lists itself. */
export function topicsOf(event) {
  const ids = Object.entries(event).filter(([, value]) => ["string", "number"].includes(typeof value)).map(([name, value]) => `${name}:${value}`);
  return new Set([...ids, ...(event.topics ?? [])]);
}

function refreshConcerned(topics) {
  for (const element of document.querySelectorAll("[data-live-url]")) {
    if (!topics || element.dataset.liveTopic?.split(/\s+/).some((topic) => topics.has(topic))) refresh(element);
  }
}

class Live extends HTMLElement {
  #source = null;
  #failures = 0;
  #retry = 0;
  #bannerTimer = 0;

  connectedCallback() {
    lastId = String(Math.max(Number(lastId), Number(this.getAttribute("position"))) || "");
    this.open = this.open.bind(this);
    this.close = this.close.bind(this);
    addEventListener("pagehide", this.close);
    addEventListener("pageshow", this.#comeBack);
    addEventListener("online", this.open);
    document.addEventListener("visibilitychange", this.#catchUp);
    ready.then(() => this.isConnected && this.open());
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.close);
    removeEventListener("pageshow", this.#comeBack);
    removeEventListener("online", this.open);
    document.removeEventListener("visibilitychange", this.#catchUp);
    this.close();
  }

  open() {
    if (this.#source && this.#source.readyState !== EventSource.CLOSED) return;
    if (document.hidden && this.hasAttribute("while-seen")) return;
    clearTimeout(this.#retry);
    const url = new URL(this.getAttribute("url"), location.href);
    url.searchParams.set("token", this.getAttribute("token") ?? "");
    if (lastId) url.searchParams.set("last_event_id", lastId);
    this.#source = new EventSource(url);
    this.#source.onopen = () => this.#connected();
    this.#source.onmessage = (message) => this.#received(message);
    this.#source.addEventListener("hello", (message) => {
      lastId = message.lastEventId;
    });
    this.#source.addEventListener("say", (message) => {
      document.dispatchEvent(new CustomEvent("manyi:say", { detail: JSON.parse(message.data) }));
    });
    this.#source.addEventListener("reset", (message) => {
      lastId = message.lastEventId || lastId;
      refreshConcerned(null);
    });
    this.#source.onerror = () => this.#lost();
  }

  close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#bannerTimer);
    this.#source?.close();
    this.#source = null;
  }

  #comeBack = (event) => {
    if (event.persisted) this.open();
  };

  #catchUp = () => {
    if (this.hasAttribute("while-seen")) document.hidden ? this.close() : this.open();
    if (document.hidden) return;
    for (const element of document.querySelectorAll("[data-live-url]")) {
      if (states.get(element)?.again) refresh(element);
    }
  };

  #connected() {
    this.#failures = 0;
    this.#showBanner(false);
  }

  #received(message) {
    lastId = message.lastEventId || lastId;
    const event = JSON.parse(message.data);
    document.dispatchEvent(new CustomEvent("manyi:event", { detail: event }));
    refreshConcerned(topicsOf(event));
  }

  /* The browser reconnects by itself after a cut; after a refusal it gives up, and we go on, slower each time. */
  #lost() {
    this.#bannerTimer ||= setTimeout(() => this.#showBanner(true), BANNER_DELAY);
    if (this.#source?.readyState !== EventSource.CLOSED) return;
    this.#failures += 1;
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(async () => {
      if (this.#failures > 1) await this.#renewToken();
      this.open();
    }, wait);
  }

  /** A token lives half a day; a page that is open for longer takes a new one from a fresh copy of itself. */
  async #renewToken() {
    const page = await fetch(location.href, { credentials: "same-origin" }).then((answer) => answer.text(), () => "");
    const token = parseFragment(page).querySelector("m-live")?.getAttribute("token");
    if (token) this.setAttribute("token", token);
  }

  #showBanner(visible) {
    clearTimeout(this.#bannerTimer);
    this.#bannerTimer = 0;
    for (const banner of document.querySelectorAll("[data-live-banner]")) banner.hidden = !visible;
  }
}

customElements.define("m-live", Live);
