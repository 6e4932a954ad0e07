// Small helpers to build elements; text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const PICTURES = {
  chat: "M4 5.5h16v10.8H10.2L5.6 20v-3.7H4z",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  send: "M12 18.5v-13M6.5 11L12 5.5l5.5 5.5",
  clip: "M18.8 11.2l-7 7a4.6 4.6 0 0 1-6.5-6.5l7.4-7.4a3.1 3.1 0 0 1 4.4 4.4l-7.3 7.3a1.55 1.55 0 0 1-2.2-2.2l6.6-6.6",
  file: "M6.5 3.5h7.2l3.8 3.8v13.2h-11zM13.5 3.5v4h4",
  check: "M5.5 12.5l4.2 4.2 8.8-9.4",
};

export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PICTURES[name]);
  svg.append(path);
  return svg;
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const LINK = /https?:\/\/[^\s<>"'，。；！？、（）【】《》“”]+/gi;

// The text as nodes, with web addresses as links and nothing else.
export function linked(text) {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(LINK)) {
    const address = found[0].replace(/[.,;:!?)\]}]+$/, "");
    nodes.push(text.slice(done, found.index), link(address));
    done = found.index + address.length;
  }
  nodes.push(text.slice(done));
  return nodes.filter(Boolean);
}

function link(address) {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, address);
}

export function face(name, photo, base) {
  const initial = /^[\x00-\x7f]/.test(name) ? name.slice(0, 1).toUpperCase() : [...name][0] || "";
  const picture = photo ? h("img", { src: base + photo, alt: "" }) : initial;
  return h("span", { class: "face", "aria-hidden": "true" }, picture);
}
