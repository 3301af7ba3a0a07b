import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64Url } from '$lib/base/bytes';
import { foldGroup } from '$lib/domain/group/fold';
import { otherPhones, receivedBy, type Acknowledgement } from '$lib/domain/group/receipts';
import type { DeviceId, LogEntry } from '$lib/domain/log/entry';
import { allOf, GROUP, smallGroup } from '../../../doubles/group-log';
import { LogWriter } from '../../../doubles/log-writer';

const note = { text: 'Strømmen er væk', certainty: 'likely' } as const;
const headOf = ({ deviceId, sequence, hash }: LogEntry) => ({
	deviceId,
	sequence,
	hash: (fromBase64Url(hash) ?? new Uint8Array()).slice(0, 8)
});
const said = (deviceId: DeviceId, ...entries: LogEntry[]): Acknowledgement => ({
	deviceId,
	heads: entries.map(headOf)
});

/** Four phones of a group, and three entries of the second one's. */
function scene() {
	const phones = smallGroup();
	const writer = new LogWriter(2);
	for (const minute of [10, 11, 12]) writer.write('observed', note, minute);
	const [one, two, three] = writer.entries as [LogEntry, LogEntry, LogEntry];
	const look = (entry: LogEntry, ...words: Acknowledgement[]) => {
		const { by, lacking } = receivedBy(
			entry,
			otherPhones(foldGroup(GROUP, allOf(...phones)), phones[0].deviceId, words)
		);
		return [by.map((member) => member.name), lacking.map((member) => member.name)];
	};
	return { phones, look, one, two, three };
}

describe('an entry', () => {
	it('is received by nobody but its author until a phone itself says so', () => {
		const { look, one } = scene();
		expect(look(one)).toEqual([['Person 2'], ['Person 3', 'Person 4']]);
	});

	it('is received by who holds its author’s chain that far', () => {
		const { phones, look, one, two, three } = scene();
		const word = said(phones[2].deviceId, two);
		expect(look(one, word)).toEqual([['Person 2', 'Person 3'], ['Person 4']]);
		expect(look(two, word)).toEqual([['Person 2', 'Person 3'], ['Person 4']]);
		expect(look(three, word)).toEqual([['Person 2'], ['Person 3', 'Person 4']]);
	});

	it('is not received by who holds another of the same author and number', () => {
		const { phones, look, two } = scene();
		const fork = new LogWriter(2);
		fork.write('observed', note, 10);
		const other = fork.write('observed', { ...note, text: 'en anden' }, 11);
		expect(other.sequence).toBe(two.sequence);
		expect(look(two, said(phones[2].deviceId, other))).toEqual([['Person 2'], ['Person 3', 'Person 4']]);
	});

	it('is not received by this phone’s own word, nor by one that is in the group no more', () => {
		const { phones, look, one } = scene();
		phones[0].revoke(phones[2]);
		const words = phones.map((phone) => said(phone.deviceId, one));
		expect(look(one, ...words)).toEqual([['Person 2', 'Person 4'], []]);
	});

	it('once received stays so, whatever is said of later ones, and all others are told of either way', () => {
		const { phones, look, one, two, three } = scene();
		const all = [one, two, three];
		fc.assert(
			fc.property(fc.nat(2), fc.nat(2), (entry, head) => {
				const [by, lacking] = look(all[entry] as LogEntry, said(phones[3].deviceId, all[head] as LogEntry));
				expect(by?.includes('Person 4')).toBe(head >= entry);
				expect([...(by ?? []), ...(lacking ?? [])].sort()).toEqual(['Person 2', 'Person 3', 'Person 4']);
			}),
			{ verbose: 1 }
		);
	});
});
