/* Light, dark, or like the machine.

   <m-theme url="/account/theme"><button data-theme-choice="dark" aria-checked="false">Dark</button> …</m-theme>

   The choice is kept in this browser (a cookie, so that the server draws the right page at once) and, with `url`,
   posted to the account. */

import { send } from "./dom.js";

const YEAR = 365 * 24 * 3600;

class Theme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    this.#mark(document.documentElement.dataset.theme);
  }

  #clicked = (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    document.documentElement.dataset.theme = choice;
    document.cookie = `manyi_theme=${choice}; path=/; max-age=${YEAR}; samesite=lax`;
    this.#mark(choice);
    if (this.hasAttribute("url")) send(this.getAttribute("url"), { body: new URLSearchParams({ theme: choice }) });
  };

  #mark(choice) {
    for (const button of this.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-checked", String(button.dataset.themeChoice === choice));
    }
  }
}

customElements.define("m-theme", Theme);
