/* The workspace's behaviour: moving through the list, panes on narrow screens, live parts, frames and previews. */

import { isEditable, make, text } from "../core/js/dom.js";
import { refresh } from "../core/js/live.js";
import { parseFragment } from "../core/js/morph.js";
import { Choosing } from "./choosing.js";
import "./composer.js";
import "./fold.js";
import { Here } from "./here.js";

const LIST_PAUSE = 1500;
const LIST_AGES = 60000;
const QUIET = new Set(["message.read"]);

class Desk extends HTMLElement {
  #listTimer = 0;
  #listAt = 0;
  #aging = 0;

  connectedCallback() {
    this.here = new Here(this);
    this.choosing = new Choosing(this);
    this.#listen(document, "manyi:event", (event) => this.#happened(event.detail));
    this.#listen(document, "desk:changed", (event) => this.#changed(event.detail));
    this.#listen(document, "desk:restored", () => this.#restore());
    this.#listen(document, "manyi:undone", (event) => this.#undone(event.detail));
    this.#listen(document, "htmx:beforeSwap", (event) => this.#beforeSwap(event));
    this.#listen(this, "htmx:afterRequest", (event) => event.detail.successful && event.detail.elt.querySelector?.(":scope > .tag-input") && event.detail.elt.reset());
    this.#listen(this, "htmx:afterSettle", (event) => this.#settled(event));
    this.#listen(this, "manyi:refreshed", () => {
      this.#mark();
      this.here.drawRows();
      this.choosing.draw();
    });
    this.#listen(this, "click", (event) => this.#clicked(event));
    this.#listen(this, "toggle", (event) => this.#toggled(event), true);
    this.#listen(this, "manyi:gone", (event) => this.#gone(event));
    this.#aging = setInterval(() => this.#refreshList(), LIST_AGES);
    this.#opened();
  }

  disconnectedCallback() {
    for (const [target, name, handler, capture] of this.#heard) target.removeEventListener(name, handler, capture);
    this.#heard = [];
    clearInterval(this.#aging);
    clearTimeout(this.#listTimer);
    this.here.leave();
  }

  #heard = [];
  #listen(target, name, handler, capture = false) {
    target.addEventListener(name, handler, capture);
    this.#heard.push([target, name, handler, capture]);
  }

  get conversation() {
    return this.querySelector("#conversation[data-ticket]");
  }

  get rows() {
    return [...this.querySelectorAll("#rows > .row")];
  }

  /* ---- the list ---- */

  #step(by) {
    const rows = this.rows;
    if (!rows.length) return;
    const focused = rows.indexOf(document.activeElement);
    const here = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true");
    const row = rows[Math.max(0, Math.min(rows.length - 1, here + by))];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    row.nextElementSibling?.matches(".row-more") && window.htmx?.trigger(row.nextElementSibling, "click");
  }

  /** Open the ticket after (or before) the one that is open. */
  #openStep(by) {
    const rows = this.rows;
    const here = rows.findIndex((row) => row.ariaCurrent === "true");
    const row = here < 0 ? rows[0] : rows[here + by];
    row?.scrollIntoView({ block: "nearest" });
    row?.click();
  }

  /** Which row is open is known here, not by the list's own fragment. */
  #mark() {
    const number = this.conversation?.dataset.number;
    for (const row of this.rows) {
      if (row.dataset.number === number) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  #refreshList() {
    const list = this.querySelector("#list");
    if (!list || document.hidden) return;
    this.#listAt = Date.now();
    const url = new URL(list.dataset.liveUrl, location.href);
    url.searchParams.set("limit", Math.max(50, this.rows.length));
    if (this.conversation) url.searchParams.set("current", this.conversation.dataset.number);
    list.dataset.liveUrl = url.pathname + url.search;
    refresh(list);
    refresh(this.querySelector("#views"));
  }

  /** News come in bursts; the list follows at most every second and a half. */
  #listSoon() {
    if (this.#listTimer) return;
    const wait = Math.max(0, this.#listAt + LIST_PAUSE - Date.now());
    this.#listTimer = setTimeout(() => {
      this.#listTimer = 0;
      this.#refreshList();
    }, wait);
  }

  /* ---- live parts ---- */

  #happened(event) {
    if (!event.ticket) return;
    this.#listSoon();
    if (String(event.ticket) !== this.conversation?.dataset.ticket) return;
    refresh(this.conversation);
    if (!QUIET.has(event.verb)) this.#refreshSide();
  }

  #refreshSide() {
    this.#refreshContext();
    const side = this.querySelector("#side[data-live-url]");
    if (side && !(side.contains(document.activeElement) && isEditable(document.activeElement))) refresh(side);
  }

  #refreshContext() {
    const context = this.querySelector("#context[data-live-url]");
    if (context) refresh(context);
  }

  /** After one's own action: the part that asked has its answer already. */
  #changed({ part }) {
    if (part === "list") return this.#refreshList();
    if (part === "side") {
      this.#refreshContext();
      if (this.conversation) refresh(this.conversation);
    }
    else this.#refreshSide();
    this.#refreshList();
  }

  /** A reply was taken back by its notice: its ticket is opened again, with the words in the composer. */
  #undone({ url, ok }) {
    const number = /\/tickets\/([^/]+)\/planned\//.exec(url)?.[1];
    if (!ok || !number) return;
    if (number !== this.conversation?.dataset.number) return location.assign(`/tickets/${number}/?list=${this.querySelector("#list")?.dataset.list ?? ""}`);
    refresh(this.conversation);
    this.#refreshList();
    this.#restore();
  }

  /** The draft on the server is newer than the composer; what was begun meanwhile stays behind it. */
  async #restore() {
    const before = this.querySelector("#compose-out textarea")?.value.trim() ?? "";
    const answer = await fetch(this.conversation.dataset.liveUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    const fresh = parseFragment(await answer.text()).querySelector("#composer");
    const old = this.querySelector("#composer");
    if (!answer.ok || !fresh || !old) return;
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    const area = fresh.querySelector("#compose-out textarea");
    if (before && !area.value.includes(before)) area.value = `${area.value}\n\n${before}`;
    fresh.show("out");
  }

  /** The ticket went out of reach, or the session ended. */
  #gone(event) {
    if (event.target.id === "conversation" && event.detail.status === 404) location.assign(this.querySelector(".view[aria-current]")?.href ?? "/inbox/");
    if (event.detail.status === 401) location.reload();
  }

  /* ---- opening a ticket ---- */

  #beforeSwap(event) {
    if (event.detail.target?.id === "conversation" && event.detail.requestConfig?.boosted) this.here.leave();
  }

  #settled(event) {
    if (event.target.id === "conversation" || event.detail.elt?.id === "conversation") this.#opened();
  }

  #opened() {
    this.#mark();
    const conversation = this.conversation;
    const isFirst = this.#first;
    this.#first = false;
    if (!conversation || conversation === this.seen) return;
    this.seen = conversation;
    const thread = conversation.querySelector(".thread");
    if (!new URLSearchParams(location.search).get("before")) thread.scrollTop = thread.scrollHeight;
    if (!isFirst) this.dataset.pane = "ticket";
    this.here.enter(conversation.dataset);
  }

  #first = true;

  /* ---- panes, frames, previews ---- */

  #clicked(event) {
    const step = event.target.closest("[data-step]");
    if (step) this.#step(Number(step.dataset.step));
    const open = event.target.closest("[data-open-step]");
    if (open) this.#openStep(Number(open.dataset.openStep));
    const pane = event.target.closest("[data-pane-to]");
    if (pane && this.#switchPane(pane)) event.preventDefault();
    if (event.target.closest("[data-reply]")) this.querySelector("m-composer")?.show("out");
    const quoted = event.target.closest("[data-quote]");
    if (quoted) this.querySelector("m-composer")?.quote(this.querySelector(`#message-${quoted.dataset.quote} .bubble`)?.innerText ?? "");
    const preview = event.target.closest("[data-preview]");
    if (preview && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#preview(preview);
    }
  }

  #switchPane(element) {
    const to = element.dataset.paneTo;
    if (to === "list" && matchMedia("(max-width: 640px)").matches) {
      this.dataset.pane = "list";
      history.pushState({}, "", element.getAttribute("href"));
      return true;
    }
    if (to === "list") return false;
    this.dataset.pane = this.dataset.pane === to && to !== "ticket" ? "ticket" : to;
    return true;
  }

  #toggled(event) {
    const frame = event.target.querySelector?.("[data-frame]");
    if (!event.target.open || !frame || frame.querySelector("iframe")) return;
    const inner = make("iframe", { src: frame.dataset.frame, sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox", title: event.target.querySelector("summary").textContent, loading: "lazy" });
    inner.addEventListener("load", () => {
      const body = inner.contentDocument?.body;
      inner.setAttribute("height", Math.min(900, body ? Math.ceil(body.getBoundingClientRect().height) + 28 : 320));
      inner.classList.toggle("fitted", true);
    });
    frame.setAttribute("data-keep", "");
    frame.replaceChildren(inner);
  }

  #preview({ dataset, title, href }) {
    const content = dataset.type === "application/pdf" ? make("iframe", { src: dataset.preview, title }) : make("img", { src: dataset.preview, alt: title });
    const close = make("button", { class: "icon-button", type: "button", "aria-label": text("close") }, "×");
    const keep = make("a", { class: "link", href, download: title }, title);
    const dialog = make("dialog", { class: "dialog preview", "aria-label": title }, make("div", { class: "dialog-head" }, make("h2", { class: "cut" }, keep), close), make("div", { class: "dialog-body" }, content));
    content.addEventListener("click", () => content.matches("img") && content.parentElement.classList.toggle("zoomed"));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

customElements.define("m-desk", Desk);
