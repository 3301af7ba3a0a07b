// `npm run soak`: the log against an empty battery, 1,000 times (half an hour), and phones that meet, in a million
// random schedules (two hours). BEREDT_KILLS=N and SIM_RUNS=N for other numbers.
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
const simulated = spawnSync(
	process.execPath,
	['node_modules/vitest/vitest.mjs', 'run', 'tests/simulation/schedules'],
	{
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, SIM_RUNS: process.env.SIM_RUNS ?? '1000000' }
	}
);
process.exitCode = (status ?? 1) || (simulated.status ?? 1);
