/**
 * Reads a Yjs update (format V1) before Yjs does, and lets through only what a document of entries can be made of:
 * items that hold bytes or are deleted, in the one root map, each under a key or after another item. Yjs itself takes
 * anything, makes whatever types it is told to, and reads past the end of a view into the memory behind it.
 *
 * V1 it is, and not the somewhat smaller V2, because every struct costs bytes in it: an update cannot claim more than
 * it is long. V2's run lengths let a hundred bytes claim a thousand million structs.
 */
import * as Y from 'yjs';
import { fail, ok, type Result } from '../../base/result';
import type { UpdateProblem } from '../../ports/incident-document';

/** The root map's name: it is written with every entry, so it is short. */
export const ENTRIES = 'e';

/** What an update may hold at most. */
export interface UpdateLimits {
	readonly bytes: number;
	/** Items, and places that its deletions cover. */
	readonly places: number;
}

/** For what comes from elsewhere: three times the log of 100,000 entries that is measured. */
export const PEER_LIMITS: UpdateLimits = { bytes: 64 * 1024 * 1024, places: 300_000 };
/** For what this phone stored itself. */
export const NO_LIMITS: UpdateLimits = { bytes: Infinity, places: Infinity };

/** Longer than an entry may be, so that one of a later version travels through phones with this one. */
const VALUE_MAX_BYTES = 65_536;
const KEY_MAX_LENGTH = 64;
/** Items that claim the same place: Yjs looks at all of them for each. A phone adds one at most. */
const RIVALS_MAX = 256;

/** An update that holds nothing strange. */
export interface StrictUpdate {
	/** The items of each writer, by clock. */
	readonly items: ReadonlyMap<number, readonly Y.Item[]>;
	/** What is deleted, for each writer: by clock, with nothing twice. */
	readonly deleted: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** The structure of an update, if it has one that a document of entries may have. */
export function readStrictly(update: Uint8Array, limits: UpdateLimits): Result<StrictUpdate, UpdateProblem> {
	if (update.length > limits.bytes) return fail(tooLarge(`${update.length} bytes`));
	try {
		return ok(read(update, limits));
	} catch (error) {
		if (error instanceof TooLarge) return fail(tooLarge(error.message));
		// Yjs and lib0 throw whatever they like at bytes that are no update
		return fail({ code: 'updateMalformed', detail: error instanceof Error ? error.message : String(error) });
	}
}

class TooLarge extends Error {}

function tooLarge(detail: string): UpdateProblem {
	return { code: 'updateTooLarge', detail };
}

function read(update: Uint8Array, limits: UpdateLimits): StrictUpdate {
	const left = new Allowance(limits.places);
	let decoder: StrictDecoder | undefined;
	const { structs, ds } = Y.decodeUpdateV2(
		update,
		class extends StrictDecoder {
			constructor(rest: Y.UpdateDecoderV1['restDecoder']) {
				super(rest, left);
				// eslint-disable-next-line @typescript-eslint/no-this-alias -- Yjs makes it, and keeps it to itself
				decoder = this;
			}
		}
	);
	if (decoder?.restDecoder.pos !== update.length) throw new RangeError('it ends elsewhere than its bytes do');
	const items = new Map<number, Y.Item[]>();
	const rivals = new Rivals();
	for (const struct of structs) {
		if (struct instanceof Y.Skip) continue;
		if (!(struct instanceof Y.Item)) throw new TypeError('a struct that is no item');
		checkItem(struct);
		rivals.add(struct);
		const ofWriter = items.get(struct.id.client);
		if (ofWriter) ofWriter.push(struct);
		else items.set(struct.id.client, [struct]);
	}
	for (const ranges of ds.clients.values()) checkRanges(ranges);
	return { items, deleted: ds.clients };
}

/** An item has its place by a key in the root map, or by the item that it follows on. */
function checkItem(item: Y.Item): void {
	if (item.length < 1) throw new RangeError('an item of no length');
	if (item.origin !== null) return;
	// as it is read, the parent is the root's name
	if ((item.parent as unknown) !== ENTRIES) throw new TypeError('an item outside the map of entries');
	if (item.parentSub === null) throw new TypeError('an item without a key');
}

/** Ranges as Yjs writes them: sorted and joined, so that they cover no place twice. */
function checkRanges(ranges: readonly { readonly clock: number; readonly len: number }[]): void {
	let end = 0;
	for (const { clock, len } of ranges) {
		if (clock < end || len < 1) throw new RangeError('deletions that overlap');
		end = clock + len;
	}
}

/** Counts down what may still be read. */
class Allowance {
	constructor(private places: number) {}

	take(places: number): void {
		this.places -= places;
		if (this.places < 0) throw new TooLarge('more items or deletions than a log has');
	}
}

/** Counts the items that claim one place. */
class Rivals {
	readonly #count = new Map<string, number>();

	add({ origin, parentSub }: Y.Item): void {
		const place = origin ? `${origin.client} ${origin.clock}` : (parentSub ?? '');
		const count = (this.#count.get(place) ?? 0) + 1;
		if (count > RIVALS_MAX) throw new TooLarge('too many items in one place');
		this.#count.set(place, count);
	}
}

const CONTENT_DELETED = 1;
const CONTENT_BYTES = 3;
const SKIP = 10;
const HAS_RIGHT_ORIGIN = 0x40;

/** Yjs's decoder, which throws at once where something is not allowed. */
class StrictDecoder extends Y.UpdateDecoderV1 {
	readonly #writers = new Set<number>();

	constructor(
		rest: Y.UpdateDecoderV1['restDecoder'],
		private readonly allowance: Allowance
	) {
		super(rest);
	}

	/** Read once for each writer; Yjs would forget the first block of two. */
	override readClient(): number {
		const client = super.readClient();
		if (this.#writers.has(client)) throw new TypeError('a writer twice');
		this.#writers.add(client);
		return client;
	}

	override readInfo(): number {
		this.allowance.take(1);
		const info = super.readInfo();
		const content = info & 0x1f;
		const isItem = content === CONTENT_DELETED || content === CONTENT_BYTES;
		// a map's items are put in after each other only, never before
		if (info !== SKIP && (!isItem || (info & HAS_RIGHT_ORIGIN) !== 0))
			throw new TypeError(`a struct of kind ${info}`);
		return info;
	}

	override readParentInfo(): boolean {
		if (!super.readParentInfo()) throw new TypeError('an item within an item');
		return true;
	}

	override readString(): string {
		const text = super.readString();
		if (text.length > KEY_MAX_LENGTH) throw new TooLarge('a key');
		return text;
	}

	override readBuf(): Uint8Array {
		const { pos } = this.restDecoder;
		const bytes = super.readBuf();
		if (bytes.length > VALUE_MAX_BYTES) throw new TooLarge('an entry');
		// lib0 looks at the length of the whole buffer, of which this may be a part
		if (this.restDecoder.pos > this.restDecoder.arr.length) throw new RangeError(`cut short at ${pos}`);
		return bytes;
	}

	override readLen(): number {
		const length = super.readLen();
		this.allowance.take(length - 1);
		return length;
	}

	override readDsLen(): number {
		const length = super.readDsLen();
		this.allowance.take(length);
		return length;
	}
}
