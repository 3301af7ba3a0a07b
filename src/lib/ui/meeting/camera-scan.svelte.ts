import { createQrReader, type QrReader } from './qr-reader';

/**
 * - `asking`: the browser asks the person, or the camera is being started.
 * - `denied`: by the person, or by whoever rules this phone.
 * - `noCamera`: there is none, or this page may not know of one (an insecure origin).
 * - `busy`: it could not be started; another app has it.
 */
export type ScanState = 'asking' | 'looking' | 'denied' | 'noCamera' | 'busy';

/** Between two looks: a phone with 8 % battery has other things to do. */
const LOOK_AGAIN_MS = 120;
/** The same of a film: each code is seen for no longer than a look takes. */
const FILM_AGAIN_MS = 10;
/** The same code is told again after so long: whoever holds it up a second time wants an answer. */
const SAME_AGAIN_MS = 2_500;

/** The lamp beside the camera: not in TypeScript's types. */
type Torch = MediaTrackConstraintSet & { torch?: boolean };

/** The camera behind the phone, and what it reads, for as long as the page is seen. */
export class CameraScan {
	state = $state.raw<ScanState>('asking');
	hasTorch = $state.raw(false);
	isTorchOn = $state.raw(false);
	#stream: MediaStream | null = null;
	#reader: Promise<QrReader> | null = null;
	#last = { text: '', atMs: -Infinity };
	/** Counts starts, so that what was begun before a stop ends by itself. */
	#turn = 0;

	/**
	 * @param video Where the camera's picture is shown.
	 * @param onfound Gets each code's text, that of the same code at most every few seconds.
	 * @param isFilm Whether many codes follow on each other.
	 */
	constructor(
		private readonly video: () => HTMLVideoElement | undefined,
		private readonly onfound: (text: string) => void,
		private readonly isFilm: () => boolean
	) {}

	/** Turns the camera on; asks the person where the browser wants that. */
	async start(): Promise<void> {
		this.stop();
		const turn = this.#turn;
		this.state = 'asking';
		const media = navigator.mediaDevices as MediaDevices | undefined;
		if (!media) {
			this.state = 'noCamera';
			return;
		}
		let stream: MediaStream;
		try {
			stream = await media.getUserMedia({
				audio: false,
				video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } }
			});
		} catch (error) {
			if (turn === this.#turn) this.state = stateOf(error);
			return;
		}
		if (turn !== this.#turn) {
			stopAll(stream);
			return;
		}
		await this.#show(stream, turn);
	}

	/** Turns the camera off, and its light with it. */
	stop(): void {
		this.#turn += 1;
		if (this.#stream) stopAll(this.#stream);
		this.#stream = null;
		this.hasTorch = false;
		this.isTorchOn = false;
		const video = this.video();
		if (video) video.srcObject = null;
	}

	async toggleTorch(): Promise<void> {
		const [track] = this.#stream?.getVideoTracks() ?? [];
		const wanted = !this.isTorchOn;
		try {
			const torch: Torch = { torch: wanted };
			await track?.applyConstraints({ advanced: [torch] });
			this.isTorchOn = wanted;
		} catch {
			// it has the lamp, and will not let us have it
			this.hasTorch = false;
		}
	}

	/** The code in a picture that somebody took; null where there is none, or no picture to read. */
	async readFile(file: Blob): Promise<'noCode' | 'noPicture' | { readonly text: string }> {
		let picture: ImageBitmap;
		try {
			picture = await createImageBitmap(file);
		} catch {
			return 'noPicture';
		}
		try {
			const text = await (await this.#load()).read(picture);
			return text === null ? 'noCode' : { text };
		} finally {
			picture.close();
		}
	}

	async #show(stream: MediaStream, turn: number): Promise<void> {
		const video = this.video();
		const [track] = stream.getVideoTracks();
		if (!video || !track) {
			stopAll(stream);
			this.state = 'noCamera';
			return;
		}
		this.#stream = stream;
		// pulled out, or taken away by the system
		track.addEventListener('ended', () => {
			if (turn !== this.#turn) return;
			this.stop();
			this.state = 'busy';
		});
		video.srcObject = stream;
		try {
			await video.play();
		} catch {
			// stopped again before it began
		}
		if (turn !== this.#turn) return;
		this.hasTorch = 'torch' in ((track.getCapabilities as (() => object) | undefined)?.call(track) ?? {});
		this.state = 'looking';
		try {
			await this.#look(video, turn);
		} catch {
			// the reader could not be loaded: it is stored with the app, so nothing else would help
			if (turn !== this.#turn) return;
			this.stop();
			this.state = 'busy';
		}
	}

	async #look(video: HTMLVideoElement, turn: number): Promise<void> {
		const reader = await this.#load();
		while (turn === this.#turn) {
			const text = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await reader.read(video) : null;
			if (turn !== this.#turn) return;
			if (text !== null) this.#found(text);
			await new Promise((resolve) => setTimeout(resolve, this.isFilm() ? FILM_AGAIN_MS : LOOK_AGAIN_MS));
		}
	}

	#found(text: string): void {
		const atMs = performance.now();
		if (text === this.#last.text && atMs - this.#last.atMs < SAME_AGAIN_MS) return;
		this.#last = { text, atMs };
		this.onfound(text);
	}

	#load(): Promise<QrReader> {
		return (this.#reader ??= createQrReader());
	}
}

function stateOf(error: unknown): ScanState {
	const name = error instanceof Error ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
	return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'noCamera' : 'busy';
}

function stopAll(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
