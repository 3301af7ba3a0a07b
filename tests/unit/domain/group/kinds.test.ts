import { describe, expect, it } from 'vitest';
import {
	GROUP_KINDS,
	groupPayloadOf,
	isDeviceKey,
	readGroupEntry,
	readPerson,
	type GroupKind
} from '$lib/domain/group/kinds';
import { ENTRY_KINDS } from '$lib/domain/log/kinds';
import { allOf, GroupPhone, smallGroup } from '../../../doubles/group-log';

const bytes = (length: number) => 'A'.repeat(Math.ceil((length * 4) / 3));

/** One of each kind, that is sound. */
const SOUND: Record<GroupKind, Record<string, unknown>> = {
	groupFounded: {
		name: 'Kriseledelsen',
		salt: bytes(16),
		commitment: bytes(32),
		person: { name: 'Åse', roleId: null, contactId: 'K1' }
	},
	invited: { inviteId: bytes(16), rank: 'observer', endsMs: 1 },
	inviteWithdrawn: { inviteId: bytes(16) },
	memberAdmitted: {
		deviceKey: bytes(32),
		name: 'Bo',
		roleId: 'chair',
		contactId: null,
		rank: 'leader',
		inviteId: bytes(16)
	},
	memberChanged: { deviceId: bytes(16), name: 'Bo', roleId: null, contactId: null, rank: 'member' },
	memberRevoked: { deviceId: bytes(16), why: null },
	epochChanged: { epoch: 2, commitment: bytes(32) }
};

const read = (kind: string, payload: unknown) =>
	readGroupEntry(new GroupPhone(1).writeRaw(kind, payload as Record<string, never>));

describe('what entries of a group say', () => {
	it.each(GROUP_KINDS)('%s is read as it was written', (kind) => {
		const payload = groupPayloadOf(kind, SOUND[kind] as never);
		expect(payload).toEqual(SOUND[kind]);
		expect(read(kind, payload)).toMatchObject({ kind, payload });
	});

	it.each<[GroupKind, string, Record<string, unknown>]>([
		['groupFounded', 'no name', { name: '' }],
		['groupFounded', 'a name too long', { name: 'x'.repeat(121) }],
		['groupFounded', 'a name that turns the text about', { name: 'a\u202eb' }],
		['groupFounded', 'a short salt', { salt: bytes(15) }],
		['groupFounded', 'a salt with bits left over', { salt: `${bytes(16).slice(1)}B` }],
		['groupFounded', 'nobody', { person: null }],
		['invited', 'an unknown rank', { rank: 'king' }],
		['invited', 'an end that is no whole number', { endsMs: 1.5 }],
		['invited', 'an end after all time', { endsMs: 8e12 }],
		['memberAdmitted', 'a short key', { deviceKey: bytes(31) }],
		['memberAdmitted', 'a role that is no id', { roleId: 'no id' }],
		['memberChanged', 'a device that is none', { deviceId: 'x' }],
		['memberRevoked', 'a reason too long', { why: 'x'.repeat(4_001) }],
		['epochChanged', 'the first epoch', { epoch: 1 }],
		['epochChanged', 'an epoch past 4 bytes', { epoch: 2 ** 32 }],
		['epochChanged', 'a commitment too long', { commitment: bytes(48) }]
	])('%s with %s is no known entry', (kind, _, change) => {
		const payload = JSON.parse(JSON.stringify({ ...SOUND[kind], ...change })) as unknown;
		// canonical JSON has whole numbers alone, so that one cannot even be written
		if (change.endsMs === 1.5) expect(() => groupPayloadOf(kind, payload as never)).toThrow();
		else expect(read(kind, payload)).toBeNull();
	});

	it('leaves a kind that it does not know, an incident’s too, and what a later version adds', () => {
		expect(read('kindOfTomorrow', {})).toBeNull();
		expect(read('observed', { text: 'x', certainty: 'confirmed' })).toBeNull();
		expect(read('toString', {})).toBeNull();
		expect(read('inviteWithdrawn', { ...SOUND.inviteWithdrawn, later: 1 })?.payload).toEqual(
			SOUND.inviteWithdrawn
		);
	});

	it('has no kind that an incident has', () => {
		expect(GROUP_KINDS.filter((kind) => (ENTRY_KINDS as string[]).includes(kind))).toEqual([]);
	});

	it('is read of every entry that the doubles write', () => {
		expect(allOf(...smallGroup()).every((entry) => readGroupEntry(entry) !== null)).toBe(true);
	});
});

describe('what another phone says of who holds it', () => {
	it('is taken where the log can hold it', () => {
		expect(readPerson({ name: 'Åse', roleId: 'chair' })).toEqual({
			name: 'Åse',
			roleId: 'chair',
			contactId: null
		});
	});

	it.each([
		null,
		1,
		'Åse',
		[],
		{},
		{ name: '' },
		{ name: 'a\u0000' },
		{ name: 'x', roleId: '' },
		{ name: 'x', contactId: 7 }
	])('is refused: %j', (value) => {
		expect(readPerson(value)).toBeNull();
	});

	it('tells a device key by its bytes', () => {
		expect(isDeviceKey(bytes(32))).toBe(true);
		for (const other of [bytes(31), bytes(33), '', null, 5]) expect(isDeviceKey(other)).toBe(false);
	});
});
