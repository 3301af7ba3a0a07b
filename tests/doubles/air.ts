import { fail, ok, type Result } from '$lib/base/result';
import type { Clock } from '$lib/base/time';
import type { ConnectProblem, Description, Opened, PeerConnector, PeerLink } from '$lib/ports/peer-link';
import type { Timers } from '$lib/ports/sync';
import { Wire, type WireRules } from '../simulation/wire';
import { realTimers } from './app-parts';

const realTime = { now: () => Date.now(), after: realTimers.after.bind(realTimers) };

const CONNECT_MS = 30_000;
const CROSS_MS = 90_000;

type Open = (outcome: Result<PeerLink, ConnectProblem>) => void;

interface End {
	readonly phone: number;
	readonly description: Description;
	readonly open: Open;
}

export interface AirOptions {
	readonly time?: Timers & Clock;
	readonly rules?: WireRules;
	/** Told of each connection, with the numbers of its phones. */
	readonly onWire?: (wire: Wire, phones: readonly [number, number]) => void;
}

/** What phones send through, instead of radio: whoever has another's description can connect to it. */
export class Air {
	readonly wires: Wire[] = [];
	/** How often a phone has looked whether another is there. */
	probes = 0;
	/** Answers that nobody has taken. */
	readonly #offers = new Map<string, { phone: number; open: Open }>();
	/** Offers that have not got an answer, and the end that waits where they were crossed. */
	readonly #kept = new Map<string, { phone: number; crossing: End | null }>();
	readonly #apart = new Set<string>();
	#count = 0;

	constructor(private readonly options: AirOptions = {}) {}

	/** From now on these phones are out of each other's reach. */
	part(a: number, b: number): void {
		this.#apart.add(pairOf(a, b));
	}

	/** They are within it again. */
	join(a: number, b: number): void {
		this.#apart.delete(pairOf(a, b));
	}

	/** The way one phone connects. */
	connector(phone = 0): PeerConnector {
		const { time = realTime } = this.options;
		return {
			offer: async () => {
				const own = this.#description();
				const [opened, open] = opening();
				let isCancelled = false;
				this.#kept.set(own.ufrag, { phone, crossing: null });
				return ok({
					description: own,
					opened,
					accept: (answer) => {
						const answered = this.#offers.get(answer.ufrag);
						if (isCancelled || !answered) return;
						if (this.#isApart(phone, answered.phone)) {
							time.after(CONNECT_MS, () => {
								open(fail({ code: 'timedOut', detail: '' }));
							});
							return;
						}
						this.#offers.delete(answer.ufrag);
						this.#kept.delete(own.ufrag);
						this.#connect(
							{ phone, description: own, open },
							{ phone: answered.phone, description: answer, open: answered.open }
						);
					},
					cross: (offer, isOfferer) => {
						const [here, there] = [this.#kept.get(own.ufrag), this.#kept.get(offer.ufrag)];
						if (isCancelled || !here || !there) return;
						here.crossing = { phone, description: own, open };
						if (!there.crossing || this.#isApart(phone, there.phone))
							time.after(CROSS_MS, () => {
								open(fail({ code: 'timedOut', detail: '' }));
							});
						else if (isOfferer) this.#connect(here.crossing, there.crossing);
						else this.#connect(there.crossing, here.crossing);
					},
					cancel: () => {
						isCancelled = true;
						this.#kept.delete(own.ufrag);
						open(fail({ code: 'cancelled', detail: '' }));
					}
				});
			},
			probe: (offer, withinMs) =>
				new Promise((resolve) => {
					this.probes += 1;
					const there = this.#kept.get(offer.ufrag);
					if (there && !this.#isApart(phone, there.phone)) resolve(true);
					else
						time.after(withinMs, () => {
							resolve(false);
						});
				}),
			answer: async () => {
				const own = this.#description();
				const [opened, open] = opening();
				this.#offers.set(own.ufrag, { phone, open });
				return ok({
					description: own,
					opened,
					cancel: () => {
						this.#offers.delete(own.ufrag);
						open(fail({ code: 'cancelled', detail: '' }));
					}
				});
			}
		};
	}

	#isApart(a: number, b: number): boolean {
		return this.#apart.has(pairOf(a, b));
	}

	#connect(offerer: End, answerer: End): void {
		const { time = realTime, rules = { delayMs: () => 0 }, onWire } = this.options;
		const wire = new Wire(time, rules);
		const ends = [offerer, answerer] as const;
		wire.ends.forEach((end, index) => {
			end.localFingerprint.set(ends[index as 0 | 1].description.fingerprint);
			end.remoteFingerprint.set(ends[index === 0 ? 1 : 0].description.fingerprint);
		});
		this.wires.push(wire);
		onWire?.(wire, [offerer.phone, answerer.phone]);
		for (const [index, { open }] of ends.entries()) open(ok(wire.ends[index as 0 | 1]));
	}

	#description(): Description {
		this.#count += 1;
		return {
			madeAtMinutes: Math.floor((this.options.time ?? realTime).now() / 60_000),
			fingerprint: new Uint8Array(32).fill(this.#count),
			ufrag: `ufrg${this.#count}`,
			pwd: 'p'.repeat(24),
			candidates: [{ kind: 'ipv4', address: '192.168.1.2', port: 5_000 }]
		};
	}
}

function pairOf(a: number, b: number): string {
	return [a, b].sort((one, other) => one - other).join(' ');
}

function opening(): [Opened, Open] {
	let open: Open = () => undefined;
	const opened = new Promise<Result<PeerLink, ConnectProblem>>((resolve) => (open = resolve));
	return [opened, open];
}
