import { describe, expect, it } from 'vitest';
import type { IncidentId } from '$lib/domain/log/entry';
import { valued } from '../doubles/valued';
import { meet, SimPhone } from './phone';
import { VirtualTime } from './virtual-time';

const INCIDENT = '00000000-0000-4000-8000-000000000001' as IncidentId;
const RULES = { delayMs: () => 5 };
/** The first byte of a message that brings a photo. */
const PHOTO = 27;

async function phones(count: number, time: VirtualTime): Promise<[SimPhone, ...SimPhone[]]> {
	const all = Array.from({ length: count }, (_, at) => new SimPhone(at + 1, time));
	for (const phone of all) await phone.start();
	return all as [SimPhone, ...SimPhone[]];
}

const texts = async (phone: SimPhone) =>
	(await phone.entries(INCIDENT)).map((entry) => entry.payload.text ?? entry.kind);

describe('phones that meet', () => {
	it('have the same log, in the same order', async () => {
		const time = new VirtualTime();
		const [a, b] = (await phones(2, time)) as [SimPhone, SimPhone];
		await a.open(INCIDENT);
		await a.write(INCIDENT, 'en');
		meet(a, b, time, RULES);
		await time.pass(1_000);
		expect(await texts(b)).toEqual(['incidentOpened', 'en']);
		await b.write(INCIDENT, 'to');
		await a.write(INCIDENT, 'tre');
		await time.pass(1_000);
		expect(await texts(a)).toEqual(['incidentOpened', 'en', 'to', 'tre']);
		expect(await texts(b)).toEqual(await texts(a));
	});

	it('keep both entries when two phones log while apart', async () => {
		const time = new VirtualTime();
		const [a, b] = (await phones(2, time)) as [SimPhone, SimPhone];
		await a.open(INCIDENT);
		const first = meet(a, b, time, RULES);
		await time.pass(1_000);
		first.cut();
		await a.write(INCIDENT, 'fra A');
		await b.write(INCIDENT, 'fra B');
		meet(a, b, time, RULES);
		await time.pass(1_000);
		expect((await texts(a)).sort()).toEqual(['fra A', 'fra B', 'incidentOpened']);
		expect(await texts(b)).toEqual(await texts(a));
	});

	it('hand on what they got to those who were not there', async () => {
		const time = new VirtualTime();
		const [a, b, c] = (await phones(3, time)) as [SimPhone, SimPhone, SimPhone];
		await a.open(INCIDENT);
		meet(a, b, time, RULES);
		meet(b, c, time, RULES);
		await time.pass(1_000);
		await a.write(INCIDENT, 'langt væk');
		await time.pass(1_000);
		expect(await texts(c)).toEqual(['incidentOpened', 'langt væk']);
	});

	it('hand on photos, each of which crosses each wire once', async () => {
		const time = new VirtualTime();
		const [a, b, c] = (await phones(3, time)) as [SimPhone, SimPhone, SimPhone];
		await a.open(INCIDENT);
		const early = await a.attach(INCIDENT, 'før de mødtes');
		let photos = 0;
		const counting = { ...RULES, onMessage: (_: number, type: number) => (photos += type === PHOTO ? 1 : 0) };
		meet(a, b, time, counting);
		meet(b, c, time, counting);
		await time.pass(1_000);
		const late = await c.attach(INCIDENT, 'bagefter');
		await time.pass(1_000);
		for (const phone of [a, b, c]) expect(await phone.photos(INCIDENT)).toEqual([early, late].sort());
		expect(photos).toBe(4);
	});

	it('get a photo of the one who is left when the one who brought it has gone', async () => {
		const time = new VirtualTime();
		const [a, b, c] = (await phones(3, time)) as [SimPhone, SimPhone, SimPhone];
		await a.open(INCIDENT);
		const hash = await a.attach(INCIDENT, 'skærmen');
		meet(a, b, time, RULES);
		await time.pass(1_000);
		// the photo is on its way to C when A is cut off
		const wire = meet(a, c, time, {
			...RULES,
			onMessage: (_, type) => {
				if (type === PHOTO) wire.cut();
			}
		});
		await time.pass(1_000);
		expect(wire.isCut).toBe(true);
		expect(await c.entries(INCIDENT)).toHaveLength(2);
		expect(await c.photos(INCIDENT)).toEqual([]);
		meet(b, c, time, RULES);
		await time.pass(1_000);
		expect(await c.photos(INCIDENT)).toEqual([hash]);
	});

	it('have a draft in common over a phone between them, beside the log, and nothing of it on a disk', async () => {
		const time = new VirtualTime();
		const [a, b, c] = (await phones(3, time)) as [SimPhone, SimPhone, SimPhone];
		await a.open(INCIDENT);
		meet(a, b, time, RULES);
		meet(b, c, time, RULES);
		await time.pass(1_000);
		const name = { incidentId: INCIDENT, section: 'known', base: null } as const;
		const first = a.drafts.open(name, '');
		first.change({ at: 0, deleted: 0, inserted: 'Strøm' });
		await time.pass(1_000);
		const last = c.drafts.open(name, '');
		await time.pass(1_000);
		expect(a.drafts.writers(INCIDENT, 'known')).toEqual([c.deviceId]);
		first.change({ at: 5, deleted: 0, inserted: ' nede' });
		last.change({ at: 0, deleted: 0, inserted: 'Al ' });
		await a.write(INCIDENT, 'imens');
		await time.pass(1_000);
		expect([first.text, last.text]).toEqual(['Al Strøm nede', 'Al Strøm nede']);
		for (const phone of [a, b, c]) expect(await texts(phone)).toEqual(['incidentOpened', 'imens']);
		// who is not in reach any more is not said to write
		b.kill();
		await time.pass(40_000);
		expect(a.drafts.writers(INCIDENT, 'known')).toEqual([]);
	});

	it('say that they have received only what is on their disk', async () => {
		const time = new VirtualTime();
		const [a, b] = (await phones(2, time)) as [SimPhone, SimPhone];
		await a.open(INCIDENT);
		const entry = await a.write(INCIDENT, 'en');
		meet(a, b, time, RULES);
		await time.pass(3_000);
		const [receipt] = valued(await a.storage.receipts.all(INCIDENT));
		expect(receipt).toMatchObject({ deviceId: b.deviceId });
		expect(receipt?.heads).toEqual([
			expect.objectContaining({ deviceId: a.deviceId, sequence: entry.sequence })
		]);
	});
});
