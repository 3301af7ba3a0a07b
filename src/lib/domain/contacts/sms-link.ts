/** What a browser says of the phone it runs on. */
export interface BrowserFacts {
	readonly userAgent: string;
	readonly maxTouchPoints: number;
}

/** Which way of writing an SMS link a phone understands. */
export type SmsPlatform = 'apple' | 'other';

/** Lone halves of surrogate pairs, which no address can hold. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Apple's devices read SMS links in their own way; an iPad says that it is a Mac, but has a touch screen. */
export function smsPlatformOf({ userAgent, maxTouchPoints }: BrowserFacts): SmsPlatform {
	const isApple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
	return isApple ? 'apple' : 'other';
}

/**
 * The address that opens the phone's own SMS app with recipients and text filled in; the person sends it.
 *
 *     other  sms:+4511111111,+4522222222?body=Text        (RFC 5724)
 *     apple  sms://open?addresses=+4511111111,+4522222222&body=Text
 *
 * One recipient without a text is `sms:+4511111111` everywhere. Makers differ in what they do with several
 * recipients, so copying the numbers and the text must always stand beside it.
 * @param numbers What to dial, at least one; one that stands twice is taken once.
 * @param body The text; empty leaves it out.
 */
export function smsHref(platform: SmsPlatform, numbers: readonly string[], body = ''): string {
	const to = [...new Set(numbers)].join(',');
	const text = encodeURIComponent(body.replace(LONE_SURROGATE, '\uFFFD'));
	if (platform === 'other') return text ? `sms:${to}?body=${text}` : `sms:${to}`;
	if (!text && !to.includes(',')) return `sms:${to}`;
	return `sms://open?addresses=${to}${text ? `&body=${text}` : ''}`;
}

/** The address that opens a new mail to `mail`. */
export function mailHref(mail: string): string {
	return `mailto:${encodeURIComponent(mail.replace(LONE_SURROGATE, '\uFFFD')).replace('%40', '@')}`;
}

/** Numbers as they are pasted into an SMS app's field for recipients. */
export function numbersToPaste(numbers: readonly string[]): string {
	return [...new Set(numbers)].join(', ');
}
