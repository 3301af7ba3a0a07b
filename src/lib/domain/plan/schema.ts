/**
 * The plan document, format `beredt-plan`, schema version 1: one validated JSON file that holds a department's
 * emergency sub-plan, its roles, people, services, channels, alarm sources, decisions and action cards, and what is
 * stale, missing or doubtful about them. Nothing of any one municipality stands in code: all of it stands here.
 *
 * Three kinds of content are kept apart (../shared/domain/plan-model.md): what the *plan* itself says
 * (`basis: 'plan'`, texts verbatim, with the lines of the source), *proposals* nobody has approved yet
 * (`basis: 'proposal'`, `approval`), and *warnings*, the product's remarks beside the text and never in it.
 *
 * An id is unique in the whole document; a reference names an id. See references.ts for the rules across fields.
 */
import * as v from 'valibot';
import { hasControlCharacter, hasMarkup } from './text-rules';

export const PLAN_FORMAT = 'beredt-plan';
export const PLAN_SCHEMA_VERSION = 1;
/** The largest plan file that is read at all, in bytes. */
export const PLAN_MAX_BYTES = 5_000_000;

/** What an issue's message says: a code, that app/plan-problems.ts turns into a sentence. */
const code = {
	markup: 'markup',
	control: 'controlCharacter',
	empty: 'empty',
	tooLong: 'tooLong',
	tooMany: 'tooMany',
	tooFew: 'tooFew',
	badId: 'badId',
	badLanguage: 'badLanguage',
	badDate: 'badDate',
	badNumber: 'badNumber',
	badDial: 'badDial',
	badMail: 'badMail'
} as const;

const text = (maxLength: number) =>
	v.pipe(
		v.string(),
		v.minLength(1, code.empty),
		v.maxLength(maxLength, code.tooLong),
		v.check((value) => !hasMarkup(value), code.markup),
		v.check((value) => !hasControlCharacter(value), code.control)
	);
const label = text(200);
const sentence = text(4_000);
const id = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, code.badId));
const many = <const Item extends v.GenericSchema>(item: Item, most: number) =>
	v.pipe(v.array(item), v.maxLength(most, code.tooMany));
const isoDate = v.pipe(
	v.string(),
	v.isoDate(code.badDate),
	v.check((value) => isCalendarDay(value), code.badDate)
);
/** The shape alone lets 2018-02-31 through. */
function isCalendarDay(value: string): boolean {
	const day = new Date(`${value}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
/** Lines of the source that a text was taken from, counted from 1. */
const lines = many(v.pipe(v.number(), v.integer(code.badNumber), v.minValue(1, code.badNumber)), 50);
const basis = v.picklist(['plan', 'proposal']);

/** A text of the plan, verbatim. */
const statement = v.strictObject({ id, text: sentence, lines });

const block = v.variant('kind', [
	v.strictObject({ kind: v.literal('text'), ...statement.entries }),
	v.strictObject({ kind: v.literal('list'), id, items: many(statement, 100) }),
	/** Drawn from the plan's data, where the list or the picture stands in the plan's order. */
	v.strictObject({
		kind: v.picklist([
			'services',
			'organisation',
			'channels',
			'notificationChannels',
			'alarmSources',
			'flow',
			'decisions',
			'operationLevels',
			'revision'
		]),
		id
	}),
	v.strictObject({ kind: v.literal('contacts'), id, contacts: many(id, 100) }),
	/** A document that belongs to the plan, and that each phone may hold a copy of. */
	v.strictObject({
		kind: v.literal('attachment'),
		id,
		title: label,
		mediaType: v.literal('application/pdf'),
		paperPlace: v.nullable(sentence)
	})
]);

const section = v.strictObject({ id, title: label, lines, blocks: many(block, 100) });

/** A named thing of the plan: a critical service, an alarm source, an operation level. */
const service = v.strictObject({
	id,
	name: label,
	covers: many(label, 20),
	text: sentence,
	lines,
	basis
});

const channel = v.strictObject({
	id,
	name: label,
	/** What the phone can do over it; `other` is done by people. */
	means: v.picklist(['sms', 'call', 'mail', 'chat', 'inPerson', 'other']),
	/** `retired` no longer exists, `uncertain` depends on a service that may be hit. */
	status: v.picklist(['usable', 'uncertain', 'retired']),
	dependsOn: many(id, 20),
	lines,
	basis
});

const phone = v.strictObject({
	label: v.nullable(label),
	display: label,
	dial: v.pipe(v.string(), v.regex(/^\+?[0-9]{3,15}$/, code.badDial))
});

const contact = v.strictObject({
	id,
	/** What they are, in the plan's words: a position, an authority, a supplier. */
	title: label,
	name: v.nullable(label),
	phones: many(phone, 5),
	mail: v.nullable(v.pipe(v.string(), v.maxLength(200, code.tooLong), v.email(code.badMail))),
	/** Another way to reach them, in words: a portal, a radio channel. */
	other: v.nullable(label),
	note: v.nullable(sentence),
	/** The day somebody last confirmed name and number; null when nobody has said so. */
	confirmedOn: v.nullable(isoDate),
	central: v.boolean(),
	basis,
	lines
});

const filledBy = v.strictObject({
	/** A contact or another role. */
	ref: id,
	/** When they step in, in words; null for the one who has it first. */
	when: v.nullable(label),
	basis,
	lines
});

const role = v.strictObject({
	id,
	kind: v.picklist(['position', 'function', 'body', 'party']),
	name: label,
	abbreviation: v.nullable(text(10)),
	/** The words by which texts speak of this role; where one is found it links to the person. */
	mentions: many(label, 30),
	/** Who has it, the first one first. */
	filledBy: many(filledBy, 30),
	/** Roles in this body, and others in words. */
	members: many(v.strictObject({ ref: v.nullable(id), text: label, lines, basis }), 50),
	appointedBy: v.nullable(id),
	composedBy: v.nullable(id),
	/** Where its people come from, in words. */
	recruitedFrom: v.nullable(label),
	/** Bodies above, in which this role takes part. */
	takesPartIn: many(id, 10),
	/** What the plan says of it: rules, duties. */
	rules: many(statement, 30),
	basis,
	lines
});

const decision = v.strictObject({
	id,
	question: label,
	/** Who decides, as `basis` has it from the plan or proposes; empty when it is nobody's to decide. */
	decidedBy: many(id, 5),
	/** A remark on who decides, and whether a substitute may. */
	note: v.nullable(sentence),
	lines,
	basis
});

const flowStep = v.strictObject({
	id,
	kind: v.picklist(['event', 'task', 'decision', 'outcome']),
	text: sentence,
	by: v.nullable(id),
	next: many(v.strictObject({ to: id, label: v.nullable(label), basis }), 6),
	lines,
	basis
});

const cardStep = v.strictObject({
	id,
	phase: v.picklist(['first15Minutes', 'firstHour', 'ongoing', 'closing']),
	text: sentence,
	dueMinutes: v.nullable(
		v.pipe(
			v.number(),
			v.integer(code.badNumber),
			v.minValue(0, code.badNumber),
			v.maxValue(525_600, code.badNumber)
		)
	),
	/** What dueMinutes counts from. */
	dueAnchor: v.nullable(v.picklist(['cardStarted', 'awareness', 'notificationSent'])),
	decisionBy: v.nullable(id),
	/** Ids of `sources`, or `P:L52` and `P:L9-13` for lines of the plan. */
	sources: many(v.pipe(v.string(), v.maxLength(40, code.tooLong)), 20)
});

const card = v.strictObject({
	id,
	title: label,
	purpose: sentence,
	trigger: sentence,
	responsible: v.pipe(many(id, 5), v.minLength(1, code.tooFew)),
	coreTask: v.nullable(label),
	services: many(id, 50),
	contacts: many(id, 50),
	steps: v.pipe(many(cardStep, 200), v.minLength(1, code.tooFew)),
	notes: many(sentence, 30),
	version: label,
	approval: v.strictObject({
		status: v.picklist(['proposal', 'approved', 'retired']),
		approvedBy: v.nullable(label),
		approvedOn: v.nullable(isoDate)
	})
});

const warning = v.strictObject({
	id,
	kind: v.picklist(['stale', 'missing', 'doubtful', 'privacy']),
	severity: v.picklist(['high', 'medium', 'low']),
	/** Ids of what the remark is about: it is shown beside each. */
	about: v.pipe(many(id, 30), v.minLength(1, code.tooFew)),
	/** `{age}` stands for the plan's age, which is counted when it is shown. */
	text: sentence
});

/** A deadline that the law sets: content that the plan's owner edits, never a constant in code. */
const clock = v.strictObject({
	id,
	title: label,
	/** What somebody must have found for it to start, in words. */
	finding: label,
	/** The clock whose meeting starts this one; null where the finding does, counted from when it was known. */
	after: v.nullable(id),
	/** How long; null is "without undue delay". A month is a calendar month. */
	due: v.nullable(
		v.strictObject({
			unit: v.picklist(['hours', 'months']),
			count: v.pipe(
				v.number(),
				v.integer(code.badNumber),
				v.minValue(1, code.badNumber),
				v.maxValue(8_760, code.badNumber)
			)
		})
	),
	source: label,
	/** `depends`: whether it binds this department must be settled by the plan's owner. */
	certainty: v.picklist(['certain', 'depends']),
	/** The owner's switch: one that does not bind is offered no longer. */
	applies: v.boolean(),
	note: v.nullable(sentence)
});

/** How an incident is led: which of the plan's roles and decisions do what. */
const response = v.strictObject({
	/** Who assesses an alarm. */
	assessor: v.nullable(id),
	/** Who is told according to extent, and decides on activation. */
	decider: v.nullable(id),
	chair: id,
	coordinator: v.nullable(id),
	/** The body that leads the response. */
	group: id,
	workingStaff: v.nullable(id),
	/** Whether the group must be adjusted when its coordinator came out of it. */
	adjustGroup: v.boolean(),
	/** The plan's decisions that the flow turns on; null where the plan has none. */
	decisions: v.strictObject({
		scope: v.nullable(id),
		tellManagement: v.nullable(id),
		activate: v.nullable(id),
		coordinator: v.nullable(id),
		adjustGroup: v.nullable(id),
		deactivate: v.nullable(id)
	}),
	/** How long a closed incident is kept on a phone before its deletion is proposed, in days. */
	retentionDays: v.pipe(
		v.number(),
		v.integer(code.badNumber),
		v.minValue(1, code.badNumber),
		v.maxValue(36_500, code.badNumber)
	),
	/** Texts made ready for the first message to those called in. `{place}` stands for the meeting place. */
	callTexts: many(v.strictObject({ id, title: label, text: sentence, basis }), 20)
});

/** An exercise that can be played: what happens, minute by minute, and what must hold in the end. */
const exercise = v.strictObject({
	id,
	title: label,
	purpose: sentence,
	injects: many(
		v.strictObject({
			id,
			/** From the start. */
			atMinutes: v.pipe(
				v.number(),
				v.integer(code.badNumber),
				v.minValue(0, code.badNumber),
				v.maxValue(10_080, code.badNumber)
			),
			/** Whom it is for; null for all. */
			to: v.nullable(label),
			text: sentence
		}),
		200
	),
	mustHold: many(sentence, 30)
});

export const planSchema = v.strictObject({
	format: v.literal(PLAN_FORMAT),
	schemaVersion: v.literal(PLAN_SCHEMA_VERSION),
	id,
	/** The language the plan is written in (BCP 47), whatever language the screens are in. */
	language: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, code.badLanguage)),
	title: statement,
	ownerUnit: statement,
	/** Null when the plan does not name its municipality. */
	municipality: v.nullable(label),
	/** The role that owns the plan and must be told of what is wrong in it. */
	owner: id,
	revision: v.strictObject({
		author: v.nullable(v.strictObject({ title: label, name: v.nullable(label) })),
		approvedBy: v.nullable(label),
		approvedOn: v.nullable(isoDate),
		lastUpdatedOn: isoDate,
		/** The plan's own sentences about it. */
		texts: many(statement, 10)
	}),
	sections: v.pipe(many(section, 200), v.minLength(1, code.tooFew)),
	services: many(service, 50),
	operationLevels: many(v.strictObject({ id, name: label, text: sentence, lines, basis }), 20),
	roles: many(role, 100),
	contacts: many(contact, 1_000),
	channels: many(channel, 30),
	notificationChannels: many(channel, 30),
	alarmSources: many(v.strictObject({ id, name: label, lines, basis }), 30),
	meetingPlaces: many(
		v.strictObject({ id, name: v.nullable(label), text: sentence, alternative: v.boolean(), lines, basis }),
		10
	),
	decisions: many(decision, 50),
	flow: many(flowStep, 50),
	cards: many(card, 200),
	/** How cards are laid out: by situation. By service follows from each card's `services`. */
	cardGroups: many(v.strictObject({ id, title: label, cards: many(id, 200) }), 30),
	sources: many(v.strictObject({ id, text: sentence }), 200),
	response,
	clocks: many(clock, 30),
	exercises: many(exercise, 30),
	warnings: many(warning, 200)
});

export type Plan = v.InferOutput<typeof planSchema>;
export type PlanSection = Plan['sections'][number];
export type PlanBlock = PlanSection['blocks'][number];
export type Statement = v.InferOutput<typeof statement>;
export type CriticalService = Plan['services'][number];
export type Channel = Plan['channels'][number];
export type Contact = Plan['contacts'][number];
export type Phone = Contact['phones'][number];
export type Role = Plan['roles'][number];
export type Decision = Plan['decisions'][number];
export type FlowStep = Plan['flow'][number];
export type ActionCard = Plan['cards'][number];
export type CardStep = ActionCard['steps'][number];
export type CardPhase = CardStep['phase'];
export type PlanResponse = Plan['response'];
export type PlanClock = Plan['clocks'][number];
export type Exercise = Plan['exercises'][number];
export type PlanWarning = Plan['warnings'][number];
