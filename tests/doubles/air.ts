import { fail, ok, type Result } from '$lib/base/result';
import type { Clock } from '$lib/base/time';
import type { ConnectProblem, Description, Opened, PeerConnector, PeerLink } from '$lib/ports/peer-link';
import type { Timers } from '$lib/ports/sync';
import { Wire, type WireRules } from '../simulation/wire';
import { realTimers } from './app-parts';

const realTime = { now: () => Date.now(), after: realTimers.after.bind(realTimers) };

const CONNECT_MS = 30_000;

export interface AirOptions {
	readonly time?: Timers & Clock;
	readonly rules?: WireRules;
	/** Told of each connection, with the numbers of its phones. */
	readonly onWire?: (wire: Wire, phones: readonly [number, number]) => void;
}

/** What phones send through, instead of radio: whoever has another's description can connect to it. */
export class Air {
	readonly wires: Wire[] = [];
	readonly #offers = new Map<string, { phone: number; take: (wire: Wire) => void }>();
	readonly #apart = new Set<string>();
	#count = 0;

	constructor(private readonly options: AirOptions = {}) {}

	/** From now on these phones are out of each other's reach. */
	part(a: number, b: number): void {
		this.#apart.add(pairOf(a, b));
	}

	/** The way one phone connects. */
	connector(phone = 0): PeerConnector {
		const { time = realTime, rules = { delayMs: () => 0 }, onWire } = this.options;
		return {
			offer: async () => {
				const own = this.#description();
				const [opened, open] = opening();
				let isCancelled = false;
				return ok({
					description: own,
					opened,
					accept: (answer) => {
						const answered = this.#offers.get(answer.ufrag);
						if (isCancelled || !answered) return;
						if (this.#apart.has(pairOf(phone, answered.phone))) {
							time.after(CONNECT_MS, () => {
								open(fail({ code: 'timedOut', detail: '' }));
							});
							return;
						}
						this.#offers.delete(answer.ufrag);
						const wire = new Wire(time, rules);
						wire.ends[0].localFingerprint.set(own.fingerprint);
						wire.ends[0].remoteFingerprint.set(answer.fingerprint);
						wire.ends[1].localFingerprint.set(answer.fingerprint);
						wire.ends[1].remoteFingerprint.set(own.fingerprint);
						this.wires.push(wire);
						onWire?.(wire, [phone, answered.phone]);
						open(ok(wire.ends[0]));
						answered.take(wire);
					},
					cancel: () => {
						isCancelled = true;
						open(fail({ code: 'cancelled', detail: '' }));
					}
				});
			},
			answer: async () => {
				const own = this.#description();
				const [opened, open] = opening();
				const take = (wire: Wire) => {
					open(ok(wire.ends[1]));
				};
				this.#offers.set(own.ufrag, { phone, take });
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

function opening(): [Opened, (outcome: Result<PeerLink, ConnectProblem>) => void] {
	let open: (outcome: Result<PeerLink, ConnectProblem>) => void = () => undefined;
	const opened = new Promise<Result<PeerLink, ConnectProblem>>((resolve) => (open = resolve));
	return [opened, open];
}
