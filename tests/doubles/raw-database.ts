/** A database by the browser's own calls, past Dexie and all that it checks: for rows that the app would not write. */

/** Waits for `request`. */
export function done<Value>(request: IDBRequest<Value>): Promise<Value> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => {
			resolve(request.result);
		};
		request.onerror = () => {
			reject(request.error ?? new Error('request failed'));
		};
	});
}

/** Opens `name`; without a version as it is found. `upgrade` makes its stores. */
export function openRaw(
	factory: IDBFactory,
	name: string,
	version?: number,
	upgrade?: (database: IDBDatabase) => void
): Promise<IDBDatabase> {
	const request = factory.open(name, version);
	request.onupgradeneeded = () => upgrade?.(request.result);
	return done(request);
}

/** Every row of the store `name`. */
export function rawRows(database: IDBDatabase, name: string): Promise<unknown[]> {
	return done(database.transaction(name).objectStore(name).getAll());
}

/** Puts `rows` in the store `name`. */
export async function putRaw(database: IDBDatabase, name: string, rows: readonly unknown[]): Promise<void> {
	for (const row of rows) await done(database.transaction(name, 'readwrite').objectStore(name).put(row));
}
