import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowNodes, orderFlow, type FlowNode } from '$lib/domain/plan/flow-order';
import type { FlowStep } from '$lib/domain/plan/schema';
import { nordoePlan, viborgPlan } from '../../../doubles/plans';

type Way = string | { to: string; label?: string; basis?: 'plan' | 'proposal' };
function step(id: string, ...next: Way[]): FlowStep {
	return {
		id,
		kind: 'task',
		text: id,
		by: null,
		lines: [],
		basis: 'plan',
		next: next.map((way) => {
			const { to, label = null, basis = 'plan' } = typeof way === 'string' ? { to: way } : way;
			return { to, label, basis };
		})
	};
}
/** Each step with how it is reached, and where it leads besides. */
const told = (roots: readonly FlowNode[]) =>
	flowNodes(roots).map(({ step: { id }, number, below, jumps }) => [
		number,
		id,
		below.map(({ node, turn }) => `${turn} ${node.number}`).join(', '),
		jumps.map(({ to }) => to).join(', ')
	]);

describe('the order of a flow', () => {
	it('goes from the alarm to the activation, and lets the rest branch off', () => {
		expect(told(orderFlow(viborgPlan().flow))).toEqual([
			[1, 'flow-alarm', 'down 2', ''],
			[2, 'flow-assessment', 'aside 3, down 4', ''],
			[3, 'flow-operations', '', 'flow-assessment'],
			[4, 'flow-chief-notified', 'aside 5, down 7', ''],
			[5, 'flow-other-management', 'down 6', ''],
			[6, 'flow-management-notified', '', ''],
			[7, 'flow-activation', 'aside 8, aside 9', ''],
			[8, 'flow-activated', '', ''],
			[9, 'flow-not-activated', '', 'flow-activation']
		]);
	});

	it('shows a step that two ways lead to once, under the decision that leads to it itself', () => {
		expect(told(orderFlow(nordoePlan().flow))).toEqual([
			[1, 'flow-alarm', 'down 2', ''],
			[2, 'flow-check', 'aside 3, down 4', ''],
			[3, 'flow-normal', '', ''],
			[4, 'flow-call', 'down 5', ''],
			[5, 'flow-level', 'aside 6, aside 7', ''],
			[6, 'flow-heightened', '', 'flow-critical'],
			[7, 'flow-critical', '', '']
		]);
	});

	it('carries on with what the plan says, however much follows a proposal', () => {
		const flow = [
			step('start', { to: 'proposed', basis: 'proposal' }, 'planned'),
			step('proposed', 'a'),
			step('a', 'b'),
			step('b'),
			step('planned')
		];
		expect(told(orderFlow(flow))[0]).toEqual([1, 'start', 'aside 2, down 5', '']);
	});

	it('begins a ring with its first step', () => {
		expect(told(orderFlow([step('a', 'b'), step('b', 'a')]))).toEqual([
			[1, 'a', 'down 2', ''],
			[2, 'b', '', 'a']
		]);
	});

	it('keeps both answers that lead to the same step', () => {
		const flow = [step('ask', { to: 'do', label: 'ja' }, { to: 'do', label: 'nej' }), step('do')];
		const [ask] = orderFlow(flow);
		expect(ask?.below.map(({ node }) => node.via?.label)).toEqual(['ja']);
		expect(ask?.jumps.map(({ label }) => label)).toEqual(['nej']);
	});

	it('shows every step once and loses no way, whatever leads where', () => {
		const flows = fc.integer({ min: 1, max: 12 }).chain((size) =>
			fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 4 }), {
				minLength: size,
				maxLength: size
			})
		);
		fc.assert(
			fc.property(flows, (ways) => {
				const flow = ways.map((to, at) => step(`s${at}`, ...to.map((one) => `s${one}`)));
				const nodes = flowNodes(orderFlow(flow));
				expect(nodes.map((node) => node.number)).toEqual(flow.map((_, at) => at + 1));
				expect(new Set(nodes.map((node) => node.step.id)).size).toBe(flow.length);
				for (const { step: from, below, jumps } of nodes) {
					const shown = [...below.map(({ node }) => node.via), ...jumps];
					expect(new Set(shown)).toEqual(new Set(from.next));
					expect(shown).toHaveLength(from.next.length);
					expect(below.filter(({ turn }) => turn === 'down').length).toBeLessThanOrEqual(1);
				}
			})
		);
	});
});
