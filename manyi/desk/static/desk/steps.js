/* The steps of a macro: each shows the control of the kind that is chosen; one empty step is always left. */

class Steps extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  #draw() {
    let emptyShown = false;
    for (const row of this.querySelectorAll("[data-step-row]")) {
      const kind = row.querySelector("[name=do]").value;
      row.hidden = !kind && emptyShown;
      emptyShown ||= !kind;
      for (const control of row.querySelectorAll("[data-for]")) control.hidden = control.dataset.for !== kind;
    }
  }
}

customElements.define("m-steps", Steps);
