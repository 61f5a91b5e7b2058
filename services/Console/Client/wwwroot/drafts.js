// Drafts of forms on this device. They hold personal data: each author has a key of their own that never leaves the browser's key store,
// and everything is lost with it at sign-out.
const open = () => new Promise((done, failed) => {
    const request = indexedDB.open('guzhang-drafts', 1);
    request.onupgradeneeded = () => {
        request.result.createObjectStore('keys');
        request.result.createObjectStore('drafts');
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
});

async function within(store, mode, ask) {
    const database = await open();
    try {
        return await new Promise((done, failed) => {
            const transaction = database.transaction(store, mode);
            const request = ask(transaction.objectStore(store));
            transaction.oncomplete = () => done(request?.result);
            transaction.onerror = transaction.onabort = () => failed(transaction.error);
        });
    } finally {
        database.close();
    }
}

async function keyOf(author) {
    const kept = await within('keys', 'readonly', store => store.get(author));
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await within('keys', 'readwrite', store => store.put(made, author));
    return made;
}

const of = author => IDBKeyRange.bound([author, ''], [author, '\uffff']);

export async function save(author, id, text) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(author), new TextEncoder().encode(text));
    await within('drafts', 'readwrite', store => store.put({ iv, data }, [author, id]));
}

// Every draft of the author, as it was saved. What can't be opened any more is dropped.
export async function all(author) {
    const key = await keyOf(author);
    const drafts = await within('drafts', 'readonly', store => store.getAll(of(author)));
    const opened = await Promise.all(drafts.map(draft =>
        crypto.subtle.decrypt({ name: 'AES-GCM', iv: draft.iv }, key, draft.data).then(data => new TextDecoder().decode(data), () => null)));
    return opened.filter(text => text !== null);
}

export const remove = (author, id) => within('drafts', 'readwrite', store => store.delete([author, id]));

export async function forget(author) {
    await within('drafts', 'readwrite', store => store.delete(of(author)));
    await within('keys', 'readwrite', store => store.delete(author));
}

// The address under which the draft is found again, without a navigation that would move the focus.
export const nameAddress = path => history.replaceState(history.state, '', path);

export function goTo(id) {
    const field = document.getElementById(id);
    const target = field?.matches('input, select, textarea') && !field.disabled ? field
        : field?.querySelector('input:not(:disabled), select:not(:disabled), textarea:not(:disabled)') ?? field;
    target?.scrollIntoView({ block: id === 'findings' ? 'start' : 'center' });
    target?.focus();
}
