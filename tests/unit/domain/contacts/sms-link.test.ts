import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailHref, numbersToPaste, smsHref, smsPlatformOf } from '$lib/domain/contacts/sms-link';

const PIXEL =
	'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const IPHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const MAC =
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

describe('the way a phone reads SMS links', () => {
	it.each([
		['an iPhone', IPHONE, 5, 'apple'],
		['an iPad that says it is a Mac', MAC, 5, 'apple'],
		['a Mac', MAC, 0, 'other'],
		['an Android phone', PIXEL, 5, 'other']
	] as const)('of %s is known', (_, userAgent, maxTouchPoints, platform) => {
		expect(smsPlatformOf({ userAgent, maxTouchPoints })).toBe(platform);
	});
});

describe('an SMS link', () => {
	const numbers = ['+4587874150', '+4587874180'];

	it('has the recipients and the text as Android reads them', () => {
		expect(smsHref('other', numbers, 'Mød nu & svar OK?')).toBe(
			'sms:+4587874150,+4587874180?body=M%C3%B8d%20nu%20%26%20svar%20OK%3F'
		);
	});

	it('has the recipients and the text as iOS reads them', () => {
		expect(smsHref('apple', numbers, 'Mød nu & svar OK?')).toBe(
			'sms://open?addresses=+4587874150,+4587874180&body=M%C3%B8d%20nu%20%26%20svar%20OK%3F'
		);
	});

	it('to one with no text is the same everywhere', () => {
		expect(smsHref('other', ['+4587874150'])).toBe('sms:+4587874150');
		expect(smsHref('apple', ['+4587874150'])).toBe('sms:+4587874150');
	});

	it('to several with no text has only them', () => {
		expect(smsHref('other', numbers)).toBe('sms:+4587874150,+4587874180');
		expect(smsHref('apple', numbers)).toBe('sms://open?addresses=+4587874150,+4587874180');
	});

	it('to one with a text on iOS names the one', () => {
		expect(smsHref('apple', ['114'], 'a')).toBe('sms://open?addresses=114&body=a');
	});

	it('names a number once, though two contacts have it', () => {
		expect(smsHref('other', ['112', '+4587874150', '112'])).toBe('sms:112,+4587874150');
		expect(numbersToPaste(['112', '+4587874150', '112'])).toBe('112, +4587874150');
	});

	it('holds half a character that a text field may leave', () => {
		expect(smsHref('other', ['112'], 'a\uD83D')).toBe('sms:112?body=a%EF%BF%BD');
	});

	it('gives back whatever text was put in, on both', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (body) => {
				for (const platform of ['other', 'apple'] as const) {
					const [, query = ''] = smsHref(platform, numbers, body).split('?');
					const text = query.split('&').find((part) => part.startsWith('body='));
					expect(decodeURIComponent(text?.slice(5) ?? '')).toBe(body.replace(/\p{Surrogate}/gu, '\uFFFD'));
				}
			})
		);
	});
});

describe('a mail link', () => {
	it('keeps the @, and lets nothing of the address become a header', () => {
		expect(mailHref('es@viborg.dk')).toBe('mailto:es@viborg.dk');
		expect(mailHref('a?bcc=x@y.dk&subject=z')).toBe('mailto:a%3Fbcc%3Dx@y.dk%26subject%3Dz');
	});
});
