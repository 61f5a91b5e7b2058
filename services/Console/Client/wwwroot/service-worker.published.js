// The console starts without a network: its program is kept on the device, and the county's policy files as they were last seen.
// What services answer is never kept.
self.importScripts('./service-worker-assets.js');

const programs = 'guzhang-program-';
const program = `${programs}${self.assetsManifest.version}`;
const policy = 'guzhang-policy';
const kept = self.assetsManifest.assets.filter(asset => !/^service-worker\.|\.map$/.test(asset.url));
const urls = new Set(kept.map(asset => new URL(asset.url, self.location).pathname));
const policyFiles = ['/county/divisions.json', '/county/calendar.json', '/county/counting.json', '/county/china/divisions.json'];

self.addEventListener('install', event => event.waitUntil((async () => {
    const cache = await caches.open(program);
    await cache.addAll(kept.map(asset => new Request(asset.url, { integrity: asset.hash, cache: 'no-cache' })));
    await (await caches.open(policy)).addAll(policyFiles);
    await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
    for (const name of await caches.keys())
        if (name.startsWith(programs) && name !== program) await caches.delete(name);
    await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
    if (policyFiles.includes(url.pathname)) event.respondWith(newest(event.request));
    else if (event.request.mode === 'navigate') {
        if (isPage(url.pathname)) event.respondWith(fromProgram('index.html', event.request));
    } else if (urls.has(url.pathname)) event.respondWith(fromProgram(event.request, event.request));
});

// Signing in and out happens on the server.
const isPage = path => !/^\/(sign-in|sign-out|signin-oidc|signout-callback-oidc|api|health|me)(\/|$)/.test(path);

async function fromProgram(key, request) {
    return await (await caches.open(program)).match(key) ?? fetch(request);
}

async function newest(request) {
    const cache = await caches.open(policy);
    try {
        const answer = await fetch(request);
        if (answer.ok) await cache.put(request, answer.clone());
        return answer;
    } catch (gone) {
        const last = await cache.match(request);
        if (last) return last;
        throw gone;
    }
}
