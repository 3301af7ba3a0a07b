import type { HeldPlan } from '$lib/domain/phone-data/phone-content';
import type { IsoInstant } from '$lib/base/time';
import { PLAN_FORMAT, PLAN_SCHEMA_VERSION, type Plan } from '$lib/domain/plan/schema';

/** The smallest plan that is worth showing: one role, one contact, one card with one step. */
export function tinyPlan(overrides: Partial<Plan> = {}): Plan {
	return {
		format: PLAN_FORMAT,
		schemaVersion: PLAN_SCHEMA_VERSION,
		id: 'tiny',
		language: 'da',
		title: { id: 'tiny-title', text: 'Lille beredskabsplan', lines: [1] },
		ownerUnit: { id: 'tiny-unit', text: 'IT', lines: [2] },
		municipality: 'Nordø',
		owner: 'chair',
		revision: { author: null, approvedBy: null, approvedOn: null, lastUpdatedOn: '2024-02-29', texts: [] },
		sections: [
			{
				id: 'purpose',
				title: 'Formål',
				lines: [3],
				blocks: [
					{ kind: 'text', id: 'purpose-text', text: 'Planen bruges, når it er væk.', lines: [4] },
					{
						kind: 'attachment',
						id: 'network-drawing',
						title: 'Netværkstegning',
						mediaType: 'application/pdf',
						paperPlace: null
					}
				]
			}
		],
		services: [],
		operationLevels: [],
		roles: [
			{
				id: 'chair',
				kind: 'function',
				name: 'Formand',
				abbreviation: null,
				mentions: ['formanden'],
				filledBy: [{ ref: 'contact-1', when: null, basis: 'plan', lines: [5] }],
				members: [],
				appointedBy: null,
				composedBy: null,
				recruitedFrom: null,
				takesPartIn: [],
				rules: [],
				basis: 'plan',
				lines: [5]
			}
		],
		contacts: [
			{
				id: 'contact-1',
				title: 'IT-chef',
				name: 'Åse Ærø',
				phones: [{ label: null, display: '12 34 56 78', dial: '12345678' }],
				mail: 'aase@example.dk',
				other: null,
				note: null,
				confirmedOn: null,
				central: true,
				basis: 'plan',
				lines: [6]
			}
		],
		channels: [],
		notificationChannels: [],
		alarmSources: [],
		meetingPlaces: [],
		decisions: [],
		flow: [],
		cards: [
			{
				id: 'card-1',
				title: 'Ransomware',
				purpose: 'At stoppe det.',
				trigger: 'Filer kan ikke åbnes.',
				responsible: ['chair'],
				coreTask: null,
				services: [],
				contacts: ['contact-1'],
				steps: [
					{
						id: 'step-1',
						phase: 'first15Minutes',
						text: 'Træk stikket.',
						dueMinutes: 15,
						dueAnchor: 'cardStarted',
						decisionBy: 'chair',
						sources: []
					}
				],
				notes: [],
				version: '1',
				approval: { status: 'proposal', approvedBy: null, approvedOn: null }
			}
		],
		cardGroups: [],
		sources: [],
		response: {
			assessor: null,
			decider: null,
			chair: 'chair',
			coordinator: null,
			group: 'chair',
			workingStaff: null,
			adjustGroup: false,
			decisions: {
				scope: null,
				tellManagement: null,
				activate: null,
				coordinator: null,
				adjustGroup: null,
				deactivate: null
			},
			retentionDays: 365,
			callTexts: []
		},
		clocks: [],
		exercises: [],
		warnings: [
			{ id: 'warning-1', kind: 'stale', severity: 'high', about: ['chair'], text: 'Planen er {age}.' }
		],
		...overrides
	};
}

/** `tinyPlan` as a phone holds it. */
export function heldTinyPlan(
	overrides: Partial<Omit<HeldPlan, 'plan'>> & { plan?: Partial<Plan> } = {}
): HeldPlan {
	const { plan, ...rest } = overrides;
	return {
		plan: tinyPlan(plan),
		origin: 'imported',
		storedAt: '2026-11-24T14:00:00.000Z' as IsoInstant,
		fingerprint: 'tiny-1',
		...rest
	};
}
