import { fail, type Result } from '$lib/base/result';
import type { ApartRepository, GroupRepository, ReceiptRepository } from '$lib/ports/group';
import type { DocumentRepository, IdentityRepository, LogRepository } from '$lib/ports/log';
import type { Observer, Unsubscribe } from '$lib/ports/outcomes';
import type {
	AcknowledgementRepository,
	AttachmentRepository,
	ChecklistRepository,
	ContactUpdateRepository,
	PhoneStorage,
	PlanRepository
} from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { attempt } from './storage-errors';

// A storage, and repositories, whose code is loaded when they are first asked for anything: the start page has no
// need of it. Code that could not be loaded is `storageFailed`, and is asked for again the next time.

type Load<Loaded> = () => Promise<Loaded>;

/**
 * A storage that is opened when it is first asked for anything. Until it stands it is taken for a durable one: whoever
 * opens a storage later has read from it before.
 * @param open Opens it; called again only when it threw.
 */
export function laterStorage(open: Load<PhoneStorage>): PhoneStorage {
	let opened: PhoneStorage | null = null;
	let opening: Promise<PhoneStorage> | null = null;
	const load = () =>
		(opening ??= open().then(
			(storage) => (opened = storage),
			(error: unknown) => {
				opening = null;
				throw error;
			}
		));
	const part =
		<Name extends keyof PhoneStorage>(name: Name): Load<PhoneStorage[Name]> =>
		async () =>
			(await load())[name];
	return {
		get kind() {
			return opened?.kind ?? 'durable';
		},
		get reason() {
			return opened?.reason ?? null;
		},
		plans: laterPlans(part('plans')),
		checklist: laterChecklist(part('checklist')),
		contactUpdates: laterContactUpdates(part('contactUpdates')),
		acknowledgements: laterAcknowledgements(part('acknowledgements')),
		attachments: laterAttachments(part('attachments')),
		log: laterLog(part('log')),
		identity: laterIdentity(part('identity')),
		documents: laterDocuments(part('documents')),
		group: laterGroup(part('group')),
		receipts: laterReceipts(part('receipts')),
		apart: laterApart(part('apart')),
		restore: (content) => ask(load, (storage) => storage.restore(content)),
		readAll: () => ask(load, (storage) => storage.readAll()),
		deleteAll: () => ask(load, (storage) => storage.deleteAll()),
		onTrouble: (listener) =>
			begin(
				load,
				(storage) => storage.onTrouble(listener),
				(error) => {
					listener(error);
				}
			)
	};
}

function laterPlans(load: Load<PlanRepository>): PlanRepository {
	return {
		current: () => ask(load, (plans) => plans.current()),
		previous: () => ask(load, (plans) => plans.previous()),
		replace: (held) => ask(load, (plans) => plans.replace(held)),
		observeCurrent: (observer) => watch(load, observer, (plans) => plans.observeCurrent(observer))
	};
}

function laterChecklist(load: Load<ChecklistRepository>): ChecklistRepository {
	return {
		append: (events) => ask(load, (checklist) => checklist.append(events)),
		ofRun: (runId) => ask(load, (checklist) => checklist.ofRun(runId)),
		all: () => ask(load, (checklist) => checklist.all()),
		observeRun: (runId, observer) =>
			watch(load, observer, (checklist) => checklist.observeRun(runId, observer))
	};
}

function laterContactUpdates(load: Load<ContactUpdateRepository>): ContactUpdateRepository {
	return {
		put: (update) => ask(load, (updates) => updates.put(update)),
		remove: (planId, contactId) => ask(load, (updates) => updates.remove(planId, contactId)),
		all: () => ask(load, (updates) => updates.all()),
		observeAll: (observer) => watch(load, observer, (updates) => updates.observeAll(observer))
	};
}

function laterAcknowledgements(load: Load<AcknowledgementRepository>): AcknowledgementRepository {
	return {
		put: (acknowledgement) => ask(load, (acknowledgements) => acknowledgements.put(acknowledgement)),
		remove: (planId, warningId) =>
			ask(load, (acknowledgements) => acknowledgements.remove(planId, warningId)),
		all: () => ask(load, (acknowledgements) => acknowledgements.all()),
		observeAll: (observer) =>
			watch(load, observer, (acknowledgements) => acknowledgements.observeAll(observer))
	};
}

function laterAttachments(load: Load<AttachmentRepository>): AttachmentRepository {
	return {
		put: (attachment) => ask(load, (attachments) => attachments.put(attachment)),
		get: (planId, blockId) => ask(load, (attachments) => attachments.get(planId, blockId)),
		remove: (planId, blockId) => ask(load, (attachments) => attachments.remove(planId, blockId)),
		all: () => ask(load, (attachments) => attachments.all())
	};
}

export function laterLog(loadAnew: Load<LogRepository>): LogRepository {
	const load = once(loadAnew);
	return {
		append: (append) => ask(load, (log) => log.append(append)),
		receive: (append) => ask(load, (log) => log.receive(append)),
		head: (incidentId, deviceId) => ask(load, (log) => log.head(incidentId, deviceId)),
		latestHlc: (incidentId) => ask(load, (log) => log.latestHlc(incidentId)),
		newest: (incidentId, limit, options) => ask(load, (log) => log.newest(incidentId, limit, options)),
		all: (incidentId) => ask(load, (log) => log.all(incidentId)),
		count: (incidentId) => ask(load, (log) => log.count(incidentId)),
		get: (incidentId, id) => ask(load, (log) => log.get(incidentId, id)),
		follow: (incidentId, observer) => watch(load, observer, (log) => log.follow(incidentId, observer)),
		repair: (arrival, entry) => ask(load, (log) => log.repair(arrival, entry)),
		incidents: () => ask(load, (log) => log.incidents()),
		observeIncidents: (observer) => watch(load, observer, (log) => log.observeIncidents(observer)),
		file: (incidentId, hash) => ask(load, (log) => log.file(incidentId, hash)),
		observeFile: (incidentId, hash, observer) =>
			watch(load, observer, (log) => log.observeFile(incidentId, hash, observer)),
		fileHashes: (incidentId) => ask(load, (log) => log.fileHashes(incidentId)),
		deleteIncident: (record) => ask(load, (log) => log.deleteIncident(record)),
		deletions: () => ask(load, (log) => log.deletions())
	};
}

export function laterIdentity(loadAnew: Load<IdentityRepository>): IdentityRepository {
	const load = once(loadAnew);
	return {
		get: () => ask(load, (identity) => identity.get()),
		create: (made) => ask(load, (identity) => identity.create(made)),
		setPerson: (person) => ask(load, (identity) => identity.setPerson(person)),
		observe: (observer) => watch(load, observer, (identity) => identity.observe(observer))
	};
}

export function laterDocuments(loadAnew: Load<DocumentRepository>): DocumentRepository {
	const load = once(loadAnew);
	return {
		append: (documentId, update) => ask(load, (documents) => documents.append(documentId, update)),
		load: (documentId, range) => ask(load, (documents) => documents.load(documentId, range)),
		replace: (documentId, parts, merged) =>
			ask(load, (documents) => documents.replace(documentId, parts, merged))
	};
}

export function laterGroup(loadAnew: Load<GroupRepository>): GroupRepository {
	const load = once(loadAnew);
	return {
		get: () => ask(load, (group) => group.get()),
		put: (record) => ask(load, (group) => group.put(record)),
		change: (groupId, make) => ask(load, (group) => group.change(groupId, make)),
		remove: (groupId) => ask(load, (group) => group.remove(groupId)),
		observe: (observer) => watch(load, observer, (group) => group.observe(observer))
	};
}

export function laterReceipts(loadAnew: Load<ReceiptRepository>): ReceiptRepository {
	const load = once(loadAnew);
	return {
		put: (receipt) => ask(load, (receipts) => receipts.put(receipt)),
		all: (logId) => ask(load, (receipts) => receipts.all(logId)),
		observe: (logId, observer) => watch(load, observer, (receipts) => receipts.observe(logId, observer))
	};
}

export function laterApart(loadAnew: Load<ApartRepository>): ApartRepository {
	const load = once(loadAnew);
	return {
		put: (entries) => ask(load, (apart) => apart.put(entries)),
		remove: (logId, ids) => ask(load, (apart) => apart.remove(logId, ids)),
		all: (logId) => ask(load, (apart) => apart.all(logId)),
		observe: (logId, observer) => watch(load, observer, (apart) => apart.observe(logId, observer))
	};
}

/** Loaded the first time that it can be, and never again: a press is several calls. */
function once<Repository>(load: Load<Repository>): Load<Repository> {
	let loading: Promise<Repository> | null = null;
	return () => {
		loading ??= load().catch((error: unknown) => {
			loading = null;
			throw error;
		});
		return loading;
	};
}

/** What `use` gives of what is loaded; why it could not be loaded. */
export async function ask<Loaded, Value, Failure>(
	load: Load<Loaded>,
	use: (loaded: Loaded) => Promise<Result<Value, Failure>>
): Promise<Result<Value, Failure | StorageError>> {
	const loaded = await attempt(load);
	return loaded.ok ? use(loaded.value) : loaded;
}

function watch<Repository, Value>(
	load: Load<Repository>,
	observer: Observer<Value>,
	observe: (repository: Repository) => Unsubscribe
): Unsubscribe {
	return begin(load, observe, (error) => {
		observer(fail(error));
	});
}

/** Begins with what is loaded, unless it was stopped by then; `tell` is told why it could not be loaded. */
function begin<Loaded>(
	load: Load<Loaded>,
	start: (loaded: Loaded) => Unsubscribe,
	tell: (error: StorageError) => void
): Unsubscribe {
	let stop: Unsubscribe | null = null;
	let isEnded = false;
	void attempt(load).then((loaded) => {
		if (isEnded) return;
		if (loaded.ok) stop = start(loaded.value);
		else tell(loaded.error);
	});
	return () => {
		isEnded = true;
		stop?.();
	};
}
