/** Where in the shell (src/app.html) the picture of the first screen goes. */
export const FIRST_SCREEN_MARKER = '<!--first-screen-->';

/** The one entry of this cache is the picture that the page took of its own first screen (state/first-screen.ts). */
export const FIRST_SCREEN_CACHE = 'beredt-first-screen';
export const FIRST_SCREEN_PATH = '/__first-screen';

/** Raised when a picture taken by an older build could no longer stand in the newer shell. */
export const SNAPSHOT_SCHEMA = 1;

/** The page's picture of its first screen, as its own components drew it. */
export interface FirstScreenSnapshot {
	/** '' when the picture was taken away: another plan is being put in use. */
	readonly html: string;
	readonly lang: string | null;
	readonly theme: string | null;
}

/** What a navigation to the start page is answered with. */
export type FirstScreenAnswer =
	/** The start page as it was built, which shows the embedded plan. */
	| { readonly kind: 'prerendered' }
	/** The shell with nothing in it yet. */
	| { readonly kind: 'shell' }
	| { readonly kind: 'picture'; readonly snapshot: FirstScreenSnapshot };

/**
 * Decides what paints the start page. `stored` is the text that the page kept; null when this phone never kept any.
 *
 * Only a phone that never kept a picture may see the embedded plan. A picture that cannot be used gives the empty
 * shell: this phone may hold another plan. One taken by another build is used, since the plan is the phone's.
 */
export function chooseFirstScreen(stored: string | null): FirstScreenAnswer {
	if (stored === null) return { kind: 'prerendered' };
	const snapshot = parseSnapshot(stored);
	return snapshot && snapshot.html !== '' ? { kind: 'picture', snapshot } : { kind: 'shell' };
}

/** Puts the picture into the shell, and its language and theme on the `<html>` element. */
export function composeFirstScreen(shell: string, snapshot: FirstScreenSnapshot): string {
	const [before, ...rest] = shell.split(FIRST_SCREEN_MARKER);
	if (before === undefined || rest.length === 0) return shell;
	const head = withoutPreloads(withHtmlAttributes(before, snapshot));
	return head + snapshot.html + rest.join(FIRST_SCREEN_MARKER);
}

/** Scripts that are fetched and compiled ahead would hold the paint back that has no need of them. */
function withoutPreloads(head: string): string {
	return head.replaceAll(/\s*<link\b[^>]*\brel="modulepreload"[^>]*>/g, '');
}

function withHtmlAttributes(head: string, { lang, theme }: FirstScreenSnapshot): string {
	return head.replace(/<html\b[^>]*>/, (tag) => {
		let changed = tag;
		if (lang) changed = changed.replace(/\s+lang="[^"]*"/, '').replace('>', ` lang="${lang}">`);
		if (theme) changed = changed.replace(/\s+data-theme="[^"]*"/, '').replace('>', ` data-theme="${theme}">`);
		return changed;
	});
}

function parseSnapshot(stored: string): FirstScreenSnapshot | null {
	let value: unknown;
	try {
		value = JSON.parse(stored);
	} catch {
		// cut off when it was written: as good as no picture
		return null;
	}
	if (!isRecord(value) || value.schema !== SNAPSHOT_SCHEMA || typeof value.html !== 'string') return null;
	const attributes = isRecord(value.htmlAttributes) ? value.htmlAttributes : {};
	return { html: value.html, lang: plainWord(attributes.lang), theme: plainWord(attributes.theme) };
}

/** Only what can stand in an attribute as it is. */
function plainWord(value: unknown): string | null {
	return typeof value === 'string' && /^[A-Za-z-]{1,20}$/.test(value) ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
