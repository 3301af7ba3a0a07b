import { beforeEach, describe, expect, it } from 'vitest';
import { deleteIncident, retentionOf } from '$lib/app/incident-archive';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { appending, INCIDENT, photo, summary, TestDevice } from '../../doubles/log-entries';
import { minute } from '../../doubles/phone-rows';
import { viborgPlan } from '../../doubles/plans';
import { valued } from '../../doubles/valued';

const DAY_MS = 86_400_000;
const plan = viborgPlan();
const closed = summary({ closedAt: minute(90) });
const closedMs = Date.parse(minute(90));

describe('how long an incident is kept', () => {
	it('is the plan’s time from its closing', () => {
		const endMs = closedMs + plan.response.retentionDays * DAY_MS;
		expect(retentionOf(plan, closed, endMs - 1)).toMatchObject({ isOver: false, reason: 'asked' });
		expect(retentionOf(plan, closed, endMs)).toMatchObject({ isOver: true, reason: 'retentionEnded' });
		expect(Date.parse(retentionOf(plan, closed, closedMs).until ?? '')).toBe(endMs);
	});

	it('is no longer than the exercise, for one', () => {
		expect(retentionOf(plan, { ...closed, mode: 'exercise' }, closedMs)).toMatchObject({
			isOver: true,
			reason: 'exerciseEnded'
		});
	});

	it('has no end while it goes on', () => {
		expect(retentionOf(plan, summary(), closedMs + 10_000 * DAY_MS)).toMatchObject({
			isOver: false,
			until: null
		});
	});
});

describe('deleting an incident', () => {
	let storage: PhoneStorage;
	const clock = new FixedClock();
	beforeEach(async () => {
		storage = createMemoryStorage(null);
		const device = new TestDevice();
		valued(await storage.identity.create(device.identity));
		valued(await storage.log.append(appending(device.chain(3), { summary: closed, files: [photo()] })));
	});
	const parts = () => ({ log: storage.log, clock, plan, deletedBy: 'Åse' });

	it('takes all of it, and keeps who did it, when, why and how much it was', async () => {
		valued(await deleteIncident(parts(), closed));
		expect(valued(await storage.log.count(INCIDENT))).toBe(0);
		expect(valued(await storage.log.file(INCIDENT, photo().hash))).toBeNull();
		expect(valued(await storage.log.incidents())).toEqual([]);
		expect(valued(await storage.log.deletions())).toMatchObject([
			{ incidentId: INCIDENT, deletedBy: 'Åse', entryCount: 3, reason: 'asked' }
		]);
	});

	it('refuses one that goes on', async () => {
		expect(await deleteIncident(parts(), summary())).toEqual({ ok: false, error: { code: 'incidentOpen' } });
		expect(valued(await storage.log.count(INCIDENT))).toBe(3);
	});
});
