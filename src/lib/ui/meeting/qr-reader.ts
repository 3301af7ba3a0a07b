/** Reads QR codes out of what a camera sees: by the browser's own reader where it has one that works, else by ours. */

/** What a code can be read from. */
export type Picture = HTMLVideoElement | ImageBitmap;

export interface QrReader {
	/** The text of a code in the picture; null where none is to be read. */
	read(picture: Picture): Promise<string | null>;
}

/** Shape Detection API, as much of it as is used; TypeScript does not know it. */
interface Detector {
	detect(source: Picture): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
	new (options: { formats: string[] }): Detector;
	getSupportedFormats(): Promise<string[]>;
}

/** Frames are made smaller than this: more costs time and reads no better. */
const FRAME_MAX_PX = 960;
/** Of one picture that somebody took: there is time, and the code may be small in it. */
const PICTURE_MAX_PX = 2_400;

/** The best reader that this browser has. */
export async function createQrReader(): Promise<QrReader> {
	const own = await ownDetector();
	let ours: QrReader | null = null;
	const readOurs = async (picture: Picture) => (ours ??= await loadOurs()).read(picture);
	if (!own) return { read: readOurs };
	let isOwnBroken = false;
	return {
		async read(picture) {
			if (!isOwnBroken)
				try {
					const [first] = await own.detect(picture);
					if (first) return first.rawValue;
					// a photo is looked at twice: nobody waits for the next frame of it
					return picture instanceof HTMLVideoElement ? null : await readOurs(picture);
				} catch {
					// some say that they can, and cannot: the part of the system that does it is missing
					isOwnBroken = true;
				}
			return readOurs(picture);
		}
	};
}

async function ownDetector(): Promise<Detector | null> {
	const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
	try {
		const formats = (await BarcodeDetector?.getSupportedFormats()) ?? [];
		return BarcodeDetector && formats.includes('qr_code')
			? new BarcodeDetector({ formats: ['qr_code'] })
			: null;
	} catch {
		return null;
	}
}

/** The package `qr`, loaded only where it is needed. */
async function loadOurs(): Promise<QrReader> {
	const { decodeQR } = await import('qr/decode.js');
	const canvas = document.createElement('canvas');
	const context = canvas.getContext('2d', { willReadFrequently: true });
	return {
		async read(picture) {
			const isFrame = picture instanceof HTMLVideoElement;
			const [width, height] = isFrame
				? [picture.videoWidth, picture.videoHeight]
				: [picture.width, picture.height];
			if (!context || width === 0 || height === 0) return null;
			const scale = Math.min(1, (isFrame ? FRAME_MAX_PX : PICTURE_MAX_PX) / Math.max(width, height));
			canvas.width = Math.max(1, Math.round(width * scale));
			canvas.height = Math.max(1, Math.round(height * scale));
			context.drawImage(picture, 0, 0, canvas.width, canvas.height);
			const image = context.getImageData(0, 0, canvas.width, canvas.height);
			try {
				return decodeQR(image, isFrame ? {} : { effort: 4, timeLimit: 2_000 });
			} catch {
				// it throws where it sees no code
				return null;
			}
		}
	};
}
