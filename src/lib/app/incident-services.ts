import { m } from '$lib/paraglide/messages';
import { fail, ok, type Result } from '../base/result';
import { toIsoInstant, type Clock } from '../base/time';
import { act, openingActs, type Act } from '../domain/incident/acts';
import { readEntry, type PayloadInput } from '../domain/log/kinds';
import type { DeviceId, IncidentId, LogEntry } from '../domain/log/entry';
import type { Plan } from '../domain/plan/schema';
import type { GroupRepository, ReceiptRepository } from '../ports/group';
import type { IncidentFile, IncidentSummary, LogRepository, Person, Signer, Verifier } from '../ports/log';
import type { Written } from '../ports/outcomes';
import type { PhoneStorage } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import type { App } from './create-app';
import { deviceIdentity } from './device-identity';
import { IncidentCarriers, type CarrierReport } from './incident-carriers';
import { EntryWriter, type WriteProblem } from './write-entry';

export type { WriteProblem };

/** An incident that is to be begun. */
export interface NewIncident {
	readonly title: string;
	readonly mode: 'real' | 'exercise';
	readonly exerciseId: string | null;
	readonly plan: Plan;
	readonly planFingerprint: string;
	readonly alarm: PayloadInput<'alarmReceived'> | null;
}

/** What signs, writes and carries on this phone, for the group's services: one of each for the whole app. */
export interface WritingParts {
	readonly signer: Signer;
	readonly verifier: Verifier;
	readonly writer: EntryWriter;
	/** The documents of logs; made when they are first asked for. */
	carriers(): Promise<Result<IncidentCarriers, StorageError>>;
}

/** What the screens of incidents need of the app. */
export interface IncidentServices {
	readonly parts: WritingParts;
	readonly kind: PhoneStorage['kind'];
	readonly log: LogRepository;
	/** To read: what is done to the group goes over app/group-services.ts. */
	readonly group: Pick<GroupRepository, 'observe'>;
	/** To read: which other phones have what. */
	readonly receipts: Pick<ReceiptRepository, 'observe'>;
	readonly clock: Clock;
	readonly deviceId: DeviceId;
	/** Who holds this phone, as they last said. */
	readonly person: Person | null;
	/** What stands for them until they have said. */
	readonly unnamed: string;
	setPerson(person: Person): Written;
	/**
	 * Opens the incident's document, so that its log can be given to other phones, and puts right what is damaged in
	 * the journal from it. Off the path of every screen.
	 */
	carry(incidentId: IncidentId): Promise<Result<CarrierReport, StorageError>>;
	/** Begins an incident; answers when it is on the disk. */
	open(incident: NewIncident): Promise<Result<IncidentId, WriteProblem>>;
	/** A further alarm of an incident that goes on, from whoever holds this phone now. */
	addAlarm(
		incidentId: IncidentId,
		alarm: PayloadInput<'alarmReceived'>
	): Promise<Result<IncidentId, WriteProblem>>;
	/** Writes acts in an incident: all or none; answers when they are on the disk. */
	write(
		incidentId: IncidentId,
		acts: readonly Act[],
		written?: { readonly files?: readonly IncidentFile[] }
	): Promise<Result<readonly LogEntry[], WriteProblem>>;
}

/** What was written is merged now and then, so that it is quick to load. */
const WRITES_BETWEEN_MERGES = 64;
/** How many of the newest who joined are looked through for this phone. */
const JOINED = 200;

const opened = new WeakMap<App, Promise<Result<IncidentServices, StorageError>>>();

/** The services of an app, made when they are first asked for; anew when this phone's identity was deleted. */
export function openIncidentServices(app: App): Promise<Result<IncidentServices, StorageError>> {
	let opening = opened.get(app);
	if (!opening) {
		opening = makeServices(app);
		opened.set(app, opening);
	}
	return opening;
}

async function makeServices(app: App): Promise<Result<IncidentServices, StorageError>> {
	const { storage, clock, ids } = app;
	const keys = await app.deviceKeys();
	const device = await deviceIdentity(storage.identity, keys, clock);
	if (!device.ok) {
		opened.delete(app);
		return device;
	}
	const { identity, signer } = device.value;
	let person = identity.person;
	/** A quick thumb opens an incident while who they are is still on its way to the disk. */
	let naming: Promise<unknown> = Promise.resolve();
	const stop = storage.identity.observe((now) => {
		if (now.ok && now.value?.keys.publicKey === signer.publicKey) person = now.value.person;
		else if (now.ok) {
			stop();
			opened.delete(app);
		}
	});
	let writes = 0;
	let carriers: IncidentCarriers | null = null;
	let makingCarriers: Promise<Result<IncidentCarriers, StorageError>> | null = null;
	const writer = new EntryWriter({
		log: storage.log,
		signer,
		clock,
		documentOf: (incidentId) => carriers?.documentOf(incidentId)
	});

	/** One for all: two screens of two incidents may ask while the code for it is being loaded. */
	async function theCarriers(): Promise<Result<IncidentCarriers, StorageError>> {
		makingCarriers ??= makeCarriers();
		const made = await makingCarriers;
		if (!made.ok) makingCarriers = null;
		return made;
	}

	/** Its code is a chunk of its own, which may not be had. */
	async function makeCarriers(): Promise<Result<IncidentCarriers, StorageError>> {
		try {
			const documents = await app.incidentDocuments();
			const { log, documents: repository } = storage;
			carriers = new IncidentCarriers({ log, repository, documents, verifier: keys, writer });
			return ok(carriers);
		} catch (error) {
			return fail({ code: 'storageFailed', detail: String(error).slice(0, 300) });
		}
	}

	/** Who writes on this phone, where the incident's log has somebody else or nobody. */
	async function introduction(incidentId: IncidentId): Promise<Act[]> {
		if (!person) return [];
		const joined = await storage.log.newest(incidentId, JOINED, { kind: 'participantJoined' });
		const rows = joined.ok ? joined.value.rows : [];
		const last = rows.find(({ entry }) => entry.deviceId === signer.deviceId);
		const known = last ? readEntry(last.entry) : null;
		const isKnown =
			known?.kind === 'participantJoined' &&
			known.payload.name === person.name &&
			known.payload.roleId === person.roleId;
		return isKnown ? [] : [act('participantJoined', person)];
	}

	/** A closed incident is told apart in lists: its summary changes with the entry that closes it. */
	async function summaryAfter(
		incidentId: IncidentId,
		acts: readonly Act[]
	): Promise<IncidentSummary | undefined> {
		if (!acts.some((one) => one.kind === 'incidentClosed')) return undefined;
		const held = await storage.log.incidents();
		const summary = held.ok ? held.value.find((one) => one.incidentId === incidentId) : undefined;
		return summary && { ...summary, closedAt: toIsoInstant(clock.now()) };
	}

	async function write(
		incidentId: IncidentId,
		acts: readonly Act[],
		{ files = [] }: { readonly files?: readonly IncidentFile[] } = {}
	): Promise<Result<readonly LogEntry[], WriteProblem>> {
		const summary = await summaryAfter(incidentId, acts);
		const written = await writer.write(incidentId, acts, { files, ...(summary ? { summary } : {}) });
		writes += 1;
		if (writes % WRITES_BETWEEN_MERGES === 0) void carriers?.compact(incidentId);
		return written;
	}

	return ok({
		parts: { signer, verifier: keys, writer, carriers: theCarriers },
		kind: storage.kind,
		log: storage.log,
		group: storage.group,
		receipts: storage.receipts,
		clock,
		deviceId: signer.deviceId,
		get person() {
			return person;
		},
		get unnamed() {
			return m.incident_unnamed();
		},
		setPerson(chosen) {
			const keeping = storage.identity.setPerson(chosen).then((kept) => {
				if (kept.ok) person = chosen;
				return kept;
			});
			naming = keeping;
			return keeping;
		},
		async carry(incidentId) {
			const made = await theCarriers();
			if (!made.ok) return made;
			const report = await made.value.open(incidentId);
			if (report.ok) await made.value.compact(incidentId);
			return report;
		},
		async open({ title, mode, exerciseId, plan, planFingerprint, alarm }) {
			await naming;
			const incidentId = ids.next() as IncidentId;
			const actor = person ?? { name: m.incident_unnamed(), roleId: null, contactId: null };
			const acts = openingActs({ title, mode, exerciseId, plan, planFingerprint, person: actor, alarm });
			const openedAt = toIsoInstant(clock.now());
			const summary = { incidentId, title, mode, planId: plan.id, planFingerprint, openedAt, closedAt: null };
			const written = await writer.write(incidentId, acts, { summary });
			return written.ok ? ok(incidentId) : written;
		},
		async addAlarm(incidentId, alarm) {
			await naming;
			const acts = [...(await introduction(incidentId)), act('alarmReceived', alarm)];
			const written = await write(incidentId, acts);
			return written.ok ? ok(incidentId) : written;
		},
		write
	});
}
