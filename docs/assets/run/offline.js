// Keeps what running needs, so that the next page, and a page without network, need not load it.
// Each release has a folder of its own: what is kept doesn't change, and older folders go.
const KEPT = "run";
const here = new URL(".", location).href;
const folderOf = (url) => new URL(".", url).href;

// A file in a folder of a release; no page, whose policy is to come from the site each time.
const isPart = ({ method, mode, url }) =>
  method === "GET" &&
  mode !== "navigate" &&
  url.startsWith(here) &&
  /^[0-9a-f]{12}\/[\w.-]+$/.test(url.slice(here.length));

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (isPart(event.request)) event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request.url);
  if (found) return found;
  const loaded = await fetch(request);
  if (loaded.ok) {
    await kept.put(request.url, loaded.clone());
    for (const { url } of await kept.keys()) {
      if (folderOf(url) !== folderOf(request.url)) await kept.delete(url);
    }
  }
  return loaded;
}
