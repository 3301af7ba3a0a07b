import { Air } from '../doubles/air';
import { meet, SimPhone } from './phone';
import { VirtualTime } from './virtual-time';
import type { Wire, WireRules } from './wire';

/** What went over wires. */
export interface Traffic {
	messages: number;
	bytes: number;
	/** The same bytes, by the type of their messages (docs/protocol.md, 4). */
	readonly byType: Map<number, number>;
}

/** Phones, and what went between them. */
export interface World {
	readonly time: VirtualTime;
	readonly air: Air;
	readonly rules: WireRules;
	readonly phones: readonly SimPhone[];
	/** All that there ever were, in their order. */
	readonly wires: readonly Wire[];
	readonly traffic: Traffic;
}

/** Wires that take a moment, and count. */
export function countingRules(traffic: Traffic): WireRules {
	return {
		delayMs: () => 5,
		onMessage: (bytes, type) => {
			traffic.messages += 1;
			traffic.bytes += bytes;
			traffic.byType.set(type, (traffic.byType.get(type) ?? 0) + bytes);
		}
	};
}

/** None yet. */
export function noTraffic(): Traffic {
	return { messages: 0, bytes: 0, byType: new Map() };
}

/** Phones that have been met one after the other by hand, and nobody else. */
export async function chain(count: number): Promise<World> {
	const time = new VirtualTime();
	const traffic = noTraffic();
	const rules = countingRules(traffic);
	const phones: SimPhone[] = [];
	const wires: Wire[] = [];
	const air = new Air({
		time,
		rules,
		onWire: (wire, numbers) => {
			wires.push(wire);
			for (const number of numbers) phones[number - 1]?.holds(wire);
		}
	});
	for (let number = 1; number <= count; number += 1) phones.push(new SimPhone(number, time, air));
	for (const phone of phones) await phone.start();
	for (const [at, phone] of phones.entries()) {
		const next = phones[at + 1];
		if (next) wires.push(meet(phone, next, time, rules));
	}
	return { time, air, rules, phones, wires, traffic };
}
