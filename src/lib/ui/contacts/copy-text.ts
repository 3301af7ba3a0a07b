/**
 * Puts `text` on the clipboard. On plain http there is no clipboard interface; then a hidden field is copied.
 * @returns Whether it is there now.
 */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// not there, or refused
		return copyFromField(text);
	}
}

function copyFromField(text: string): boolean {
	const field = document.createElement('textarea');
	const focused = document.activeElement;
	field.value = text;
	field.readOnly = true;
	field.className = 'visually-hidden';
	document.body.append(field);
	field.select();
	// deprecated, and the only way where the page is not on https
	const copied = document.execCommand('copy');
	field.remove();
	if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
	return copied;
}
