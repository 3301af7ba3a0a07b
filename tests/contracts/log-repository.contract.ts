import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compareEntries, FIRST_HASH, type EntryId, type LogEntry } from '$lib/domain/log/entry';
import { HLC_MAX_MS, HLC_ZERO } from '$lib/domain/log/hlc';
import type { IncidentFile, IncidentSummary, JournalPage } from '$lib/ports/log';
import type { PhoneStorage } from '$lib/ports/repositories';
import {
	appending,
	deletion,
	INCIDENT,
	OTHER_INCIDENT,
	photo,
	summary,
	TestDevice
} from '../doubles/log-entries';
import { minute } from '../doubles/phone-rows';
import { valued } from '../doubles/valued';

/**
 * What every `LogRepository` does.
 * @param openTwo Gives one empty storage as two tabs have it.
 */
export function logRepositoryContract(
	name: string,
	openTwo: () => Promise<[PhoneStorage, PhoneStorage]>
): void {
	/** Two tabs of a phone whose identity is `device`. */
	async function opened() {
		const [storage, other] = await openTwo();
		const device = new TestDevice(1);
		valued(await storage.identity.create(device.identity));
		return { storage, log: storage.log, other: other.log, otherStorage: other, device };
	}
	const entriesOf = (page: JournalPage) => page.rows.map((row) => row.entry);
	const open = async () => {
		const { log, device } = await opened();
		return { log, device };
	};

	describe(`${name} as log repository`, { timeout: 30_000 }, () => {
		it('holds nothing at first', async () => {
			const { log, device } = await open();
			expect(valued(await log.head(INCIDENT, device.deviceId))).toBeNull();
			expect(valued(await log.latestHlc(INCIDENT))).toEqual(HLC_ZERO);
			expect(valued(await log.newest(INCIDENT, 10))).toEqual({ rows: [], damaged: [] });
			expect(valued(await log.all(INCIDENT))).toEqual({ rows: [], damaged: [] });
			expect(valued(await log.count(INCIDENT))).toBe(0);
			expect(valued(await log.get(INCIDENT, device.next().id))).toBeNull();
			expect(valued(await log.incidents())).toEqual([]);
			expect(valued(await log.file(INCIDENT, photo().hash))).toBeNull();
			expect(valued(await log.fileHashes(INCIDENT))).toEqual([]);
			expect(valued(await log.deletions())).toEqual([]);
		});

		describe('appending', () => {
			it('gives back what was appended, to the bit', async () => {
				const { log, device } = await open();
				const first = device.next({ payload: { text: 'æ 🧯 \u202e \u0000' }, occurredAtMs: 5 });
				const second = device.next({ copiedFrom: 'paper', wallMs: 0 });
				valued(await log.append(appending([first], { files: [photo()] })));
				valued(await log.append(appending([second], { summary: null })));
				expect(entriesOf(valued(await log.all(INCIDENT)))).toEqual([first, second]);
				expect(valued(await log.get(INCIDENT, second.id))).toEqual(second);
				expect(valued(await log.get(OTHER_INCIDENT, second.id))).toBeNull();
				expect(valued(await log.head(INCIDENT, device.deviceId))).toEqual({ sequence: 2, hash: second.hash });
				expect(valued(await log.latestHlc(INCIDENT))).toEqual(second.hlc);
				expect(valued(await log.count(INCIDENT))).toBe(2);
				expect(valued(await log.incidents())).toEqual([summary()]);
				expect(valued(await log.file(INCIDENT, photo().hash))).toEqual(photo());
			});

			it('names the photos that it holds of an incident, and of none but it', async () => {
				const { log, device } = await open();
				valued(await log.append(appending([device.next()], { files: [photo('a'), photo('b')] })));
				valued(await log.append(appending([device.next({ incidentId: OTHER_INCIDENT })])));
				expect(valued(await log.fileHashes(INCIDENT)).sort()).toEqual(
					[photo('a').hash, photo('b').hash].sort()
				);
				expect(valued(await log.fileHashes(OTHER_INCIDENT))).toEqual([]);
			});

			it('keeps copies: what is done to what it was given, or gave, changes nothing', async () => {
				const { log, device } = await open();
				const entry = device.next();
				const sound = structuredClone(entry);
				valued(await log.append(appending([entry])));
				entry.bytes.fill(0);
				expect(valued(await log.get(INCIDENT, sound.id))).toEqual(sound);
				valued(await log.get(INCIDENT, sound.id))?.bytes.fill(0);
				expect(valued(await log.get(INCIDENT, sound.id))).toEqual(sound);
			});

			it('takes a new summary in place of the old one, and keeps it where none is given', async () => {
				const { log, device } = await open();
				valued(await log.append(appending([device.next()])));
				valued(await log.append(appending([device.next()], { summary: summary({ title: 'Nyt navn' }) })));
				valued(await log.append(appending([device.next()], { summary: null })));
				valued(
					await log.append(appending([], { summary: summary({ closedAt: minute(9), title: 'Nyt navn' }) }))
				);
				expect(valued(await log.incidents())).toEqual([summary({ title: 'Nyt navn', closedAt: minute(9) })]);
			});

			it('stores the document’s change with the entries', async () => {
				const { storage, log, device } = await opened();
				valued(await log.append(appending([device.next()], { documentUpdate: Uint8Array.of(1, 2) })));
				const updates = valued(await storage.documents.load(INCIDENT));
				expect(updates.map((update) => update.bytes)).toEqual([Uint8Array.of(1, 2)]);
			});

			it('refuses what does not follow on the head, and keeps nothing of it', async () => {
				const { log, device } = await open();
				const [first, second, third] = device.chain(3) as [LogEntry, LogEntry, LogEntry];
				const moved = { ok: false, error: { code: 'headMoved' } };
				expect(await log.append(appending([second], { files: [photo()] }))).toEqual(moved);
				expect(valued(await log.incidents())).toEqual([]);
				expect(valued(await log.file(INCIDENT, photo().hash))).toBeNull();
				valued(await log.append(appending([first])));
				expect(await log.append(appending([first]))).toEqual(moved);
				expect(await log.append(appending([third]))).toEqual(moved);
				const fork = device.sign({ ...second, previousHash: photo().hash });
				expect(await log.append(appending([fork]))).toEqual(moved);
				valued(await log.append(appending([second, third])));
				expect(entriesOf(valued(await log.all(INCIDENT)))).toEqual([first, second, third]);
			});

			it('refuses what was written before, or at the time of, the newest that came in meanwhile', async () => {
				const { log, device } = await open();
				const first = device.next();
				valued(await log.append(appending([first])));
				const hlc = { ms: first.hlc.ms + 60_000, counter: 3 };
				valued(await log.receive(appending([new TestDevice(2).next({ hlc })])));
				// another incident's time is none of this one's business
				const far = { ms: hlc.ms + 1e9, counter: 0 };
				const elsewhere = new TestDevice(2).next({ hlc: far, incidentId: OTHER_INCIDENT });
				valued(await log.receive(appending([elsewhere])));
				const rest = { ...first, sequence: 2, previousHash: first.hash };
				const moved = { ok: false, error: { code: 'headMoved' } };
				for (const counter of [2, 3]) {
					const early = device.sign({ ...rest, hlc: { ...hlc, counter } });
					expect(await log.append(appending([early], { files: [photo()] }))).toEqual(moved);
				}
				expect(valued(await log.count(INCIDENT))).toBe(2);
				expect(valued(await log.file(INCIDENT, photo().hash))).toBeNull();
				valued(await log.append(appending([device.sign({ ...rest, hlc: { ...hlc, counter: 4 } })])));
				expect(valued(await log.count(INCIDENT))).toBe(3);
			});

			it('takes an entry at the last time of all, where the clock stands still', async () => {
				const { log, device } = await open();
				const hlc = { ms: HLC_MAX_MS - 1, counter: 0xffff };
				valued(await log.receive(appending([new TestDevice(2).next({ hlc })])));
				valued(await log.append(appending(device.chain(2, { hlc }))));
				valued(await log.append(appending([device.next({ hlc })])));
				expect(valued(await log.count(INCIDENT))).toBe(4);
			});

			it('keeps the chains of incidents apart', async () => {
				const { log, device } = await open();
				const here = device.next();
				const there = device.next({ incidentId: OTHER_INCIDENT });
				valued(await log.append(appending([here])));
				valued(await log.append(appending([there])));
				expect(there.previousHash).toBe(FIRST_HASH);
				expect(entriesOf(valued(await log.all(INCIDENT)))).toEqual([here]);
				expect(entriesOf(valued(await log.newest(OTHER_INCIDENT, 5)))).toEqual([there]);
				expect(valued(await log.count(OTHER_INCIDENT))).toBe(1);
			});

			it('never forks the chain when two tabs write at once', async () => {
				const { log, other, device } = await opened();
				const first = device.next();
				valued(await log.append(appending([first])));
				const second = { sequence: 2, previousHash: first.hash, hlc: { ...first.hlc, counter: 1 } };
				const rivals = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) =>
					device.sign({ ...first, ...second, payload: { text } })
				);
				const written = await Promise.all(
					rivals.map((rival, index) => (index % 2 ? other : log).append(appending([rival])))
				);
				expect(written.filter((one) => one.ok)).toHaveLength(1);
				expect(written.filter((one) => !one.ok && one.error.code === 'headMoved')).toHaveLength(5);
				expect(valued(await log.count(INCIDENT))).toBe(2);
			});

			it.each<[string, (device: TestDevice) => LogEntry[]]>([
				['two authors', (device) => [device.next(), new TestDevice(2).next()]],
				['two incidents', (device) => [device.next(), device.next({ incidentId: OTHER_INCIDENT })]],
				['a gap', (device) => device.chain(3).filter((_, index) => index !== 1)],
				['the wrong order', (device) => device.chain(2).reverse()],
				[
					'bytes that are no entry',
					(device) => device.chain(1).map((entry) => ({ ...entry, bytes: entry.bytes.subarray(1) }))
				],
				[
					'another’s bytes',
					(device) => {
						const [one, two] = device.chain(2) as [LogEntry, LogEntry];
						return [{ ...one, bytes: two.bytes }];
					}
				]
			])('writes nothing where the entries are of %s', async (_, make) => {
				const { log, device } = await open();
				const written = await log.append(appending(make(device)));
				expect(written).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
				expect(valued(await log.count(INCIDENT))).toBe(0);
				expect(valued(await log.incidents())).toEqual([]);
			});

			it.each<[string, Parameters<typeof appending>[1]]>([
				['a new incident without a summary', { summary: null }],
				['another incident’s summary', { summary: summary({ incidentId: OTHER_INCIDENT }) }],
				['a summary without a title', { summary: summary({ title: '' }) }],
				['another incident’s photo', { files: [photo('x', OTHER_INCIDENT)] }],
				['a photo that is no picture', { files: [{ ...photo(), bytes: Uint8Array.of(1, 2, 3) }] }],
				['a photo under another’s hash', { files: [{ ...photo('a'), hash: photo('b').hash }] }],
				['a photo of another type', { files: [{ ...photo(), mediaType: 'image/png' }] }],
				['a photo that is too large', { files: [photo('x'.repeat(200_000))] }]
			])('writes nothing with %s', async (_, change) => {
				const { log, device } = await open();
				const written = await log.append(appending([device.next()], change));
				expect(written).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
				expect(valued(await log.count(INCIDENT))).toBe(0);
				expect(valued(await log.incidents())).toEqual([]);
			});

			it('writes nothing where there is nothing to tell an incident by', async () => {
				const { log } = await open();
				expect(await log.append(appending([], { summary: null }))).toMatchObject({ ok: false });
			});

			it('refuses another device’s entry', async () => {
				const { log } = await open();
				expect(await log.append(appending([new TestDevice(2).next()]))).toEqual({
					ok: false,
					error: { code: 'identityChanged' }
				});
			});

			it('refuses the old identity’s entry when another tab has deleted all data', async () => {
				const { storage, log, otherStorage, device } = await opened();
				valued(await log.append(appending([device.next()])));
				const backup = valued(await storage.readAll());
				valued(await otherStorage.deleteAll());
				valued(await otherStorage.restore(backup));
				const changed = { ok: false, error: { code: 'identityChanged' } };
				const late = device.next();
				expect(await log.append(appending([late]))).toEqual(changed);
				const next = new TestDevice(2);
				valued(await otherStorage.identity.create(next.identity));
				expect(await log.append(appending([late]))).toEqual(changed);
				valued(await log.append(appending([next.next({ hlc: late.hlc })])));
			});
		});

		describe('receiving', () => {
			it('adds what is new, of any author and in any order, and says what that was', async () => {
				const { log, device } = await open();
				const theirs = new TestDevice(2).chain(3);
				const ours = device.next();
				const [first, second, third] = theirs as [LogEntry, LogEntry, LogEntry];
				valued(await log.append(appending([ours])));
				expect(valued(await log.receive(appending([third, first])))).toEqual([third, first]);
				expect(valued(await log.receive(appending([ours, first, second, second, third])))).toEqual([second]);
				expect(valued(await log.receive(appending(theirs)))).toEqual([]);
				expect(entriesOf(valued(await log.all(INCIDENT)))).toEqual([ours, ...theirs].sort(compareEntries));
			});

			it('keeps both sides of a fork', async () => {
				const { log } = await open();
				const theirs = new TestDevice(2);
				const first = theirs.next();
				const fork = theirs.sign({ ...first, payload: { text: 'noget andet' } });
				expect(valued(await log.receive(appending([first, fork])))).toHaveLength(2);
				expect(valued(await log.count(INCIDENT))).toBe(2);
			});

			it('brings this device’s own entries back, and its head', async () => {
				const { log, device } = await open();
				const own = device.chain(2);
				valued(await log.receive(appending(own)));
				valued(await log.append(appending([device.next()])));
				expect(valued(await log.head(INCIDENT, device.deviceId))?.sequence).toBe(3);
			});

			it('writes nothing at all where one could not be read back', async () => {
				const { log } = await open();
				const [sound, bad] = new TestDevice(2).chain(2) as [LogEntry, LogEntry];
				const written = await log.receive(appending([sound, { ...bad, bytes: new Uint8Array() }]));
				expect(written).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
				expect(valued(await log.count(INCIDENT))).toBe(0);
			});
		});

		describe('reading', () => {
			it('gives entries in their own order, in whatever order they came', async () => {
				const { log } = await open();
				const entries = [2, 3, 4].flatMap((seed) => {
					const device = new TestDevice(seed);
					return [0, 0, 1, 5].map((ms, index) =>
						device.next({ hlc: { ms: 1_000 + ms, counter: index % 2 } })
					);
				});
				const shuffled = fc.sample(fc.shuffledSubarray(entries, { minLength: entries.length }), {
					numRuns: 1,
					seed: 7
				})[0];
				valued(await log.receive(appending(shuffled ?? [])));
				const sorted = [...entries].sort(compareEntries);
				expect(entriesOf(valued(await log.all(INCIDENT)))).toEqual(sorted);
				expect(entriesOf(valued(await log.newest(INCIDENT, 100)))).toEqual([...sorted].reverse());
				expect(valued(await log.latestHlc(INCIDENT))).toEqual(sorted.at(-1)?.hlc);
			});

			it('pages from the end without leaving out or repeating, ties too, and by kind', async () => {
				const { log } = await open();
				const theirs = new TestDevice(2);
				const first = theirs.next({ hlc: { ms: 1_000, counter: 0 } });
				const tied = ['a', 'b', 'c'].map((text) => theirs.sign({ ...first, payload: { text } }));
				const decided = theirs.chain(5, { kind: 'decided' });
				const rest = theirs.chain(4);
				valued(await log.receive(appending([...tied, ...decided, first, ...rest])));
				const everything = entriesOf(valued(await log.all(INCIDENT))).reverse();
				expect(everything).toHaveLength(13);
				for (const [kind, expected] of [
					[undefined, everything],
					['decided', everything.filter((entry) => entry.kind === 'decided')],
					['unheardOf', []]
				] as const) {
					const paged: LogEntry[] = [];
					for (let pages = 0; pages < 10; pages += 1) {
						const before = paged.at(-1);
						const options = { ...(before ? { before } : {}), ...(kind ? { kind } : {}) };
						paged.push(...entriesOf(valued(await log.newest(INCIDENT, 3, options))));
					}
					expect(paged).toEqual(expected);
				}
			});

			it('gives nothing where nothing is asked for', async () => {
				const { log, device } = await open();
				valued(await log.append(appending([device.next()])));
				expect(valued(await log.newest(INCIDENT, 0)).rows).toEqual([]);
			});

			it('numbers arrivals as they come', async () => {
				const { log, device } = await open();
				const theirs = new TestDevice(2).next({ hlc: { ms: 1, counter: 0 } });
				const ours = device.next();
				valued(await log.append(appending([ours])));
				valued(await log.receive(appending([theirs])));
				const { rows } = valued(await log.all(INCIDENT));
				expect(rows.map((row) => row.entry)).toEqual([theirs, ours]);
				expect(rows[0]?.arrival).toBeGreaterThan(rows[1]?.arrival ?? 0);
			});

			it('finds the head by sequence, not by time', async () => {
				const { log } = await open();
				const theirs = new TestDevice(2);
				const early = theirs.next({ hlc: { ms: 9_000, counter: 0 } });
				const late = theirs.next({ hlc: { ms: 1_000, counter: 0 } });
				valued(await log.receive(appending([early, late])));
				expect(valued(await log.head(INCIDENT, theirs.deviceId))).toEqual({ sequence: 2, hash: late.hash });
			});
		});

		describe('following', () => {
			const following = (follow: (observer: (page: JournalPage) => void) => () => void) => {
				const pages: LogEntry[][] = [];
				const stop = follow((page) => pages.push(entriesOf(page)));
				return { pages, stop };
			};

			it('tells all at once, then what arrives, from whichever tab, each once', async () => {
				const { log, other, device } = await opened();
				const [first, second, third] = device.chain(3) as [LogEntry, LogEntry, LogEntry];
				valued(await log.append(appending([first])));
				const { pages, stop } = following((tell) =>
					log.follow(INCIDENT, (page) => {
						tell(valued(page));
					})
				);
				await vi.waitFor(() => {
					expect(pages).toEqual([[first]]);
				});
				valued(await log.append(appending([second])));
				valued(await other.append(appending([third])));
				await vi.waitFor(() => {
					expect(pages.slice(1).flat()).toEqual([second, third]);
				});
				valued(await log.append(appending([device.next({ incidentId: OTHER_INCIDENT })])));
				const theirs = new TestDevice(2).next();
				valued(await other.receive(appending([first, theirs])));
				await vi.waitFor(() => {
					expect(pages.slice(1).flat()).toEqual([second, third, theirs]);
				});
				expect(pages.slice(1).every((page) => page.length > 0)).toBe(true);
				stop();
				valued(await log.append(appending([device.next()])));
				await new Promise((resolve) => setTimeout(resolve, 30));
				expect(pages.flat()).toHaveLength(4);
			});

			it('tells when a photo comes in after its entry, from whichever tab', async () => {
				const { log, other, device } = await opened();
				valued(await log.append(appending([device.next()])));
				const seen: (IncidentFile | null)[] = [];
				const stop = log.observeFile(INCIDENT, photo().hash, (file) => seen.push(valued(file)));
				await vi.waitFor(() => {
					expect(seen).toEqual([null]);
				});
				valued(await other.receive(appending([], { summary: null, files: [photo()] })));
				await vi.waitFor(() => {
					expect(seen.at(-1)).toEqual(photo());
				});
				stop();
			});

			it('tells nothing more when it has ended before it was first told', async () => {
				const { log } = await open();
				const { pages, stop } = following((tell) =>
					log.follow(INCIDENT, (page) => {
						tell(valued(page));
					})
				);
				stop();
				await new Promise((resolve) => setTimeout(resolve, 30));
				expect(pages).toEqual([]);
			});

			it('leaves nothing out and repeats nothing under a storm of writes from two tabs', async () => {
				const { log, other } = await opened();
				const { pages, stop } = following((tell) =>
					log.follow(INCIDENT, (page) => {
						tell(valued(page));
					})
				);
				const writers = [2, 3, 4, 5].map((seed) => new TestDevice(seed).chain(15));
				await Promise.all(
					writers.map(async (chain, index) => {
						for (const entry of chain) valued(await (index % 2 ? log : other).receive(appending([entry])));
					})
				);
				await vi.waitFor(() => {
					expect(pages.flat()).toHaveLength(60);
				});
				stop();
				expect(new Set(pages.flat().map((entry) => entry.id)).size).toBe(60);
			});

			it('tells of each incident that is opened, renamed or deleted, the newest first', async () => {
				const { log, other, device } = await opened();
				const lists: IncidentSummary[][] = [];
				const stop = log.observeIncidents((list) => lists.push(valued(list)));
				await vi.waitFor(() => {
					expect(lists).toEqual([[]]);
				});
				const later = summary({ incidentId: OTHER_INCIDENT, openedAt: minute(60), mode: 'exercise' });
				valued(await log.append(appending([device.next()])));
				valued(
					await other.append(appending([device.next({ incidentId: OTHER_INCIDENT })], { summary: later }))
				);
				await vi.waitFor(() => {
					expect(lists.at(-1)).toEqual([later, summary()]);
				});
				valued(await other.deleteIncident(deletion()));
				await vi.waitFor(() => {
					expect(lists.at(-1)).toEqual([later]);
				});
				stop();
			});
		});

		describe('repairing', () => {
			it('leaves a row that can be read, and an entry that is held', async () => {
				const { log, device } = await open();
				const [first, second] = device.chain(2) as [LogEntry, LogEntry];
				valued(await log.append(appending([first])));
				const before = valued(await log.all(INCIDENT));
				valued(await log.repair(before.rows[0]?.arrival ?? 0, first));
				expect(valued(await log.all(INCIDENT))).toEqual(before);
				expect(await log.repair(1, { ...second, bytes: new Uint8Array() })).toMatchObject({ ok: false });
			});
		});

		describe('deleting an incident', () => {
			it('removes all that belongs to it, and nothing else, and keeps the record', async () => {
				const { storage, log, device } = await opened();
				valued(
					await log.append(appending(device.chain(3), { files: [photo()], documentUpdate: Uint8Array.of(1) }))
				);
				valued(await storage.documents.append(`${INCIDENT}/files`, Uint8Array.of(2)));
				valued(await storage.documents.append('app', Uint8Array.of(3)));
				const kept = device.next({ incidentId: OTHER_INCIDENT });
				valued(await log.append(appending([kept], { files: [photo('x', OTHER_INCIDENT)] })));
				valued(await log.deleteIncident(deletion()));

				expect(valued(await log.count(INCIDENT))).toBe(0);
				expect(valued(await log.file(INCIDENT, photo().hash))).toBeNull();
				expect(valued(await storage.documents.load(INCIDENT))).toEqual([]);
				expect(valued(await storage.documents.load(`${INCIDENT}/files`))).toEqual([]);
				expect(valued(await storage.documents.load('app'))).toHaveLength(1);
				expect(valued(await log.deletions())).toEqual([deletion()]);
				expect(valued(await storage.readAll())).toMatchObject({
					incidents: [
						{
							summary: summary({ incidentId: OTHER_INCIDENT }),
							entries: [kept],
							files: [photo('x', OTHER_INCIDENT)]
						}
					],
					incidentDeletions: [deletion()]
				});
			});

			it('lets nothing of it come back, from this device or another', async () => {
				const { log, other, device } = await opened();
				valued(await log.append(appending(device.chain(2))));
				valued(await other.deleteIncident(deletion()));
				const deleted = { ok: false, error: { code: 'incidentDeleted' } };
				expect(await log.append(appending([device.next()]))).toEqual(deleted);
				expect(await log.receive(appending([new TestDevice(2).next()]))).toEqual(deleted);
				expect(valued(await log.incidents())).toEqual([]);
				expect(valued(await log.count(INCIDENT))).toBe(0);
			});

			it('is refused as a whole where the record could not be read back', async () => {
				const { log, device } = await open();
				valued(await log.append(appending([device.next()])));
				expect(await log.deleteIncident(deletion({ deletedBy: '' }))).toMatchObject({ ok: false });
				expect(valued(await log.count(INCIDENT))).toBe(1);
			});
		});

		it('gives back any text that an entry can hold', async () => {
			const { log } = await open();
			const theirs = new TestDevice(2);
			const text = fc.string({ maxLength: 60, unit: 'binary' });
			const entries = fc
				.sample(fc.record({ text, source: fc.option(text) }), { numRuns: 40, seed: 11 })
				.filter((payload) => JSON.stringify(payload).length < 15_000)
				.map((payload) => theirs.next({ payload }));
			valued(await log.receive(appending(entries)));
			for (const entry of entries) expect(valued(await log.get(INCIDENT, entry.id))).toEqual(entry);
			expect(valued(await log.get(INCIDENT, '__proto__' as EntryId))).toBeNull();
		});
	});
}
