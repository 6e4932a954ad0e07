/* Who else looks at this ticket or writes on it. Said from tab to tab over the live stream, never kept. */

import { make } from "../core/js/dom.js";
import { say } from "../core/js/live.js";

const REPEAT = 15000;
const TYPING_LASTS = 8000;
const GONE_AFTER = 40000;

export class Here {
  #desk;
  #topic = "";
  #team = 0; // in whose lists the ticket stands
  #chat = ""; // where the customer hears us too, on tickets that are chats
  #others = new Map();
  #timer = 0;
  #typedAt = 0;
  #isNote = false;

  constructor(desk) {
    this.#desk = desk;
    document.addEventListener("manyi:say", this.#heard);
    desk.addEventListener("input", this.#typed);
  }

  enter({ ticket, channel, team }) {
    if (this.#topic && this.#topic !== `ticket:${ticket}`) this.#say("idle");
    this.#topic = `ticket:${ticket}`;
    this.#team = Number(team);
    this.#chat = channel === "chat" ? `chat:${ticket}` : "";
    this.#others.clear();
    this.#say("viewing");
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#beat(), REPEAT);
    this.#draw();
  }

  leave() {
    clearInterval(this.#timer);
    if (this.#desk.isConnected) this.#say("idle"); // else the page is gone, and the stream tells
    this.#topic = this.#chat = "";
    if (!this.#desk.isConnected) {
      document.removeEventListener("manyi:say", this.#heard);
      this.#desk.removeEventListener("input", this.#typed);
    }
  }

  #beat() {
    if (!document.hidden) this.#say(Date.now() - this.#typedAt < TYPING_LASTS ? "typing" : "viewing", { note: this.#isNote });
    this.#draw();
  }

  #say(kind, data = {}) {
    if (this.#topic) say(this.#topic, kind, { ...data, team: this.#team });
    if (this.#chat) say(this.#chat, data.note ? "viewing" : kind);
  }

  #typed = (event) => {
    const form = event.target.closest?.("form.composer");
    if (!form || !event.target.matches("textarea")) return;
    const isNew = Date.now() - this.#typedAt > TYPING_LASTS / 2;
    if (!isNew) return;
    this.#typedAt = Date.now();
    this.#isNote = form.classList.contains("note");
    this.#say("typing", { note: this.#isNote });
  };

  #heard = ({ detail: { topic, kind, who, name, data } }) => {
    const isStaff = who.startsWith("staff:");
    if (isStaff && who !== this.#desk.dataset.me) this.#inList(topic, { kind, who, name });
    if (topic !== (isStaff ? this.#topic : this.#chat) || who === this.#desk.dataset.me) return;
    if (kind === "idle") this.#others.delete(who);
    else this.#others.set(who, { name, kind, isStaff, note: data?.note, at: Date.now() });
    this.#draw();
    if (kind === "typing") setTimeout(() => this.#draw(), TYPING_LASTS + 200);
  };

  #rows = new Map(); // of each ticket in the list: who is there

  #inList(topic, { kind, who, name }) {
    const there = this.#rows.get(topic) ?? new Map();
    if (kind === "idle") there.delete(who);
    else there.set(who, { name, kind, at: Date.now() });
    this.#rows.set(topic, there);
    this.drawRow(topic);
    if (kind === "typing") setTimeout(() => this.drawRow(topic), TYPING_LASTS + 200);
  }

  drawRows() {
    for (const topic of this.#rows.keys()) this.drawRow(topic);
  }

  drawRow(topic) {
    const place = this.#desk.querySelector(`#row-${topic.split(":")[1]} .row-here`);
    if (!place) return;
    const now = Date.now();
    const there = [...(this.#rows.get(topic)?.values() ?? [])].filter(({ at }) => now - at < GONE_AFTER);
    const isTyping = there.some(({ kind, at }) => kind === "typing" && now - at < TYPING_LASTS);
    place.replaceChildren(...there.slice(0, 2).map(({ name }) => make("span", { class: "avatar tiny", title: name }, name[0] ?? "?")));
    place.classList.toggle("typing", isTyping);
    place.role = there.length ? "img" : null;
    place.ariaLabel = !there.length ? null : there.map(({ name }) => this.#desk.dataset[isTyping ? "textTyping" : "textViewing"].replace("{name}", name)).join(" · ");
  }

  #draw() {
    const place = this.#desk.querySelector("#here");
    if (!place) return;
    const now = Date.now();
    const words = [...this.#others.values()].filter(({ at }) => now - at < GONE_AFTER).map((one) => this.#words(one, now)).filter(Boolean);
    place.hidden = !words.length;
    place.textContent = words.join(" · ");
  }

  #words({ name, kind, note, at, isStaff }, now) {
    const isTyping = kind === "typing" && now - at < TYPING_LASTS;
    const { textTyping, textNoting, textViewing, textCustomer } = this.#desk.dataset;
    if (!isStaff) return isTyping ? textCustomer : "";
    return (isTyping ? (note ? textNoting : textTyping) : textViewing).replace("{name}", name);
  }
}
