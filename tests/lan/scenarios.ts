/** What happens among phones on one network, as data; scenarios.lan.ts plays it. */

/** One phone, by its letter. */
export type Name = keyof typeof PEOPLE;

/** Who has which phone. The first founds the group. */
export const PEOPLE = {
	A: 'Erik Sørensen',
	B: 'Ole Christiansen',
	C: 'Dorthe Dam',
	D: 'Carla Kold',
	E: 'Frede Falk',
	F: 'Gerda Gram'
} as const;

export type Step =
	/** One holds up a code, the other scans it, and the other way round: the newcomer is in. */
	| { readonly invite: readonly [host: Name, newcomer: Name] }
	/** So many phones is each connected with, of those that never met too. */
	| { readonly connected: Partial<Record<Name, number>> }
	/** Notes on these phones at once, each its own; all of them are on every phone in the end. */
	| { readonly write: readonly Name[] }
	/** Every phone that is on has every note on its disk; `reachMs` is told beside the time it took. */
	| { readonly agree: string; readonly reachMs?: number }
	/** As many notes one after the other, each timed from the press on one phone to its words on the other. */
	| {
			readonly time: string;
			readonly from: Name;
			readonly to: Name;
			readonly count: number;
			readonly reachMs: number;
	  }
	/** The steps of this card, ticked and taken back one after the other until there are so many, each timed likewise. */
	| {
			readonly tick: string;
			readonly card: string;
			readonly from: Name;
			readonly to: Name;
			readonly count: number;
			readonly reachMs: number;
	  }
	/** Its cable is out for so long, in which those write. */
	| { readonly cut: Name; readonly forMs: number; readonly write: readonly Name[] }
	/** Back to the building where the others are. */
	| { readonly restore: Name }
	/** For so long nothing comes to it, though it sends. */
	| { readonly deafen: Name; readonly forMs: number; readonly write: readonly Name[] }
	/** These two never reach each other, whoever else each reaches. */
	| { readonly apart: readonly [Name, Name] }
	/** In another building from now on. */
	| { readonly part: readonly Name[] }
	| { readonly slow: Name; readonly delayMs: number; readonly lossPercent: number }
	/** The battery is empty. */
	| { readonly kill: Name }
	| { readonly waitMs: number };

export interface Scenario {
	readonly title: string;
	readonly phones: readonly Name[];
	readonly steps: readonly Step[];
}

/** What a scenario needs of the machine beside browsers: cables, which only a network of our own has, and bad ones. */
export function needsOf({ steps }: Scenario): { readonly cables: boolean; readonly badCables: boolean } {
	const has = (acts: readonly string[]) => steps.some((step) => acts.some((act) => act in step));
	return { cables: has(['cut', 'restore', 'deafen', 'apart', 'part']), badCables: has(['slow']) };
}

/** Two phones that have met and hold the log. */
const MET: readonly Step[] = [
	{ invite: ['A', 'B'] },
	{ connected: { A: 1, B: 1 } },
	{ write: ['A'] },
	{ agree: 'both have the log' }
];

export const SCENARIOS: readonly Scenario[] = [
	{
		title: 'two phones, a note from one to the other',
		phones: ['A', 'B'],
		steps: [
			{ invite: ['A', 'B'] },
			{ connected: { A: 1, B: 1 } },
			{ write: ['A', 'B'] },
			{ agree: 'both have both notes' },
			{ time: 'a note on A until it is on B', from: 'A', to: 'B', count: 40, reachMs: 150 },
			{ tick: 'a tick on A until it is on B', card: 'AC-08', from: 'A', to: 'B', count: 40, reachMs: 150 }
		]
	},
	{
		title: 'two phones, a cable cut for 12 s, then for so long that the connection is given up, twice',
		phones: ['A', 'B'],
		steps: [
			...MET,
			{ cut: 'B', forMs: 12_000, write: ['A', 'B'] },
			{ agree: 'after 12 s without a cable', reachMs: 4_000 },
			// Chromium gives a connection up 16 s after it last heard of the other side, for good
			{ cut: 'B', forMs: 120_000, write: ['A', 'B'] },
			{ agree: 'after 120 s without a cable, and no scan', reachMs: 10_000 },
			// the connection that was in reserve has got one of its own
			{ waitMs: 5_000 },
			{ cut: 'A', forMs: 40_000, write: ['A', 'B'] },
			{ agree: 'after 40 s without a cable, and no scan', reachMs: 10_000 }
		]
	},
	{
		title: 'three phones, one of them gone for 120 s',
		phones: ['A', 'B', 'C'],
		steps: [
			{ invite: ['A', 'B'] },
			{ invite: ['A', 'C'] },
			{ connected: { A: 2, B: 2, C: 2 } },
			{ write: ['A'] },
			{ agree: 'all have the log' },
			{ cut: 'C', forMs: 120_000, write: ['A', 'C'] },
			{ agree: 'three, after 120 s, and no scan', reachMs: 10_000 },
			{ write: ['A', 'B', 'C'] },
			{ agree: 'and it goes on' }
		]
	},
	{
		title: 'two phones on a line that carries one way only, for 12 s',
		phones: ['A', 'B'],
		steps: [
			...MET,
			{ deafen: 'B', forMs: 12_000, write: ['A', 'B'] },
			{ agree: 'after 12 s in which B heard nothing', reachMs: 4_000 }
		]
	},
	{
		title: 'two phones on a bad line',
		phones: ['A', 'B'],
		steps: [
			{ slow: 'A', delayMs: 200, lossPercent: 10 },
			{ slow: 'B', delayMs: 200, lossPercent: 10 },
			{ invite: ['A', 'B'] },
			{ connected: { A: 1, B: 1 } },
			{ write: ['A', 'B'] },
			{ agree: 'with 200 ms and a tenth lost each way' }
		]
	},
	{
		title: 'four phones in a chain, a note from one end to the other',
		phones: ['A', 'B', 'C', 'D'],
		steps: [
			// the mesh would connect them by itself
			{ apart: ['A', 'C'] },
			{ apart: ['A', 'D'] },
			{ apart: ['B', 'D'] },
			{ invite: ['A', 'B'] },
			{ invite: ['B', 'C'] },
			{ invite: ['C', 'D'] },
			{ connected: { A: 1, B: 2, C: 2, D: 1 } },
			{ write: ['A', 'D'] },
			{ agree: 'all have what the ends wrote' },
			{ time: 'a note on A until it is on D, three hops away', from: 'A', to: 'D', count: 40, reachMs: 400 },
			{ time: 'a note on A until it is on B, of the same four', from: 'A', to: 'B', count: 40, reachMs: 150 },
			{ tick: 'a tick on A until it is on D', card: 'AC-08', from: 'A', to: 'D', count: 40, reachMs: 400 }
		]
	},
	{
		title: 'three phones in a chain, whose middle goes',
		phones: ['A', 'B', 'C'],
		steps: [
			{ invite: ['A', 'B'] },
			{ invite: ['B', 'C'] },
			{ connected: { A: 2, B: 2, C: 2 } },
			{ write: ['A', 'C'] },
			{ agree: 'all have what the ends wrote' },
			{ kill: 'B' },
			{ write: ['A', 'C'] },
			{ agree: 'the ends go on without the middle' }
		]
	},
	{
		title: 'six phones in two buildings',
		phones: ['A', 'B', 'C', 'D', 'E', 'F'],
		steps: [
			{ invite: ['A', 'B'] },
			{ invite: ['A', 'C'] },
			{ invite: ['A', 'D'] },
			{ invite: ['A', 'E'] },
			{ invite: ['A', 'F'] },
			// the others call on until they have four
			{ connected: { A: 5 } },
			{ write: ['A', 'F'] },
			{ agree: 'all have what two wrote' },
			{ part: ['D', 'E', 'F'] },
			{ write: ['A', 'B', 'C', 'D', 'E', 'F'] },
			{ waitMs: 30_000 },
			{ restore: 'D' },
			{ restore: 'E' },
			{ restore: 'F' },
			{ agree: 'two halves that wrote apart for 30 s, after they met', reachMs: 10_000 }
		]
	}
];
