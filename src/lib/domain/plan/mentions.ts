import type { Role } from './schema';

/** A piece of a text: plain, or words that speak of a role. The pieces together are the text, to the letter. */
export type TextPiece = { readonly text: string; readonly roleId: string | null };

const WORD = /[\p{L}\p{N}]/u;

/**
 * Finds the roles that a text speaks of, by the roles' own `mentions`, whole words, whatever their case; where two
 * overlap the longer one is meant.
 */
export function findMentions(text: string, roles: readonly Pick<Role, 'id' | 'mentions'>[]): TextPiece[] {
	const words = roles
		.flatMap((role) =>
			role.mentions.map((mention) => ({ roleId: role.id, mention: mention.toLocaleLowerCase('da') }))
		)
		.sort((a, b) => b.mention.length - a.mention.length);
	const folded = text.toLocaleLowerCase('da');
	// a letter whose lower case is longer would shift every place after it
	if (folded.length !== text.length) return [{ text, roleId: null }];
	const pieces: TextPiece[] = [];
	let plainFrom = 0;
	let at = 0;
	while (at < text.length) {
		const startsWord = at === 0 || !WORD.test(text[at - 1] ?? '');
		const hit = startsWord ? words.find(({ mention }) => standsAt(folded, mention, at)) : undefined;
		if (!hit) {
			at += 1;
			continue;
		}
		if (at > plainFrom) pieces.push({ text: text.slice(plainFrom, at), roleId: null });
		pieces.push({ text: text.slice(at, at + hit.mention.length), roleId: hit.roleId });
		at += hit.mention.length;
		plainFrom = at;
	}
	if (plainFrom < text.length) pieces.push({ text: text.slice(plainFrom), roleId: null });
	return pieces;
}

function standsAt(text: string, mention: string, at: number): boolean {
	return mention.length > 0 && text.startsWith(mention, at) && !WORD.test(text[at + mention.length] ?? '');
}
