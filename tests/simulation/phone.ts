import { sha256 } from '@noble/hashes/sha2.js';
import { IncidentCarriers } from '$lib/app/incident-carriers';
import { JournalSource } from '$lib/app/log-source';
import { EntryWriter } from '$lib/app/write-entry';
import { toBase64Url } from '$lib/base/bytes';
import type { Clock } from '$lib/base/time';
import { deviceIdOf, type DeviceId, type IncidentId, type LogEntry } from '$lib/domain/log/entry';
import type { GroupId } from '$lib/ports/group';
import type { Signer, Verifier } from '$lib/ports/log';
import type { PeerConnector, PeerLink } from '$lib/ports/peer-link';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { YIncidentDocuments } from '$lib/sync/document/y-incident-documents';
import { DraftBook } from '$lib/sync/drafts/draft-exchange';
import { decodeMessage } from '$lib/sync/session/messages';
import { PeerNetwork } from '$lib/sync/session/peer-network';
import { Air } from '../doubles/air';
import { seededClientIds } from '../doubles/carried-entries';
import { noHub, type FakeHub } from '../doubles/fake-hub';
import { plainCrypto } from '../doubles/plain-crypto';
import { valued } from '../doubles/valued';
import { seededRandom } from './random';
import type { VirtualTime } from './virtual-time';
import { Wire, type WireRules } from './wire';

export const GROUP = '99999999-9999-4999-8999-999999999999' as GroupId;
const CURRENT = {
	groupId: GROUP,
	name: 'Gruppen',
	secrets: [{ epoch: 1, secret: new Uint8Array(32).fill(7) }]
};

/** A phone with everything of the real app but its keys, its disk and its radio. */
export class SimPhone {
	readonly storage = createMemoryStorage(null);
	readonly deviceId: DeviceId;
	/** How far its clock is off. */
	skewMs = 0;
	/** The keys of phones that were put out of the group, as far as this one knows. */
	readonly putOut = new Set<string>();
	readonly #isMember = (deviceKey: string) => !this.putOut.has(deviceKey);
	readonly #signer: Signer;
	readonly #wires = new Set<Wire>();
	#writer!: EntryWriter;
	#source!: JournalSource;
	#network!: PeerNetwork;
	#drafts!: DraftBook;
	#random: () => number;
	#starts = 0;

	constructor(
		readonly number: number,
		private readonly time: VirtualTime,
		/** Without it, it has no more sessions than those that it is given. */
		private readonly air: Air | null = null,
		/** One that it can dial. */
		private readonly hub: FakeHub | null = null
	) {
		this.#random = seededRandom(number);
		const key = sha256(Uint8Array.of(number));
		this.deviceId = deviceIdOf(key);
		this.#signer = {
			deviceId: this.deviceId,
			publicKey: toBase64Url(key),
			sign: async () => new Uint8Array(64)
		};
	}

	get deviceKey(): string {
		return this.#signer.publicKey;
	}

	get clock(): Clock {
		return { now: () => Math.max(0, this.time.now() + this.skewMs) };
	}

	/** Starts the app; what lies on the disk is there, what was in memory is not. */
	async start(): Promise<void> {
		if (this.#starts === 0)
			valued(
				await this.storage.identity.create({
					keys: { publicKey: this.#signer.publicKey, privateKey: new Uint8Array(32) },
					createdAt: '2026-11-25T00:00:00.000Z' as never,
					person: null
				})
			);
		this.#starts += 1;
		const { log, documents: repository } = this.storage;
		const verifier: Verifier = {
			verify: async () => true,
			verifyAll: async (signed) => signed.map(() => true)
		};
		const carriers: IncidentCarriers = new IncidentCarriers({
			log,
			repository,
			documents: new YIncidentDocuments(repository, seededClientIds(this.number * 1_000 + this.#starts)),
			verifier,
			writer: { exclusively: (logId, work) => this.#writer.exclusively(logId, work) }
		});
		this.#writer = new EntryWriter({
			log,
			signer: this.#signer,
			clock: this.clock,
			documentOf: (logId) => carriers.documentOf(logId)
		});
		this.#source = new JournalSource({
			groupId: GROUP,
			log,
			documents: repository,
			apart: this.storage.apart,
			receipts: this.storage.receipts,
			verifier,
			clock: this.clock,
			writer: this.#writer,
			carriers,
			membership: () => 'member',
			timers: this.time
		});
		await this.#source.start();
		this.#drafts = new DraftBook({
			own: this.deviceId,
			timers: this.time,
			nowMs: () => this.time.now(),
			random: () => this.#random()
		});
		this.#network = new PeerNetwork({
			drafts: this.#drafts,
			source: this.#source,
			timers: this.time,
			crypto: plainCrypto(this.number * 1_000 + this.#starts),
			signer: this.#signer,
			verifier,
			connector: this.#connector(),
			dialer: this.hub?.dialer() ?? noHub,
			group: { current: () => (this.air ? CURRENT : null), isMember: this.#isMember },
			nowMs: () => this.time.now(),
			random: () => this.#random(),
			syncedGroup: {
				epoch: 1,
				isMember: this.#isMember,
				secretsAfter: () => [],
				takeSecrets: async () => undefined,
				observe: () => () => undefined
			}
		});
	}

	/** Looks for others over a hub; null: over none. */
	useHub(address: string | null): void {
		this.#network.useHubs(address === null ? [] : [address]);
	}

	#connector(): PeerConnector {
		return (this.air ?? new Air()).connector(this.number);
	}

	/** The browser is killed: no goodbye, nothing written. */
	kill(): void {
		for (const wire of this.#wires) wire.cut();
		this.#wires.clear();
		this.useHub(null);
		this.#source.close();
		this.#network.close();
	}

	/** The app is left on purpose: the others are told. */
	leave(): void {
		this.#network.close();
		this.#source.close();
	}

	/** Begins an incident. */
	async open(incidentId: IncidentId): Promise<void> {
		const words = {
			kind: 'incidentOpened',
			payload: { title: 'Strøm', mode: 'real', planId: 'plan', planFingerprint: 'x' }
		};
		valued(
			await this.#writer.write(incidentId, [words], {
				summary: {
					incidentId,
					title: 'Strøm',
					mode: 'real',
					planId: 'plan',
					planFingerprint: 'x',
					openedAt: '2026-11-25T02:00:00.000Z' as never,
					closedAt: null
				}
			})
		);
	}

	/** Writes a note; when it answers, the person was told that it is saved. */
	async write(incidentId: IncidentId, text: string): Promise<LogEntry> {
		const [entry] = await this.writeAll(incidentId, [text]);
		if (!entry) throw new Error('nothing was written');
		return entry;
	}

	/** Writes notes, all or none of them. */
	async writeAll(incidentId: IncidentId, texts: readonly string[]): Promise<LogEntry[]> {
		const words = texts.map((text) => ({ kind: 'observed', payload: { text, certainty: 'confirmed' } }));
		return valued(await this.#writer.write(incidentId, words));
	}

	/** Writes that a photo was taken, and keeps it with the entry. @returns Its hash. */
	async attach(incidentId: IncidentId, content: string): Promise<string> {
		const bytes = Uint8Array.of(0xff, 0xd8, 0xff, ...new TextEncoder().encode(content));
		const hash = toBase64Url(sha256(bytes));
		const mediaType = 'image/jpeg';
		const words = { kind: 'attached', payload: { hash, mediaType, byteLength: bytes.length } };
		valued(
			await this.#writer.write(incidentId, [words], { files: [{ incidentId, hash, mediaType, bytes }] })
		);
		return hash;
	}

	/** The hashes of the photos on the disk. */
	async photos(incidentId: IncidentId): Promise<string[]> {
		return valued(await this.storage.log.fileHashes(incidentId)).sort();
	}

	async entries(incidentId: IncidentId): Promise<LogEntry[]> {
		return valued(await this.storage.log.all(incidentId)).rows.map((row) => row.entry);
	}

	/** What it writes in common with others. */
	get drafts(): DraftBook {
		return this.#drafts;
	}

	get sessions() {
		return this.#network.hub.sessions;
	}

	/** Whom it looks for. */
	get lost() {
		return this.#network.lost;
	}

	get reach() {
		return this.#network.reach;
	}

	/** A wire that goes when this phone is killed. */
	holds(wire: Wire): void {
		this.#wires.add(wire);
	}

	join(other: SimPhone, link: PeerLink, wire: Wire): void {
		this.#wires.add(wire);
		this.#network.hub.add(
			{
				deviceId: other.deviceId,
				deviceKey: other.#signer.publicKey,
				transcript: new Uint8Array(32),
				next: () => Promise.reject(new Error('nothing is said before the logs')),
				listen: (listener) => {
					link.listen({
						message: (bytes) => {
							const message = decodeMessage(bytes);
							if (message) listener.message(message);
							else link.close();
						},
						closed: (end) => {
							listener.closed(end);
						}
					});
				}
			},
			link
		);
	}
}

/** Two phones meet; the proof is taken for granted here (proof.test.ts). */
export function meet(a: SimPhone, b: SimPhone, time: VirtualTime, rules: WireRules): Wire {
	const wire = new Wire(time, rules);
	a.join(b, wire.ends[0], wire);
	b.join(a, wire.ends[1], wire);
	return wire;
}
