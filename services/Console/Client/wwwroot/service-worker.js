// A build that was not published is always fetched anew; what is installed is service-worker.published.js.
self.addEventListener('fetch', () => { });
