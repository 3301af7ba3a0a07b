/** What a spreadsheet would take for a formula, and run. A blank before it does not help: some take it away again. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/**
 * Rows as CSV for a Danish Excel: semicolons, CRLF and a byte order mark, every field in quotation marks. What would be
 * a formula stands behind an apostrophe, so that no entry of a log is run by whoever opens it.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
	return `\uFEFF${rows.map((row) => `${row.map(csvField).join(';')}\r\n`).join('')}`;
}

function csvField(value: string): string {
	const harmless = FORMULA.test(value) ? `'${value}` : value;
	return `"${harmless.replaceAll('"', '""')}"`;
}
