/* What the help centre adds where scripts run: results while one types, articles before one writes. */
import "../../core/js/customer.js";

const PAUSE = 120;

class Typed extends HTMLElement {
  /* Asks `src` for what was typed, after a short pause; a later answer replaces an earlier question's. */
  ask(words, extra = {}) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(words, extra), PAUSE);
  }

  async fetch(words, extra) {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: words, ...extra });
    try {
      const answer = await fetch(`${this.getAttribute("src")}?${query}`, { signal: this.asked.signal });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.show("");
    }
  }
}

class HelpSearch extends Typed {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    this.panel = this.querySelector(".help-suggestions");
    this.input.addEventListener("input", () => {
      const words = this.input.value.trim();
      words ? this.ask(words) : this.show("");
    });
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.show(""));
  }

  show(html) {
    this.panel.innerHTML = html;
    this.panel.hidden = !html.trim();
  }

  move(event) {
    if (event.key === "Escape") this.show("");
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input, ...this.panel.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(at + stops.length) % stops.length].focus();
    event.preventDefault();
  }
}

/* One question after the other: the first answer brings the number by which this attempt to write is counted once. */
class HelpOffers extends Typed {
  connectedCallback() {
    const form = this.closest("form");
    this.attempt = form.elements.attempt;
    this.turn = Promise.resolve();
    form.elements.subject.addEventListener("input", () => {
      const words = form.elements.subject.value.trim();
      if (words.length > 1) this.ask(words);
    });
    form.addEventListener("submit", () => clearTimeout(this.timer));
  }

  fetch(words) {
    this.turn = this.turn.then(() => super.fetch(words, { contact: 1, attempt: this.attempt.value }));
  }

  show(html) {
    this.innerHTML = html;
    const signed = this.querySelector("[data-attempt]")?.dataset.attempt;
    if (signed) this.attempt.value = signed;
  }
}

customElements.define("help-search", HelpSearch);
customElements.define("help-offers", HelpOffers);
