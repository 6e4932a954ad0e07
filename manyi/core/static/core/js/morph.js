/* Makes an element like a new version of itself, changing only what differs, so that focus, scroll and drafts stay.
   Children are matched by id (or data-id), then by order. Left alone: elements with data-keep, an editor with the
   focus, fields somebody has changed, an open dialog or menu. A scroller with data-stick="end" stays at its end. */

import { isEditable } from "./dom.js";

/** Morph `target` into `source`, an element of the same kind from another document or template. */
export function morph(target, source) {
  if (isKept(target) || target.isEqualNode(source)) return;
  const atEnd = target.dataset.stick === "end" && target.scrollHeight - target.scrollTop - target.clientHeight < 40;
  morphAttributes(target, source);
  if (target.matches("input, textarea, select")) morphField(target, source);
  if (!target.matches("textarea")) morphChildren(target, source);
  if (atEnd) target.scrollTop = target.scrollHeight;
}

function isKept(element) {
  return element.matches("[data-keep], dialog[open], .menu.open") || (element === document.activeElement && isEditable(element));
}

/** The server never says whether these are open; the reader does. */
function isOwnState(element, name) {
  return (name === "open" && element.matches("details, dialog")) || (name === "aria-expanded" && element.closest("m-menu") !== null);
}

function morphAttributes(target, source) {
  for (const { name } of [...target.attributes]) {
    if (!source.hasAttribute(name) && !isOwnState(target, name)) target.removeAttribute(name);
  }
  for (const { name, value } of source.attributes) {
    if (target.getAttribute(name) !== value && !isOwnState(target, name)) target.setAttribute(name, value);
  }
}

function morphField(target, source) {
  if (target.matches("select")) {
    const chosen = target.value;
    const changed = target.selectedIndex !== defaultIndex(target);
    morphChildren(target, source);
    if (changed) target.value = chosen;
    else target.selectedIndex = defaultIndex(target);
  } else if (target.matches("[type=checkbox], [type=radio]")) {
    if (target.checked === target.defaultChecked) target.checked = source.defaultChecked;
    target.defaultChecked = source.defaultChecked;
  } else {
    const changed = target.value !== target.defaultValue;
    target.defaultValue = source.defaultValue;
    if (!changed) target.value = source.defaultValue;
  }
}

/** Which option a list shows until somebody chooses: the marked one, else the first. */
function defaultIndex(select) {
  return Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.id || "" : "";
}

function morphChildren(target, source) {
  const keyed = new Map([...target.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const used = new Set();
  let cursor = target.firstChild;
  for (const wanted of [...source.childNodes]) {
    const match = findMatch(wanted, keyed, cursor, used);
    if (!match) {
      const added = document.importNode(wanted, true);
      target.insertBefore(added, cursor);
      used.add(added);
      continue;
    }
    used.add(match);
    if (match === cursor || match.contains(document.activeElement)) cursor = match.nextSibling;
    else target.insertBefore(match, cursor);
    while (cursor && used.has(cursor)) cursor = cursor.nextSibling;
    if (match.nodeType === Node.ELEMENT_NODE) morph(match, wanted);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  for (const child of [...target.childNodes]) {
    if (!used.has(child) && !holdsWork(child)) child.remove();
  }
}

function findMatch(wanted, keyed, cursor, used) {
  const key = keyOf(wanted);
  if (key) {
    const found = keyed.get(key);
    return found && found.nodeName === wanted.nodeName && !used.has(found) ? found : null;
  }
  for (let probe = cursor; probe; probe = probe.nextSibling) {
    if (probe.nodeName === wanted.nodeName && !keyOf(probe) && !used.has(probe)) return probe;
  }
  return null;
}

/** What the new version no longer has goes, unless somebody is writing in it. */
function holdsWork(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  return node.matches("[data-keep]") || (node.contains(document.activeElement) && isEditable(document.activeElement));
}

/** The first element of a piece of HTML. */
export function parseFragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
