import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32 } from '$lib/base/bytes';
import { FrameReader, LIGHT_MAX_BYTES, ShownParcel } from '$lib/domain/parcels/frame';
import { qrPath } from '$lib/ui/meeting/qr-path';

const PARCEL = Uint8Array.from({ length: 3_000 }, (_, at) => (at * 31) & 0xff);
const shown = new ShownParcel(PARCEL);

describe('the codes of a parcel', () => {
	it('are read in the order they are shown, with how far it is', () => {
		const reader = new FrameReader();
		const outcomes = Array.from({ length: shown.count }, (_, turn) => reader.take(shown.textOf(turn)));
		expect(outcomes.at(0)).toEqual({ kind: 'progress', progress: 1 / shown.count });
		expect(outcomes.at(-1)).toEqual({ kind: 'whole', parcel: PARCEL });
	});

	it('are as large as a phone reads off another’s screen, at the most', () => {
		const large = new ShownParcel(new Uint8Array(LIGHT_MAX_BYTES));
		for (const turn of [0, 400, 65_535, 65_536]) expect(() => qrPath(large.textOf(turn))).not.toThrow();
	});

	it('go on without end after the last number, and never with a plain block again', () => {
		expect(shown.textOf(65_536)).toBe(shown.textOf(shown.count));
		expect(shown.textOf(2 * 65_536 - shown.count)).toBe(shown.textOf(shown.count));
	});

	it('are passed over wherever a bit of one is flipped', () => {
		const prefix = 'BEREDT1/';
		const bytes = base32.decode(shown.textOf(3).slice(prefix.length)) ?? new Uint8Array();
		const reader = new FrameReader();
		for (let at = 0; at < bytes.length * 8; at += 1) {
			const flipped = bytes.slice();
			flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7));
			expect(reader.take(prefix + base32.encode(flipped))).toEqual({ kind: 'notAFrame' });
		}
	});

	it('are told from what is none, and from those of another version', () => {
		const reader = new FrameReader();
		for (const text of [
			'',
			'https://beredt.dk',
			'BEREDT1:ABC',
			'BEREDT1/',
			'BEREDT1/A1',
			'BEREDT1/' + 'A'.repeat(9_000)
		])
			expect(reader.take(text)).toEqual({ kind: 'notAFrame' });
		expect(reader.take('BEREDT2/ABC')).toEqual({ kind: 'otherVersion' });
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(reader.take(`BEREDT1/${text}`).kind).toBe('notAFrame');
			})
		);
	});

	it('of two parcels do not get mixed up', () => {
		const other = new ShownParcel(PARCEL.slice(1));
		const reader = new FrameReader();
		for (let turn = 0; turn < shown.count - 1; turn += 1) {
			reader.take(other.textOf(turn));
			reader.take(shown.textOf(turn));
		}
		expect(reader.take(shown.textOf(shown.count - 1))).toEqual({ kind: 'whole', parcel: PARCEL });
		expect(reader.take(other.textOf(other.count - 1))).toEqual({ kind: 'whole', parcel: PARCEL.slice(1) });
	});

	it('of more parcels than fit are forgotten, the longest unseen first', () => {
		const reader = new FrameReader();
		reader.take(shown.textOf(0));
		for (let one = 1; one <= 4; one += 1) reader.take(new ShownParcel(PARCEL.slice(one)).textOf(0));
		expect(reader.take(shown.textOf(1))).toEqual({ kind: 'progress', progress: 1 / shown.count });
	});
});
