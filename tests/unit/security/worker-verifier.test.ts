import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signed, Verifier } from '$lib/ports/log';
import { nobleEd25519 } from '$lib/security/noble-keys';
import { strictVerifier } from '$lib/security/strict-verifier';
import { verifierInWorker } from '$lib/security/worker-verifier';
import { VirtualTime } from '../../simulation/virtual-time';
import { answersOf, VerifyingChannels, type Answers } from '../../doubles/verifying-channel';

const noble = strictVerifier(nobleEd25519);
const soundly = answersOf(noble);
const MINUTES_MS = 60_000;
/** 20 signatures; the third and the last are forged. */
let signed: Signed[];
const verdicts = Array.from({ length: 20 }, (_, at) => at !== 2 && at !== 19);

beforeAll(async () => {
	const { publicKey, privateKey } = await nobleEd25519.create();
	signed = await Promise.all(
		verdicts.map(async (holds, at) => {
			const message = Uint8Array.of(at);
			const signature = await nobleEd25519.sign(privateKey, holds ? message : Uint8Array.of(99));
			return { publicKey, message, signature };
		})
	);
});

let time: VirtualTime;
let onPage: number;
beforeEach(() => {
	time = new VirtualTime();
	onPage = 0;
});
const page: Verifier = {
	verify: (...one) => noble.verify(...one),
	verifyAll: (all) => {
		onPage += all.length;
		return noble.verifyAll(all);
	}
};

function make(answers: Answers) {
	const workers = new VerifyingChannels(answers);
	return { workers, verifier: verifierInWorker(page, workers.open, time) };
}

describe('a verifier in a worker', () => {
	it('asks the worker for many, and does nothing on the page', async () => {
		const { workers, verifier } = make(soundly);
		expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect(workers.started).toHaveLength(1);
		expect(onPage).toBe(0);
	});

	it('does few on the page, and starts no worker for them', async () => {
		const { workers, verifier } = make(soundly);
		expect(await verifier.verifyAll(signed.slice(0, 4))).toEqual(verdicts.slice(0, 4));
		const [one] = signed as [Signed];
		expect(await verifier.verify(one.publicKey, one.message, one.signature)).toBe(true);
		expect(workers.started).toHaveLength(0);
	});

	it('sends no byte of the memory that a signature is cut out of', async () => {
		const { workers, verifier } = make(soundly);
		const piece = new Uint8Array(100_000);
		const cut = signed.map((one, at) => {
			piece.set(one.signature, at * 64);
			return { ...one, signature: piece.subarray(at * 64, at * 64 + 64) };
		});
		expect(await verifier.verifyAll(cut)).toEqual(verdicts);
		const arrived = workers.started[0]?.[0]?.signed.map(({ signature }) => signature.buffer.byteLength);
		expect(arrived).toEqual(signed.map(() => 64));
	});

	it('gives each who asks their own verdicts, though the answers come out of order', async () => {
		const waiting: (() => void)[] = [];
		const { workers, verifier } = make(async (task, events) => {
			await new Promise<void>((resolve) => waiting.push(resolve));
			return soundly(task, events);
		});
		const asked = [signed.slice(0, 9), signed.slice(9), signed].map((all) => verifier.verifyAll(all));
		await vi.waitFor(() => {
			expect(waiting).toHaveLength(3);
		});
		for (const at of [2, 1, 0]) {
			waiting[at]?.();
			await asked[at];
		}
		expect(await Promise.all(asked)).toEqual([verdicts.slice(0, 9), verdicts.slice(9), verdicts]);
		expect([workers.started.length, onPage]).toEqual([1, 0]);
	});

	it('that cannot be started leaves it to the page, and is not tried again', async () => {
		let tries = 0;
		const verifier = verifierInWorker(
			page,
			() => {
				tries += 1;
				throw new TypeError('no workers here');
			},
			time
		);
		for (let count = 0; count < 3; count += 1) expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect([tries, onPage]).toEqual([1, 60]);
	});

	it('whose file cannot be had leaves it to the page, and is not tried again', async () => {
		const { workers, verifier } = make((_task, { lost }) => {
			lost();
		});
		for (let count = 0; count < 3; count += 1) expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect([workers.started.length, workers.closed, onPage]).toEqual([1, 1, 60]);
	});

	it('that dies midway loses no verdict, and another is started for what comes next', async () => {
		const { workers, verifier } = make(soundly);
		await verifier.verifyAll(signed);
		workers.answers = (task, events) => {
			if (task.number === 2) return undefined;
			events.lost();
			return undefined;
		};
		const asked = [verifier.verifyAll(signed), verifier.verifyAll(signed.slice(5))];
		expect(await Promise.all(asked)).toEqual([verdicts, verdicts.slice(5)]);
		expect([workers.started.length, workers.closed, onPage]).toEqual([1, 1, 35]);
		workers.answers = soundly;
		expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect([workers.started.length, onPage]).toEqual([2, 35]);
	});

	it.each<[string, Answers]>([
		['too few verdicts', ({ number }) => ({ number, verdicts: [true] })],
		['too many', ({ number, signed: all }) => ({ number, verdicts: [...all, 1].map(() => true) })],
		['what is no verdict', ({ number, signed: all }) => ({ number, verdicts: all.map(() => 'yes') })],
		['another number', ({ number, signed: all }) => ({ number: number + 1, verdicts: all.map(() => true) })],
		['no list', ({ number }) => ({ number, verdicts: { length: 20 } })],
		['nothing that is read', () => null],
		['a word', () => 'true']
	])('that answers with %s is let go, and not believed', async (_what, answers) => {
		const { workers, verifier } = make(answers);
		expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect([workers.closed, onPage]).toEqual([1, 20]);
	});

	it('that says nothing is waited for ten seconds, and then the page does it', async () => {
		const { workers, verifier } = make(() => undefined);
		let answered: boolean[] | null = null;
		const asked = verifier.verifyAll(signed).then((all) => (answered = all));
		await time.pass(9_900);
		expect([answered, workers.closed]).toEqual([null, 0]);
		await time.pass(200);
		expect(await asked).toEqual(verdicts);
		expect([workers.closed, onPage]).toEqual([1, 20]);
	});

	it('that is slow, but answers one after the other, is waited for', async () => {
		const waiting: (() => void)[] = [];
		const { workers, verifier } = make(async (task, events) => {
			await new Promise<void>((resolve) => waiting.push(resolve));
			return soundly(task, events);
		});
		const asked = [1, 2, 3].map(() => verifier.verifyAll(signed));
		await vi.waitFor(() => {
			expect(waiting).toHaveLength(3);
		});
		for (const [at, answer] of waiting.entries()) {
			await time.pass(8_000);
			answer();
			await asked[at];
		}
		expect(await Promise.all(asked)).toEqual([verdicts, verdicts, verdicts]);
		expect([workers.closed, onPage]).toEqual([0, 0]);
	});

	it('is let go when nothing was asked for a minute, and started again when it is wanted', async () => {
		const { workers, verifier } = make(soundly);
		await verifier.verifyAll(signed);
		await time.pass(0.9 * MINUTES_MS);
		await verifier.verifyAll(signed);
		await time.pass(0.9 * MINUTES_MS);
		expect(workers.closed).toBe(0);
		await time.pass(0.2 * MINUTES_MS);
		expect(workers.closed).toBe(1);
		expect(await verifier.verifyAll(signed)).toEqual(verdicts);
		expect([workers.started.length, onPage]).toEqual([2, 0]);
	});
});
