// The messages as a list that is changed in place, so that screen readers hear each message once.

import { face, fill, h, icon, linked } from "./dom.js";

const GROUP = 5 * 60000;

export class Thread {
  constructor(talk, words, base) {
    this.talk = talk;
    this.words = words;
    this.base = base;
    this.rows = new Map();
    this.element = h("div", { class: "log", role: "log", "aria-label": words.log, tabindex: 0 });
    this.clock = new Intl.DateTimeFormat(words.locale, { hour: "2-digit", minute: "2-digit" });
    this.calendar = new Intl.DateTimeFormat(words.locale, { month: "long", day: "numeric" });
  }

  greet(name, text) {
    this.greeting = h("div", { class: "row ours" }, h("div", { class: "bubble" }, ...linked(text)));
    this.element.prepend(this.greeting);
  }

  draw() {
    const atEnd = this.isAtEnd;
    const sent = [...this.talk.messages.values()].sort((one, other) => one.id - other.id);
    const items = [...sent, ...this.talk.pending];
    let before = this.greeting || null;
    let previous = null;
    for (const item of items) {
      const row = this.row(item);
      this.head(row, item, previous);
      if (row.element.previousSibling !== before) {
        if (before) before.after(row.element);
        else this.element.prepend(row.element);
      }
      before = row.element;
      previous = item;
    }
    this.forget(items);
    this.states(sent);
    if (atEnd) this.toEnd();
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  row(item) {
    const key = item.key || `m${item.id}`;
    const known = this.rows.get(key);
    if (known) {
      known.item = item;
      return known;
    }
    const state = h("div", { class: "state" });
    const label = h("div", { class: "who" });
    const day = h("div", { class: "day" });
    const isOwn = item.mine || !item.id;
    const parts = this.parts(item);
    const element = h("div", { class: `row ${isOwn ? "mine" : "ours"}` }, day, label, ...parts, state);
    const made = { item, element, label, day, state };
    this.rows.set(key, made);
    return made;
  }

  parts(item) {
    const files = item.files || [];
    const names = files.map((file) => file.name).join(", ");
    const parts = item.text && item.text !== names ? [h("div", { class: "bubble" }, ...linked(item.text))] : [];
    if (item.file) parts.push(this.localFile(item.file));
    else parts.push(...files.map((file) => this.remoteFile(file)));
    return parts;
  }

  localFile(file) {
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return this.picture(file.name, URL.createObjectURL(file));
    return h("div", { class: "file" }, icon("file"), h("span", {}, file.name));
  }

  remoteFile(file) {
    const box = h("a", { class: "file", href: "#", download: file.name }, icon("file"), h("span", {}, file.name));
    const load = async () => URL.createObjectURL(await this.talk.api.blob(file.id));
    if (file.image) {
      const atEnd = this.isAtEnd;
      load().then((url) => {
        box.replaceWith(this.picture(file.name, url));
        if (atEnd) this.toEnd();
      }, () => {});
    } else {
      box.addEventListener("click", async (event) => {
        if (box.dataset.ready) return;
        event.preventDefault();
        box.href = await load();
        box.dataset.ready = "yes";
        box.click();
      });
    }
    return box;
  }

  picture(name, url) {
    return h("a", { class: "picture", href: url, target: "_blank", rel: "noopener" }, h("img", { src: url, alt: name, onload: () => this.toEnd() }));
  }

  head(row, item, previous) {
    const day = this.calendar.format(item.at);
    const isNewDay = previous ? day !== this.calendar.format(previous.at) : day !== this.calendar.format(Date.now());
    row.day.textContent = isNewDay ? day : "";
    const isOwn = item.mine || !item.id;
    const follows = previous && !isNewDay && item.at - previous.at < GROUP && Boolean(previous.mine || !previous.id) === Boolean(isOwn);
    const name = isOwn ? this.words.you : item.agent?.name || this.words.team;
    const speaks = `${name} ${this.clock.format(item.at)}`;
    if (row.speaks === speaks + follows) return;
    row.speaks = speaks + follows;
    row.label.className = isOwn || (follows && previous.agent?.name === item.agent?.name) ? "who hidden" : "who";
    row.label.replaceChildren(...(isOwn ? [] : [face(name, item.agent?.photo, this.base)]), speaks);
  }

  states(sent) {
    const lastOwn = sent.findLast((item) => item.mine);
    for (const { item, state } of this.rows.values()) {
      const text = item.id ? (item === lastOwn ? this.words[this.talk.isSeen(item) ? "seen" : "sent"] : "") : this.words[item.state];
      const shown = item.state === "failed" && !item.id ? `${item.error || text}` : text;
      if (state.dataset.shown === shown + item.state) continue;
      state.dataset.shown = shown + item.state;
      state.className = `state ${item.id ? "" : item.state}`;
      state.replaceChildren(shown || "", ...(item.state === "failed" && !item.id ? this.remedies(item) : []));
    }
  }

  remedies(item) {
    return [
      h("button", { type: "button", class: "text", onclick: () => this.talk.retry(item) }, this.words.retry),
      h("button", { type: "button", class: "text", onclick: () => this.talk.discard(item) }, this.words.discard),
    ];
  }

  forget(items) {
    const keys = new Set(items.map((item) => item.key || `m${item.id}`));
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
  }

  typing(name) {
    if (!this.dots) this.dots = h("div", { class: "typing", role: "status" });
    const atEnd = this.isAtEnd;
    const text = name ? fill(this.words.typing, { name }) : "";
    if (this.dots.dataset.text === text) return;
    this.dots.dataset.text = text;
    this.dots.replaceChildren(...(text ? [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), text] : []));
    this.element.after(this.dots);
    if (atEnd) this.toEnd();
  }
}
