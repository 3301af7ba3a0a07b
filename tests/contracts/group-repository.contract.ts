import { describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '$lib/domain/log/entry';
import type { ApartEntry, GroupRecord, Receipt } from '$lib/ports/group';
import type { PhoneStorage } from '$lib/ports/repositories';
import { apartEntry, GROUP_ID, groupRecord, OTHER_GROUP_ID, receipt } from '../doubles/group-rows';
import { appending, deletion, INCIDENT, OTHER_INCIDENT, summary, TestDevice } from '../doubles/log-entries';
import { valued } from '../doubles/valued';

const REFUSED = { ok: false, error: { code: 'storageFailed' } };
const hash = new Uint8Array(8);

/**
 * What the repositories of a group do, and the journal with the group's log.
 * @param openTwo Gives one empty storage as two tabs have it.
 */
export function groupRepositoryContract(
	name: string,
	openTwo: () => Promise<[PhoneStorage, PhoneStorage]>
): void {
	const open = async () => (await openTwo())[0];
	async function inGroup() {
		const [storage, other] = await openTwo();
		const device = new TestDevice(1);
		valued(await storage.identity.create(device.identity));
		valued(await storage.group.put(groupRecord()));
		const next = () => device.next({ incidentId: GROUP_ID });
		const own = (entries: readonly LogEntry[]) => appending(entries, { summary: null });
		return { storage, other, device, next, own };
	}

	describe(`${name} as group repository`, { timeout: 30_000 }, () => {
		it('has none at first, and gives back the one that was put', async () => {
			const { group } = await open();
			expect(valued(await group.get())).toBeNull();
			valued(await group.put(groupRecord()));
			expect(valued(await group.get())).toEqual(groupRecord());
			valued(await group.put(groupRecord({ inviteSecrets: [] })));
			expect(valued(await group.get())).toEqual(groupRecord({ inviteSecrets: [] }));
		});

		it('keeps copies: what is done to what it was given, or gave, changes nothing', async () => {
			const { group } = await open();
			const large = new Uint8Array(1_000).fill(7);
			const given = groupRecord({ secrets: [{ epoch: 1, secret: large.subarray(0, 32) }] });
			valued(await group.put(given));
			large.fill(0);
			const held = valued(await group.get());
			expect(held?.secrets[0]?.secret).toEqual(new Uint8Array(32).fill(7));
			expect(held?.secrets[0]?.secret.buffer.byteLength).toBe(32);
			held?.secrets[0]?.secret.fill(1);
			expect(valued(await group.get())?.secrets[0]?.secret).toEqual(new Uint8Array(32).fill(7));
		});

		it.each<[string, Partial<Record<keyof GroupRecord, unknown>>]>([
			['an id that is none', { groupId: 'x' }],
			['no secret', { secrets: [] }],
			['a short secret', { secrets: [{ epoch: 1, secret: new Uint8Array(31) }] }],
			['an epoch before the first', { secrets: [{ epoch: 0, secret: new Uint8Array(32) }] }],
			['an epoch twice', { secrets: [1, 1].map((epoch) => ({ epoch, secret: new Uint8Array(32) })) }],
			['epochs out of order', { secrets: [2, 1].map((epoch) => ({ epoch, secret: new Uint8Array(32) })) }],
			['a long invite secret', { inviteSecrets: [new Uint8Array(17)] }],
			['something more', { more: 1 } as never]
		])('puts none with %s', async (_, change) => {
			const { group } = await open();
			expect(await group.put({ ...groupRecord(), ...change } as GroupRecord)).toMatchObject(REFUSED);
			expect(valued(await group.get())).toBeNull();
		});

		it('changes what is held, in one step', async () => {
			const [here, there] = await openTwo();
			valued(await here.group.put(groupRecord({ inviteSecrets: [] })));
			await Promise.all(
				Array.from({ length: 10 }, (_, at) =>
					(at % 2 ? here : there).group.change(GROUP_ID, (held) => ({
						...held,
						inviteSecrets: [...held.inviteSecrets, new Uint8Array(16).fill(at)]
					}))
				)
			);
			const held = valued(await here.group.get());
			expect(held?.inviteSecrets.map(([first]) => first).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		});

		it('changes nothing of a group that it does not hold, nor into one that is malformed or another', async () => {
			const { group } = await open();
			const make = vi.fn((held: GroupRecord) => held);
			expect(valued(await group.change(GROUP_ID, make))).toBeNull();
			valued(await group.put(groupRecord()));
			expect(valued(await group.change(OTHER_GROUP_ID, make))).toBeNull();
			expect(make).not.toHaveBeenCalled();
			expect(await group.change(GROUP_ID, (held) => ({ ...held, secrets: [] }))).toMatchObject(REFUSED);
			const other = await group.change(GROUP_ID, (held) => ({ ...held, groupId: OTHER_GROUP_ID }));
			expect(other).toMatchObject(REFUSED);
			expect(valued(await group.get())).toEqual(groupRecord());
		});

		it('tells an observer at once, and of each change from whichever tab', async () => {
			const { storage, other } = await inGroup();
			const seen: (GroupRecord | null)[] = [];
			const stop = storage.group.observe((held) => seen.push(valued(held)));
			await vi.waitFor(() => {
				expect(seen).toEqual([groupRecord()]);
			});
			valued(await other.group.put(groupRecord({ inviteSecrets: [] })));
			await vi.waitFor(() => {
				expect(seen.at(-1)).toEqual(groupRecord({ inviteSecrets: [] }));
			});
			valued(await other.deleteAll());
			await vi.waitFor(() => {
				expect(seen.at(-1)).toBeNull();
			});
			stop();
		});

		describe('its log', () => {
			it('needs no summary, and has none', async () => {
				const { storage, next, own, device } = await inGroup();
				const [first, second] = [next(), next()];
				valued(await storage.log.append(own([first])));
				valued(await storage.log.append(own([second])));
				const theirs = new TestDevice(2).next({ incidentId: GROUP_ID });
				expect(valued(await storage.log.receive(own([theirs, first])))).toEqual([theirs]);
				expect(valued(await storage.log.count(GROUP_ID))).toBe(3);
				expect(valued(await storage.log.head(GROUP_ID, device.deviceId))?.sequence).toBe(2);
				const third = next();
				const withSummary = appending([third], { summary: summary({ incidentId: GROUP_ID }) });
				expect(await storage.log.append(withSummary)).toMatchObject(REFUSED);
				expect(await storage.log.receive(withSummary)).toMatchObject(REFUSED);
				expect(valued(await storage.log.incidents())).toEqual([]);
			});

			it('is that of this group alone', async () => {
				const { storage, device, own } = await inGroup();
				const elsewhere = device.next({ incidentId: OTHER_GROUP_ID });
				expect(await storage.log.append(own([elsewhere]))).toMatchObject(REFUSED);
				expect(await storage.log.receive(own([elsewhere]))).toMatchObject(REFUSED);
			});

			it('is written by this phone’s identity alone', async () => {
				const { storage, own } = await inGroup();
				const theirs = new TestDevice(2).next({ incidentId: GROUP_ID });
				expect(await storage.log.append(own([theirs]))).toEqual({
					ok: false,
					error: { code: 'identityChanged' }
				});
			});

			it('is no part of what is exported, is nothing damaged, and no file puts an incident in its place', async () => {
				const { storage, next, own } = await inGroup();
				const troubles: unknown[] = [];
				storage.onTrouble((error) => troubles.push(error));
				valued(await storage.log.append(own([next()])));
				valued(await storage.receipts.put(receipt()));
				valued(await storage.apart.put([apartEntry()]));
				const content = valued(await storage.readAll());
				expect(content.incidents).toEqual([]);
				expect(Object.keys(content).filter((key) => /group|receipt|apart/i.test(key))).toEqual([]);
				expect(troubles).toEqual([]);
				const incident = {
					summary: summary({ incidentId: GROUP_ID }),
					entries: [new TestDevice(3).next({ incidentId: GROUP_ID })],
					files: []
				};
				valued(await storage.restore({ ...content, incidents: [incident] }));
				expect(valued(await storage.log.incidents())).toEqual([]);
				expect(valued(await storage.log.count(GROUP_ID))).toBe(1);
			});
		});

		describe('removing it', () => {
			async function full() {
				const opened = await inGroup();
				const { storage, device, next, own } = opened;
				valued(await storage.log.append({ ...own([next()]), documentUpdate: Uint8Array.of(1) }));
				valued(await storage.documents.append(`${GROUP_ID}/plan`, Uint8Array.of(2)));
				valued(await storage.receipts.put(receipt({ logId: GROUP_ID })));
				valued(await storage.apart.put([apartEntry('x', { logId: GROUP_ID })]));
				valued(await storage.log.append(appending([device.next()])));
				valued(await storage.receipts.put(receipt()));
				valued(await storage.apart.put([apartEntry()]));
				return opened;
			}
			async function expectGone(storage: PhoneStorage) {
				expect(valued(await storage.log.count(GROUP_ID))).toBe(0);
				expect(valued(await storage.documents.load(GROUP_ID))).toEqual([]);
				expect(valued(await storage.documents.load(`${GROUP_ID}/plan`))).toEqual([]);
				expect(valued(await storage.receipts.all(GROUP_ID))).toEqual([]);
				expect(valued(await storage.apart.all(GROUP_ID))).toEqual([]);
				expect(valued(await storage.log.count(INCIDENT))).toBe(1);
				expect(valued(await storage.receipts.all(INCIDENT))).toEqual([receipt()]);
				expect(valued(await storage.apart.all(INCIDENT))).toEqual([apartEntry()]);
			}

			it('takes all that belongs to it, and leaves incidents', async () => {
				const { storage, next, own } = await full();
				valued(await storage.group.remove(GROUP_ID));
				expect(valued(await storage.group.get())).toBeNull();
				await expectGone(storage);
				expect(await storage.log.append(own([next()]))).toMatchObject(REFUSED);
			});

			it('does nothing for another group, or an incident', async () => {
				const { storage } = await full();
				valued(await storage.group.remove(OTHER_GROUP_ID));
				valued(await storage.group.remove(INCIDENT));
				expect(valued(await storage.group.get())).toEqual(groupRecord());
				expect(valued(await storage.log.count(GROUP_ID))).toBe(1);
				expect(valued(await storage.log.count(INCIDENT))).toBe(1);
			});

			it('is done where another takes its place', async () => {
				const { storage } = await full();
				valued(await storage.group.put(groupRecord({ groupId: OTHER_GROUP_ID })));
				expect(valued(await storage.group.get())?.groupId).toBe(OTHER_GROUP_ID);
				await expectGone(storage);
			});

			it('is done with all data', async () => {
				const { storage } = await full();
				valued(await storage.deleteAll());
				expect(valued(await storage.group.get())).toBeNull();
				for (const logId of [GROUP_ID, INCIDENT]) {
					expect(valued(await storage.log.count(logId))).toBe(0);
					expect(valued(await storage.receipts.all(logId))).toEqual([]);
					expect(valued(await storage.apart.all(logId))).toEqual([]);
				}
			});
		});
	});

	describe(`${name} as receipt repository`, { timeout: 30_000 }, () => {
		const other = new TestDevice(3).deviceId;

		it('keeps the last receipt of each device for each log', async () => {
			const { receipts } = await open();
			expect(valued(await receipts.all(INCIDENT))).toEqual([]);
			valued(await receipts.put(receipt({ heads: [] })));
			valued(await receipts.put(receipt()));
			valued(await receipts.put(receipt({ deviceId: other })));
			valued(await receipts.put(receipt({ logId: OTHER_INCIDENT, atMs: 1 })));
			const held = valued(await receipts.all(INCIDENT));
			expect(held).toHaveLength(2);
			expect(held).toEqual(expect.arrayContaining([receipt(), receipt({ deviceId: other })]));
			expect(valued(await receipts.all(OTHER_INCIDENT))).toEqual([
				receipt({ logId: OTHER_INCIDENT, atMs: 1 })
			]);
		});

		it.each<[string, Partial<Record<keyof Receipt, unknown>>]>([
			['a device that is none', { deviceId: 'x' }],
			['a log that is none', { logId: 'x' }],
			['a sequence of 0', { heads: [{ deviceId: other, sequence: 0, hash }] }],
			['a short hash', { heads: [{ deviceId: other, sequence: 1, hash: new Uint8Array(7) }] }],
			['a device twice', { heads: [1, 2].map((sequence) => ({ deviceId: other, sequence, hash })) }],
			['no time', { atMs: NaN }]
		])('puts none with %s', async (_, change) => {
			const { receipts } = await open();
			expect(await receipts.put({ ...receipt(), ...change } as Receipt)).toMatchObject(REFUSED);
			expect(valued(await receipts.all(INCIDENT))).toEqual([]);
		});

		it('tells an observer of a log what is held, and of each change to it from whichever tab', async () => {
			const [here, there] = await openTwo();
			const seen: Receipt[][] = [];
			const stop = here.receipts.observe(INCIDENT, (held) => seen.push(valued(held)));
			await vi.waitFor(() => {
				expect(seen).toEqual([[]]);
			});
			valued(await there.receipts.put(receipt()));
			await vi.waitFor(() => {
				expect(seen.at(-1)).toEqual([receipt()]);
			});
			stop();
		});
	});

	describe(`${name} as repository of what is kept apart`, { timeout: 30_000 }, () => {
		const sorted = (rows: readonly ApartEntry[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

		it('keeps entries of each log by themselves, with why, and gives the bytes back as they came', async () => {
			const { apart } = await open();
			const [one, two] = [apartEntry('en'), apartEntry('to', { reason: 'badSignature' })];
			// the same bytes, brought as if they were of another log
			const elsewhere = apartEntry('en', { logId: OTHER_INCIDENT, reason: 'notAMember' });
			valued(await apart.put([one, two, elsewhere]));
			expect(valued(await apart.all(INCIDENT))).toEqual(sorted([one, two]));
			expect(valued(await apart.all(OTHER_INCIDENT))).toEqual([elsewhere]);
			valued(await apart.remove(INCIDENT, [one.id, apartEntry('aldrig set').id]));
			expect(valued(await apart.all(INCIDENT))).toEqual([two]);
			expect(valued(await apart.all(OTHER_INCIDENT))).toEqual([elsewhere]);
		});

		it('gives those that are held the new reason, and leaves who brought them first', async () => {
			const { apart } = await open();
			valued(await apart.put([apartEntry()]));
			const again = { reason: 'brokenChain', from: new TestDevice(4).deviceId, atMs: 7 } as const;
			valued(await apart.put([apartEntry('ingen post', again)]));
			expect(valued(await apart.all(INCIDENT))).toEqual([
				apartEntry('ingen post', { reason: 'brokenChain' })
			]);
		});

		it('keeps the first 1,000 of a log', async () => {
			const { apart } = await open();
			const many = (from: number, count: number) =>
				Array.from({ length: count }, (_, at) => apartEntry(`post ${from + at}`));
			valued(await apart.put(many(0, 999)));
			valued(await apart.put([...many(990, 20), apartEntry('anden', { logId: OTHER_INCIDENT })]));
			valued(await apart.put([apartEntry('post 5', { reason: 'revoked' }), apartEntry('en til')]));
			const held = valued(await apart.all(INCIDENT));
			expect(held).toHaveLength(1_000);
			const texts = held.map(({ bytes }) => new TextDecoder().decode(bytes));
			expect(texts).toContain('post 999');
			expect(texts).not.toContain('post 1000');
			expect(held.find((row) => row.id === apartEntry('post 5').id)?.reason).toBe('revoked');
			expect(valued(await apart.all(OTHER_INCIDENT))).toHaveLength(1);
		});

		it.each<[string, Partial<Record<keyof ApartEntry, unknown>>]>([
			['an id that is not its bytes’', { id: apartEntry('noget andet').id }],
			['more bytes than an entry has', { bytes: new Uint8Array(16_385) }],
			['an unknown reason', { reason: 'because' }],
			['nobody who brought it', { from: '' }]
		])('puts none of several where one has %s', async (_, change) => {
			const { apart } = await open();
			const bad = { ...apartEntry(), ...change } as ApartEntry;
			expect(await apart.put([apartEntry('fin'), bad])).toMatchObject(REFUSED);
			expect(valued(await apart.all(INCIDENT))).toEqual([]);
		});

		it('tells an observer of a log what is held, and of each change to it from whichever tab', async () => {
			const [here, there] = await openTwo();
			const seen: ApartEntry[][] = [];
			const stop = here.apart.observe(INCIDENT, (held) => seen.push(valued(held)));
			valued(await there.apart.put([apartEntry()]));
			await vi.waitFor(() => {
				expect(seen.at(-1)).toEqual([apartEntry()]);
			});
			stop();
		});
	});

	it(`${name} takes receipts and what is apart with an incident, and keeps no more of it`, async () => {
		const { storage, device } = await inGroup();
		valued(await storage.log.append(appending([device.next()])));
		const fill = async () => {
			valued(await storage.receipts.put(receipt()));
			valued(await storage.receipts.put(receipt({ logId: OTHER_INCIDENT })));
			valued(await storage.apart.put([apartEntry(), apartEntry('to', { logId: OTHER_INCIDENT })]));
		};
		await fill();
		valued(await storage.log.deleteIncident(deletion()));
		await fill();
		expect(valued(await storage.receipts.all(INCIDENT))).toEqual([]);
		expect(valued(await storage.apart.all(INCIDENT))).toEqual([]);
		expect(valued(await storage.receipts.all(OTHER_INCIDENT))).toHaveLength(1);
		expect(valued(await storage.apart.all(OTHER_INCIDENT))).toHaveLength(1);
		expect(valued(await storage.group.get())).toEqual(groupRecord());
	});
}
