/* Keeps a draft on the server while it is written.

   <m-autosave url="/tickets/12/draft" data-text-failed="Not saved yet">
     <form>… <span data-autosave-status data-saved="Draft saved" data-saving="Saving…" data-failed="Not saved yet"></span></form>
   </m-autosave>

   Posts the named fields inside (and `typed_at` in ms, by which the server ignores what overtakes) 600 ms after the last
   key, and at once when the field is left, the tab is hidden or the page goes. A failed save is tried again. What the
   server has not got, for instance because the session ended, stays in this tab and comes back with the page, for the
   same person (data-me). The element fires `manyi:saved`; stop() ends it, for instance once the reply is sent. */

import { csrfToken, send } from "./dom.js";

const DELAY = 600;
const RETRY = 5000;
const KEEPALIVE_LIMIT = 60000;

class Autosave extends HTMLElement {
  #timer = 0;
  #dirty = false;
  #saving = null;

  connectedCallback() {
    this.addEventListener("input", this.#changed);
    this.addEventListener("focusout", this.#flush);
    document.addEventListener("visibilitychange", this.#hidden);
    addEventListener("pagehide", this.#leave);
    addEventListener("online", this.#flush);
    this.#restore();
  }

  disconnectedCallback() {
    this.#leave();
    document.removeEventListener("visibilitychange", this.#hidden);
    removeEventListener("pagehide", this.#leave);
    removeEventListener("online", this.#flush);
  }

  /** Forget what is not saved yet: the text has become a message, or was thrown away. */
  stop() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.#forget();
    this.#say("");
  }

  /** Save now; resolves once nothing is unsaved or the attempt failed. */
  async save() {
    clearTimeout(this.#timer);
    await this.#saving;
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#say("saving");
    this.#saving = send(this.getAttribute("url"), { body: this.#fields() }).then((answer) => answer.ok, () => false);
    const isSaved = await this.#saving;
    this.#saving = null;
    if (isSaved) return this.#saved();
    this.#dirty = true;
    this.#keep();
    this.#say("failed");
    this.#timer = setTimeout(() => this.save(), RETRY);
  }

  #changed = () => {
    this.#dirty = true;
    this.#say("");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), DELAY);
  };

  #flush = () => {
    if (this.#dirty) this.save();
  };

  #hidden = () => {
    if (document.hidden) this.#leave();
  };

  /** The page may be gone before an answer comes: a request that outlives it. */
  #leave = () => {
    if (!this.#dirty) return;
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.#keep();
    const fields = this.#fields();
    fields.set("csrfmiddlewaretoken", csrfToken());
    const keepalive = new URLSearchParams(fields).toString().length < KEEPALIVE_LIMIT;
    send(this.getAttribute("url"), { body: fields, keepalive }).then(
      (answer) => (answer.ok ? this.#saved() : (this.#dirty = true)),
      () => (this.#dirty = true),
    );
  };

  #fields() {
    const fields = new URLSearchParams({ typed_at: String(Date.now()) });
    for (const field of this.querySelectorAll("[name]:not([type=file], :disabled)")) {
      const isOff = field.matches("[type=checkbox], [type=radio]") && !field.checked;
      if (!isOff && field.name !== "csrfmiddlewaretoken") fields.append(field.name, field.value);
    }
    return fields;
  }

  get #place() {
    const me = document.querySelector("[data-me]")?.dataset.me;
    return me && `draft ${me} ${this.getAttribute("url")}`;
  }

  #keep() {
    const texts = [...this.querySelectorAll("textarea[name]")].map(({ name, value }) => [name, value]);
    if (this.#place) sessionStorage.setItem(this.#place, JSON.stringify(texts));
  }

  #forget() {
    if (this.#place) sessionStorage.removeItem(this.#place);
  }

  #restore() {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(this.#place) ?? "[]")) {
      const field = this.querySelector(`textarea[name="${name}"]`);
      if (!field || !value || field.value === value) continue;
      field.value = value;
      this.#changed();
    }
  }

  #saved() {
    if (this.#dirty) return;
    this.#forget();
    this.#say("saved");
    this.dispatchEvent(new CustomEvent("manyi:saved", { bubbles: true }));
  }

  #say(state) {
    const status = this.querySelector("[data-autosave-status]");
    if (status) status.textContent = state ? (status.dataset[state] ?? "") : "";
  }
}

customElements.define("m-autosave", Autosave);
