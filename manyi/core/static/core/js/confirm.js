/* Asks before what can not be taken back.

   <m-confirm title="Delete this macro?" text="It disappears for the whole team." confirm="Delete" tone="danger">
     <button>Delete</button>
   </m-confirm>

   The click inside is held until it is confirmed; then it goes on as if nothing had been asked. */

import { make, text, uniqueId } from "./dom.js";

class Confirm extends HTMLElement {
  #passing = false;

  connectedCallback() {
    this.addEventListener("click", this.#clicked, true);
  }

  #clicked = (event) => {
    const target = event.target.closest("button, a, [type=submit]");
    if (this.#passing || !target || event.target.closest("dialog")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#ask(target);
  };

  #ask(target) {
    const id = uniqueId("confirm");
    const yes = make("button", { class: `button primary ${this.getAttribute("tone") ?? ""}`, type: "button", value: "yes" }, this.getAttribute("confirm") ?? text("confirm"));
    const no = make("button", { class: "button plain", type: "button", autofocus: true }, text("cancel"));
    const dialog = make(
      "dialog",
      { class: "dialog", role: "alertdialog", "aria-labelledby": id },
      make("div", { class: "dialog-head" }, make("h2", { id }, this.getAttribute("title") ?? "")),
      make("div", { class: "dialog-body" }, make("p", {}, this.getAttribute("text") ?? "")),
      make("div", { class: "dialog-foot" }, no, yes),
    );
    dialog.addEventListener("close", () => dialog.remove());
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      dialog.close();
      this.#passing = true;
      target.click();
      this.#passing = false;
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}

customElements.define("m-confirm", Confirm);
