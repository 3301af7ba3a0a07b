import { fail, ok, type Result } from '../base/result';

/** A file that a person picked, as the browser hands it over: a name and a size, and nothing of it read yet. */
export type PickedFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** The browser could not read the file: it was moved, or it lies in a cloud that is out of reach. */
export interface FileProblem {
	readonly code: 'fileUnreadable';
	readonly detail: string;
}

/** All bytes of `file`. Look at its size first. */
export async function readBytes(file: PickedFile): Promise<Result<Uint8Array, FileProblem>> {
	try {
		return ok(new Uint8Array(await file.arrayBuffer()));
	} catch (error) {
		return fail({ code: 'fileUnreadable', detail: String(error).slice(0, 300) });
	}
}
