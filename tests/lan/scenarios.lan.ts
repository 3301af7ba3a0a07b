/**
 * Phones on one network with no way out, each a Chromium in a network namespace of its own, paired through their
 * cameras; what went over the network is recorded, and holds no name and no word. Without root, or off Linux, they are
 * on one machine's loopback, and what needs cables is left out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/lib/browsers.mjs';
import { median, ms, note as tell, percentile, report } from '../../scripts/bench/stats.mjs';
import { isOffline, Phone, TestServer } from '../e2e/fixtures';
import { activatedIncident, note } from '../e2e/incident';
import { found, lackingOf, letIn, MEETING, toGroup, toIncident, toLog, type Carry } from '../e2e/meeting';
import { Camera } from './camera';
import { canMakeNetwork, canSlow, Network } from './network';
import { needsOf, PEOPLE, SCENARIOS, type Name, type Scenario, type Step } from './scenarios';

const isNetworked = canMakeNetwork();
if (!isNetworked)
	console.log('Not root, or no network namespaces here: the phones are on loopback, and no cable is cut.');
/** Twice as long as the worst that is asked for, and more: what takes longer has not happened. */
const AGREED = { timeout: 90_000, intervals: [50] };
const SHOUTED = 'Sagt så alle kan høre det';

const test = base.extend<{ play: (scenario: Scenario) => Promise<void> }>({
	play: async ({}, use) => {
		const network = isNetworked ? new Network() : null;
		const server = new TestServer('build');
		if (!network) await server.start();
		const { path: chromium } = await findChromium();
		const players: Player[] = [];
		await use(async (scenario) => {
			const isRecorded = (await network?.record()) ?? false;
			const films = mkdtempSync(join(tmpdir(), 'beredt-films-'));
			for (const name of scenario.phones) {
				const camera = new Camera(join(films, `${name}.y4m`));
				const place = await network?.addPlace(name, chromium);
				const phone = new Phone(place ?? server, {
					...(place ? { executablePath: place.executablePath } : {}),
					args: [...camera.args]
				});
				await phone.start();
				const page = await phone.open('/');
				await isOffline(page);
				await place?.leaveHost();
				players.push({ name, phone, page, camera });
			}
			const written = await new Play(players, network).run(scenario.steps);
			rmSync(films, { recursive: true });
			if (!network || !isRecorded) {
				tell('what went over the network was not recorded');
				return;
			}
			network.shout('A', SHOUTED);
			const packets = await network.recorded();
			expect(holds(packets, SHOUTED), 'what is said aloud is in the recording').toBe(true);
			for (const words of [...written, ...Object.values(PEOPLE), 'Kriseledelsen', 'Outlook'])
				expect(holds(packets, words), `“${words}” went over the network`).toBe(false);
			tell(`${packets.length} bytes went over the network, and none of what was written in them`);
		});
		for (const { phone } of players) await phone.dispose();
		network?.dispose();
		await server.stop();
	}
});

interface Player {
	readonly name: Name;
	readonly phone: Phone;
	readonly page: Page;
	readonly camera: Camera;
}

/** One scenario as it is played. */
class Play {
	readonly #written: string[] = [];
	readonly #gone = new Set<Name>();
	#areAtLog = false;

	constructor(
		private readonly players: readonly Player[],
		private readonly network: Network | null
	) {}

	/** @returns What was written. */
	async run(steps: readonly Step[]): Promise<readonly string[]> {
		const { page } = this.#player('A');
		await activatedIncident(page, { who: PEOPLE.A, services: ['Outlook'] });
		for (const { name, page } of this.players) {
			await toGroup(page);
			if (name === 'A') await found(page);
		}
		for (const step of steps) await this.#do(step);
		return this.#written;
	}

	async #do(step: Step): Promise<void> {
		if ('invite' in step) await this.#invite(...step.invite);
		else if ('connected' in step) await this.#connected(step.connected);
		else if ('cut' in step)
			await this.#without(step, () => {
				this.#cables.cut(step.cut);
				return () => {
					this.#cables.restore(step.cut);
				};
			});
		else if ('deafen' in step)
			await this.#without(step, () => {
				this.#cables.deafen(step.deafen);
				return () => {
					this.#cables.undeafen(step.deafen);
				};
			});
		else if ('write' in step) await this.#write(step.write);
		else if ('agree' in step) await this.#agree(step.agree, step.reachMs);
		else if ('time' in step) await this.#time(step);
		else if ('tick' in step) await this.#tick(step);
		else if ('restore' in step) this.#cables.restore(step.restore);
		else if ('apart' in step) this.#cables.keepApart(...step.apart);
		else if ('part' in step) this.#cables.part(step.part);
		else if ('slow' in step) this.#cables.slow(step.slow, step.delayMs, step.lossPercent);
		else if ('kill' in step) await this.#kill(step.kill);
		else await wait(step.waitMs);
	}

	/** Before the camera of whoever is to see it. */
	readonly #carry: Carry = async (from, to) => {
		await this.players.find((one) => one.page === to)?.camera.see(from);
	};

	async #invite(host: Name, newcomer: Name): Promise<void> {
		const { page } = this.#player(host);
		const guest = this.#player(newcomer).page;
		// members are let in by who leads the group, observers by anybody
		await letIn(page, guest, host === 'A' ? 'member' : 'observer', PEOPLE[newcomer], this.#carry);
		for (const one of [page, guest]) await one.getByRole('link', { name: 'Til gruppen' }).click();
	}

	async #connected(counts: Partial<Record<Name, number>>): Promise<void> {
		for (const { name, page } of this.players) {
			const count = counts[name];
			if (count === undefined) continue;
			await expect(page.getByTestId('connected')).toHaveText(new RegExp(`^${count} telefon`), MEETING);
		}
	}

	/** At once, each its own. */
	async #write(names: readonly Name[]): Promise<void> {
		await this.#goToLogs();
		const before = this.#written.length;
		const texts = names.map((name, at) => [name, `Note ${before + at + 1} skrevet af ${name}.`] as const);
		this.#written.push(...texts.map(([, text]) => text));
		await Promise.all(texts.map(([name, text]) => note(this.#player(name).page, text)));
	}

	/** For so long from its beginning, however long the writing takes. */
	async #without(
		{ forMs, write }: { readonly forMs: number; readonly write: readonly Name[] },
		begin: () => () => void
	): Promise<void> {
		await this.#goToLogs();
		const from = performance.now();
		const end = begin();
		await this.#write(write);
		const tookMs = performance.now() - from;
		if (tookMs > forMs) tell(`it took ${ms(tookMs)} to write, not ${forMs} ms`);
		await wait(forMs - tookMs);
		end();
	}

	async #agree(what: string, reachMs?: number): Promise<void> {
		const from = performance.now();
		for (const { name, page } of this.#present)
			await expect
				.poll(() => page.evaluate(lackingOf, this.#written), { message: `${name} lacks`, ...AGREED })
				.toEqual([]);
		const tookMs = performance.now() - from;
		if (reachMs === undefined) tell(`${what}: ${ms(tookMs)}`);
		else report(what, ms(tookMs), tookMs <= reachMs, `≤ ${reachMs} ms`);
	}

	/** Both clocks are this machine's. */
	async #time({ time, from, to, count, reachMs }: Extract<Step, { time: string }>): Promise<void> {
		await this.#goToLogs();
		const [writer, reader] = [this.#player(from).page, this.#player(to).page];
		const taken: number[] = [];
		for (let number = 1; number <= count; number += 1) {
			const text = `Målt ${number} fra ${from} til ${to}.`;
			this.#written.push(text);
			const shown = reader.evaluate(timeOfWords, text);
			const pressed = writer.evaluate(timeOfPress, '[data-testid="note-save"]');
			await note(writer, text);
			taken.push((await shown) - (await pressed));
		}
		tellTimes(time, taken, reachMs, 'from the press on “Gem” to the frame that has it');
	}

	async #tick({ tick, card, from, to, count, reachMs }: Extract<Step, { tick: string }>): Promise<void> {
		const [writer, reader] = [this.#player(from).page, this.#player(to).page];
		await toIncident(writer, 'Kort');
		await writer.getByTestId('other-cards').locator('summary').click();
		await writer.locator(`[data-open-card="${card}"]`).click();
		await toIncident(reader, 'Kort');
		await reader.locator(`[data-card="${card}"]`).click(MEETING);
		await reader.locator('[data-step]').first().waitFor(MEETING);
		const steps = await writer
			.locator('[data-step]')
			.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-step') ?? ''));
		const boxes = steps
			.flatMap((step) => [step, step])
			.map((step) => `[data-step="${step}"] [role="checkbox"]`);
		const taken: number[] = [];
		while (taken.length < count) {
			const box = boxes[taken.length % boxes.length] ?? '';
			const shown = reader.evaluate(timeOfTick, box);
			const pressed = writer.evaluate(timeOfPress, box);
			await writer.locator(box).click({ position: { x: 24, y: 24 } });
			taken.push((await shown) - (await pressed));
			// whoever presses twice within a blink has slipped
			await writer.waitForTimeout(500);
		}
		tellTimes(
			tick,
			taken,
			reachMs,
			'from the press on the box to the frame in which it is ticked, or is not any more'
		);
		this.#areAtLog = false;
	}

	async #kill(name: Name): Promise<void> {
		await this.#goToLogs();
		await this.#player(name).phone.kill();
		this.#gone.add(name);
	}

	/** All of them, once: a page that is loaded anew has no connections. */
	async #goToLogs(): Promise<void> {
		if (this.#areAtLog) return;
		this.#areAtLog = true;
		for (const { page } of this.players) await toLog(page);
	}

	get #present(): readonly Player[] {
		return this.players.filter(({ name }) => !this.#gone.has(name));
	}

	get #cables(): Network {
		if (!this.network) throw new Error('there are no cables on loopback');
		return this.network;
	}

	#player(name: Name): Player {
		const player = this.players.find((one) => one.name === name);
		if (!player) throw new Error(`no phone ${name} takes part`);
		return player;
	}
}

const wait = (forMs: number) => new Promise((resolve) => setTimeout(resolve, forMs));

/** Runs in the page: when the note's button is pressed. */
function timeOfPress(on: string): Promise<number> {
	return new Promise((resolve) => {
		addEventListener(
			'click',
			function pressed(event) {
				if (!(event.target instanceof Element && event.target.closest(on))) return;
				removeEventListener('click', pressed, true);
				resolve(performance.timeOrigin + event.timeStamp);
			},
			true
		);
	});
}

/** Runs in the page: when the frame is drawn that has these words. */
function timeOfWords(text: string): Promise<number> {
	return new Promise((resolve) => {
		const observer = new MutationObserver(() => {
			if (!document.body.textContent.includes(text)) return;
			observer.disconnect();
			requestAnimationFrame(() => {
				resolve(performance.timeOrigin + performance.now());
			});
		});
		observer.observe(document.body, { childList: true, subtree: true, characterData: true });
	});
}

/** Runs in the page: when the frame is drawn in which a box is ticked, or is not any more. */
function timeOfTick(box: string): Promise<number> {
	return new Promise((resolve) => {
		const stateOf = () => document.querySelector(box)?.getAttribute('aria-checked');
		const before = stateOf();
		const observer = new MutationObserver(() => {
			if (stateOf() === before) return;
			observer.disconnect();
			requestAnimationFrame(() => {
				resolve(performance.timeOrigin + performance.now());
			});
		});
		observer.observe(document.body, { attributes: true, childList: true, subtree: true });
	});
}

function tellTimes(what: string, taken: readonly number[], reachMs: number, from: string): void {
	const p95 = percentile(taken, 95);
	report(`${what}, p95 of ${taken.length}`, ms(p95), p95 <= reachMs, `≤ ${reachMs} ms`);
	tell(`median ${ms(median(taken))}, longest ${ms(Math.max(...taken))}; ${from}`);
}

/** Whether bytes have a text in them, in either of the ways in which a browser holds one. */
function holds(bytes: Buffer, text: string): boolean {
	return bytes.includes(Buffer.from(text)) || bytes.includes(Buffer.from(text, 'utf16le'));
}

for (const scenario of SCENARIOS)
	test(scenario.title, async ({ play }) => {
		const { cables, badCables } = needsOf(scenario);
		test.skip(cables && !isNetworked, 'needs cables');
		test.skip(badCables && !(isNetworked && canSlow()), 'needs the kernel’s netem');
		await play(scenario);
	});
