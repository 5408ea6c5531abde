/** The studio's database in the browser: what is kept of unsaved work, of undo histories and of moments on this device. */

const DATABASE = "fractafrag.studio";
const VERSION = 2;

/** kept: second copies of unsaved work; undo: histories of the editor; moments: states of works over time. */
export type StoreName = "kept" | "undo" | "moments";
const STORES: readonly StoreName[] = ["kept", "undo", "moments"];

let opening: Promise<IDBDatabase | null> | null = null;

/** The database; null where the browser has none, forbids it, or an older page still holds it open. */
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        for (const name of STORES) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
      };
      request.onsuccess = () => {
        // A newer page must not wait for this one.
        request.result.onversionchange = () => {
          request.result.close();
          opening = Promise.resolve(null);
        };
        resolve(request.result);
      };
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

/** Changes a store, to the disk before it counts as done. What is refused is not kept: everything here is a copy. */
export async function change(name: StoreName, run: (store: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  if (!database) return;
  await new Promise<void>((resolve) => {
    try {
      const transaction = database.transaction(name, "readwrite", { durability: "strict" });
      transaction.oncomplete = transaction.onabort = transaction.onerror = () => resolve();
      run(transaction.objectStore(name));
    } catch {
      resolve();
    }
  });
}

/** The answer to one question to a store; null where it cannot be asked. */
export async function ask<T>(name: StoreName, question: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const database = await open();
  if (!database) return null;
  return new Promise((resolve) => {
    try {
      const request = question(database.transaction(name, "readonly").objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

/** Every entry of a store, or those whose key begins so. */
export async function entries<T>(name: StoreName, prefix = ""): Promise<[string, T][]> {
  const range = prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : null;
  const [keys, values] = await Promise.all([ask(name, (store) => store.getAllKeys(range)), ask(name, (store) => store.getAll(range) as IDBRequest<T[]>)]);
  // The two were asked one after the other: where something came or went between them, they do not belong together.
  if (!keys || !values || keys.length !== values.length) return [];
  return keys.flatMap((key, index) => (typeof key === "string" ? [[key, values[index] as T] as [string, T]] : []));
}
