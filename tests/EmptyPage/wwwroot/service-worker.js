self.importScripts('./service-worker-assets.js');

self.addEventListener('install', event => event.waitUntil((async () => {
    const files = self.assetsManifest.assets.filter(asset => !asset.url.startsWith('service-worker'));
    await (await caches.open('empty')).addAll(files.map(asset => new Request(asset.url, { integrity: asset.hash })));
    await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => event.respondWith((async () => {
    const key = event.request.mode === 'navigate' ? 'index.html' : event.request;
    return await (await caches.open('empty')).match(key) ?? fetch(event.request);
})()));
