/* <m-countdown until="2026-11-22T09:30:00+00:00"></m-countdown> shows the seconds left. */

class Countdown extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#show();
    this.#timer = setInterval(() => this.#show(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const left = Math.max(0, Math.round((Date.parse(this.getAttribute("until")) - Date.now()) / 1000));
    this.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second" }).format(left);
  }
}

customElements.define("m-countdown", Countdown);
