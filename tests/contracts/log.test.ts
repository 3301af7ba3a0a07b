import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { valued } from '../doubles/valued';
import { documentRepositoryContract } from './document-repository.contract';
import { groupRepositoryContract } from './group-repository.contract';
import { identityRepositoryContract } from './identity-repository.contract';
import { logRepositoryContract } from './log-repository.contract';

let count = 0;
/** Two tabs: two Dexie instances on one database. */
async function openTwoDexies(): Promise<[PhoneStorage, PhoneStorage]> {
	const options = { name: `log-contract-${++count}`, indexedDB: new IDBFactory() };
	return [valued(await openDexieStorage(options)), valued(await openDexieStorage(options))];
}
/** Memory is of one tab alone. */
function openMemory(): Promise<[PhoneStorage, PhoneStorage]> {
	const storage = createMemoryStorage(null);
	return Promise.resolve([storage, storage]);
}

for (const contract of [
	logRepositoryContract,
	identityRepositoryContract,
	documentRepositoryContract,
	groupRepositoryContract
]) {
	contract('Dexie', openTwoDexies);
	contract('memory', openMemory);
}
