import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	advance,
	FLOW_EDGES,
	FLOW_EVENTS,
	STAGES,
	type FlowEdge,
	type Stage
} from '$lib/domain/incident/flow';

const picture = readFileSync('src/lib/domain/incident/flow.md', 'utf8');
const drawn = [...picture.matchAll(/^ {2}(\w+) --> (\w+): (\w+)$/gm)].map(([, from, to, event]) => ({
	from,
	event,
	to
}));

describe('the way of an incident', () => {
	it('is drawn as it is', () => {
		expect(drawn).toEqual(FLOW_EDGES.map(({ from, event, to }) => ({ from, event, to })));
	});

	it.each(FLOW_EDGES)('leads from $from with $event to $to, jumping over nothing', ({ from, event, to }) => {
		expect(advance(from, event)).toEqual({ stage: to, skipped: [] });
	});

	it('reaches every stage from the first', () => {
		const reached = new Set<Stage>(['idle']);
		for (let before = 0; before < reached.size;) {
			before = reached.size;
			for (const edge of FLOW_EDGES) if (reached.has(edge.from)) reached.add(edge.to);
		}
		expect([...reached].sort()).toEqual([...STAGES].sort());
	});

	it('has one way out of a stage for each event', () => {
		const ways = FLOW_EDGES.map(({ from, event }: FlowEdge) => `${from} ${event}`);
		expect(new Set(ways).size).toBe(ways.length);
	});

	it.each(['idle', 'alarmReceived', 'assessing', 'handledInOperations', 'notActivated'] as const)(
		'lets anyone activate at once from %s, and says what was jumped over',
		(stage) => {
			const { stage: after, skipped } = advance(stage, 'activation');
			expect(after).toBe('activated');
			expect(skipped).toContain('chiefNotified');
		}
	);

	it('may be closed from wherever it stands', () => {
		for (const stage of STAGES)
			if (stage !== 'closed') expect(advance(stage, 'closing').stage).toBe('closed');
	});

	it('never falls back by an event that leads nowhere', () => {
		for (const stage of STAGES)
			for (const event of FLOW_EVENTS) {
				const isEdge = FLOW_EDGES.some((edge) => edge.from === stage && edge.event === event);
				if (!isEdge)
					expect(STAGES.indexOf(advance(stage, event).stage)).toBeGreaterThanOrEqual(STAGES.indexOf(stage));
			}
	});
});
