/* A small list over the composer from which something is chosen while writing. The composer gives it entries
   ({name, note, pick}) and the keys pressed while it is open. */

import { make, uniqueId } from "../core/js/dom.js";

export class Picker {
  #host;
  #list = null;
  #entries = [];
  #chosen = 0;

  constructor(host) {
    this.#host = host;
  }

  get isOpen() {
    return this.#list !== null;
  }

  open(label, entries) {
    this.close();
    if (!entries.length) return;
    this.#entries = entries;
    this.#chosen = 0;
    this.#list = make("div", { class: "mention-list", role: "listbox", "aria-label": label });
    entries.forEach(({ name, note, pick }, place) => {
      const item = make("div", { role: "option", id: uniqueId("pick"), "aria-selected": String(place === 0) }, make("b", { class: "cut" }, name), make("span", { class: "sub cut" }, note ?? ""));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        pick();
      });
      this.#list.append(item);
    });
    this.#host.append(this.#list);
  }

  close() {
    this.#list?.remove();
    this.#list = null;
  }

  /** A key while it is open; true when it was for the list. */
  press({ key }) {
    const count = this.#entries.length;
    if (key === "Escape") this.close();
    else if (key === "Enter" || key === "Tab") this.#entries[this.#chosen].pick();
    else if (key === "ArrowDown" || key === "ArrowUp") this.#choose((this.#chosen + (key === "ArrowDown" ? 1 : -1) + count) % count);
    else return false;
    return true;
  }

  #choose(place) {
    this.#chosen = place;
    [...this.#list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    this.#list.children[place].scrollIntoView({ block: "nearest" });
  }
}
