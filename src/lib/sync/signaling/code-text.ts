/** A code as the text that a QR code holds and that a person copies, and back (docs/protocol.md, 2). */
import { base32 } from '../../base/bytes';
import { fail, type Result } from '../../base/result';
import { codeLength, readCode, type Code, type CodeProblem } from './code';

const PREFIX = 'BEREDT1:';
/** Where a code of any version begins. */
const BEGINNING = /BEREDT(\d{1,4}):/g;
/** Longer than any message that a person pastes; what comes after it is not looked at. */
const TEXT_MAX_LENGTH = 20_000;
/** Mails and messengers break lines, and put characters in that nobody sees. */
const UNSEEN = /[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g;
/** From which the type of a code, and so its length, is known. */
const HEAD_CHARACTERS = 8;

/** At most 280 characters, all of them of QR's alphanumeric set. */
export function codeText(bytes: Uint8Array): string {
	return PREFIX + base32.encode(bytes);
}

/**
 * The code in a text: of a QR code, or of a message with words around it. Where there is more than one, the first that
 * is sound; where none is, what is wrong with the last.
 */
export function findCode(text: string): Result<Code, CodeProblem> {
	const joined = upperCase(text.slice(0, TEXT_MAX_LENGTH).replace(UNSEEN, ''));
	let problem: CodeProblem['code'] = 'notACode';
	for (const { 0: beginning, 1: version, index } of joined.matchAll(BEGINNING)) {
		if (version !== '1') {
			problem = 'otherVersion';
			continue;
		}
		const code = readAt(joined, index + beginning.length);
		if (code.ok) return code;
		problem = code.error.code;
	}
	return fail({ code: problem });
}

/** The code whose base32 begins there; words that follow it are no part of it. */
function readAt(text: string, from: number): Result<Code, CodeProblem> {
	const [run = ''] = /^[A-Z2-7]*/.exec(text.slice(from)) ?? [];
	const head = base32.decode(run.slice(0, HEAD_CHARACTERS));
	if (run.length < HEAD_CHARACTERS || !head) return fail({ code: 'cutShort' });
	const length = codeLength(head);
	if (length === null) return fail({ code: 'damaged' });
	const characters = base32.lengthOf(length);
	// a character that is none of base32, in the midst of a code, is as if the code ended there
	if (run.length < characters) return fail({ code: 'cutShort' });
	const bytes = base32.decode(run.slice(0, characters));
	return bytes ? readCode(bytes) : fail({ code: 'damaged' });
}

/** Of a to z alone: Unicode makes SS of ß, which would be base32. */
function upperCase(text: string): string {
	return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
