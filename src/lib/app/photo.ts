import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64Url } from '../base/bytes';
import { fail, ok, type Result } from '../base/result';
import type { IncidentId } from '../domain/log/entry';
import { INCIDENT_FILE_MAX_BYTES, type IncidentFile } from '../domain/log/incident-records';
import type { PickedFile } from './picked-file';

/** The largest file that is tried at all: a phone has no memory for more. */
export const PHOTO_FILE_MAX_BYTES = 50_000_000;
/** The longer edge in pixels and the quality, from what shows most to what is smallest. */
const STEPS: readonly (readonly [edge: number, quality: number])[] = [
	[1600, 0.8],
	[1600, 0.65],
	[1280, 0.7],
	[1280, 0.55],
	[1024, 0.6],
	[800, 0.6],
	[640, 0.55],
	[480, 0.5],
	[320, 0.4]
];

/** Why there is no photo. */
export type PhotoProblem =
	{ readonly code: 'photoTooLarge'; readonly bytes: number } | { readonly code: 'photoUnreadable' };

/** A picture that was read, and can be drawn smaller. */
export interface Drawable {
	readonly width: number;
	readonly height: number;
	/** A JPEG of that size. Nothing but the picture is in it: neither where nor with what it was taken. */
	encode(width: number, height: number, quality: number): Promise<Uint8Array>;
	close(): void;
}

/**
 * A picked picture as a photo of the log: drawn anew, no larger than a photo may be.
 * @param read How this browser reads a picture; null where it is none.
 */
export async function makePhoto(
	file: PickedFile,
	incidentId: IncidentId,
	read: (file: PickedFile) => Promise<Drawable | null>
): Promise<Result<IncidentFile, PhotoProblem>> {
	if (file.size > PHOTO_FILE_MAX_BYTES) return fail({ code: 'photoTooLarge', bytes: file.size });
	const picture = await read(file).catch(() => null);
	if (!picture) return fail({ code: 'photoUnreadable' });
	try {
		for (const [edge, quality] of STEPS) {
			const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
			const width = Math.max(1, Math.round(picture.width * scale));
			const height = Math.max(1, Math.round(picture.height * scale));
			const bytes = await picture.encode(width, height, quality);
			if (bytes.byteLength > 0 && bytes.byteLength <= INCIDENT_FILE_MAX_BYTES)
				return ok({ incidentId, mediaType: 'image/jpeg', hash: toBase64Url(sha256(bytes)), bytes });
		}
	} catch {
		// the browser gave up on it: too many pixels, or no memory
	} finally {
		picture.close();
	}
	return fail({ code: 'photoUnreadable' });
}

/** Reads a picture as browsers do; what is none, they refuse. */
export async function readPicture(file: PickedFile): Promise<Drawable | null> {
	// turned as it was taken: what says so is not kept
	const bitmap = await createImageBitmap(file as File, { imageOrientation: 'from-image' });
	return {
		width: bitmap.width,
		height: bitmap.height,
		async encode(width, height, quality) {
			const canvas = document.createElement('canvas');
			canvas.width = width;
			canvas.height = height;
			const context = canvas.getContext('2d');
			if (!context) throw new Error('no canvas');
			// what is transparent would be black in a JPEG
			context.fillStyle = '#ffffff';
			context.fillRect(0, 0, width, height);
			context.imageSmoothingQuality = 'high';
			context.drawImage(bitmap, 0, 0, width, height);
			const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
			return blob?.type === 'image/jpeg' ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
		},
		close: () => bitmap.close()
	};
}
