/* Puts a text of the library into the answer that is being written; the server says the words and remembers the version.

   <m-insert url="/tickets/20261122-0001/insertions" version="12" how="text"><button data-insert>…</button></m-insert> */

import { send, text } from "../core/js/dom.js";
import { toast } from "../core/js/toast.js";

class Insert extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-insert]") && this.#insert());
  }

  async #insert() {
    const composer = document.querySelector("m-composer");
    const area = composer?.querySelector('m-autosave[data-kind="out"] textarea');
    if (!area) return;
    const body = new FormData();
    body.append("version", this.getAttribute("version"));
    body.append("how", this.getAttribute("how"));
    const response = await send(this.getAttribute("url"), { body }).catch(() => null);
    if (!response?.ok) return toast(text("failed"), { tone: "bad" });
    const { text: words } = await response.json();
    composer.show("out");
    const before = area.value.slice(0, area.selectionStart);
    const space = !before || before.endsWith("\n") ? "" : "\n";
    area.setRangeText(space + words, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    area.focus();
  }
}

customElements.define("m-insert", Insert);
