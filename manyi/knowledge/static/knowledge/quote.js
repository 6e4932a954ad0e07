/* What is marked in a text goes into the remark's passage. */

class Quote extends HTMLElement {
  connectedCallback() {
    document.addEventListener("selectionchange", this.#marked);
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.#marked);
  }

  #marked = () => {
    const selection = document.getSelection();
    const words = selection.toString().trim();
    const place = selection.anchorNode?.parentElement?.closest(".article-text, .compare");
    if (words && place) this.querySelector("[name=quote]").value = words.replace(/\s+/g, " ").slice(0, 500);
  };
}

customElements.define("m-quote", Quote);
