import * as Y from 'yjs';
import { equalBytes } from '../../base/bytes';
import { fail, ok, type Result } from '../../base/result';
import { ENTRY_MAX_BYTES, entryIdOf, type EntryId, type IncidentId } from '../../domain/log/entry';
import type {
	AppliedUpdate,
	CarriedEntry,
	Clocks,
	IncidentDocument,
	LostEntry,
	StagedEntries,
	Reconciled,
	RefusedKey,
	Restored,
	UpdateProblem
} from '../../ports/incident-document';
import type { DocumentUpdate } from '../../ports/log';
import { fitsOnto } from './fits-onto';
import { ENTRIES, NO_LIMITS, PEER_LIMITS, readStrictly, type UpdateLimits } from './strict-update';

/** Where the numbers come from by which Yjs tells writers apart: whole, above 0, below 2^32. */
export type ClientIds = () => number;

/** Whom no item is by. */
const NOBODY = 0;
/** Where a change came from that another phone sent. */
const ELSEWHERE = 'elsewhere';
const ENTRY_ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * The document of one incident in Yjs: a root map from entry id to the entry's bytes.
 *
 * It writes under a client id of its own, new each time that it is opened: an id used again after a crash could give
 * one place to two items, and then phones differ for good.
 */
export class YIncidentDocument implements IncidentDocument {
	readonly doc: Y.Doc;
	/** Numbers of the updates that could not be read, or that build on what is not there. */
	readonly damaged: readonly number[];
	readonly #entries: Y.Map<unknown>;

	constructor(
		readonly incidentId: IncidentId,
		stored: readonly DocumentUpdate[],
		private readonly clientIds: ClientIds
	) {
		this.doc = new Y.Doc({ guid: incidentId });
		this.#entries = this.doc.getMap(ENTRIES);
		this.damaged = this.doc.transact(() => this.#load(stored));
		this.#takeNewClientId();
	}

	get size(): number {
		return this.#entries.size;
	}

	get(id: EntryId): Uint8Array | null {
		return entryAt(id, this.#entries.get(id))?.bytes ?? null;
	}

	stage(entries: readonly CarriedEntry[]): StagedEntries {
		// a key that was deleted is known to the map, though it has it no more
		const fresh = [...byId(entries)].filter(([id]) => !this.#entries._map.has(id));
		const client = this.doc.clientID;
		const update = encodeNew(client, Y.getState(this.doc.store, client), fresh);
		return {
			update,
			commit: () => {
				if (!update) return;
				// as an update, so that document and disk have the same items, whatever came in between; Yjs would
				// take it for somebody else's who writes under its client id
				const current = this.doc.clientID;
				this.doc.clientID = NOBODY;
				Y.applyUpdate(this.doc, update);
				this.doc.clientID = current;
				// where a peer has taken its place, it goes into another, and onto the disk when next reconciled
				this.restore(fresh.map(([id, bytes]) => ({ id, bytes })));
			}
		};
	}

	restore(entries: readonly CarriedEntry[]): Restored {
		const added: EntryId[] = [];
		const putBack: LostEntry[] = [];
		const wrong = [...byId(entries)].filter(([id, bytes]) => {
			const value = this.#entries.get(id);
			if (value instanceof Uint8Array && equalBytes(value, bytes)) return false;
			if (value !== undefined) putBack.push({ id, how: 'overwritten' });
			else if (this.#entries._map.has(id)) putBack.push({ id, how: 'deleted' });
			else added.push(id);
			return true;
		});
		const update = changedBy(this.doc, () => {
			for (const [id, bytes] of wrong) this.#entries.set(id, bytes);
		});
		return { update, added, putBack };
	}

	missingFrom(held: ReadonlySet<EntryId>): { candidates: CarriedEntry[]; refused: RefusedKey[] } {
		const candidates: CarriedEntry[] = [];
		const refused: RefusedKey[] = [];
		for (const [key, value] of this.#entries.entries()) {
			if (held.has(key as EntryId)) continue;
			const entry = entryAt(key, value);
			if (entry) candidates.push(entry);
			else refused.push({ key, problem: problemOf(key, value) });
		}
		return { candidates, refused };
	}

	reconcile(journal: readonly CarriedEntry[]): Reconciled {
		const restored = this.restore(journal);
		return { ...restored, ...this.missingFrom(new Set(journal.map(({ id }) => id))) };
	}

	apply(update: Uint8Array): Result<AppliedUpdate, UpdateProblem> {
		const problem = this.#problemWith(update, PEER_LIMITS);
		if (problem) return fail(problem);
		const candidates: CarriedEntry[] = [];
		const lost: LostEntry[] = [];
		const refused: RefusedKey[] = [];
		const judge = (event: Y.YMapEvent<unknown>) => {
			for (const [key, { action, oldValue }] of event.keys) {
				const was = action === 'add' ? null : entryAt(key, oldValue);
				const value = this.#entries.get(key);
				const is = action === 'delete' ? null : entryAt(key, value);
				// one that was written anew by somebody else is still the same
				if (is && !was) candidates.push(is);
				if (was && !is) lost.push({ id: was.id, how: action === 'delete' ? 'deleted' : 'overwritten' });
				if (action !== 'delete' && !is) refused.push({ key, problem: problemOf(key, value) });
			}
		};
		this.#entries.observe(judge);
		const changed = changedBy(
			this.doc,
			() => {
				Y.applyUpdate(this.doc, update);
			},
			ELSEWHERE
		);
		this.#entries.unobserve(judge);
		return ok({ update: changed, candidates, lost, refused });
	}

	clocks(): Clocks {
		return Y.decodeStateVector(Y.encodeStateVector(this.doc));
	}

	changesOf(wanted: Clocks): Uint8Array {
		// Yjs gives all of a writer that a state does not speak of
		const state = new Map([...this.clocks(), ...wanted]);
		return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(state));
	}

	observe(listener: (update: Uint8Array, isFromElsewhere: boolean) => void): () => void {
		const tell = (update: Uint8Array, origin: unknown) => {
			listener(update, origin === ELSEWHERE);
		};
		this.doc.on('update', tell);
		return () => {
			this.doc.off('update', tell);
		};
	}

	close(): void {
		this.doc.destroy();
	}

	/** Numbers of what could not be put in. What builds on a later one, as a merge may bring about, is tried again. */
	#load(stored: readonly DocumentUpdate[]): number[] {
		const unreadable: number[] = [];
		let left = stored;
		let before: number;
		do {
			before = left.length;
			left = left.filter(({ number, bytes }) => {
				const problem = this.#problemWith(bytes, NO_LIMITS);
				if (!problem) Y.applyUpdate(this.doc, bytes);
				else if (problem.code !== 'updateOutOfOrder') unreadable.push(number);
				return problem?.code === 'updateOutOfOrder';
			});
		} while (left.length > 0 && left.length < before);
		return [...unreadable, ...left.map(({ number }) => number)].sort((a, b) => a - b);
	}

	/** Why Yjs is not to see an update; null where it may. Gives way to a peer that writes under this client's id. */
	#problemWith(update: Uint8Array, limits: UpdateLimits): UpdateProblem | null {
		const read = readStrictly(update, limits);
		if (!read.ok) return read.error;
		const stateOf = (client: number) => Y.getState(this.doc.store, client);
		if (!fitsOnto(read.value, stateOf))
			return { code: 'updateOutOfOrder', detail: 'it builds on what is not here' };
		const asMe = read.value.items.get(this.doc.clientID)?.at(-1);
		// Yjs would do the same, with a number of its own and a line in the console
		if (asMe && asMe.id.clock + asMe.length > stateOf(this.doc.clientID)) this.#takeNewClientId();
		return null;
	}

	#takeNewClientId(): void {
		const taken = (client: number) => client === NOBODY || Y.getState(this.doc.store, client) > 0;
		do this.doc.clientID = this.clientIds();
		while (taken(this.doc.clientID));
	}
}

/**
 * The update that puts `entries` in as the next of a client, made in a document that holds nothing else and can be
 * thrown away; null for none.
 */
function encodeNew(client: number, clock: number, entries: readonly (readonly [EntryId, Uint8Array])[]) {
	const scratch = new Y.Doc({ guid: '' });
	scratch.clientID = client;
	// the places of what the client wrote before are taken, as by something that was collected
	if (clock > 0) scratch.store.clients.set(client, [new Y.GC(Y.createID(client, 0), clock)]);
	const map = scratch.getMap(ENTRIES);
	// the transaction's own update: the document's would have the places of before in it, as deleted
	return changedBy(scratch, () => {
		for (const [id, bytes] of entries) map.set(id, bytes);
	});
}

/** What `change` changed in one transaction, as Yjs says it; null for nothing. */
function changedBy(doc: Y.Doc, change: () => void, origin: string | null = null): Uint8Array | null {
	let changed: Uint8Array | null = null;
	const keep = (update: Uint8Array) => {
		changed = update;
	};
	doc.on('update', keep);
	doc.transact(change, origin);
	doc.off('update', keep);
	return changed;
}

function byId(entries: readonly CarriedEntry[]): Map<EntryId, Uint8Array> {
	return new Map(entries.map(({ id, bytes }) => [id, bytes]));
}

/** The entry that stands there, if its key is its id. */
function entryAt(key: string, value: unknown): CarriedEntry | null {
	if (!(value instanceof Uint8Array) || value.length > ENTRY_MAX_BYTES) return null;
	const id = entryIdOf(value);
	return id === key ? { id, bytes: value } : null;
}

/** Why none does. */
function problemOf(key: string, value: unknown): RefusedKey['problem'] {
	if (!ENTRY_ID.test(key)) return 'noEntryId';
	return value instanceof Uint8Array && value.length <= ENTRY_MAX_BYTES ? 'notItsHash' : 'tooLarge';
}
