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
	/** Every phone that can be reached shows every note; `reachMs` is told beside the time it took. */
	| { readonly agree: string; readonly reachMs?: number }
	/** As many notes one after the other, each timed from the press on one phone to its words on the other. */
	| {
			readonly time: string;
			readonly from: Name;
			readonly to: Name;
			readonly count: number;
			readonly reachMs: number;
	  }
	| { readonly cut: Name }
	| { readonly restore: Name }
	| { readonly deafen: Name }
	/** In another building from now on. */
	| { readonly part: readonly Name[] }
	| { readonly slow: Name; readonly delayMs: number; readonly lossPercent: number }
	| { readonly mend: Name }
	/** The battery is empty. */
	| { readonly kill: Name }
	| { readonly waitMs: number };

export interface Scenario {
	readonly title: string;
	readonly phones: readonly Name[];
	readonly steps: readonly Step[];
}

/** Whether it needs cables, which only a network of our own has. */
export const needsCables = ({ steps }: Scenario) =>
	steps.some((step) => ['cut', 'restore', 'deafen', 'part', 'slow', 'mend'].some((act) => act in step));

export const SCENARIOS: readonly Scenario[] = [
	{
		title: 'two phones, a note from one to the other',
		phones: ['A', 'B'],
		steps: [
			{ invite: ['A', 'B'] },
			{ connected: { A: 1, B: 1 } },
			{ write: ['A', 'B'] },
			{ agree: 'both have both notes' },
			{ time: 'a note on A until it is on B', from: 'A', to: 'B', count: 40, reachMs: 150 }
		]
	},
	{
		title: 'two phones, a cable cut for 12 s and for 120 s',
		phones: ['A', 'B'],
		steps: [
			{ invite: ['A', 'B'] },
			{ connected: { A: 1, B: 1 } },
			{ cut: 'B' },
			{ write: ['A', 'B'] },
			{ waitMs: 12_000 },
			{ restore: 'B' },
			{ agree: 'after 12 s without a cable', reachMs: 4_000 },
			{ cut: 'B' },
			{ write: ['A', 'B'] },
			{ waitMs: 120_000 },
			{ restore: 'B' },
			{ agree: 'after 120 s without a cable', reachMs: 10_000 }
		]
	},
	{
		title: 'two phones on a bad line, which then carries one way only',
		phones: ['A', 'B'],
		steps: [
			{ slow: 'A', delayMs: 200, lossPercent: 10 },
			{ slow: 'B', delayMs: 200, lossPercent: 10 },
			{ invite: ['A', 'B'] },
			{ connected: { A: 1, B: 1 } },
			{ write: ['A', 'B'] },
			{ agree: 'with 200 ms and a tenth lost each way' },
			{ mend: 'A' },
			{ mend: 'B' },
			{ deafen: 'B' },
			{ write: ['A', 'B'] },
			{ waitMs: 12_000 },
			{ mend: 'B' },
			{ agree: 'after 12 s in which B heard nothing', reachMs: 4_000 }
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
			{ connected: { A: 5, B: 5, F: 5 } },
			{ write: ['A', 'F'] },
			{ agree: 'all have what two wrote' },
			{ part: ['D', 'E', 'F'] },
			{ write: ['A', 'B', 'C', 'D', 'E', 'F'] },
			{ waitMs: 20_000 },
			{ restore: 'D' },
			{ restore: 'E' },
			{ restore: 'F' },
			{ agree: 'two halves that wrote apart for 20 s', reachMs: 10_000 }
		]
	}
];
