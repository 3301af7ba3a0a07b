import { Air } from '../doubles/air';
import { meet, SimPhone } from './phone';
import { VirtualTime } from './virtual-time';
import type { WireRules } from './wire';

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
	const air = new Air({
		time,
		rules,
		onWire: (wire, numbers) => {
			for (const number of numbers) phones[number - 1]?.holds(wire);
		}
	});
	for (let number = 1; number <= count; number += 1) phones.push(new SimPhone(number, time, air));
	for (const phone of phones) await phone.start();
	for (const [at, phone] of phones.entries()) {
		const next = phones[at + 1];
		if (next) meet(phone, next, time, rules);
	}
	return { time, air, rules, phones, traffic };
}
