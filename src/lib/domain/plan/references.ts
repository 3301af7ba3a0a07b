import type { Plan } from './schema';

/** What a reference may have to name. */
export type ReferenceTarget =
	| 'role'
	| 'contact'
	| 'roleOrContact'
	| 'service'
	| 'card'
	| 'source'
	| 'flow'
	| 'decision'
	| 'clock'
	| 'any';

/** A place in a plan that breaks a rule across fields. */
export interface ReferenceProblem {
	/** Dot path, as in `cards.3.steps.0.decisionBy`. */
	readonly path: string;
	readonly code: 'duplicateId' | 'drawnTwice' | 'unknownReference' | 'circularReference';
	/** What an unknown reference should have named, or what leads back to itself; '' for an id. */
	readonly expected: ReferenceTarget | '';
	/** The id that was found there; the kind of a block that is drawn twice. */
	readonly found: string;
}

/** No more are told; a file that is wrong throughout must not fill the phone's memory. */
const MOST_PROBLEMS = 1_000;
const PLAN_LINES = /^P:L[1-9]\d{0,3}(-[1-9]\d{0,3})?$/;

/**
 * The rules that no single field can show: every id stands once in the whole document, and every reference names
 * something of the right kind. What is drawn from the plan's data, or listed as a contact, is so in one place. Roles may refer to roles, but never in a ring.
 * @returns The problems in document order; empty when the plan is sound.
 */
export function findReferenceProblems(plan: Plan): ReferenceProblem[] {
	const problems: ReferenceProblem[] = [];
	const seen = new Set<string>();
	const declare = (id: string, path: string) => {
		if (seen.has(id) && problems.length < MOST_PROBLEMS)
			problems.push({ path, code: 'duplicateId', expected: '', found: id });
		seen.add(id);
	};
	for (const [id, path] of declaredIds(plan)) declare(id, path);

	const roles = plan.roles.map((role) => role.id);
	const contacts = plan.contacts.map((contact) => contact.id);
	const ids: Record<ReferenceTarget, ReadonlySet<string>> = {
		role: new Set(roles),
		contact: new Set(contacts),
		roleOrContact: new Set([...roles, ...contacts]),
		service: new Set(plan.services.map((service) => service.id)),
		card: new Set(plan.cards.map((card) => card.id)),
		source: new Set(plan.sources.map((source) => source.id)),
		flow: new Set(plan.flow.map((step) => step.id)),
		decision: new Set(plan.decisions.map((decision) => decision.id)),
		clock: new Set(plan.clocks.map((clock) => clock.id)),
		any: seen
	};
	const refer = (expected: ReferenceTarget, id: string | null, path: string) => {
		if (id !== null && !ids[expected].has(id) && problems.length < MOST_PROBLEMS)
			problems.push({ path, code: 'unknownReference', expected, found: id });
	};

	const drawn = new Set<string>();
	const draw = (what: string, path: string) => {
		if (drawn.has(what) && problems.length < MOST_PROBLEMS)
			problems.push({ path, code: 'drawnTwice', expected: '', found: what });
		drawn.add(what);
	};

	refer('role', plan.owner, 'owner');
	plan.sections.forEach((section, s) =>
		section.blocks.forEach((block, b) => {
			const at = `sections.${s}.blocks.${b}`;
			if (block.kind === 'contacts')
				block.contacts.forEach((id, c) => {
					refer('contact', id, `${at}.contacts.${c}`);
					draw(id, `${at}.contacts.${c}`);
				});
			else if (block.kind !== 'text' && block.kind !== 'list' && block.kind !== 'attachment')
				draw(block.kind, `${at}.kind`);
		})
	);
	plan.roles.forEach((role, r) => {
		const at = `roles.${r}`;
		role.filledBy.forEach((one, i) => refer('roleOrContact', one.ref, `${at}.filledBy.${i}.ref`));
		role.members.forEach((one, i) => refer('role', one.ref, `${at}.members.${i}.ref`));
		refer('role', role.appointedBy, `${at}.appointedBy`);
		refer('role', role.composedBy, `${at}.composedBy`);
		role.takesPartIn.forEach((id, i) => refer('role', id, `${at}.takesPartIn.${i}`));
	});
	for (const list of ['channels', 'notificationChannels'] as const)
		plan[list].forEach((channel, c) =>
			channel.dependsOn.forEach((id, i) => refer('service', id, `${list}.${c}.dependsOn.${i}`))
		);
	plan.decisions.forEach((decision, d) =>
		decision.decidedBy.forEach((id, i) => refer('role', id, `decisions.${d}.decidedBy.${i}`))
	);
	plan.flow.forEach((step, f) => {
		refer('role', step.by, `flow.${f}.by`);
		step.next.forEach((next, i) => refer('flow', next.to, `flow.${f}.next.${i}.to`));
	});
	plan.cards.forEach((card, c) => {
		const at = `cards.${c}`;
		card.responsible.forEach((id, i) => refer('role', id, `${at}.responsible.${i}`));
		card.services.forEach((id, i) => refer('service', id, `${at}.services.${i}`));
		card.contacts.forEach((id, i) => refer('contact', id, `${at}.contacts.${i}`));
		card.steps.forEach((step, s) => {
			refer('role', step.decisionBy, `${at}.steps.${s}.decisionBy`);
			step.sources.forEach((id, i) => {
				if (!PLAN_LINES.test(id)) refer('source', id, `${at}.steps.${s}.sources.${i}`);
			});
		});
	});
	plan.cardGroups.forEach((group, g) =>
		group.cards.forEach((id, i) => refer('card', id, `cardGroups.${g}.cards.${i}`))
	);
	const { response } = plan;
	for (const key of ['assessor', 'decider', 'chair', 'coordinator', 'group', 'workingStaff'] as const)
		refer('role', response[key], `response.${key}`);
	for (const [key, id] of Object.entries(response.decisions))
		refer('decision', id, `response.decisions.${key}`);
	plan.clocks.forEach((clock, c) => refer('clock', clock.after, `clocks.${c}.after`));
	plan.warnings.forEach((warning, w) =>
		warning.about.forEach((id, i) => refer('any', id, `warnings.${w}.about.${i}`))
	);
	if (problems.length === 0) problems.push(...findRings(plan), ...findClockRings(plan));
	return problems;
}

/** Every id of the document with its path, in document order. */
function declaredIds(plan: Plan): [id: string, path: string][] {
	const found: [string, string][] = [
		[plan.id, 'id'],
		[plan.title.id, 'title.id'],
		[plan.ownerUnit.id, 'ownerUnit.id']
	];
	const all = (list: readonly { readonly id: string }[], path: string) =>
		list.forEach((one, i) => found.push([one.id, `${path}.${i}.id`]));
	all(plan.revision.texts, 'revision.texts');
	all(plan.sections, 'sections');
	plan.sections.forEach((section, s) => {
		all(section.blocks, `sections.${s}.blocks`);
		section.blocks.forEach((block, b) => {
			if (block.kind === 'list') all(block.items, `sections.${s}.blocks.${b}.items`);
		});
	});
	all(plan.services, 'services');
	all(plan.operationLevels, 'operationLevels');
	all(plan.roles, 'roles');
	plan.roles.forEach((role, r) => all(role.rules, `roles.${r}.rules`));
	all(plan.contacts, 'contacts');
	all(plan.channels, 'channels');
	all(plan.notificationChannels, 'notificationChannels');
	all(plan.alarmSources, 'alarmSources');
	all(plan.meetingPlaces, 'meetingPlaces');
	all(plan.decisions, 'decisions');
	all(plan.flow, 'flow');
	all(plan.cards, 'cards');
	plan.cards.forEach((card, c) => all(card.steps, `cards.${c}.steps`));
	all(plan.cardGroups, 'cardGroups');
	all(plan.sources, 'sources');
	all(plan.response.callTexts, 'response.callTexts');
	all(plan.clocks, 'clocks');
	all(plan.exercises, 'exercises');
	plan.exercises.forEach((exercise, e) => all(exercise.injects, `exercises.${e}.injects`));
	all(plan.warnings, 'warnings');
	return found;
}

/** Roles that are filled by, or made of, themselves: nobody could ever be found behind them. */
function findRings(plan: Plan): ReferenceProblem[] {
	const index = new Map(plan.roles.map((role, position) => [role.id, { role, position }]));
	const done = new Set<string>();
	const problems: ReferenceProblem[] = [];
	const visit = (id: string, above: readonly string[]) => {
		const entry = index.get(id);
		if (!entry || done.has(id)) return;
		if (above.includes(id)) {
			problems.push({
				path: `roles.${entry.position}`,
				code: 'circularReference',
				expected: 'role',
				found: id
			});
			return;
		}
		for (const one of entry.role.filledBy) visit(one.ref, [...above, id]);
		for (const one of entry.role.members) if (one.ref !== null) visit(one.ref, [...above, id]);
		done.add(id);
	};
	for (const id of index.keys()) visit(id, []);
	return problems;
}

/** Clocks that wait for each other: none of them would ever start. */
function findClockRings(plan: Plan): ReferenceProblem[] {
	const after = new Map(plan.clocks.map((clock) => [clock.id, clock.after]));
	return plan.clocks.flatMap(({ id }, position): ReferenceProblem[] => {
		let before = after.get(id) ?? null;
		for (let steps = 0; before !== null && steps < plan.clocks.length; steps += 1)
			before = after.get(before) ?? null;
		return before === null
			? []
			: [{ path: `clocks.${position}.after`, code: 'circularReference', expected: 'clock', found: id }];
	});
}
