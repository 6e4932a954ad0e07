/* Goes on without a network: the service worker keeps what was opened, and replies and notes that can't be sent wait here,
   in this browser, until the network is back. Their key makes sure that each is sent once. */

import { make, send, text } from "../../core/js/dom.js";
import { toast } from "../../core/js/toast.js";

const STORE = "manyi.waiting";
const AGAIN = 15000;

if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => null);

const words = () => document.querySelector("m-offline")?.dataset ?? {};

function everything() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

/** Only what this colleague wrote: several may share a browser. */
const waiting = () => everything().filter(({ who }) => who === words().who);

function store(entries) {
  const others = everything().filter(({ who }) => who !== words().who);
  localStorage.setItem(STORE, JSON.stringify([...others, ...entries]));
  draw();
}

/** What waits on the open ticket stands at the end of its conversation. */
function draw() {
  for (const old of document.querySelectorAll(".message.waiting")) old.remove();
  const end = document.getElementById("thread-end");
  const number = document.querySelector("#conversation[data-number]")?.dataset.number;
  for (const { url, fields, refused } of waiting()) {
    if (!end || !number || !url.includes(`/${number}/`)) continue;
    const { text: said, kind } = Object.fromEntries(fields);
    const state = make("span", { class: "message-status" }, refused ? words().textRefused : words().textWaits);
    const tools = refused ? [make("div", { class: "planned-tools" }, again(fields, words().textAgain, true), again(fields, words().textDrop, false))] : [];
    end.before(make("article", { class: `message out planned waiting${kind === "note" ? " note" : ""}${refused ? " held" : ""}` }, make("div", { class: "message-body" }, make("div", { class: "message-meta" }, state), make("div", { class: "bubble" }, said), ...tools)));
  }
}

function again(fields, label, isKept) {
  const button = make("button", { class: "link", type: "button" }, label);
  const key = Object.fromEntries(fields).key;
  button.addEventListener("click", () => {
    store(waiting().flatMap((entry) => (Object.fromEntries(entry.fields).key !== key ? [entry] : isKept ? [{ ...entry, refused: false }] : [])));
    flush();
  });
  return button;
}

let busy = false;

async function flush() {
  if (busy || !waiting().some(({ refused }) => !refused)) return;
  busy = true;
  for (const entry of waiting()) {
    if (entry.refused) continue;
    const body = new URLSearchParams(entry.fields);
    const answer = await send(entry.url, { body }).catch(() => null);
    if (!answer || answer.status >= 500) break;
    const key = body.get("key");
    const others = waiting().filter(({ fields }) => Object.fromEntries(fields).key !== key);
    const signedOut = answer.redirected && answer.url.includes("/accounts/");
    if (signedOut) break;
    store(answer.ok ? others : [...others, { ...entry, refused: true }]);
    if (answer.ok) toast(words().textSent);
    document.dispatchEvent(new CustomEvent("desk:changed", { detail: { part: "side" } }));
  }
  busy = false;
}

// While the event goes down, before it is said that there is no network: the reply is in safe hands.
document.addEventListener("htmx:sendError", keep, true);

function keep(event) {
  const form = event.detail.elt;
  if (!form.matches?.("form.composer")) return;
  const fields = [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "undo", "next"].includes(name));
  if (!fields.some(([name, value]) => name === "text" && value.trim())) return;
  form.closest("m-composer").emptied(form);
  event.preventDefault();
  store([...waiting(), { who: words().who, url: form.getAttribute("action"), fields }]);
  const thread = document.getElementById("thread");
  thread.scrollTop = thread.scrollHeight;
}
addEventListener("online", flush);
document.addEventListener("htmx:afterSettle", draw);
document.addEventListener("manyi:refreshed", draw);
setInterval(flush, AGAIN);
draw();
flush();
