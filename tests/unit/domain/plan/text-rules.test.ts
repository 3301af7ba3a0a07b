import { describe, expect, it } from 'vitest';
import { hasControlCharacter, hasMarkup } from '$lib/domain/plan/text-rules';

describe('markup', () => {
	it.each([
		'<b>nu</b>',
		'</p>',
		'<!-- skjult -->',
		'<?xml version="1.0"?>',
		'<SCRIPT>',
		'<svg/onload=alert(1)>',
		'&lt;b&gt;',
		'&nbsp;',
		'&frac12;',
		'&#60;',
		'&#x3C;',
		'JavaScript:alert(1)',
		'data:text/html,hej'
	])('is seen in %j', (text) => {
		expect(hasMarkup(text)).toBe(true);
	});

	it.each([
		'Økonomi- & Personalestaben, IT',
		'Er batteriet < 20 %, så lad op',
		'5 > 3 & 2 < 4',
		'Ring 87 87 41 50 (112 ved fare)',
		'virk.dk',
		''
	])('is not seen in %j', (text) => {
		expect(hasMarkup(text)).toBe(false);
	});
});

describe('control characters', () => {
	it.each([
		['null', '\u0000'],
		['bell', '\u0007'],
		['carriage return', '\r'],
		['escape', '\u001B'],
		['delete', '\u007F'],
		['a C1 control', '\u0085'],
		['Arabic letter mark', '\u061C'],
		['zero-width space', '\u200B'],
		['right-to-left mark', '\u200F'],
		['line separator', '\u2028'],
		['right-to-left override', '\u202E'],
		['word joiner', '\u2060'],
		['isolate', '\u2066'],
		['byte order mark', '\uFEFF']
	])('are seen: %s', (_, character) => {
		expect(hasControlCharacter(`a${character}b`)).toBe(true);
	});

	it.each(['Første linje\nanden linje', 'a\tb', 'pc’er og\u00A0iPads', 'æøå ÆØÅ é – “ord” 👍', ''])(
		'are not seen in %j',
		(text) => {
			expect(hasControlCharacter(text)).toBe(false);
		}
	);
});
