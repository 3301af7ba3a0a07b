/** Fields that payloads of entries are made of: those of incidents, and of the group. */
import * as v from 'valibot';
import { hasControlCharacter } from '../plan/text-rules';

/** A text of 1 to `most` UTF-16 units, without control characters. */
export const plainText = (most: number) =>
	v.pipe(
		v.string(),
		v.minLength(1),
		v.maxLength(most),
		v.check((value) => !hasControlCharacter(value))
	);
/** An id of the plan. */
export const planId = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/));
