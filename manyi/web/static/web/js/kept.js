/* The page for when there is no network: the tickets that are kept in this browser. */

import { make } from "../../core/js/dom.js";

class Kept extends HTMLElement {
  async connectedCallback() {
    const cache = await caches.open("manyi-pages-1");
    for (const { url } of (await cache.keys()).reverse()) {
      const { pathname, searchParams } = new URL(url);
      if (!/^\/(inbox\/[\w-]+|tickets\/\d[\d-]+)\/$/.test(pathname) || searchParams.has("part")) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(url)).text(), "text/html");
      this.append(make("li", {}, make("a", { class: "link", href: pathname }, page.title.split(" · ")[0])));
    }
    this.hidden = !this.children.length;
  }
}

customElements.define("m-kept", Kept);
