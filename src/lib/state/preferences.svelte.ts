import { baseLocale, isLocale, locales, overwriteGetLocale, type Locale } from '$lib/paraglide/runtime';
import { dropFirstScreen } from './first-screen';

export const THEMES = ['system', 'light', 'dark', 'night'] as const;
export type Theme = (typeof THEMES)[number];

const LOCALE_KEY = 'beredt.locale';
const THEME_KEY = 'beredt.theme';

/**
 * Language and theme: this phone's, kept in localStorage since they are wanted before the first paint. Where that is
 * refused they hold for as long as the app is open.
 */
class Preferences {
	#locale = $state.raw<Locale>(storedLocale() ?? preferredLocale());
	#theme = $state.raw<Theme>(storedTheme());

	get locale(): Locale {
		return this.#locale;
	}

	/** The language that was chosen here; null when the browser's is followed. */
	get chosenLocale(): Locale | null {
		return storedLocale();
	}

	get theme(): Theme {
		return this.#theme;
	}

	chooseLocale(locale: Locale): void {
		write(LOCALE_KEY, locale);
		this.#locale = locale;
		this.apply();
		// it speaks the other language
		void dropFirstScreen();
	}

	chooseTheme(theme: Theme): void {
		write(THEME_KEY, theme);
		this.#theme = theme;
		this.apply();
	}

	/** Back to what a phone starts with. */
	forget(): void {
		write(LOCALE_KEY, null);
		write(THEME_KEY, null);
		this.#locale = preferredLocale();
		this.#theme = 'system';
		this.apply();
		void dropFirstScreen();
	}

	/** Writes both to the document. */
	apply(): void {
		document.documentElement.lang = this.#locale;
		document.documentElement.dataset.theme = this.#theme;
	}
}

function storedLocale(): Locale | null {
	const stored = read(LOCALE_KEY);
	return isLocale(stored) ? stored : null;
}

function preferredLocale(): Locale {
	const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
	for (const language of wanted) {
		const found = locales.find((locale) => language.toLowerCase().split('-')[0] === locale);
		if (found) return found;
	}
	return baseLocale;
}

function storedTheme(): Theme {
	const stored = read(THEME_KEY);
	return THEMES.find((theme) => theme === stored) ?? 'system';
}

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		// refused by the browser's settings: nothing was chosen
		return null;
	}
}

function write(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// refused or full: it holds for as long as the app is open
		return;
	}
}

export const preferences = new Preferences();
overwriteGetLocale(() => preferences.locale);
