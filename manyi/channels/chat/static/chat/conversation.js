// One visitor's conversation: what was said, what is on its way, who is typing. Tells its listeners "change".

import { Refused } from "./api.js";
import { Live } from "./live.js";
import { newKey } from "./store.js";

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
// A survey is written a moment after the closing that it asks about; places in the queue are worked out every few seconds.
const LATER = { "ticket.closed": [3000, 12000], "queue.entered": [3500] };
const TYPING_LASTS = 6000;
const TYPING_EVERY = 2500;

export class Conversation extends EventTarget {
  constructor(api, store, user) {
    super();
    this.api = api;
    this.store = store;
    this.user = user;
    this.messages = new Map();
    this.pending = store.unsent().map((message) => ({ ...message, state: "sending" }));
    this.state = { status: "", agent: null, cards: [], hasEmail: false };
    this.typing = "";
    this.isLost = false;
    this.attempt = 0;
    this.cursor = 0; // what was fetched; the id of an own message just sent may lie beyond one of ours not fetched yet
    this.seen = 0;
    this.live = new Live({
      news: (event) => this.news(event),
      said: (said) => this.said(said),
      renew: () => this.begin().catch(() => this.live.failed()),
    });
    addEventListener("online", () => this.flush(true));
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  get unread() {
    return [...this.messages.values()].filter((message) => !message.mine && !message.read);
  }

  async begin() {
    this.api.token = "";
    const token = this.user ? "" : this.store.get("token") || "";
    const session = await this.api.post("session", { token, user: this.user });
    this.api.token = session.token;
    if (!session.identified) this.store.set("token", session.token);
    const { conversation, ...setup } = session;
    this.setup = setup;
    if (conversation) {
      const { messages, live, ...state } = conversation;
      this.take(messages, state);
      this.live.listen(live);
    }
    this.isLost = false;
    this.changed();
    this.flush();
    return session;
  }

  take(messages, state) {
    for (const message of messages) {
      const own = this.pending.find((waiting) => waiting.key && waiting.key === message.key);
      this.cursor = Math.max(this.cursor, message.id);
      if (own) this.done(own, message);
      else this.messages.set(message.id, { ...this.messages.get(message.id), ...message });
      if (!message.mine) this.seen = Math.max(this.seen, message.id);
    }
    this.state = { ...this.state, ...state };
    clearTimeout(this.standing);
    if (state.cards?.some((card) => card.kind === "queue")) this.standing = setTimeout(() => this.news({}), 15000);
  }

  done(own, message) {
    this.store.drop(own.key);
    this.pending = this.pending.filter((waiting) => waiting !== own);
    this.messages.set(message.id, { mine: true, text: own.text, files: [], file: own.file, ...message });
  }

  // Something happened: fetch what. Only one fetch runs; a second wish during it is remembered.
  async news(event) {
    if (event.verb === "message.received" && Date.now() - (this.sentAt || 0) < 3000) return;
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    try {
      const answer = await this.api.get(`messages?after=${this.cursor}`);
      const { messages, ...state } = answer;
      if (messages.some((message) => !message.mine)) this.typing = "";
      this.take(messages, state);
      this.found(true);
    } catch (error) {
      await this.refused(error);
    }
    this.fetching = false;
    this.changed();
    if (this.again) {
      this.again = false;
      this.news({});
    }
    for (const wait of LATER[event.verb] ?? []) setTimeout(() => this.news({}), wait);
  }

  found(isConnected) {
    this.isLost = !isConnected;
    if (isConnected) this.attempt = 0;
  }

  async refused(error) {
    if (!(error instanceof Refused)) this.found(false);
    else if (error.status === 401) await this.begin().catch(() => this.found(false));
  }

  said({ kind, name, who, data }) {
    if (who.startsWith("visitor:")) return;
    clearTimeout(this.quiet);
    this.typing = kind === "typing" && !data?.note ? name : "";
    this.isWatched = kind !== "idle";
    if (this.isWatched) this.seen = Math.max(this.seen, ...this.messages.keys());
    if (this.typing) {
      this.quiet = setTimeout(() => {
        this.typing = "";
        this.changed();
      }, TYPING_LASTS);
    }
    this.changed();
  }

  isSeen(message) {
    return message.id <= this.seen;
  }

  write(text, contact) {
    const message = { key: newKey(), text, at: Date.now(), contact };
    this.store.keep(message);
    this.pending.push({ ...message, state: "sending" });
    this.typed = 0;
    this.changed();
    this.flush();
  }

  attach(file) {
    this.pending.push({ key: newKey(), text: "", at: Date.now(), file, state: "sending" });
    this.changed();
    this.flush();
  }

  retry(message) {
    message.state = "sending";
    this.changed();
    this.flush(true);
  }

  discard(message) {
    this.store.drop(message.key);
    this.pending = this.pending.filter((waiting) => waiting !== message);
    this.changed();
  }

  // Send what waits, in order. One loop runs; whatever happens to the network, it goes on until nothing is left.
  async flush(now = false) {
    if (now) this.hurry?.();
    if (this.flushing || !this.api.token) return;
    this.flushing = true;
    for (let next; (next = this.pending.find((message) => message.state !== "failed")); ) {
      const wait = await this.send(next);
      this.changed();
      if (wait) await this.pause(wait);
    }
    this.flushing = false;
  }

  async send(message) {
    try {
      const answer = message.file
        ? await this.api.upload(message.key, message.file)
        : await this.api.post("messages", { key: message.key, text: message.text, contact: message.contact });
      const { live, ...sent } = answer;
      this.sentAt = Date.now();
      if (this.pending.includes(message)) this.done(message, sent);
      if (this.isWatched) this.seen = Math.max(this.seen, sent.id);
      if (message.contact?.email) this.state.hasEmail = true;
      this.live.listen(live);
      this.found(true);
      return 0;
    } catch (error) {
      if (error instanceof Refused && error.isFinal) {
        message.state = "failed";
        message.error = Object.values(error.fields)[0] || "";
        return 0;
      }
      await this.refused(error);
      message.state = "waiting";
      return error.wait || WAITS[Math.min(this.attempt++, WAITS.length - 1)];
    }
  }

  pause(wait) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.hurry = () => (clearTimeout(timer), resolve());
    });
  }

  type(isTyping) {
    if (!isTyping) {
      if (this.typed) this.live.say("idle");
      this.typed = 0;
    } else if (Date.now() - (this.typed || 0) > TYPING_EVERY) {
      this.typed = Date.now();
      this.live.say("typing");
    }
  }

  read() {
    const unread = this.unread;
    if (!unread.length) return;
    for (const message of unread) message.read = true;
    this.api.post("read", { up_to: Math.max(...unread.map((message) => message.id)) }).catch(() => {});
    this.changed();
  }

  async settle(path) {
    this.state = { ...this.state, ...(await this.api.post(path)) };
    this.changed();
    this.news({ verb: this.state.status === "closed" ? "ticket.closed" : "" });
  }

  async callBack(phone, at) {
    this.state = { ...this.state, ...(await this.api.post("callback", { key: newKey(), phone, at })) };
    this.changed();
    this.news({});
  }

  async contact(email) {
    await this.api.post("contact", { email });
    this.state.hasEmail = true;
  }
}
