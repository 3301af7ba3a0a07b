import { beforeAll, describe, expect, it } from 'vitest';
import { deviceIdentity } from '$lib/app/device-identity';
import { fail } from '$lib/base/result';
import type { DeviceKeys, IdentityRepository } from '$lib/ports/log';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { TestDevice } from '../../doubles/log-entries';
import { minute } from '../../doubles/phone-rows';
import { valued } from '../../doubles/valued';

let keys: DeviceKeys;
beforeAll(async () => {
	keys = await createDeviceKeys();
});
const clock = new FixedClock();

describe('a device’s identity', () => {
	it('is made at the first start, with nobody’s name, and is the same ever after', async () => {
		const { identity } = createMemoryStorage(null);
		const first = valued(await deviceIdentity(identity, keys, clock));
		expect(first.identity).toMatchObject({ createdAt: minute(0), person: null });
		expect(first.signer.publicKey).toBe(first.identity.keys.publicKey);
		const again = valued(await deviceIdentity(identity, keys, clock));
		expect(again.signer.deviceId).toBe(first.signer.deviceId);
		const message = Uint8Array.of(1, 2, 3);
		const signature = await again.signer.sign(message);
		expect(await keys.verify(first.signer.publicKey, message, signature)).toBe(true);
	});

	it('is one, when two tabs ask at once', async () => {
		const { identity } = createMemoryStorage(null);
		const asked = await Promise.all([1, 2, 3].map(() => deviceIdentity(identity, keys, clock)));
		expect(new Set(asked.map((one) => valued(one).signer.deviceId)).size).toBe(1);
	});

	it('is a new one after all data was deleted', async () => {
		const storage = createMemoryStorage(null);
		const before = valued(await deviceIdentity(storage.identity, keys, clock));
		valued(await storage.deleteAll());
		const after = valued(await deviceIdentity(storage.identity, keys, clock));
		expect(after.signer.deviceId).not.toBe(before.signer.deviceId);
	});

	it('is a new one where the old could not be read back', async () => {
		const { identity } = createMemoryStorage(null);
		const damaged = identityWith(identity, {
			get: async () => fail({ code: 'storageDamaged', detail: 'identity: privateKey wrongType' })
		});
		expect(valued(await deviceIdentity(damaged, keys, clock)).identity.person).toBeNull();
	});

	it('is in bytes where the browser cannot store the handle of a key', async () => {
		const { identity } = createMemoryStorage(null);
		const refusing = identityWith(identity, {
			create: async (made) =>
				made.keys.privateKey instanceof Uint8Array
					? identity.create(made)
					: fail({ code: 'storageFailed', detail: 'DataCloneError: no' })
		});
		const device = valued(await deviceIdentity(refusing, keys, clock));
		expect(device.identity.keys.privateKey).toHaveLength(32);
		const signature = await device.signer.sign(Uint8Array.of(1));
		expect(await keys.verify(device.signer.publicKey, Uint8Array.of(1), signature)).toBe(true);
	});

	it.each(['storageOutdated', 'storageFull'] as const)('is not made when %s', async (code) => {
		const { identity } = createMemoryStorage(null);
		const error = { code, detail: '' };
		expect(
			await deviceIdentity(identityWith(identity, { get: async () => fail(error) }), keys, clock)
		).toEqual({
			ok: false,
			error
		});
		let tries = 0;
		const full = identityWith(identity, {
			create: async () => {
				tries += 1;
				return fail(error);
			}
		});
		expect(await deviceIdentity(full, keys, clock)).toEqual({ ok: false, error });
		expect(tries).toBe(1);
	});

	it('that another tab made meanwhile stands', async () => {
		const { identity } = createMemoryStorage(null);
		const theirs = new TestDevice(9);
		const late = identityWith(identity, {
			create: async (made) => {
				valued(await identity.create(theirs.identity));
				return identity.create(made);
			}
		});
		expect(valued(await deviceIdentity(late, keys, clock)).signer.deviceId).toBe(theirs.deviceId);
	});
});

function identityWith(
	identity: IdentityRepository,
	methods: Partial<IdentityRepository>
): IdentityRepository {
	return {
		get: () => identity.get(),
		create: (made) => identity.create(made),
		setPerson: (person) => identity.setPerson(person),
		observe: (observer) => identity.observe(observer),
		...methods
	};
}
