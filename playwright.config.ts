import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib/browsers.mjs';

const { path } = await findChromium();

/** Chromium as root in a closed network: no sandbox, and no calls home (../shared/toolchain.md). */
export const CHROMIUM_ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results',
	forbidOnly: Boolean(process.env.CI),
	fullyParallel: true,
	workers: 2,
	retries: 0,
	// a busy machine is four times as slow as an idle one
	timeout: 120_000,
	reporter: [['list']],
	use: {
		// a page that forgets (`visit`) stores nothing for use offline: that would be a third of the time its test takes. A phone does.
		serviceWorkers: 'block',
		viewport: { width: 360, height: 740 },
		locale: 'da-DK',
		timezoneId: 'Europe/Copenhagen',
		// a trace of every test takes a quarter of the time: TRACE=1 when something is to be looked into
		trace: process.env.TRACE ? 'retain-on-failure' : 'off',
		launchOptions: { executablePath: path, args: CHROMIUM_ARGS }
	}
});
