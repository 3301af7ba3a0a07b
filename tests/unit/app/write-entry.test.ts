import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EntryWriter, type EntryWords } from '$lib/app/write-entry';
import { fail, type Result } from '$lib/base/result';
import { compareEntries, FIRST_HASH, type LogEntry } from '$lib/domain/log/entry';
import { compareHlc, HLC_MAX_MS } from '$lib/domain/log/hlc';
import type { LogRepository } from '$lib/ports/log';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { FixedClock } from '../../doubles/clock';
import { logWith } from '../../doubles/faulty-log';
import { appending, INCIDENT, OTHER_INCIDENT, photo, summary, TestDevice } from '../../doubles/log-entries';
import { valued } from '../../doubles/valued';

const SUMMARY = { summary: summary() };
const words = (text: string): EntryWords => ({
	kind: 'observed',
	payload: { text, certainty: 'confirmed' }
});

let storage: PhoneStorage;
let device: TestDevice;
let clock: FixedClock;
beforeEach(async () => {
	storage = createMemoryStorage(null);
	device = new TestDevice();
	clock = new FixedClock();
	valued(await storage.identity.create(device.identity));
});
const writerOn = (log: LogRepository = storage.log) => new EntryWriter({ log, signer: device.signer, clock });
const held = async (from: PhoneStorage = storage) =>
	valued(await from.log.all(INCIDENT)).rows.map((row) => row.entry);

/** Fails unless the entries of `author` are one chain from its first, with rising clocks. */
function expectOneChain(entries: readonly LogEntry[], author = device): void {
	const own = entries
		.filter((entry) => entry.deviceId === author.deviceId)
		.sort((a, b) => a.sequence - b.sequence);
	own.forEach((entry, index) => {
		const before = own[index - 1];
		expect(entry.sequence).toBe(index + 1);
		expect(entry.previousHash).toBe(before?.hash ?? FIRST_HASH);
		if (before) expect(compareHlc(entry.hlc, before.hlc)).toBeGreaterThan(0);
	});
	// so the log's own order tells the author's story in the order in which it was written
	expect([...own].sort(compareEntries)).toEqual(own);
}

describe('writing entries', () => {
	it('signs them into one chain, and gives back what is on the disk', async () => {
		const writer = writerOn();
		const first = valued(
			await writer.write(
				INCIDENT,
				[words('en'), { ...words('to'), occurredAtMs: 1_000, copiedFrom: 'paper' }],
				{ ...SUMMARY, files: [photo()] }
			)
		);
		clock.step(5_000);
		const second = valued(await writer.write(INCIDENT, [words('tre')]));
		expect(await held()).toEqual([...first, ...second]);
		expectOneChain(await held());
		expect(first[1]).toMatchObject({ occurredAtMs: 1_000, copiedFrom: 'paper', wallMs: clock.now() - 5_000 });
		expect(second[0]).toMatchObject({ hlc: { ms: clock.now(), counter: 0 }, payload: words('tre').payload });
		expect(valued(await storage.log.incidents())).toEqual([summary()]);
		expect(valued(await storage.log.file(INCIDENT, photo().hash))).toEqual(photo());
	});

	it('comes after all that this phone holds, whatever its clock says', async () => {
		const ahead = new TestDevice(2).next({ hlc: { ms: clock.now() + 86_400_000, counter: 7 } });
		valued(await storage.log.receive(appending([ahead])));
		clock.step(-10 * 365 * 86_400_000);
		const [entry] = valued(await writerOn().write(INCIDENT, [words('urets tid')]));
		expect(entry?.hlc).toEqual({ ms: ahead.hlc.ms, counter: 8 });
		expect(entry?.wallMs).toBe(clock.now());
	});

	it('is not stopped by an entry that claims the last time there is', async () => {
		const last = { ms: HLC_MAX_MS - 1, counter: 0xffff };
		valued(await storage.log.receive(appending([new TestDevice(2).next({ hlc: last })])));
		const writer = writerOn();
		const written = valued(await writer.write(INCIDENT, [words('en'), words('to')]));
		expect(written.map((entry) => entry.hlc)).toEqual([last, last]);
		expect(written.map((entry) => entry.sequence)).toEqual([1, 2]);
	});

	it('keeps quick presses in their order', async () => {
		const writer = writerOn();
		const presses = Array.from({ length: 12 }, (_, index) =>
			writer.write(INCIDENT, [words(`tryk ${index}`)], SUMMARY)
		);
		await Promise.all(presses);
		const entries = await held();
		expect(entries.map((entry) => entry.payload.text)).toEqual(presses.map((_, index) => `tryk ${index}`));
		expectOneChain(entries);
	});

	/** How often the log is asked where to go on. */
	function countingReads() {
		let reads = 0;
		const log = logWith(storage.log, {
			head: (...given) => {
				reads += 1;
				return storage.log.head(...given);
			},
			latestHlc: (...given) => {
				reads += 1;
				return storage.log.latestHlc(...given);
			}
		});
		return { log, reads: () => reads };
	}

	it('reads where to go on once, and goes on from there press after press', async () => {
		const { log, reads } = countingReads();
		const writer = writerOn(log);
		for (const text of ['en', 'to', 'tre']) valued(await writer.write(INCIDENT, [words(text)], SUMMARY));
		expect(reads()).toBe(2);
		const other = { summary: summary({ incidentId: OTHER_INCIDENT }) };
		valued(await writer.write(OTHER_INCIDENT, [words('et andet sted')], other));
		expect(reads()).toBe(4);
		expectOneChain(await held());
	});

	it('is one transaction of the database from the second press on', async () => {
		const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const phone = valued(await openDexieStorage({ name: 'one-press', indexedDB: new IDBFactory() }));
		valued(await phone.identity.create(device.identity));
		const writer = writerOn(phone.log);
		valued(await writer.write(INCIDENT, [words('en')], SUMMARY));
		transaction.mockClear();
		valued(await writer.write(INCIDENT, [words('to'), words('tre')]));
		expect(transaction).toHaveBeenCalledTimes(1);
		transaction.mockRestore();
	});

	it('comes after what came in between presses, however far ahead that is', async () => {
		const { log, reads } = countingReads();
		const writer = writerOn(log);
		valued(await writer.write(INCIDENT, [words('før')], SUMMARY));
		const ahead = new TestDevice(2).next({ hlc: { ms: clock.now() + 86_400_000, counter: 7 } });
		valued(await storage.log.receive(appending([ahead])));
		const [after] = valued(await writer.write(INCIDENT, [words('efter')]));
		expect(after?.hlc).toEqual({ ms: ahead.hlc.ms, counter: 8 });
		expect(reads()).toBe(4);
		valued(await writer.write(INCIDENT, [words('og så')]));
		expect(reads()).toBe(4);
		expectOneChain(await held());
	});

	it('comes after what came in between presses within the same millisecond', async () => {
		const writer = writerOn();
		const [first] = valued(await writer.write(INCIDENT, [words('før')], SUMMARY));
		// as another phone that had the first would write it
		const hlc = { ms: first?.hlc.ms ?? 0, counter: 1 };
		const theirs = new TestDevice(2).next({ hlc });
		valued(await storage.log.receive(appending([theirs])));
		const [after] = valued(await writer.write(INCIDENT, [words('efter')]));
		expect(after?.hlc).toEqual({ ...hlc, counter: 2 });
	});

	it('reads again where another tab went on, and where a write failed', async () => {
		const { log, reads } = countingReads();
		const writer = writerOn(log);
		valued(await writer.write(INCIDENT, [words('her')], SUMMARY));
		valued(await writerOn().write(INCIDENT, [words('i en anden fane')]));
		valued(await writer.write(INCIDENT, [words('her igen')]));
		expect(reads()).toBe(4);
		expect((await writer.write(INCIDENT, [words('a')], { files: [photo('x', OTHER_INCIDENT)] })).ok).toBe(
			false
		);
		valued(await writer.write(INCIDENT, [words('til sidst')]));
		expect(reads()).toBe(6);
		expectOneChain(await held());
	});

	it('does not have one incident wait for another', async () => {
		let letGo: () => void = () => undefined;
		const waiting = new Promise<void>((resolve) => (letGo = resolve));
		const log = logWith(storage.log, {
			append: async (append) => {
				if (append.entries[0]?.incidentId === INCIDENT) await waiting;
				return storage.log.append(append);
			}
		});
		const writer = writerOn(log);
		const slow = writer.write(INCIDENT, [words('langsom')], SUMMARY);
		const quick = await writer.write(OTHER_INCIDENT, [words('hurtig')], {
			summary: summary({ incidentId: OTHER_INCIDENT })
		});
		expect(quick.ok).toBe(true);
		letGo();
		expect((await slow).ok).toBe(true);
	});

	it('goes on after one that failed, and after one that was a bug', async () => {
		const writer = writerOn();
		const tooLarge = await writer.write(INCIDENT, [words('x'.repeat(16_000))], SUMMARY);
		expect(tooLarge).toMatchObject({ ok: false, error: { code: 'entryTooLarge' } });
		const bug = writer.write(INCIDENT, [{ kind: 'No Kind', payload: {} }], SUMMARY);
		const after = writer.write(INCIDENT, [words('videre')], SUMMARY);
		await expect(bug).rejects.toThrow();
		expect((await after).ok).toBe(true);
		expectOneChain(await held());
	});

	it('writes none of several where one is too large', async () => {
		const written = await writerOn().write(INCIDENT, [words('a'), words('x'.repeat(16_000))], SUMMARY);
		expect(written).toMatchObject({ ok: false, error: { code: 'entryTooLarge' } });
		expect(await held()).toEqual([]);
	});

	it.each([
		['the phone is full', { code: 'storageFull', detail: '' }],
		['the incident was deleted', { code: 'incidentDeleted' }],
		['all data was deleted in another tab', { code: 'identityChanged' }]
	] as const)('is not tried again when %s', async (_, error) => {
		let tries = 0;
		const log = logWith(storage.log, {
			append: async () => {
				tries += 1;
				return fail(error);
			}
		});
		expect(await writerOn(log).write(INCIDENT, [words('a')], SUMMARY)).toEqual({ ok: false, error });
		expect(tries).toBe(1);
	});

	it('gives up after eight tries, and says so', async () => {
		let tries = 0;
		const log = logWith(storage.log, {
			append: async () => {
				tries += 1;
				return fail({ code: 'headMoved' });
			}
		});
		const written = await writerOn(log).write(INCIDENT, [words('a')], SUMMARY);
		expect(written).toEqual({ ok: false, error: { code: 'headMoved' } });
		expect(tries).toBe(8);
	});

	it.each(['head', 'latestHlc'] as const)('says why, when %s could not be read', async (method) => {
		const error = { code: 'storageOutdated', detail: 'version 3' } as const;
		const log = logWith(storage.log, { [method]: async () => fail(error) });
		expect(await writerOn(log).write(INCIDENT, [words('a')], SUMMARY)).toEqual({ ok: false, error });
	});

	it('says so when the browser would not sign', async () => {
		const signer = {
			...device.signer,
			sign: () => Promise.reject(new DOMException('gone', 'OperationError'))
		};
		const writer = new EntryWriter({ log: storage.log, signer, clock });
		expect(await writer.write(INCIDENT, [words('a')], SUMMARY)).toMatchObject({
			ok: false,
			error: { code: 'signingFailed', detail: 'OperationError: gone' }
		});
		expect(await held()).toEqual([]);
	});
});

describe('the incident’s document', () => {
	it('is changed only when the entries are on the disk, and its change is stored with them', async () => {
		const steps: string[] = [];
		let moved = 2;
		const log = logWith(storage.log, {
			append: async (append) => {
				if (moved-- > 0) return fail({ code: 'headMoved' });
				const appended = await storage.log.append(append);
				steps.push('stored');
				return appended;
			}
		});
		const stage = (entries: readonly { readonly id: string }[]) => {
			steps.push(`staged ${entries.length}`);
			return { update: Uint8Array.of(7), commit: () => void steps.push('committed') };
		};
		const writer = new EntryWriter({ log, signer: device.signer, clock, documentOf: () => ({ stage }) });
		valued(await writer.write(INCIDENT, [words('a'), words('b')], SUMMARY));
		expect(steps).toEqual(['staged 2', 'staged 2', 'staged 2', 'stored', 'committed']);
		const updates = valued(await storage.documents.load(INCIDENT));
		expect(updates.map((update) => update.bytes)).toEqual([Uint8Array.of(7)]);
	});

	it('is left as it is when the entries could not be kept', async () => {
		const log = logWith(storage.log, { append: async () => fail({ code: 'storageFull', detail: '' }) });
		let isCommitted = false;
		const stage = () => ({ update: Uint8Array.of(7), commit: () => void (isCommitted = true) });
		const writer = new EntryWriter({ log, signer: device.signer, clock, documentOf: () => ({ stage }) });
		expect((await writer.write(INCIDENT, [words('a')], SUMMARY)).ok).toBe(false);
		expect(isCommitted).toBe(false);
	});
});

describe('two tabs of one phone', () => {
	/** One write of a tab: how many entries, and how far the phone's clock goes before it. */
	const write = fc.record({
		tab: fc.constantFrom(0, 1),
		entries: fc.integer({ min: 1, max: 3 }),
		clockMs: fc.integer({ min: -5_000, max: 5_000 })
	});

	it('write one unbroken chain with rising clocks, however their steps come between each other', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), fc.array(write, { minLength: 2, maxLength: 8 }), async (s, plan) => {
				const phone = createMemoryStorage(null);
				valued(await phone.identity.create(device.identity));
				const time = new FixedClock();
				const writers = [0, 1].map(() => {
					const log = logWith(phone.log, {
						head: s.scheduleFunction((...given: Parameters<LogRepository['head']>) =>
							phone.log.head(...given)
						),
						latestHlc: s.scheduleFunction((...given: Parameters<LogRepository['latestHlc']>) =>
							phone.log.latestHlc(...given)
						),
						append: s.scheduleFunction((...given: Parameters<LogRepository['append']>) =>
							phone.log.append(...given)
						)
					});
					const sign = s.scheduleFunction((message: Uint8Array) => device.signer.sign(message));
					return new EntryWriter({ log, signer: { ...device.signer, sign }, clock: time });
				});
				const writing = plan.map(({ tab, entries, clockMs }, index) => {
					time.step(clockMs);
					const said = Array.from({ length: entries }, (_, part) => words(`${index}.${part}`));
					return (writers[tab] as EntryWriter).write(INCIDENT, said, SUMMARY);
				});
				await s.waitFor(Promise.all(writing));
				const written: Result<LogEntry[], unknown>[] = await Promise.all(writing);
				const entries = await held(phone);
				expectOneChain(entries);
				const told = written.flatMap((one) => (one.ok ? one.value.map((entry) => entry.id) : []));
				expect(told.sort()).toEqual(entries.map((entry) => entry.id).sort());
				// nobody is starved: the other tab moves the head at most four times
				expect(written.every((one) => one.ok)).toBe(true);
			}),
			{ numRuns: 150 }
		);
	}, 60_000);

	it('do so on a database too', async () => {
		const options = { name: 'write-entry', indexedDB: new IDBFactory() };
		const tabs = [valued(await openDexieStorage(options)), valued(await openDexieStorage(options))];
		const [here] = tabs as [PhoneStorage, PhoneStorage];
		valued(await here.identity.create(device.identity));
		const writing = tabs.flatMap((tab, index) => {
			const writer = writerOn(tab.log);
			return Array.from({ length: 8 }, (_, press) =>
				writer.write(INCIDENT, [words(`${index}.${press}`), words('og')], SUMMARY)
			);
		});
		const written = await Promise.all(writing);
		const entries = await held(here);
		expectOneChain(entries);
		const told = written.flatMap((one) => (one.ok ? one.value : []));
		expect(entries).toHaveLength(told.length);
		expect(told.length).toBeGreaterThanOrEqual(16);
	}, 30_000);
});
