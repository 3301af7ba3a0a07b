/** Drafts as Yjs documents: how one begins, and which updates are of one (docs/protocol.md, 4, Drafts). */
import * as Y from 'yjs';

/** The root text. */
const TEXT = 't';
/** Who puts in the text that a draft begins with, on every phone. */
export const BASE_CLIENT = 1;

/** The text of a draft's document. */
export function textOf(document: Y.Doc): Y.Text {
	return document.getText(TEXT);
}

/** What a draft of a base begins with: the same bytes on every phone. */
export function firstUpdate(baseText: string): Uint8Array {
	const document = new Y.Doc();
	document.clientID = BASE_CLIENT;
	textOf(document).insert(0, baseText);
	return Y.encodeStateAsUpdate(document);
}

/**
 * Whether `update` holds nothing but letters in the root text, and deletions. Yjs itself takes anything, and makes
 * whatever types it is told to.
 * @param update With a buffer of its own: lib0 reads on behind a view.
 */
export function isTextUpdate(update: Uint8Array): boolean {
	try {
		return Y.decodeUpdate(update).structs.every(isOfText);
	} catch {
		// Yjs and lib0 throw whatever they like at bytes that are no update
		return false;
	}
}

function isOfText(struct: Y.Item | Y.GC | Y.Skip): boolean {
	if (struct.length < 1) return false;
	if (struct instanceof Y.Skip) return true;
	if (!(struct instanceof Y.Item)) return false;
	const { content, origin, rightOrigin, parent, parentSub, id } = struct;
	if (!(content instanceof Y.ContentString || content instanceof Y.ContentDeleted)) return false;
	// what has a neighbour is where that is, which must have been there before
	if (origin ?? rightOrigin)
		return [origin, rightOrigin].every((one) => one?.client !== id.client || one.clock < id.clock);
	// as it is read, the parent is the root's name
	return (parent as unknown) === TEXT && parentSub === null;
}
