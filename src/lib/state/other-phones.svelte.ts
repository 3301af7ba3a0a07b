import { foldGroup } from '../domain/group/fold';
import { otherPhones, receivedBy, type OtherPhone, type Received } from '../domain/group/receipts';
import type { GroupState } from '../domain/group/state';
import { cameIn } from '../domain/incident/came-in';
import type { DeviceId, LogEntry } from '../domain/log/entry';
import type { GroupId, Receipt } from '../ports/group';
import type { Unsubscribe } from '../ports/outcomes';
import type { IncidentController } from './incident.svelte';
import { keepSeen, seenArrival } from './looked-at';

/**
 * The group's other phones, as the screens of one incident tell of them. All of it is read from this phone's storage:
 * no connection is opened for it, and what is not on the disk yet is not told.
 */
export class OtherPhones {
	#group = $state.raw<GroupState | null>(null);
	#receipts = $state.raw<readonly Receipt[]>([]);
	/** None while this phone is in no group, or alone in it. */
	readonly #others = $derived.by((): readonly OtherPhone[] =>
		this.#group ? otherPhones(this.#group, this.incident.services.deviceId, this.#receipts) : []
	);

	#seen = $state.raw(0);
	/** What they wrote and nobody has looked at on this phone yet; null where there is nothing. */
	readonly news = $derived.by(() => (this.#group ? cameIn(this.incident.ofOthers, this.#seen) : null));

	constructor(private readonly incident: IncidentController) {
		this.#seen = seenArrival(incident.incidentId);
	}

	/** Follows the group and what its phones have received, until the answer is called. */
	follow(): Unsubscribe {
		const { services, incidentId } = this.incident;
		let groupId: GroupId | null = null;
		let stopLog: Unsubscribe = () => undefined;
		const stops = [
			services.receipts.observe(incidentId, (receipts) => {
				if (receipts.ok) this.#receipts = receipts.value;
			}),
			services.group.observe((record) => {
				if (!record.ok || (record.value?.groupId ?? null) === groupId) return;
				stopLog();
				groupId = record.value?.groupId ?? null;
				this.#group = null;
				if (groupId !== null) stopLog = this.#followLog(groupId);
			})
		];
		return () => {
			stopLog();
			for (const stop of stops) stop();
		};
	}

	/** Who else has `entry`; null where there is nobody else. */
	receivedBy(entry: LogEntry): Received | null {
		return this.#others.length > 0 ? receivedBy(entry, this.#others) : null;
	}

	/** Who holds another phone of the group; null for one that is not in it. */
	nameOf(deviceId: DeviceId): string | null {
		return this.#others.find(({ member }) => member.deviceId === deviceId)?.member.name ?? null;
	}

	/** What has come in until now was looked at, or need not be. */
	putAway(): void {
		const { ofOthers, incidentId } = this.incident;
		const last = ofOthers.at(-1);
		if (!last || !this.news) return;
		this.#seen = last.arrival;
		keepSeen(incidentId, last.arrival);
	}

	#followLog(groupId: GroupId): Unsubscribe {
		const entries: LogEntry[] = [];
		return this.incident.services.log.follow(groupId, (page) => {
			if (!page.ok) return;
			entries.push(...page.value.rows.map((row) => row.entry));
			this.#group = foldGroup(groupId, entries);
		});
	}
}
