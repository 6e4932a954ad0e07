/* The command bar: Ctrl or ⌘ with K.

   <m-command url="/commands.json" data-text-title=… data-text-placeholder=… data-text-here=… data-text-empty=…></m-command>

   The address answers {"entries": [{"label", "url", "group"?, "note"?, "keys"?, "words"?}]}: the places for everybody
   when asked without ?q=, and what a search finds with it. Where an element of the page has data-command-at, its value
   goes along as ?at=; an entry with "deed" posts its "values" from that element. Elements with data-command (its value
   is the label; empty takes the element's own) or data-key are listed first and pressed when chosen.
   [data-open-command] opens it. */

import { isComposing, make, text, uniqueId } from "./dom.js";
import { keyed, keyLabel, keyOf, labelOf } from "./shortcuts.js";

const SEARCH_MS = 150;
const SHOWN = 40;

/** Higher is better; 0 is no match. Whole words first, then beginnings, then anywhere, then scattered letters. */
export function score(entry, query) {
  if (!query) return 1;
  const label = `${entry.label} ${entry.words ?? ""}`.toLowerCase();
  const place = label.indexOf(query);
  if (place === 0) return 4;
  if (place > 0) return /\s/.test(label[place - 1]) ? 3 : 2;
  let from = 0;
  for (const letter of query.replace(/\s+/g, "")) {
    from = label.indexOf(letter, from) + 1;
    if (from === 0) return 0;
  }
  return 1;
}

class Command extends HTMLElement {
  #places = [];
  #placesOf = null;
  #found = [];
  #shown = [];
  #chosen = 0;
  #timer = 0;
  #asked = "";

  connectedCallback() {
    document.addEventListener("keydown", this.#pressed);
    document.addEventListener("click", this.#clicked);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#pressed);
    document.removeEventListener("click", this.#clicked);
  }

  #pressed = (event) => {
    if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    if (this.dialog?.open) this.dialog.close();
    else this.open();
  };

  #clicked = (event) => {
    if (event.target.closest("[data-open-command]")) this.open();
  };

  open() {
    this.#pageEntries = this.#ofPage();
    if (!this.dialog) this.#build();
    if (this.#placesOf !== (this.place?.dataset.commandAt ?? "")) this.#places = this.#places.filter((entry) => !entry.deed);
    this.input.value = "";
    this.#found = [];
    this.#draw();
    this.dialog.showModal();
    this.#fetchPlaces();
  }

  get place() {
    return document.querySelector("[data-command-at]");
  }

  /** Asked once for each ticket; what was there before is offered while the answer is on its way. */
  async #fetchPlaces() {
    const at = this.place?.dataset.commandAt ?? "";
    if (this.#placesOf === at) return;
    this.#placesOf = at;
    const entries = await this.#fetch({ at });
    if (this.#placesOf !== at) return;
    this.#places = entries;
    this.#draw();
  }

  #pageEntries = [];

  #ofPage() {
    const entries = [...document.querySelectorAll("[data-command]"), ...keyed()].filter((element) => !element.closest("[hidden], dialog"));
    return [...new Set(entries)].map((element) => ({
      label: element.dataset.command || labelOf(element), keys: element.dataset.key && keyOf(element), group: text("here", this), run: () => (element.matches("input, textarea") ? element.focus() : element.click()),
    }));
  }

  #build() {
    const list = uniqueId("command");
    this.input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list, "aria-autocomplete": "list", "aria-label": text("title", this), placeholder: text("placeholder", this), autocomplete: "off", spellcheck: "false" });
    this.list = make("div", { class: "command-list", role: "listbox", id: list, "aria-label": text("title", this) });
    this.dialog = make("dialog", { class: "dialog command", "aria-label": text("title", this) }, make("div", { class: "command-field" }, this.input, make("kbd", {}, "Esc")), this.list);
    this.input.addEventListener("input", () => this.#typed());
    this.dialog.addEventListener("keydown", (event) => this.#move(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
      const item = event.target.closest("[role=option]");
      if (item) this.#run(this.#shown[Number(item.dataset.index)]);
    });
    this.list.addEventListener("pointermove", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.#choose(Number(item.dataset.index), false);
    });
    this.append(this.dialog);
  }

  #typed() {
    const query = this.input.value.trim();
    this.#draw();
    clearTimeout(this.#timer);
    this.#asked = query;
    if (query.length < 2) {
      this.#found = [];
      return;
    }
    this.#timer = setTimeout(async () => {
      const found = await this.#fetch({ q: query });
      if (this.#asked !== query) return;
      this.#found = found;
      this.#draw();
    }, SEARCH_MS);
  }

  async #fetch(params) {
    const url = new URL(this.getAttribute("url"), location.href);
    for (const [name, value] of Object.entries(params)) if (value) url.searchParams.set(name, value);
    const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    return response?.ok ? (await response.json()).entries : [];
  }

  #draw() {
    const query = this.input.value.trim().toLowerCase();
    const known = [...this.#pageEntries, ...this.#places].map((entry) => [score(entry, query), entry]).filter(([points]) => points > 0);
    if (query) known.sort(([one], [other]) => other - one);
    const entries = [...known.map(([, entry]) => entry), ...this.#found].slice(0, SHOWN);
    const groups = Map.groupBy ? Map.groupBy(entries, (entry) => entry.group ?? "") : grouped(entries);
    this.#shown = [...groups.values()].flat();
    this.list.replaceChildren(...[...groups].flatMap(([name, items]) => this.#group(name, items)));
    if (!entries.length) this.list.append(make("p", { class: "command-empty" }, text("empty", this)));
    this.#choose(0);
  }

  #group(name, items) {
    const label = uniqueId("group");
    const options = items.map((entry) => {
      const item = make("div", { class: "command-item", role: "option", id: uniqueId("option"), "data-index": this.#shown.indexOf(entry) }, make("span", { class: "cut" }, entry.label));
      if (entry.note) item.append(make("span", { class: "sub" }, entry.note));
      if (entry.keys) item.append(make("span", { class: "sub" }, make("kbd", {}, keyLabel(entry.keys))));
      return item;
    });
    if (!name) return options;
    return [make("div", { role: "group", "aria-labelledby": label }, make("div", { class: "menu-group", id: label, role: "presentation" }, name), ...options)];
  }

  #choose(index, scroll = true) {
    const items = [...this.list.querySelectorAll("[role=option]")];
    this.#chosen = items.length ? (index + items.length) % items.length : 0;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#chosen)));
    this.input.setAttribute("aria-activedescendant", items[this.#chosen]?.id ?? "");
    if (scroll) items[this.#chosen]?.scrollIntoView({ block: "nearest" });
  }

  #move(event) {
    if (isComposing(event)) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      this.#choose(this.#chosen + steps[event.key]);
    } else if (event.key === "Enter" && this.#shown.length) {
      event.preventDefault();
      this.#run(this.#shown[this.#chosen], event.ctrlKey || event.metaKey);
    }
  }

  #run(entry, inNewTab = false) {
    this.dialog.close();
    if (entry.run) entry.run();
    else if (entry.deed) window.htmx.ajax("POST", entry.url, { source: this.place, values: entry.values });
    else if (inNewTab) window.open(entry.url, "_blank", "noopener");
    else location.assign(entry.url);
  }
}

function grouped(entries) {
  const groups = new Map();
  for (const entry of entries) groups.set(entry.group ?? "", [...(groups.get(entry.group ?? "") ?? []), entry]);
  return groups;
}

customElements.define("m-command", Command);
