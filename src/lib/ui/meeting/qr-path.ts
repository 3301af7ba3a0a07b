import { encodeQR } from 'qr';

/** A QR code as one path; a module is one unit. */
export interface QrPath {
	/** Side length, quiet zone and all. */
	readonly size: number;
	readonly path: string;
}

/** What the standard wants of white around a code. */
const QUIET_MODULES = 4;

/**
 * A text as a QR code at error correction M, in the smallest version that holds it.
 * @throws RangeError for a text that takes more than version 10: a phone's camera could not read it off another's screen.
 */
export function qrPath(text: string): QrPath {
	const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES });
	if (modules.length > 17 + 4 * 10 + 2 * QUIET_MODULES) throw new RangeError('too much for one code');
	const rows = modules.map((row, y) =>
		runs(row)
			.map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`)
			.join('')
	);
	return { size: modules.length, path: rows.join('') };
}

/** Where in a row black modules stand side by side. */
function runs(row: readonly boolean[]): { from: number; length: number }[] {
	const found: { from: number; length: number }[] = [];
	row.forEach((isBlack, x) => {
		const last = found.at(-1);
		if (!isBlack) return;
		if (last && last.from + last.length === x) last.length += 1;
		else found.push({ from: x, length: 1 });
	});
	return found;
}
