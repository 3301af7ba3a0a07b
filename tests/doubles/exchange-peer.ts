import { expect } from 'vitest';
import type { DeviceId, IncidentId } from '$lib/domain/log/entry';
import type { ExchangePeer } from '$lib/sync/session/log-exchange';
import { encodeMessage, type LogMessage } from '$lib/sync/session/messages';
import { INCIDENT } from './carried-entries';

/** A session that keeps what an exchange of `INCIDENT` sends to it. */
export class TestPeer implements ExchangePeer {
	readonly deviceId = 'A'.repeat(22) as DeviceId;
	readonly sent: LogMessage[] = [];
	isRefused = false;
	isSending = false;

	sendOf(logId: IncidentId, message: LogMessage): void {
		expect(logId).toBe(INCIDENT);
		encodeMessage({ ...message, log: 0 });
		this.sent.push(message);
	}

	refuse(): void {
		this.isRefused = true;
	}

	of<Type extends LogMessage['type']>(type: Type): (LogMessage & { type: Type })[] {
		return this.sent.filter((one): one is LogMessage & { type: Type } => one.type === type);
	}

	/** The hashes of the photos that it was asked for. */
	get fetched(): string[] {
		return this.of('fetch').map(({ hash }) => hash);
	}

	/** The hashes of the photos that it was told of. */
	get told(): string[] {
		return this.of('holds').flatMap(({ hashes }) => hashes);
	}
}
