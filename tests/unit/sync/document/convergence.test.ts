import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { CarriedEntry } from '$lib/ports/incident-document';
import { YIncidentDocument } from '$lib/sync/document/y-incident-document';
import { carried, INCIDENT, seededClientIds, sent } from '../../../doubles/carried-entries';

const ENTRIES = 12;
const PHONES = 4;

/** A phone as the app will have it: what is verified (here: all) goes into the journal, and what is lost comes back. */
class Phone {
	readonly document: YIncidentDocument;

	/**
	 * @param journal What it held when it was closed; the same for the updates.
	 */
	constructor(
		seed: number,
		readonly journal = new Map<string, CarriedEntry>(),
		readonly stored: Uint8Array[] = []
	) {
		const updates = stored.map((bytes, number) => ({ number, bytes }));
		this.document = new YIncidentDocument(INCIDENT, updates, seededClientIds(seed));
	}

	write(entries: readonly CarriedEntry[]): void {
		const staged = this.document.stage(entries);
		for (const entry of entries) this.journal.set(entry.id, entry);
		if (!staged.update) return;
		this.stored.push(staged.update);
		staged.commit();
	}

	/** Whether it could be taken. */
	receive(update: Uint8Array): boolean {
		const applied = this.document.apply(update);
		if (!applied.ok) return false;
		for (const entry of applied.value.candidates) this.journal.set(entry.id, entry);
		if (applied.value.update) this.stored.push(applied.value.update);
		return true;
	}

	reconcile(): void {
		const { update, candidates } = this.document.reconcile([...this.journal.values()]);
		for (const entry of candidates) this.journal.set(entry.id, entry);
		if (update) this.stored.push(update);
	}

	syncFrom(other: Phone): void {
		expect(this.receive(sent(other.document, this.document))).toBe(true);
	}

	holdsItsJournal(): boolean {
		return [...this.journal.values()].every(
			({ id, bytes }) => Buffer.compare(this.document.get(id) ?? new Uint8Array(), bytes) === 0
		);
	}

	ids(): string {
		return this.document
			.missingFrom(new Set())
			.candidates.map(({ id }) => id)
			.sort()
			.join();
	}
}

const phones = () => Array.from({ length: PHONES }, (_, index) => new Phone(index + 1));

/** Everybody hears from everybody, until nobody has anything new. */
function meetAll(all: readonly Phone[]): void {
	for (let round = 0; round < 3; round += 1)
		for (const to of all) for (const from of all) if (to !== from) to.syncFrom(from);
}

/** What phones write, each on its own: now and then two write the same entry, as when it came by paper. */
const writings = fc.array(
	fc.record({
		phone: fc.nat(PHONES - 1),
		entries: fc.array(
			fc.nat(ENTRIES - 1).map((n) => carried(n, 40)),
			{ minLength: 1, maxLength: 3 }
		)
	}),
	{ maxLength: 20 }
);

describe('phones that wrote on their own', () => {
	it('hold the same, and all of it, whatever order, duplicates and parts their updates come in', () => {
		const schedule = writings.chain((written) =>
			fc.tuple(
				fc.constant(written),
				// each update some times over, in any order
				fc.shuffledSubarray([...written.keys(), ...written.keys(), ...written.keys()])
			)
		);
		fc.assert(
			fc.property(schedule, ([written, order]) => {
				const authors = phones();
				const updates: Uint8Array[] = [];
				for (const { phone, entries } of written) {
					authors[phone]?.write(entries);
					updates.push(...(authors[phone]?.stored.splice(0) ?? []));
				}
				const reader = new Phone(99);
				for (const index of order) if (updates[index]) reader.receive(updates[index]);
				expect(reader.document.doc.store.pendingStructs).toBeNull();
				for (const author of authors) reader.syncFrom(author);
				const expected = [...new Set(written.flatMap(({ entries }) => entries.map(({ id }) => id)))].sort();
				expect(reader.ids()).toBe(expected.join());
				// and who gets all at once holds what is the same to the bit
				const atOnce = new Phone(98);
				atOnce.syncFrom(reader);
				expect(Y.encodeStateAsUpdate(atOnce.document.doc)).toEqual(
					Y.encodeStateAsUpdate(reader.document.doc)
				);
			})
		);
	});

	it('converge over meetings of two, in any order and any often, with a meeting of all at the end', () => {
		const meetings = fc.array(fc.tuple(fc.nat(PHONES - 1), fc.nat(PHONES - 1)), { maxLength: 30 });
		fc.assert(
			fc.property(writings, meetings, (written, met) => {
				const all = phones();
				for (const [index, { phone, entries }] of written.entries()) {
					all[phone]?.write(entries);
					const [to, from] = met[index] ?? [0, 0];
					if (to !== from) all[to]?.syncFrom(all[from] as Phone);
				}
				meetAll(all);
				for (const phone of all) {
					expect(phone.ids()).toBe(all[0]?.ids());
					expect(phone.document.clocks()).toEqual(all[0]?.document.clocks());
					expect(phone.holdsItsJournal()).toBe(true);
				}
			})
		);
	});

	it('hold the same after they were closed and opened again from what they stored', () => {
		fc.assert(
			fc.property(writings, fc.nat(), (written, when) => {
				const [phone, other] = [new Phone(1), new Phone(2)];
				for (const [index, { phone: who, entries }] of written.entries()) {
					(who % 2 === 0 ? phone : other).write(entries);
					if (index === when % (written.length + 1)) phone.syncFrom(other);
				}
				const { document: again } = new Phone(50, phone.journal, phone.stored);
				expect(again.damaged).toEqual([]);
				expect(Y.encodeStateAsUpdate(again.doc)).toEqual(Y.encodeStateAsUpdate(phone.document.doc));
			})
		);
	});
});

/** What a peer may do with Yjs, who knows everything that one phone knows. */
const misdeed = fc.oneof(
	fc.record({ what: fc.constant('delete' as const), n: fc.nat(ENTRIES - 1) }),
	fc.record({ what: fc.constant('overwrite' as const), n: fc.nat(ENTRIES - 1) }),
	fc.record({ what: fc.constant('swap' as const), n: fc.nat(ENTRIES - 1) }),
	fc.record({ what: fc.constant('junk' as const), n: fc.nat(3) }),
	// writes as whoever wrote something: under a number of the phone itself, or of somebody else
	fc.record({ what: fc.constant('pretend' as const), n: fc.nat(PHONES) }),
	fc.record({ what: fc.constant('text' as const), n: fc.nat(3) })
);

class HostilePeer {
	constructor(
		private readonly seed: number,
		private readonly victim: Phone
	) {}

	/** What it sends after its misdeeds: knowing all that the victim knows, or starting from nothing. */
	update(misdeeds: readonly { what: string; n: number }[], fromNothing: boolean): Uint8Array {
		const doc = new Y.Doc({ gc: false });
		if (!fromNothing) Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.victim.document.doc));
		doc.clientID = 1_000_000 + this.seed;
		const before = Y.encodeStateVector(doc);
		const map = doc.getMap('e');
		for (const { what, n } of misdeeds) {
			const { id } = carried(n, 40);
			if (what === 'delete') map.delete(id);
			else if (what === 'overwrite') map.set(id, new Uint8Array(5).fill(n));
			else if (what === 'swap') map.set(id, carried(n + 1, 40).bytes);
			else if (what === 'junk') map.set(`junk ${n}`, new Uint8Array(n));
			else if (what === 'text') doc.getText('t').insert(0, 'hej');
			else {
				const clients = [this.victim.document.doc.clientID, ...doc.store.clients.keys()];
				doc.clientID = clients[n % clients.length] ?? 1;
				map.set(id, new Uint8Array(6).fill(n));
			}
		}
		return Y.encodeStateAsUpdate(doc, before);
	}
}

describe('a hostile peer', () => {
	it('takes nothing away for good, from nobody', () => {
		const steps = fc.array(
			fc.oneof(
				fc.record({
					kind: fc.constant('write' as const),
					phone: fc.nat(PHONES - 1),
					n: fc.nat(ENTRIES - 1)
				}),
				fc.record({
					kind: fc.constant('meet' as const),
					phone: fc.nat(PHONES - 1),
					other: fc.nat(PHONES - 1)
				}),
				fc.record({
					kind: fc.constant('attack' as const),
					phone: fc.nat(PHONES - 1),
					misdeeds: fc.array(misdeed, { minLength: 1, maxLength: 5 }),
					fromNothing: fc.boolean()
				}),
				fc.record({ kind: fc.constant('reconcile' as const), phone: fc.nat(PHONES - 1) }),
				fc.record({ kind: fc.constant('reopen' as const), phone: fc.nat(PHONES - 1) })
			),
			{ maxLength: 30 }
		);
		fc.assert(
			fc.property(steps, (script) => {
				const all = phones();
				const written = new Set<string>();
				for (const [index, step] of script.entries()) {
					const phone = all[step.phone] as Phone;
					if (step.kind === 'write') {
						phone.write([carried(step.n, 40)]);
						written.add(carried(step.n, 40).id);
					} else if (step.kind === 'meet') {
						const { document } = all[step.other] as Phone;
						phone.receive(sent(document, phone.document));
					} else if (step.kind === 'attack') {
						phone.receive(new HostilePeer(index, phone).update(step.misdeeds, step.fromNothing));
					} else if (step.kind === 'reconcile') {
						phone.reconcile();
						expect(phone.holdsItsJournal()).toBe(true);
					} else {
						const again = new Phone(100 + index, phone.journal, phone.stored);
						again.reconcile();
						expect(again.holdsItsJournal()).toBe(true);
						all[step.phone] = again;
					}
				}
				for (const phone of all) {
					phone.reconcile();
					expect(phone.holdsItsJournal()).toBe(true);
				}
				// every entry that somebody wrote is on some phone, and none is lost by meeting
				const held = new Set(all.flatMap((phone) => [...phone.journal.keys()]));
				for (const id of written) expect(held.has(id)).toBe(true);
			}),
			{ numRuns: 200 }
		);
	}, 60_000);
});
