import type { FlowStep } from './schema';

export type FlowEdge = FlowStep['next'][number];

/** A step of the flow where it is drawn, with the steps that follow from it alone drawn under it. */
export interface FlowNode {
	readonly step: FlowStep;
	/** Its number in the order in which it is drawn and told, from 1. */
	readonly number: number;
	/** The way by which it is reached from the one above; null for where the flow begins. */
	readonly via: FlowEdge | null;
	/** What follows: `aside` leaves the main way, `down` carries it on; there is at most one of that, the last. */
	readonly below: readonly { readonly node: FlowNode; readonly turn: 'aside' | 'down' }[];
	/** Ways to steps that are drawn elsewhere: back up, or to where another way leads as well. */
	readonly jumps: readonly FlowEdge[];
}

/** A node before it has its number. */
interface Draft {
	readonly step: FlowStep;
	readonly via: FlowEdge | null;
	readonly below: Draft[];
	readonly size: number;
	readonly jumps: FlowEdge[];
}

/**
 * Puts a flow in an order in which it can be drawn and told from the top down: each step once, under the first step
 * that leads to it. Of several ways the one with most to follow carries on, the plan's before a proposal; where
 * nothing follows any of them, all branch off. Otherwise the plan's own order stands.
 * @returns Where the flow begins: a step that none leads to, or, in a ring, the first.
 */
export function orderFlow(flow: readonly FlowStep[]): FlowNode[] {
	const steps = new Map(flow.map((step) => [step.id, step]));
	const ledTo = new Set(flow.flatMap((step) => step.next.map(({ to }) => to).filter((to) => to !== step.id)));
	const placed = new Set<string>();

	function place(step: FlowStep, via: FlowEdge | null): Draft {
		placed.add(step.id);
		const ways: { edge: FlowEdge; to: FlowStep }[] = [];
		const jumps: FlowEdge[] = [];
		for (const edge of step.next) {
			const to = steps.get(edge.to);
			if (!to || placed.has(edge.to)) jumps.push(edge);
			else {
				// taken before any of them is followed: what a step leads to itself stands under that step
				placed.add(edge.to);
				ways.push({ edge, to });
			}
		}
		const below = ways.map(({ edge, to }) => place(to, edge));
		return { step, via, below, jumps, size: 1 + below.reduce((sum, one) => sum + one.size, 0) };
	}

	const roots: Draft[] = [];
	for (const step of flow) if (!ledTo.has(step.id) && !placed.has(step.id)) roots.push(place(step, null));
	for (const step of flow) if (!placed.has(step.id)) roots.push(place(step, null));

	let number = 0;
	const numbered = ({ step, via, below, jumps }: Draft): FlowNode => {
		number += 1;
		const own = number;
		const main = mainOf(below);
		const inOrder = main ? [...below.filter((one) => one !== main), main] : below;
		return {
			step,
			number: own,
			via,
			jumps,
			below: inOrder.map((one) => ({ node: numbered(one), turn: one === main ? 'down' : 'aside' }))
		};
	};
	return roots.map(numbered);
}

/** The one of several ways that carries on. */
function mainOf(below: readonly Draft[]): Draft | null {
	if (below.length === 1) return below[0] ?? null;
	if (below.every((one) => one.size === 1)) return null;
	const weight = (one: Draft) => (one.via?.basis === 'plan' ? 1_000 : 0) + one.size;
	return below.reduce<Draft | null>((best, one) => (!best || weight(one) >= weight(best) ? one : best), null);
}

/** Every node of an ordered flow, by number. */
export function flowNodes(roots: readonly FlowNode[]): FlowNode[] {
	return roots.flatMap((root) => [root, ...flowNodes(root.below.map(({ node }) => node))]);
}
