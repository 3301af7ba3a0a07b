import type { PickedFile } from '$lib/app/picked-file';

/** A file that was picked, which counts how often it was read. */
export interface CountedFile extends PickedFile {
	reads: number;
}

/**
 * A file as a browser hands it over.
 * @param size What the browser says of it; its own when left out.
 */
export function picked(content: string | Uint8Array, size?: number): CountedFile {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	return {
		name: 'fil.json',
		size: size ?? bytes.byteLength,
		reads: 0,
		arrayBuffer() {
			this.reads += 1;
			return Promise.resolve(bytes.slice().buffer);
		}
	};
}

/** A file that has gone before it could be read. */
export const unreadable: PickedFile = {
	name: 'væk.json',
	size: 10,
	arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError'))
};
