import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { UNPROVEN, verifyLog } from '$lib/app/verify-log';
import { concatBytes, fromBase64Url, toBase64Url } from '$lib/base/bytes';
import { encodeDraft, FIRST_HASH, signedBytes, type LogEntry } from '$lib/domain/log/entry';
import { serialiseLogFile } from '$lib/domain/log/log-file';
import type { LogFinding } from '$lib/domain/log/verify-chain';
import type { Verifier } from '$lib/ports/log';
import { createDeviceKeys } from '$lib/security/device-keys';
import { OTHER_INCIDENT, summary, TestDevice } from '../../doubles/log-entries';
import { minute } from '../../doubles/phone-rows';
import { valued } from '../../doubles/valued';

let verifier: Verifier;
beforeAll(async () => {
	verifier = await createDeviceKeys();
});

const fileOf = (entries: readonly LogEntry[]) =>
	valued(serialiseLogFile(summary(), entries, {}, minute(120)));
/** A file whose entries are what they are, sound or not. */
function fileWith(texts: readonly unknown[]): string {
	return JSON.stringify({ ...(JSON.parse(fileOf([])) as object), entries: texts });
}
const textsOf = (entries: readonly LogEntry[]) => entries.map((entry) => toBase64Url(entry.bytes));
const reportOn = async (file: string) => valued(await verifyLog(file, verifier));
const findingsIn = async (texts: readonly unknown[]) => (await reportOn(fileWith(texts))).findings;
const codesOf = (findings: readonly LogFinding[]) => findings.map((finding) => finding.code);

function flipped(text: string, bit: number): string {
	const bytes = fromBase64Url(text) ?? new Uint8Array();
	const at = bit % (bytes.length * 8);
	bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
	return toBase64Url(bytes);
}

describe('a log that nobody touched', () => {
	it('is sound, in whatever order its entries stand, and says who wrote what', async () => {
		const [anne, bo] = [new TestDevice(1), new TestDevice(2)];
		const entries = [
			anne.next({ kind: 'participantJoined', payload: { name: 'Anne' } }),
			...anne.chain(3),
			...bo.chain(2),
			anne.next({ kind: 'participantJoined', payload: { name: 'Anne Ærø' } })
		];
		const file = valued(serialiseLogFile(summary(), entries, { [bo.deviceId]: 'Bo' }, minute(120)));
		const report = await reportOn(file);
		expect(report).toMatchObject({
			isSound: true,
			findings: [],
			entryCount: 7,
			incident: summary(),
			exportedAt: minute(120),
			names: { [bo.deviceId]: 'Bo' }
		});
		expect(report.authors).toHaveLength(2);
		expect(report.authors).toEqual(
			expect.arrayContaining([
				{
					deviceId: anne.deviceId,
					name: 'Anne Ærø',
					entryCount: 5,
					lastSequence: 5,
					firstWallMs: Date.parse(minute(0)),
					lastWallMs: Date.parse(minute(4))
				},
				expect.objectContaining({ deviceId: bo.deviceId, name: null, entryCount: 2 })
			])
		);
		expect(await findingsIn(textsOf(entries).reverse())).toEqual([]);
	});

	it('with nothing in it is sound', async () => {
		expect(await reportOn(fileOf([]))).toMatchObject({ isSound: true, entryCount: 0, authors: [] });
	});

	it('cannot show that nothing came after its last entries, and says so', async () => {
		const entries = new TestDevice().chain(5);
		const report = await reportOn(fileOf(entries.slice(0, 3)));
		expect(report.isSound).toBe(true);
		expect(report.authors[0]?.lastSequence).toBe(3);
		expect(report.unproven).toBe(UNPROVEN);
		expect(report.unproven).toContain('tail');
	});

	it('is sound at the end of time, where clocks stand still', async () => {
		const hlc = { ms: 7_258_118_399_999, counter: 0xffff };
		expect(await findingsIn(textsOf(new TestDevice().chain(3, { hlc })))).toEqual([]);
	});
});

describe('a log that was tampered with', () => {
	const device = new TestDevice(1);
	const entries = device.chain(6);
	const texts = textsOf(entries);
	const { deviceId } = device;
	const at = (place: number) => entries[place] as LogEntry;
	/** `texts` with one in the place of another. */
	const replaced = (place: number, text: unknown) =>
		texts.map((own, index) => (index === place ? text : own));
	/** An entry that says what it says, with the signature of another. */
	const withWords = (entry: LogEntry, change: Partial<LogEntry>) => {
		const { unsigned } = valued(encodeDraft({ ...entry, ...change }));
		return toBase64Url(concatBytes(unsigned, signedBytes(entry).signature));
	};

	it('in a word of it: that entry is altered, and the one that was signed is missing', async () => {
		const altered = replaced(2, withWords(at(2), { payload: { text: 'noget helt andet' } }));
		expect(await findingsIn(altered)).toEqual([
			{ code: 'badSignature', place: 2, deviceId, sequence: 3 },
			{ code: 'missingEntries', deviceId, from: 3, to: 3 }
		]);
	});

	it.each([
		['its time', { wallMs: 0 }],
		['its place in time', { hlc: { ms: 1, counter: 0 } }],
		['its kind', { kind: 'decided' }],
		['when it happened', { occurredAtMs: 0 }],
		['where it was copied from', { copiedFrom: 'paper' as const }],
		['what it follows on', { previousHash: FIRST_HASH.replace('A', 'B') }],
		['its number', { sequence: 9 }],
		['its author', { authorKey: new TestDevice(2).authorKey }],
		['its incident', { incidentId: OTHER_INCIDENT }]
	])('in %s', async (_, change) => {
		const codes = codesOf(await findingsIn(replaced(2, withWords(at(2), change))));
		expect(codes).toEqual(['badSignature', 'missingEntries']);
	});

	it('by an entry taken out of the middle, or from the beginning', async () => {
		expect(await findingsIn(texts.filter((_, index) => index !== 2 && index !== 3))).toEqual([
			{ code: 'missingEntries', deviceId, from: 3, to: 4 }
		]);
		expect(await findingsIn(texts.slice(1))).toEqual([{ code: 'missingEntries', deviceId, from: 1, to: 1 }]);
	});

	it('by an entry that stands there twice', async () => {
		expect(await findingsIn([...texts, texts[1]])).toEqual([
			{ code: 'duplicateEntry', place: 6, firstPlace: 1, deviceId, sequence: 2 }
		]);
	});

	it('by its own author, who signed another in an entry’s place', async () => {
		const second = device.sign({ ...at(2), payload: { text: 'jeg sagde noget andet' } });
		expect(await findingsIn(replaced(2, toBase64Url(second.bytes)))).toEqual([
			{ code: 'brokenChain', place: 3, deviceId, sequence: 4 }
		]);
		expect(await findingsIn([...texts, toBase64Url(second.bytes)])).toEqual([
			{ code: 'forkedChain', deviceId, sequence: 3, places: [2, 6] }
		]);
	});

	it('by its own author, who set an entry back in time', async () => {
		const before = new TestDevice(3);
		const chain = [before.next(), before.next({ hlc: { ms: 1_000, counter: 0 } }), before.next()];
		expect(await findingsIn(textsOf(chain))).toEqual([
			{ code: 'timeRanBack', place: 1, deviceId: before.deviceId, sequence: 2 }
		]);
	});

	it('by an entry of another incident', async () => {
		const other = device.next({ incidentId: OTHER_INCIDENT });
		expect(await findingsIn([...texts, toBase64Url(other.bytes)])).toEqual([
			{ code: 'otherIncident', place: 6, deviceId, sequence: 1 }
		]);
	});

	it.each([
		['no text', 7],
		['nothing', null],
		['an object', { bytes: 'AQ' }],
		['no base64url', 'Åse'],
		['base64url of nothing', ''],
		['another version', 'AgAA'],
		['no entry', 'AQID']
	])('by %s in the place of an entry', async (_, junk) => {
		const findings = await findingsIn(replaced(2, junk));
		expect(codesOf(findings)).toEqual(['entryUnreadable', 'missingEntries']);
		expect(findings[0]).toMatchObject({ place: 2 });
	});

	it('by a stranger’s key: their entries are their own, and change nobody’s', async () => {
		const stranger = new TestDevice(7);
		const posing = stranger.sign({ ...at(5), sequence: 7, previousHash: at(5).hash });
		expect(posing.authorKey).toBe(device.authorKey);
		expect(codesOf(await findingsIn([...texts, toBase64Url(posing.bytes)]))).toEqual(['badSignature']);
		const own = textsOf(stranger.chain(2));
		const report = await reportOn(fileWith([...texts, ...own]));
		expect(report.isSound).toBe(true);
		expect(report.authors).toContainEqual(
			expect.objectContaining({ deviceId: stranger.deviceId, name: null })
		);
	});
});

describe('any one change to any log', () => {
	/** The logs of up to four devices, each of up to eight entries. */
	const logs = fc
		.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 })
		.map((lengths) => lengths.map((length, index) => ({ device: new TestDevice(index + 1), length })))
		.map((devices) => devices.map(({ device, length }) => ({ device, chain: device.chain(length) })));
	const sound = (log: readonly { readonly chain: LogEntry[] }[]) =>
		textsOf(log.flatMap(({ chain }) => chain));

	it('is never called sound: a bit that was flipped', async () => {
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), fc.nat(), async (log, which, bit) => {
				const texts = sound(log);
				const place = which % texts.length;
				texts[place] = flipped(texts[place] ?? '', bit);
				const report = await reportOn(fileWith(texts));
				expect(report.isSound).toBe(false);
				expect(report.findings).toContainEqual(expect.objectContaining({ place }));
			})
		);
	}, 60_000);

	it('is never called sound: bytes cut off, put on or changed', async () => {
		const spoilt = fc.oneof(
			fc.record({ cut: fc.integer({ min: 1, max: 300 }) }),
			fc.record({ added: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
			fc.record({ text: fc.string() })
		);
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), spoilt, async (log, which, how) => {
				const texts = sound(log);
				const place = which % texts.length;
				const bytes = fromBase64Url(texts[place] ?? '') ?? new Uint8Array();
				if ('cut' in how) texts[place] = toBase64Url(bytes.subarray(0, Math.max(0, bytes.length - how.cut)));
				else if ('added' in how) texts[place] = toBase64Url(concatBytes(bytes, how.added));
				else texts[place] = how.text;
				const report = await reportOn(fileWith(texts));
				expect(report.isSound).toBe(false);
				expect(report.findings).toContainEqual(expect.objectContaining({ place }));
			})
		);
	}, 60_000);

	it('is never called sound: an entry left out that is not its author’s last', async () => {
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), async (log, which) => {
				const removable = log.flatMap(({ chain }) => chain.slice(0, -1));
				fc.pre(removable.length > 0);
				const gone = removable[which % removable.length] as LogEntry;
				const left = log.flatMap(({ chain }) => chain).filter((entry) => entry !== gone);
				expect(await findingsIn(textsOf(left))).toEqual([
					{ code: 'missingEntries', deviceId: gone.deviceId, from: gone.sequence, to: gone.sequence }
				]);
			})
		);
	}, 60_000);

	it('is never called sound: an entry a second time, anywhere', async () => {
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), fc.nat(), async (log, which, where) => {
				const texts = sound(log);
				texts.splice(where % (texts.length + 1), 0, texts[which % texts.length] ?? '');
				expect(codesOf(await findingsIn(texts))).toEqual(['duplicateEntry']);
			})
		);
	}, 60_000);

	it('is never called sound: an entry that its own author signed anew, beside it or in its place', async () => {
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), fc.string(), fc.boolean(), async (log, which, text, isBeside) => {
				const all = log.flatMap(({ device, chain }) =>
					// one that is the last, put in its place, leaves no trace: see what is unproven
					(isBeside ? chain : chain.slice(0, -1)).map((entry) => ({ device, entry }))
				);
				fc.pre(all.length > 0);
				const { device, entry } = all[which % all.length] as (typeof all)[number];
				const anew = device.sign({ ...entry, payload: { text, anew: true } });
				const entries = log.flatMap(({ chain }) => chain);
				const texts = textsOf(
					isBeside ? [...entries, anew] : entries.map((one) => (one === entry ? anew : one))
				);
				expect(codesOf(await findingsIn(texts))).toEqual([isBeside ? 'forkedChain' : 'brokenChain']);
			})
		);
	}, 60_000);

	it('is never called sound: an entry put in by another who says that it is the author’s', async () => {
		await fc.assert(
			fc.asyncProperty(logs, fc.nat(), async (log, which) => {
				const entries = log.flatMap(({ chain }) => chain);
				const entry = entries[which % entries.length] as LogEntry;
				const forged = new TestDevice(99).sign({
					...entry,
					sequence: entry.sequence,
					payload: { text: 'x' }
				});
				const texts = [...textsOf(entries), toBase64Url(forged.bytes)];
				expect(codesOf(await findingsIn(texts))).toEqual(['badSignature']);
			})
		);
	}, 60_000);
});

describe('a file that is no log', () => {
	it.each([
		['not JSON', '{', 'logFileNotJson'],
		['a list', '[]', 'logFileOtherFormat'],
		['another file', '{"format":"beredt-plan"}', 'logFileOtherFormat'],
		['of another version', '{"format":"beredt-log","version":2}', 'logFileOtherVersion'],
		['with less around its entries', '{"format":"beredt-log","version":1}', 'logFileInvalid'],
		['with more around its entries', fileWith([]).replace('{', '{"sound":true,'), 'logFileInvalid'],
		['with entries that are no list', fileWith([]).replace('"entries":[]', '"entries":{}'), 'logFileInvalid']
	])('is refused: %s', async (_, file, code) => {
		expect(await verifyLog(file, verifier)).toMatchObject({ ok: false, error: { code } });
	});

	it('is refused above 64 MiB before anything in it is read', async () => {
		const bytes = 64 * 1024 * 1024 + 1;
		expect(await verifyLog(new Uint8Array(bytes), verifier)).toEqual({
			ok: false,
			error: { code: 'logFileTooLarge', bytes }
		});
	});
});

describe('npm run verify-log', { timeout: 120_000 }, () => {
	const run = async (...files: string[]) => {
		const script = new URL('../../../scripts/verify-log.mjs', import.meta.url).pathname;
		try {
			const { stdout } = await promisify(execFile)(process.execPath, [script, ...files]);
			return { code: 0, output: stdout };
		} catch (error) {
			const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
			return { code, output: stdout + stderr };
		}
	};

	it('says what is wrong in words, and by its exit code', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'beredt-log-'));
		const device = new TestDevice(1);
		const entries = [
			device.next({ kind: 'participantJoined', payload: { name: 'Åse\u001b[31m Ærø' } }),
			...device.chain(3)
		];
		const sound = join(folder, 'sound.json');
		const unsound = join(folder, 'unsound.json');
		writeFileSync(sound, fileOf(entries));
		writeFileSync(unsound, fileWith([...textsOf(entries.slice(0, 2)), 'AQID', textsOf(entries)[3]]));

		const good = await run(sound);
		expect(good.code).toBe(0);
		expect(good.output).toContain('SOUND');
		expect(good.output).toContain('4 entries');
		expect(good.output).toContain('wrote nothing after the last entry');
		// a name must not speak to the terminal
		expect(good.output).toContain('Åse\ufffd[31m Ærø');
		const bad = await run(unsound);
		expect(bad.code).toBe(1);
		expect(bad.output).toContain('NOT SOUND: 2 findings');
		expect(bad.output).toMatch(/altered: entry 3 .*\n.*missing: no\. 3 of/);
		expect((await run(join(folder, 'none.json'))).code).toBe(2);
		expect((await run()).code).toBe(2);
		rmSync(folder, { recursive: true });
	});
});
