// What the bench of the sync uses, for scripts/lib/bundle.mjs to bundle: the simulation's phones, which are the app's own.
export { chain, countingRules, noTraffic } from '../../tests/simulation/chain.ts';
export { meet, SimPhone } from '../../tests/simulation/phone.ts';
export { VirtualTime } from '../../tests/simulation/virtual-time.ts';
