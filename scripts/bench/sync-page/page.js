// Runs in a real browser: one phone. Beredt's own group, pairing, sync, gate and storage, without its screens; beside
// them a bare data channel (raw.js) and y-webrtc as it comes (stock.js). sync-browser.mjs drives it through
// `window.phone`; the app has none of this.
import { openGroupServices } from '../../../src/lib/app/group-services.ts';
import { uuidText } from '../../../src/lib/base/byte-fields.ts';
import { createDeviceKeys } from '../../../src/lib/security/device-keys.ts';
import { createGroupCrypto } from '../../../src/lib/security/group-crypto.ts';
import { openDexieStorage } from '../../../src/lib/storage/open-dexie-storage.ts';
import { createPeers } from '../../../src/lib/sync/create-peers.ts';
import { YIncidentDocuments } from '../../../src/lib/sync/document/y-incident-documents.ts';
import { createWebRtcConnector } from '../../../src/lib/sync/transports/webrtc-connector.ts';
import { INCIDENT, valued } from '../log-entries.mjs';
import { fillLog } from './fill.js';
import { raw } from './raw.js';
import { stock } from './stock.js';

const GROUP = 'Kriseledelsen';
const PERSON = { name: 'Erik Sørensen', roleId: null, contactId: null };
const clock = { now: () => Date.now() };
const nowMs = () => performance.now();
/** By this machine's clock, which both phones have. */
/** The page's host is asked for none. */
const noHub = { own: null, dial: () => undefined, observeNetwork: () => () => undefined };
const wallMs = () => performance.timeOrigin + performance.now();
const timers = {
	after(milliseconds, action) {
		const timer = setTimeout(action, milliseconds);
		return () => clearTimeout(timer);
	}
};
const listener = { stage: () => undefined, host: () => undefined, confirm: async () => true };

let verified = 0;
const verify = SubtleCrypto.prototype.verify;
SubtleCrypto.prototype.verify = function (...args) {
	verified += 1;
	return verify.apply(this, args);
};

/** A full piece of a message (docs/protocol.md, 3): of the log alone, all else is short. */
const FULL_BYTES = 65_535;
/** What has come over the data channel of Beredt's link: bytes, and when the first and the last piece of the log did. */
const wire = { bytes: 0, isLog: false };
const meetings = [];
let storage;
let services;
let authors = [];
const marks = {};

/** As the app has it, but that what comes is counted. */
function createConnection() {
	const connection = new RTCPeerConnection({ iceServers: [] });
	const create = connection.createDataChannel.bind(connection);
	connection.createDataChannel = (...args) => {
		const channel = create(...args);
		channel.addEventListener('message', ({ data }) => {
			wire.bytes += data.byteLength;
			const isFull = data.byteLength === FULL_BYTES;
			if (isFull) marks.logBeganMs ??= wallMs();
			if (isFull || wire.isLog) marks.logCameMs = wallMs();
			wire.isLog = isFull;
		});
		return channel;
	};
	return connection;
}

/** What create-app.ts joins, without a plan and without screens. */
function appOf(held) {
	const keys = createDeviceKeys();
	return {
		storage: held,
		firstReading: async () => null,
		embedded: {
			fingerprint: '',
			load: async () => ({ ok: false, error: { code: 'embeddedPlanUnreachable' } })
		},
		clock,
		ids: { next: () => uuidText(crypto.getRandomValues(new Uint8Array(16))) },
		deviceKeys: () => keys,
		incidentDocuments: async () => new YIncidentDocuments(held.documents),
		groupCrypto: async () => createGroupCrypto(crypto),
		peers: async (parts) =>
			createPeers({
				...parts,
				clock,
				timers,
				connector: createWebRtcConnector({ clock, nowMs, createConnection }),
				dialer: noHub,
				nowMs,
				random: Math.random
			}),
		hubChoice: { read: () => null, write: () => undefined },
		timers,
		alone: (work) => void work()
	};
}

window.phone = {
	raw,
	stock,

	/** A phone with a database of its own, and so many entries in it, signed by thirty; answers with their bytes. */
	async fill(name, count) {
		storage = valued(await openDexieStorage({ name }));
		const filled = await fillLog(storage, count);
		authors = filled.authors;
		return filled.bytes;
	},

	/** Founds the group, and lets those in who wrote the log. */
	async found() {
		services = valued(await openGroupServices(appOf(storage)));
		valued(await services.incidents.setPerson(PERSON));
		valued(await services.group.found(GROUP));
		for (const deviceKey of authors) {
			const { secret } = valued(await services.group.invite('observer', 1));
			valued(await services.group.admit({ deviceKey, person: PERSON, inviteSecret: secret }));
		}
		valued(await services.incidents.carry(INCIDENT));
	},

	/** Shows a code to the one who comes late. */
	async invite() {
		const { secret } = valued(await services.group.invite('member', 1));
		const meeting = valued(await services.meetings.invite(secret, listener));
		meetings.push(meeting);
		return meeting.code;
	},

	async take(code) {
		const [meeting] = meetings;
		valued(await meeting.take(code));
		valued(await meeting.outcome);
	},

	/** A phone with nothing on it answers. From now on it is watched until it has so many entries. */
	async join(name, code, count) {
		storage = valued(await openDexieStorage({ name }));
		watchDisk(count);
		services = valued(await openGroupServices(appOf(storage)));
		valued(await services.incidents.setPerson(PERSON));
		const met = (stage) => {
			if (stage === 'met') marks.metMs = wallMs();
		};
		const meeting = valued(await services.meetings.answer(code, { ...listener, stage: met }));
		meetings.push(meeting);
		void watchDocument(count);
		return meeting.code;
	},

	/** What has happened so far, and when, from the moment that both had proven who they are. */
	facts: () => ({
		...marks,
		wireBytes: wire.bytes,
		wireMs: wire.lastMs,
		verified,
		sessions: services.sessions.length
	}),

	/** What is on the disk, read back. */
	async held() {
		const page = valued(await storage.log.all(INCIDENT));
		return {
			entries: page.rows.length,
			damaged: page.damaged.length,
			apart: valued(await storage.apart.all(INCIDENT)).length
		};
	},

	/** Puts the bytes of so many of the entries into y-webrtc's document. */
	async stockFill(count) {
		const { rows } = valued(await storage.log.all(INCIDENT));
		stock.fill(rows.slice(0, count).map(({ entry }) => entry.bytes));
	}
};

/** Notes when the last entry's transaction is done. */
function watchDisk(count) {
	const receive = storage.log.receive.bind(storage.log);
	let stored = 0;
	storage.log.receive = async (append) => {
		const received = await receive(append);
		if (!received.ok || append.entries[0]?.incidentId !== INCIDENT) return received;
		marks.firstStoredMs ??= wallMs();
		stored += received.value.length;
		marks.stored = stored;
		if (stored >= count) marks.storedMs ??= wallMs();
		return received;
	};
}

/** Notes when all entries are in the document. */
async function watchDocument(count) {
	const carriers = valued(await services.incidents.parts.carriers());
	let document = null;
	while (!document) {
		await new Promise((resolve) => setTimeout(resolve, 2));
		document = carriers.documentOf(INCIDENT);
	}
	document.observe(() => {
		if (document.size >= count) marks.documentMs ??= wallMs();
	});
}
