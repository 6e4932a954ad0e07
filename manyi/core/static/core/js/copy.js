/* <m-copy><button data-copy="#20261122-0417">…</button></m-copy> or <m-copy for="id-of-what-to-copy"><button>…</button></m-copy>:
   puts the text on the clipboard and says so. */

import { text } from "./dom.js";
import { toast } from "./toast.js";

class Copy extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
  }

  #clicked = async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const source = document.getElementById(this.getAttribute("for"));
    const words = button.dataset.copy ?? source?.value ?? source?.textContent ?? "";
    await navigator.clipboard.writeText(words.trim());
    toast(`${text("copied")} ${words.trim().slice(0, 40)}`, { seconds: 2 });
  };
}

customElements.define("m-copy", Copy);
