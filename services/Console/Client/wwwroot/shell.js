// What the pages need of the browser and can't do themselves.
(() => {
    let watcher = null;
    addEventListener('online', () => watcher?.invokeMethodAsync('ConnectionChanged', true));
    addEventListener('offline', () => watcher?.invokeMethodAsync('ConnectionChanged', false));

    const dark = matchMedia('(prefers-color-scheme: dark)');
    const remembered = () => localStorage.getItem('guzhang.look');
    const isDark = () => remembered() ? remembered() === 'dark' : dark.matches;
    const paint = () => document.documentElement.dataset.look = isDark() ? 'dark' : 'light';
    paint();
    dark.addEventListener('change', () => {
        paint();
        watcher?.invokeMethodAsync('LookChanged', isDark());
    });

    window.guzhang = {
        keep(key, value) {
            if (value === null || value === undefined) localStorage.removeItem(key);
            else localStorage.setItem(key, value);
        },
        kept: key => localStorage.getItem(key),
        // Light or dark: what was chosen last, else what the device prefers.
        look(chosen) {
            if (chosen !== null && chosen !== undefined) localStorage.setItem('guzhang.look', chosen ? 'dark' : 'light');
            paint();
            return isDark();
        },
        watchConnection(page) {
            watcher = page;
        },
        async save(name, stream) {
            const link = document.createElement('a');
            link.href = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
            link.download = name;
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        },
        // Whether it could be copied: not every browser lets a page, least of all without https.
        copy: text => navigator.clipboard?.writeText(text).then(() => true, () => false) ?? Promise.resolve(false)
    };

    if ('serviceWorker' in navigator) navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' });
})();
