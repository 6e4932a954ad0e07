/* The desk without a network. Pages of lists and tickets are kept as they are opened and shown again when the network is
   away; files under hashed names are kept for good. What is kept goes when somebody signs out. Push messages are shown. */

const PAGES = "manyi-pages-1";
const FILES = "manyi-files-1";
const MOST_PAGES = 80;
const PATIENCE = 6000;
const KEPT = /^\/(inbox|tickets|notices)\//;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const LEAVING = /^\/accounts\/(logout|login)\//;

addEventListener("install", (event) => {
  event.waitUntil(prepare().then(() => skipWaiting()));
});

/** The page for no network, with the files it names. */
async function prepare() {
  const cache = await caches.open(FILES);
  const answer = await fetch("/offline", { cache: "reload" });
  const files = [...(await answer.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, path]) => path);
  await cache.addAll([...new Set(files)]);
  await cache.put("/offline", answer);
}

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (LEAVING.test(url.pathname)) return event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET" || request.headers.get("X-Live")) return;
  if (url.pathname.startsWith("/static/")) return event.respondWith(file(request, url));
  const isPart = request.headers.has("HX-Request");
  if (request.mode === "navigate" || (isPart && KEPT.test(url.pathname))) event.respondWith(page(request, url, isPart));
});

async function file(request, url) {
  const cache = await caches.open(FILES);
  const known = await cache.match(request);
  if (known && HASHED.test(url.pathname)) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok) cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

/** Whole pages and the parts that replace them are kept apart; which list a ticket was opened from does not matter. */
function keyOf(url, isPart) {
  const key = new URL(url);
  key.searchParams.delete("list");
  if (isPart) key.searchParams.set("part", key.searchParams.get("part") ?? "1");
  return key.href;
}

async function page(request, url, isPart) {
  const key = keyOf(url, isPart);
  try {
    const answer = await inTime(request);
    if (answer.ok && !answer.redirected && KEPT.test(url.pathname)) keep(key, answer.clone());
    return answer;
  } catch {
    const cache = await caches.open(PAGES);
    const known = await cache.match(key);
    return known ?? (isPart ? Response.error() : await caches.match("/offline"));
  }
}

/** A network that answers nothing is as good as none. */
function inTime(request) {
  const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));
  return navigator.onLine ? fetch(request) : Promise.race([fetch(request), late]);
}

async function keep(key, answer) {
  const cache = await caches.open(PAGES);
  await cache.delete(key);
  await cache.put(key, answer);
  const known = await cache.keys();
  for (const old of known.slice(0, Math.max(0, known.length - MOST_PAGES))) await cache.delete(old);
}

addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(registration.showNotification(told.title ?? "Manyi", { body: told.body, tag: told.tag, data: told.url }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data || "/inbox/"));
});

async function open(url) {
  const [shown] = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!shown) return clients.openWindow(url);
  await shown.focus();
  return shown.navigate(url);
}
