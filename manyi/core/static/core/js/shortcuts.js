/* Single keys.

   <button data-key="e" data-key-label="Propose a solution">…</button>   e presses it
   <input data-key="s">                                                   s puts the cursor there
   <a data-key="g i">…</a>                                                two keys, one after the other
   <button data-key="mod+enter">…</button>                                with Ctrl or ⌘; also works inside a field
   <section data-key-group="Ticket">…</section>                           heading in the overview
   <m-shortcuts data-text-title=… data-text-on=… data-text-on-help=… data-text-group=… data-text-open=…></m-shortcuts>

   `?` or [data-open-shortcuts] shows the overview, where single keys can be switched off for this browser. They rest
   while a field has the focus, while an input method composes, and outside an open dialog. */

import { isComposing, isEditable, make, text, uniqueId } from "./dom.js";

const STORE = "manyi.shortcuts";
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
  }

  disconnectedCallback() {
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
    const target = all.find((element) => element.dataset.key === typed) ?? all.find((element) => element.dataset.key === name);
    clearTimeout(this.#timer);
    this.#pending = "";
    if (target) {
      event.preventDefault();
      activate(target);
    } else if (all.some((element) => element.dataset.key.startsWith(`${name} `))) {
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
    const sections = [...groups].map(([name, entries]) => make("section", {}, make("h3", {}, name), ...[...entries].map(line)));
    return make("div", { class: "shortcut-columns" }, ...sections);
  }
}

function line([keys, label]) {
  return make("div", { class: "shortcut" }, make("span", {}, label), make("kbd", {}, keyLabel(keys)));
}

customElements.define("m-shortcuts", Shortcuts);
