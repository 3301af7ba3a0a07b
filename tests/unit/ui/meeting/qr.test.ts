import { decodeQR } from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { qrPath } from '$lib/ui/meeting/qr-path';
import { frameOf, seeded, type Frame, type Look } from '../../../doubles/camera-frames';
import { protocolVectors } from '../../../doubles/protocol-vectors';

const { codes } = protocolVectors;
/** The longest of our codes: 170 bytes. */
const TEXT = codes.answer.text;

const EASY: Look = { modulePx: 5, turned: 0, tilted: 0, blur: 0.6, black: 20, white: 230, noise: 3 };

function readFrom(frame: Frame): string | null {
	try {
		return decodeQR(frame);
	} catch {
		return null;
	}
}

/** How many of 12 frames are read, each turned and noisy in another way. */
function rateOf(look: Partial<Look>): number {
	const random = seeded(7);
	const read = Array.from({ length: 12 }, (_, index) =>
		readFrom(frameOf(TEXT, { ...EASY, turned: index * 31, ...look }, random))
	);
	for (const text of read) if (text !== null) expect(text).toBe(TEXT);
	return read.filter((text) => text !== null).length;
}

describe('a code', () => {
	it('is version 10 at most: 57 modules and the white around them', () => {
		expect(
			[codes.offer, codes.answer, codes.invite, codes.inviteAnswer].map(({ text }) => qrPath(text).size)
		).toEqual([65, 65, 61, 65]);
	});

	it('is refused when it would be too fine to read', () => {
		expect(() => qrPath(TEXT + 'A'.repeat(60))).toThrow(RangeError);
	});

	it('is drawn as the path says', () => {
		const { size, path } = qrPath(TEXT);
		const data = new Uint8ClampedArray(size * size * 16 * 4).fill(255);
		for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
			for (let row = 0; row < 4; row += 1) {
				const from = (Number(y) * 4 + row) * size * 4 + Number(x) * 4;
				data.fill(0, from * 4, (from + Number(length) * 4) * 4);
			}
		for (let index = 3; index < data.length; index += 4) data[index] = 255;
		expect(decodeQR({ width: size * 4, height: size * 4, data })).toBe(TEXT);
	});
});

describe('the reader', () => {
	// a camera shows ten frames a second: one that is read is enough
	it.each<[string, Partial<Look>, number]>([
		['straight', { turned: 0 }, 12],
		['turned any way', {}, 12],
		['small: 3 pixels a module', { modulePx: 3 }, 9],
		['out of focus, by two fifths of a module', { blur: 2 }, 9],
		['dark, with noise', { black: 10, white: 40, noise: 6 }, 9],
		['tilted by 30°', { tilted: 30 }, 6]
	])('reads most frames of a code that is %s', (_, look, least) => {
		expect(rateOf(look)).toBeGreaterThanOrEqual(least);
	});

	it('finds nothing where there is nothing', () => {
		const data = new Uint8ClampedArray(640 * 480 * 4).fill(90);
		expect(readFrom({ width: 640, height: 480, data })).toBeNull();
	});
});

// QR_RATES=1 prints how it does on more of them
it.runIf(process.env.QR_RATES)('rates', { timeout: 300_000 }, () => {
	const rows: [string, Partial<Look>][] = [
		['straight', { turned: 0 }],
		['turned', {}],
		...[4, 3, 2.5, 2].map((modulePx): [string, Partial<Look>] => [`${modulePx} px a module`, { modulePx }]),
		...[1, 1.5, 2, 2.5, 3].map((blur): [string, Partial<Look>] => [`5 px, blur σ ${blur}`, { blur }]),
		...[1, 1.5, 2].map((blur): [string, Partial<Look>] => [`4 px, blur σ ${blur}`, { modulePx: 4, blur }]),
		...[15, 30, 45].map((tilted): [string, Partial<Look>] => [`tilted ${tilted}°`, { tilted }]),
		['dark 10–60, noise 6', { black: 10, white: 60, noise: 6 }],
		['dark 10–40, noise 6', { black: 10, white: 40, noise: 6 }],
		['dark 10–40, noise 6, blur 1.5', { black: 10, white: 40, noise: 6, blur: 1.5 }],
		['noise 25', { noise: 25 }],
		[
			'all: 4 px, tilted 20°, blur 1.2, 15–90, noise 8',
			{ modulePx: 4, tilted: 20, blur: 1.2, black: 15, white: 90, noise: 8 }
		]
	];
	for (const [name, look] of rows) {
		const start = performance.now();
		const rate = rateOf(look);
		console.log(
			`${name}: ${rate} of 12, ${Math.round((performance.now() - start) / 12)} ms a frame with drawing`
		);
	}
});
