import { m } from '$lib/paraglide/messages';
import { hasControlCharacter } from '../domain/plan/text-rules';
import type { PlanPlace } from '../domain/plan/parse-plan';
import type { ReferenceProblem, ReferenceTarget } from '../domain/plan/references';

type Sentence = (words: { path: string; expected: string; found: string }) => string;

/** The codes of references.ts, in full or this does not compile; those of the schemas are proven by the tests. */
const referenceSentences: Record<ReferenceProblem['code'], Sentence> = {
	duplicateId: m.place_duplicate_id,
	drawnTwice: m.place_drawn_twice,
	unknownReference: ({ path, expected, found }) =>
		m.place_unknown_reference({ path, found, kind: targetWords(expected) }),
	circularReference: ({ path, expected, found }) =>
		expected === 'clock'
			? m.place_circular_clock({ path, found })
			: m.place_circular_reference({ path, found })
};

const targets: Record<ReferenceTarget, () => string> = {
	role: m.target_role,
	contact: m.target_contact,
	roleOrContact: m.target_role_or_contact,
	service: m.target_service,
	card: m.target_card,
	source: m.target_source,
	flow: m.target_flow,
	decision: m.target_decision,
	clock: m.target_clock,
	any: m.target_any
};

/** Place code → sentence: place-of.ts, the plan's schema, references.ts, the phone-data file's own. */
export const PLACE_SENTENCES: Readonly<Record<string, Sentence>> = {
	missing: m.place_missing,
	unknownKey: m.place_unknown_key,
	wrongType: ({ path, expected, found }) =>
		m.place_wrong_type({ path, expected: typeWords(expected), found: typeWords(found) }),
	empty: m.place_empty,
	tooLong: ({ path, expected }) => m.place_too_long({ path, limit: numberIn(expected) }),
	tooMany: ({ path, expected }) => m.place_too_many({ path, limit: numberIn(expected) }),
	tooFew: ({ path, expected }) => m.place_too_few({ path, limit: numberIn(expected) }),
	markup: m.place_markup,
	controlCharacter: m.place_control_character,
	badId: m.place_bad_id,
	badLanguage: m.place_bad_language,
	badDate: m.place_bad_date,
	badInstant: m.place_bad_instant,
	badNumber: ({ path, expected }) => m.place_bad_number({ path, range: rangeWords(expected) }),
	badDial: m.place_bad_dial,
	badMail: m.place_bad_mail,
	badBase64: m.place_bad_base64,
	notPdf: m.place_not_pdf,
	badHash: m.place_bad_hash,
	badEntry: m.place_bad_entry,
	otherIncident: m.place_other_incident,
	notPicture: m.place_not_picture,
	planTooLarge: m.place_plan_too_large,
	planNotJson: m.place_plan_not_json,
	planOtherFormat: m.place_plan_other_format,
	planOtherVersion: m.place_plan_other_version,
	...referenceSentences
};

/** Names the place and what was expected there. A code without a sentence of its own is told by its name. */
export function placeSentence(place: PlanPlace): string {
	const words = {
		path: place.path ? `“${visible(place.path, 160)}”` : m.place_whole_file(),
		expected: place.expected,
		found: visible(place.found)
	};
	const sentence = Object.hasOwn(PLACE_SENTENCES, place.code) ? PLACE_SENTENCES[place.code] : undefined;
	return sentence ? sentence(words) : m.place_other({ path: words.path, code: visible(place.code) });
}

/** What stood in a file, made fit to be shown: no more than `most` letters, each of which can be seen. */
export function visible(text: string, most = 60): string {
	const letters = Array.from(text.slice(0, 4 * most), (letter) =>
		hasControlCharacter(letter) ? '·' : letter
	);
	const isCut = letters.length > most || text.length > 4 * most;
	return `${letters.slice(0, most).join('').replace(/\s+/g, ' ').trim()}${isCut ? '…' : ''}`;
}

/** Valibot's names of types, and the words that a field allows, as a person says them. */
function typeWords(types: string): string {
	const names: Record<string, () => string> = {
		string: m.type_text,
		number: m.type_number,
		boolean: m.type_boolean,
		Array: m.type_list,
		Object: m.type_object,
		null: m.type_null,
		undefined: m.type_nothing
	};
	const words = types
		.replace(/^\((.*)\)$/, '$1')
		.split(' | ')
		.map((type) => (Object.hasOwn(names, type) ? names[type]?.() : undefined) ?? type);
	const last = words.pop() ?? '';
	return words.length === 0 ? last : m.words_or({ first: words.join(', '), last });
}

function targetWords(expected: string): string {
	return Object.hasOwn(targets, expected) ? targets[expected as ReferenceTarget]() : m.target_any();
}

/** The number in valibot's `<=200`. */
function numberIn(expected: string): string {
	return /\d+/.exec(expected)?.[0] ?? '';
}

/** What valibot's `>=1` and `<=525600` ask for; nothing where any whole number will do. */
function rangeWords(expected: string): string {
	const limit = numberIn(expected);
	if (expected.startsWith('>=')) return m.range_from({ limit });
	return expected.startsWith('<=') ? m.range_to({ limit }) : '';
}
