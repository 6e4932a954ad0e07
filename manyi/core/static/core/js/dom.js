/* Small helpers of all modules. Words for the reader come from the data-text-… attributes of <body>. */

/** A translated text of the page: text("justNow") reads data-text-just-now of the element, else of <body>. */
export function text(name, element = document.body) {
  const key = `text${name[0].toUpperCase()}${name.slice(1)}`;
  return element.dataset[key] ?? document.body.dataset[key] ?? "";
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** fetch() with the form token, marked as coming from our own page. */
export function send(url, { method = "POST", body, ...rest } = {}) {
  const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" };
  return fetch(url, { method, body, headers, credentials: "same-origin", ...rest });
}

/** Whether keys typed now belong to a text. */
export function isEditable(element) {
  if (!element || element.disabled || element.readOnly) return false;
  return element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])");
}

/** Whether an input method is still composing; its keys are nobody else's. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** An element from a tag, attributes and children; children may be strings. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let counter = 0;
export function uniqueId(prefix) {
  return `${prefix}-${(counter += 1)}`;
}
