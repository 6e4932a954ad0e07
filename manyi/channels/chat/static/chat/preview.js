// Shows the widget as the form describes it, while it is being filled in.

import { face, h, icon } from "./dom.js";

class Preview extends HTMLElement {
  async connectedCallback() {
    this.form = document.getElementById(this.getAttribute("for"));
    const shadow = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    const own = new CSSStyleSheet();
    sheet.replaceSync(await (await fetch(this.getAttribute("css"))).text());
    own.replaceSync(`
      :host { position: relative !important; inset: auto !important; width: auto !important; height: 380px !important; z-index: 0 !important; }
      .root { height: 100%; }
      .panel { position: static; width: 100%; height: 100%; box-shadow: 0 0 0 1px var(--line); animation: none; }`);
    shadow.adoptedStyleSheets = [sheet, own];
    this.root = h("div", { class: "root", role: "img" });
    shadow.append(this.root);
    this.form.addEventListener("input", () => this.draw());
    this.draw();
  }

  value(name) {
    return this.form.elements[name].value.trim();
  }

  draw() {
    const words = (name) => this.getAttribute(name);
    const short = words("language").startsWith("zh") ? "zh" : "en";
    const name = this.value("name") || "…";
    const greeting = this.value(`greeting_${short}`) || words("greeting");
    this.root.dataset.tone = this.value("tone");
    this.root.setAttribute("aria-label", `${name}: ${greeting}`);
    const bubble = (side, text) => h("div", { class: `row ${side}` }, h("div", { class: "bubble" }, text));
    this.root.replaceChildren(
      h(
        "div",
        { class: "panel" },
        h("header", {}, h("div", { class: "title" }, face(name, "", ""), h("div", {}, h("h1", {}, name), h("p", {}, words("status"))))),
        h("div", { class: "body" }, h("div", { class: "log" }, bubble("ours", greeting), bubble("mine", words("question")))),
        h("div", { class: "composer" }, h("div", { class: "box" }, h("span", { class: "plain" }, icon("clip")), h("p", { class: "blank" }, words("write")), h("span", { class: "send" }, icon("send")))),
      ),
    );
  }
}

customElements.define("chat-preview", Preview);
