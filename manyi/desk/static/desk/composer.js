/* Reply and note: switching between the two papers, sending by keys, inserting what is prepared.
   What is typed stays until the server has taken it. */

import { isComposing, send, uniqueId } from "../core/js/dom.js";
import { toast } from "../core/js/toast.js";
import { Insert } from "./insert.js";
import { continues, mark } from "./markup.js";
import { showTone } from "./tone.js";

const LONG = 500;
const GO_ON = "manyi.send-and-next";

class Composer extends HTMLElement {
  connectedCallback() {
    this.insert = new Insert(this);
    this.addEventListener("click", this.#clicked);
    this.addEventListener("change", this.#changed);
    this.addEventListener("keydown", this.#pressed);
    this.addEventListener("input", this.#typed);
    this.addEventListener("submit", this.#sending);
    this.addEventListener("manyi:uploaded", this.#filed);
    this.addEventListener("htmx:configRequest", (event) => this.#goesOn && event.detail.elt.matches("form.composer") && event.detail.parameters.set("next", "1"));
    this.addEventListener("htmx:afterRequest", this.#answered);
    this.addEventListener("focusout", () => setTimeout(() => this.contains(document.activeElement) || this.insert.close(), 150));
    const goOn = this.querySelector("[data-go-on]");
    if (goOn) goOn.checked = localStorage.getItem(GO_ON) === "1";
  }

  #goesOn = false;

  get shown() {
    return this.querySelector("m-autosave:not([hidden])");
  }

  show(kind, focus = true) {
    for (const part of this.querySelectorAll("m-autosave")) part.hidden = part.dataset.kind !== kind;
    if (focus) this.shown?.querySelector("textarea")?.focus();
    this.closest("m-desk")?.setAttribute("data-pane", "ticket");
  }

  /** Put words where the cursor is. */
  add(words) {
    const area = this.shown.querySelector("textarea");
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    area.setRangeText(/\S$/.test(before) && !words.startsWith("\n") ? ` ${words}` : words, area.selectionStart, area.selectionEnd, "end");
    this.#filed();
  }

  #clicked = (event) => {
    const tab = event.target.closest("[data-compose]");
    if (tab) {
      event.preventDefault();
      this.show(tab.dataset.compose);
    }
    const inserted = event.target.closest("[data-insert]");
    if (inserted) this.add(inserted.dataset.insert);
    const sign = event.target.closest("[data-mark]");
    if (sign) mark(this.#area, sign.dataset.mark);
    const look = event.target.closest("[data-rendered]");
    if (look) this.#preview(look);
    const translate = event.target.closest("[data-translate]");
    if (translate) this.#translate(translate);
    const file = event.target.closest("[data-remove-file]");
    if (file) {
      file.closest(".file").remove();
      this.#filed();
    }
  };

  get #area() {
    return this.shown.querySelector("textarea");
  }

  /** What somebody said, as a quotation to answer to. */
  quote(words) {
    const lines = words.trim().split("\n").map((line) => `> ${line}`).join("\n");
    this.add(`${this.#area.value.trim() ? "\n\n" : ""}${lines}\n\n`);
  }

  /** As it will be seen, and back to writing. */
  async #preview(button) {
    const pane = button.form.querySelector("[data-preview-pane]");
    const isShown = !pane.hidden;
    if (!isShown) {
      const answer = await send(button.dataset.rendered, { body: new URLSearchParams({ text: this.#area.value }) }).catch(() => null);
      if (!answer?.ok) return;
      pane.innerHTML = await answer.text();
    }
    pane.hidden = isShown;
    pane.classList.toggle("plain", !pane.querySelector("p, ul, ol, blockquote"));
    this.#area.hidden = !isShown;
    button.setAttribute("aria-pressed", String(!isShown));
  }

  /** In the customer's language, in place of what was written; the browser's undo brings that back. */
  async #translate(button) {
    const area = this.#area;
    if (!area.value.trim() || area.readOnly) return;
    area.readOnly = true;
    const answer = await send(button.dataset.translate, { body: new URLSearchParams({ text: area.value }) }).catch(() => null);
    area.readOnly = false;
    if (!answer?.ok) return toast(button.dataset.failed, { tone: "bad" });
    area.focus();
    area.select();
    document.execCommand("insertText", false, (await answer.json()).text);
  }

  #changed = (event) => {
    if (event.target.matches("[data-go-on]")) localStorage.setItem(GO_ON, event.target.checked ? "1" : "");
  };

  #pressed = (event) => {
    if (event.key === "Enter" && event.target.name === "send_at_time") {
      event.preventDefault();
      event.target.nextElementSibling.click();
    }
    if (isComposing(event) || !event.target.matches("textarea")) return;
    if (this.insert.press(event)) return event.preventDefault();
    const hasMarks = event.target.form.querySelector("[data-mark]");
    if (hasMarks && event.key.toLowerCase() === "b" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return mark(event.target, "bold");
    }
    if (hasMarks && event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && continues(event.target)) return event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const form = event.target.form;
      this.#goesOn = event.shiftKey;
      // A click, not requestSubmit: htmx sends the name and value of the button that was clicked.
      (form.querySelector(event.shiftKey ? "[data-submit-on]" : "[data-submit]") ?? form.querySelector("[data-submit]")).click();
    }
  };

  /** Nothing is sent twice, nothing before its files are there. */
  #sending = (event) => {
    const form = event.target;
    if (form.dataset.sending || form.querySelector("m-upload")?.busy) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    form.dataset.sending = "1";
    form.closest("m-autosave").stop();
  };

  #answered = (event) => {
    const form = event.target.closest?.("form.composer");
    if (!form || event.detail.elt !== form) return;
    delete form.dataset.sending;
    this.#goesOn = false;
    const draft = form.closest("m-autosave");
    if (!event.detail.successful) return draft.dispatchEvent(new Event("input", { bubbles: false }));
    this.emptied(form);
    this.show(this.querySelector('[data-kind="out"]') ? "out" : "note", false);
    const thread = document.getElementById("thread");
    thread.scrollTop = thread.scrollHeight;
  };

  /** What was written is in safe hands: a fresh paper. */
  emptied(form) {
    delete form.dataset.sending;
    const look = form.querySelector('[data-rendered][aria-pressed="true"]');
    if (look) this.#preview(look);
    form.querySelector("textarea").value = "";
    form.querySelector("textarea").defaultValue = "";
    form.querySelector("[data-uploads]").replaceChildren();
    form.elements.key.value = crypto.randomUUID?.() ?? uniqueId(`key-${Date.now()}`);
    form.closest("m-autosave").stop();
  }

  /** The draft remembers its files too. */
  #filed = () => this.shown?.querySelector("textarea").dispatchEvent(new InputEvent("input", { bubbles: true }));

  #typed = (event) => {
    if (!event.target.matches("textarea")) return;
    const length = event.target.form.querySelector("[data-length]");
    if (length) length.textContent = length.dataset[event.target.value.length > LONG ? "long" : "length"].replace("{n}", event.target.value.length);
    showTone(event.target);
    if (!event.isComposing) this.insert.typed(event.target);
  };
}

customElements.define("m-composer", Composer);
