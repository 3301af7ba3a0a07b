import { fail, ok, type Result } from '../base/result';
import { inviteIdOf } from '../domain/group/ids';
import { deviceIdOfKey, isIn, membershipOf } from '../domain/group/rules';
import type { DeviceId, IncidentId } from '../domain/log/entry';
import type { ApartEntry, EpochSecret, Receipt } from '../ports/group';
import type { MeetingGroup, Meetings } from '../ports/meeting';
import type { HubView } from '../ports/hub';
import type { Unsubscribe } from '../ports/outcomes';
import type { Peers, ReachView, SessionView } from '../ports/peers';
import type { SharedDrafts } from '../ports/shared-drafts';
import type { StorageError } from '../ports/storage-error';
import type { SyncedGroup } from '../ports/sync';
import type { App } from './create-app';
import { Group, provenSecrets, type HeldGroup } from './group';
import { takePlan } from './import-plan';
import { openIncidentServices, type IncidentServices } from './incident-services';
import { JournalSource } from './log-source';
import type { ParcelParts } from './parcels';

/** Why there are no groups on this phone at all. */
export type NoGroups = StorageError | { readonly code: 'insecureOrigin' };

/** What the screens of the group need of the app. */
export interface GroupServices {
	readonly deviceId: DeviceId;
	readonly incidents: IncidentServices;
	/** What a person does to the group. */
	readonly group: Group;
	readonly meetings: Meetings;
	/** Null while this phone is in none. */
	readonly held: HeldGroup | null;
	/** The phones that are connected now. */
	readonly sessions: readonly SessionView[];
	/** All phones that can be reached now, over their own session or over others'. */
	readonly reach: readonly ReachView[];
	/** Whether another tab of this phone holds the connections. */
	readonly isElsewhere: boolean;
	/** What parcels are made with and taken in; null in no group, and where another tab holds the logs. */
	readonly parcels: ParcelParts | null;
	/** The phones that were connected, were lost, and are looked for. */
	readonly lost: readonly DeviceId[];
	/** The hubs over which phones are looked for. */
	readonly hubs: readonly HubView[];
	/** The phones that were heard on a hub. */
	readonly onHubs: readonly DeviceId[];
	/** Looks for phones over a hub at this address, now and at later starts; null: over none that was chosen. */
	useHub(address: string | null): void;
	/** The texts that are written in common. */
	readonly drafts: SharedDrafts;
	/** Called at once, and whenever any of it has changed. */
	observe(listener: () => void): Unsubscribe;
	/** Who has received how much of a log. */
	observeReceipts(logId: IncidentId, listener: (receipts: readonly Receipt[]) => void): Unsubscribe;
	/** What of a log was kept apart. */
	observeApart(logId: IncidentId, listener: (apart: readonly ApartEntry[]) => void): Unsubscribe;
}

type Opening = Promise<Result<GroupServices, NoGroups>>;
const opened = new WeakMap<App, Opening>();
/** Told of each opening. */
const awaited = new WeakMap<App, Set<(opening: Opening) => void>>();

/** The services of an app's group, made when they are first asked for; they live as long as the page. */
export function openGroupServices(app: App): Opening {
	let opening = opened.get(app);
	if (!opening) {
		opening = makeServices(app);
		opened.set(app, opening);
		for (const look of awaited.get(app) ?? []) look(opening);
		void opening.then((made) => {
			if (!made.ok) opened.delete(app);
		});
	}
	return opening;
}

/**
 * The same for who does not open them: calls `listener` once somebody has, be that before or after; never where nobody
 * does.
 */
export function whenGroupServices(app: App, listener: (services: GroupServices) => void): Unsubscribe {
	let isWaiting = true;
	const look = (opening: Opening | undefined) => {
		void opening?.then((services) => {
			if (services.ok && isWaiting) listener(services.value);
			if (services.ok) isWaiting = false;
		});
	};
	const waiting = awaited.get(app) ?? new Set();
	awaited.set(app, waiting);
	waiting.add(look);
	look(opened.get(app));
	return () => {
		isWaiting = false;
		waiting.delete(look);
	};
}

async function makeServices(app: App): Promise<Result<GroupServices, NoGroups>> {
	const crypto = await app.groupCrypto();
	if (!crypto) return fail({ code: 'insecureOrigin' });
	const incidents = await openIncidentServices(app);
	if (!incidents.ok) return incidents;
	const { parts } = incidents.value;
	const { signer, verifier, writer } = parts;
	const documents = await parts.carriers();
	if (!documents.ok) return documents;
	const theCarriers = documents.value;
	const { storage, clock, timers } = app;

	const group = new Group({ storage, signer, clock, crypto, writer });
	const listeners = new Set<() => void>();
	const groupListeners = new Set<() => void>();
	let held: HeldGroup | null = null;
	let isElsewhere = true;
	/** Which group was begun with, and whether its connections are held here. */
	let begun: string | null = null;
	let source: JournalSource | null = null;
	let stopLog: Unsubscribe = () => undefined;

	const tell = () => {
		for (const listener of listeners) listener();
	};
	/** Reads the group anew, and lets everybody know. */
	const look = async () => {
		const found = await group.held();
		if (!found.ok) return;
		held = found.value;
		await group.addSecrets([]);
		const wanted = held === null ? null : `${held.record.groupId} ${isElsewhere}`;
		if (wanted !== begun) {
			begun = wanted;
			await begin();
		} else await source?.judgeAgain();
		for (const listener of groupListeners) listener();
		tell();
	};
	/** One look at a time; one that was asked for while another goes on comes after it. */
	let looking: Promise<void> = Promise.resolve();
	let next: Promise<void> | null = null;
	const lookSoon = (): Promise<void> =>
		(next ??= looking.then(() => {
			next = null;
			looking = look();
			return looking;
		}));

	const isMember = (deviceId: DeviceId) =>
		// whoever let this phone in is there before their log is
		held?.state.founded === null || (held !== null && isIn(held.state, deviceId));
	const synced: SyncedGroup = {
		get epoch() {
			return newestEpoch(held);
		},
		isMember: (deviceKey) => isMember(deviceIdOfKey(deviceKey)),
		secretsAfter: (epoch) => (held ? provenSecrets(held).filter((one) => one.epoch > epoch) : []),
		takeSecrets: async (secrets) => {
			await group.addSecrets(secrets);
			await lookSoon();
		},
		observe: (listener) => {
			groupListeners.add(listener);
			return () => groupListeners.delete(listener);
		}
	};
	const meetingGroup: MeetingGroup = {
		current: () => {
			if (!held) return null;
			// the newest last
			const secrets = [...secretsOf(held)].reverse();
			return { groupId: held.record.groupId, name: held.state.name, secrets };
		},
		isMember: (deviceKey) => synced.isMember(deviceKey),
		person: () => incidents.value.person ?? { name: incidents.value.unnamed, roleId: null, contactId: null },
		plan: async () => {
			const current = await storage.plans.current();
			return current.ok && current.value ? JSON.stringify(current.value.plan) : '';
		},
		async admit(admission) {
			const admitted = await group.admit(admission);
			if (admitted.ok) return admitted;
			if (admitted.error.code !== 'groupRule') return fail({ code: 'notKept' });
			if (admitted.error.rule !== 'alreadyMember') return fail({ code: 'inviteOver' });
			// it was let in before, and the connection was lost before it knew; the invite is used up all the same
			const withdrawn = await group.withdraw(inviteIdOf(admission.inviteSecret));
			return withdrawn.ok ? withdrawn : fail({ code: 'notKept' });
		},
		async join({ groupId, secrets, plan }) {
			const taken = await takePlan(storage, app.embedded, clock, plan);
			if (!taken.ok) return taken;
			const joined = await group.joinFrom({ groupId, secrets });
			if (!joined.ok) return fail({ code: joined.error.code === 'otherGroup' ? 'inGroup' : 'notKept' });
			await lookSoon();
			return ok(undefined);
		}
	};
	const peers: Peers = await app.peers({ crypto, signer, verifier, group: meetingGroup });
	peers.useHub(app.hubChoice.read());
	peers.observe(() => {
		// found once, it is looked for from the incident's screens as well
		const own = peers.hubs.find((hub) => hub.isOwn && hub.state === 'open');
		if (own && app.hubChoice.read() === null) app.hubChoice.write(own.address);
		tell();
	});

	/** Begins with the group that is held now, if there is one, and ends with the one before. */
	async function begin(): Promise<void> {
		stopLog();
		peers.stop();
		source?.close();
		source = null;
		if (!held) return;
		const { groupId } = held.record;
		stopLog = storage.log.follow(groupId, () => void lookSoon());
		if (isElsewhere) return;
		source = new JournalSource({
			groupId,
			log: storage.log,
			documents: storage.documents,
			apart: storage.apart,
			receipts: storage.receipts,
			verifier,
			clock,
			writer,
			carriers: theCarriers,
			membership: (deviceId, hlc) => (held ? membershipOf(held.state, deviceId, hlc) : 'none'),
			timers
		});
		await peers.start(source, synced);
	}

	const stopGroup = storage.group.observe(() => void lookSoon());
	await lookSoon();
	/** Resolves when this phone's identity is gone: all of this was of that. */
	let end: () => void = () => undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	const stopIdentity = storage.identity.observe((now) => {
		if (!now.ok || now.value?.keys.publicKey === signer.publicKey) return;
		stopIdentity();
		stopGroup();
		stopLog();
		peers.stop();
		source?.close();
		opened.delete(app);
		end();
	});
	app.alone(async () => {
		isElsewhere = false;
		await lookSoon();
		// or until the tab is closed
		await ended;
	});

	return ok({
		deviceId: signer.deviceId,
		incidents: incidents.value,
		group,
		meetings: peers.meetings,
		drafts: peers.drafts,
		get held() {
			return held;
		},
		get sessions() {
			return peers.sessions;
		},
		get reach() {
			return peers.reach;
		},
		get isElsewhere() {
			return isElsewhere;
		},
		get parcels() {
			if (!held || !source) return null;
			return {
				crypto,
				signer,
				verifier,
				groupId: held.record.groupId,
				secrets: secretsOf(held),
				storage,
				source,
				clock,
				isMember,
				groupLooked: lookSoon
			};
		},
		get lost() {
			return peers.lost;
		},
		get hubs() {
			return peers.hubs;
		},
		get onHubs() {
			return peers.onHubs;
		},
		useHub(address) {
			app.hubChoice.write(address);
			peers.useHub(address);
		},
		observe(listener) {
			listeners.add(listener);
			listener();
			return () => listeners.delete(listener);
		},
		observeReceipts: (logId, listener) =>
			storage.receipts.observe(logId, (receipts) => {
				if (receipts.ok) listener(receipts.value);
			}),
		observeApart: (logId, listener) =>
			storage.apart.observe(logId, (apart) => {
				if (apart.ok) listener(apart.value);
			})
	});
}

/** The newest first; before the log is here nothing can be held against its commitments. */
function secretsOf(held: HeldGroup): readonly EpochSecret[] {
	const proven = provenSecrets(held);
	return proven.length > 0 ? proven : [...held.record.secrets].reverse();
}

/** Of those whose secret this phone has; 1 where none is known yet. */
function newestEpoch(held: HeldGroup | null): number {
	const [newest] = held ? provenSecrets(held) : [];
	const last: EpochSecret | undefined = held?.record.secrets.at(-1);
	return newest?.epoch ?? last?.epoch ?? 1;
}
