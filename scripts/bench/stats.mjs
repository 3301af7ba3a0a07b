// Small sums, and how a figure is told.

/** @param {readonly number[]} values */
export function median(values) {
	return percentile(values, 50);
}

/**
 * The smallest of `values` that so many per cent of them do not exceed.
 * @param {readonly number[]} values
 * @param {number} percent
 */
export function percentile(values, percent) {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** @param {number} bytes In thousands, as budgets are told. */
export function kB(bytes) {
	return `${(bytes / 1000).toFixed(1)} kB`;
}

/** @param {number} value */
export function ms(value) {
	return `${value.toFixed(value < 20 ? 1 : 0)} ms`;
}

/**
 * Prints a figure beside its reach.
 * @param {string} what
 * @param {string} figure
 * @param {boolean} isReached
 * @param {string} reach
 */
export function report(what, figure, isReached, reach) {
	console.log(`${isReached ? 'PASS' : 'MISS'}  ${what}: ${figure} (reach: ${reach})`);
}

/** @param {string} text What explains a figure. */
export function note(text) {
	console.log(text.replace(/^/gm, '      '));
}
