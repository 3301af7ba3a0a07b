import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { MERGE_WIDTH } from '$lib/sync/document/compaction-policy';
import { StoredCompaction } from '$lib/sync/document/stored-compaction';
import { YIncidentDocument } from '$lib/sync/document/y-incident-document';
import { carried, carriedFrom, INCIDENT, seededClientIds } from '../../../doubles/carried-entries';
import { FaultyDocuments } from '../../../doubles/faulty-documents';
import { valued } from '../../../doubles/valued';

let repository: FaultyDocuments;
beforeEach(() => {
	repository = new FaultyDocuments();
});

/** Opens what is stored, as the app does after a crash. */
async function reopened(seed = 77): Promise<YIncidentDocument> {
	return new YIncidentDocument(INCIDENT, await repository.held(INCIDENT), seededClientIds(seed));
}

const stateOf = (document: YIncidentDocument) => Y.encodeStateAsUpdate(document.doc);
const storedState = async () => stateOf(await reopened());

/** A phone that stores what it writes, one update for each. */
async function appended(document: YIncidentDocument, from: number, count: number): Promise<void> {
	for (const entry of carriedFrom(from, count)) {
		const staged = document.stage([entry]);
		valued(await repository.append(INCIDENT, staged.update ?? new Uint8Array()));
		staged.commit();
	}
}

describe('compaction', () => {
	it('leaves few updates, and the same document', async () => {
		const document = await reopened(1);
		await appended(document, 0, 300);
		const done = valued(
			await new StoredCompaction(repository, INCIDENT, await repository.held(INCIDENT)).run()
		);
		expect(done.dropped).toEqual([]);
		expect((await repository.held(INCIDENT)).length).toBeLessThan(MERGE_WIDTH);
		expect(await storedState()).toEqual(stateOf(document));
	});

	it('learns of what was stored since, and reads no more than that and what it merges', async () => {
		const document = await reopened(1);
		const compaction = new StoredCompaction(repository, INCIDENT, []);
		await appended(document, 0, 256);
		await compaction.run();
		const [{ bytes: large } = { bytes: new Uint8Array() }] = await repository.held(INCIDENT);
		expect((await repository.held(INCIDENT)).length).toBe(1);
		repository.readBytes = 0;
		await appended(document, 256, MERGE_WIDTH - 1);
		expect(valued(await compaction.run()).merged).toBe(0);
		await appended(document, 271, 1);
		expect(valued(await compaction.run()).merged).toBe(MERGE_WIDTH);
		expect((await repository.held(INCIDENT)).length).toBe(2);
		expect(repository.readBytes).toBeLessThan(large.length / 4);
	});

	it('loses nothing wherever it is cut off, and whatever is stored at the same time', async () => {
		const script = fc.array(
			fc.oneof(
				fc.record({
					kind: fc.constant('append' as const),
					tab: fc.nat(1),
					count: fc.integer({ min: 1, max: 40 })
				}),
				fc.record({ kind: fc.constant('compact' as const), tab: fc.nat(1), writesLeft: fc.nat(3) }),
				fc.record({ kind: fc.constant('reopen' as const), tab: fc.nat(1) })
			),
			{ maxLength: 15 }
		);
		await fc.assert(
			fc.asyncProperty(script, async (steps) => {
				repository = new FaultyDocuments();
				let seed = 1;
				const tabs: { document: YIncidentDocument; compaction: StoredCompaction }[] = [];
				for (; seed <= 2; seed += 1)
					tabs.push({
						document: await reopened(seed),
						compaction: new StoredCompaction(repository, INCIDENT, [])
					});
				let count = 0;
				for (const { kind, ...step } of steps) {
					const tab = tabs[step.tab];
					if (!tab) continue;
					if (kind === 'append' && 'count' in step) {
						await appended(tab.document, count, step.count);
						count += step.count;
					} else if (kind === 'compact' && 'writesLeft' in step) {
						repository.writesLeft = step.writesLeft;
						await tab.compaction.run();
						repository.writesLeft = Infinity;
					} else {
						const stored = await repository.held(INCIDENT);
						tab.document = await reopened(seed++);
						tab.compaction = new StoredCompaction(repository, INCIDENT, stored);
						expect(tab.document.damaged).toEqual([]);
					}
					const now = await reopened(1_000 + seed);
					expect(now.damaged).toEqual([]);
					expect(now.size).toBe(count);
					expect(now.reconcile(carriedFrom(0, count))).toMatchObject({ update: null, candidates: [] });
				}
			}),
			{ numRuns: 60 }
		);
	}, 60_000);

	it('runs once at a time', async () => {
		await appended(await reopened(1), 0, 40);
		const compaction = new StoredCompaction(repository, INCIDENT, []);
		let replaced = 0;
		repository.beforeReplace = () => {
			replaced += 1;
			return Promise.resolve();
		};
		const [first, second] = await Promise.all([compaction.run(), compaction.run()]);
		expect(second).toBe(first);
		expect(replaced).toBe(1);
	});

	it('goes by what another tab left when that merged first', async () => {
		const document = await reopened(1);
		await appended(document, 0, 40);
		const stored = await repository.held(INCIDENT);
		const [one, other] = [0, 1].map(() => new StoredCompaction(repository, INCIDENT, stored));
		await one?.run();
		valued((await other?.run()) ?? { ok: false, error: 'none' });
		await appended(document, 40, 40);
		valued((await other?.run()) ?? { ok: false, error: 'none' });
		expect(await storedState()).toEqual(stateOf(document));
		expect((await repository.held(INCIDENT)).length).toBeLessThan(MERGE_WIDTH);
	});

	it('leaves alone what another tab merged just now, though its number is still there', async () => {
		const document = await reopened(1);
		await appended(document, 0, MERGE_WIDTH);
		const compaction = new StoredCompaction(repository, INCIDENT, []);
		let calls = 0;
		repository.beforeReplace = async () => {
			calls += 1;
			if (calls > 1) return;
			// the last of what is being merged, and one after it
			const [entry] = carriedFrom(MERGE_WIDTH, 1);
			const staged = document.stage(entry ? [entry] : []);
			await repository.append(INCIDENT, staged.update ?? new Uint8Array());
			staged.commit();
			const parts = (await repository.held(INCIDENT)).slice(-2);
			await repository.replace(INCIDENT, parts, Y.mergeUpdates(parts.map(({ bytes }) => bytes)));
		};
		expect(valued(await compaction.run()).merged).toBe(0);
		expect(await storedState()).toEqual(stateOf(document));
		expect(valued(await compaction.run()).merged).toBe(MERGE_WIDTH);
		expect(await storedState()).toEqual(stateOf(document));
	});

	it('keeps what was stored when there is no room for the merged one, and says so', async () => {
		const document = await reopened(1);
		await appended(document, 0, 40);
		repository.writesLeft = 0;
		const compaction = new StoredCompaction(repository, INCIDENT, []);
		expect(await compaction.run()).toMatchObject({ ok: false, error: { code: 'storageFull' } });
		expect((await repository.held(INCIDENT)).length).toBe(40);
		repository.writesLeft = Infinity;
		expect(valued(await compaction.run()).merged).toBe(40);
	});

	it('drops what cannot be read, and names it', async () => {
		const document = await reopened(1);
		await appended(document, 0, MERGE_WIDTH - 1);
		await repository.append(INCIDENT, new Uint8Array(240).fill(255));
		const done = valued(await new StoredCompaction(repository, INCIDENT, []).run());
		expect(done).toMatchObject({ merged: MERGE_WIDTH, dropped: [MERGE_WIDTH] });
		expect((await reopened()).damaged).toEqual([]);
		expect(await storedState()).toEqual(stateOf(document));
	});

	it('is content when nothing that it was to merge can be read', async () => {
		for (let n = 0; n < MERGE_WIDTH; n += 1) await repository.append(INCIDENT, new Uint8Array(240).fill(255));
		expect(valued(await new StoredCompaction(repository, INCIDENT, []).run()).dropped.length).toBe(
			MERGE_WIDTH
		);
		expect(await reopened()).toMatchObject({ size: 0, damaged: [] });
	});

	it('keeps what was deleted and put back as it was', async () => {
		const document = await reopened(1);
		await appended(document, 0, 30);
		const peer = new Y.Doc();
		Y.applyUpdate(peer, stateOf(document));
		for (let n = 0; n < 30; n += 2) {
			const before = Y.encodeStateVector(peer);
			if (n % 4 === 0) peer.getMap('e').delete(carried(n).id);
			else peer.getMap('e').set(carried(n).id, carried(n + 1).bytes);
			const { update } = valued(document.apply(Y.encodeStateAsUpdate(peer, before)));
			if (update) await repository.append(INCIDENT, update);
			const restored = document.restore(carriedFrom(0, 30)).update;
			if (restored && n % 3 === 0) await repository.append(INCIDENT, restored);
			else if (restored) await repository.append(INCIDENT, Y.mergeUpdates([restored, restored]));
		}
		valued(await new StoredCompaction(repository, INCIDENT, []).run());
		expect(await storedState()).toEqual(stateOf(document));
		expect((await reopened()).reconcile(carriedFrom(0, 30))).toMatchObject({
			update: null,
			added: [],
			putBack: []
		});
	});
});
