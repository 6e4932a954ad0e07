// The launcher and the panel: what is shown, where the focus is, what the keys do.

import * as cards from "./cards.js";
import { face, fill, h, icon } from "./dom.js";
import { Thread } from "./thread.js";

const PHONE = matchMedia("(max-width: 480px)");

export class Panel {
  constructor(talk, store, base) {
    this.talk = talk;
    this.store = store;
    this.base = base;
    this.words = talk.setup.strings;
    this.words.team = talk.setup.site.name;
    this.isOpen = false;
    this.announced = new Set(talk.unread.map((message) => message.id));
    this.build();
    this.keys();
    this.drops();
    talk.addEventListener("change", () => this.draw());
    document.addEventListener("visibilitychange", () => this.draw());
    visualViewport?.addEventListener("resize", () => this.fit());
    this.draw();
  }

  build() {
    const { words } = this;
    const { site } = this.talk.setup;
    this.thread = new Thread(this.talk, words, this.base);
    this.thread.greet(site.name, site.greeting || words.hello);
    this.badge = h("span", { class: "badge", hidden: true });
    this.launcher = h("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", onclick: () => this.show(!this.isOpen) }, icon("chat"), icon("close"), this.badge);
    this.peek = h("button", { class: "peek", type: "button", hidden: true, onclick: () => this.show(true) });
    this.spoken = h("div", { class: "hidden", role: "status" });
    this.title = h("div", { class: "title" });
    this.notice = h("div", { class: "notice", role: "status", hidden: true });
    this.below = h("div", { class: "below" });
    const close = h("button", { class: "plain", type: "button", "aria-label": words.close, onclick: () => this.show(false) }, icon("close"));
    this.panel = h(
      "section",
      { class: "panel", role: "dialog", "aria-label": site.name, hidden: true, tabindex: -1 },
      h("header", {}, this.title, close),
      this.notice,
      h("div", { class: "body" }, this.thread.element, this.below),
      this.composer(),
      h("div", { class: "drop", "aria-hidden": "true" }, words.drop),
    );
    this.element = h("div", { class: "root", lang: words.locale, "data-tone": site.tone }, this.panel, this.peek, this.launcher, this.spoken);
    this.thread.typing("");
  }

  composer() {
    const { words } = this;
    this.input = h("textarea", { rows: 1, placeholder: words.write, "aria-label": words.write, maxlength: 4000, oninput: () => this.typed() });
    this.files = h("input", { type: "file", multiple: true, hidden: true, tabindex: -1, "aria-label": words.attach, onchange: () => this.attach(this.files.files) });
    const clip = h("button", { class: "plain", type: "button", "aria-label": words.attach, title: words.attach, onclick: () => this.files.click() }, icon("clip"));
    this.sender = h("button", { class: "send", "aria-label": words.send, title: words.send }, icon("send"));
    this.fault = h("div", { class: "error", role: "alert" });
    this.form = h("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.fault, h("div", { class: "box" }, clip, this.input, this.sender), this.files);
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    });
    this.input.addEventListener("paste", (event) => {
      const { files } = event.clipboardData;
      if (files.length) this.attach(files, event.preventDefault());
    });
    return this.form;
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.typed();
    this.talk.write(text);
    this.thread.toEnd();
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    this.talk.type(this.input.value.trim() !== "");
  }

  attach(files) {
    const { limit } = this.talk.setup;
    this.fault.textContent = "";
    for (const file of files) {
      if (file.size > limit) this.fault.textContent = fill(this.words.tooLarge, { limit: limit / 1e6 });
      else this.talk.attach(file);
    }
    this.files.value = "";
    this.thread.toEnd();
  }

  drops() {
    const over = (isOver) => (event) => {
      if (![...event.dataTransfer.types].includes("Files") || this.form.hidden) return;
      event.preventDefault();
      this.panel.classList.toggle("dropping", isOver);
    };
    this.panel.addEventListener("dragover", over(true));
    this.panel.addEventListener("dragleave", over(false));
    this.panel.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.defaultPrevented) this.attach(event.dataTransfer.files);
    });
  }

  keys() {
    this.panel.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the host page's shortcuts are not for what is typed here
      if (event.key === "Escape" && !event.isComposing) this.show(false);
      if (event.key === "Tab" && PHONE.matches) this.trap(event);
    });
  }

  // On a phone the panel covers the page: the focus stays inside.
  trap(event) {
    const inside = [...this.panel.querySelectorAll("button, a[href], input, textarea, [tabindex='0']")].filter((each) => each.offsetParent && !each.disabled);
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    if (this.element.getRootNode().activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0]).focus();
  }

  show(isOpen) {
    this.isOpen = isOpen;
    this.panel.hidden = !isOpen;
    this.panel.setAttribute("aria-modal", PHONE.matches);
    this.element.classList.toggle("open", isOpen);
    this.store.set("open", isOpen && !PHONE.matches ? "1" : null);
    this.fit();
    this.draw();
    if (isOpen) {
      this.thread.toEnd();
      (PHONE.matches || this.form.hidden ? this.panel : this.input).focus({ preventScroll: true });
    } else {
      this.launcher.focus({ preventScroll: true });
    }
  }

  // Above the keyboard of a phone.
  fit() {
    const isCovering = this.isOpen && PHONE.matches && visualViewport;
    this.panel.style.height = isCovering ? `${visualViewport.height}px` : "";
    this.panel.style.top = isCovering ? `${visualViewport.offsetTop}px` : "";
  }

  draw() {
    if (this.isOpen && !document.hidden) this.talk.read();
    this.drawHead();
    this.thread.draw();
    this.thread.typing(this.talk.typing);
    this.notice.hidden = !this.talk.isLost;
    this.notice.textContent = this.talk.isLost ? this.words.lost : "";
    this.drawBelow();
    this.drawLauncher();
  }

  drawHead() {
    const { site } = this.talk.setup;
    const { agent } = this.talk.state;
    const status = agent ? fill(this.words.served, { name: agent.name }) : site.attended ? this.words.online : this.words.offline;
    const shown = JSON.stringify([agent, site.attended]);
    if (this.shownHead === shown) return;
    this.shownHead = shown;
    const picture = agent ? face(agent.name, agent.photo, this.base) : face(site.name, "", this.base);
    this.title.replaceChildren(picture, h("div", {}, h("h1", {}, site.name), h("p", {}, status)));
  }

  drawBelow() {
    const { setup, state, messages, pending } = this.talk;
    const isNew = !messages.size && !pending.length;
    const isAway = isNew && !setup.site.attended;
    const wants = setup.site.asksEmail && !state.hasEmail && messages.size > 0 && state.status === "open" && !this.store.get("later");
    const plan = JSON.stringify([isAway, this.leftFor, wants || this.asked, state.status, state.cards]);
    this.form.hidden = isAway;
    this.panel.classList.toggle("away", isAway);
    if (plan === this.plan) return;
    this.plan = plan;
    const found = [];
    if (isAway) found.push(cards.offline(setup, this.words, (text, contact) => this.leave(text, contact)));
    if (this.leftFor !== undefined) found.push(cards.thanks(fill(this.words.left, { email: this.leftFor })));
    if (wants) this.asked ??= cards.askEmail(this.talk, this.words, () => this.later());
    if (this.asked && state.status === "open") found.push(this.asked);
    for (const card of state.cards) found.push(this.card(card));
    if (state.status === "closed") found.push(h("p", { class: "closed" }, this.words.closed));
    const atEnd = this.thread.isAtEnd;
    this.below.replaceChildren(...found.filter(Boolean));
    if (atEnd) this.thread.toEnd();
  }

  card(given) {
    this.drawn ??= new Map();
    const key = JSON.stringify(given);
    if (!this.drawn.has(key)) {
      this.drawn.set(key, given.kind === "resolution" ? cards.resolution(this.talk, this.words) : given.kind === "survey" ? cards.survey(given, this.words, this.base) : given.kind === "queue" ? cards.queue(given, this.talk, this.words) : null);
    }
    return this.drawn.get(key);
  }

  leave(text, contact) {
    this.leftFor = contact?.email || "";
    this.talk.write(text, contact);
    this.panel.focus();
  }

  later() {
    this.store.set("later", "1");
    this.asked.remove();
    this.asked = undefined;
    this.input.focus();
  }

  drawLauncher() {
    const count = this.isOpen ? 0 : this.talk.unread.length;
    const unread = count ? `, ${fill(this.words.unread, { count })}` : "";
    this.launcher.setAttribute("aria-label", (this.isOpen ? this.words.close : this.words.open) + unread);
    this.launcher.setAttribute("aria-expanded", this.isOpen);
    this.badge.hidden = !count;
    this.badge.textContent = count > 9 ? "9+" : count;
    const fresh = this.talk.unread.filter((message) => !this.announced.has(message.id)).at(-1);
    if (this.isOpen || !count) this.peek.hidden = true;
    if (!fresh) return;
    for (const message of this.talk.unread) this.announced.add(message.id);
    if (this.isOpen) return;
    const name = fresh.agent?.name || this.words.team;
    this.peek.replaceChildren(face(name, fresh.agent?.photo, this.base), h("span", {}, h("b", {}, name), h("span", {}, fresh.text)));
    this.peek.hidden = false;
    this.spoken.textContent = `${name}: ${fresh.text}`;
  }
}
