import { fail, ok, type Result } from '../../base/result';
import { hasControlCharacter } from '../plan/text-rules';

/** The longest text that one entry holds, in UTF-16 units. */
export const TEXT_MAX = 4_000;
/** The longest name of a person, a place or a role. */
export const NAME_MAX = 120;

export type TextProblem =
	| { readonly code: 'textEmpty' }
	| { readonly code: 'textTooLong'; readonly length: number; readonly most: number };

/**
 * What a person typed, as it can stand in an entry: composed (NFC), line ends as \n, without characters that cannot
 * be seen or that turn the direction of text, and without blanks around it.
 */
export function cleanText(typed: string, most = TEXT_MAX): Result<string, TextProblem> {
	// a text far too long is refused before any work is done on it
	if (typed.length > most * 4) return fail({ code: 'textTooLong', length: typed.length, most });
	let text = '';
	for (const character of typed.normalize('NFC').replace(/\r\n?/g, '\n').toWellFormed())
		if (!hasControlCharacter(character)) text += character;
	text = text.trim();
	if (text.length === 0) return fail({ code: 'textEmpty' });
	return text.length > most ? fail({ code: 'textTooLong', length: text.length, most }) : ok(text);
}
