import embeddedPlanUrl from '$embedded-plan?url';
import { uuidText } from '../base/byte-fields';
import { fail, ok } from '../base/result';
import type { IdSource } from '../base/ids';
import type { Clock } from '../base/time';
import type { GroupCrypto } from '../ports/group-crypto';
import type { HubChoice } from '../ports/hub';
import type { IncidentDocuments } from '../ports/incident-document';
import type { DeviceKeys } from '../ports/log';
import type { Plan } from '../domain/plan/schema';
import type { Unsubscribe } from '../ports/outcomes';
import type { Peers, PeersParts } from '../ports/peers';
import type { FirstReading, PhoneStorage } from '../ports/repositories';
import type { Timers } from '../ports/sync';
import { readFirst } from '../storage/first-reading';
import { hubChoice } from '../storage/hub-choice';
import { laterStorage } from '../storage/later';
import { onWrittenElsewhere } from '../storage/other-tabs';
import { fingerprintOf } from './fingerprint';
import type { EmbeddedPlan } from './plan-in-use';

/** What the whole app is made of. */
export interface App {
	/** Opened, and its code loaded, when it is first asked for anything. */
	readonly storage: PhoneStorage;
	/**
	 * What lies on this phone, read without opening the storage; null where only the storage can tell.
	 * @param onOutdated Called when another tab has written since; no more once the storage has been asked for.
	 */
	firstReading(onOutdated: () => void): Promise<FirstReading | null>;
	readonly embedded: EmbeddedPlan;
	readonly clock: Clock;
	readonly ids: IdSource;
	/** What makes and uses device keys; loaded when it is first asked for. */
	deviceKeys(): Promise<DeviceKeys>;
	/** What makes the documents that carry incidents' entries; loaded when it is first asked for. */
	incidentDocuments(): Promise<IncidentDocuments>;
	/** The group's cryptography; null on an insecure origin. Loaded when it is first asked for. */
	groupCrypto(): Promise<GroupCrypto | null>;
	/** What meets other phones; loaded when it is first asked for. */
	peers(parts: PeersParts): Promise<Peers>;
	readonly hubChoice: HubChoice;
	readonly timers: Timers;
	/** Runs `work` while no other tab of this phone does; where one does, when that is done. */
	alone(work: () => Promise<void>): void;
}

/**
 * The one composition root: joins the adapters. Where the browser refuses a database, the app runs on memory, and
 * `storage.reason` says why.
 * @param base The app's path at its host, without a slash at the end.
 */
export function createApp(base: string): App {
	let deviceKeys: Promise<DeviceKeys> | undefined;
	let read: FirstReading | null = null;
	let stopListening: Unsubscribe = () => undefined;
	const storage = laterStorage(async () => {
		const opened = await openStorage(() => read);
		stopListening();
		return opened;
	});
	return {
		storage,
		async firstReading(onOutdated) {
			// before it is read: what is written in between is in the reading, or is told
			stopListening = onWrittenElsewhere(onOutdated);
			read = await readFirst();
			return read;
		},
		embedded: { fingerprint: __EMBEDDED_PLAN_FINGERPRINT__, load: loadEmbeddedPlan },
		clock,
		ids: { next: newId },
		deviceKeys: () => (deviceKeys ??= loadDeviceKeys()),
		async incidentDocuments() {
			const { YIncidentDocuments } = await import('../sync/document/y-incident-documents');
			return new YIncidentDocuments(storage.documents);
		},
		async groupCrypto() {
			const { createGroupCrypto } = await import('../security/group-crypto');
			return createGroupCrypto(crypto);
		},
		async peers(parts) {
			const [{ createPeers }, { createWebRtcConnector }, { createHubDialer }] = await Promise.all([
				import('../sync/create-peers'),
				import('../sync/transports/webrtc-connector'),
				import('../sync/transports/hub-dialer')
			]);
			const nowMs = () => performance.now();
			const connector = createWebRtcConnector({ clock, nowMs });
			const dialer = createHubDialer(`${location.origin}${base}`);
			return createPeers({ ...parts, clock, timers, connector, dialer, nowMs, random: Math.random });
		},
		hubChoice,
		timers,
		alone(work) {
			// not there on an insecure origin, nor on old phones
			const locks = navigator.locks as LockManager | undefined;
			if (locks) void locks.request('beredt.peers', work);
			else void work();
		}
	};
}

const clock: Clock = { now: () => Date.now() };
const timers: Timers = {
	after(milliseconds, action) {
		const timer = setTimeout(action, milliseconds);
		return () => {
			clearTimeout(timer);
		};
	}
};

/** @param shown Gives what was read before, which stays though the browser refuses the database now. */
async function openStorage(shown: () => FirstReading | null): Promise<PhoneStorage> {
	const { openDexieStorage } = await import('../storage/open-dexie-storage');
	const opened = await openDexieStorage();
	if (opened.ok) return opened.value;
	const { createMemoryStorage } = await import('../storage/memory-storage');
	const memory = createMemoryStorage(opened.error);
	const reading = shown();
	if (reading)
		await memory.restore({
			plan: reading.plan,
			previousPlan: null,
			checklist: [...reading.checklist],
			contactUpdates: [...reading.contactUpdates],
			acknowledgements: [...reading.acknowledgements],
			attachments: [],
			incidents: [],
			incidentDeletions: []
		});
	return memory;
}

async function loadDeviceKeys(): Promise<DeviceKeys> {
	const { createDeviceKeys } = await import('../security/device-keys');
	return createDeviceKeys(undefined, async (onPage) => {
		const [{ verifierInWorker }, { openVerifyingWorker }] = await Promise.all([
			import('../security/worker-verifier'),
			import('../security/open-verifying-worker')
		]);
		return verifierInWorker(onPage, openVerifyingWorker, timers);
	});
}

/**
 * Wanted at the first start and after an update that brings another plan. The build has parsed it strictly
 * (hooks.server.ts), and what gives the build's fingerprint is what was parsed then; else it is parsed here.
 */
async function loadEmbeddedPlan() {
	try {
		const response = await fetch(embeddedPlanUrl);
		if (!response.ok)
			return fail({ code: 'embeddedPlanUnreachable', detail: `HTTP ${response.status}` } as const);
		const packed = (await response.blob()).stream();
		const text = await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).text();
		const plan = jsonIn(text);
		if ((await fingerprintOf(plan)) === __EMBEDDED_PLAN_FINGERPRINT__) return ok(plan as Plan);
		const { parsePlanFile } = await import('../domain/plan/parse-plan');
		return parsePlanFile(text);
	} catch (error) {
		return fail({ code: 'embeddedPlanUnreachable', detail: String(error) } as const);
	}
}

/** `undefined` when it is no JSON. */
function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** crypto.randomUUID is missing on plain http; getRandomValues is not. */
function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return uuidText(bytes);
}
