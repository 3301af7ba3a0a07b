import { describe, expect, it } from 'vitest';
import { JournalPhotos } from '$lib/app/synced-photos';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { appending, INCIDENT, photo, TestDevice } from '../../doubles/log-entries';
import { valued } from '../../doubles/valued';

/** The photos of a log on this phone in which another wrote of photo a, then b. */
async function spokenOf() {
	const { log } = createMemoryStorage(null);
	const device = new TestDevice(1);
	const entries = ['a', 'b'].map((text) => {
		const { hash, mediaType, bytes } = photo(text);
		return device.next({ kind: 'attached', payload: { hash, mediaType, byteLength: bytes.length } });
	});
	valued(await log.receive(appending(entries)));
	const photos = new JournalPhotos(INCIDENT, log);
	await photos.follow(entries);
	return { log, photos };
}

describe('the photos of a journal', () => {
	it('lack until they are on the disk, the newest first', async () => {
		const { log, photos } = await spokenOf();
		expect(photos.lacking()).toEqual([photo('b').hash, photo('a').hash]);
		let told = 0;
		photos.observe(() => (told += 1));
		await photos.take(photo('b').hash, photo('b').bytes);
		expect(told).toBe(1);
		expect(photos.held()).toEqual([photo('b').hash]);
		expect(photos.lacking()).toEqual([photo('a').hash]);
		expect(valued(await log.file(INCIDENT, photo('b').hash))).toEqual(photo('b'));
		expect(await photos.bytesOf(photo('b').hash)).toEqual(photo('b').bytes);
		expect(await photos.bytesOf(photo('a').hash)).toBeNull();
	});

	it('are not asked for again where they could not be kept', async () => {
		const { log, photos } = await spokenOf();
		// no picture
		await photos.take(photo('b').hash, new TextEncoder().encode('<svg onload=alert(1)>'));
		expect(photos.lacking()).toEqual([photo('a').hash]);
		expect(valued(await log.fileHashes(INCIDENT))).toEqual([]);
	});
});
