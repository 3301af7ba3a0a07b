import * as Y from 'yjs';
import { smallestChange, type TextChange } from '../../base/text-change';
import type { DeviceId } from '../../domain/log/entry';
import type { SharedDraft } from '../../ports/shared-drafts';
import type { Timers } from '../../ports/sync';
import { decodeClocks } from '../session/clocks';
import type { DraftMessage } from '../session/messages';
import { decodePresence, encodePresence, GONE_AFTER_MS, Presences, type Presence } from './presence';
import { firstUpdate, isTextUpdate, textOf } from './text-update';

/** What a document may have as one update, so that it goes into one message. */
const DOCUMENT_MAX_BYTES = 60_000;
const TOGETHER_MS = 100;
/** An update of nothing: no items, no deletions. */
const NOTHING_BYTES = 2;

/** What a draft needs of the exchange that holds it. */
export interface DraftParts<Peer> {
	readonly own: DeviceId;
	readonly timers: Timers;
	readonly nowMs: () => number;
	/** For a new Yjs client. */
	readonly clientId: () => number;
	readonly peers: () => Iterable<Peer>;
	readonly send: (peer: Peer, what: DraftMessage['what'], bytes: Uint8Array) => void;
	/** Somebody has begun or ended to write, or was heard of. */
	readonly present: () => void;
}

/**
 * One draft on this phone, whether somebody writes in it here or it is only passed on: the document, who writes in it,
 * and what is still to be sent of it to whom.
 */
export class Draft<Peer> {
	readonly #document = new Y.Doc();
	readonly #presences = new Presences();
	readonly #queued = new Map<Peer, Uint8Array[]>();
	#editor: DraftEditor | null = null;
	#flushTimer: (() => void) | null = null;
	#bytes = 0;
	/** False when it has become too large, or is damaged: it is neither given nor taken any more. */
	#isShared = true;
	#touchedMs: number;

	constructor(private readonly parts: DraftParts<Peer>) {
		this.#touchedMs = parts.nowMs();
		this.#document.on('update', (update: Uint8Array, origin: unknown) => {
			this.#moved(update, origin);
		});
	}

	/** The other devices on which somebody writes. */
	get writers(): readonly DeviceId[] {
		return this.#presences.here.filter((deviceId) => deviceId !== this.parts.own);
	}

	get hasEditor(): boolean {
		return this.#editor !== null;
	}

	/** Whether nobody writes in it, here or elsewhere. */
	get isIdle(): boolean {
		return !this.#editor && this.#presences.here.length === 0;
	}

	/** Whether nobody was heard of for so long that nobody will be. */
	get isOver(): boolean {
		return this.isIdle && this.parts.nowMs() - this.#touchedMs >= GONE_AFTER_MS;
	}

	/** Begins to write here, in place of whoever did before. */
	edit(baseText: string, typed: string, ended: () => void): SharedDraft {
		const client = this.parts.clientId();
		let count = 0;
		const say = (isHere: boolean) => {
			count += 1;
			this.#spread([{ client, deviceId: this.parts.own, count, isHere }], null);
		};
		const editor = new DraftEditor(client, baseText, typed, {
			isShared: () => this.#isShared,
			written: (update) => {
				if (this.#isShared) Y.applyUpdate(this.#document, update, editor);
			},
			renew: () => {
				say(true);
			},
			left: () => {
				if (this.#editor !== editor) return;
				this.#editor = null;
				say(false);
				ended();
			}
		});
		this.#editor = editor;
		editor.take(Y.encodeStateAsUpdate(this.#document));
		Y.applyUpdate(this.#document, editor.state(), editor);
		for (const peer of this.parts.peers()) this.ask(peer);
		say(true);
		return editor;
	}

	/** Tells a session how much of it is here. */
	ask(peer: Peer): void {
		if (this.#isShared) this.parts.send(peer, 'clocks', Y.encodeStateVector(this.#document));
	}

	/** Tells a session all that is known of who writes here. */
	introduce(peer: Peer): void {
		const { all } = this.#presences;
		if (all.length > 0) this.parts.send(peer, 'presence', encodePresence(all));
	}

	/** @returns False for what none of this protocol sends. */
	take(peer: Peer, what: DraftMessage['what'], bytes: Uint8Array): boolean {
		this.#touchedMs = this.parts.nowMs();
		// lib0 would read on in the buffer behind a view
		const own = bytes.slice();
		if (what === 'presence') {
			const said = decodePresence(own);
			if (said) this.#spread(said, peer);
			return said !== null;
		}
		if (what === 'clocks') return this.#answer(peer, own);
		if (!isTextUpdate(own)) return false;
		if (!this.#isShared) return true;
		try {
			Y.applyUpdate(this.#document, own, peer);
			return true;
		} catch {
			// what it left of the document is given to nobody
			this.#isShared = false;
			return false;
		}
	}

	/** A session has ended. */
	forget(peer: Peer): void {
		this.#queued.delete(peer);
	}

	/** Says that whoever writes here still does, and forgets those of whom nothing was heard. */
	renew(): void {
		this.#editor?.renew();
		this.#presences.expire(this.parts.nowMs());
	}

	close(): void {
		this.#flushTimer?.();
		this.#document.destroy();
	}

	#answer(peer: Peer, stateVector: Uint8Array): boolean {
		if (!decodeClocks(stateVector)) return false;
		if (!this.#isShared) return true;
		const lacking = Y.encodeStateAsUpdate(this.#document, stateVector);
		if (lacking.length > NOTHING_BYTES) this.parts.send(peer, 'update', lacking);
		return true;
	}

	/** What is news of `said` goes to all but the one it came from, after the letters that were written before it. */
	#spread(said: readonly Presence[], from: Peer | null): void {
		const nowMs = this.parts.nowMs();
		const news = said.filter(
			(one) => (from === null || one.deviceId !== this.parts.own) && this.#presences.take(one, nowMs)
		);
		if (news.length === 0) return;
		this.#flush();
		for (const peer of this.parts.peers())
			if (peer !== from) this.parts.send(peer, 'presence', encodePresence(news));
		this.parts.present();
	}

	#moved(update: Uint8Array, origin: unknown): void {
		this.#bytes += update.length;
		if (this.#bytes > DOCUMENT_MAX_BYTES) {
			this.#bytes = Y.encodeStateAsUpdate(this.#document).length;
			this.#isShared &&= this.#bytes <= DOCUMENT_MAX_BYTES;
		}
		if (origin !== this.#editor) this.#editor?.take(update);
		if (!this.#isShared) return;
		for (const peer of this.parts.peers()) {
			if (peer === origin) continue;
			const queued = this.#queued.get(peer);
			if (queued) queued.push(update);
			else this.#queued.set(peer, [update]);
		}
		this.#flushTimer ??= this.parts.timers.after(TOGETHER_MS, () => {
			this.#flush();
		});
	}

	#flush(): void {
		this.#flushTimer?.();
		this.#flushTimer = null;
		for (const [peer, updates] of this.#queued) {
			const merged = Y.mergeUpdates(updates);
			// what was put in and taken out again in between can make it larger than all that is left
			const isLarge = merged.length > DOCUMENT_MAX_BYTES;
			if (this.#isShared)
				this.parts.send(peer, 'update', isLarge ? Y.encodeStateAsUpdate(this.#document) : merged);
		}
		this.#queued.clear();
	}
}

interface EditorParts {
	readonly isShared: () => boolean;
	readonly written: (update: Uint8Array) => void;
	readonly renew: () => void;
	readonly left: () => void;
}

/** Whoever writes on this phone, with a replica of their own. */
class DraftEditor implements SharedDraft {
	readonly #replica = new Y.Doc();
	readonly #listeners = new Set<(changes: readonly TextChange[]) => void>();
	#waiting: Uint8Array[] | null = null;

	constructor(
		client: number,
		baseText: string,
		typed: string,
		private readonly parts: EditorParts
	) {
		this.#replica.clientID = client;
		if (baseText !== '') Y.applyUpdate(this.#replica, firstUpdate(baseText));
		const text = textOf(this.#replica);
		const typedBefore = smallestChange(baseText, typed);
		if (typedBefore) this.#put(typedBefore);
		this.#replica.on('update', (update: Uint8Array, _: unknown, __: Y.Doc, { local }: Y.Transaction) => {
			if (local) parts.written(update);
		});
		text.observe(({ delta, transaction }) => {
			if (!transaction.local) this.#tell(changesOf(delta));
		});
	}

	get text(): string {
		return textOf(this.#replica).toJSON();
	}

	get isShared(): boolean {
		return this.parts.isShared();
	}

	change(change: TextChange): void {
		this.#put(change);
	}

	hold(): void {
		this.#waiting ??= [];
	}

	release(): void {
		const waiting = this.#waiting ?? [];
		this.#waiting = null;
		if (waiting.length > 0) this.take(Y.mergeUpdates(waiting));
	}

	observe(listener: (changes: readonly TextChange[]) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	leave(): void {
		this.#listeners.clear();
		this.parts.left();
	}

	/** What others wrote. */
	take(update: Uint8Array): void {
		if (this.#waiting) this.#waiting.push(update);
		else Y.applyUpdate(this.#replica, update);
	}

	state(): Uint8Array {
		return Y.encodeStateAsUpdate(this.#replica);
	}

	renew(): void {
		this.parts.renew();
	}

	#put({ at, deleted, inserted }: TextChange): void {
		const text = textOf(this.#replica);
		this.#replica.transact(() => {
			if (deleted > 0) text.delete(at, deleted);
			if (inserted !== '') text.insert(at, inserted);
		});
	}

	#tell(changes: readonly TextChange[]): void {
		if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
	}
}

/** Yjs's delta as changes, each of the text that the one before it made. */
function changesOf(delta: Y.YTextEvent['delta']): TextChange[] {
	const changes: TextChange[] = [];
	let at = 0;
	for (const { insert, delete: deleted = 0, retain = 0 } of delta) {
		at += retain;
		const inserted = typeof insert === 'string' ? insert : '';
		if (deleted > 0 || inserted !== '') changes.push({ at, deleted, inserted });
		at += inserted.length;
	}
	return changes;
}
