import { entryIdOf, type IncidentId } from '$lib/domain/log/entry';
import type { ApartEntry, GroupRecord, Receipt } from '$lib/ports/group';
import { INCIDENT, TestDevice } from './log-entries';
import { minute } from './phone-rows';

export const GROUP_ID = '3f0e6d1c-7a52-8b7e-9a70-0000000000cc' as IncidentId;
export const OTHER_GROUP_ID = '3f0e6d1c-7a52-8b7e-9a70-0000000000dd' as IncidentId;

export function groupRecord(overrides: Partial<GroupRecord> = {}): GroupRecord {
	return {
		groupId: GROUP_ID,
		joinedAt: minute(0),
		secrets: [
			{ epoch: 1, secret: new Uint8Array(32).fill(1) },
			{ epoch: 3, secret: new Uint8Array(32).fill(3) }
		],
		inviteSecrets: [new Uint8Array(16).fill(9)],
		...overrides
	};
}

export function receipt(overrides: Partial<Receipt> = {}): Receipt {
	const devices = [1, 2].map((seed) => new TestDevice(seed).deviceId).sort();
	const hash = new Uint8Array(8).fill(5);
	return {
		logId: INCIDENT,
		deviceId: new TestDevice(2).deviceId,
		heads: devices.map((deviceId, at) => ({ deviceId, sequence: at + 1, hash })),
		atMs: Date.parse(minute(1)),
		...overrides
	};
}

/** Bytes that are kept apart, whatever they are. */
export function apartEntry(text = 'ingen post', overrides: Partial<ApartEntry> = {}): ApartEntry {
	const bytes = new TextEncoder().encode(text);
	return {
		id: entryIdOf(bytes),
		logId: INCIDENT,
		bytes,
		reason: 'malformed',
		from: new TestDevice(2).deviceId,
		atMs: Date.parse(minute(2)),
		...overrides
	};
}
