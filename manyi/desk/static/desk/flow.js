/* The steps of a procedure are put in order by dragging one, or with Alt and an arrow key on it. Each move is sent as
   the form in here; without scripts the buttons above do the same. What was typed in the chosen step is kept first,
   whatever is done next. */

class SopFlow extends HTMLElement {
  #dragged = null;

  connectedCallback() {
    this.addEventListener("keydown", (event) => this.#pressed(event));
    this.addEventListener("dragstart", (event) => this.#begin(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("dragend", () => this.#mark(null));
    this.addEventListener("drop", (event) => this.#drop(event));
    if (location.hash === "#moved") this.querySelector("[aria-current]")?.focus();
  }

  get #items() {
    return [...this.querySelectorAll("[data-step]")];
  }

  #pressed(event) {
    const item = event.target.closest("[data-step]");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!item || !by || !event.altKey) return;
    event.preventDefault();
    const place = this.#items.indexOf(item) + by;
    if (place >= 0 && place < this.#items.length) this.#move(item, place);
  }

  #begin(event) {
    this.#dragged = event.target.closest("[data-step]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.#dragged?.dataset.step ?? "");
  }

  #over(event) {
    const item = event.target.closest("[data-step]");
    if (!this.#dragged || !item) return;
    event.preventDefault();
    this.#mark(item === this.#dragged ? null : item);
  }

  #drop(event) {
    const item = event.target.closest("[data-step]");
    if (!this.#dragged || !item || item === this.#dragged) return;
    event.preventDefault();
    this.#move(this.#dragged, this.#items.indexOf(item));
  }

  #mark(target) {
    for (const item of this.#items) item.classList.toggle("drop-here", item === target);
  }

  #move(item, place) {
    const form = this.querySelector("form");
    form.elements.step.value = item.dataset.step;
    form.elements.place.value = place;
    form.requestSubmit();
  }
}

customElements.define("sop-flow", SopFlow);

function differs(field) {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

/** Send the step first when it was changed, then go on; a refusal shows it again, with what is wrong. */
function keepFirst(event, goOn) {
  const step = document.querySelector("form[data-step-form]");
  if (!step || event.target === step || ![...step.querySelectorAll("input, textarea, select")].some(differs)) return;
  event.preventDefault();
  const isKept = fetch(location.href, { method: "POST", body: new FormData(step) }).then((answer) => answer.ok, () => false);
  isKept.then((kept) => {
    if (!kept) return step.requestSubmit();
    step.remove();
    goOn();
  });
}

document.addEventListener("submit", (event) => keepFirst(event, () => event.target.requestSubmit(event.submitter)));
document.addEventListener("click", (event) => {
  const card = event.target.closest("a.sop-card");
  if (card) keepFirst(event, () => location.assign(card.href));
});
