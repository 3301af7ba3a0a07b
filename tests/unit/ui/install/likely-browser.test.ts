import { describe, expect, it } from 'vitest';
import { likelyBrowser } from '$lib/ui/install/likely-browser';

const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

describe('the browser that the guide is read in is most likely', () => {
	it.each([
		['an iPhone’s', `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${SAFARI}`, 5, 'iosSafari'],
		[
			'an iPad’s that calls itself a Mac',
			`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`,
			5,
			'iosSafari'
		],
		['Chrome on Android', `Mozilla/5.0 (Linux; Android 10; K) ${CHROME}`, 5, 'androidChrome'],
		[
			'like Chrome where it is Samsung’s',
			`Mozilla/5.0 (Linux; Android 14; SM-S911B) SamsungBrowser/27.0 ${CHROME}`,
			5,
			'androidChrome'
		],
		[
			'Firefox on Android',
			'Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0',
			5,
			'androidFirefox'
		],
		['no phone’s on a Mac', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`, 0, null],
		['no phone’s on Windows, touch or not', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, 10, null],
		['no phone’s where nothing is said', '', 0, null]
	])('%s', (_, userAgent, touchPoints, browser) => {
		expect(likelyBrowser(userAgent, touchPoints)).toBe(browser);
	});
});
