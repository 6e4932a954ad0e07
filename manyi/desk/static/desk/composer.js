/* Reply and note: switching between the two papers, sending with Ctrl-Enter, calling colleagues with @.
   What is typed stays until the server has taken it. */

import { isComposing, make, uniqueId } from "../core/js/dom.js";

class Composer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#pressed);
    this.addEventListener("input", this.#typed);
    this.addEventListener("submit", this.#sending);
    this.addEventListener("manyi:uploaded", this.#filed);
    this.addEventListener("htmx:afterRequest", this.#answered);
    this.addEventListener("focusout", () => setTimeout(() => this.contains(document.activeElement) || this.#closePicker(), 150));
  }

  get shown() {
    return this.querySelector("m-autosave:not([hidden])");
  }

  show(kind, focus = true) {
    for (const part of this.querySelectorAll("m-autosave")) part.hidden = part.dataset.kind !== kind;
    if (focus) this.shown?.querySelector("textarea")?.focus();
    this.closest("m-desk")?.setAttribute("data-pane", "ticket");
  }

  #clicked = (event) => {
    const tab = event.target.closest("[data-compose]");
    if (tab) {
      event.preventDefault();
      this.show(tab.dataset.compose);
    }
    if (event.target.closest("[data-mention]")) this.#insert("@");
    const file = event.target.closest("[data-remove-file]");
    if (file) {
      file.closest(".file").remove();
      this.#filed();
    }
  };

  #pressed = (event) => {
    if (isComposing(event) || !event.target.matches("textarea")) return;
    if (this.#picker && this.#pick(event)) return event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("[data-submit]"));
    } else if (event.key === "Escape") {
      event.target.blur();
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
    const draft = form.closest("m-autosave");
    if (!event.detail.successful) return draft.dispatchEvent(new Event("input", { bubbles: false }));
    form.querySelector("textarea").value = "";
    form.querySelector("textarea").defaultValue = "";
    form.querySelector("[data-uploads]").replaceChildren();
    form.elements.key.value = crypto.randomUUID?.() ?? uniqueId(`key-${Date.now()}`);
    draft.stop();
    this.show(this.querySelector('[data-kind="out"]') ? "out" : "note", false);
    const thread = document.getElementById("thread");
    thread.scrollTop = thread.scrollHeight;
  };

  /** The draft remembers its files too. */
  #filed = () => this.shown?.querySelector("textarea").dispatchEvent(new InputEvent("input", { bubbles: true }));

  /* ---- @ ---- */

  #picker = null;
  #names = null;
  #chosen = 0;

  #typed = async (event) => {
    const area = event.target;
    if (!area.matches(".composer.note textarea") || event.isComposing) return;
    const word = /(?:^|[\s，。、（(])@([^\s@]{0,20})$/.exec(area.value.slice(0, area.selectionStart));
    if (!word) return this.#closePicker();
    this.#names ??= await this.#fetchNames();
    const found = this.#names.filter(({ name }) => name.toLowerCase().includes(word[1].toLowerCase())).slice(0, 8);
    if (!found.length || (found.length === 1 && found[0].name === word[1])) return this.#closePicker();
    this.#open(found, word[1]);
  };

  async #fetchNames() {
    const response = await fetch(this.dataset.colleagues, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    return response?.ok ? (await response.json()).colleagues : [];
  }

  #open(found, typed) {
    this.#closePicker();
    this.#chosen = 0;
    this.#picker = make("div", { class: "mention-list", role: "listbox", "aria-label": this.dataset.textColleagues });
    found.forEach(({ name, team }, place) => {
      const item = make("div", { role: "option", id: uniqueId("mention"), "aria-selected": String(place === 0) }, name, make("span", { class: "sub" }, team));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.#choose(name, typed);
      });
      item.pick = () => this.#choose(name, typed);
      this.#picker.append(item);
    });
    this.append(this.#picker);
  }

  #closePicker() {
    this.#picker?.remove();
    this.#picker = null;
  }

  /** Keys while the picker is open; true when one was for it. */
  #pick({ key }) {
    const items = [...this.#picker.children];
    if (key === "Escape") this.#closePicker();
    else if (key === "Enter" || key === "Tab") items[this.#chosen].pick();
    else if (key === "ArrowDown" || key === "ArrowUp") {
      this.#chosen = (this.#chosen + (key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#chosen)));
      items[this.#chosen].scrollIntoView({ block: "nearest" });
    } else return false;
    return true;
  }

  #choose(name, typed) {
    const area = this.shown.querySelector("textarea");
    area.setRangeText(`${name} `, area.selectionStart - typed.length, area.selectionStart, "end");
    this.#closePicker();
    area.focus();
    this.#filed();
  }

  #insert(words) {
    const area = this.shown.querySelector("textarea");
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    area.setRangeText(/\S$/.test(before) ? ` ${words}` : words, area.selectionStart, area.selectionEnd, "end");
    this.#filed();
  }
}

customElements.define("m-composer", Composer);
