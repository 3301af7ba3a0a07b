import type { DeviceId, IncidentId } from '../../domain/log/entry';
import { LOGS_MAX, type NamedLog } from '../../domain/log/named-log';
import type { PeerLink } from '../../ports/peer-link';
import type { SessionEnd } from '../../ports/peers';
import type { SyncedGroup } from '../../ports/sync';
import type { RelayMessage } from '../signaling/relay';
import type { ExchangePeer, LogExchange } from './log-exchange';
import { encodeMessage, type ByeReason, type LogMessage, type Message } from './messages';
import type { Proven } from './proof';
import type { ReserveMessage } from './reserves';

const QUEUE_MAX_BYTES = 32 * 1024 * 1024;

/** What a session needs of the hub. */
export interface SessionParts {
	readonly group: SyncedGroup;
	/** The exchange of a log, begun where it is for this phone; null where it is not. */
	exchangeOf(named: NamedLog): Promise<LogExchange | null>;
	/** The exchanges of the group's log and the open incidents, the group's first. */
	offered(): readonly LogExchange[];
	/** What was said of other phones, or to them. */
	signal(session: SyncSession, message: RelayMessage): void;
	/** The other side has said which connection it keeps in reserve. */
	reserve(session: SyncSession, message: ReserveMessage): void;
	/** Something of the session has changed that people see. */
	changed(): void;
	ended(session: SyncSession, end: SessionEnd): void;
}

/** One proven session: which logs it shares, and who gets which message. */
export class SyncSession implements ExchangePeer {
	readonly deviceId: DeviceId;
	readonly deviceKey: string;
	/** The numbers of the logs that this phone has named, and the logs that the other has, by their numbers. */
	readonly #named = new Map<IncidentId, number>();
	readonly #namedThere: IncidentId[] = [];
	readonly #exchanges = new Map<IncidentId, LogExchange>();
	/** Messages are taken one after the other. */
	#taking: Promise<void> = Promise.resolve();
	#bye: ByeReason | null = null;
	#isOver = false;

	constructor(
		proven: Proven,
		private readonly link: PeerLink,
		private readonly parts: SessionParts
	) {
		this.deviceId = proven.deviceId;
		this.deviceKey = proven.deviceKey;
		this.tellEpoch();
		this.offer();
		proven.listen({
			message: (message) => {
				this.#taking = this.#taking.then(() => (this.#isOver ? undefined : this.#take(message)));
			},
			closed: (end) => {
				this.#end(this.#bye ?? end);
			}
		});
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	get isSending(): boolean {
		return this.link.queuedBytes > 0;
	}

	/** Whether each has said to have what the other has. */
	get isEven(): boolean {
		const exchanges = [...this.#exchanges.values()];
		return exchanges.length > 0 && exchanges.every((one) => one.isEvenWith(this) && one.isHeldBy(this));
	}

	sendOf(logId: IncidentId, message: LogMessage): void {
		const log = this.#named.get(logId);
		if (log !== undefined) this.send({ ...message, log });
	}

	/** Sends what is of no log, or of one by its number. */
	send(message: Message): void {
		if (this.#isOver) return;
		if (this.link.queuedBytes > QUEUE_MAX_BYTES) this.hangUp('busy');
		else this.link.send(encodeMessage(message));
	}

	refuse(): void {
		this.hangUp('refused');
	}

	/** Ends it, and says why. */
	hangUp(why: ByeReason): void {
		if (this.#isOver) return;
		this.link.send(encodeMessage({ type: 'bye', why }));
		this.link.close();
		this.#end(why);
	}

	/** Names what is to be shared and was not yet; the incidents when the group's log is even. */
	offer(): void {
		const [group, ...others] = this.parts.offered();
		if (!group) return;
		this.#name(group);
		const isGroupEven = this.#exchanges.get(group.log.logId)?.isEvenWith(this) === true;
		if (isGroupEven) for (const exchange of others) this.#name(exchange);
	}

	/** Says which epoch is the newest here. */
	tellEpoch(): void {
		this.send({ type: 'epoch', epoch: this.parts.group.epoch });
	}

	#name({ log: { logId, isGroup, isOpen } }: LogExchange): void {
		if (this.#named.has(logId) || this.#named.size === LOGS_MAX) return;
		this.#named.set(logId, this.#named.size);
		this.send({ type: 'logs', logs: [{ logId, isGroup, isOpen }] });
	}

	async #take(message: Message): Promise<void> {
		switch (message.type) {
			case 'epoch': {
				const secrets = this.parts.group.secretsAfter(message.epoch);
				if (secrets.length > 0) this.send({ type: 'secrets', secrets });
				// how much is lacking here
				else if (message.epoch > this.parts.group.epoch) this.tellEpoch();
				return;
			}
			case 'secrets':
				return this.parts.group.takeSecrets(message.secrets);
			case 'logs':
				for (const named of message.logs) await this.#share(named);
				return;
			case 'peers':
			case 'relay':
				this.parts.signal(this, message);
				return;
			case 'reserve':
				this.parts.reserve(this, message);
				return;
			case 'bye':
				this.#bye = message.why;
				this.link.close();
				this.#end(message.why);
				return;
			case 'draft':
				this.#shared(message.log)?.drafts?.take(this, message);
				return;
			case 'update':
			case 'clocks':
			case 'pull':
			case 'heads':
			case 'want':
			case 'entries':
			case 'holds':
			case 'fetch':
			case 'photo':
				await this.#takeOf(message);
				this.offer();
				this.parts.changed();
				return;
			default:
				this.refuse();
		}
	}

	async #share(named: NamedLog): Promise<void> {
		if (this.#namedThere.length === LOGS_MAX) {
			this.refuse();
			return;
		}
		this.#namedThere.push(named.logId);
		if (this.#exchanges.has(named.logId)) return;
		const exchange = await this.parts.exchangeOf(named);
		if (!exchange || this.#isOver) return;
		this.#name(exchange);
		this.#exchanges.set(named.logId, exchange);
		exchange.share(this);
	}

	/** Undefined for a log that is not shared: what was on its way when it was deleted here. */
	#shared(log: number): LogExchange | undefined {
		const logId = this.#namedThere[log];
		return logId && this.#exchanges.get(logId);
	}

	async #takeOf(message: LogMessage & { readonly log: number }): Promise<void> {
		const exchange = this.#shared(message.log);
		if (!exchange) return;
		switch (message.type) {
			case 'update':
				return exchange.takeUpdate(this, message.update);
			case 'clocks':
				exchange.takeClocks(this, message.clocks);
				return;
			case 'pull':
				exchange.takePull(this, message.clocks);
				return;
			case 'heads':
				exchange.takeHeads(this, message.heads);
				return;
			case 'want':
				return exchange.takeWant(this, message.deviceId, message.from, message.to);
			case 'entries':
				return exchange.takeEntries(this, message.entries);
			case 'holds':
				if (message.hashes.length > 0) exchange.photos?.takeHolds(this, message.hashes);
				else exchange.drafts?.share(this);
				return;
			case 'fetch':
				return exchange.photos?.takeFetch(this, message.hash);
			case 'photo':
				return exchange.photos?.takePhoto(this, message.hash, message.bytes);
		}
	}

	#end(end: SessionEnd): void {
		if (this.#isOver) return;
		this.#isOver = true;
		for (const exchange of this.#exchanges.values()) exchange.leave(this);
		this.parts.ended(this, end);
	}
}
