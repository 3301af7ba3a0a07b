import type { Attachment } from 'svelte/attachments';
import type { Stretch } from '$lib/domain/search/fold';

/**
 * Fills an element with `text`, the stretches that were found in it marked. For rows that come with every key press:
 * the blocks of Stretches.svelte are most of what such a row costs.
 */
export function marked(text: string, stretches: readonly Stretch[]): Attachment {
	return (element) => {
		const pieces: (string | Node)[] = [];
		let at = 0;
		for (const { start, end } of stretches) {
			pieces.push(text.slice(at, start));
			const mark = document.createElement('mark');
			mark.textContent = text.slice(start, end);
			pieces.push(mark);
			at = end;
		}
		pieces.push(text.slice(at));
		element.replaceChildren(...pieces.filter((piece) => piece !== ''));
	};
}
