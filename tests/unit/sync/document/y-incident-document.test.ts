import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { EntryId } from '$lib/domain/log/entry';
import type { CarriedEntry, IncidentDocument } from '$lib/ports/incident-document';
import { YIncidentDocument } from '$lib/sync/document/y-incident-document';
import { carried, carriedFrom, INCIDENT, seededClientIds, sent } from '../../../doubles/carried-entries';
import { valued } from '../../../doubles/valued';

let seed = 0;
function opened(...stored: Uint8Array[]): YIncidentDocument {
	seed += 1;
	const updates = stored.map((bytes, number) => ({ number, bytes }));
	return new YIncidentDocument(INCIDENT, updates, seededClientIds(seed));
}

/** A document that holds `entries`, and what was stored for it. */
function holding(entries: readonly CarriedEntry[]) {
	const document = opened();
	const staged = document.stage(entries);
	staged.commit();
	return { document, stored: staged.update ?? new Uint8Array() };
}

function idsOf(document: IncidentDocument): string[] {
	return document
		.missingFrom(new Set())
		.candidates.map(({ id }) => id)
		.sort();
}

const ids = (entries: readonly CarriedEntry[]) => entries.map(({ id }) => id).sort();

/** A peer with Yjs and no manners, who knows what `of` knows. */
function hostile(
	of: YIncidentDocument,
	clientId = 666
): { doc: Y.Doc; map: Y.Map<unknown>; update: () => Uint8Array } {
	const doc = new Y.Doc({ gc: false });
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(of.doc));
	doc.clientID = clientId;
	const before = Y.encodeStateVector(doc);
	return { doc, map: doc.getMap('e'), update: () => Y.encodeStateAsUpdate(doc, before) };
}

describe('what is staged', () => {
	it('is nowhere in the document before it is committed', () => {
		const document = opened();
		const nothing = document.clocks();
		const staged = document.stage([carried(1)]);
		expect(document.size).toBe(0);
		expect(document.clocks()).toEqual(nothing);
		staged.commit();
		expect(document.get(carried(1).id)).toEqual(carried(1).bytes);
	});

	it('is stored as the very bytes that the document sends out', () => {
		const document = opened();
		const sent: Uint8Array[] = [];
		document.doc.on('update', (update) => sent.push(update));
		const stored = [carriedFrom(0, 1), carriedFrom(1, 3), carriedFrom(4, 1)].map((entries) => {
			const staged = document.stage(entries);
			staged.commit();
			return staged.update;
		});
		expect(sent).toEqual(stored);
	});

	it('can be given up, as when the phone is full, and the next takes its place', () => {
		const { document, stored } = holding(carriedFrom(0, 2));
		document.stage([carried(2)]);
		const next = document.stage([carried(3)]);
		next.commit();
		const again = opened(stored, next.update ?? new Uint8Array());
		expect(again.damaged).toEqual([]);
		expect(idsOf(again)).toEqual(ids([carried(0), carried(1), carried(3)]));
	});

	it('leaves out what is held, and is nothing where all is', () => {
		const { document } = holding(carriedFrom(0, 2));
		document.stage(carriedFrom(1, 2)).commit();
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 3)));
		expect(document.stage(carriedFrom(0, 3)).update).toBeNull();
		expect(document.stage([]).update).toBeNull();
	});

	it('takes an entry once that is named twice', () => {
		const { document } = holding([carried(1), carried(1)]);
		expect(document.size).toBe(1);
		expect(document.stage([carried(2)]).update).not.toBeNull();
	});

	it('is the same on the disk and in the document when the same entry comes from a peer in between', () => {
		const document = opened();
		const staged = document.stage([carried(1)]);
		const fromPeer = holding([carried(1)]).stored;
		const received = valued(document.apply(fromPeer)).update ?? new Uint8Array();
		staged.commit();
		expect(document.get(carried(1).id)).toEqual(carried(1).bytes);
		const again = opened(received, staged.update ?? new Uint8Array());
		expect(Y.encodeStateAsUpdate(again.doc)).toEqual(Y.encodeStateAsUpdate(document.doc));
		expect(again.get(carried(1).id)).toEqual(carried(1).bytes);
	});

	it('goes in all the same when a peer has taken its place in between', () => {
		const document = opened();
		const staged = document.stage([carried(1)]);
		const peer = hostile(document, document.doc.clientID);
		peer.map.set(carried(9).id, carried(9).bytes);
		expect(document.apply(peer.update()).ok).toBe(true);
		staged.commit();
		expect(document.get(carried(1).id)).toEqual(carried(1).bytes);
		document.stage([carried(2)]).commit();
		expect(idsOf(document)).toEqual(ids([carried(1), carried(2), carried(9)]));
	});
});

describe('an update from elsewhere', () => {
	it('brings candidates, each once, and what is to be stored', () => {
		const { stored } = holding(carriedFrom(0, 3));
		const document = opened();
		const applied = valued(document.apply(stored));
		expect(ids(applied.candidates)).toEqual(ids(carriedFrom(0, 3)));
		expect(applied).toMatchObject({ lost: [], refused: [] });
		expect(idsOf(opened(applied.update ?? new Uint8Array()))).toEqual(ids(carriedFrom(0, 3)));
		expect(valued(document.apply(stored))).toEqual({ update: null, candidates: [], lost: [], refused: [] });
	});

	it('brings no candidate where another phone wrote an entry that is held already', () => {
		const [one, other] = [holding([carried(1)]), holding([carried(1)])];
		for (const [to, from] of [
			[one, other],
			[other, one]
		] as const)
			expect(valued(to.document.apply(from.stored))).toMatchObject({ candidates: [], lost: [], refused: [] });
		expect(one.document.get(carried(1).id)).toEqual(carried(1).bytes);
		expect(other.document.get(carried(1).id)).toEqual(carried(1).bytes);
	});

	it('is refused when it builds on what is not here, and taken once it is', () => {
		const author = opened();
		const [first, second] = [0, 1].map((n) => {
			const staged = author.stage([carried(n)]);
			staged.commit();
			return staged.update ?? new Uint8Array();
		});
		const document = opened();
		expect(document.apply(second ?? new Uint8Array())).toMatchObject({
			ok: false,
			error: { code: 'updateOutOfOrder' }
		});
		expect(document.size).toBe(0);
		expect(document.doc.store.pendingStructs).toBeNull();
		valued(document.apply(first ?? new Uint8Array()));
		valued(document.apply(second ?? new Uint8Array()));
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 2)));
	});

	it('that deletes says what was lost, and the journal brings it back', () => {
		const { document } = holding(carriedFrom(0, 3));
		const peer = hostile(document);
		peer.map.delete(carried(1).id);
		const applied = valued(document.apply(peer.update()));
		expect(applied).toMatchObject({
			candidates: [],
			refused: [],
			lost: [{ id: carried(1).id, how: 'deleted' }]
		});
		expect(document.get(carried(1).id)).toBeNull();

		const { update, ...reconciled } = document.reconcile(carriedFrom(0, 3));
		expect(reconciled).toEqual({
			added: [],
			putBack: [{ id: carried(1).id, how: 'deleted' }],
			candidates: [],
			refused: []
		});
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 3)));
		// and everybody else has it back as well, the one who deleted it too
		Y.applyUpdate(peer.doc, update ?? new Uint8Array());
		expect(peer.map.get(carried(1).id)).toEqual(carried(1).bytes);
	});

	it('that overwrites says what was lost and what stands there now, and the journal brings it back', () => {
		const { document } = holding(carriedFrom(0, 3));
		const peer = hostile(document);
		peer.map.set(carried(1).id, carried(2).bytes);
		expect(valued(document.apply(peer.update()))).toMatchObject({
			candidates: [],
			lost: [{ id: carried(1).id, how: 'overwritten' }],
			refused: [{ key: carried(1).id, problem: 'notItsHash' }]
		});
		expect(document.get(carried(1).id)).toBeNull();
		expect(document.restore([carried(1)]).putBack).toEqual([{ id: carried(1).id, how: 'overwritten' }]);
		expect(document.get(carried(1).id)).toEqual(carried(1).bytes);
		expect(document.restore([carried(1)])).toEqual({ update: null, added: [], putBack: [] });
	});

	it('that puts back what is right makes a candidate of it again', () => {
		const { document } = holding([carried(1)]);
		const peer = hostile(document);
		peer.map.delete(carried(1).id);
		valued(document.apply(peer.update()));
		const honest = opened(Y.encodeStateAsUpdate(document.doc));
		const { update } = honest.restore([carried(1)]);
		expect(valued(document.apply(update ?? new Uint8Array())).candidates).toEqual([carried(1)]);
	});

	it('with keys of no entry is taken, and they are told', () => {
		const { document } = holding(carriedFrom(0, 2));
		const peer = hostile(document);
		peer.map.set('config', new Uint8Array(3));
		peer.map.set('A'.repeat(22), new Uint8Array(3));
		peer.map.set(carried(3).id, new Uint8Array(20_000));
		const expected = [
			{ key: 'A'.repeat(22), problem: 'notItsHash' },
			{ key: carried(3).id, problem: 'tooLarge' },
			{ key: 'config', problem: 'noEntryId' }
		].sort((a, b) => (a.key < b.key ? -1 : 1));
		const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
		const applied = valued(document.apply(peer.update()));
		expect([...applied.refused].sort(byKey)).toEqual(expected);
		expect(applied.candidates).toEqual([]);
		const reconciled = document.reconcile(carriedFrom(0, 2));
		expect([...reconciled.refused].sort(byKey)).toEqual(expected);
		expect(reconciled).toMatchObject({ update: null, added: [], putBack: [], candidates: [] });
	});

	it('of somebody who writes under this phone’s number leaves it writing under another', () => {
		const { document } = holding([carried(1)]);
		const before = document.doc.clientID;
		const peer = hostile(document, before);
		peer.map.set(carried(2).id, carried(2).bytes);
		valued(document.apply(peer.update()));
		expect(document.doc.clientID).not.toBe(before);
		document.stage([carried(3)]).commit();
		expect(idsOf(document)).toEqual(ids(carriedFrom(1, 3)));
	});
});

describe('what two phones lack of each other', () => {
	it('goes over by clocks, and only that', () => {
		const [a, b] = [holding(carriedFrom(0, 100)).document, opened()];
		valued(b.apply(sent(a, b)));
		a.stage([carried(200)]).commit();
		b.stage([carried(300)]).commit();
		const toB = sent(a, b);
		expect(toB.length).toBeLessThan(300);
		valued(b.apply(toB));
		valued(a.apply(sent(b, a)));
		expect(idsOf(a)).toEqual(ids([...carriedFrom(0, 100), carried(200), carried(300)]));
		expect(idsOf(b)).toEqual(idsOf(a));
		expect(a.clocks()).toEqual(b.clocks());
	});
});

describe('what is stored', () => {
	it('opens as the same document, in whatever order it was stored', () => {
		const author = opened();
		const stored = Array.from({ length: 6 }, (_, n) => {
			const staged = author.stage([carried(n)]);
			staged.commit();
			return staged.update ?? new Uint8Array();
		});
		const again = opened(...[...stored].reverse(), ...stored);
		expect(again.damaged).toEqual([]);
		expect(again.clocks()).toEqual(author.clocks());
		expect(idsOf(again)).toEqual(idsOf(author));
	});

	it('and cannot be read is named, and the journal brings back what was in it', () => {
		const [one, two, three] = [0, 1, 2].map((n) => holding([carried(n)]).stored);
		const cut = (two ?? new Uint8Array()).slice(0, 50);
		const document = opened(one ?? new Uint8Array(), cut, three ?? new Uint8Array());
		expect(document.damaged).toEqual([1]);
		expect(idsOf(document)).toEqual(ids([carried(0), carried(2)]));
		expect(document.reconcile(carriedFrom(0, 3))).toMatchObject({ added: [carried(1).id], putBack: [] });
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 3)));
	});

	it('with a byte changed is told apart from an entry', () => {
		const { stored } = holding(carriedFrom(0, 2));
		const damaged = stored.slice();
		damaged[damaged.length - 20] = 77;
		const document = opened(damaged);
		expect(document.damaged).toEqual([]);
		expect(document.reconcile(carriedFrom(0, 2)).putBack).toEqual([
			{ id: carried(1).id, how: 'overwritten' }
		]);
	});

	it('is written under a number that nobody has yet', () => {
		const stored = holding([carried(1)]).stored;
		const ofStored = new YIncidentDocument(INCIDENT, [{ number: 1, bytes: stored }], seededClientIds(seed));
		expect(ofStored.doc.clientID).toBe(seed * 1_000 + 2);
		const zeroFirst = [0, 0, 7];
		const never0 = new YIncidentDocument(INCIDENT, [], () => zeroFirst.shift() ?? 1);
		expect(never0.doc.clientID).toBe(7);
	});
});

describe('reconciling', () => {
	it('hands back what the journal lacks, and puts in what the document lacks', () => {
		const { document, stored } = holding(carriedFrom(0, 5));
		const reconciled = document.reconcile(carriedFrom(3, 5));
		expect(ids(reconciled.candidates)).toEqual(ids(carriedFrom(0, 3)));
		expect([...reconciled.added].sort()).toEqual(ids(carriedFrom(5, 3)));
		expect(reconciled.putBack).toEqual([]);
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 8)));
		expect(idsOf(opened(stored, reconciled.update ?? new Uint8Array()))).toEqual(idsOf(document));
	});

	it('with a journal that is the same does nothing', () => {
		const { document } = holding(carriedFrom(0, 5));
		const before = document.clocks();
		expect(document.reconcile(carriedFrom(0, 5))).toEqual({
			update: null,
			added: [],
			putBack: [],
			candidates: [],
			refused: []
		});
		expect(document.clocks()).toEqual(before);
	});

	it('fills an empty document from the journal alone', () => {
		const document = opened();
		expect(document.reconcile(carriedFrom(0, 50)).added.length).toBe(50);
		expect(idsOf(document)).toEqual(ids(carriedFrom(0, 50)));
		expect(document.get('nobody' as EntryId)).toBeNull();
	});
});
