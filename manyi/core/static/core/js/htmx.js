/* What htmx needs from us: the form token, words when a request fails, the form of a dialog again when it is refused,
   forms that send each field by itself (data-each-field), and hx-swap="morph" (with hx-ext="morph"), which changes a fragment in place
   like a live refresh does. */

import { csrfToken, text } from "./dom.js";
import { morph } from "./morph.js";
import { toast } from "./toast.js";

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = csrfToken();
  if (detail.elt.matches("form[data-each-field]")) sendOnly(detail, detail.triggeringEvent.target);
});

/** What else stands in the form may be older than what a colleague has just chosen. */
function sendOnly({ elt, parameters }, changed) {
  for (const { name, type } of elt.elements) if (name && type !== "hidden" && name !== changed.name) parameters.delete(name);
}

/* What a page asks for by itself fails in silence: a banner tells of a lost connection. */
document.addEventListener("htmx:sendError", (event) => {
  if (!event.defaultPrevented && !event.detail.elt.matches("[data-live-url]")) toast(text("offline"), { tone: "bad" });
});
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) toast(text("failed"), { tone: "bad" });
});

/** A form refused in its dialog comes back there, with what is wrong; what it would have changed stays as it is. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const body = detail.requestConfig.elt.closest(".dialog-body");
  const isForm = [409, 422].includes(detail.xhr.status) && detail.xhr.getResponseHeader("HX-Reswap") !== "none";
  if (!body || !isForm) return;
  if (!body.contains(detail.target)) Object.assign(detail, { target: body, swapOverride: "innerHTML" });
  Object.assign(detail, { shouldSwap: true, isError: false });
  body.addEventListener("htmx:afterSwap", () => body.querySelector("[aria-invalid=true]")?.focus(), { once: true });
});

window.htmx?.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap: (style, target, fragment) => {
    const source = fragment.firstElementChild ?? fragment;
    if (style !== "morph" || !source) return false;
    morph(target, source);
    return [target];
  },
});
