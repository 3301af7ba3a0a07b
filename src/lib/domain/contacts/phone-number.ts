/** What a phone can dial: as the plan's schema has it. */
const DIALLABLE = /^\+?[0-9]{3,15}$/;
/** What people write between digits. */
const BETWEEN_DIGITS = /[\s().-]/g;
/** Below this it is a service's short number (112), which takes no text messages. */
const SHORTEST_TEXTABLE = 6;

/** The digits to dial of a number as it was written, with its + if it has one; null when it cannot be dialled. */
export function dialOf(written: string): string | null {
	const dial = written.replace(BETWEEN_DIGITS, '');
	return DIALLABLE.test(dial) ? dial : null;
}

/** Whether a text message can be sent to `dial`. */
export function isTextable(dial: string): boolean {
	return dial.replace(/\D/g, '').length >= SHORTEST_TEXTABLE;
}

/** The first of a person's numbers that takes text messages; null when none does. */
export function textableNumber(phones: readonly { readonly dial: string }[]): string | null {
	return phones.find((phone) => isTextable(phone.dial))?.dial ?? null;
}
