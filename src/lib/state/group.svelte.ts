import { SvelteMap } from 'svelte/reactivity';
import type { HeldGroup } from '../app/group';
import type { GroupServices } from '../app/group-services';
import { isLeader, membersIn } from '../domain/group/rules';
import type { Member } from '../domain/group/state';
import type { DeviceId, IncidentId } from '../domain/log/entry';
import { sequencesOf } from '../domain/log/head';
import type { ApartEntry, Receipt } from '../ports/group';
import type { IncidentSummary } from '../ports/log';
import type { Unsubscribe } from '../ports/outcomes';
import type { SessionView } from '../ports/peers';

const TICK_MS = 15_000;

/** How far a device said that it holds an open incident, of what this phone holds. */
export interface Reach {
	readonly incidentId: IncidentId;
	readonly title: string;
	readonly held: number;
	readonly total: number;
}

/** The group as screens show it, kept current. */
export class GroupController {
	held = $state.raw<HeldGroup | null>(null);
	sessions = $state.raw<readonly SessionView[]>([]);
	/** Who else is near, and through whom. */
	reach = $state.raw<GroupServices['reach']>([]);
	lost = $state.raw<GroupServices['lost']>([]);
	hubs = $state.raw<GroupServices['hubs']>([]);
	/** Those that were heard on a hub. */
	onHubs = $state.raw<GroupServices['onHubs']>([]);
	isElsewhere = $state.raw(false);
	/** Whether parcels can be made and taken in here. */
	hasParcels = $state.raw(false);
	nowMs = $state.raw(0);
	readonly members = $derived(this.held ? membersIn(this.held.state) : []);
	readonly gone = $derived.by((): Member[] =>
		this.held ? [...this.held.state.members.values()].filter((one) => one.revoked !== null) : []
	);
	readonly leads = $derived.by(() => this.held !== null && isLeader(this.held.state, this.services.deviceId));
	readonly #receipts = new SvelteMap<IncidentId, readonly Receipt[]>();
	/** How far this phone holds each author's chain. */
	readonly #own = new SvelteMap<IncidentId, ReadonlyMap<DeviceId, number>>();
	readonly #apart = new SvelteMap<IncidentId, readonly ApartEntry[]>();
	#incidents = $state.raw<readonly IncidentSummary[]>([]);
	readonly apart = $derived([...this.#apart.values()].flat());

	constructor(readonly services: GroupServices) {
		this.nowMs = services.incidents.clock.now();
	}

	/** Follows the group, and what of it was received, until the answer is called. */
	follow(): Unsubscribe {
		const { services } = this;
		const { log, clock } = services.incidents;
		const ofLogs = new Map<IncidentId, Unsubscribe>();
		const followLog = (logId: IncidentId) => {
			if (ofLogs.has(logId)) return;
			const stops = [
				services.observeReceipts(logId, (receipts) => this.#receipts.set(logId, receipts)),
				services.observeApart(logId, (apart) => this.#apart.set(logId, apart)),
				log.follow(logId, (page) => {
					if (page.ok)
						this.#hold(
							logId,
							page.value.rows.map((row) => row.entry)
						);
				})
			];
			ofLogs.set(logId, () => {
				for (const stop of stops) stop();
			});
		};
		const stopGroup = services.observe(() => {
			this.held = services.held;
			this.sessions = services.sessions;
			this.reach = services.reach;
			this.lost = services.lost;
			this.hubs = services.hubs;
			this.onHubs = services.onHubs;
			this.isElsewhere = services.isElsewhere;
			this.hasParcels = services.parcels !== null;
			if (services.held) followLog(services.held.record.groupId);
		});
		const stopIncidents = log.observeIncidents((incidents) => {
			if (!incidents.ok) return;
			this.#incidents = incidents.value.filter((one) => one.closedAt === null);
			for (const { incidentId } of this.#incidents) followLog(incidentId);
		});
		const timer = setInterval(() => (this.nowMs = clock.now()), TICK_MS);
		return () => {
			stopGroup();
			stopIncidents();
			clearInterval(timer);
			for (const stop of ofLogs.values()) stop();
		};
	}

	sessionOf(deviceId: DeviceId): SessionView | null {
		return this.sessions.find((one) => one.deviceId === deviceId) ?? null;
	}

	/** The connected member by whom a device can be reached; null where nobody has it. */
	viaOf(deviceId: DeviceId): DeviceId | null {
		return this.reach.find((one) => one.deviceId === deviceId)?.via ?? null;
	}

	/** The name of the connected member by whom a device can be reached; null where nobody has it. */
	throughWhom(deviceId: DeviceId): string | null {
		const via = this.viaOf(deviceId);
		return this.members.find((one) => one.deviceId === via)?.name ?? null;
	}

	/** Whether a device was connected, its connection was lost, and it is looked for. */
	isLost(deviceId: DeviceId): boolean {
		return this.lost.includes(deviceId);
	}

	/** When a device last said something, by this phone's clock; null where it never did. */
	lastSeenMs(deviceId: DeviceId): number | null {
		const times = [...this.#receipts.values()]
			.flat()
			.filter((one) => one.deviceId === deviceId)
			.map((one) => one.atMs);
		return times.length > 0 ? Math.max(...times) : null;
	}

	/** How far a device has said that it holds each open incident; none where it never said anything of it. */
	reachOf(deviceId: DeviceId): Reach[] {
		return this.#incidents.flatMap(({ incidentId, title }) => {
			const receipt = this.#receipts.get(incidentId)?.find((one) => one.deviceId === deviceId);
			const own = this.#own.get(incidentId);
			if (!receipt || !own) return [];
			const theirs = sequencesOf(receipt.heads);
			let held = 0;
			let total = 0;
			for (const [author, sequence] of own) {
				held += Math.min(sequence, theirs.get(author) ?? 0);
				total += sequence;
			}
			return [{ incidentId, title, held, total }];
		});
	}

	#hold(
		logId: IncidentId,
		entries: readonly { readonly deviceId: DeviceId; readonly sequence: number }[]
	): void {
		const reached = new Map(this.#own.get(logId));
		for (const { deviceId, sequence } of entries)
			reached.set(deviceId, Math.max(sequence, reached.get(deviceId) ?? 0));
		this.#own.set(logId, reached);
	}
}
