/* The supervisor's floor: a ticket is dragged to a colleague or back to a queue; a dialog does the same by keyboard.

   <m-floor url="/floor/assignments"><div id="floor-board">… [data-ticket] … [data-drop="3"] …</div>
   <dialog id="reassign">…</dialog></m-floor>

   While something is dragged the board keeps still (data-keep); after that it is what the server says. */

import { refresh } from "../core/js/live.js";

const FAR_ENOUGH = 6;
const REFRESH_EVERY = 15000;

class Floor extends HTMLElement {
  #card = null;
  #ghost = null;
  #start = null;
  #target = null;
  #timer = 0;

  connectedCallback() {
    this.#timer = setInterval(() => refresh(this.board), REFRESH_EVERY); // waits grow although nothing happens
    this.addEventListener("pointerdown", this.#taken);
    this.addEventListener("click", this.#clicked);
    this.addEventListener("htmx:afterRequest", this.#answered);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  get board() {
    return this.querySelector("#floor-board");
  }

  get dialog() {
    return this.querySelector("#reassign");
  }

  #taken = (event) => {
    const card = event.target.closest("[data-ticket]");
    if (!card || event.button || event.target.closest("button, a") || (event.pointerType === "touch" && !event.target.closest(".drag-handle"))) return;
    event.preventDefault();
    this.#card = card;
    this.#start = { x: event.clientX, y: event.clientY };
    addEventListener("pointermove", this.#moved);
    addEventListener("pointerup", this.#dropped);
    addEventListener("pointercancel", this.#dropped);
    addEventListener("keydown", this.#pressed);
  };

  #moved = (event) => {
    if (!this.#ghost) {
      if (Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) < FAR_ENOUGH) return;
      this.#lift();
    }
    this.#ghost.style.translate = `${event.clientX + 8}px ${event.clientY + 8}px`;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]") ?? null;
    if (over === this.#target) return;
    this.#target?.classList.remove("over");
    this.#target = over;
    over?.classList.add("over");
  };

  #lift() {
    this.board.dataset.keep = "";
    this.#ghost = this.#card.cloneNode(true);
    this.#ghost.removeAttribute("data-ticket");
    this.#ghost.classList.add("floor-ghost");
    this.#card.classList.add("dragged");
    this.append(this.#ghost);
  }

  #dropped = (event) => {
    const [card, target, was] = [this.#card, this.#target, this.#ghost];
    this.#end();
    if (event.type !== "pointerup" || !was || !target) return;
    const from = card.dataset.place === "queue" ? "" : card.dataset.place;
    if (target.dataset.drop !== from) this.#give(card.dataset.ticket, target.dataset.drop);
  };

  #pressed = (event) => {
    if (event.key === "Escape") this.#dropped(event);
  };

  #end() {
    removeEventListener("pointermove", this.#moved);
    removeEventListener("pointerup", this.#dropped);
    removeEventListener("pointercancel", this.#dropped);
    removeEventListener("keydown", this.#pressed);
    this.#card?.classList.remove("dragged");
    this.#target?.classList.remove("over");
    this.#ghost?.remove();
    this.#card = this.#ghost = this.#target = null;
    delete this.board.dataset.keep;
    refresh(this.board);
  }

  #give(ticket, to) {
    window.htmx.ajax("POST", this.getAttribute("url"), { source: this.dialog.querySelector("form"), target: "#floor-board", swap: "morph", values: { ticket, to } });
  }

  #clicked = (event) => {
    const button = event.target.closest("[data-reassign]");
    if (button) {
      this.dialog.querySelector("[name=ticket]").value = button.dataset.reassign;
      this.dialog.querySelector("[data-what]").textContent = `#${button.dataset.reassign} ${button.dataset.subject}`;
      this.dialog.showModal();
    } else if (event.target.closest("[data-cancel]")) {
      this.dialog.close();
    }
  };

  #answered = (event) => {
    if (!event.detail.successful || event.detail.requestConfig.verb !== "post") return;
    for (const dialog of this.querySelectorAll("dialog[open]")) dialog.close();
  };
}

customElements.define("m-floor", Floor);
