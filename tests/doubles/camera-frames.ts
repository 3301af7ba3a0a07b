/** Frames of a camera that looks at a QR code on a screen: turned, tilted, out of focus, dark, noisy. */
import { encodeQR } from 'qr';

export interface Frame {
	readonly width: number;
	readonly height: number;
	/** RGBA. */
	readonly data: Uint8ClampedArray;
}

export interface Look {
	/** Pixels of the frame to a module of the code. */
	readonly modulePx: number;
	/** How far it is turned, in degrees. */
	readonly turned: number;
	/** How far the phone is tilted against the screen, in degrees. */
	readonly tilted: number;
	/** The standard deviation of what is out of focus, in pixels. */
	readonly blur: number;
	readonly black: number;
	readonly white: number;
	/** The standard deviation of the sensor's noise. */
	readonly noise: number;
}

const WIDTH = 640;
const HEIGHT = 480;
/** The camera's distance in widths of the code, for the tilt. */
const DISTANCE = 2;

/** What the camera sees. @param random From 0 to 1, seeded. */
export function frameOf(text: string, look: Look, random: () => number): Frame {
	const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
	const size = modules.length;
	const side = size * look.modulePx;
	const turn = (look.turned * Math.PI) / 180;
	const tilt = (look.tilted * Math.PI) / 180;
	const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
	const dark = 0.25;
	const brightness = (x: number, y: number): number => {
		// from the frame to the plane of the screen, which is tilted about the vertical
		const u = (x - WIDTH / 2) / side;
		const v = (y - HEIGHT / 2) / side;
		const s = (u * DISTANCE) / (DISTANCE * Math.cos(tilt) - u * Math.sin(tilt));
		const t = v * (1 + (s * Math.sin(tilt)) / DISTANCE);
		const row = modules[Math.floor((-s * sin + t * cos + 0.5) * size)];
		const isBlack = row?.[Math.floor((s * cos + t * sin + 0.5) * size)];
		return isBlack === undefined ? dark : isBlack ? 0 : 1;
	};
	let luma = new Float32Array(WIDTH * HEIGHT);
	for (let y = 0; y < HEIGHT; y += 1)
		for (let x = 0; x < WIDTH; x += 1) {
			const at = [brightness(x + 0.25, y + 0.25), brightness(x + 0.75, y + 0.25)];
			at.push(brightness(x + 0.25, y + 0.75), brightness(x + 0.75, y + 0.75));
			luma[y * WIDTH + x] = at.reduce((sum, one) => sum + one, 0) / at.length;
		}
	if (look.blur > 0) luma = blurred(blurred(luma, look.blur, 1, WIDTH), look.blur, WIDTH, HEIGHT);
	const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
	luma.forEach((value, index) => {
		const grey = look.black + value * (look.white - look.black) + look.noise * gaussian(random);
		data.fill(grey, index * 4, index * 4 + 3);
	});
	return { width: WIDTH, height: HEIGHT, data };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function gaussian(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Along one direction; `step` is 1 for rows, the width for columns, of which each has `length` pixels. */
function blurred(luma: Float32Array, sigma: number, step: number, length: number): Float32Array<ArrayBuffer> {
	const reach = Math.ceil(3 * sigma);
	const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
		Math.exp(-((index - reach) ** 2) / (2 * sigma ** 2))
	);
	const sum = weights.reduce((total, weight) => total + weight, 0);
	const out = new Float32Array(luma.length);
	for (let index = 0; index < luma.length; index += 1) {
		const place = Math.floor(index / step) % length;
		let value = 0;
		for (let offset = -reach; offset <= reach; offset += 1) {
			const other = Math.min(length - 1, Math.max(0, place + offset));
			value += (luma[index + (other - place) * step] ?? 0) * (weights[offset + reach] ?? 0);
		}
		out[index] = value / sum;
	}
	return out;
}

/** Frames as a film that Chromium takes for a camera (YUV4MPEG2): luma, and no colour. */
export function filmOf(frames: readonly Frame[]): Buffer {
	const [first] = frames;
	if (!first) throw new Error('no frames');
	const { width, height } = first;
	const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`)];
	for (const { data } of frames) {
		const luma = Buffer.alloc(width * height);
		for (let at = 0; at < luma.length; at += 1) luma[at] = data[at * 4] ?? 0;
		parts.push(Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128));
	}
	return Buffer.concat(parts);
}
