import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { NO_LIMITS, PEER_LIMITS, readStrictly } from '$lib/sync/document/strict-update';
import { YIncidentDocument } from '$lib/sync/document/y-incident-document';
import { carried, carriedFrom, INCIDENT, seededClientIds } from '../../../doubles/carried-entries';

/** What somebody writes into a document of their own, as an update. */
function writtenBy(write: (doc: Y.Doc) => void, clientId = 7): Uint8Array {
	const doc = new Y.Doc({ gc: false });
	doc.clientID = clientId;
	write(doc);
	return Y.encodeStateAsUpdate(doc);
}

/** A number as Yjs writes it. */
function varint(number: number): number[] {
	return number < 128 ? [number] : [(number % 128) | 128, ...varint(Math.floor(number / 128))];
}

const varints = (...numbers: number[]) => Uint8Array.from(numbers.flatMap(varint));

/** A text as Yjs writes it: none here is longer than 127 bytes. */
const text = (characters: string) => [characters.length, ...new TextEncoder().encode(characters)];

/** A block of one writer, with an item of three bytes under each of the keys. */
function block(client: number, clock: number, keys: readonly string[]): number[] {
	const items = keys.flatMap((key) => [0x20 | 3, 1, ...text('e'), ...text(key), 3, 1, 2, 3]);
	return [keys.length, client, clock].flatMap(varint).concat(items);
}

/** An update of such blocks, with no deletions. */
const ofBlocks = (...blocks: number[][]) => Uint8Array.from([blocks.length, ...blocks.flat(), 0]);

/** A document with two entries, deletions and an overwritten one: all that an honest update has in it. */
function honest(): YIncidentDocument {
	const document = new YIncidentDocument(INCIDENT, [], seededClientIds(1));
	document.stage(carriedFrom(0, 4)).commit();
	const peer = new Y.Doc();
	peer.clientID = 2;
	Y.applyUpdate(peer, Y.encodeStateAsUpdate(document.doc));
	peer.getMap('e').delete(carried(1).id);
	peer.getMap('e').set(carried(2).id, carried(3).bytes);
	document.apply(Y.encodeStateAsUpdate(peer));
	document.restore(carriedFrom(0, 3));
	return document;
}

const codeOf = (update: Uint8Array, limits = PEER_LIMITS) => {
	const read = readStrictly(update, limits);
	return read.ok ? 'read' : read.error.code;
};

describe('what is made of entries alone', () => {
	it('is let through: put in, deleted, overwritten, put back', () => {
		expect(codeOf(Y.encodeStateAsUpdate(honest().doc))).toBe('read');
	});

	it('is let through when it is nothing', () => {
		expect(codeOf(Y.encodeStateAsUpdate(new Y.Doc()))).toBe('read');
	});

	it('is let through with what a merge leaves out', () => {
		const parts = [0, 2].map((clock) => ofBlocks(block(7, clock, [`key ${clock}`])));
		expect(codeOf(Y.mergeUpdates(parts))).toBe('read');
	});
});

describe('what no phone makes is refused', () => {
	const updates: [string, Uint8Array][] = [
		['another root', writtenBy((doc) => doc.getMap('f').set('a', new Uint8Array(3)))],
		['text', writtenBy((doc) => doc.getText('e').insert(0, 'hej'))],
		['a list', writtenBy((doc) => doc.getArray('e').push([new Uint8Array(3)]))],
		['a string for an entry', writtenBy((doc) => doc.getMap('e').set('a', 'hej'))],
		['an object for an entry', writtenBy((doc) => doc.getMap('e').set('a', { b: 1 }))],
		['a map for an entry', writtenBy((doc) => doc.getMap('e').set('a', new Y.Map()))],
		['a document for an entry', writtenBy((doc) => doc.getMap('e').set('a', new Y.Doc()))],
		['text with markup', writtenBy((doc) => doc.getText('e').insert(0, 'hej', { bold: true }))],
		[
			'an item within an item',
			writtenBy((doc) => {
				const inner = new Y.Map();
				doc.getMap('f').set('a', inner);
				inner.set('b', new Uint8Array(3));
			})
		],
		[
			'what was collected with its parent',
			(() => {
				const doc = new Y.Doc();
				const inner = new Y.Map();
				doc.getMap('e').set('a', inner);
				inner.set('b', new Uint8Array(3));
				doc.getMap('e').delete('a');
				return Y.encodeStateAsUpdate(doc);
			})()
		],
		[
			'an item before another',
			writtenBy((doc) => {
				doc.getArray('e').insert(0, [new Uint8Array(1)]);
				doc.getArray('e').insert(0, [new Uint8Array(1)]);
			})
		],
		['an item of no length', Uint8Array.of(1, 1, 7, 0, 0x20 | 1, 1, 1, 101, 1, 97, 0, 0)],
		['a writer twice, the second time with nothing', ofBlocks(block(7, 0, ['a']), block(7, 1, []))],
		['deletions that overlap', varints(0, 1, 7, 2, 0, 5, 4, 5)],
		['deletions out of order', varints(0, 1, 7, 2, 4, 1, 0, 1)],
		['a deletion of nothing', varints(0, 1, 7, 1, 4, 0)],
		['bytes after its end', Uint8Array.of(0, 0, 0)],
		['nothing at all', new Uint8Array()],
		['more writers than there are bytes', varints(2 ** 40, 1)],
		['more items than there are bytes', varints(1, 2 ** 40, 7, 0)],
		['a number past 2^53', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 127)],
		[
			'format V2',
			(() => {
				const doc = new Y.Doc();
				doc.getMap('e').set('a', new Uint8Array(3));
				return Y.encodeStateAsUpdateV2(doc);
			})()
		]
	];
	it.each(updates)('%s', (_name, update) => {
		expect(codeOf(update, NO_LIMITS)).toBe('updateMalformed');
	});

	it('the memory behind the bytes', () => {
		const update = Uint8Array.from([1, ...block(7, 0, ['a']).slice(0, -4)]);
		const secret = new TextEncoder().encode('et hemmeligt nøglesæt i samme buffer');
		const buffer = Uint8Array.from([...update, 20, ...secret, 0]);
		expect(codeOf(buffer.subarray(0, update.length + 1))).toBe('updateMalformed');
	});
});

describe('what is more than a phone should have to hold is refused', () => {
	const under = (keys: readonly string[]) => ofBlocks(block(7, 0, keys));

	it.each([
		['bytes', new Uint8Array(PEER_LIMITS.bytes + 1)],
		[
			'one deleted item that takes a million places',
			Uint8Array.of(1, 1, 7, 0, 0x20 | 1, 1, 1, 101, 1, 97, 192, 132, 61, 0)
		],
		['deletions of a million places', varints(0, 1, 7, 1, 0, 1_000_000)],
		['a value of 65,537 bytes', writtenBy((doc) => doc.getMap('e').set('a', new Uint8Array(65_537)))],
		['a key of 65 characters', under(['k'.repeat(65)])],
		['257 items in one place', under(Array<string>(257).fill('a'))]
	])('%s', (_name, update) => {
		expect(codeOf(update)).toBe('updateTooLarge');
	});

	it('items, and not more of them are made than are allowed', () => {
		const update = under(Array.from({ length: 11 }, (_, index) => `key ${index}`));
		expect(codeOf(update, { bytes: Infinity, places: 10 })).toBe('updateTooLarge');
		expect(codeOf(update, { bytes: Infinity, places: 11 })).toBe('read');
	});

	it('but not what is just as much as is allowed', () => {
		expect(codeOf(under([...Array<string>(256).fill('a'), 'k'.repeat(64)]))).toBe('read');
		expect(codeOf(writtenBy((doc) => doc.getMap('e').set('a', new Uint8Array(65_536))))).toBe('read');
	});
});

describe('an honest update that was damaged', () => {
	const whole = honest();
	const update = Y.encodeStateAsUpdate(whole.doc);

	/** Applies it to a document that has half of it; says whether that went as it must. */
	function goesWell(damaged: Uint8Array): boolean {
		const document = new YIncidentDocument(INCIDENT, [], seededClientIds(9));
		document.stage(carriedFrom(2, 4)).commit();
		const before = Y.encodeStateAsUpdate(document.doc);
		const applied = document.apply(damaged);
		const { pendingStructs, pendingDs } = document.doc.store;
		if (pendingStructs !== null || pendingDs !== null) return false;
		if (!applied.ok) return Buffer.compare(before, Y.encodeStateAsUpdate(document.doc)) === 0;
		// whatever got in, the journal comes out on top
		document.reconcile(carriedFrom(0, 6));
		return carriedFrom(0, 6).every(
			({ id, bytes }) => Buffer.compare(document.get(id) ?? before, bytes) === 0
		);
	}

	it('is refused when it is cut short, and the document is as before', () => {
		const cuts = Array.from({ length: update.length }, (_, length) => update.slice(0, length));
		expect(cuts.filter((cut) => readStrictly(cut, PEER_LIMITS).ok)).toEqual([]);
		expect(cuts.filter((cut) => !goesWell(cut))).toEqual([]);
	});

	it('is refused or does no lasting harm when a bit is flipped, whichever', () => {
		const bits = Array.from({ length: update.length * 8 }, (_, bit) => bit);
		const harmful = bits.filter((bit) => {
			const flipped = update.slice();
			flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			return !goesWell(flipped);
		});
		expect(harmful).toEqual([]);
	}, 60_000);

	it('is refused or does no lasting harm when bytes are changed, put in or left out', () => {
		const damage = fc.record({
			at: fc.nat(update.length),
			removed: fc.nat(4),
			put: fc.uint8Array({ maxLength: 4 })
		});
		fc.assert(
			fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
				let damaged: number[] = [...update];
				for (const { at, removed, put } of damages)
					damaged = [...damaged.slice(0, at), ...put, ...damaged.slice(at + removed)];
				return goesWell(Uint8Array.from(damaged));
			}),
			{ numRuns: 2_000 }
		);
	}, 60_000);

	it('never comes of noise', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64, max: 40 }), (noise) => goesWell(noise)),
			{ numRuns: 2_000 }
		);
	}, 60_000);
});
