import { getLocale } from '$lib/paraglide/runtime';
import { m } from '$lib/paraglide/messages';

const TIME_ZONE = 'Europe/Copenhagen';
const intlLocale = () => (getLocale() === 'da' ? 'da-DK' : 'en-GB');

/** Making one costs a hundred times what using it does, and a long log asks for thousands of times. */
const formats = new Map<string, Intl.DateTimeFormat>();
function inDenmark(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${name} ${intlLocale()}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(intlLocale(), { timeZone: TIME_ZONE, ...options });
		formats.set(key, format);
	}
	return format;
}

/** A calendar day as it is written: 13.01.2018, or 13 Jan 2018. */
export function formatDate(isoDate: string): string {
	return new Intl.DateTimeFormat(intlLocale(), {
		timeZone: 'UTC',
		...(getLocale() === 'da'
			? { day: '2-digit', month: '2-digit', year: 'numeric' }
			: { day: 'numeric', month: 'short', year: 'numeric' })
	}).format(new Date(`${isoDate}T00:00:00Z`));
}

/** A moment as this country's clocks have it: 24.11.2026 14.32. */
export function formatInstant(isoInstant: string): string {
	return inDenmark('instant', {
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit'
	})
		.format(new Date(isoInstant))
		.replace(',', '');
}

/** Only the time of day: 14.32. */
export function formatTime(isoInstant: string): string {
	return inDenmark('time', { hour: '2-digit', minute: '2-digit' }).format(new Date(isoInstant));
}

/** The day with its name: tirsdag den 24. november 2026. */
export function formatDay(isoInstant: string): string {
	return inDenmark('day', { dateStyle: 'full' }).format(new Date(isoInstant));
}

/** Years and months in words: "8 år og 10 måneder". */
export function formatAge(age: { years: number; months: number }): string {
	const years = m.age_years({ count: age.years });
	const months = m.age_months({ count: age.months });
	if (age.years === 0) return months;
	return age.months === 0 ? years : m.age_both({ years, months });
}

/** Bytes in kB, MB or GB. */
export function formatBytes(bytes: number): string {
	const format = (value: number, digits: number) =>
		new Intl.NumberFormat(intlLocale(), { maximumFractionDigits: digits }).format(value);
	if (bytes < 1_000_000) return `${format(Math.ceil(bytes / 1000), 0)} kB`;
	return bytes < 1_000_000_000
		? `${format(bytes / 1_000_000, 1)} MB`
		: `${format(bytes / 1_000_000_000, 1)} GB`;
}
