import { compareEntries, type DeviceId, type EntryId, type LogEntry } from '../log/entry';
import { timelineMs } from './log-view';

/** An entry, and its place in the order in which this phone came to hold entries. */
export interface Arrived {
	readonly arrival: number;
	readonly entry: LogEntry;
}

/** What came in from other phones, and nobody has looked at yet. */
export interface CameIn {
	readonly ids: ReadonlySet<EntryId>;
	/** The phones that wrote it. */
	readonly from: ReadonlySet<DeviceId>;
	/** The one that stands lowest in the log, which has the newest at its top. */
	readonly oldest: LogEntry;
}

/**
 * What of `rows` arrived after `seen`; null where nothing did.
 * @param rows Written on other phones.
 * @param seen The arrival of the last one that somebody has looked at; 0 for none.
 */
export function cameIn(rows: readonly Arrived[], seen: number): CameIn | null {
	const entries = rows.filter(({ arrival }) => arrival > seen).map(({ entry }) => entry);
	const [first] = entries;
	if (!first) return null;
	const isBefore = (a: LogEntry, b: LogEntry) => (timelineMs(a) - timelineMs(b) || compareEntries(a, b)) < 0;
	return {
		ids: new Set(entries.map(({ id }) => id)),
		from: new Set(entries.map(({ deviceId }) => deviceId)),
		oldest: entries.reduce((oldest, entry) => (isBefore(entry, oldest) ? entry : oldest), first)
	};
}
