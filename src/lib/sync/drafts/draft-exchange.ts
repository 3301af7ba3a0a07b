import type { DeviceId, EntryId, IncidentId } from '../../domain/log/entry';
import type { PictureSection } from '../../domain/log/kinds';
import type { DraftName, SharedDraft, SharedDrafts } from '../../ports/shared-drafts';
import type { Timers } from '../../ports/sync';
import type { ExchangePeer } from '../session/log-exchange';
import type { DraftMessage } from '../session/messages';
import { RateLimit } from '../transports/rate-limit';
import { Draft } from './draft';
import { RENEWED_EVERY_MS } from './presence';
import { BASE_CLIENT } from './text-update';

const DRAFTS_MAX = 8;
const PER_SECOND = 100;
const OVER_SECONDS = 10;

export interface DraftsParts {
	readonly own: DeviceId;
	readonly timers: Timers;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
	/** From 0 to less than 1. */
	readonly random: () => number;
}

/** All drafts that this phone holds. They outlive sessions, and the page that they are written in nothing. */
export class DraftBook implements SharedDrafts {
	readonly #exchanges = new Map<IncidentId, DraftExchange>();
	readonly #listeners = new Set<() => void>();

	constructor(private readonly parts: DraftsParts) {}

	/** The drafts of an incident. */
	of(incidentId: IncidentId): DraftExchange {
		const held = this.#exchanges.get(incidentId);
		if (held) return held;
		const exchange = new DraftExchange(incidentId, this.parts, () => {
			for (const listener of this.#listeners) listener();
		});
		this.#exchanges.set(incidentId, exchange);
		return exchange;
	}

	open(name: DraftName, baseText: string, typed = baseText): SharedDraft {
		return this.of(name.incidentId).open(name, baseText, typed);
	}

	writers(incidentId: IncidentId, section: PictureSection): readonly DeviceId[] {
		return this.#exchanges.get(incidentId)?.writers(section) ?? [];
	}

	observe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}

interface Held {
	readonly section: PictureSection;
	readonly draft: Draft<ExchangePeer>;
}

/** The drafts of one incident, over all sessions that share it and know drafts (docs/protocol.md, 4, Drafts). */
export class DraftExchange {
	readonly #peers = new Map<ExchangePeer, RateLimit>();
	readonly #drafts = new Map<string, Held>();
	#timer: (() => void) | null = null;

	constructor(
		private readonly incidentId: IncidentId,
		private readonly parts: DraftsParts,
		private readonly changed: () => void
	) {}

	/** A session has said that it knows drafts. */
	share(peer: ExchangePeer): void {
		if (this.#peers.has(peer)) return;
		this.#peers.set(peer, new RateLimit(PER_SECOND, OVER_SECONDS, this.parts.nowMs));
		for (const { draft } of this.#drafts.values()) {
			draft.ask(peer);
			draft.introduce(peer);
		}
	}

	/** A session has ended. */
	leave(peer: ExchangePeer): void {
		this.#peers.delete(peer);
		for (const { draft } of this.#drafts.values()) draft.forget(peer);
	}

	take(peer: ExchangePeer, { section, base, what, bytes }: DraftMessage): void {
		const rate = this.#peers.get(peer);
		if (!rate) return;
		if (!rate.take()) {
			peer.refuse();
			return;
		}
		const name = nameOf(section, base);
		const held = this.#drafts.get(name)?.draft;
		const draft = held ?? this.#make(section, base, ({ isIdle }) => isIdle);
		if (draft?.take(peer, what, bytes) === false) peer.refuse();
		else if (draft && !held) draft.ask(peer);
		if (what === 'presence' && draft?.isIdle) this.#drop(name);
	}

	open({ section, base }: DraftName, baseText: string, typed: string): SharedDraft {
		const name = nameOf(section, base);
		const draft = this.#drafts.get(name)?.draft ?? this.#make(section, base, ({ hasEditor }) => !hasEditor);
		// there are fewer parts of the picture than drafts that are held
		if (!draft) throw new RangeError('more drafts are written here than the picture has parts');
		return draft.edit(baseText, typed, () => {
			if (draft.isIdle) this.#drop(name);
		});
	}

	/** The other devices on which somebody writes, each once. */
	writers(section: PictureSection): readonly DeviceId[] {
		const all = [...this.#drafts.values()].filter((held) => held.section === section);
		return [...new Set(all.flatMap(({ draft }) => draft.writers))];
	}

	/** @param mayGo Which of those that are held gives way where there are too many. */
	#make(
		section: PictureSection,
		base: EntryId | null,
		mayGo: (draft: Draft<ExchangePeer>) => boolean
	): Draft<ExchangePeer> | null {
		if (this.#drafts.size >= DRAFTS_MAX) {
			const first = [...this.#drafts].find(([, { draft }]) => mayGo(draft));
			if (!first) return null;
			this.#drop(first[0]);
		}
		const draft = new Draft<ExchangePeer>({
			...this.parts,
			clientId: () => BASE_CLIENT + 1 + Math.floor(this.parts.random() * (2 ** 32 - BASE_CLIENT - 1)),
			peers: () => this.#peers.keys(),
			send: (peer, what, bytes) => {
				peer.sendOf(this.incidentId, { type: 'draft', section, base, what, bytes });
			},
			present: this.changed
		});
		this.#drafts.set(nameOf(section, base), { section, draft });
		this.#wait();
		return draft;
	}

	#drop(name: string): void {
		this.#drafts.get(name)?.draft.close();
		this.#drafts.delete(name);
		this.changed();
	}

	#wait(): void {
		this.#timer ??= this.parts.timers.after(RENEWED_EVERY_MS, () => {
			this.#timer = null;
			for (const [name, { draft }] of this.#drafts) {
				draft.renew();
				if (draft.isOver) this.#drop(name);
			}
			this.changed();
			if (this.#drafts.size > 0) this.#wait();
		});
	}
}

function nameOf(section: PictureSection, base: EntryId | null): string {
	return `${section} ${base ?? ''}`;
}
