/**
 * Random schedules: phones write, meet, by themselves as well, are parted, are killed and start again, with clocks that are years off. In the
 * end every entry that a person was told is saved, and every photo, is on every phone, in one order. A failure prints its seed;
 * SIM_SEED=<it> SIM_RUNS=1 runs the same again. SIM_RUNS says how many (`npm run soak` runs a million).
 */
import { expect, it } from 'vitest';
import { foldIncident } from '$lib/domain/incident/fold';
import type { EntryId, IncidentId } from '$lib/domain/log/entry';
import { Air } from '../doubles/air';
import type { Receipt } from '$lib/ports/group';
import { valued } from '../doubles/valued';
import { GROUP, meet, SimPhone } from './phone';
import { seededRandom } from './random';
import { VirtualTime } from './virtual-time';
import type { Wire } from './wire';

const RUNS = Number(process.env.SIM_RUNS ?? 10_000);
const FIRST_SEED = Number(process.env.SIM_SEED ?? Math.floor(Math.random() * 2 ** 31));
const FOLDED_EVERY = 20;
const YEAR_MS = 365 * 24 * 3_600_000;
const INCIDENTS = [
	'00000000-0000-4000-8000-000000000001',
	'00000000-0000-4000-8000-000000000002'
] as IncidentId[];

class Schedule {
	readonly time = new VirtualTime();
	readonly phones: SimPhone[] = [];
	readonly saved: { incidentId: IncidentId; id: EntryId }[] = [];
	readonly photos: { incidentId: IncidentId; hash: string }[] = [];
	readonly #random: () => number;
	readonly #air = new Air({
		time: this.time,
		rules: { delayMs: () => 1 + this.#upTo(100) },
		onWire: (wire, numbers) => {
			this.#wires.push(wire);
			for (const number of numbers) this.phones[number - 1]?.holds(wire);
		}
	});
	#wires: Wire[] = [];

	constructor(readonly seed: number) {
		this.#random = seededRandom(seed);
	}

	async run(): Promise<void> {
		for (let number = 1; number <= 2 + this.#upTo(3); number += 1) {
			const phone = new SimPhone(number, this.time, this.#air);
			if (this.#random() < 0.2) phone.skewMs = Math.floor((this.#random() - 0.5) * 6 * YEAR_MS);
			await phone.start();
			this.phones.push(phone);
		}
		await this.#one().open(INCIDENTS[0] as IncidentId);
		const steps = 6 + this.#upTo(18);
		for (let step = 0; step < steps; step += 1) await this.#step(step);
		await this.#heal();
	}

	async #step(step: number): Promise<void> {
		const what = this.#random();
		if (what < 0.4) await this.#write(step);
		else if (what < 0.6) this.#meet(this.#one(), this.#one());
		else if (what < 0.7) this.#wires[this.#upTo(this.#wires.length)]?.cut();
		else if (what < 0.78) {
			const phone = this.#one();
			phone.kill();
			await phone.start();
		} else if (what < 0.8 && !(await this.#isKnown(1))) await this.#one().open(INCIDENTS[1] as IncidentId);
		else await this.time.pass(this.#upTo(600));
		await this.#claimsHold();
	}

	async #write(step: number): Promise<void> {
		const phone = this.#one();
		const held: IncidentId[] = [];
		for (const id of INCIDENTS) if ((await phone.entries(id)).length > 0) held.push(id);
		const incidentId = held[this.#upTo(held.length)];
		if (!incidentId) return;
		if (this.#random() < 0.2) {
			const hash = await phone.attach(incidentId, `${step} af ${phone.number}`);
			this.photos.push({ incidentId, hash });
			return;
		}
		const { id } = await phone.write(incidentId, `${step} af ${phone.number}`);
		this.saved.push({ incidentId, id });
	}

	#meet(a: SimPhone, b: SimPhone): void {
		if (a === b) return;
		const delays = 1 + this.#upTo(200);
		this.#wires.push(meet(a, b, this.time, { delayMs: () => 1 + this.#upTo(delays) }));
	}

	/** Everybody meets the next, until nothing is on its way any more. */
	async #heal(): Promise<void> {
		for (const [at, phone] of this.phones.entries()) {
			const next = this.phones[at + 1];
			if (next) this.#meet(phone, next);
		}
		await this.time.pass(60_000);
	}

	/** Nobody is said to have what is not on their disk. */
	async #claimsHold(): Promise<void> {
		for (const phone of this.phones)
			for (const { logId, deviceId, heads } of await receiptsOf(phone)) {
				const entries = await this.phones.find((one) => one.deviceId === deviceId)?.entries(logId);
				for (const head of heads)
					expect(
						entries?.some((entry) => entry.deviceId === head.deviceId && entry.sequence === head.sequence)
					).toBe(true);
			}
	}

	async #isKnown(which: number): Promise<boolean> {
		for (const phone of this.phones)
			if ((await phone.entries(INCIDENTS[which] as IncidentId)).length > 0) return true;
		return false;
	}

	#one(): SimPhone {
		return this.phones[this.#upTo(this.phones.length)] as SimPhone;
	}

	/** From 0 to one less than `count`. */
	#upTo(count: number): number {
		return Math.floor(this.#random() * count);
	}
}

async function receiptsOf(phone: SimPhone): Promise<Receipt[]> {
	const all = await Promise.all([GROUP, ...INCIDENTS].map((logId) => phone.storage.receipts.all(logId)));
	return all.flatMap(valued);
}

async function check(schedule: Schedule): Promise<void> {
	await schedule.run();
	const [first, ...others] = schedule.phones;
	for (const incidentId of INCIDENTS) {
		const entries = (await first?.entries(incidentId)) ?? [];
		const ids = entries.map((entry) => entry.id);
		for (const other of others)
			expect((await other.entries(incidentId)).map((entry) => entry.id)).toEqual(ids);
		for (const saved of schedule.saved.filter((one) => one.incidentId === incidentId))
			expect(ids).toContain(saved.id);
		const photos = schedule.photos.filter((one) => one.incidentId === incidentId).map(({ hash }) => hash);
		for (const phone of schedule.phones) expect(await phone.photos(incidentId)).toEqual([...photos].sort());
		if (schedule.seed % FOLDED_EVERY === 0)
			for (const other of others)
				expect(foldIncident(await other.entries(incidentId))).toEqual(foldIncident(entries));
	}
	for (const phone of schedule.phones)
		for (const logId of [GROUP, ...INCIDENTS])
			expect(valued(await phone.storage.apart.all(logId))).toEqual([]);
}

it(
	`keeps every saved entry on every phone, in ${RUNS} random schedules from seed ${FIRST_SEED}`,
	async () => {
		for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
			try {
				await check(new Schedule(seed));
			} catch (error) {
				throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
			}
		}
	},
	24 * 3_600_000
);
