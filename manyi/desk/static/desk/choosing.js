/* Choosing several rows of a list: x chooses the row with the focus or the one that is open, "choose" turns every row into
   something to choose. The bar above the list then opens the dialog of what to do. */

export class Choosing {
  #desk;
  #chosen = new Set();
  #isOn = false;

  constructor(desk) {
    this.#desk = desk;
    desk.addEventListener("click", (event) => this.#clicked(event), true);
    desk.addEventListener("change", (event) => event.target.matches("[data-bulk-all]") && this.draw());
    document.addEventListener("click", (event) => event.target.closest("[data-bulk-over]") && this.#end());
  }

  get bar() {
    return this.#desk.querySelector(".bulk-bar");
  }

  #clicked(event) {
    if (event.target.closest("[data-choose-mode]")) return this.#isOn ? this.#end() : this.#begin();
    if (event.target.closest("[data-choose-row]")) return this.#toggle(document.activeElement.closest?.("#rows > .row") ?? this.#desk.querySelector('#rows > .row[aria-current="true"]'));
    if (event.target.closest("[data-bulk-end]")) return this.#end();
    if (event.target.closest("[data-bulk]")) return this.#open();
    const row = event.target.closest("#rows > .row");
    if (!row || !this.#isOn) return;
    event.preventDefault();
    event.stopPropagation();
    this.#toggle(row);
  }

  #begin() {
    this.#isOn = true;
    this.draw();
  }

  #end() {
    this.#isOn = false;
    this.#chosen.clear();
    if (this.bar) this.bar.querySelector("[data-bulk-all]").checked = false;
    this.draw();
  }

  #toggle(row) {
    if (!row) return;
    const id = row.id.replace("row-", "");
    this.#isOn = true;
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.draw();
  }

  /** The list comes anew now and then; what is chosen stays. */
  draw() {
    const list = this.#desk.querySelector("#rows");
    if (!list || !this.bar) return;
    const all = this.bar.querySelector("[data-bulk-all]").checked;
    list.classList.toggle("choosing", this.#isOn);
    for (const row of list.querySelectorAll(":scope > .row")) {
      const isChosen = this.#isOn && (all || this.#chosen.has(row.id.replace("row-", "")));
      row.classList.toggle("selected", isChosen);
      row.role = this.#isOn ? "checkbox" : null;
      row.ariaChecked = this.#isOn ? String(isChosen) : null;
    }
    this.bar.hidden = !this.#isOn;
    this.bar.querySelector("[data-bulk-count]").textContent = all ? "" : this.#chosen.size;
    this.bar.querySelector("[data-bulk]").disabled = !all && !this.#chosen.size;
  }

  #open() {
    const url = new URL(this.bar.dataset.url, location.href);
    const { list, query } = this.bar.dataset;
    if (this.bar.querySelector("[data-bulk-all]").checked) url.search = new URLSearchParams({ all: "1", query });
    else url.searchParams.set("ids", [...this.#chosen].join(","));
    url.searchParams.set("list", list);
    import("./steps.js");
    document.getElementById("desk-dialog").open(url.pathname + url.search);
  }
}
