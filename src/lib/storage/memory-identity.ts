import { ok } from '$lib/base/result';
import type { DeviceIdentity, IdentityRepository, Person } from '$lib/ports/log';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/outcomes';
import { readIdentityRow, toIdentityRow, withPerson, type IdentityRow } from './identity-row';
import type { MemoryAccess } from './memory-access';

/** Who this phone is, until the app is closed. */
export class MemoryIdentityRepository implements IdentityRepository {
	#row: IdentityRow | undefined;

	constructor(private readonly access: MemoryAccess) {}

	async get(): Read<DeviceIdentity | null> {
		return readIdentityRow(structuredClone(this.#row));
	}

	async create(identity: DeviceIdentity): Read<DeviceIdentity> {
		const row = toIdentityRow(identity);
		if (!row.ok) return row;
		if (!this.#row) await this.access.write(() => ok((this.#row = row.value)));
		const held = readIdentityRow(this.#row);
		return held.ok ? ok(held.value ?? identity) : held;
	}

	setPerson(person: Person): Written {
		return this.access.write(() => {
			const held = readIdentityRow(this.#row);
			if (!held.ok) return held;
			const row = withPerson(held.value, person);
			if (row.ok) this.#row = row.value;
			return row.ok ? ok(undefined) : row;
		});
	}

	observe(observer: Observer<DeviceIdentity | null>): Unsubscribe {
		return this.access.watch(() => {
			observer(readIdentityRow(this.#row));
		});
	}

	/** The public key; null where there is no identity. */
	get publicKey(): string | null {
		return this.#row?.publicKey ?? null;
	}

	/** For `deleteAll`. */
	clear(): void {
		this.#row = undefined;
	}
}
