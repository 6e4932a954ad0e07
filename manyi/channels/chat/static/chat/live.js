// Hearing the conversation: the stream only says that something happened; what it was is fetched. When the stream
// can't be had, asking now and then must do.

const FIRST = 1000;
const LONGEST = 30000;
const ASK_EVERY = 15000;
const REST = 60000;

export class Live {
  constructor(heard) {
    this.heard = heard;
    this.given = null;
    this.source = null;
    this.delay = FIRST;
    addEventListener("online", () => this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    this.asked = Date.now();
    setInterval(() => this.ask(), ASK_EVERY);
  }

  listen(given) {
    const same = this.given && this.given.topic === given.topic && this.source;
    this.given = given;
    if (!same) this.open();
  }

  get isOpen() {
    return this.source !== null && this.source.readyState === EventSource.OPEN;
  }

  open() {
    if (!this.given) return;
    clearTimeout(this.timer);
    this.source?.close();
    const { url, token } = this.given;
    this.source = new EventSource(`${url}?token=${encodeURIComponent(token)}`);
    this.source.addEventListener("hello", () => {
      this.delay = FIRST;
      this.heard.news({});
    });
    this.source.addEventListener("reset", () => this.heard.news({}));
    this.source.addEventListener("say", (event) => this.heard.said(JSON.parse(event.data)));
    this.source.onmessage = (event) => this.heard.news(JSON.parse(event.data));
    this.source.onerror = () => this.failed();
  }

  // A browser tries again by itself after a broken connection, but not after a refusal.
  failed() {
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.heard.renew(), this.delay * (0.5 + Math.random()));
    this.delay = Math.min(this.delay * 2, LONGEST);
  }

  wake() {
    if (!this.given) return;
    if (!this.isOpen) this.open();
    this.heard.news({});
  }

  ask() {
    if (!this.given || document.hidden) return;
    if (this.isOpen && Date.now() - this.asked < REST) return;
    this.asked = Date.now();
    this.heard.news({});
  }

  say(kind) {
    if (!this.given) return;
    const body = JSON.stringify({ token: this.given.token, topic: this.given.topic, kind });
    // As plain text, so that the browser need not ask for leave first.
    fetch(`${this.given.url}/say`, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
  }
}
