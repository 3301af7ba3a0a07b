/** A phone's camera, before which another phone's screen is held. */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { filmOf, type Frame } from '../doubles/camera-frames';

const WIDTH = 640;
const HEIGHT = 480;

export class Camera {
	/** What the browser is started with. */
	readonly args: readonly string[];

	/** @param film Where the film lies that Chromium takes for its camera; it is read anew for every frame. */
	constructor(private readonly film: string) {
		const dark = { width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(WIDTH * HEIGHT * 4) };
		writeFileSync(film, filmOf([dark]));
		this.args = [
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			`--use-file-for-fake-video-capture=${film}`
		];
	}

	/** Holds the code that `page` shows before it. */
	async see(page: Page): Promise<void> {
		const code = page.getByTestId('qr-code');
		await code.waitFor({ timeout: 30_000 });
		const picture = (await code.screenshot()).toString('base64');
		const frame = await page.evaluate(pixelsOf, { picture, width: WIDTH, height: HEIGHT });
		const data = Uint8ClampedArray.from(Buffer.from(frame, 'latin1'));
		this.#show({ width: WIDTH, height: HEIGHT, data });
	}

	/** Over what was there, byte for byte: the browser has the file open. */
	#show(frame: Frame): void {
		const file = openSync(this.film, 'r+');
		writeSync(file, filmOf([frame]));
		closeSync(file);
	}
}

/** Runs in the page: a picture in the middle of a frame, as RGBA. */
async function pixelsOf(asked: { picture: string; width: number; height: number }): Promise<string> {
	const bytes = Uint8Array.from(atob(asked.picture), (letter) => letter.charCodeAt(0));
	const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
	const canvas = new OffscreenCanvas(asked.width, asked.height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no canvas');
	context.fillStyle = '#777';
	context.fillRect(0, 0, asked.width, asked.height);
	const side = asked.height * 0.9;
	context.drawImage(bitmap, (asked.width - side) / 2, (asked.height - side) / 2, side, side);
	const { data } = context.getImageData(0, 0, asked.width, asked.height);
	let text = '';
	for (const value of data) text += String.fromCharCode(value);
	return text;
}
