import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

/** Phones on a network of their own, one scenario at a time: `npm run lan`. */
export default defineConfig(base, {
	testDir: '.',
	testMatch: '**/*.lan.ts',
	outputDir: '../../test-results',
	fullyParallel: false,
	workers: 1,
	timeout: 900_000
});
