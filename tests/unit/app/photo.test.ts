import { describe, expect, it } from 'vitest';
import { makePhoto, type Drawable } from '$lib/app/photo';
import { INCIDENT } from '../../doubles/log-entries';
import { valued } from '../../doubles/valued';

const file = { name: 'photo.jpg', size: 5_000_000, arrayBuffer: async () => new ArrayBuffer(0) };

/** A picture whose JPEG has so many bytes for each pixel at full quality. */
function picture(width: number, height: number, bytesForPixel: number) {
	const made: [width: number, height: number][] = [];
	let isClosed = false;
	const drawable: Drawable = {
		width,
		height,
		async encode(wide, high, quality) {
			made.push([wide, high]);
			return new Uint8Array(Math.ceil(wide * high * bytesForPixel * quality)).fill(7);
		},
		close: () => (isClosed = true)
	};
	return { drawable, made, isClosed: () => isClosed };
}

describe('a photo', () => {
	it('is drawn no larger than it was', async () => {
		const small = picture(300, 200, 0.5);
		const photo = valued(await makePhoto(file, INCIDENT, async () => small.drawable));
		expect(small.made).toEqual([[300, 200]]);
		expect(photo).toMatchObject({ incidentId: INCIDENT, mediaType: 'image/jpeg' });
		expect(photo.hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
	});

	it('is made smaller, in its own shape, until it is small enough', async () => {
		const large = picture(4000, 3000, 0.4);
		const photo = valued(await makePhoto(file, INCIDENT, async () => large.drawable));
		expect(photo.bytes.byteLength).toBeLessThanOrEqual(200_000);
		expect(large.made.length).toBeGreaterThan(1);
		for (const [width, height] of large.made) expect(width / height).toBeCloseTo(4 / 3, 1);
		expect(large.isClosed()).toBe(true);
	});

	it('of a very long and narrow picture still has pixels', async () => {
		const long = picture(20_000, 3, 0.4);
		valued(await makePhoto(file, INCIDENT, async () => long.drawable));
		expect(long.made[0]).toEqual([1600, 1]);
	});

	it.each([
		['a file that no browser reads', async () => Promise.reject(new Error('no picture'))],
		['one that cannot be made small enough', async () => picture(4000, 3000, 90).drawable],
		[
			'one that cannot be drawn',
			async () => ({ ...picture(9, 9, 1).drawable, encode: () => Promise.reject(new Error()) })
		]
	])('is refused: %s', async (_, read) => {
		expect(await makePhoto(file, INCIDENT, read)).toEqual({ ok: false, error: { code: 'photoUnreadable' } });
	});

	it('is refused before it is read when the file is far too large', async () => {
		const result = await makePhoto({ ...file, size: 60_000_000 }, INCIDENT, () => {
			throw new Error('read');
		});
		expect(result).toEqual({ ok: false, error: { code: 'photoTooLarge', bytes: 60_000_000 } });
	});
});
