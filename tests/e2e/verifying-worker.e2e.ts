/** A browser without Ed25519 verifies in a worker: it is really used, offline too, and what it says is not taken on trust. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findFirefox } from '../../scripts/lib/browsers.mjs';
import type { IsoInstant } from '$lib/base/time';
import { decodeEntry, type LogEntry } from '$lib/domain/log/entry';
import { serialiseLogFile } from '$lib/domain/log/log-file';
import { summary, TestDevice } from '../doubles/log-entries';
import { valued } from '../doubles/valued';
import { expect, test as base } from './fixtures';
import { FirefoxPhone } from './firefox';

const ENTRIES = 400;
/** 128 are checked at a time. */
const BATCHES = 4;
const WORKER = /\/_app\/immutable\/workers\/verifying-worker-[\w-]+\.js$/;

interface Watched {
	/** Addresses of workers that were started. */
	startedWorkers: string[];
	/** How often one of them has answered. */
	workerAnswers: number;
}

const test = base.extend<{ files: { sound: string; forged: string } }>({
	files: async ({}, use) => {
		const [one, other] = [new TestDevice(1), new TestDevice(2)];
		const entries = [...one.chain(ENTRIES / 2), ...other.chain(ENTRIES / 2)];
		const folder = mkdtempSync(join(tmpdir(), 'beredt-logs-'));
		const write = (name: string, all: readonly LogEntry[]) => {
			const path = join(folder, `${name}.json`);
			writeFileSync(
				path,
				valued(serialiseLogFile(summary(), all, {}, new Date(0).toISOString() as IsoInstant))
			);
			return path;
		};
		// the last of its author: no other entry follows on it
		const forged = entries.map((entry, at) => (at === ENTRIES / 2 - 1 ? withOtherSignature(entry) : entry));
		await use({ sound: write('sound', entries), forged: write('forged', forged) });
		rmSync(folder, { recursive: true, force: true });
	}
});

/** Another's signature, over the same words. */
function withOtherSignature(entry: LogEntry): LogEntry {
	const { bytes } = new TestDevice(2).sign(entry);
	return valued(decodeEntry(Uint8Array.from([...entry.bytes.subarray(0, -64), ...bytes.subarray(-64)])));
}

/** Runs in the page before the app: its WebCrypto has no Ed25519, and its workers are counted. */
function withoutEd25519(): void {
	SubtleCrypto.prototype.generateKey = () =>
		Promise.reject<never>(new DOMException('no', 'NotSupportedError'));
	const counts = window as unknown as Watched;
	counts.startedWorkers = [];
	counts.workerAnswers = 0;
	const { Worker } = window;
	window.Worker = class extends Worker {
		constructor(url: string | URL, options?: WorkerOptions) {
			super(url, options);
			counts.startedWorkers.push(String(url));
			this.addEventListener('message', () => (counts.workerAnswers += 1));
		}
	};
}

const watched = () => {
	const { startedWorkers, workerAnswers } = window as unknown as Watched;
	return { startedWorkers, workerAnswers };
};

/** A log with one forged entry is judged right, and a sound one too. */
async function expectJudgedRight(page: Page, { sound, forged }: { sound: string; forged: string }) {
	await page.getByTestId('verify-file').setInputFiles(forged);
	const findings = page.getByTestId('verify-findings').locator('[data-finding]');
	await expect(findings).toHaveCount(1, { timeout: 60_000 });
	await expect(findings).toHaveAttribute('data-finding', 'badSignature');
	await page.getByTestId('verify-file').setInputFiles(sound);
	await expect(page.getByTestId('verify-sound')).toBeVisible({ timeout: 60_000 });
}

test('without Ed25519 in the browser, a forged entry among hundreds is found by the worker, with the server gone', async ({
	server,
	phone,
	files
}) => {
	await phone.install();
	await server.stop();
	await phone.context.addInitScript(withoutEd25519);
	const page = await phone.open('/verify');
	await expectJudgedRight(page, files);
	const { startedWorkers, workerAnswers } = await page.evaluate(watched);
	expect(startedWorkers).toEqual([expect.stringMatching(WORKER)]);
	expect(workerAnswers).toBe(2 * BATCHES);
	expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(WORKER)]);
});

test('where the browser has Ed25519, no worker is started, and the same is found', async ({
	visit,
	files
}) => {
	const page = await visit('/verify');
	const started: string[] = [];
	page.on('worker', (worker) => started.push(worker.url()));
	await expectJudgedRight(page, files);
	expect(started).toEqual([]);
});

test('where a worker cannot be had, or is dead from the start, the page judges the same', async ({
	page,
	visit,
	files
}) => {
	await page.addInitScript(() => {
		SubtleCrypto.prototype.generateKey = () =>
			Promise.reject<never>(new DOMException('no', 'NotSupportedError'));
		const { Worker } = window;
		const tries = Number(sessionStorage.getItem('tries') ?? 0);
		sessionStorage.setItem('tries', String(tries + 1));
		if (tries === 0) Reflect.deleteProperty(window, 'Worker');
		else
			window.Worker = class extends Worker {
				constructor(url: string | URL, options?: WorkerOptions) {
					super(url, options);
					this.terminate();
				}
			};
	});
	await expectJudgedRight(await visit('/verify'), files);
	await expectJudgedRight(await visit('/verify'), files);
});

const firefox = findFirefox();

test('Firefox without Ed25519 finds a forged entry by the worker, with the server gone', async ({
	server,
	files
}) => {
	test.skip(firefox === null, 'Firefox is not on this machine: install firefox-esr, or set BEREDT_FIREFOX');
	const phone = new FirefoxPhone(firefox?.path ?? '', server.url);
	await phone.start();
	try {
		await phone.install();
		await server.stop();
		const page = await phone.open('/verify', withoutEd25519);
		const input = await page.$('input[data-testid="verify-file"]');
		await input?.uploadFile(files.forged);
		await page.waitForSelector('[data-finding="badSignature"]', { timeout: 60_000 });
		expect(await page.$$eval('[data-finding]', (all) => all.length)).toBe(1);
		const { startedWorkers, workerAnswers } = await page.evaluate(watched);
		expect(startedWorkers).toEqual([expect.stringMatching(WORKER)]);
		expect(workerAnswers).toBe(BATCHES);
	} finally {
		await phone.dispose();
	}
});
