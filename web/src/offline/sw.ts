// Keeps the page itself in the browser, so that it opens, with all sessions, while the gateway is away.
//
// Only the page's own files: what the gateway says (answers, figures) is never kept, because an old figure would look
// like a live one. The network is asked first for the page, so that a new version shows at the next visit; files
// whose names carry their hash cannot change and come from the store.
declare const KEPT_FILES: string[];
declare const PAGE_VERSION: string;
// The types of windows are known here too, and name the same object otherwise.
const worker = self as unknown as ServiceWorkerGlobalScope;

const STORE = `page-${PAGE_VERSION}`;

async function install(): Promise<void> {
  const store = await caches.open(STORE);
  await store.addAll(KEPT_FILES.map((path) => new Request(path, { headers: { accept: "text/html,*/*" } })));
  await worker.skipWaiting();
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await caches.match("/", { ignoreVary: true });
    if (kept) return kept;
    throw failure;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === "/") {
    event.respondWith(page(event.request));
  } else if (KEPT_FILES.includes(url.pathname) && url.pathname !== "/") {
    event.respondWith(file(event.request));
  }
});
