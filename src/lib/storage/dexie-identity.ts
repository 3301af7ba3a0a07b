import { ok, type Result } from '$lib/base/result';
import type { DeviceIdentity, IdentityRepository, Person } from '$lib/ports/log';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { readIdentityRow, toIdentityRow, withPerson } from './identity-row';
import { observe } from './observe';
import { attempt } from './storage-errors';

/** Who this phone is. The private key is in no export, and in no other table. */
export class DexieIdentityRepository implements IdentityRepository {
	constructor(private readonly database: BeredtDatabase) {}

	async get(): Read<DeviceIdentity | null> {
		const raw = await attempt(() => this.database.identity.get('device'));
		return raw.ok ? readIdentityRow(raw.value) : raw;
	}

	async create(identity: DeviceIdentity): Read<DeviceIdentity> {
		const row = toIdentityRow(identity);
		if (!row.ok) return row;
		const table = this.database.identity;
		return attempt(() =>
			this.database.transaction('rw', table, async () => {
				const raw = await table.get('device');
				const held = readIdentityRow(raw);
				if (held.ok && held.value) return held.value;
				if (raw !== undefined) await table.put({ ...(raw as object), slot: 'damaged' });
				await table.put(row.value);
				return identity;
			})
		);
	}

	async setPerson(person: Person): Written {
		const table = this.database.identity;
		const done = await attempt(() =>
			this.database.transaction('rw', table, async (): Promise<Result<void, StorageError>> => {
				const held = readIdentityRow(await table.get('device'));
				if (!held.ok) return held;
				const row = withPerson(held.value, person);
				if (!row.ok) return row;
				await table.put(row.value);
				return ok(undefined);
			})
		);
		return done.ok ? done.value : done;
	}

	observe(observer: Observer<DeviceIdentity | null>): Unsubscribe {
		return observe<unknown, DeviceIdentity | null>(
			() => this.database.identity.get('device'),
			(raw) => readIdentityRow(raw),
			observer
		);
	}
}
