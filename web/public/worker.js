/**
 * Lets the phone pages open without a network. The page comes from the network while there is one, what it loads (/assets/*, named
 * by content) from the cache. Nothing of the API is ever kept here.
 */
const CACHE = 'phone-1';
const PAGE = '/m/';
/** Milliseconds after which a slow network counts as none. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  const first = fetch(PAGE, { cache: 'reload' }).then((response) => (response.ok ? keep(response) : undefined));
  event.waitUntil(first.then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const others = (names) => names.filter((name) => name !== CACHE);
  const old = caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

/** All addresses under /m/ are the same page. The one kept is renewed whenever the network answers, even too late. */
async function page(event) {
  const asked = fetch(event.request);
  const renewed = asked.then((response) => (response.ok ? keep(response.clone()) : undefined));
  event.waitUntil(renewed.catch(() => undefined));
  const kept = await caches.match(PAGE);
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  const fresh = asked.then(
    (response) => (response.ok ? response : kept),
    () => kept,
  );
  return Promise.race([fresh, late]);
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

/** Keeps the page only once everything that it names is kept: what is there fits together. What it no longer names goes. */
async function keep(response) {
  const cache = await caches.open(CACHE);
  const named = [...new Set((await response.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [])];
  const known = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const missing = named.filter((path) => !known.includes(path));
  await cache.addAll(missing);
  await cache.put(PAGE, response);
  if (missing.length === 0) return;
  const gone = known.filter((path) => path.startsWith('/assets/') && !named.includes(path));
  await Promise.all(gone.map((path) => cache.delete(path)));
}
