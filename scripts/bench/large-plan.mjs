// A plan far larger than any real one, made of the embedded plan's own words: the same one every time.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/sources.mjs';

export const SECTIONS = 200;
export const CONTACTS = 300;
const TEXTS_IN_SECTION = 4;
const FIRST_NAMES = [
	'Anna',
	'Bjørn',
	'Camilla',
	'Dorte',
	'Erik',
	'Frederik',
	'Gitte',
	'Henrik',
	'Ida',
	'Jørgen'
];
const LAST_NAMES = ['Jensen', 'Nielsen', 'Hansen', 'Pedersen', 'Sørensen', 'Ågård', 'Møller', 'Østergaard'];
const FIELDS = [
	'Netværk',
	'Servere',
	'Telefoni',
	'Mail',
	'Skoler',
	'Sundhed',
	'Strøm',
	'Køling',
	'Backup',
	'Borgerservice'
];
const PLACES = ['Nord', 'Syd', 'Øst', 'Vest', 'rådhuset', 'driftscentret'];
const ROLES = ['Leverandør', 'Vagt', 'Koordinator', 'Tekniker', 'Leder'];

/** @returns {string} Where it was written: what BEREDT_PLAN wants. */
export function writeLargePlan() {
	const plan = JSON.parse(readFileSync(join(ROOT, 'plans/viborg-it-delplan.json'), 'utf8'));
	const pick = (list, number) => list[number % list.length];
	const sentences = [
		...plan.sections.flatMap(({ blocks }) =>
			blocks.filter(({ kind }) => kind === 'text').map(({ text }) => text)
		),
		...plan.cards.flatMap(({ steps }) => steps.map(({ text }) => text))
	];
	for (let number = plan.sections.length; number < SECTIONS; number += 1) {
		const blocks = Array.from({ length: TEXTS_IN_SECTION }, (_, index) => ({
			kind: 'text',
			id: `bench-text-${number}-${index}`,
			text: [0, 1, 2].map((more) => pick(sentences, number * 7 + index * 31 + more * 53)).join(' '),
			lines: []
		}));
		const title = `${pick(FIELDS, number)} på ${pick(PLACES, number * 5)}, afsnit ${number}`;
		plan.sections.push({ id: `bench-section-${number}`, title, lines: [], blocks });
	}
	for (let number = plan.contacts.length; number < CONTACTS; number += 1) {
		const first = pick(FIRST_NAMES, number);
		const last = pick(LAST_NAMES, number * 3);
		const dial = `+45${20_000_000 + number * 104_729}`;
		plan.contacts.push({
			id: `bench-contact-${number}`,
			title: `${pick(ROLES, number)}, ${pick(FIELDS, number * 3).toLowerCase()}, ${pick(PLACES, number)}`,
			name: `${first} ${last}`,
			phones: [{ label: null, display: dial.slice(3).replaceAll(/(..)(?=.)/g, '$1 '), dial }],
			mail: `kontakt${number}@example.dk`,
			other: null,
			note: null,
			confirmedOn: null,
			central: false,
			basis: 'proposal',
			lines: []
		});
	}
	plan.id = 'bench-large-plan';
	const file = join(ROOT, '.cache/bench/large-plan.json');
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(plan, null, '\t'));
	return file;
}
