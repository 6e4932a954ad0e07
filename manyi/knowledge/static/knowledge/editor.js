/* A Markdown editor: toolbar, live preview, paste from Word or WeChat cleaned by the server, pictures by paste or drop.

   <m-editor preview="/knowledge/preview" pasted="/knowledge/3/pasted" upload="/knowledge/3/files" language="zh-hans">
     … [data-md] buttons, [data-call-out], [data-variable], [data-file] … <textarea data-editor> … [data-preview] [data-status]
   </m-editor>  */

import { isComposing, send, text } from "../core/js/dom.js";
import { parseFragment } from "../core/js/morph.js";

const PAUSE = 300;
const LINES = { heading: "## ", bullets: "- ", quote: "> " };
const AROUND = { bold: "**", italic: "*" };
const KEYS = { b: "bold", i: "italic", k: "link" };
const SPREADSHEET_OR_CODE = /^(?:\s*<meta[^>]*>)?\s*<(?:pre|code)\b/i;

class Editor extends HTMLElement {
  #timer = 0;
  #asked = 0;

  connectedCallback() {
    this.area = this.querySelector("[data-editor]");
    this.shown = this.querySelector("[data-preview]");
    this.addEventListener("click", (event) => this.#do(event.target.closest("[data-md]")?.dataset.md));
    this.addEventListener("change", this.#chosen);
    this.area.addEventListener("input", () => this.#later());
    this.area.addEventListener("paste", this.#pasted);
    this.area.addEventListener("drop", this.#dropped);
    this.area.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #pressed = (event) => {
    if (isComposing(event)) return;
    const name = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    this.#do(name);
  };

  #do(name) {
    if (!name) return;
    if (name in LINES) this.#lines((line) => LINES[name] + line);
    else if (name === "numbers") this.#lines((line, place) => `${place + 1}. ${line}`);
    else if (name in AROUND) this.#around(AROUND[name], AROUND[name]);
    else if (name === "link") this.#around("[", "](https://)", text("link", this));
    else if (name === "table") this.#block(`${text("table", this)}\n| --- | --- |\n|  |  |`);
  }

  #chosen = (event) => {
    const field = event.target;
    if (field.matches("[data-call-out]") && field.value) this.#lines((line, place) => (place ? "> " : `> [!${field.value}]\n> `) + line);
    else if (field.matches("[data-variable]") && field.value) this.insert(`{{ ${field.value} }}`);
    else if (field.matches("[data-file]")) this.#upload([...field.files]);
    else return;
    field.value = "";
  };

  /** Put words where the cursor is; undo still works. */
  insert(words) {
    this.area.focus();
    const { selectionStart: start, selectionEnd: end } = this.area;
    if (!document.execCommand("insertText", false, words)) this.area.setRangeText(words, start, end, "end");
    this.#later();
  }

  #around(before, after, words = "") {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    const inside = value.slice(start, end) || words;
    this.insert(before + inside + after);
    this.area.setSelectionRange(start + before.length, start + before.length + inside.length);
  }

  #lines(change) {
    const { selectionStart, selectionEnd, value } = this.area;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = value.indexOf("\n", selectionEnd);
    const end = next < 0 ? value.length : next;
    this.area.setSelectionRange(start, end);
    this.insert(value.slice(start, end).split("\n").map(change).join("\n"));
  }

  #block(words) {
    const before = this.area.value.slice(0, this.area.selectionStart);
    this.insert(`${before && !before.endsWith("\n\n") ? "\n\n" : ""}${words}\n\n`);
  }

  /* ---- paste, drop ---- */

  #pasted = (event) => {
    const files = [...event.clipboardData.files];
    const html = event.clipboardData.getData("text/html");
    if (html && !SPREADSHEET_OR_CODE.test(html)) {
      event.preventDefault();
      this.#clean(html, event.clipboardData.getData("text/plain"));
    } else if (files.length) {
      event.preventDefault();
      this.#upload(files);
    }
  };

  #dropped = (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.#upload([...event.dataTransfer.files]);
  };

  async #clean(html, plain) {
    const body = new FormData();
    body.append("html", html);
    const response = await send(this.getAttribute("pasted"), { body }).catch(() => null);
    if (!response?.ok) return this.insert(plain);
    const { markdown, report } = await response.json();
    this.insert(markdown);
    if (report.length) this.#say(`${text("leftOut", this)} ${report.join(" ")}`);
  }

  async #upload(files) {
    if (!this.getAttribute("upload")) return this.#say(text("saveFirst", this));
    for (const file of files) {
      const body = new FormData();
      body.append("file", file);
      const response = await send(this.getAttribute("upload"), { body }).catch(() => null);
      if (response?.ok) this.#block((await response.json()).markdown);
      else this.#say(text("uploadFailed"));
    }
  }

  #say(words) {
    this.querySelector("[data-status]").textContent = words;
  }

  /* ---- preview ---- */

  #later() {
    clearTimeout(this.#timer);
    this.shown.classList.add("behind");
    this.#timer = setTimeout(() => this.#preview(), PAUSE);
  }

  async #preview() {
    const mine = ++this.#asked;
    const body = new FormData();
    body.append("body", this.area.value);
    body.append("language", this.getAttribute("language"));
    const response = await send(this.getAttribute("preview"), { body }).catch(() => null);
    if (!response?.ok || mine !== this.#asked) return;
    this.shown.replaceChildren(parseFragment(await response.text()));
    this.shown.classList.remove("behind");
  }
}

customElements.define("m-editor", Editor);
