import embeddedPlan from '$embedded-plan';
import type { Handle } from '@sveltejs/kit';
import { render } from 'svelte/server';
import { parsePlan } from '$lib/domain/plan/parse-plan';
import FirstScreen from '$lib/ui/start/FirstScreen.svelte';

const MARKER = '<!--first-screen-->';

/**
 * Runs at build only (the app is static): paints the first screen of the embedded plan into the start page, so that
 * it is there before any script has run. Every other page keeps the empty marker.
 */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: async ({ html }) =>
			event.route.id === '/' ? html.replace(MARKER, await firstScreen()) : html
	});

async function firstScreen(): Promise<string> {
	const plan = parsePlan(embeddedPlan);
	if (!plan.ok) throw new Error(`the embedded plan is not sound: ${JSON.stringify(plan.error)}`);
	const rendered = await render(FirstScreen, { props: { plan: plan.value } });
	return rendered.body;
}
