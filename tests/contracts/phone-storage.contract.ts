import { describe, expect, it, vi } from 'vitest';
import type { Result } from '$lib/base/result';
import type { PhoneContent, PhoneStorage } from '$lib/ports/repositories';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../doubles/phone-rows';
import { heldTinyPlan } from '../doubles/tiny-plan';
import { valued } from '../doubles/valued';

const HOSTILE_IDS = [
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	' ',
	'0',
	'null',
	'undefined',
	'a/b',
	'["a","b"]',
	'\u0000',
	'\ud800',
	'🧯👩🏽‍🚒',
	'ÆØÅ',
	'x'.repeat(200)
];
const NOTHING: PhoneContent = {
	plan: null,
	previousPlan: null,
	checklist: [],
	contactUpdates: [],
	acknowledgements: [],
	attachments: []
};

/** What every `PhoneStorage` does, the real one and the one in memory. `open` gives an empty one. */
export function phoneStorageContract(name: string, open: () => Promise<PhoneStorage>): void {
	/** The values that an observer was told, and its end. */
	function observed<Value>(observe: (observer: (value: Result<Value, unknown>) => void) => () => void) {
		const values: Value[] = [];
		const stop = observe((value) => values.push(valued(value)));
		return { values, stop };
	}

	describe(`${name} as phone storage`, () => {
		it('holds nothing at first', async () => {
			const storage = await open();
			expect(valued(await storage.readAll())).toEqual(NOTHING);
			expect(valued(await storage.plans.current())).toBeNull();
			expect(valued(await storage.plans.previous())).toBeNull();
			expect(valued(await storage.attachments.get('tiny', 'none'))).toBeNull();
		});

		describe('plans', () => {
			it('gives back the plan that was put in use', async () => {
				const { plans } = await open();
				valued(await plans.replace(heldTinyPlan()));
				expect(valued(await plans.current())).toEqual(heldTinyPlan());
				expect(valued(await plans.previous())).toBeNull();
			});

			it('puts the plan in use aside when another takes its place, and forgets the one before', async () => {
				const { plans } = await open();
				for (const fingerprint of ['one', 'two', 'three'])
					valued(await plans.replace(heldTinyPlan({ fingerprint })));
				expect(valued(await plans.current())?.fingerprint).toBe('three');
				expect(valued(await plans.previous())?.fingerprint).toBe('two');
			});

			it('keeps the plan put aside when the one in use is put in use again', async () => {
				const { plans } = await open();
				for (const fingerprint of ['one', 'two']) valued(await plans.replace(heldTinyPlan({ fingerprint })));
				const again = heldTinyPlan({ fingerprint: 'two', origin: 'embedded', storedAt: minute(1) });
				valued(await plans.replace(again));
				expect(valued(await plans.current())).toEqual(again);
				expect(valued(await plans.previous())?.fingerprint).toBe('one');
			});

			it('tells an observer at once, and of each plan that is put in use', async () => {
				const { plans } = await open();
				const { values, stop } = observed<unknown>((observer) => plans.observeCurrent(observer));
				await vi.waitFor(() => {
					expect(values).toEqual([null]);
				});
				valued(await plans.replace(heldTinyPlan()));
				await vi.waitFor(() => {
					expect(values.at(-1)).toEqual(heldTinyPlan());
				});
				stop();
			});
		});

		describe('the checklist', () => {
			it('gives events back by sequence, in whatever order they were added', async () => {
				const { checklist } = await open();
				valued(await checklist.append([tick(3), tick(1)]));
				valued(await checklist.append([tick(10), tick(2)]));
				const sequences = valued(await checklist.all()).map((event) => event.sequence);
				expect(sequences).toEqual([1, 2, 3, 10]);
				expect(valued(await checklist.ofRun('phone'))).toEqual([tick(1), tick(2), tick(3), tick(10)]);
			});

			it('keeps runs apart', async () => {
				const { checklist } = await open();
				const other = tick(2, { runId: 'incident' });
				valued(await checklist.append([tick(1), other]));
				expect(valued(await checklist.ofRun('incident'))).toEqual([other]);
				expect(valued(await checklist.ofRun('inciden'))).toEqual([]);
				expect(valued(await checklist.all())).toHaveLength(2);
			});

			it('leaves an event whose id is held as it is, within one call too', async () => {
				const { checklist } = await open();
				valued(await checklist.append([tick(1), tick(1, { kind: 'unticked' })]));
				valued(await checklist.append([tick(1, { kind: 'unticked' }), tick(2)]));
				expect(valued(await checklist.all())).toEqual([tick(1), tick(2)]);
			});

			it('adds all or none', async () => {
				const { checklist } = await open();
				const written = await checklist.append([tick(1), tick(2, { stepId: 'x'.repeat(201) })]);
				expect(written).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
				expect(valued(await checklist.all())).toEqual([]);
			});

			it('adds nothing when there is nothing to add', async () => {
				const { checklist } = await open();
				expect(await checklist.append([])).toEqual({ ok: true, value: undefined });
			});

			it('tells an observer at once and after each change, and not after it has ended', async () => {
				const { checklist } = await open();
				const { values, stop } = observed<unknown[]>((observer) => checklist.observeRun('phone', observer));
				await vi.waitFor(() => {
					expect(values).toEqual([[]]);
				});
				valued(await checklist.append([tick(1)]));
				await vi.waitFor(() => {
					expect(values.at(-1)).toEqual([tick(1)]);
				});
				stop();
				const told = values.length;
				valued(await checklist.append([tick(2)]));
				await new Promise((resolve) => setTimeout(resolve, 30));
				expect(values).toHaveLength(told);
			});

			it('never tells an observer that has ended before it was first told', async () => {
				const { checklist } = await open();
				const { values, stop } = observed<unknown[]>((observer) => checklist.observeRun('phone', observer));
				stop();
				await new Promise((resolve) => setTimeout(resolve, 30));
				expect(values).toEqual([]);
			});
		});

		it.each(HOSTILE_IDS)('takes the id %j for what it is', async (id) => {
			const storage = await open();
			const content: PhoneContent = {
				...NOTHING,
				checklist: [tick(1, { id, runId: id, planId: id, cardId: id, stepId: id })],
				contactUpdates: [contactUpdate({ planId: id, contactId: id })],
				acknowledgements: [acknowledgement({ planId: id, warningId: id })],
				attachments: [attachment({ planId: id, blockId: id })]
			};
			for (const event of content.checklist) valued(await storage.checklist.append([event]));
			for (const update of content.contactUpdates) valued(await storage.contactUpdates.put(update));
			for (const one of content.acknowledgements) valued(await storage.acknowledgements.put(one));
			for (const one of content.attachments) valued(await storage.attachments.put(one));
			expect(valued(await storage.readAll())).toEqual(content);
			expect(valued(await storage.checklist.ofRun(id))).toEqual(content.checklist);
			expect(valued(await storage.attachments.get(id, id))).toEqual(content.attachments[0]);
			valued(await storage.contactUpdates.remove(id, id));
			valued(await storage.acknowledgements.remove(id, id));
			valued(await storage.attachments.remove(id, id));
			expect(valued(await storage.readAll())).toEqual({ ...NOTHING, checklist: content.checklist });
		});

		it.each(['', 'x'.repeat(201)])('writes nothing under the id %j', async (id) => {
			const storage = await open();
			for (const written of [
				await storage.checklist.append([tick(1, { id })]),
				await storage.contactUpdates.put(contactUpdate({ contactId: id })),
				await storage.acknowledgements.put(acknowledgement({ warningId: id })),
				await storage.attachments.put(attachment({ blockId: id })),
				await storage.restore({
					...NOTHING,
					checklist: [tick(1)],
					contactUpdates: [contactUpdate({ planId: id })]
				})
			])
				expect(written).toMatchObject({ ok: false, error: { code: 'storageFailed' } });
			expect(valued(await storage.readAll())).toEqual(NOTHING);
		});

		describe('contact updates', () => {
			it('keeps one for each contact of each plan, the newest', async () => {
				const { contactUpdates } = await open();
				const other = contactUpdate({ planId: 'other' });
				valued(await contactUpdates.put(contactUpdate({ phone: '1' })));
				valued(await contactUpdates.put(other));
				valued(await contactUpdates.put(contactUpdate({ phone: '2' })));
				const held = valued(await contactUpdates.all());
				expect(held).toHaveLength(2);
				expect(held).toEqual(expect.arrayContaining([contactUpdate({ phone: '2' }), other]));
			});

			it('removes one, and is content when there is none', async () => {
				const { contactUpdates } = await open();
				valued(await contactUpdates.put(contactUpdate()));
				valued(await contactUpdates.remove('tiny', 'contact-1'));
				expect(await contactUpdates.remove('tiny', 'contact-1')).toEqual({ ok: true, value: undefined });
				expect(valued(await contactUpdates.all())).toEqual([]);
			});

			it('tells an observer of each change', async () => {
				const { contactUpdates } = await open();
				const { values, stop } = observed<unknown[]>((observer) => contactUpdates.observeAll(observer));
				valued(await contactUpdates.put(contactUpdate()));
				await vi.waitFor(() => {
					expect(values.at(-1)).toEqual([contactUpdate()]);
				});
				valued(await contactUpdates.remove('tiny', 'contact-1'));
				await vi.waitFor(() => {
					expect(values.at(-1)).toEqual([]);
				});
				stop();
			});
		});

		it('tells an observer of each warning that was read', async () => {
			const { acknowledgements } = await open();
			const { values, stop } = observed<unknown[]>((observer) => acknowledgements.observeAll(observer));
			valued(await acknowledgements.put(acknowledgement()));
			await vi.waitFor(() => {
				expect(values.at(-1)).toEqual([acknowledgement()]);
			});
			valued(await acknowledgements.remove('tiny', 'warning-1'));
			await vi.waitFor(() => {
				expect(values.at(-1)).toEqual([]);
			});
			stop();
		});

		describe('attachments', () => {
			it('keeps a copy of the bytes', async () => {
				const { attachments } = await open();
				const bytes = new TextEncoder().encode('....%PDF-1.7....').subarray(4, 12);
				valued(await attachments.put(attachment({ bytes })));
				bytes.fill(0);
				const held = valued(await attachments.get('tiny', 'network-drawing'));
				expect(held?.bytes).toEqual(pdf());
				expect(held?.bytes.buffer.byteLength).toBe(8);
			});

			it.each([
				['what is no PDF', new TextEncoder().encode('<html>')],
				['nothing', new Uint8Array()],
				['what is larger than 20 MiB', pdf('7'.repeat(20 * 1024 * 1024))]
			])('does not keep %s', async (_, bytes) => {
				const { attachments } = await open();
				expect(await attachments.put(attachment({ bytes }))).toMatchObject({ ok: false });
				expect(valued(await attachments.all())).toEqual([]);
			});
		});

		describe('restoring', () => {
			it('brings everything back to an empty phone', async () => {
				const storage = await open();
				const content: PhoneContent = {
					plan: heldTinyPlan({ fingerprint: 'two' }),
					previousPlan: heldTinyPlan({ fingerprint: 'one', origin: 'embedded' }),
					checklist: [tick(1), tick(2, { kind: 'unticked' })],
					contactUpdates: [contactUpdate()],
					acknowledgements: [acknowledgement()],
					attachments: [attachment()]
				};
				valued(await storage.restore(content));
				expect(valued(await storage.readAll())).toEqual(content);
				valued(await storage.restore(content));
				expect(valued(await storage.readAll())).toEqual(content);
			});

			it('adds events by id, and leaves those that are held', async () => {
				const storage = await open();
				valued(await storage.checklist.append([tick(2)]));
				valued(
					await storage.restore({ ...NOTHING, checklist: [tick(1), tick(2, { kind: 'unticked' }), tick(3)] })
				);
				expect(valued(await storage.checklist.all())).toEqual([tick(1), tick(2), tick(3)]);
			});

			it.each([
				['older', -1, 'mine'],
				['of the same time', 0, 'mine'],
				['newer', 1, 'theirs']
			])('meets rows that are %s', async (_, minutes, expected) => {
				const storage = await open();
				valued(await storage.contactUpdates.put(contactUpdate({ name: 'mine' })));
				valued(await storage.acknowledgements.put(acknowledgement()));
				valued(await storage.attachments.put(attachment({ name: 'mine' })));
				const at = minute(minutes);
				valued(
					await storage.restore({
						...NOTHING,
						contactUpdates: [
							contactUpdate({ name: 'theirs', confirmedAt: at }),
							contactUpdate({ contactId: 'contact-2' })
						],
						acknowledgements: [acknowledgement({ at })],
						attachments: [attachment({ name: 'theirs', addedAt: at })]
					})
				);
				const held = valued(await storage.readAll());
				expect(held.contactUpdates.find((update) => update.contactId === 'contact-1')?.name).toBe(expected);
				expect(held.contactUpdates).toHaveLength(2);
				expect(held.acknowledgements).toEqual([acknowledgement({ at: minute(Math.max(0, minutes)) })]);
				expect(held.attachments.map((one) => one.name)).toEqual([expected]);
			});

			it('takes the newest where a file holds two of one key', async () => {
				const storage = await open();
				const newest = contactUpdate({ name: 'newest', confirmedAt: minute(2) });
				const contactUpdates = [contactUpdate({ confirmedAt: minute(1) }), newest, contactUpdate()];
				valued(await storage.restore({ ...NOTHING, contactUpdates }));
				expect(valued(await storage.contactUpdates.all())).toEqual([newest]);
			});

			it('puts a plan that differs in use, and the one in use aside', async () => {
				const storage = await open();
				valued(await storage.plans.replace(heldTinyPlan({ fingerprint: 'before' })));
				valued(await storage.plans.replace(heldTinyPlan({ fingerprint: 'mine' })));
				const plan = heldTinyPlan({ fingerprint: 'theirs' });
				const previousPlan = heldTinyPlan({ fingerprint: 'their previous' });
				valued(await storage.restore({ ...NOTHING, plan, previousPlan }));
				expect(valued(await storage.plans.current())?.fingerprint).toBe('theirs');
				expect(valued(await storage.plans.previous())?.fingerprint).toBe('mine');
			});

			it('leaves the plans alone when the file has the same plan, or none', async () => {
				const storage = await open();
				valued(await storage.plans.replace(heldTinyPlan({ fingerprint: 'before' })));
				valued(await storage.plans.replace(heldTinyPlan()));
				valued(await storage.restore(NOTHING));
				valued(await storage.restore({ ...NOTHING, plan: heldTinyPlan({ storedAt: minute(9) }) }));
				expect(valued(await storage.plans.current())).toEqual(heldTinyPlan());
				expect(valued(await storage.plans.previous())?.fingerprint).toBe('before');
			});
		});

		it('deletes everything, and tells observers so', async () => {
			const storage = await open();
			valued(await storage.plans.replace(heldTinyPlan({ fingerprint: 'before' })));
			valued(await storage.plans.replace(heldTinyPlan()));
			valued(await storage.checklist.append([tick(1)]));
			valued(await storage.contactUpdates.put(contactUpdate()));
			valued(await storage.acknowledgements.put(acknowledgement()));
			valued(await storage.attachments.put(attachment()));
			const { values, stop } = observed<unknown[]>((observer) =>
				storage.checklist.observeRun('phone', observer)
			);
			await vi.waitFor(() => {
				expect(values.at(-1)).toEqual([tick(1)]);
			});
			valued(await storage.deleteAll());
			expect(valued(await storage.readAll())).toEqual(NOTHING);
			await vi.waitFor(() => {
				expect(values.at(-1)).toEqual([]);
			});
			stop();
		});

		it('is not changed by what is done to what it was given, or gave', async () => {
			const storage = await open();
			const event = { ...tick(1) };
			const held = { ...heldTinyPlan() };
			valued(await storage.checklist.append([event]));
			valued(await storage.plans.replace(held));
			Object.assign(event, { kind: 'unticked' });
			Object.assign(held.plan, { id: 'changed' });
			Object.assign(valued(await storage.checklist.all())[0] ?? {}, { stepId: 'changed' });
			expect(valued(await storage.checklist.all())).toEqual([tick(1)]);
			expect(valued(await storage.plans.current())).toEqual(heldTinyPlan());
		});
	});
}
