/**
 * Why this phone could not keep or read something.
 * - `storageRefused`: the browser gives no database (private window, blocked by settings).
 * - `storageFull`: no room left.
 * - `storageBlocked`: another tab with an older Beredt holds the database.
 * - `storageOutdated`: another tab with a newer Beredt has taken the database over; this tab must be reloaded.
 * - `storageDamaged`: what was read is not what was written; `detail` says where.
 * - `storageFailed`: anything else; `detail` has the browser's words.
 */
export interface StorageError {
	readonly code:
		| 'storageRefused'
		| 'storageFull'
		| 'storageBlocked'
		| 'storageOutdated'
		| 'storageDamaged'
		| 'storageFailed';
	readonly detail: string;
}
