/* A button and its menu.

   <m-menu>
     <button type="button" aria-haspopup="menu" aria-expanded="false">More</button>
     <div class="menu" role="menu" popover="manual"><button role="menuitem">…</button></div>
   </m-menu>

   Arrow keys, Home, End and first letters move; Escape and a click elsewhere close. The menu lies above everything and
   turns upwards or leftwards where there is no room. */

const GAP = 4;

class Menu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#clicked);
    this.removeEventListener("keydown", this.#pressed);
    document.removeEventListener("pointerdown", this.#outside, true);
  }

  get button() {
    return this.querySelector("[aria-haspopup]");
  }

  get menu() {
    return this.querySelector('[role="menu"]');
  }

  get isOpen() {
    return this.menu.classList.contains("open");
  }

  get items() {
    return [...this.menu.querySelectorAll('[role^="menuitem"]')].filter((item) => item.getAttribute("aria-disabled") !== "true" && item.offsetParent !== null);
  }

  open(focus = "first") {
    this.menu.classList.add("open");
    if (this.menu.popover) this.menu.showPopover();
    this.button.setAttribute("aria-expanded", "true");
    this.#place();
    document.addEventListener("pointerdown", this.#outside, true);
    addEventListener("resize", this.#close);
    if (focus) this.items.at(focus === "last" ? -1 : 0)?.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("manyi:menu-open"));
  }

  close(returnFocus = true) {
    if (!this.isOpen) return;
    this.menu.classList.remove("open");
    if (this.menu.popover) this.menu.hidePopover();
    this.button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.#outside, true);
    removeEventListener("resize", this.#close);
    if (returnFocus) this.button.focus({ preventScroll: true });
  }

  #close = () => this.close(false);

  #outside = (event) => {
    if (!this.contains(event.target)) this.close(false);
  };

  #place() {
    const anchor = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const below = anchor.bottom + GAP + height <= innerHeight - 8;
    const top = below ? anchor.bottom + GAP : Math.max(8, anchor.top - GAP - height);
    const fitsRight = anchor.left + width <= innerWidth - 8;
    const left = fitsRight ? anchor.left : Math.max(8, Math.min(anchor.right, innerWidth - 8) - width);
    this.menu.style.top = `${top}px`;
    this.menu.style.left = `${left}px`;
  }

  #clicked = (event) => {
    if (this.button.contains(event.target)) this.isOpen ? this.close() : this.open(event.detail === 0 ? "first" : "");
    else if (event.target.closest('[role="menuitem"], [role="menuitemradio"]')) this.close();
  };

  #pressed = (event) => {
    const { key } = event;
    if (!this.isOpen) {
      if (key === "ArrowDown" || key === "ArrowUp") this.#handle(event, () => this.open(key === "ArrowUp" ? "last" : "first"));
      return;
    }
    const items = this.items;
    const here = items.indexOf(document.activeElement);
    const moves = { ArrowDown: (here + 1) % items.length, ArrowUp: (here - 1 + items.length) % items.length, Home: 0, End: items.length - 1 };
    if (key in moves) this.#handle(event, () => items[moves[key]]?.focus());
    else if (key === "Escape") this.#handle(event, () => this.close());
    else if (key === "Tab") this.close(false);
    else if (key.length === 1 && /\p{L}|\p{N}/u.test(key)) this.#handle(event, () => this.#find(items, here, key)?.focus());
  };

  #find(items, here, letter) {
    const ordered = [...items.slice(here + 1), ...items.slice(0, here + 1)];
    return ordered.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
  }

  #handle(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}

customElements.define("m-menu", Menu);
