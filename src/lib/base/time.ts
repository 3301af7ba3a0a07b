/** A moment, as ISO 8601 in UTC with milliseconds: `2026-11-24T14:02:11.123Z`. */
export type IsoInstant = string & { readonly isoInstant: unique symbol };
/** A calendar day with no time zone: `2018-01-13`. */
export type IsoDate = string & { readonly isoDate: unique symbol };

/** Where the time comes from; injected, so that tests can hold it still. */
export interface Clock {
	/** Milliseconds since 1970 as this phone's clock has them. */
	now(): number;
}

/** The instant `epochMs` as ISO 8601 in UTC. */
export function toIsoInstant(epochMs: number): IsoInstant {
	return new Date(epochMs).toISOString() as IsoInstant;
}

/**
 * The whole years and months from the day `from` to the day `to`.
 * @returns `null` when `to` is before `from`.
 */
export function calendarAge(from: IsoDate, to: IsoDate): { years: number; months: number } | null {
	const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number);
	const [toYear = 0, toMonth = 0, toDay = 0] = to.split('-').map(Number);
	const months = (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDay < fromDay ? 1 : 0);
	return months < 0 ? null : { years: Math.floor(months / 12), months: months % 12 };
}
