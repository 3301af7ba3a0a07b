import { describe, expect, it, vi } from 'vitest';
import type { DeviceIdentity, Person } from '$lib/ports/log';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createDeviceKeys } from '$lib/security/device-keys';
import { TestDevice } from '../doubles/log-entries';
import { minute } from '../doubles/phone-rows';
import { valued } from '../doubles/valued';

const PERSON: Person = { name: 'Åse Ærø 🧯', roleId: 'chair', contactId: 'contact-1' };

/**
 * What every `IdentityRepository` does.
 * @param openTwo Gives one empty storage as two tabs have it.
 */
export function identityRepositoryContract(
	name: string,
	openTwo: () => Promise<[PhoneStorage, PhoneStorage]>
): void {
	const open = async () => (await openTwo())[0].identity;

	describe(`${name} as identity repository`, { timeout: 30_000 }, () => {
		it('has none at first', async () => {
			const identity = await open();
			expect(valued(await identity.get())).toBeNull();
		});

		it('gives back a key in bytes', async () => {
			const identity = await open();
			const made = new TestDevice().identity;
			expect(valued(await identity.create(made))).toEqual(made);
			expect(valued(await identity.get())).toEqual(made);
		});

		it('gives back a handle of a key, that still signs and still gives no bytes away', async () => {
			const identity = await open();
			const deviceKeys = await createDeviceKeys();
			const keys = await deviceKeys.create();
			valued(await identity.create({ keys, createdAt: minute(0), person: PERSON }));
			const held = valued(await identity.get());
			expect(held?.keys.privateKey).toBeInstanceOf(CryptoKey);
			expect((held?.keys.privateKey as CryptoKey).extractable).toBe(false);
			expect(held?.person).toEqual(PERSON);
			const message = Uint8Array.of(1, 2, 3);
			const signature = await deviceKeys.signerOf(held?.keys ?? keys).sign(message);
			expect(await deviceKeys.verify(keys.publicKey, message, signature)).toBe(true);
		});

		it('keeps the first of two that are made at once, whichever tab asks', async () => {
			const [here, there] = await openTwo();
			const made = [1, 2, 3, 4].map((seed) => new TestDevice(seed).identity);
			const given = await Promise.all(
				made.map((one, index) => (index % 2 ? here : there).identity.create(one))
			);
			const keys = new Set(given.map((one) => valued(one).keys.publicKey));
			expect(keys.size).toBe(1);
			expect(valued(await here.identity.get())).toEqual(valued(await there.identity.get()));
			expect(valued(await here.identity.get())?.keys.publicKey).toBe([...keys][0]);
		});

		it('notes who holds the phone, and leaves the keys as they are', async () => {
			const identity = await open();
			const made = new TestDevice().identity;
			valued(await identity.create(made));
			valued(await identity.setPerson(PERSON));
			expect(valued(await identity.get())).toEqual({ ...made, person: PERSON });
			const other: Person = { name: 'Bo', roleId: null, contactId: null };
			valued(await identity.setPerson(other));
			expect(valued(await identity.get())).toEqual({ ...made, person: other });
		});

		it.each([
			['no name', { ...PERSON, name: '' }],
			['a name that is too long', { ...PERSON, name: 'x'.repeat(121) }],
			['an empty role', { ...PERSON, roleId: '' }]
		])('does not note a person with %s', async (_, person) => {
			const identity = await open();
			const made = new TestDevice().identity;
			valued(await identity.create(made));
			expect(await identity.setPerson(person)).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
			expect(valued(await identity.get())).toEqual(made);
		});

		it('does not note a person where there is no identity', async () => {
			const identity = await open();
			expect(await identity.setPerson(PERSON)).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
			expect(valued(await identity.get())).toBeNull();
		});

		it.each([
			['a public key that is none', { publicKey: 'x', privateKey: new Uint8Array(32) }],
			['31 bytes for a key', { publicKey: new TestDevice().authorKey, privateKey: new Uint8Array(31) }]
		])('does not store %s', async (_, keys) => {
			const identity = await open();
			const made: DeviceIdentity = { keys, createdAt: minute(0), person: null };
			expect(await identity.create(made)).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
			expect(valued(await identity.get())).toBeNull();
		});

		it('tells an observer at once, of each change from whichever tab, and when all data is deleted', async () => {
			const [here, there] = await openTwo();
			const seen: (DeviceIdentity | null)[] = [];
			const stop = here.identity.observe((held) => seen.push(valued(held)));
			await vi.waitFor(() => {
				expect(seen).toEqual([null]);
			});
			const made = new TestDevice().identity;
			valued(await there.identity.create(made));
			await vi.waitFor(() => {
				expect(seen.at(-1)).toEqual(made);
			});
			valued(await there.identity.setPerson(PERSON));
			await vi.waitFor(() => {
				expect(seen.at(-1)).toEqual({ ...made, person: PERSON });
			});
			valued(await there.deleteAll());
			await vi.waitFor(() => {
				expect(seen.at(-1)).toBeNull();
			});
			stop();
		});
	});
}
