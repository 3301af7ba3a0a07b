import { m } from '$lib/paraglide/messages';
import type { Locale } from '$lib/paraglide/runtime';
import type { Theme } from '$lib/state/preferences.svelte';

/** Each language by its own name: who cannot read the screen's still finds it. */
export const LOCALE_NAMES: Record<Locale, string> = { da: 'Dansk', en: 'English' };

/** A theme by name. */
export function themeName(theme: Theme): string {
	const names: Record<Theme, () => string> = {
		system: m.settings_theme_system,
		light: m.settings_theme_light,
		dark: m.settings_theme_dark,
		night: m.settings_theme_night
	};
	return names[theme]();
}
