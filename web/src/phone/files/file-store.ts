import type { KeptFile } from './kept-file';

/** The files of what is not sent yet, in the browser's database. */
const STORE = 'files';
/** Where a browser allows no database (private windows), files last as long as the page. */
const memory = new Map<string, KeptFile>();

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('phone', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error ?? new Error('not stored'));
      transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
    });
  } finally {
    database.close();
  }
}

/** Oldest first. */
export async function filesOf(owner: string): Promise<KeptFile[]> {
  const stored = await inStore<KeptFile[]>('readonly', (store) => store.getAll() as IDBRequest<KeptFile[]>).catch(
    () => [],
  );
  const all = new Map([...stored, ...memory.values()].map((file) => [file.id, file]));
  return [...all.values()].filter((file) => file.owner === owner).sort((a, b) => a.addedAt - b.addedAt);
}

export async function keepFile(file: KeptFile): Promise<void> {
  await inStore('readwrite', (store) => store.put(file)).catch(() => memory.set(file.id, file));
}

export async function forgetFile(id: string): Promise<void> {
  memory.delete(id);
  await inStore('readwrite', (store) => store.delete(id)).catch(() => undefined);
}
