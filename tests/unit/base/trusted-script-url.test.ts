import { afterEach, describe, expect, it, vi } from 'vitest';
import { trustedScriptUrl } from '$lib/base/trusted-script-url';

afterEach(() => {
	vi.unstubAllGlobals();
});

describe('the address of a script', () => {
	it('is itself where the browser has no Trusted Types', () => {
		expect(trustedScriptUrl('beredt-x', '/x.js')).toBe('/x.js');
	});

	it('comes out of a policy of its name, which lets no other through', () => {
		const made: { name: string; rules: { createScriptURL(url: string): string } }[] = [];
		vi.stubGlobal('trustedTypes', {
			createPolicy: (name: string, rules: { createScriptURL(url: string): string }) => {
				made.push({ name, rules });
				return { createScriptURL: (url: string) => `trusted ${rules.createScriptURL(url)}` };
			}
		});
		expect(trustedScriptUrl('beredt-x', '/x.js')).toBe('trusted /x.js');
		expect(made.map(({ name }) => name)).toEqual(['beredt-x']);
		expect(() => made[0]?.rules.createScriptURL('/y.js')).toThrow('not the script of beredt-x: /y.js');
	});
});
