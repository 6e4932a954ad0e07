/* Files by choosing, dropping or pasting.

   <m-upload url="/files" name="files" max-bytes="26214400" zone="composer">
     <button data-choose>Attach</button><input type="file" multiple hidden>
     <div class="files" data-uploads></div>           (made when missing)
   </m-upload>

   `zone` is the id of the element that takes drops and pastes (default: this one). Each file is posted as `file`; the
   answer {"id", "name"?} becomes <input type="hidden" name="files" value="ID">. Fires `manyi:uploaded`; `busy` tells
   whether files are still on their way. */

import { csrfToken, make, text } from "./dom.js";

class Upload extends HTMLElement {
  #active = 0;

  connectedCallback() {
    this.zone = document.getElementById(this.getAttribute("zone")) ?? this;
    this.input = this.querySelector('input[type="file"]');
    this.list = this.querySelector("[data-uploads]") ?? this.appendChild(make("div", { class: "files", "data-uploads": true }));
    this.addEventListener("click", (event) => event.target.closest("[data-choose]") && this.input.click());
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    this.zone.addEventListener("paste", (event) => this.#pasted(event));
    this.zone.addEventListener("dragover", (event) => this.#over(event));
    this.zone.addEventListener("dragleave", (event) => !this.zone.contains(event.relatedTarget) && this.zone.classList.remove("dropping"));
    this.zone.addEventListener("drop", (event) => this.#dropped(event));
  }

  get busy() {
    return this.#active > 0;
  }

  add(files) {
    for (const file of files) this.#start(file);
  }

  #over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.zone.classList.add("dropping");
  }

  #dropped(event) {
    this.zone.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.add(event.dataTransfer.files);
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  #start(file) {
    const bar = make("progress", { class: "meter", max: "1", value: "0", "aria-label": file.name });
    const note = make("span", { class: "sub" }, size(file.size));
    const remove = make("button", { class: "icon-button small", type: "button", "aria-label": `${text("remove")} ${file.name}` }, "×");
    const item = make("div", { class: "file" }, this.#preview(file), make("span", { class: "file-text" }, make("span", { class: "file-name", title: file.name }, file.name), note, bar), remove);
    this.list.append(item);
    const limit = Number(this.getAttribute("max-bytes"));
    const request = limit && file.size > limit ? null : this.#post(file, { item, bar, note });
    remove.addEventListener("click", () => {
      request?.abort();
      item.remove();
      this.dispatchEvent(new CustomEvent("manyi:uploaded", { bubbles: true }));
    });
    if (!request) this.#failed({ item, bar, note }, text("uploadTooLarge"));
  }

  #preview(file) {
    const kind = make("span", { class: "file-kind" });
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
      const image = make("img", { alt: "", src: URL.createObjectURL(file) });
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      kind.append(image);
    } else {
      kind.append((file.name.split(".").at(-1) ?? "").slice(0, 4).toUpperCase());
    }
    return kind;
  }

  /* XMLHttpRequest, since fetch() does not tell how far an upload has come. */
  #post(file, parts) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, file.name);
    request.open("POST", this.getAttribute("url"));
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => (parts.bar.value = event.loaded / (event.total || 1)));
    request.addEventListener("loadend", () => {
      this.#active -= 1;
      if (request.status >= 200 && request.status < 300) this.#done(JSON.parse(request.responseText), parts);
      else if (parts.item.isConnected) this.#failed(parts, reason(request) || text("uploadFailed"));
    });
    this.#active += 1;
    request.send(body);
    return request;
  }

  #done({ id }, { item, bar }) {
    bar.remove();
    item.append(make("input", { type: "hidden", name: this.getAttribute("name") ?? "files", value: id }));
    this.dispatchEvent(new CustomEvent("manyi:uploaded", { bubbles: true, detail: { id } }));
  }

  #failed({ item, bar, note }, words) {
    bar.remove();
    item.classList.add("failed");
    note.textContent = words;
  }
}

function reason(request) {
  try {
    return JSON.parse(request.responseText).detail ?? "";
  } catch {
    return "";
  }
}

function size(bytes) {
  const [unit, value] = bytes < 1024 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1024] : ["megabyte", bytes / 1024 ** 2];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

customElements.define("m-upload", Upload);
