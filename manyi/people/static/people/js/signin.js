/* Small helps on the sign-in pages: show a password, offer passkeys only where there are any, say when one failed. */

import { make } from "../../core/js/dom.js";

class Password extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = make("button", { class: "show-password", type: "button", "aria-pressed": "false", "aria-label": this.dataset.textShow });
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.setAttribute("aria-label", shown ? this.dataset.textHide : this.dataset.textShow);
      input.focus();
    });
    this.append(button);
    input.form?.addEventListener("submit", () => (input.type = "password"));
  }
}

customElements.define("m-password", Password);

if (!window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const part of document.querySelectorAll("[data-passkey-failed]")) part.hidden = false;
});
