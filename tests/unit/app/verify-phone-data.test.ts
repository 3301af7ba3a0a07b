import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPhoneData } from '$lib/app/verify-phone-data';
import { decodeEntry, type LogEntry } from '$lib/domain/log/entry';
import { parsePhoneData, serialisePhoneData } from '$lib/domain/phone-data/phone-data';
import type { Verifier } from '$lib/ports/log';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { deletion, OTHER_INCIDENT, photo, summary, TestDevice } from '../../doubles/log-entries';
import { minute, NOTHING, tick } from '../../doubles/phone-rows';
import { valued } from '../../doubles/valued';

let verifier: Verifier;
beforeAll(async () => {
	verifier = await createDeviceKeys();
});

/** `entry` with one bit of its signature changed: it is still an entry, of another id. */
function forged(entry: LogEntry): LogEntry {
	const bytes = entry.bytes.slice();
	bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
	return valued(decodeEntry(bytes));
}

describe('verifying phone data', () => {
	const device = new TestDevice();
	const entries = device.chain(5);
	const content = {
		...NOTHING,
		checklist: [tick(1)],
		incidents: [
			{ summary: summary(), entries, files: [photo()] },
			{ summary: summary({ incidentId: OTHER_INCIDENT }), entries: [], files: [] }
		],
		incidentDeletions: [deletion()]
	};

	it('gives back all of what is sound', async () => {
		expect(await verifyPhoneData(content, verifier)).toEqual({ content, refused: [] });
		expect(await verifyPhoneData(NOTHING, verifier)).toEqual({ content: NOTHING, refused: [] });
	});

	it('leaves out what was altered, says which, and keeps the rest', async () => {
		const bad = forged(entries[2] as LogEntry);
		const altered = entries.map((entry, index) => (index === 2 ? bad : entry));
		const [first, second] = content.incidents;
		const file = { ...content, incidents: [{ ...first, entries: altered }, second] } as typeof content;
		const read = valued(
			parsePhoneData(valued(serialisePhoneData(file, { locale: null, theme: 'system' }, minute(0))))
		);
		const verified = await verifyPhoneData(read.content, verifier);
		expect(verified.refused).toEqual([
			{
				incidentId: bad.incidentId,
				entryId: bad.id,
				deviceId: device.deviceId,
				sequence: 3,
				reason: 'badSignature'
			}
		]);
		const storage = createMemoryStorage(null);
		valued(await storage.restore(verified.content));
		expect(valued(await storage.readAll()).incidents.map((one) => one.entries)).toEqual([
			entries.filter((_, index) => index !== 2),
			[]
		]);
	});

	it('takes more entries than are checked at a time', async () => {
		const many = new TestDevice(2).chain(300);
		const bad = forged(many[290] as LogEntry);
		const incidents = [
			{ summary: summary(), entries: many.map((entry, index) => (index === 290 ? bad : entry)), files: [] }
		];
		const verified = await verifyPhoneData({ ...NOTHING, incidents }, verifier);
		expect(verified.refused.map((one) => one.sequence)).toEqual([291]);
		expect(verified.content.incidents[0]?.entries).toHaveLength(299);
	});
});
