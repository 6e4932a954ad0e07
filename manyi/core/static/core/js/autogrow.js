/* <m-autogrow><textarea>…</textarea></m-autogrow>: as tall as its text, up to the max-height of its style. */

const grows = CSS.supports("field-sizing", "content");

class Autogrow extends HTMLElement {
  connectedCallback() {
    if (grows) return;
    this.addEventListener("input", () => this.fit());
    this.fit();
  }

  fit() {
    const area = this.querySelector("textarea");
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }
}

customElements.define("m-autogrow", Autogrow);
