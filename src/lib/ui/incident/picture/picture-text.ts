import { ok, type Result } from '$lib/base/result';
import { cleanText, type TextProblem } from '$lib/domain/log/text';

/** A part of the picture as it may be written: an empty one takes back what stood there. */
export function pictureText(typed: string): Result<string, TextProblem> {
	const text = cleanText(typed);
	return !text.ok && text.error.code === 'textEmpty' ? ok('') : text;
}
