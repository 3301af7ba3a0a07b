// `npm run soak`: the log against an empty battery, 1,000 times; about half an hour. BEREDT_KILLS=N for another number.
import { spawnSync } from 'node:child_process';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, requireNode } from './lib/dependencies.mjs';
import { ROOT } from './lib/sources.mjs';

requireNode();
await ensureDependencies();
await ensureBuild();
const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', 'log-kill'], {
	cwd: ROOT,
	stdio: 'inherit',
	env: { ...process.env, BEREDT_KILLS: process.env.BEREDT_KILLS ?? '1000' }
});
process.exitCode = status ?? 1;
