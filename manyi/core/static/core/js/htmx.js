/* What htmx needs from us: the form token, words when a request fails, and hx-swap="morph" (with hx-ext="morph"),
   which changes a fragment in place like a live refresh does. */

import { csrfToken, text } from "./dom.js";
import { morph } from "./morph.js";
import { toast } from "./toast.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:sendError", (event) => event.defaultPrevented || toast(text("offline"), { tone: "bad" }));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) toast(text("failed"), { tone: "bad" });
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
