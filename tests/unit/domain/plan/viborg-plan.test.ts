import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan } from '$lib/domain/plan/schema';

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const planOf = (path: string): Plan => {
	const parsed = parsePlanFile(read(path));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
};
const plan = planOf('plans/viborg-it-delplan.json');
const facts = JSON.parse(read('tests/fixtures/facts.json')) as {
	id: string;
	path: string;
	texts: string[];
}[];

/** Everything that the plan itself says, with the source's lines: nothing that is proposed, nothing remarked. */
function planTexts(): { text: string; lines: readonly number[] }[] {
	return [
		plan.title,
		plan.ownerUnit,
		...plan.revision.texts,
		...plan.sections.flatMap((section) => [
			{ text: section.title, lines: section.lines },
			...section.blocks.flatMap((block) =>
				block.kind === 'text' ? [block] : block.kind === 'list' ? block.items : []
			)
		]),
		...plan.services,
		...plan.channels.map(({ name, lines }) => ({ text: name, lines })),
		...plan.alarmSources.map(({ name, lines }) => ({ text: name, lines })),
		...plan.contacts
			.filter((contact) => contact.central)
			.map(({ title, name, phones, mail, lines }) => ({
				text: [title, name, ...phones.map((phone) => phone.display), mail].join(', '),
				lines
			}))
	];
}

const sourceLines = read('tests/fixtures/plan-source.txt')
	.split('\n')
	.map((line, index) => ({ number: index + 1, text: line.trim().replace(/^• /, '') }))
	.filter(({ text }) => text !== '');

describe('the plan of Viborg', () => {
	it.each(sourceLines)('holds line $number verbatim: $text', ({ number, text }) => {
		const here = planTexts().filter(({ lines }) => lines.includes(number));
		expect(here.map((one) => one.text).join(' ')).toBe(text);
	});

	it('says nothing in the name of the plan that its source does not say', () => {
		const source = sourceLines.map(({ text }) => text).join('\n');
		const verbatim = [
			...planTexts().filter(
				({ lines }) => lines.length > 0 && !lines.some((line) => line === 63 || line === 64)
			),
			...plan.roles.flatMap((role) => [...role.rules, ...role.members]),
			...plan.meetingPlaces
		];
		for (const { text } of verbatim) expect(source).toContain(text);
	});

	it('keeps the spelling of its source', () => {
		const all = JSON.stringify(plan);
		for (const text of [
			'Perifært',
			'kan se via SMS',
			'It - og digitaliseringschefen',
			'Center for Cyber-sikkerhed'
		])
			expect(all).toContain(text);
	});

	it('has a fact sheet for each of the 58 facts', () => {
		const ids = Array.from({ length: 58 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
		expect([...new Set(facts.map((fact) => fact.id))]).toEqual(ids);
	});

	it.each(facts)('holds fact $id for $path', ({ texts }) => {
		const all = planTexts().map((one) => one.text);
		for (const text of texts) expect(all.some((one) => one.includes(text))).toBe(true);
	});

	it('names no line that its source does not have', () => {
		const known = new Set(sourceLines.map(({ number }) => number));
		const named = [...JSON.stringify(plan).matchAll(/"lines":\[([\d,]*)\]/g)].flatMap(([, list = '']) =>
			list === '' ? [] : list.split(',').map(Number)
		);
		expect(named.filter((line) => !known.has(line))).toEqual([]);
	});

	it('knows no municipality, for the plan does not name one', () => {
		expect(plan.municipality).toBeNull();
	});

	it('dates its revision', () => {
		expect(plan.revision).toMatchObject({
			author: { title: 'databeskyttelsesrådgiver', name: 'Christian Aabo' },
			approvedBy: 'It- og digitaliseringschefen',
			approvedOn: '2017-10-24',
			lastUpdatedOn: '2018-01-13'
		});
	});

	it('keeps the group’s channels and the ways to notify as two lists', () => {
		expect(plan.channels.map((one) => one.name)).toEqual([
			'SMS',
			'Mobil',
			'Skype',
			'Mail',
			'Analog kommunikation'
		]);
		expect(plan.notificationChannels.map((one) => one.name)).toEqual([
			'SMS',
			'Telefonopkald',
			'Personligt',
			'Mail'
		]);
		expect(plan.channels.find((one) => one.id === 'skype')?.status).toBe('retired');
		expect(plan.channels.find((one) => one.id === 'mail')?.dependsOn).toEqual(['KY4']);
	});

	it('confirms no contact and dials no number that it does not know', () => {
		expect(plan.contacts).toHaveLength(24);
		expect(plan.contacts.filter((contact) => contact.confirmedOn !== null)).toEqual([]);
		expect(
			Object.fromEntries(plan.contacts.flatMap(({ id, phones }) => phones.map(({ dial }) => [dial, id])))
		).toEqual({
			'+4587874150': 'K-CHEF',
			'+4587874180': 'K-AFD',
			'112': 'X-BEREDSKAB',
			'114': 'X-POLITI'
		});
		expect(plan.contacts.filter((contact) => contact.central).map((contact) => contact.id)).toEqual([
			'K-CHEF',
			'K-AFD'
		]);
	});

	it('has the sixteen action cards with every step, none of them approved', () => {
		const stepCounts = [14, 16, 16, 14, 13, 14, 15, 16, 15, 16, 16, 14, 15, 14, 15, 15];
		expect(plan.cards.map((card) => [card.id, card.steps.length])).toEqual(
			stepCounts.map((count, index) => [`AC-${String(index + 1).padStart(2, '0')}`, count])
		);
		expect(stepCounts.reduce((sum, count) => sum + count, 0)).toBe(238);
		for (const card of plan.cards) {
			expect(card.steps.map((step) => step.id)).toEqual(
				card.steps.map((_, index) => `${card.id}.${String(index + 1).padStart(2, '0')}`)
			);
			expect(card.approval).toEqual({ status: 'proposal', approvedBy: null, approvedOn: null });
			expect(card.version).toBe('0.1');
		}
	});

	it('counts every deadline from something', () => {
		for (const step of plan.cards.flatMap((card) => card.steps))
			expect(step.dueAnchor === null, step.id).toBe(step.dueMinutes === null);
	});

	it('lays every card in one group', () => {
		const grouped = plan.cardGroups.flatMap((group) => group.cards);
		expect([...grouped].sort()).toEqual(plan.cards.map((card) => card.id).sort());
	});

	it('asks the thirteen questions, and says which answers are only proposed', () => {
		expect(plan.decisions.map((decision) => decision.id)).toEqual(
			Array.from({ length: 13 }, (_, i) => `D${i + 1}`)
		);
		expect(plan.decisions.filter((one) => one.basis === 'proposal').map((one) => one.id)).toEqual([
			'D3',
			'D9',
			'D11',
			'D12',
			'D13'
		]);
	});

	it('reaches every step of the flow from the alarm', () => {
		const reached = new Set<string>();
		const queue = ['flow-alarm'];
		for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
			if (reached.has(id)) continue;
			reached.add(id);
			queue.push(...(plan.flow.find((step) => step.id === id)?.next.map((next) => next.to) ?? []));
		}
		expect([...reached].sort()).toEqual(plan.flow.map((step) => step.id).sort());
	});

	it.each([
		['W1', ['creation-and-revision']],
		['W2', ['central-contacts', 'K-CHEF', 'K-AFD', 'K-DPO']],
		['W3', ['group-channels', 'skype']],
		['W4', ['alarm-national-cyber-authority', 'nationalCyberAuthority', 'X-SAMSIK']],
		['W5', ['L68', 'internal-plan']],
		['W6', ['L68', 'internal-plan']],
		['W7', ['L3-2']],
		['W8', ['crisis-organisation', 'itEmergencyGroup', 'topCrisisStaff']],
		['W9', ['L41', 'L23-1', 'chair', 'headOfItAndDigitalisation']],
		['W10', ['L55', 'D6']],
		['W11', ['group-channels']],
		['W12', ['analogue']],
		['W13', ['L57']],
		['W14', ['creation-and-revision', 'L73', 'L75']],
		['W15', ['L1']],
		['W16', ['L73', 'L75']],
		['W17', ['central-contacts', 'K-CHEF', 'K-AFD', 'K-DPO']],
		['W18', ['KY4', 'mail', 'notify-mail']],
		['H1', ['L23-2', 'chair', 'D7']],
		['H2', ['L23-2']],
		['H3', ['D6', 'flow-activation']],
		['H4', ['L52-2', 'D3']],
		['H5', ['L45', 'alarm-flow', 'X-VAGT']],
		['H6', ['L29-2', 'meeting-place-alternative', 'D11']],
		['H8', ['L21', 'competenceBasedStaff']],
		['H9', ['L25-1', 'incidentCoordinator', 'D8', 'AC-16']],
		['H10', ['D13', 'AC-14', 'AC-15']],
		['H11', ['critical-services', 'services-list']],
		['H12', ['L41', 'topCrisisStaff']],
		['H13', ['services-list', 'sms', 'mobile', 'AC-11']]
	])('sets warning %s beside what it is about', (id, about) => {
		expect(plan.warnings.find((warning) => warning.id === id)?.about).toEqual(about);
	});

	it('warns at every contact that has no number of its own', () => {
		const warned = new Set(
			plan.warnings.filter(({ id }) => id === 'H5' || id === 'H7').flatMap((warning) => warning.about)
		);
		const open = plan.contacts.filter(
			(contact) => contact.id !== 'X-DATATILSYN' && !contact.phones.some((phone) => phone.label === null)
		);
		expect(open.map((contact) => contact.id).filter((id) => !warned.has(id))).toEqual([]);
	});

	it('has the eighteen warnings and the thirteen gaps, the gaps as missing', () => {
		const ids = plan.warnings.map((warning) => warning.id);
		expect(ids).toEqual([
			...Array.from({ length: 18 }, (_, i) => `W${i + 1}`),
			...Array.from({ length: 13 }, (_, i) => `H${i + 1}`)
		]);
		for (const warning of plan.warnings) if (warning.id.startsWith('H')) expect(warning.kind).toBe('missing');
		expect(plan.warnings.filter(({ text }) => text.includes('{age}')).map(({ id }) => id)).toEqual(['W1']);
	});
});

describe('another plan', () => {
	const other = planOf('tests/fixtures/nordoe-staff-plan.json');

	it('is read with other roles, levels and channels than the first', () => {
		expect(other.roles.map((role) => role.id)).not.toContain('chair');
		expect(
			other.roles.find((role) => role.id === 'digitalCrisisStaff')?.members.filter((one) => one.ref)
		).toHaveLength(5);
		expect(other.operationLevels.map((level) => level.name)).toEqual([
			'Normal drift',
			'Skærpet drift',
			'Kritisk drift'
		]);
		expect(other.channels.map((channel) => channel.name)).toContain('Satellittelefon');
		expect(new Set(other.cards.map((card) => card.approval.status))).toEqual(
			new Set(['approved', 'proposal'])
		);
	});

	it('holds no number or address of a real person', () => {
		for (const contact of other.contacts) {
			for (const phone of contact.phones) expect(phone.dial).toMatch(/^000000\d\d$/);
			if (contact.mail !== null) expect(contact.mail).toMatch(/@nordoe\.example$/);
		}
	});
});
