// Plots with two logarithmic axes, as text and as a picture.

/** @typedef {{ name: string, mark: string, points: number[][] }} Series */

/**
 * The exponent of the power law that fits best: the slope in a plot with two logarithmic axes.
 * @param {readonly number[][]} points
 */
export function exponentOf(points) {
	const logs = points.map(([x = 1, y = 1]) => [Math.log(x), Math.log(y)]);
	const mean = (index) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
	const [meanX, meanY] = [mean(0), mean(1)];
	const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
	return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** @param {readonly Series[]} series */
export function asciiPlot(series) {
	const [width, height] = [60, 14];
	const scale = scaleOf(series);
	const rows = Array.from({ length: height }, () => Array(width).fill(' '));
	for (const { mark, points } of series)
		for (const [x, y] of points) {
			const column = Math.round(scale.x(x) * (width - 1));
			const row = height - 1 - Math.round(scale.y(y) * (height - 1));
			rows[row][column] = mark;
		}
	const label = (row) => {
		const power = scale.yPowers.find(
			(exponent) => height - 1 - Math.round(scale.y(10 ** exponent) * (height - 1)) === row
		);
		return power === undefined ? '' : text(10 ** power);
	};
	const axis = Array(width).fill(' ');
	for (const exponent of scale.xPowers) {
		const word = text(10 ** exponent);
		const at = Math.min(width - word.length, Math.round(scale.x(10 ** exponent) * (width - 1)));
		axis.splice(at, word.length, ...word);
	}
	return [
		...rows.map((row, index) => `${label(index).padStart(7)} │${row.join('').trimEnd()}`),
		`${''.padStart(7)} └${'─'.repeat(width)}`,
		`${''.padStart(7)}  ${axis.join('').trimEnd()}`,
		series.map(({ name, mark }) => `${mark} ${name}`).join('   ')
	].join('\n');
}

/**
 * @param {readonly Series[]} series
 * @param {{ title: string, x: string, y: string }} words
 */
export function svgPlot(series, words) {
	const [width, height, left, top, right, bottom] = [640, 400, 72, 48, 24, 56];
	const scale = scaleOf(series);
	const atX = (value) => (left + scale.x(value) * (width - left - right)).toFixed(1);
	const atY = (value) => (height - bottom - scale.y(value) * (height - top - bottom)).toFixed(1);
	const colours = ['#0b5394', '#b45f06'];
	const lines = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
		`<title>${words.title}</title>`,
		`<rect width="${width}" height="${height}" fill="#fff"/>`,
		`<text x="${left}" y="26" font-size="16">${words.title}</text>`
	];
	for (const exponent of scale.xPowers) {
		const x = atX(10 ** exponent);
		lines.push(
			`<path d="M${x} ${top}V${height - bottom}" stroke="#ddd"/>`,
			`<text x="${x}" y="${height - bottom + 20}" text-anchor="middle">${text(10 ** exponent)}</text>`
		);
	}
	for (const exponent of scale.yPowers) {
		const y = atY(10 ** exponent);
		lines.push(
			`<path d="M${left} ${y}H${width - right}" stroke="#ddd"/>`,
			`<text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end">${text(10 ** exponent)}</text>`
		);
	}
	lines.push(
		`<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">${words.x}</text>`,
		`<text transform="translate(18 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${words.y}</text>`
	);
	for (const [index, { name, points }] of series.entries()) {
		const path = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${atX(x)} ${atY(y)}`).join('');
		const dots = points.map(
			([x, y]) => `<circle cx="${atX(x)}" cy="${atY(y)}" r="4" fill="${colours[index]}"/>`
		);
		// told apart by their lines as well, not by colour alone
		const dash = index === 0 ? '' : ' stroke-dasharray="6 5"';
		lines.push(`<path d="${path}" fill="none" stroke="${colours[index]}" stroke-width="2"${dash}/>`, ...dots);
		const legendY = top + 18 + index * 20;
		lines.push(
			`<path d="M${left + 12} ${legendY - 4}h36" stroke="${colours[index]}" stroke-width="2"${dash}/>`,
			`<text x="${left + 56}" y="${legendY}">${name}: n^${exponentOf(points).toFixed(2)}</text>`
		);
	}
	return `${lines.join('\n')}\n</svg>\n`;
}

/**
 * Where values lie between 0 and 1, and the powers of ten between.
 * @param {readonly Series[]} series
 */
function scaleOf(series) {
	const axis = (index) => {
		const logs = series.flatMap(({ points }) => points.map((point) => Math.log10(point[index])));
		const low = Math.floor(Math.min(...logs));
		const high = Math.ceil(Math.max(...logs));
		return {
			at: (value) => (Math.log10(value) - low) / (high - low),
			powers: Array.from({ length: high - low + 1 }, (_, step) => low + step)
		};
	};
	const [x, y] = [axis(0), axis(1)];
	return { x: x.at, y: y.at, xPowers: x.powers, yPowers: y.powers };
}

/** @param {number} value */
function text(value) {
	return value < 1 ? String(value) : Math.round(value).toLocaleString('en');
}
