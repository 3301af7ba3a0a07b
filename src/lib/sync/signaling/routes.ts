import type { DeviceId } from '../../domain/log/entry';
import { HOPS_MAX, REACHED_MAX } from '../session/messages';

/** So near, a phone is told of always: who spares a session must know that it stays near without (mesh.ts). */
const ALWAYS_TOLD_HOPS = 2;

/** The way to a device: whom to give a code, and how many times it is sent on. */
export interface Way {
	readonly via: DeviceId;
	readonly hops: number;
}

/** Which devices can be reached over sessions, from what each neighbour says that it reaches. */
export class Routes {
	readonly #tables = new Map<DeviceId, Map<DeviceId, number>>();
	#ways: ReadonlyMap<DeviceId, Way> | null = null;

	constructor(private readonly own: DeviceId) {}

	/** A neighbour that has said nothing yet. */
	begin(neighbour: DeviceId): void {
		this.#tables.set(neighbour, new Map());
		this.#ways = null;
	}

	/**
	 * What a neighbour says that has changed.
	 * @returns False where it claims to reach more devices than a group has.
	 */
	change(neighbour: DeviceId, changed: Iterable<readonly [DeviceId, number]>): boolean {
		const table = this.#tables.get(neighbour) ?? new Map<DeviceId, number>();
		this.#tables.set(neighbour, table);
		for (const [deviceId, hops] of changed)
			if (hops === 0) table.delete(deviceId);
			else table.set(deviceId, hops);
		this.#ways = null;
		return table.size <= REACHED_MAX;
	}

	remove(neighbour: DeviceId): void {
		this.#tables.delete(neighbour);
		this.#ways = null;
	}

	/** The shortest way to each device that can be reached. */
	get ways(): ReadonlyMap<DeviceId, Way> {
		return (this.#ways ??= this.#waysWithout(null));
	}

	/**
	 * What is said to a neighbour: nothing that it is on the way to itself, or codes would go to and fro, and of what is
	 * further than two sessions away nothing to which it has a shorter way.
	 */
	tableFor(neighbour: DeviceId): Map<DeviceId, number> {
		const theirs = this.#tables.get(neighbour);
		const isOfUse = (deviceId: DeviceId, hops: number) =>
			hops <= ALWAYS_TOLD_HOPS || hops <= (theirs?.get(deviceId) ?? HOPS_MAX - 1);
		return new Map(
			[...this.#waysWithout(neighbour)]
				.filter(([deviceId, { hops }]) => deviceId !== neighbour && isOfUse(deviceId, hops))
				.map(([deviceId, { hops }]) => [deviceId, hops])
		);
	}

	/** How many sessions a neighbour has, the one with this phone counted. */
	sessionsOf(neighbour: DeviceId): number {
		const table = this.#tables.get(neighbour);
		return table ? 1 + [...table.values()].filter((hops) => hops === 1).length : 0;
	}

	/** How far away a neighbour would be without the session with it; null where nobody else has it. */
	hopsAround(neighbour: DeviceId): number | null {
		return this.#waysWithout(neighbour).get(neighbour)?.hops ?? null;
	}

	#waysWithout(neighbour: DeviceId | null): Map<DeviceId, Way> {
		const ways = new Map<DeviceId, Way>();
		const add = (deviceId: DeviceId, via: DeviceId, hops: number) => {
			if (deviceId === this.own || hops > HOPS_MAX) return;
			if (hops < (ways.get(deviceId)?.hops ?? Infinity)) ways.set(deviceId, { via, hops });
		};
		for (const [via, table] of this.#tables) {
			if (via === neighbour) continue;
			add(via, via, 1);
			for (const [deviceId, hops] of table) add(deviceId, via, hops + 1);
		}
		return ways;
	}
}
