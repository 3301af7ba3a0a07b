import type { Result } from '$lib/base/result';
import type { DocumentRepository, IdentityRepository, LogRepository } from '$lib/ports/log';
import type { Observer, Unsubscribe } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import { attempt } from './storage-errors';

// Repositories whose code is loaded when they are first asked for anything: the start page has no need of it. Code
// that could not be loaded is `storageFailed`.

type Load<Repository> = () => Promise<Repository>;

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
	begin: (repository: Repository) => Unsubscribe
): Unsubscribe {
	let stop: Unsubscribe | null = null;
	let isEnded = false;
	void attempt(load).then((loaded) => {
		if (isEnded) return;
		if (loaded.ok) stop = begin(loaded.value);
		else observer(loaded);
	});
	return () => {
		isEnded = true;
		stop?.();
	};
}
