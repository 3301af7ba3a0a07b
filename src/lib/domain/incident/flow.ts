/** The way of an incident from alarm to closing. The picture of it is flow.md beside this file; a test walks it. */

export const STAGES = [
	'idle',
	'alarmReceived',
	'assessing',
	'handledInOperations',
	'chiefNotified',
	'notActivated',
	'activated',
	'groupAssembled',
	'coordinatorAppointed',
	'groupAdjustmentPending',
	'operating',
	'deactivated',
	'evaluated',
	'closed'
] as const;
export type Stage = (typeof STAGES)[number];

export const FLOW_EVENTS = [
	'alarm',
	'assessment',
	'leftToOperations',
	'deciderTold',
	'activationRefused',
	'activation',
	'assembly',
	'appointment',
	'coordinatorWasMember',
	'coordinatorWasNoMember',
	'adjustment',
	'deactivation',
	'evaluation',
	'closing'
] as const;
export type FlowEvent = (typeof FLOW_EVENTS)[number];

export interface FlowEdge {
	readonly from: Stage;
	readonly event: FlowEvent;
	readonly to: Stage;
}

/** Plan-model.md part 5; those that lead back, and those after `operating`, are proposals of the product. */
export const FLOW_EDGES: readonly FlowEdge[] = [
	{ from: 'idle', event: 'alarm', to: 'alarmReceived' },
	{ from: 'alarmReceived', event: 'assessment', to: 'assessing' },
	{ from: 'assessing', event: 'leftToOperations', to: 'handledInOperations' },
	{ from: 'assessing', event: 'deciderTold', to: 'chiefNotified' },
	{ from: 'handledInOperations', event: 'assessment', to: 'assessing' },
	{ from: 'handledInOperations', event: 'closing', to: 'closed' },
	{ from: 'chiefNotified', event: 'activationRefused', to: 'notActivated' },
	{ from: 'chiefNotified', event: 'activation', to: 'activated' },
	{ from: 'notActivated', event: 'deciderTold', to: 'chiefNotified' },
	{ from: 'notActivated', event: 'closing', to: 'closed' },
	{ from: 'activated', event: 'assembly', to: 'groupAssembled' },
	{ from: 'groupAssembled', event: 'appointment', to: 'coordinatorAppointed' },
	{ from: 'coordinatorAppointed', event: 'coordinatorWasMember', to: 'groupAdjustmentPending' },
	{ from: 'coordinatorAppointed', event: 'coordinatorWasNoMember', to: 'operating' },
	{ from: 'groupAdjustmentPending', event: 'adjustment', to: 'operating' },
	{ from: 'operating', event: 'appointment', to: 'coordinatorAppointed' },
	{ from: 'operating', event: 'deactivation', to: 'deactivated' },
	{ from: 'deactivated', event: 'activation', to: 'activated' },
	{ from: 'deactivated', event: 'evaluation', to: 'evaluated' },
	{ from: 'evaluated', event: 'closing', to: 'closed' }
];

/** Where an event leads. */
export interface FlowStepTaken {
	readonly stage: Stage;
	/** Stages that were jumped over: in an emergency any step may be taken at once, and the log says so. */
	readonly skipped: readonly Stage[];
}

/**
 * Where `event` leads from `stage`: along an edge; or, where it is ahead of the flow, over the stages between; where
 * it leads nowhere, it changes nothing.
 */
export function advance(stage: Stage, event: FlowEvent): FlowStepTaken {
	const edge = FLOW_EDGES.find((one) => one.from === stage && one.event === event);
	if (edge) return { stage: edge.to, skipped: [] };
	return jump(stage, event) ?? { stage, skipped: [] };
}

const rank = (stage: Stage) => STAGES.indexOf(stage);

/** The shortest way to an edge of `event` that leads further than the incident has come. */
function jump(from: Stage, event: FlowEvent): FlowStepTaken | null {
	const seen = new Set<Stage>([from]);
	let ways: Stage[][] = [[from]];
	while (ways.length > 0) {
		const longer: Stage[][] = [];
		for (const way of ways) {
			const last = way.at(-1) ?? from;
			const edge = FLOW_EDGES.find((one) => one.from === last && one.event === event);
			if (edge && rank(edge.to) > rank(from)) return { stage: edge.to, skipped: way.slice(1) };
			for (const one of FLOW_EDGES) {
				if (one.from !== last || seen.has(one.to)) continue;
				seen.add(one.to);
				longer.push([...way, one.to]);
			}
		}
		ways = longer;
	}
	return null;
}
