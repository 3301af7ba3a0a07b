import { describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import { commitmentOf, groupIdOf, inviteIdOf } from '$lib/domain/group/ids';
import { uuidBytes, uuidText } from '$lib/base/byte-fields';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64Url = (text: string) => toBase64Url(Buffer.from(text, 'hex'));

// made by another SHA-256, Python's hashlib
describe('what a group’s names are made of', () => {
	it('a group’s id: the founder’s key and the salt', () => {
		const key = Uint8Array.from({ length: 32 }, (_, index) => index);
		expect(groupIdOf(key, new Uint8Array(16))).toBe('aceaa747-f446-73bd-af2a-bc003d00893c');
		expect(groupIdOf(key, new Uint8Array(16).fill(1))).not.toBe('aceaa747-f446-73bd-af2a-bc003d00893c');
	});

	it('an epoch’s commitment', () => {
		expect(commitmentOf(new Uint8Array(32))).toBe(
			base64Url('f9c2a959f7212d29e96178bc98823b28ec9d9592c70dbfaadb6cbb7ce6aaf8d2')
		);
	});

	it('an invite’s id', () => {
		expect(inviteIdOf(new Uint8Array(16))).toBe(base64Url('97abe9b36f31a6ae57ebec3a0cd6a250'));
	});

	it('a UUID as text and back', () => {
		const id = 'aceaa747-f446-73bd-af2a-bc003d00893c';
		expect(hex(uuidBytes(id))).toBe(id.replaceAll('-', ''));
		expect(uuidText(uuidBytes(id))).toBe(id);
		expect(() => uuidBytes(id.toUpperCase())).toThrow(TypeError);
	});
});
