/* A native dialog and what opens it.

   <button data-dialog="merge" data-dialog-url="/tickets/3/merge">Merge</button>
   <m-dialog id="merge"><dialog class="dialog" aria-labelledby="merge-title">… <button data-close>Close</button></dialog></m-dialog>

   With data-dialog-url the body (.dialog-body) is fetched each time. It closes by [data-close], Escape, a click on the
   veil, or the event `manyi:dialog-close` (HX-Trigger); `manyi:dialog-open-at` opens the one with data-for-all. A dialog with data-guard asks nothing but ignores the veil. */

import { parseFragment } from "./morph.js";

class Dialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    document.addEventListener("manyi:dialog-close", this.#close);
  }

  disconnectedCallback() {
    document.removeEventListener("manyi:dialog-close", this.#close);
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  async open(url = "") {
    if (url) await this.#load(url);
    if (!this.dialog.open) this.dialog.showModal();
    this.querySelector(".dialog-body")?.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
    this.dispatchEvent(new CustomEvent("manyi:dialog-open", { bubbles: true }));
  }

  close() {
    this.dialog?.close();
  }

  #close = () => this.close();

  #clicked = (event) => {
    const onVeil = event.target === this.dialog && !("guard" in this.dialog.dataset);
    if (onVeil || event.target.closest("[data-close]")) this.close();
  };

  async #load(url) {
    const response = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    const body = this.querySelector(".dialog-body");
    body.replaceChildren(parseFragment(await response.text()));
    window.htmx?.process(body);
  }
}

customElements.define("m-dialog", Dialog);

/** A refusal that says where the way on is: its dialog opens over the page (HX-Trigger). */
document.addEventListener("manyi:dialog-open-at", (event) => document.querySelector("m-dialog[data-for-all]")?.open(event.detail.url));

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (!opener) return;
  event.preventDefault();
  document.getElementById(opener.dataset.dialog)?.open(opener.dataset.dialogUrl);
});
