/* Rows that change places by dragging their handle; buttons in the row do the same by keyboard.

   <m-sort id="policies" url="/…/order"><table>… <tr data-id="3"><td><span class="drag-handle">…</span></td> …</tr></table></m-sort>

   The order is posted as ids=3&ids=1…; the element is morphed into the one of the same id in the page that answers. */

import { send, text } from "./dom.js";
import { morph } from "./morph.js";
import { toast } from "./toast.js";

class Sort extends HTMLElement {
  #row = null;
  #before = "";

  connectedCallback() {
    this.addEventListener("pointerdown", this.#taken);
    this.addEventListener("pointermove", this.#moved);
    this.addEventListener("pointerup", this.#dropped);
    this.addEventListener("pointercancel", this.#dropped);
  }

  get rows() {
    return [...this.querySelectorAll("[data-id]")];
  }

  get order() {
    return new URLSearchParams(this.rows.map((row) => ["ids", row.dataset.id]));
  }

  #taken = (event) => {
    const handle = event.target.closest(".drag-handle");
    if (!handle || event.button) return;
    event.preventDefault();
    this.#row = handle.closest("[data-id]");
    this.#before = String(this.order);
    this.#row.classList.add("dragged");
    this.setPointerCapture(event.pointerId);
  };

  #moved = (event) => {
    if (!this.#row) return;
    const over = this.rows.find((row) => row !== this.#row && event.clientY < row.getBoundingClientRect().bottom && event.clientY > row.getBoundingClientRect().top);
    if (!over) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](this.#row);
  };

  #dropped = () => {
    this.#row?.classList.remove("dragged");
    const changed = this.#row && String(this.order) !== this.#before;
    this.#row = null;
    if (changed) this.#save();
  };

  async #save() {
    const response = await send(this.getAttribute("url"), { body: this.order }).catch(() => null);
    if (!response?.ok) {
      toast(text(response ? "failed" : "offline"), { tone: "bad" });
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(this.id);
    if (fresh) morph(this, fresh);
  }
}

customElements.define("m-sort", Sort);
