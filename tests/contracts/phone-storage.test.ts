import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { laterStorage } from '$lib/storage/later';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { valued } from '../doubles/valued';
import { phoneStorageContract } from './phone-storage.contract';

let count = 0;
phoneStorageContract('Dexie', async () => {
	count += 1;
	return valued(await openDexieStorage({ name: `contract-${count}`, indexedDB: new IDBFactory() }));
});
phoneStorageContract('memory', () => Promise.resolve(createMemoryStorage(null)));
phoneStorageContract('one that is opened later', () =>
	Promise.resolve(laterStorage(() => Promise.resolve(createMemoryStorage(null))))
);
