// Starts the widget of one site on the page that carries its script tag.

import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";

const RETRY = 15000;
const LONGEST = 600000;

function userOf(tag) {
  try {
    const user = JSON.parse(tag.dataset.user || "null");
    if (!user) return null;
    return Object.fromEntries(["id", "email", "name", "hmac"].map((name) => [name, String(user[name] ?? "")]));
  } catch {
    return null;
  }
}

async function styles(url) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await (await fetch(url, { credentials: "omit" })).text());
  return sheet;
}

export async function start(tag, base, css) {
  const site = tag.dataset.site;
  const user = userOf(tag);
  if (!site || document.querySelector("manyi-chat")) return;
  const host = document.createElement("manyi-chat");
  document.documentElement.append(host);
  const store = new Store(site, user?.id || "");
  const talk = new Conversation(new Api(base, site), store, user);
  for (let wait = RETRY; ; wait = Math.min(wait * 2, LONGEST)) {
    try {
      const [sheet] = await Promise.all([styles(css), talk.begin()]);
      const shadow = host.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      const panel = new Panel(talk, store, base);
      shadow.append(panel.element);
      if (store.get("open")) panel.show(true);
      return;
    } catch (error) {
      if (error.isFinal) return host.remove(); // not a site this page may carry
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
