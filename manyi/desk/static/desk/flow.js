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

const STEP = "form[data-step-form]";
let isTouched = false;

async function keepFirst(goOn) {
  const form = document.querySelector(STEP);
  isTouched = false;
  const answer = await fetch(location.href, { method: "POST", body: new FormData(form) });
  if (answer.ok) goOn();
  else form.requestSubmit();
}

document.addEventListener("input", (event) => (isTouched ||= Boolean(event.target.closest(STEP))));
document.addEventListener("submit", (event) => {
  if (!isTouched || event.target.matches(STEP)) return;
  event.preventDefault();
  keepFirst(() => event.target.requestSubmit(event.submitter));
});
document.addEventListener("click", (event) => {
  const card = event.target.closest("a.sop-card");
  if (!isTouched || !card) return;
  event.preventDefault();
  keepFirst(() => location.assign(card.href));
});
