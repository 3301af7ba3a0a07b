import { describe, expect, it } from 'vitest';
import { fail, ok } from '$lib/base/result';
import type { Clocks } from '$lib/ports/incident-document';
import type { SyncedLog } from '$lib/ports/sync';
import { LogExchange } from '$lib/sync/session/log-exchange';
import { YIncidentDocument } from '$lib/sync/document/y-incident-document';
import { carried, INCIDENT, seededClientIds } from '../../../doubles/carried-entries';
import { TestPeer } from '../../../doubles/exchange-peer';
import { settled, VirtualTime } from '../../../simulation/virtual-time';

const document = (seed: number) => new YIncidentDocument(INCIDENT, [], seededClientIds(seed));

/** A log that takes what fits, and whose journal has nothing to say. */
function logOf(doc: YIncidentDocument, entries: readonly Uint8Array[] = []): SyncedLog {
	return {
		logId: INCIDENT,
		isGroup: false,
		isOpen: true,
		isGone: false,
		photos: null,
		document: doc,
		heads: () => [],
		observeHeads: () => () => undefined,
		take: async (update) => {
			const applied = doc.apply(update);
			return applied.ok ? ok(undefined) : fail(applied.error);
		},
		takeEntries: async () => undefined,
		entriesOf: async () => entries
	};
}

function shared(entries: readonly Uint8Array[] = [], more: Partial<SyncedLog> = {}) {
	const time = new VirtualTime();
	const own = document(1);
	const exchange = new LogExchange({ ...logOf(own, entries), ...more }, time, () => undefined);
	const peer = new TestPeer();
	exchange.share(peer);
	return { time, own, exchange, peer };
}

describe('the exchange of a log', () => {
	it('does not ask on and on of a phone whose answers build on what is not there', async () => {
		const { time, exchange, peer } = shared();
		const theirs = document(2);
		theirs.stage([carried(1)]).commit();
		const before = theirs.clocks();
		theirs.stage([carried(2)]).commit();
		// only what came later, again and again
		const outOfOrder = theirs.changesOf(before);
		exchange.takeClocks(peer, theirs.clocks());
		for (let answer = 0; answer < 50; answer += 1) await exchange.takeUpdate(peer, outOfOrder);
		await settled();
		expect(peer.of('pull').length).toBe(1);
		await time.pass(60_000);
		expect(peer.of('pull').length).toBeLessThanOrEqual(7);
	});

	it('asks for all of it where something new came before what it builds on', async () => {
		const { own, exchange, peer } = shared();
		const theirs = document(2);
		theirs.stage([carried(1)]).commit();
		const before = theirs.clocks();
		theirs.stage([carried(2)]).commit();
		await exchange.takeUpdate(peer, theirs.changesOf(before));
		const pull = peer.of('pull')[0];
		if (!pull) throw new Error('it did not ask');
		await exchange.takeUpdate(peer, theirs.changesOf(pull.clocks));
		expect(own.get(carried(1).id)).not.toBeNull();
		expect(own.get(carried(2).id)).not.toBeNull();
	});

	it('hangs up on a phone that claims more writers than any log has', () => {
		const { exchange, peer } = shared();
		for (let part = 0; part < 3; part += 1) {
			const clocks: Clocks = new Map(Array.from({ length: 10_000 }, (_, at) => [1 + part * 10_000 + at, 1]));
			exchange.takeClocks(peer, clocks);
		}
		expect(peer.isRefused).toBe(true);
	});

	it('sends all that is wanted of an author, in messages of a bounded size', async () => {
		const entries = Array.from({ length: 100 }, () => new Uint8Array(10_000));
		const { exchange, peer } = shared(entries);
		await exchange.takeWant(peer, peer.deviceId, 1, 100);
		const messages = peer.of('entries');
		expect(messages.flatMap((one) => one.entries)).toHaveLength(100);
		for (const { entries: some } of messages)
			expect(some.reduce((sum, one) => sum + one.length, 0)).toBeLessThanOrEqual(262_144);
	});

	it('does not ask anew for entries that are in the document, and on their way to the disk', async () => {
		const doc = document(3);
		let stored: () => void = () => undefined;
		const take: SyncedLog['take'] = async (update) => {
			doc.apply(update);
			await new Promise<void>((resolve) => (stored = resolve));
			return ok(undefined);
		};
		const { time, exchange, peer } = shared([], { document: doc, take });
		const theirs = document(2);
		theirs.stage([carried(1)]).commit();
		exchange.takeClocks(peer, theirs.clocks());
		exchange.takeHeads(peer, [{ deviceId: peer.deviceId, sequence: 1, hash: new Uint8Array(8) }]);
		const taking = exchange.takeUpdate(peer, theirs.changesOf(new Map([[theirs.doc.clientID, 0]])));
		await time.pass(60_000);
		expect(peer.of('want')).toEqual([]);
		stored();
		await taking;
		// it is not in the journal all the same
		await time.pass(5_000);
		expect(peer.of('want')).toHaveLength(1);
	});

	it('answers with what was written since, though an earlier answer has not gone out', () => {
		const { own, exchange, peer } = shared();
		own.stage([carried(1)]).commit();
		peer.sent.length = 0;
		exchange.takePull(peer, new Map([[own.doc.clientID, 0]]));
		peer.isSending = true;
		const from = own.clocks().get(own.doc.clientID) ?? 0;
		own.stage([carried(2)]).commit();
		const before = peer.of('update').length;
		exchange.takePull(peer, new Map([[own.doc.clientID, from]]));
		expect(peer.of('update')).toHaveLength(before + 1);
		exchange.takePull(peer, new Map([[own.doc.clientID, from]]));
		expect(peer.of('update')).toHaveLength(before + 1);
	});

	it('answers once to who asks again while the answer has not gone out', async () => {
		const { own, exchange, peer } = shared();
		own.stage([carried(1)]).commit();
		const wanted: Clocks = new Map([[own.doc.clientID, 0]]);
		peer.sent.length = 0;
		exchange.takePull(peer, wanted);
		peer.isSending = true;
		exchange.takePull(peer, wanted);
		expect(peer.of('update')).toHaveLength(1);
		peer.isSending = false;
		exchange.takePull(peer, wanted);
		expect(peer.of('update')).toHaveLength(2);
	});
});
