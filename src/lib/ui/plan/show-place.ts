import { tick } from 'svelte';
import type { PlanWarning } from '$lib/domain/plan/schema';

const TARGET = 'data-target';

/**
 * Brings what an address points at into sight, marked, with the remarks on it open where they hold what was searched
 * for. On a cold start the browser looked for it before it was there.
 * @param id The part of the address after the #; empty when there is none.
 */
export async function showPlace(id: string, warnings: readonly PlanWarning[]): Promise<void> {
	await tick();
	for (const before of document.querySelectorAll(`[${TARGET}]`)) before.removeAttribute(TARGET);
	const place = id === '' ? null : document.getElementById(id);
	if (!place) return;
	place.setAttribute(TARGET, '');
	for (let at = place.parentElement; at; at = at.parentElement)
		if (at instanceof HTMLDetailsElement) at.open = true;
	const remarks = [...document.querySelectorAll<HTMLDetailsElement>('details[data-remark]')].filter(
		(details) =>
			details.querySelector('mark') !== null &&
			warnings.some((one) => one.id === details.dataset.remark && one.about.includes(id))
	);
	for (const details of remarks) details.open = true;
	const isHigh = place.getBoundingClientRect().height > innerHeight / 2;
	place.scrollIntoView({ block: isHigh ? 'start' : 'center', behavior: 'instant' });
	const found = place.querySelector('mark') ?? remarks[0]?.querySelector('p mark');
	if (found && !isInSight(found)) found.scrollIntoView({ block: 'center', behavior: 'instant' });
}

function isInSight(element: Element): boolean {
	const { top, bottom } = element.getBoundingClientRect();
	const barHeight = document.querySelector('.frame__nav')?.getBoundingClientRect().height ?? 0;
	return top >= 0 && bottom <= innerHeight - barHeight;
}
