import { vi } from 'vitest';
import type { App } from '$lib/app/create-app';
import { openGroupServices, type GroupServices } from '$lib/app/group-services';
import { openIncidentServices, type IncidentServices } from '$lib/app/incident-services';
import { toIsoInstant, type Clock } from '$lib/base/time';
import { ok } from '$lib/base/result';
import type { IncidentId, LogEntry } from '$lib/domain/log/entry';
import type { Plan } from '$lib/domain/plan/schema';
import type { MeetingListener } from '$lib/ports/meeting';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createGroupCrypto } from '$lib/security/group-crypto';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { createPeers } from '$lib/sync/create-peers';
import { YIncidentDocuments } from '$lib/sync/document/y-incident-documents';
import { seededRandom } from '../simulation/random';
import type { Air } from './air';
import { realTimers } from './app-parts';
import { noHub, type FakeHub } from './fake-hub';
import { SeededIds } from './ids';
import { viborgPlan } from './plans';
import { valued } from './valued';

const clock: Clock = { now: () => Date.now() };

/** Somebody who lets everybody in, and says nothing of it. */
export const quiet: MeetingListener = {
	stage: () => undefined,
	confirm: async () => true,
	host: () => undefined
};

/** What `look` gives, once it throws no more: what phones say to each other takes its time. */
export const soon = <Value>(look: () => Value | Promise<Value>) =>
	vi.waitFor(look, { timeout: 5_000, interval: 10 });

/** A whole app on a phone of its own: everything is real but the disk and the radio. */
export class AppPhone {
	readonly storage = createMemoryStorage(null);
	readonly app: App;
	incidents!: IncidentServices;
	group!: GroupServices;
	#alone: Promise<void> = Promise.resolve();
	#hub: string | null = null;

	private constructor(number: number, air: Air, hub?: FakeHub) {
		const { storage } = this;
		this.app = {
			storage,
			firstReading: () => Promise.resolve(null),
			embedded: { fingerprint: 'embedded', load: () => Promise.resolve(ok(viborgPlan())) },
			clock,
			ids: new SeededIds(number),
			deviceKeys: createDeviceKeys,
			incidentDocuments: () => Promise.resolve(new YIncidentDocuments(storage.documents)),
			groupCrypto: () => Promise.resolve(createGroupCrypto(crypto)),
			peers: (parts) =>
				Promise.resolve(
					createPeers({
						...parts,
						clock,
						timers: realTimers,
						connector: air.connector(),
						dialer: hub?.dialer() ?? noHub,
						nowMs: () => performance.now(),
						random: seededRandom(number)
					})
				),
			hubChoice: {
				read: () => this.#hub,
				write: (address) => {
					this.#hub = address;
				}
			},
			timers: realTimers,
			// one after the other, as a lock has it
			alone: (work) => {
				this.#alone = this.#alone.then(work);
			}
		};
	}

	/** @param hub One that can be dialed. */
	static async make(
		number: number,
		air: Air,
		name: string,
		plan: Plan = viborgPlan(),
		hub?: FakeHub
	): Promise<AppPhone> {
		const phone = new AppPhone(number, air, hub);
		const held = {
			plan,
			origin: 'embedded',
			fingerprint: plan.id,
			storedAt: toIsoInstant(Date.now())
		} as const;
		valued(await phone.storage.plans.replace(held));
		phone.incidents = valued(await openIncidentServices(phone.app));
		valued(await phone.incidents.setPerson({ name, roleId: null, contactId: null }));
		phone.group = valued(await openGroupServices(phone.app));
		return phone;
	}

	/** Begins an incident. */
	async open(title: string): Promise<IncidentId> {
		const plan = viborgPlan();
		return valued(
			await this.incidents.open({
				title,
				mode: 'real',
				exerciseId: null,
				plan,
				planFingerprint: 'f',
				alarm: { sourceId: null, source: 'x', what: null, serviceIds: [] }
			})
		);
	}

	async entries(logId: IncidentId): Promise<LogEntry[]> {
		return valued(await this.storage.log.all(logId)).rows.map((row) => row.entry);
	}
}
