/* Single keys.

   <button data-key="e" data-key-label="Propose a solution">…</button>   e presses it
   <input data-key="s">                                                   s puts the cursor there
   <a data-key="g i">…</a>                                                two keys, one after the other
   <button data-key="mod+enter">…</button>                                with Ctrl or ⌘; also works inside a field
   <section data-key-group="Ticket">…</section>                           heading in the overview
   <m-shortcuts data-text-title=… data-text-on=… data-text-on-help=… data-text-group=… data-text-open=… data-text-change=…
                data-text-press=… data-text-taken=… data-text-reset=…></m-shortcuts>

   `?` or [data-open-shortcuts] shows the overview, where single keys can be switched off for this browser, and each key
   can be changed: what data-key says is the key it starts with. They rest while a field has the focus (Escape leaves it),
   while an input method composes, and outside an open dialog. */

import { isComposing, isEditable, make, text, uniqueId } from "./dom.js";

const STORE = "manyi.shortcuts";
const OWN = "manyi.keys";
const FIXED = new Set(["?", "tab", "enter", "escape", "space", "arrowup", "arrowdown", "arrowleft", "arrowright"]);
const SEQUENCE_MS = 900;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press as data-key writes it, e.g. "e", "shift+c", "mod+enter", "?". */
function nameOf(event) {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && /^[a-z]$|^.{2,}$/.test(key)) parts.push("shift");
  return [...parts, key].join("+");
}

/** How a key is written on the screen. */
export function keyLabel(keys) {
  const names = { mod: isMac ? "⌘" : "Ctrl", shift: "⇧", alt: isMac ? "⌥" : "Alt", enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓" };
  return keys.split(" ").map((one) => one.split("+").map((part) => names[part] ?? part.toUpperCase()).join(" ")).join("  ");
}

/** The keys somebody has chosen, by the keys they stand for. */
function ownKeys() {
  try {
    return JSON.parse(localStorage.getItem(OWN)) ?? {};
  } catch {
    return {};
  }
}

/** The key an element answers to in this browser. */
export function keyOf(element) {
  return ownKeys()[element.dataset.key] ?? element.dataset.key;
}

/** The hints on the page say the keys that work. */
function relabel() {
  const own = ownKeys();
  if (!Object.keys(own).length) return;
  for (const element of document.querySelectorAll("[data-key]")) {
    const hint = own[element.dataset.key] && element.querySelector("kbd");
    if (hint) hint.textContent = keyLabel(own[element.dataset.key]);
  }
}

/** Everything on the page that has a key and can be used now. */
export function keyed() {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  return [...(dialog ?? document).querySelectorAll("[data-key]")].filter(
    (element) => !element.disabled && !element.closest("[hidden], dialog:not([open])"),
  );
}

/** What an element with a key is called. */
export function labelOf(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll("kbd, svg, .count, .visually-hidden")) extra.remove();
  return copy.textContent.trim() || element.placeholder || element.title;
}

function activate(element) {
  if (isEditable(element)) element.focus();
  else element.click();
}

class Shortcuts extends HTMLElement {
  #pending = "";
  #timer = 0;

  connectedCallback() {
    document.addEventListener("keydown", this.#pressed);
    document.addEventListener("click", this.#clicked);
    for (const name of ["htmx:afterSettle", "manyi:refreshed"]) document.addEventListener(name, relabel);
    relabel();
  }

  disconnectedCallback() {
    for (const name of ["htmx:afterSettle", "manyi:refreshed"]) document.removeEventListener(name, relabel);
    document.removeEventListener("keydown", this.#pressed);
    document.removeEventListener("click", this.#clicked);
  }

  get isOn() {
    return localStorage.getItem(STORE) !== "off";
  }

  #clicked = (event) => {
    if (event.target.closest("[data-open-shortcuts]")) this.show();
  };

  #pressed = (event) => {
    if (isComposing(event) || event.defaultPrevented) return;
    const name = nameOf(event);
    if (name === "escape" && isEditable(event.target) && !event.target.closest("dialog")) return event.target.blur();
    const isCombined = name.startsWith("mod+");
    if (!isCombined && (!this.isOn || isEditable(event.target) || event.target.closest?.('[role="menu"]'))) return;
    if (name === "?" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      return this.show();
    }
    this.#run(event, name);
  };

  #run(event, name) {
    const typed = this.#pending ? `${this.#pending} ${name}` : name;
    const all = keyed();
    const target = all.find((element) => keyOf(element) === typed) ?? all.find((element) => keyOf(element) === name);
    clearTimeout(this.#timer);
    this.#pending = "";
    if (target) {
      event.preventDefault();
      activate(target);
    } else if (all.some((element) => keyOf(element).startsWith(`${name} `))) {
      this.#pending = name;
      this.#timer = setTimeout(() => (this.#pending = ""), SEQUENCE_MS);
    }
  }

  show() {
    const title = uniqueId("shortcuts");
    const close = make("button", { class: "icon-button", type: "button", "aria-label": text("close"), "data-close": true }, "×");
    const dialog = make(
      "dialog",
      { class: "dialog wide", "aria-labelledby": title },
      make("div", { class: "dialog-head" }, make("h2", { id: title }, text("title", this)), close),
      make("div", { class: "dialog-body stack" }, this.#switch(), this.#overview()),
    );
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    this.append(dialog);
    dialog.showModal();
  }

  #switch() {
    const box = make("input", { type: "checkbox", role: "switch" });
    box.checked = this.isOn;
    box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
    return make("label", { class: "switch" }, make("span", {}, text("on", this), make("small", {}, text("onHelp", this))), box);
  }

  #overview() {
    const groups = new Map();
    for (const element of keyed()) {
      const group = element.closest("[data-key-group]")?.dataset.keyGroup ?? text("group", this);
      const list = groups.get(group) ?? new Map();
      list.set(element.dataset.key, labelOf(element));
      groups.set(group, list);
    }
    const own = groups.get(text("group", this)) ?? new Map();
    groups.set(text("group", this), own.set("?", text("open", this)));
    const sections = [...groups].map(([name, entries]) => make("section", {}, make("h3", {}, name), ...[...entries].map((entry) => this.#line(entry))));
    const reset = make("button", { class: "button small", type: "button" }, text("reset", this));
    reset.addEventListener("click", () => this.#change({}));
    reset.hidden = !Object.keys(ownKeys()).length;
    return make("div", {}, make("div", { class: "shortcut-columns" }, ...sections), reset);
  }

  #line([keys, label]) {
    const shown = make("kbd", {}, keyLabel(ownKeys()[keys] ?? keys));
    if (FIXED.has(keys) || keys.startsWith("mod+")) return make("div", { class: "shortcut" }, make("span", {}, label), shown);
    const button = make("button", { class: "shortcut-change", type: "button", "aria-label": `${label}: ${text("change", this)}`, title: text("change", this) }, shown);
    button.addEventListener("click", () => this.#record(keys, button));
    return make("div", { class: "shortcut" }, make("span", {}, label), button);
  }

  /** The next key pressed becomes the shortcut; Escape leaves it as it is. */
  #record(keys, button) {
    button.replaceChildren(make("span", { class: "sub" }, text("press", this)));
    const listen = (event) => {
      if (isComposing(event) || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      document.removeEventListener("keydown", listen, true);
      const chosen = nameOf(event);
      const own = ownKeys();
      const isTaken = [...document.querySelectorAll("[data-key]")].some((other) => other.dataset.key !== keys && keyOf(other) === chosen);
      if (chosen === "escape" || FIXED.has(chosen) || chosen.startsWith("mod+")) return this.#again();
      if (isTaken) return button.replaceChildren(make("span", { class: "sub" }, text("taken", this)));
      this.#change({ ...own, [keys]: chosen });
    };
    document.addEventListener("keydown", listen, true);
  }

  #change(own) {
    for (const [from, to] of Object.entries(own)) if (from === to) delete own[from];
    const before = ownKeys();
    localStorage.setItem(OWN, JSON.stringify(own));
    for (const element of document.querySelectorAll("[data-key]")) {
      const hint = before[element.dataset.key] && element.querySelector("kbd");
      if (hint) hint.textContent = keyLabel(element.dataset.key);
    }
    relabel();
    this.#again();
  }

  #again() {
    this.querySelector("dialog").close();
    this.show();
  }
}

customElements.define("m-shortcuts", Shortcuts);
