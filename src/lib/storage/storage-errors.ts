import { fail, ok, type Result } from '$lib/base/result';
import type { StorageError } from '$lib/ports/storage-error';

/** A browser's error, Dexie's, or one inside the other. */
interface ErrorLike {
	readonly name?: unknown;
	readonly message?: unknown;
	readonly inner?: unknown;
	readonly cause?: unknown;
	readonly failures?: unknown;
}

const FULL = ['QuotaExceededError'];
/** A database that was closed under us is one that another tab took over (see database.ts). */
const OUTDATED = ['VersionError', 'DatabaseClosedError'];
const REFUSED = ['MissingAPIError', 'SecurityError', 'OpenFailedError'];
/** What browsers say of a database that they do not give; later on the same words mean something else. */
const REFUSED_AT_OPENING = ['InvalidStateError', 'UnknownError', 'NotAllowedError'];

/**
 * What went wrong, from whatever was thrown: Dexie wraps the browser's error in its own, sometimes twice.
 * @param during `open` while the database is being opened, `use` afterwards.
 */
export function toStorageError(thrown: unknown, during: 'open' | 'use' = 'use'): StorageError {
	const chain = errorsIn(thrown);
	const names = chain.map((error) => String(error.name));
	const has = (wanted: readonly string[]) => names.some((name) => wanted.includes(name));
	const detail = detailOf(thrown);
	if (has(FULL)) return { code: 'storageFull', detail };
	if (has(OUTDATED)) return { code: 'storageOutdated', detail };
	if (has(REFUSED) || (during === 'open' && has(REFUSED_AT_OPENING)))
		return { code: 'storageRefused', detail };
	return { code: 'storageFailed', detail };
}

/** What `action` resolves to, or the storage error that it threw. */
export async function attempt<Value>(action: () => PromiseLike<Value>): Promise<Result<Value, StorageError>> {
	try {
		return ok(await action());
	} catch (error) {
		return fail(toStorageError(error));
	}
}

/** `thrown` and every error inside it, the outermost first. */
function errorsIn(thrown: unknown, found: ErrorLike[] = []): ErrorLike[] {
	if (typeof thrown !== 'object' || thrown === null || found.includes(thrown) || found.length >= 50)
		return found;
	const error: ErrorLike = thrown;
	found.push(error);
	errorsIn(error.inner, found);
	errorsIn(error.cause, found);
	if (Array.isArray(error.failures)) for (const failure of error.failures) errorsIn(failure, found);
	return found;
}

function detailOf(thrown: unknown): string {
	const { name, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as ErrorLike;
	const words = typeof name === 'string' ? `${name}: ${textOf(message)}` : textOf(thrown);
	return words.slice(0, 300);
}

function textOf(value: unknown): string {
	return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}
