import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '$lib/domain/log/csv';

/** Reads what `toCsv` writes, strictly. */
function parse(csv: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let rest = csv.slice(1);
	while (rest.length > 0) {
		const field = /^"((?:[^"]|"")*)"(;|\r\n)/.exec(rest);
		if (!field) throw new Error(`no field: ${rest.slice(0, 20)}`);
		row.push((field[1] ?? '').replaceAll('""', '"'));
		rest = rest.slice(field[0].length);
		if (field[2] === '\r\n') {
			rows.push(row);
			row = [];
		}
	}
	return rows;
}

describe('a log as CSV', () => {
	it('is what a Danish Excel opens as columns', () => {
		expect(
			toCsv([
				['Tid', 'Tekst'],
				['14.02', 'Sagde "nej"; gik\nså']
			])
		).toBe('\uFEFF"Tid";"Tekst"\r\n"14.02";"Sagde ""nej""; gik\nså"\r\n');
	});

	it.each(['=1+1', '+45 1234', '-5', '@SUM(A1)', '\t=1', '  =cmd|x', '\r=1'])('runs nothing: %j', (text) => {
		expect(toCsv([[text]])).toBe(`\uFEFF"'${text}"\r\n`);
	});

	it('gives back whatever was put in, and no field begins as a formula', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 })), (rows) => {
				const read = parse(toCsv(rows));
				expect(read.map((row) => row.map((field) => field.replace(/^'(?=\s*[=+\-@\t\r])/u, '')))).toEqual(
					rows.map((row) => row.map((field) => field.replace(/^'(?=\s*[=+\-@\t\r])/u, '')))
				);
				for (const field of read.flat()) expect(field).not.toMatch(/^[=+\-@\t\r]/);
			})
		);
	});
});
