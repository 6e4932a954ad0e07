/* Inserting without leaving the keyboard: "/" scripts, "::" text blocks, "@" colleagues and what other apps add.
   The signs stand in the composer's data-sources; a sign counts at the beginning of a word, also in the width in which
   an input method writes it. What is chosen replaces the sign and what was typed after it. */

import { send, text } from "../core/js/dom.js";
import { Picker } from "./picker.js";

const ASK_MS = 80;
const LONGEST = 20;

const escaped = (sign) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export class Insert {
  #composer;
  #picker;
  #sources;
  #names = null;
  #timer = 0;
  #asked = 0;

  constructor(composer) {
    this.#composer = composer;
    this.#picker = new Picker(composer);
    this.#sources = JSON.parse(composer.dataset.sources).map((source) => ({ ...source, pattern: new RegExp(`(^|[\\s，。；！？、（(])(${source.signs.map(escaped).join("|")})([^\\s/、：:@?？]{0,${LONGEST}})$`) }));
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#picker.close();
  }

  press(event) {
    return this.#picker.isOpen && this.#picker.press(event);
  }

  /** Look at what stands before the cursor. */
  typed(area) {
    const before = area.value.slice(Math.max(0, area.selectionStart - 60), area.selectionStart);
    for (const source of this.#sources) {
      const found = source.pattern.exec(before);
      if (!found || (source.notes && !area.closest(".note"))) continue;
      return this.#ask(area, source, area.selectionStart - found[2].length - found[3].length, found[3]);
    }
    this.close();
  }

  #ask(area, source, start, query) {
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    this.#timer = setTimeout(async () => {
      const entries = await this.#find(source, query);
      if (asked !== this.#asked || !area.isConnected) return;
      const whole = entries.length === 1 && source.notes && entries[0].name === query;
      this.#picker.open(source.label, whole ? [] : entries.map((entry) => ({ ...entry, pick: () => this.#take(area, source, start, entry) })));
    }, !query || (source.notes && this.#names) ? 0 : ASK_MS);
  }

  async #find(source, query) {
    if (source.notes) {
      this.#names ??= (await this.#get(source.url)).colleagues?.map(({ name, team }) => ({ name, note: team })) ?? [];
      return this.#names.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase())).slice(0, 8);
    }
    return (await this.#get(`${source.url}?q=${encodeURIComponent(query)}`)).entries ?? [];
  }

  async #get(url) {
    const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    return response?.ok ? response.json() : {};
  }

  /** Everything from the sign to the cursor is replaced, also what was typed while the list was on its way. */
  async #take(area, source, start, { id, name }) {
    const end = area.selectionStart;
    this.close();
    const chosen = source.notes ? { text: `@${name} `, missing: [] } : await this.#text(source, id);
    if (!chosen) return;
    area.focus();
    area.setRangeText(chosen.text, start, end, "end");
    this.#toFirstMissing(area, start, chosen);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.close();
  }

  async #text(source, id) {
    const response = await send(`${source.url}/${id}`).catch(() => null);
    if (response?.ok) return response.json();
    const { toast } = await import("../core/js/toast.js");
    toast(text("failed"), { tone: "bad" });
    return null;
  }

  /** A variable nobody could fill is selected, so that typing replaces it. */
  #toFirstMissing(area, start, { missing }) {
    const place = missing.length ? area.value.indexOf(`{${missing[0]}}`, start) : -1;
    if (place >= 0) area.setSelectionRange(place, place + missing[0].length + 2);
  }
}
